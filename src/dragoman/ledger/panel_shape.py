"""What a panel is of: its rows, its columns, its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.ledger.filters import QUADS
from dragoman.records import STATUSES

ROLES = ("actor", "recipient")
SCORES = ("intensity", "goldstein")
# Sums are rounded: in what order DuckDB adds rows changes from run to run, and with it the last bit.
DECIMALS = 9
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
        if self.by not in ("quad", "type", "both", None):
            raise InputError(f"by: {self.by!r} is not known; there are 'quad', 'type', 'both' and None")
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

    def named(self) -> set[str]:
        """The keys that are asked for by name."""
        return {key for pair in self.pairs or () for key in pair} | set(self.actors or ())

    def asked_pairs(self) -> list[tuple[str, str]] | None:
        """The pairs that get rows whether they occur or not; None where only those that occur do."""
        if self.pairs is not None:
            return list(self.pairs)
        if not self.complete:
            return None
        return [(a, b) for a in self.actors or () for b in self.actors or () if self.domestic or a != b]

    def kinds(self) -> dict[str, tuple[str, str]]:
        """Columns of kinds of events; of each, the column of the events that it counts by, and the value there."""
        quads = {name: ("quad", str(quad)) for quad, name in QUADS.items()}
        types = {name.lower(): ("type", name) for name in load_codebook().types}
        return {"quad": quads, "type": types, "both": {**quads, **types}}.get(self.by or "", {})


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
    return f"(coalesce(date_precision, '') NOT IN ('week', 'month', 'year') OR {start} = {end})"
