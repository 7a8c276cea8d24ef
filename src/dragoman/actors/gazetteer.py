"""The gazetteer: every name the rosters know, found in a text by one automaton."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any

import ahocorasick

from dragoman.actors.entries import Entry, fold
from dragoman.actors.offices import office_name
from dragoman.actors.rosters import bundled, data_folder
from dragoman.caching import recalled, recipe

_FORMAT = "3"  # of what is cached; raise it when entries or names are made otherwise


@dataclass(frozen=True, slots=True)
class Match:
    """A name found in a text, with all rows it may stand for."""

    start: int
    end: int
    entries: tuple[Entry, ...]


Packed = tuple[list[tuple[Any, ...]], dict[str, list[int]]]


def packed(entries: Iterable[tuple[str, Entry]]) -> Packed:
    """Pairs of a name and an entry as plain tuples: the entries' fields, and by name the numbers of its entries."""
    numbers: dict[Entry, int] = {}
    names: dict[str, list[int]] = defaultdict(list)
    for name, entry in entries:
        key = _key(name)
        if key[:1].isalnum():
            names[key].append(numbers.setdefault(entry, len(numbers)))
    rows = [tuple(_interned(getattr(e, f.name)) for f in fields(Entry)) for e in numbers]
    return rows, dict(names)


def _interned(value: Any) -> Any:
    return sys.intern(value) if isinstance(value, str) else value  # what is told twice is kept once


class Gazetteer:
    """Names to entries, searched longest first at word borders, case-sensitively."""

    def __init__(self, held: Packed) -> None:
        """Args: ``held`` names and entries as ``packed`` makes them."""
        self._rows, self._names = held
        self._made: dict[int, Entry] = {}
        self._automaton = ahocorasick.Automaton()
        for name in self._names:
            self._automaton.add_word(name, len(name))
        self._automaton.make_automaton()

    def _entry(self, number: int) -> Entry:
        if number not in self._made:
            self._made[number] = Entry(*self._rows[number])
        return self._made[number]

    def _entries(self, key: str) -> tuple[Entry, ...]:
        return tuple(map(self._entry, self._names.get(key, ())))

    def find(self, text: str) -> Iterator[Match]:
        """Names in a text, left to right, without overlap, the longer of two that overlap."""
        folded = fold(text)
        ends: dict[int, int] = {}
        for last, length in self._automaton.iter(folded) if self._names else ():
            start, end = last + 1 - length, last + 1
            if not _within_word(folded, start, end):
                ends[start] = end  # those that start at one place come shortest first
        at, starts = 0, sorted(ends)
        for place, start in enumerate(starts):
            end = ends[start]
            overlapping = starts[place + 1 : bisect_left(starts, end)]
            if start >= at and not any(ends[s] - s > end - start for s in overlapping):
                at = end
                yield Match(start, at, self._entries(folded[start:at]))

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """The entries of exactly this name."""
        return self._entries(_key(name))

    def pairs(self) -> Iterator[tuple[str, Entry]]:
        """Every name with each entry that it leads to."""
        for name, numbers in self._names.items():
            for number in numbers:
                yield name, self._entry(number)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry once."""
        return tuple(map(self._entry, range(len(self._rows))))

    @cached_property
    def people(self) -> tuple[Entry, ...]:
        """Every term of every person, once."""
        return tuple(e for e in self.entries if e.kind == "person" and not e.short)

    @cached_property
    def holders(self) -> dict[tuple[str, str], list[Entry]]:
        """Terms of office by country (ISO3) and office."""
        out: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in self.people:
            if entry.country and entry.office:
                out[entry.country, office_name(entry.office.lower())].append(entry)
        return dict(out)

    @cached_property
    def rebels(self) -> dict[str, list[Entry]]:
        """Armed groups by the country (ISO3) that they fight in, once each."""
        out: dict[str, dict[str, Entry]] = defaultdict(dict)
        for entry in self.entries:
            if entry.sector == "REB" and entry.country and entry.entity_id:
                out[entry.country][entry.entity_id] = entry
        return {country: list(groups.values()) for country, groups in out.items()}

    def holder(self, country: str, office: str, day: str | None) -> Entry | None:
        """The person who held an office of a country on a day, if exactly one is known.

        Args:
            country: ISO3.
            office: as in a text, lower case ("foreign minister", "premier").
            day: ISO date; None gives None.
        """
        if not day or office in _OF_MANY:
            return None
        found = [e for e in self.holders.get((country, office_name(office)), []) if e.active(day)]
        return found[0] if len({e.entity_id or e.name for e in found}) == 1 else None


# offices that a country has many of, though the rosters may know one holder
_OF_MANY = frozenset({"governor", "deputy governor", "lieutenant governor", "mayor", "deputy mayor"})


def _key(name: str) -> str:
    return fold(name.strip()).removeprefix("The ").removeprefix("the ")


def _within_word(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    return before.isalnum() or before == "_" or behind.isalnum()


@cache
def _bundled() -> Packed:
    files = sorted((f for f in data_folder().iterdir() if f.name.endswith(".csv")), key=lambda f: f.name)
    made_of = recipe(_FORMAT, *(f.name.encode() + f.read_bytes() for f in files))
    held: Packed = recalled("gazetteer", made_of, lambda: packed(bundled()))
    return held


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of all bundled rosters."""
    return Gazetteer(_bundled())
