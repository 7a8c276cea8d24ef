"""A stretch of time and the data sets that a page counts: asked for, or else chosen and said so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, field_validator

from dragoman.desk.asking import Asked, Visit, Words
from dragoman.desk.shelf import Opened

Record = dict[str, Any]
OWN = "dragoman"
_EARLIEST, _LATEST = dt.date(1, 1, 2), dt.date(9990, 12, 31)  # leaves room to reckon with days
# Of an imported data set the days that it covers end with the span of its last event, which may lie far ahead.
_COVERAGE = """
SELECT c.dataset, c.first_day, least(c.last_day, c.last_begun) AS last_day, c.events FROM (
    SELECT *, coalesce((SELECT max(date_start) FROM events e WHERE e.dataset = coverage.dataset AND
        coverage.dataset <> 'dragoman'), last_day) AS last_begun FROM coverage) c
WHERE year(c.first_day) BETWEEN 1 AND 9990 AND year(c.last_day) BETWEEN 1 AND 9990
ORDER BY c.dataset <> 'dragoman', c.events DESC, c.dataset
"""


class CountedAsked(Asked):
    """Which data sets are counted; several may tell of the same happenings, so that they are not added up unasked."""

    datasets: Words = Field(default_factory=list)


class WindowAsked(CountedAsked):
    """From when to when, of which data sets."""

    date_from: dt.date | None = None
    date_to: dt.date | None = None

    @field_validator("date_from", "date_to")
    @classmethod
    def _in_reach(cls, value: dt.date | None) -> dt.date | None:
        return in_reach(value)


def in_reach(value: dt.date | None) -> dt.date | None:
    """A day with which can be reckoned.

    Raises:
        ValueError: it lies at an end of the calendar.
    """
    if value is not None and not _EARLIEST <= value <= _LATEST:
        raise ValueError(f"a day from {_EARLIEST} to {_LATEST} is wanted")
    return value


@dataclass(frozen=True, slots=True)
class Counted:
    """The data sets of a ledger (``there``: name, first and last covered day, events), and which are counted."""

    there: Sequence[Record]
    names: Sequence[str]

    @property
    def first(self) -> dt.date | None:
        """The first day that those counted cover; None where the ledger holds nothing that is dated."""
        return min((row["first_day"] for row in self._chosen()), default=None)

    @property
    def last(self) -> dt.date | None:
        """The last such day."""
        return max((row["last_day"] for row in self._chosen()), default=None)

    @property
    def events(self) -> int:
        """How many events they hold."""
        return sum(row["events"] for row in self._chosen())

    def _chosen(self) -> list[Record]:
        return [row for row in self.there if row["dataset"] in self.names]


def counted(at: Visit | Opened, named: Sequence[str]) -> Counted:
    """The data sets named, else what was coded here, else the largest.

    Raises:
        InputError: one of them is not in the ledger.
    """
    there = at.answers.once("coverage", lambda: at.book.frame(_COVERAGE).to_records())
    if named:
        return Counted(there, at.book.counted_datasets(list(named)))
    return Counted(there, [there[0]["dataset"]] if there else [OWN])
