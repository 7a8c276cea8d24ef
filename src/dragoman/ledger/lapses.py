"""How long it had been: the latest event of each kind between two actors, and the one before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dragoman.records import HAPPENED


@dataclass(frozen=True, slots=True)
class Lapse:
    """The latest event of a kind (type and mode) and the one before; days from the end of that to the start of this."""

    kind: str
    latest: dt.date
    before: dt.date
    days: int

    @property
    def text(self) -> str:
        """As a person says it: "CONSULT visit 2024-06-19: the first since 2000-07-19 (23 years)"."""
        counts = {"year": int(self.days / 365.2425), "month": int(self.days / 30.436875), "day": self.days}
        unit, count = next((u, n) for u, n in counts.items() if n)
        return f"{self.kind} {self.latest}: the first since {self.before} ({count} {unit}{'s' * (count > 1)})"


def lapses(events: Iterable[dict[str, Any]]) -> list[Lapse]:
    """For each kind with two or more dated events that took place, the time between the last two, the longest first.

    Args:
        events: event records, in any order; what is planned, possible or denied does not count, nor do dates that
            overlap.
    """
    by_kind: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for event in events:
        if event["date_start"] and event["status"] in HAPPENED:
            kind = " ".join(filter(None, (event["event_type"], event["event_mode"])))
            days = [dt.date.fromisoformat(event[k] or event["date_start"]) for k in ("date_start", "date_end")]
            by_kind.setdefault(kind, []).append((days[0], days[1]))
    found = [lapse for kind, dates in by_kind.items() if (lapse := _lapse(kind, sorted(dates)))]
    return sorted(found, key=lambda lapse: -lapse.days)


def _lapse(kind: str, dates: list[tuple[dt.date, dt.date]]) -> Lapse | None:
    latest = dates[-1][0]
    earlier = [(start, end) for start, end in dates if end < latest]
    if not earlier:
        return None
    start, end = max(earlier, key=lambda d: d[1])
    return Lapse(kind, latest, start, (latest - end).days)
