"""What two actors do to each other by day, week, month or year: rows of ``Ledger.panel``, as lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.ledger import EventFilters, Ledger
from dragoman.ledger.filters import QUADS

Record = dict[str, Any]
Counts = Sequence[int | None]
Values = NDArray[np.float64]
MEASURES = ("cooperation", "conflict")
_WHO = ("source", "target")
_APART = ("period", "covered_days", "articles", "intensity", "goldstein")


@dataclass(frozen=True, slots=True)
class Series:
    """One direction of a pair, or both where ``directed`` is False (each event once), by period.

    Counts are of events that occurred or are going on. They are None where the sources cover no day of the period and
    nothing is known of it, 0 where they cover some and tell of none.

    ``periods`` are first days, ``covered_days`` how many days of each the sources cover, ``articles`` how many coded
    articles were published in it (None where only imported events count). ``kinds`` are counts by quad or by type.
    ``intensity`` and ``goldstein`` are sums of the codebook's scores.
    """

    source: str
    target: str
    directed: bool
    unit: str
    periods: Sequence[dt.date]
    covered_days: Sequence[int]
    articles: Counts
    events: Counts
    cooperation: Counts
    conflict: Counts
    kinds: Mapping[str, Counts]
    intensity: Sequence[float | None]
    goldstein: Sequence[float | None]

    def to_record(self) -> Record:
        """As a JSON object."""
        return asdict(self)

    def whole(self) -> slice:
        """The periods from the first to the last of which the sources cover every day; empty where there is none.

        A period that is covered in part would look like a fall.
        """
        full = [number for number, days in enumerate(self.covered_days) if days >= _days(self, number)]
        return slice(full[0], full[-1] + 1) if full else slice(0, 0)

    def values(self, measure: str) -> Values:
        """Counts of ``cooperation``, ``conflict``, ``events`` or a kind in whole periods; unknown ones are 0."""
        counts = self.kinds[measure] if measure in self.kinds else getattr(self, measure)
        return np.array([count or 0 for count in counts[self.whole()]], np.float64)


@dataclass(frozen=True, slots=True)
class PairSeries:
    """What the first does to the second, the second to the first, and either, each event once.

    ``undated`` events stand in no period, nor do those whose date is wider than the period (``too_wide``).
    """

    forth: Series
    back: Series
    both: Series
    undated: int
    too_wide: int

    def to_record(self) -> Record:
        """As a JSON object."""
        return asdict(self)


def series(
    ledger: Ledger, first: str, second: str, *, unit: str = "week", by: str = "quad", **filters: Any
) -> PairSeries:
    """Cooperation and conflict between two actors over time.

    Args:
        ledger: where the events are.
        first: a country code, an entity id, or a name as events have it.
        second: likewise.
        unit: day, week (from Monday), month or year.
        by: what ``kinds`` counts: ``quad``, ``type`` or ``both``.
        filters: as for ``Ledger.panel``: ``date_from``, ``date_to``, ``datasets``, ``statuses`` and others.

    Raises:
        InputError: what is asked for makes no sense, or several data sets would be added up.
        NotFoundError: no event names one of them.
    """
    pair = (ledger.party(first).key, ledger.party(second).key)
    asked: EventFilters = {**filters}  # type: ignore[typeddict-item]
    frames = ledger.pair_panels(*pair, unit, by=_BY.get(by, by), **asked)

    def of(source: str, target: str, directed: bool) -> Series:
        table = frames[not directed].arrow
        rows = table.filter(pc.and_(pc.equal(table["source"], source), pc.equal(table["target"], target)))
        return _series(rows, source, target, directed, unit, by)

    notes = frames[1].notes
    return PairSeries(
        of(*pair, True), of(pair[1], pair[0], True), of(min(pair), max(pair), False),
        notes.get("undated", 0), notes.get("too_wide", 0),
    )  # fmt: skip


_BY = {"type": "both"}  # types alone do not say what is cooperation


def _series(table: pa.Table, source: str, target: str, directed: bool, unit: str, by: str) -> Series:
    columns = {name: table[name].to_pylist() for name in table.column_names if _counts(name) or name in _APART}
    quads = [columns[name] for name in QUADS.values()]
    left_out = (*_APART, "events", *(QUADS.values() if by == "type" else ()))
    return Series(
        source, target, directed, unit, columns["period"], columns["covered_days"], columns["articles"],
        columns["events"], _added(quads[0], quads[1]), _added(quads[2], quads[3]),
        {name: counts for name, counts in columns.items() if name not in left_out},
        columns["intensity"], columns["goldstein"],
    )  # fmt: skip


def _counts(name: str) -> bool:
    return not name.startswith(_WHO) and not name.endswith("_weighted")


def _added(one: Counts, other: Counts) -> Counts:
    return [None if a is None or b is None else a + b for a, b in zip(one, other, strict=True)]


def _days(series: Series, number: int) -> int:
    """How many days a period has."""
    first = series.periods[number]
    if series.unit in ("day", "week"):
        return {"day": 1, "week": 7}[series.unit]
    months = 12 if series.unit == "year" else 1
    after = first.month - 1 + months
    return (dt.date(first.year + after // 12, after % 12 + 1, 1) - first).days
