"""A pair of actors as its page asks for it: which days, which periods, what there is to say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from dragoman.desk.asking import Visit
from dragoman.desk.windows import Counted, WindowAsked, counted
from dragoman.errors import InputError
from dragoman.ledger.dyads import Party
from dragoman.records import HAPPENED
from dragoman.relations import PairSeries, Relation, relation, series

Record = dict[str, Any]
Unit = Literal["day", "week", "month", "year"]
DAYS: dict[str, int] = {"day": 1, "week": 7, "month": 30, "year": 365}
_MOST_PERIODS = 1_600
_MOST_WEEKS, _MOST_MONTHS = 170, 240  # of which a chart is still clear
_LEAST_DAYS = 182
_FIRST = """
SELECT min(date_start) AS first_day FROM dyads WHERE ((source = $1 AND target = $2) OR (source = $2 AND target = $1))
    AND list_contains($3, dataset) AND list_contains($4, status) AND date_start >= $5
"""


class DyadAsked(WindowAsked):
    """From when to when, in which periods, beside which other pair."""

    unit: Unit | None = None
    beside: str | None = Field(None, alias="with", max_length=200, description="another pair: USA,CHN")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors, the days and periods that are looked at, the data sets that count."""

    first: Party
    second: Party
    date_from: dt.date
    date_to: dt.date
    unit: Unit
    counted: Counted

    @property
    def names(self) -> tuple[str, str]:
        """What the two are called."""
        return (self.first.name or self.first.key, self.second.name or self.second.key)

    @property
    def keys(self) -> tuple[str, str]:
        """Their keys."""
        return (self.first.key, self.second.key)

    @property
    def span(self) -> Record:
        """The days and data sets, as functions on a ledger take them."""
        return {"date_from": self.date_from, "date_to": self.date_to, "datasets": list(self.counted.names)}


def pair_asked(at: Visit, first: str, second: str, asked: DyadAsked) -> Pair:
    """Who and when: where no days are asked for, from the pair's first event within the coverage to its end.

    Raises:
        InputError: the days make no sense, or would be too many periods.
        NotFoundError: no event names one of the two.
    """
    one, other = at.book.party(first), at.book.party(second)
    chosen = counted(at, asked.datasets)
    date_from, date_to = _days(at, one.key, other.key, asked, chosen)
    if date_to < date_from:
        raise InputError(f"date_to: {date_to} is before date_from, {date_from}")
    days = (date_to - date_from).days + 1
    unit = asked.unit or unit_for(days)
    if days / DAYS[unit] > _MOST_PERIODS:
        raise InputError(
            f"unit: {days} days are more than {_MOST_PERIODS} {unit}s; ask for longer periods or fewer days"
        )
    return Pair(one, other, date_from, date_to, unit, chosen)


def _days(at: Visit, one: str, other: str, asked: DyadAsked, chosen: Counted) -> tuple[dt.date, dt.date]:
    if chosen.first is None or chosen.last is None:
        if asked.date_from is None or asked.date_to is None:
            raise InputError("This ledger holds nothing that is dated, so there is no time to look at")
        return asked.date_from, asked.date_to
    last = asked.date_to or chosen.last
    if asked.date_from is not None:
        return asked.date_from, last
    found = at.book.frame(_FIRST, [one, other, list(chosen.names), list(HAPPENED), chosen.first]).to_records()
    least = min(last, chosen.last) - dt.timedelta(_LEAST_DAYS)
    return max(chosen.first, min(found[0]["first_day"] or least, least)), last


def unit_for(days: int) -> Unit:
    """The shortest of week, month and year of which so many days make a clear chart.

    >>> unit_for(365), unit_for(3650)
    ('week', 'month')
    """
    return "week" if days / 7 <= _MOST_WEEKS else "month" if days / 30 <= _MOST_MONTHS else "year"


def relation_of(at: Visit, pair: Pair) -> Relation:
    """All that there is to say of a pair."""
    return at.answers.once(("relation", pair.keys, pair.unit, repr(pair.span)), lambda: _relation(at, pair))


def _relation(at: Visit, pair: Pair) -> Relation:
    return relation(at.book, *pair.keys, unit=pair.unit, latest=20, **pair.span)


def record_of(at: Visit, pair: Pair) -> Record:
    """The same as a JSON object, a copy of one's own."""
    key = ("relation record", pair.keys, pair.unit, repr(pair.span))
    return dict(at.answers.once(key, relation_of(at, pair).to_record))


def series_of(at: Visit, pair: Pair) -> PairSeries:
    """Its cooperation and conflict by period."""
    key = ("series", pair.keys, pair.unit, repr(pair.span))
    return at.answers.once(key, lambda: series(at.book, *pair.keys, unit=pair.unit, **pair.span))
