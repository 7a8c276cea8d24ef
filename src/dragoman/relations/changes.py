"""What changed between two actors from one stretch of time to another, and whether that is more than noise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.ledger.dyads import Party
from dragoman.ledger.filters import QUADS, Strings
from dragoman.ledger.queries import Day, day
from dragoman.relations.rates import Comparison, adjusted, compare, dispersion
from dragoman.relations.series import Record, Values
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
    pairs = list(dict.fromkeys([(one.key, other.key), (other.key, one.key)]))
    days = [day for stretch in stretches for day in stretch]
    table = ledger.panel(
        "dyad_day", pairs=pairs[:1], by="both", domestic=True, date_from=min(days), date_to=max(days), datasets=datasets
    ).arrow
    told = {pair: _Days(table, *pair) for pair in pairs}
    periods = [told[pairs[0]].period(stretch) for stretch in stretches]
    intensity = [_intensity(told[pair], *pair, stretches) for pair in pairs]
    if not all(period.covered_days for period in periods):
        empty = next(p for p in periods if not p.covered_days)
        reason = f"the sources cover no day from {empty.first} to {empty.last}"
        return Changes(one, other, periods[0], periods[1], [], intensity, [], reason)
    found = _compared(told, periods)
    sentences = change_sentences(found, one, other, periods[0], periods[1])
    return Changes(one, other, periods[0], periods[1], found, intensity, sentences)


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


class _Days:
    """What one does to the other, by day."""

    def __init__(self, table: pa.Table, source: str, target: str) -> None:
        rows = table.filter(pc.and_(pc.equal(table["source"], source), pc.equal(table["target"], target)))
        self._days = np.asarray(rows["period"].cast(pa.int32()))
        self._values = {
            name: np.asarray(pc.fill_null(rows[name], 0), np.float64)
            for name in (*QUADS.values(), *_types(), "events", "intensity", "covered_days")
        }

    def of(self, columns: Sequence[str], stretch: tuple[dt.date, dt.date]) -> Values:
        """The sum of some columns on each day of a stretch; 0 where nothing is known."""
        first, last = ((day - dt.date(1970, 1, 1)).days for day in stretch)
        within = (self._days >= first) & (self._days <= last)
        return np.asarray(np.sum([self._values[name][within] for name in columns], axis=0))

    def period(self, stretch: tuple[dt.date, dt.date]) -> Period:
        """The stretch and how many of its days are covered."""
        return Period(*stretch, int(self.of(["covered_days"], stretch).sum()))


def _types() -> list[str]:
    return [name.lower() for name in load_codebook().types]


def _intensity(days: _Days, source: str, target: str, stretches: Sequence[tuple[dt.date, dt.date]]) -> Record:
    means = []
    for stretch in stretches:
        events = days.of(["events"], stretch).sum()
        means.append(float(days.of(["intensity"], stretch).sum() / events) if events else None)
    return {"source": source, "target": target, "before": means[0], "after": means[1]}


def _levels() -> list[tuple[str, str, list[str]]]:
    """Every kind: of which level, its name, and the columns that add up to it."""
    quads = list(QUADS.values())
    return [
        ("measure", "cooperation", quads[:2]),
        ("measure", "conflict", quads[2:]),
        *(("quad", name, [name]) for name in quads),
        *(("type", name, [name]) for name in _types()),
    ]


def _compared(told: Mapping[tuple[str, str], _Days], periods: Sequence[Period]) -> list[Change]:
    """All kinds that occur, the surest change first."""
    rows: list[tuple[_Kind, list[int], Comparison]] = []
    for (source, target), days in told.items():
        for level, kind, columns in _levels():
            values = [days.of(columns, (period.first, period.last)) for period in periods]
            counts = [int(some.sum()) for some in values]
            if any(counts):
                found = compare(counts, [period.weeks for period in periods], dispersion(values, _WEEK))
                rows.append(((source, target, level, kind), counts, found))
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
