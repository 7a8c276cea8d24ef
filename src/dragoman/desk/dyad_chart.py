"""/chart/dyad: what two actors do to each other over time, one lane for each direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from dragoman.desk.asking import At, Word
from dragoman.desk.charts import QUAD_COLOURS, Spec, drawing
from dragoman.desk.dyads import DyadAsked, Pair, pair_asked, relation_of, series_of
from dragoman.desk.templates import QUADS
from dragoman.ledger.filters import QUADS as COLUMNS
from dragoman.relations import PairSeries, Series, TurningPoint

Record = dict[str, Any]
# The plot begins and ends so many pixels from the left and right of the picture, so that a script can tell days in it.
LEFT, RIGHT = 47, 7
_HEIGHT = 250
_LANE = 1.25  # from the middle of the picture to a lane's zero, in units of the largest count
_GREY = {"light": "#ece7dd", "dark": "#26241f"}
_INK = {"light": "#33302b", "dark": "#e4e0d8"}


class DyadChartAsked(DyadAsked):
    """Whom, beside what the page asks."""

    first: Word
    second: Word
    turns: Annotated[int, Field(ge=0, le=1)] = 0


@drawing("/chart/dyad")
def dyad_chart(at: At, asked: Annotated[DyadChartAsked, Query()]) -> Spec:
    """Cooperation upwards and conflict downwards: what the first does to the second, and below it the reverse."""
    pair = pair_asked(at, asked.first, asked.second, asked)
    points = relation_of(at, pair).turning_points.points if asked.turns else ()
    return lanes(pair, series_of(at, pair), points, at.theme or "light")


def span(pair: Pair, told: PairSeries) -> tuple[dt.date, dt.date]:
    """The first day that is drawn, and the one behind the last: a period that has begun is drawn whole."""
    stop = _end(told.forth.periods[-1], pair.unit) if told.forth.periods else pair.date_to
    return pair.date_from, max(stop, pair.date_to)


def lanes(pair: Pair, told: PairSeries, points: Sequence[TurningPoint], theme: Any) -> Spec:
    """The specification: two lanes of bars, greyed where nothing is covered, turning points numbered."""
    most = max(1, *(n or 0 for s in (told.forth, told.back) for n in chain(s.cooperation, s.conflict)))
    lane = _LANE * most
    top = 2.2 * lane
    days = [day.isoformat() for day in span(pair, told)]
    both = _places(days, top, _axis(most, lane))
    scale = {"domain": list(QUADS.values()), "range": list(QUAD_COLOURS[theme])}
    colour = {"field": "class", "type": "nominal", "legend": None, "scale": scale}
    bars = [*_bars(told.forth, pair.unit, lane), *_bars(told.back, pair.unit, -lane)]
    titled = {"type": "text", "align": "left", "baseline": "top", "dx": 4, "fontSize": 12, "fontWeight": "bold"}
    layers = [
        _layer(_uncovered(told.forth, pair.unit, top), {"type": "rect", "color": _GREY[theme]}, both),
        _layer(bars, {"type": "bar", "clip": True}, {**both, "color": colour}),
        _layer(_titles(pair, lane, days[0]), titled, {"x": both["x"], "y": both["y"], "text": {"field": "text"}}),
        *_turns(points, both, top, theme),
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 760, "height": _HEIGHT,
        "padding": {"left": 5, "right": RIGHT, "top": 5, "bottom": 5}, "layer": layers,
    }  # fmt: skip


def _layer(rows: Iterable[Record], mark: Record, encoding: Record) -> Record:
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def _places(days: Sequence[str], top: float, axis: Record) -> dict[str, Record]:
    """Where rows stand: from one day to another, from low to high."""
    along = {"type": "temporal", "scale": {"type": "utc", "domain": list(days)}, "axis": _dates(days)}
    upright = {"type": "quantitative", "scale": {"domain": [-top, top], "nice": False}, "axis": axis}
    return {
        "x": {"field": "from", "title": None, **along}, "x2": {"field": "to"},
        "y": {"field": "low", "title": None, **upright}, "y2": {"field": "high"},
    }  # fmt: skip


def _dates(days: Sequence[str]) -> Record:
    """The axis of time: years where there are several, else months."""
    years = (dt.date.fromisoformat(days[1]) - dt.date.fromisoformat(days[0])).days / 365
    every = {"interval": "year", "step": max(1, round(years / 12))}
    ticks = {"tickCount": every, "format": "%Y"} if years > 3 else {"tickCount": 8, "format": "%-d %b %Y"}
    return {"grid": False, "labelBound": True, **ticks}


def _axis(most: int, lane: float) -> Record:
    step = _tick(most)
    shown = [sign * lane + n for sign in (1, -1) for n in (-step, 0, step)]
    label = f"format(abs(datum.value > 0 ? datum.value - {lane} : datum.value + {lane}), ',d')"
    return {
        "values": shown,
        "labelExpr": label,
        "minExtent": LEFT - 5,
        "maxExtent": LEFT - 5,
        "ticks": False,
        "domain": False,
    }


def _tick(most: int) -> int:
    """The largest of 1, 2, 5, 10, 20 and so on that is not above the largest count."""
    size: int = 10 ** (len(str(most)) - 1)
    return max(n * size for n in (1, 2, 5) if n * size <= most)


def _bars(one: Series, unit: str, zero: float) -> Iterator[Record]:
    """Stacked bars about a lane's zero, deeds next to it."""
    for number, period in enumerate(one.periods):
        for codes, sign in (((2, 1), 1), ((4, 3), -1)):
            reached = zero
            for code in codes:
                count = one.kinds[COLUMNS[code]][number] or 0
                if count:
                    yield {"from": period.isoformat(), "to": _end(period, unit).isoformat(), "low": reached,
                           "high": reached + sign * count, "class": QUADS[code]}  # fmt: skip
                    reached += sign * count


def _uncovered(one: Series, unit: str, top: float) -> Iterator[Record]:
    for period, days in zip(one.periods, one.covered_days, strict=True):
        if not days:
            yield {"from": period.isoformat(), "to": _end(period, unit).isoformat(), "low": -top, "high": top}


def _titles(pair: Pair, lane: float, first: str) -> list[Record]:
    one, other = pair.names
    places = ((2.15 * lane, f"{one} → {other}"), (-0.05 * lane, f"{other} → {one}"))
    return [{"from": first, "low": low, "text": text} for low, text in places]


def _turns(points: Sequence[TurningPoint], both: Record, top: float, theme: Any) -> list[Record]:
    """A rule at each day on which something turned, with the numbers of what did."""
    numbers: dict[dt.date, list[str]] = {}
    for number, point in enumerate(points, 1):
        numbers.setdefault(point.date, []).append(str(number))
    rows = [{"from": d.isoformat(), "low": -top, "high": top, "number": ", ".join(n)} for d, n in numbers.items()]
    if not rows:
        return []
    rule = {"type": "rule", "strokeDash": [3, 3], "color": _INK[theme], "opacity": 0.6}
    label = {"type": "text", "align": "left", "baseline": "bottom", "dx": 3, "fontSize": 11, "color": _INK[theme]}
    return [
        _layer(rows, rule, {k: both[k] for k in ("x", "y", "y2")}),
        _layer(rows, label, {"x": both["x"], "y": both["y"], "text": {"field": "number"}}),
    ]


def _end(period: dt.date, unit: str) -> dt.date:
    """The first day behind a period."""
    if unit in ("day", "week"):
        return period + dt.timedelta(7 if unit == "week" else 1)
    months = period.year * 12 + period.month - 1 + (12 if unit == "year" else 1)
    return dt.date(months // 12, months % 12 + 1, 1)
