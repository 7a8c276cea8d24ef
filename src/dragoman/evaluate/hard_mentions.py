"""Task ``actors``: hard mentions of political actors in sentences written for this (``corpus/mentions.csv``).

A CSV file with the columns kind, date, text (the mention in ``[[double brackets]]``), countries (ISO3, joined by ``+``,
empty for an actor of no state), sectors (one, or one a country) and name. A mention counts as right only whole: exactly
the countries, exactly the primary sectors.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.actors import ArticleActors
from dragoman.coding import Coder
from dragoman.coding.participants import resolver, those_in
from dragoman.datafiles import read_csv
from dragoman.errors import InputError
from dragoman.evaluate.measures import mean
from dragoman.evaluate.sentencewise import parse_all
from dragoman.language import ParsedArticle
from dragoman.records import Actor

Record = dict[str, Any]
_MARKED = re.compile(r"\[\[(.+?)\]\]")
_COLUMNS = frozenset({"kind", "date", "text", "countries", "sectors", "name"})


@dataclass(frozen=True, slots=True)
class HardMention:
    """One row: the text without its brackets, the mention's character span, and who it is."""

    row: int
    kind: str
    day: dt.date
    text: str
    span: tuple[int, int]
    countries: frozenset[str]
    sectors: frozenset[str]


def read_mentions(path: Path) -> Iterator[HardMention]:
    """The rows of a file.

    Raises:
        InputError: a column is missing, a text marks no mention or several, or a date is none.
    """
    for number, (line, row) in enumerate(read_csv(path)):
        if missing := _COLUMNS - set(row):
            raise InputError(f"{path}: no column {', '.join(sorted(missing))}")
        marks = list(_MARKED.finditer(row["text"]))
        if len(marks) != 1:
            raise InputError(f"{path}:{line}: text marks {len(marks)} mentions; put one into [[double brackets]]")
        try:
            day = dt.date.fromisoformat(row["date"])
        except ValueError as e:
            raise InputError(f"{path}:{line}: date {row['date']!r} is not YYYY-MM-DD") from e
        start, words = marks[0].start(), marks[0].group(1)
        text = _MARKED.sub(r"\1", row["text"])
        of = (frozenset(row[column].split("+")) - {""} for column in ("countries", "sectors"))
        yield HardMention(number, row["kind"], day, text, (start, start + len(words)), *of)


def run(coder: Coder, path: Path) -> tuple[Record, list[Record]]:
    """Resolve every mention.

    Returns:
        The measures, over all and by kind, and a line ``{"row", "country", "sector", "name"}`` for each mention.
    """
    mentions = list(read_mentions(path))
    lines: list[Record] = []
    tally: dict[str, list[bool]] = defaultdict(list)
    kinds: dict[str, list[bool]] = defaultdict(list)
    for mention, parsed in zip(mentions, parse_all(coder, [(m.text, m.day) for m in mentions]), strict=True):
        actors = named(coder, parsed, mention.span)
        countries = {a.country for a in actors if a.country}
        sectors = {a.sector for a in actors}
        country, sector = bool(actors) and countries == mention.countries, sectors == mention.sectors
        tally["country"].append(country)
        tally["sector"].append(sector)
        tally["both"].append(country and sector)
        kinds[mention.kind].append(country and sector)
        lines.append(
            {
                "row": mention.row,
                "country": "+".join(sorted(countries)) or None,
                "sector": "+".join(sorted(s for s in sectors if s)) or None,
                "name": "; ".join(a.name for a in actors) or None,
            }
        )
    figures: Record = {f"{key}_accuracy": mean(hits) for key, hits in tally.items()}
    figures["resolved_rate"] = mean(line["name"] is not None for line in lines)
    figures["mentions"] = len(mentions)
    figures["kinds"] = {kind: mean(hits) for kind, hits in sorted(kinds.items())}
    return figures, lines


def named(coder: Coder, parsed: ParsedArticle, span: tuple[int, int]) -> tuple[Actor, ...]:
    """The actors that the words at a character span of the text stand for."""
    people = ArticleActors(parsed, coder.gazetteer)
    for sentence in parsed.sentences:
        start = sentence.record.start
        if start <= span[0] and span[1] <= sentence.record.end:
            return those_in((span[0] - start, span[1] - start), sentence, resolver(people, sentence))
    return ()
