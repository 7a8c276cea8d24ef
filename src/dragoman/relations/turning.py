"""Turning points: when the level of cooperation or conflict between two actors rose or fell for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

from dragoman.ledger import Ledger
from dragoman.records import HAPPENED
from dragoman.relations.levels import cuts
from dragoman.relations.series import MEASURES, Record, Series, Values

_FEWEST_PERIODS, _FEWEST_EVENTS = 20, 10
_EVIDENCE = 5
_QUADS = {"cooperation": (1, 2), "conflict": (3, 4)}
_AROUND = """
SELECT around, event_id FROM dyads JOIN (SELECT unnest($1) AS around, unnest($2) AS start, unnest($3) AS stop)
    ON date_start >= start AND date_start < stop
WHERE ((source = $4 AND target = $5) OR (source = $5 AND target = $4)) AND first AND list_contains($6, quad_code)
    AND list_contains($7, status) AND list_contains($8, dataset)
QUALIFY row_number() OVER (
    PARTITION BY around ORDER BY voice_count DESC NULLS LAST, abs(intensity) DESC NULLS LAST, date_start, event_id
) <= $9
ORDER BY around, date_start, event_id
"""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """The level of one measure changed: from ``date`` on it is ``after``, it was ``before`` (events a period).

    ``since`` and ``until`` are the first day of the stretch before and the last period of the one behind it.
    ``event_ids`` are the most told, then strongest events of that measure from a period before to two behind.
    """

    measure: str
    date: dt.date
    unit: str
    before: float
    after: float
    since: dt.date
    until: dt.date
    event_ids: Sequence[str] = ()

    @property
    def direction(self) -> str:
        """``rise`` or ``fall``."""
        return "rise" if self.after > self.before else "fall"

    def to_record(self) -> Record:
        """As a JSON object."""
        return {**asdict(self), "direction": self.direction}


@dataclass(frozen=True, slots=True)
class TurningPoints:
    """The turning points of a pair, in the order of time; ``reasons`` says of a measure why none were looked for."""

    points: Sequence[TurningPoint]
    reasons: dict[str, str]

    def to_record(self) -> Record:
        """As a JSON object."""
        return {"points": [point.to_record() for point in self.points], "reasons": self.reasons}


def turning_points(ledger: Ledger, series: Series, *, datasets: Any = None) -> TurningPoints:
    """The turning points of cooperation and of conflict, with the events around each.

    Args:
        ledger: where the events are.
        series: that of the pair; of it only whole periods are looked at.
        datasets: as for the series.
    """
    points, reasons = [], {}
    for measure in MEASURES:
        values = series.values(measure)
        if reason := _too_little(values, measure, series.unit):
            reasons[measure] = reason
        else:
            points += _with_events(ledger, series, _points(series, measure, values), datasets)
    return TurningPoints(sorted(points, key=lambda point: (point.date, point.measure)), reasons)


def _too_little(values: Values, measure: str, unit: str) -> str | None:
    if len(values) < _FEWEST_PERIODS:
        return f"{len(values)} whole {unit}s are covered; {_FEWEST_PERIODS} are needed"
    if values.sum() < _FEWEST_EVENTS:
        return f"{values.sum():.0f} events of {measure} in whole {unit}s; {_FEWEST_EVENTS} are needed"
    return None


def _points(series: Series, measure: str, values: Values) -> list[TurningPoint]:
    periods = series.periods[series.whole()]
    bounds = [0, *cuts(values), len(values)]
    rates = [float(values[one:other].mean()) for one, other in pairwise(bounds)]
    return [
        TurningPoint(
            measure, periods[place], series.unit, rates[number], rates[number + 1], periods[bounds[number]],
            periods[bounds[number + 2] - 1],
        )
        for number, place in enumerate(bounds[1:-1])
    ]  # fmt: skip


def _with_events(ledger: Ledger, series: Series, points: list[TurningPoint], datasets: Any) -> list[TurningPoint]:
    if not points:
        return []
    place = {day: number for number, day in enumerate(series.periods)}
    spans = [(series.periods[place[p.date] - 1], series.periods[place[p.date] + 2]) for p in points]
    rows = ledger.sql(
        _AROUND,
        [
            list(range(len(points))), [first for first, _ in spans], [last for _, last in spans],
            series.source, series.target, list(_QUADS[points[0].measure]), list(HAPPENED),
            ledger.counted_datasets(datasets), _EVIDENCE,
        ],
    ).to_pylist()  # fmt: skip
    told: list[list[str]] = [[] for _ in points]
    for row in rows:
        told[row["around"]].append(row["event_id"])
    return [replace(point, event_ids=ids) for point, ids in zip(points, told, strict=True)]
