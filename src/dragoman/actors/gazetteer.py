"""The gazetteer: every name the rosters know, and what it means on a given day."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dragoman.datafiles import read_csv
from dragoman.errors import DataError

_WORD = re.compile(r"\w+", re.UNICODE)
_KINDS_OF_STATE = frozenset({"country", "capital", "seat", "group"})
IN_GOVERNMENT, IN_ARMS, OPPOSITION = "party in government", "party in arms", "party in opposition"
WHERE_NAMED = 5  # the rank of names that only hold where the text is about their country
_SHORT_PARTIES = {
    "Liberal Democratic": "Liberal Democrats", "Christian Democrat": "Christian Democrats",
    "Social Democrat": "Social Democrats", "Democratic Party": "Democrats", "Socialist Party": "Socialists",
    "Communist Party": "Communists", "Labour Party": "Labour", "Labor Party": "Labor", "Green": "Greens",
    "Conservative Party": "Conservatives", "Liberal Party": "Liberals", "Republican Party": "Republicans",
    "National Party": "National Party",
}  # fmt: skip
_OF_PERIODS = frozenset({IN_GOVERNMENT, IN_ARMS, OPPOSITION})
_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " ", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a roster as a name leads to it.

    ``kind``: country, adjective, people, capital, seat, person, organisation or group. ``rank`` orders
    entries that share a name (lower wins); ``row`` names file and line for ``explain``.
    """

    kind: str
    name: str
    country: str | None
    sector: str | None
    office: str | None = None
    entity_id: str | None = None
    start: str = ""
    end: str = ""
    short: bool = False
    members: tuple[str, ...] = ()
    org_kind: str = ""
    rank: int = 5
    row: str = ""

    def active(self, day: str | None) -> bool:
        """Whether the row holds on an ISO day (always, where the day is unknown)."""
        if not day:
            return True
        return (not self.start or self.start[: len(day)] <= day) and (not self.end or day <= _last(self.end))


def _last(date: str) -> str:
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")


def fold(text: str) -> str:
    """The text without diacritics and typographic marks; its length never changes.

    >>> fold("Erdoğan’s")
    "Erdogan's"
    """
    if text.isascii():
        return text
    return "".join(_fold_char(c) for c in text.translate(_SAME_LENGTH))


@cache
def _fold_char(char: str) -> str:
    special = {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "ß": "s", "þ": "t"}
    if char in special:
        return special[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isalnum() or base == char else char


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text, with all rows it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class Gazetteer:
    """Names to entries, searched longest first at word borders, case-sensitively."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]) -> None:
        """Args: ``entries`` pairs of a name and the entry it leads to."""
        index: dict[str, dict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for name, entry in entries:
            key = fold(name.strip()).removeprefix("The ").removeprefix("the ")
            first = _WORD.search(key)
            if first and first.start() == 0:
                index[first.group()][key].append(entry)
        self._index = {
            word: [(name, tuple(rows)) for name, rows in sorted(names.items(), key=lambda x: -len(x[0]))]
            for word, names in index.items()
        }

    def find(self, text: str) -> Iterator[Match]:
        """Names in a text, left to right, without overlap, the longest at each place."""
        folded = fold(text)
        at = 0
        for word in _WORD.finditer(folded):
            if word.start() < at:
                continue
            for name, rows in self._index.get(word.group(), ()):
                end = word.start() + len(name)
                if folded.startswith(name, word.start()) and not folded[end : end + 1].isalnum():
                    yield Match(word.start(), end, rows)
                    at = end
                    break

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The entries of exactly this name."""
        key = fold(name.strip())
        first = _WORD.match(key)
        found = self._index.get(first.group(), []) if first else []
        return next((rows for text, rows in found if text == key), ())


def on_day(entries: Iterable[Entry], day: str | None) -> list[Entry]:
    """Entries as they stand on a day: persons in the office they hold, former office holders as ELI.

    Other entries that do not hold on the day are dropped, unless nothing would be left.
    """
    rows = list(entries)
    persons: dict[str, list[Entry]] = defaultdict(list)
    rest = [e for e in rows if e.kind != "person"]
    if not day:
        rest = [e for e in rest if e.office not in _OF_PERIODS]
    for entry in rows:
        if entry.kind == "person":
            persons[entry.entity_id or entry.name].append(entry)
    out = [e for e in rest if e.active(day)] or rest
    dated = {e.entity_id for e in out if e.office in _OF_PERIODS}
    out = [e for e in out if e.office in _OF_PERIODS or e.entity_id not in dated]
    return out + [_person_on(terms, day) for terms in persons.values()]


_LEADS = ("president", "prime minister", "chancellor", "king", "supreme leader", "premier", "queen", "leader")


def _weight(entry: Entry) -> tuple[bool, bool, str]:
    return ((entry.office or "") in _LEADS, entry.sector in ("GOV", "IGO"), entry.start)


def _person_on(terms: list[Entry], day: str | None) -> Entry:
    if not day:
        return max(terms, key=_weight)
    current = [e for e in terms if e.active(day)]
    if current:
        return replace(max(current, key=_weight), rank=1)
    past = [e for e in terms if e.end and _last(e.end) < day]
    if past:
        last = max(past, key=lambda e: e.end)
        sector = "ELI" if last.sector in ("GOV", "LEG", "JUD", "MIL", "IGO", "COP", "SPY") else last.sector
        office = f"former {last.office}" if last.office else None
        return replace(last, sector=sector, office=office, rank=4)
    return replace(
        min(terms, key=lambda e: e.start), sector="PTY" if terms[0].sector == "GOV" else terms[0].sector, rank=6
    )


# --- loading -----------------------------------------------------------------------------------------------


def data_folder() -> Traversable:
    """The folder of rosters that the package brings."""
    return files("dragoman.actors") / "data"


def read_rows(prefix: str, folder: Traversable | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of every CSV file whose name starts with ``prefix``, each with its ``file:line``.

    Raises:
        DataError: no such file, or a row with more fields than the header.
    """
    found = False
    for file in sorted((folder or data_folder()).iterdir(), key=lambda f: f.name):
        if not (file.name.startswith(prefix) and file.name.endswith(".csv")):
            continue
        found = True
        for line, row in read_csv(file):
            yield f"{file.name}:{line}", row
    if not found:
        raise DataError(f"no roster {prefix}*.csv in {folder or data_folder()}; reinstall the package")


def split(cell: str) -> list[str]:
    """Values of a cell that holds several, parted by ``|``."""
    return [v.strip() for v in cell.split("|") if v.strip()]


def _countries() -> Iterator[tuple[str, Entry]]:
    for place, row in read_rows("countries"):
        base = Entry(
            "country", row["name"], row["iso3"] or None, "GOV",
            entity_id=row["qid"] or None, start=row["valid_from"], end=row["valid_to"], rank=2, row=place,
        )  # fmt: skip
        for name in [row["name"], *split(row["aliases"]), *split(row["abbreviations"])]:
            yield name, base
        for name in split(row["adjectives"]):
            yield name, replace(base, kind="adjective", rank=3)
        for name in split(row["people"]):
            yield name, replace(base, kind="people", sector="CVL", rank=4)
        for name in split(row["capital"]):
            yield name, replace(base, kind="capital", rank=3)
        for seat in split(row["seats"]):
            name, _, sector = seat.partition(":")
            yield name, replace(base, kind="seat", name=name, sector=sector or "GOV", entity_id=None, rank=2)


def person_rows() -> Iterator[tuple[str, Entry]]:
    """Every name of a person with the row it stands in."""
    for place, row in read_rows("people"):
        entry = Entry(
            "person", row["name"], row["country"] or None, row["sector"] or None, row["office"] or None,
            row["entity_id"] or None, row["start"], row["end"], row=place,
        )  # fmt: skip
        names = [row["name"], *split(row["aliases"])]
        if row["country"] == "HUN":  # the surname comes first at home
            names += [" ".join([*n.split()[1:], n.split()[0]]) for n in names if n.count(" ") == 1]
        for name in names:
            yield name, entry
        for name in split(row["short"]):
            yield name, replace(entry, short=True)


def _organisations() -> Iterator[tuple[str, Entry]]:
    periods = _party_periods()
    governed = {country for country, _ in periods}
    for place, row in read_rows("organisations"):
        entry = Entry(
            "organisation", row["name"], row["country"] or None, row["sector"] or None,
            entity_id=row["entity_id"] or None, start=row["start"], end=row["end"],
            org_kind=row["kind"], rank=3, row=place,
        )  # fmt: skip
        held = periods.get((row["country"], row["name"]), [])
        a_party = row["kind"] == "party" and row["sector"] in ("PTY", "OPP", "GOV", "REB")
        spells = _spells(entry, held) if a_party and row["country"] in governed else []
        for name in [row["name"], *split(row["aliases"])]:
            for spell in spells:
                yield name, spell
            yield name, entry
        if a_party:
            for name in _members(row["name"]):
                for spell in [*spells, entry]:
                    yield name, replace(spell, rank=WHERE_NAMED)


def _members(party: str) -> Iterator[str]:
    """What a country's press calls a party's people for short: "the Democrats", where the country is clear."""
    for part, name in _SHORT_PARTIES.items():
        if part in party:
            yield name
            return


def _party_periods() -> dict[tuple[str, str], list[tuple[str, dict[str, str]]]]:
    """When parties governed their state or fought it, by country and the party's name."""
    out: dict[tuple[str, str], list[tuple[str, dict[str, str]]]] = defaultdict(list)
    for place, row in read_rows("party_periods"):
        out[row["country"], row["party"]].append((place, row))
    return dict(out)


def _spells(party: Entry, periods: list[tuple[str, dict[str, str]]]) -> list[Entry]:
    """A party as it stands in each of its periods, and as opposition between them."""
    out, free = [], "1985"
    for place, row in sorted(periods, key=lambda x: x[1]["start"]):
        if row["start"] > free:
            out.append(replace(party, sector="OPP", office=OPPOSITION, start=free, end=row["start"], ))
        held = IN_GOVERNMENT if row["sector"] == "GOV" else IN_ARMS
        span = {"start": row["start"], "end": row["end"]}
        out.append(replace(party, sector=row["sector"], office=held, row=place, **span))
        free = row["end"] or "9999"
    if free != "9999":
        out.append(replace(party, sector="OPP", office=OPPOSITION, start=free, end=""))
    return out


def _groups() -> Iterator[tuple[str, Entry]]:
    for place, row in read_rows("groups_of_states"):
        entry = Entry(
            "group", row["name"], None, "GOV", members=tuple(split(row["members"])),
            start=row["valid_from"], end=row["valid_to"], rank=2, row=place,
        )  # fmt: skip
        for name in [row["name"], *split(row["aliases"])]:
            yield name, entry


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of all bundled rosters."""
    sources = (_countries(), person_rows(), _organisations(), _groups())
    return Gazetteer(pair for source in sources for pair in source)


@cache
def country_names() -> dict[str, str]:
    """ISO3 codes to the usual English name (today's state where several rows share a code)."""
    names: dict[str, str] = {}
    for _, row in read_rows("countries"):
        if row["iso3"] and (row["iso3"] not in names or not row["valid_to"]):
            names[row["iso3"]] = row["name"]
    return names


@cache
def countries_by_cow() -> dict[str, str]:
    """Correlates of War numbers to ISO3 codes (of the state that counts as their successor today)."""
    return {row["cow"]: row["iso3"] for _, row in read_rows("countries") if row["cow"] and row["iso3"]}


def is_state(entry: Entry) -> bool:
    """Whether the entry stands for a state's government by itself."""
    return entry.kind in _KINDS_OF_STATE
