"""Task ``rosters``: whether the rosters know who led which state when (REIGN's list of leader spells).

Each spell that ends in 1985 or later gives three sentences dated in the middle of what lies after 1985: "President
NAME", "Prime Minister NAME", and the bare surname beside the country's name. Right is a person of the right country.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.actors import ArticleActors, countries_by_cow, country_names
from dragoman.coding import Coder
from dragoman.datafiles import read_csv
from dragoman.errors import InputError
from dragoman.evaluate.measures import mean
from dragoman.evaluate.sentencewise import parse_all
from dragoman.language import ParsedArticle
from dragoman.records import Actor

Record = dict[str, Any]
_FIRST = dt.date(1985, 1, 1)
_COLUMNS = {"ccode", "leader", "syear", "smonth", "eyear", "emonth"}
_TITLED = ("President {} met foreign diplomats on Monday.", "Prime Minister {} met foreign diplomats on Monday.")
_BARE = "{1}'s {0} met foreign diplomats on Monday."


@dataclass(frozen=True, slots=True)
class Spell:
    """One leader's time: data row, name, ISO3 of the state, a day within it."""

    row: int
    name: str
    country: str
    day: dt.date


def read_spells(path: Path) -> Iterator[Spell]:
    """The spells of a CSV file with REIGN's columns that reach into 1985 or later.

    Raises:
        InputError: a column is missing.
    """
    rows = list(read_csv(path, errors="replace"))  # REIGN's notes mix encodings
    missing = _COLUMNS - set(rows[0][1]) if rows else _COLUMNS
    if missing:
        raise InputError(f"{path}: no column {', '.join(sorted(missing))}; give a list with REIGN's columns")
    states = countries_by_cow()
    for number, (_, row) in enumerate(rows):
        country = states.get(row["ccode"])
        start = max(_FIRST, _day(row["syear"], row["smonth"], 28))
        end = _day(row["eyear"] or row["syear"], row["emonth"] or "12", 1)
        if country is None or end < _FIRST:
            continue
        name = re.sub(r"\(.*?\)", "", row["leader"]).strip(" ,-")  # "(acting)", "(2nd time)"
        yield Spell(number, name, country, start + (max(end, start) - start) / 2)


def _day(year: str, month: str, day: int) -> dt.date:
    return dt.date(int(float(year)), int(float(month)), day)


def run(coder: Coder, path: Path) -> tuple[Record, list[Record]]:
    """Resolve every spell's sentences.

    Returns:
        The measures, and a line ``{"row", "country", "sector", "name"}`` for each sentence.
    """
    spells, names = list(read_spells(path)), country_names()
    asked: list[tuple[Spell, str, str]] = []
    for spell in spells:
        surname = re.sub(r"\s+(Jr|Sr|II|III)\.?$", "", spell.name).split()[-1]
        asked += [(spell, text.format(spell.name), spell.name) for text in _TITLED]
        asked.append((spell, _BARE.format(surname, names[spell.country]), surname))
    lines: list[Record] = []
    hits: dict[bool, list[bool]] = {True: [], False: []}
    sectors = []
    parsed = parse_all(coder, [(text, spell.day) for spell, text, _ in asked])
    for (spell, text, name), article in zip(asked, parsed, strict=True):
        actor = _person(coder, article, text.index(name) + len(name))
        right = actor is not None and actor.country == spell.country
        titled = text.startswith(("President", "Prime"))
        hits[titled].append(right)
        sectors.append(actor is not None and actor.sector == "GOV")
        lines.append(
            {
                "row": spell.row,
                "country": actor.country if actor else None,
                "sector": actor.sector if actor else None,
                "name": actor.name if actor else None,
            }
        )
    figures = {
        "country_accuracy": mean(hits[True]),
        "surname_country_accuracy": mean(hits[False]),
        "sector_accuracy": mean(sectors),
        "resolved_rate": mean(line["name"] is not None for line in lines),
        "spells": len(spells),
    }
    return figures, lines


def _person(coder: Coder, parsed: ParsedArticle, end: int) -> Actor | None:
    """The actor that the word which ends at an offset names."""
    people = ArticleActors(parsed, coder.gazetteer)
    for sentence in parsed.sentences:
        for token in sentence.span:
            if sentence.end_of(token) == end:
                found = people.at(sentence, token)
                return found.actors[0] if found else None
    return None
