"""What two actors do to each other, in figures and in full."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.ledger.panel_shape import DECIMALS

Record = dict[str, Any]
# The pair's events by direction, kind and status.
TALLIED = """
SELECT source, first, event_type, quad_code, status, count(*) AS events, sum(weight) AS weighted,
    coalesce(sum(intensity), 0) AS intensity, coalesce(sum(goldstein), 0) AS goldstein, min(date_start) AS first_day,
    max(coalesce(date_end, date_start)) AS last_day
FROM dyads {where} GROUP BY ALL
"""


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as what pairs are made of: ``key`` is its country, else its entity id; with the state's numbers."""

    key: str
    name: str | None = None
    cow: str | None = None
    gw: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """Events counted: how many, by type, by quad code; sums of their scores; first and last day, None where undated.

    ``weighted`` counts an event by the share of its pairs that this one is; the sums of scores are not weighted.
    """

    events: int
    weighted: float
    by_type: Mapping[str, int]
    by_quad: Mapping[int, int]
    intensity: float
    goldstein: float
    first_day: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True, slots=True)
class Dyad:
    """Two actors and what they do to each other.

    ``forth`` is what the first does to the second, ``back`` what the second does to the first, ``both`` either, each
    event once: a meeting stands in all three. ``apart`` counts, by status, events of other statuses, either
    direction. ``events`` are records in the order of time, ``articles`` how many coded articles tell them.
    """

    first: Party
    second: Party
    forth: Tally
    back: Tally
    both: Tally
    apart: Mapping[str, int]
    articles: int
    events: Sequence[Record]


def tally(rows: Iterable[Record], statuses: Sequence[str]) -> Tally:
    """Rows of ``TALLIED`` of some statuses, added up."""
    counted = [row for row in rows if row["status"] in statuses]
    types: Counter[str] = Counter()
    quads: Counter[int] = Counter()
    for row in counted:
        types[row["event_type"]] += row["events"]
        quads[row["quad_code"]] += row["events"]
    events, weighted, intensity, goldstein = (
        round(sum(row[k] for row in counted), DECIMALS) for k in ("events", "weighted", "intensity", "goldstein")
    )
    days = [row[k] for row in counted for k in ("first_day", "last_day") if row[k]]
    by_type, by_quad = dict(types.most_common()), dict(sorted(quads.items()))
    return Tally(
        events,
        float(weighted),
        by_type,
        by_quad,
        intensity,
        goldstein,
        min(days, default=None),
        max(days, default=None),
    )


def apart(rows: Iterable[Record], statuses: Sequence[str]) -> dict[str, int]:
    """How many events the rows of ``TALLIED`` have of other statuses, by status."""
    counts: Counter[str] = Counter()
    for row in rows:
        if row["status"] not in statuses:
            counts[row["status"]] += row["events"]
    return dict(counts)
