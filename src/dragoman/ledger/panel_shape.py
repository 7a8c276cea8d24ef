"""What a panel is of: its rows, its columns, its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.ledger.filters import QUADS
from dragoman.records import STATUSES

HAPPENED = ("occurred", "ongoing")
UNITS = tuple(f"{of}_{period}" for of in ("dyad", "country", "actor") for period in ("day", "week", "month", "year"))


@dataclass(frozen=True, slots=True)
class Shape:
    """Rows and columns of a panel; ``Ledger.panel`` says what each field does. Actors stand here by their keys."""

    unit: str
    directed: bool
    by: str | None
    statuses: Sequence[str]
    apart: Sequence[str]
    pairs: Sequence[tuple[str, str]] | None
    actors: Sequence[str] | None
    party: str | None
    complete: bool
    domestic: bool
    sectors: Sequence[str] | None
    zeros: bool

    @property
    def of_dyads(self) -> bool:
        """Whether rows are of pairs of actors."""
        return self.unit.startswith("dyad")

    @property
    def period(self) -> str:
        """day, week, month or year."""
        return self.unit.split("_")[1]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that say who a row is of."""
        if self.of_dyads:
            return ("source", "target")
        return ("actor", "role") if self.directed else ("actor",)

    def check(self) -> None:
        """Raises InputError where there is no such panel."""
        if self.unit not in UNITS:
            raise InputError(f"unit: {self.unit!r} is not known; there are {', '.join(UNITS)}")
        if self.by not in ("quad", "type", None):
            raise InputError(f"by: {self.by!r} is not known; there are 'quad', 'type' and None")
        for status in (*self.statuses, *self.apart):
            if status not in STATUSES:
                raise InputError(f"statuses: {status!r} is not known; there are {', '.join(STATUSES)}")
        if twice := set(self.statuses) & set(self.apart):
            raise InputError(
                f"apart: {sorted(twice)[0]!r} is counted among the events already; leave it out of statuses"
            )
        if not self.of_dyads and (self.pairs is not None or self.party is not None or self.complete):
            raise InputError(f"unit: {self.unit} has rows of single actors; name them with actors=")
        if self.complete and not self.actors:
            raise InputError("complete: name the actors whose every pair is to have rows, with actors=")

    def measures(self) -> dict[str, str]:
        """The columns that count and add up, by name, as SQL over the events of a cell."""
        counted = _among(self.statuses)
        kinds = {"events": counted}
        if self.by == "quad":
            kinds |= {name: f"{counted} AND quad_code = {quad}" for quad, name in QUADS.items()}
        elif self.by == "type":
            kinds |= {name.lower(): f"{counted} AND event_type = '{name}'" for name in load_codebook().types}
        kinds |= {status: _among([status]) for status in self.apart}
        found = {}
        for name, condition in kinds.items():
            found[name] = f"count(*) FILTER ({condition})"
            found[f"{name}_weighted"] = f"coalesce(sum(weight) FILTER ({condition}), 0)"
        for score in ("intensity", "goldstein"):
            found[score] = f"coalesce(sum({score}) FILTER ({counted}), 0)"
            found[f"{score}_weighted"] = f"coalesce(sum({score} * weight) FILTER ({counted}), 0)"
        return found


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day of a panel, and the data sets that it counts."""

    first: dt.date
    last: dt.date
    datasets: Sequence[str]


def placed(period: str) -> str:
    """The condition on ``events`` that one belongs to one period: its days lie within, or it lasted and began there.

    A week, month or year as a date says no more than that it was one of its days: no shorter period is meant.
    """
    start, end = (f"date_trunc('{period}', {day})" for day in ("date_start", "coalesce(date_end, date_start)"))
    return f"({start} = {end} OR coalesce(date_precision, '') NOT IN ('week', 'month', 'year'))"


def _among(statuses: Sequence[str]) -> str:
    return f"status IN ({', '.join(repr(str(s)) for s in statuses)})"
