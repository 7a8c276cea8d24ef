"""/chart/events: events by filters over time, by class, drawn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dragoman.desk.asking import At, Events, Visit
from dragoman.desk.charts import QUAD_COLOURS, Spec, drawing
from dragoman.desk.templates import QUADS
from dragoman.ledger.queries import Query

Record = dict[str, Any]
_MOST_BARS = 120
_UNITS = (("day", 1), ("week", 7), ("month", 30), ("quarter", 91), ("year", 365))


@drawing("/chart/events")
def timeline(at: At, asked: Events) -> Spec:
    """Bars of cooperation upwards and conflict downwards, over the time of the events."""
    rows, unit = by_period(at, dict(asked.filters()))
    return bars(rows, unit, at.theme or "light")


def by_period(at: Visit, filters: Record) -> tuple[list[Record], str]:
    """How many events of each class begin in each period, and the period: day, week, month, quarter or year."""
    return at.answers.once(("periods", repr(sorted(filters.items()))), lambda: _counted(at, filters))


def _counted(at: Visit, filters: Record) -> tuple[list[Record], str]:
    query: Query = at.book.matching(**filters)
    query.add("year(date_start) BETWEEN 1 AND 9990 AND quad_code IS NOT NULL")
    days = at.book.frame(
        f"SELECT date_start AS day, quad_code, count(*) AS events FROM events {query.where} GROUP BY ALL ORDER BY ALL",
        query.values,
    ).to_records()
    if not days:
        return [], "day"
    unit = unit_for((days[-1]["day"] - days[0]["day"]).days)
    periods: dict[tuple[dt.date, int], int] = {}
    for row in days:
        key = (period_of(row["day"], unit), row["quad_code"])
        periods[key] = periods.get(key, 0) + row["events"]
    return [{"period": p, "quad_code": q, "events": n} for (p, q), n in sorted(periods.items())], unit


def unit_for(days: int) -> str:
    """The smallest period of which so many days hold no more than can be drawn.

    >>> unit_for(90), unit_for(2000)
    ('day', 'month')
    """
    return next((unit for unit, size in _UNITS if days / size <= _MOST_BARS), "year")


def period_of(day: dt.date, unit: str) -> dt.date:
    """The first day of the period that a day lies in; weeks begin on Monday."""
    if unit == "week":
        return day - dt.timedelta(days=day.weekday())
    if unit == "day":
        return day
    month = {"month": day.month, "quarter": 3 * ((day.month - 1) // 3) + 1, "year": 1}[unit]
    return dt.date(day.year, month, 1)


def end_of(period: dt.date, unit: str) -> dt.date:
    """The first day of the period behind one."""
    return period_of(period + dt.timedelta({"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[unit]), unit)


def stacked(rows: list[Record]) -> list[Record]:
    """Rows with ``low`` and ``high`` of their bars: cooperation upwards, conflict downwards, deeds next the line."""
    reached: dict[tuple[dt.date, bool], int] = {}
    out = []
    for row in sorted(rows, key=lambda r: (r["period"], -r["quad_code"])):
        up = row["quad_code"] <= 2
        low = reached.get((row["period"], up), 0)
        high = reached[row["period"], up] = low + (row["events"] if up else -row["events"])
        out.append({**row, "low": low, "high": high})
    return out


def bars(rows: list[Record], unit: str, theme: Any) -> Spec:
    """The specification of the bars."""
    values = [
        {"from": r["period"].isoformat(), "to": end_of(r["period"], unit).isoformat(), "low": r["low"],
         "high": r["high"], "class": QUADS[r["quad_code"]]}
        for r in stacked(rows)
    ]  # fmt: skip
    colour = {"domain": list(QUADS.values()), "range": list(QUAD_COLOURS[theme])}
    upright = {"tickCount": 4, "labelExpr": "format(abs(datum.value), ',d')"}
    along = {"grid": False, "format": {"day": "%-d %b %Y", "week": "%-d %b %Y", "year": "%Y"}.get(unit, "%b %Y")}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 760, "height": 130,
        "data": {"values": values}, "mark": {"type": "bar"},
        "encoding": {
            "x": {"field": "from", "type": "temporal", "scale": {"type": "utc"}, "title": None, "axis": along},
            "x2": {"field": "to"},
            "y": {"field": "low", "type": "quantitative", "title": f"events a {unit}", "axis": upright},
            "y2": {"field": "high"},
            "color": {"field": "class", "type": "nominal", "scale": colour, "legend": None},
        },
    }  # fmt: skip
