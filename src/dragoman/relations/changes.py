"""What changed between two actors from one stretch of time to another, and whether that is more than noise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.ledger.dyads import Party
from dragoman.ledger.filters import QUADS, Strings
from dragoman.ledger.queries import Day, day
from dragoman.relations.rates import Comparison, adjusted, compare, dispersion
from dragoman.relations.series import Record
from dragoman.relations.wording import change_sentences

_WEEK = 7
_FOLLOWING_DAYS = 91  # a quarter
_LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; ``covered_days`` are those of which the sources know anything."""

    first: dt.date
    last: dt.date
    covered_days: int

    @property
    def weeks(self) -> float:
        """The covered days in weeks."""
        return self.covered_days / _WEEK


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of event in one direction, before and after.

    ``kind`` is cooperation, conflict, a quad or a type (``level`` says which of these); ``before`` and ``after`` are
    events, ``rate_before`` and ``rate_after`` events a covered week, ``ratio`` the second by the first (None where the
    first is 0), ``low`` and ``high`` its 95 % interval (``high`` None: unbounded). ``p_value`` is that of no change,
    adjusted for all kinds that are compared; ``what`` is ``rose``, ``fell``, ``new``, ``ceased`` where it is below
    5 %, else ``same``.
    """

    source: str
    target: str
    level: str
    kind: str
    before: int
    after: int
    rate_before: float
    rate_after: float
    ratio: float | None
    low: float
    high: float | None
    p_value: float
    what: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two actors: all kinds compared, the strongest first, and sentences on those that changed.

    ``intensity`` is the mean of the codebook's scores of an event, before and after, by direction. ``reason`` says why
    nothing could be compared, where that is so.
    """

    first: Party
    second: Party
    before: Period
    after: Period
    changes: Sequence[Change]
    intensity: Sequence[Record]
    sentences: Sequence[str]
    reason: str | None = None

    def to_record(self) -> Record:
        """As a JSON object."""
        return asdict(self)


def changes_between(
    ledger: Ledger,
    first: str,
    second: str,
    before: tuple[Day, Day],
    after: tuple[Day, Day],
    *,
    datasets: Strings | None = None,
) -> Changes:
    """Compares what two actors do to each other in two stretches of time.

    Rates are compared by the exact conditional test of two Poisson rates (Przyborowski and Wilenski, 1940), the
    interval is Clopper and Pearson's. Events come in bursts, which makes Poisson intervals too narrow: counts are
    divided by their dispersion first (variance of weekly counts by their mean, where that is above 1). P-values are
    adjusted for the number of kinds (Holm, 1979).

    Args:
        ledger: where the events are; those count that occurred or are going on, by the day on which they begin.
        first: a country code, an entity id, or a name.
        second: likewise.
        before: first and last day.
        after: likewise; it may not overlap the first stretch.
        datasets: the data sets that count; to be named where there are several.

    Raises:
        InputError: the days make no sense, or several data sets would be added up.
        NotFoundError: no event names one of them.
    """
    stretches = _checked(before, after)
    one, other = ledger.party(first), ledger.party(second)
    pairs = [(one.key, other.key), (other.key, one.key)]
    frames: dict[str, list[pa.Table]] = {
        by: [
            ledger.panel(
                "dyad_day", pairs=pairs[:1], by=by, domestic=True, date_from=start, date_to=end, datasets=datasets
            ).arrow
            for start, end in stretches
        ]
        for by in ("quad", "type")
    }
    periods = [_period(table, span) for table, span in zip(frames["quad"], stretches, strict=True)]
    intensity = [_intensity(frames["quad"], *pair) for pair in dict.fromkeys(pairs)]
    if not all(period.covered_days for period in periods):
        empty = next(p for p in periods if not p.covered_days)
        reason = f"the sources cover no day from {empty.first} to {empty.last}"
        return Changes(one, other, periods[0], periods[1], [], intensity, [], reason)
    found = _compared(frames, list(dict.fromkeys(pairs)), periods)
    told = change_sentences(found, one, other, periods[0], periods[1])
    return Changes(one, other, periods[0], periods[1], found, intensity, told)


def last_change(ledger: Ledger, first: str, second: str, last: dt.date, datasets: Strings | None = None) -> Changes:
    """Compares the quarter (91 days) that ends on a day with the one before."""
    middle = last - dt.timedelta(_FOLLOWING_DAYS)
    before = (middle - dt.timedelta(_FOLLOWING_DAYS - 1), middle)
    return changes_between(ledger, first, second, before, (middle + dt.timedelta(1), last), datasets=datasets)


def _checked(before: tuple[Day, Day], after: tuple[Day, Day]) -> list[tuple[dt.date, dt.date]]:
    spans = []
    for name, span in (("before", before), ("after", after)):
        first, last = (day(one, name) for one in span)
        if first is None or last is None or last < first:
            raise InputError(f"{name}: {span[0]} to {span[1]} is no stretch of time; give a first and a last day")
        spans.append((first, last))
    if max(spans[0][0], spans[1][0]) <= min(spans[0][1], spans[1][1]):
        raise InputError(f"before, after: {spans[0][0]} to {spans[0][1]} and {spans[1][0]} to {spans[1][1]} overlap")
    return spans


def _period(table: pa.Table, span: tuple[dt.date, dt.date]) -> Period:
    days = table.group_by("period").aggregate([("covered_days", "max")])
    return Period(*span, int(pc.sum(days["covered_days_max"]).as_py() or 0))


def _column(table: pa.Table, source: str, target: str, name: str) -> NDArray[np.float64]:
    """Values by day; 0 where nothing is known."""
    rows = table.filter(pc.and_(pc.equal(table["source"], source), pc.equal(table["target"], target)))
    return np.asarray(pc.fill_null(rows[name], 0), np.float64)


def _intensity(tables: Sequence[pa.Table], source: str, target: str) -> Record:
    means = []
    for table in tables:
        events = _column(table, source, target, "events").sum()
        means.append(float(_column(table, source, target, "intensity").sum() / events) if events else None)
    return {"source": source, "target": target, "before": means[0], "after": means[1]}


def _levels(frames: dict[str, list[pa.Table]]) -> list[tuple[str, str, str, list[str]]]:
    """Every kind: of which level, its name, which panel has it, and the columns that add up to it."""
    quads = list(QUADS.values())
    types = [n for n in frames["type"][0].column_names if n.endswith("_weighted")]
    named = [n.removesuffix("_weighted") for n in types if n not in _SUMS]
    return [
        ("measure", "cooperation", "quad", quads[:2]),
        ("measure", "conflict", "quad", quads[2:]),
        *(("quad", name, "quad", [name]) for name in quads),
        *(("type", name, "type", [name]) for name in named),
    ]


_SUMS = ("events_weighted", "intensity_weighted", "goldstein_weighted")


def _compared(
    frames: dict[str, list[pa.Table]], pairs: Sequence[tuple[str, str]], periods: Sequence[Period]
) -> list[Change]:
    """All kinds that occur, the surest change first."""
    rows: list[tuple[_Kind, list[int], Comparison]] = []
    for source, target in pairs:
        for level, kind, by, columns in _levels(frames):
            days = [sum(_column(t, source, target, c) for c in columns) for t in frames[by]]
            counts = [int(np.sum(values)) for values in days]
            if any(counts):
                spread = dispersion([np.asarray(values) for values in days], _WEEK)
                weeks = [period.weeks for period in periods]
                rows.append(((source, target, level, kind), counts, compare(counts, weeks, spread)))
    p_values = adjusted([found.p_value for _, _, found in rows])
    made = [_change(*row, p) for row, p in zip(rows, p_values, strict=True)]
    return sorted(made, key=lambda change: (change.p_value, -abs(change.after - change.before)))


_Kind = tuple[str, str, str, str]


def _change(who: _Kind, counts: list[int], found: Comparison, p_value: float) -> Change:
    what = "same"
    if p_value < _LEVEL:
        what = (
            "new" if not counts[0] else "ceased" if not counts[1]
            else "rose" if found.rates[1] > found.rates[0] else "fell"
        )  # fmt: skip
    return Change(
        *who, counts[0], counts[1], found.rates[0], found.rates[1], found.ratio, found.low, found.high, p_value, what
    )
