"""/chart/dyad: what two actors do to each other over time, one lane for each direction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
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
    """Bars of cooperation upwards and conflict downwards: what the first does to the second, and below it the reverse."""
    pair = pair_asked(at, asked.first, asked.second, asked)
    points = relation_of(at, pair).turning_points.points if asked.turns else ()
    return lanes(pair, series_of(at, pair), points, at.theme or "light")


def lanes(pair: Pair, told: PairSeries, points: Sequence[TurningPoint], theme: Any) -> Spec:
    """The specification: two lanes of bars, greyed where nothing is covered, turning points numbered."""
    most = max(1, *(n or 0 for s in (told.forth, told.back) for n in chain(s.cooperation, s.conflict)))
    lane = _LANE * most
    stop = _end(told.forth.periods[-1], pair.unit) if told.forth.periods else pair.date_to
    domain = [pair.date_from.isoformat(), max(stop, pair.date_to).isoformat()]
    along = {"type": "temporal", "scale": {"type": "utc", "domain": domain}, "title": None, "axis": {"grid": False}}
    upright = {"type": "quantitative", "scale": {"domain": [-2.2 * lane, 2.2 * lane], "nice": False}, "title": None,
               "axis": _axis(most, lane)}  # fmt: skip
    both = {"x": {"field": "from", **along}, "x2": {"field": "to"}, "y": {"field": "low", **upright}, "y2": {"field": "high"}}
    colour = {"field": "class", "type": "nominal", "legend": None,
              "scale": {"domain": list(QUADS.values()), "range": list(QUAD_COLOURS[theme])}}  # fmt: skip
    top = 2.2 * lane
    layers = [
        {"data": {"values": list(_uncovered(told.forth, pair.unit, top))}, "mark": {"type": "rect", "color": _GREY[theme]},
         "encoding": both},
        {"data": {"values": [*_bars(told.forth, pair.unit, lane), *_bars(told.back, pair.unit, -lane)]},
         "mark": {"type": "bar", "clip": True}, "encoding": {**both, "color": colour}},
        {"data": {"values": _titles(pair, lane, domain[0])},
         "mark": {"type": "text", "align": "left", "baseline": "top", "dx": 4, "fontSize": 12, "fontWeight": "bold"},
         "encoding": {"x": both["x"] | {"field": "at"}, "y": both["y"], "text": {"field": "text"}}},
        *_turns(points, both, top, theme),
    ]  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 760, "height": _HEIGHT,
        "padding": {"left": 5, "right": RIGHT, "top": 5, "bottom": 5}, "layer": layers,
    }  # fmt: skip


def _axis(most: int, lane: float) -> Record:
    step = _tick(most)
    shown = [sign * lane + n for sign in (1, -1) for n in (-step, 0, step)]
    label = f"format(abs(datum.value > 0 ? datum.value - {lane} : datum.value + {lane}), ',d')"
    return {"values": shown, "labelExpr": label, "minExtent": LEFT - 5, "maxExtent": LEFT - 5, "ticks": False, "domain": False}


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
    return [{"at": first, "low": low, "text": text} for low, text in places]


def _turns(points: Sequence[TurningPoint], both: Record, top: float, theme: Any) -> list[Record]:
    rows = [{"from": p.date.isoformat(), "low": -top, "high": top, "number": str(n)} for n, p in enumerate(points, 1)]
    if not rows:
        return []
    rule = {"mark": {"type": "rule", "strokeDash": [3, 3], "color": _INK[theme], "opacity": 0.6},
            "encoding": {k: both[k] for k in ("x", "y", "y2")}}  # fmt: skip
    label = {"mark": {"type": "text", "align": "left", "baseline": "bottom", "dx": 3, "fontSize": 11, "color": _INK[theme]},
             "encoding": {"x": both["x"], "y": both["y"], "text": {"field": "number"}}}  # fmt: skip
    return [{"data": {"values": rows}, **layer} for layer in (rule, label)]


def _end(period: dt.date, unit: str) -> dt.date:
    """The first day behind a period."""
    if unit in ("day", "week"):
        return period + dt.timedelta(7 if unit == "week" else 1)
    months = period.year * 12 + period.month - 1 + (12 if unit == "year" else 1)
    return dt.date(months // 12, months % 12 + 1, 1)
