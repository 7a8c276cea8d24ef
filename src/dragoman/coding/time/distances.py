"""Dates reckoned from other events: "three days after the mine closed, the miners marched"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding.time.clauses import form_of, in_clause
from dragoman.coding.time.placing import Placed
from dragoman.coding.time.values import days_of, stepped, value_at
from dragoman.language.clauses import clause_head
from dragoman.records import DatePrecision, When

_LENGTH = re.compile(r"P(\d{1,4})([DWMY])")
_UNITS: dict[str, tuple[str, DatePrecision]] = {
    "D": ("day", "day"), "W": ("week", "day"), "M": ("month", "month"), "Y": ("year", "year"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units between two events: ``later`` comes ``count`` units after ``earlier``; words of each."""

    text: str
    count: int
    letter: str
    earlier: Token
    later: Token


def distances(placed: Sequence[Placed]) -> Iterator[Distance]:
    """The distances that a sentence states: a length of time with "after" or "before" behind it."""
    for one in placed:
        match = _LENGTH.fullmatch(one.timex.value) if one.timex.type == "DURATION" else None
        link = _link(one.token) if match else None
        if match is None or link is None:
            continue
        told = next((c for c in link.children if c.dep_ in ("pobj", "pcomp")), link.head)
        main = clause_head(link.head if told != link.head else told.head)
        earlier, later = (told, main) if link.lower_ == "after" else (main, told)
        if told != main:
            yield Distance(one.timex.text, int(match[1]), match[2], earlier, later)


def _link(token: Token) -> Token | None:
    after = token.doc[token.i + 1 : token.i + 2]
    return after[0] if len(after) and after[0].lower_ in ("after", "before") else None


def distance_from(head: Token, placed: Sequence[Placed], published: dt.date | None) -> When | None:
    """The date of an event that lies a stated distance from a dated one.

    Returns:
        None where no distance is stated for it; an empty ``When`` where the other event has no date.
    """
    for distance in distances(placed):
        if head == distance.earlier:
            return _reckoned(distance, distance.later, -1, placed, published)
        if head == distance.later:
            return _reckoned(distance, distance.earlier, 1, placed, published)
    return None


def _reckoned(distance: Distance, other: Token, sign: int, placed: Sequence[Placed], published: dt.date | None) -> When:
    start = _day_of(other, placed, published)
    unit, precision = _UNITS[distance.letter]
    day = stepped(start, sign * distance.count, unit) if start else None
    days = days_of(value_at(day, "day" if precision == "day" else unit)) if day else None
    if days is None:
        return When()
    return When(days[0].isoformat(), days[1].isoformat(), precision, "clause", distance.text)


def _day_of(other: Token, placed: Sequence[Placed], published: dt.date | None) -> dt.date | None:
    """The day of the other event: that of its own words; of a main clause with none, the day of publication."""
    dated = [p for p in placed if p.days and p.days[0] == p.days[1] and in_clause(other, p.token)]
    if dated and dated[0].days:
        return dated[0].days[0]
    here = other.dep_ == "ROOT" and form_of(other) in ("present", "perfect", "past")
    return published if here else None
