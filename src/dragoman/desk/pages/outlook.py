"""/outlook: odds of the watched pairs, and how such odds have done; /outlook/RUS/PRK: those of a pair, with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import Form, Query
from pydantic import BaseModel, Field

from dragoman.desk.asking import At, Visit
from dragoman.desk.charts import QUAD_COLOURS, Spec, drawing
from dragoman.desk.copying import arguments
from dragoman.desk.odds import (
    OutlookAsked,
    all_odds,
    arguments_of,
    pair_odds,
    reliability,
    track_record,
    watched_pairs,
)
from dragoman.desk.recent import names_of
from dragoman.desk.views import Copies, View, action, page
from dragoman.errors import DragomanError
from dragoman.outlook import PairForecast, TooLittleHistory, unwatch, watch
from dragoman.outlook.words import percent

Record = dict[str, Any]
_PAST = 40  # forecasts shown beside what came
Ahead = Annotated[OutlookAsked, Query()]


@page("/outlook", "outlook.html", nav="Outlook", place=60)
def outlook(at: At, asked: Ahead) -> View:
    """The watch list; the odds and how such odds have done come after it, as they may take long."""
    return _outlook(at, asked)


def _outlook(at: Visit, asked: OutlookAsked, problem: str = "", status: int = 200) -> View:
    countries = at.answers.once("countries", lambda: at.book.frame("FROM countries ORDER BY name").to_records())
    python = "from dragoman.outlook import watched\n\nwatched(ledger)"
    shown = {"asked": asked, "countries": countries}
    return View("Outlook", {"problem": problem}, watched_pairs(at), (), Copies(python), shown, status=status)


@page("/outlook/record", "track_record.html")
def track_record_page(at: At) -> View:
    """Stored forecasts beside what came, and how often came what was given such odds."""
    told = track_record(at)
    names = names_of(at.book, [key for row in told.rows for key in (row["source"], row["target"])])
    data = {"track_record": told.to_record(), "calibration": reliability(at)}
    python = "from dragoman.outlook import scored\n\nscored(ledger)"
    shown = {"past": list(told.rows[-_PAST:])[::-1], "names": names, "odds": percent}
    return View("How odds have done", data, list(told.rows), (), Copies(python), shown)


@page("/outlook/odds", "odds.html")
def odds(at: At, asked: Ahead) -> View:
    """The odds themselves: a row for each pair, direction and class."""
    python = f"from dragoman.outlook import forecast_all\n\nforecast_all(ledger, {arguments(arguments_of(at, asked))})"
    try:
        made = all_odds(at, asked)
    except TooLittleHistory as reason:
        return View("Odds", {"refused": str(reason), "on": None}, (), (), Copies(python), {"asked": asked, "table": []})
    rows = made.frame.to_records()
    data = {
        "refused": "", "on": made.on, "horizon": made.horizon, "method": made.method, "note": made.note,
        "skill": made.skill and made.skill.to_record(),
    }  # fmt: skip
    shown = {"asked": asked, "table": list(_by_pair(rows)), "odds": percent}
    return View("Odds", data, rows, (), Copies(python), shown, made.scope.datasets or ())


def _by_pair(rows: list[Record]) -> Iterator[Record]:
    """One row for each direction, with its odds by class."""
    sides: dict[tuple[str, str], Record] = {}
    for row in rows:
        side = sides.setdefault((row["source"], row["target"]), {**row, "odds": {}})
        side["odds"][row["class"]] = row
    yield from sides.values()


@page("/outlook/{first}/{second}", "outlook_pair.html")
def outlook_pair(at: At, first: str, second: str, asked: Ahead) -> View:
    """What two actors are likely to do to each other: odds by direction and class, why, and how good such odds are."""
    made = pair_odds(at, first, second, asked)
    names = [party.name or party.key for party in (made.first, made.second)]
    given = arguments({**arguments_of(at, asked)})
    python = (
        f"from dragoman.outlook import forecast\n\nforecast(ledger, {made.first.key!r}, {made.second.key!r}, {given})"
    )
    shown = {
        "asked": asked,
        "made": made,
        "names": names,
        "odds": percent,
        "called": {made.first.key: names[0], made.second.key: names[1]},
    }
    return View(
        f"Outlook: {' and '.join(names)}", made.to_record(), _rows(made), (), Copies(python), shown,
        made.scope.datasets or (),
    )  # fmt: skip


def _rows(made: PairForecast) -> list[Record]:
    return [
        {"source": c.source, "target": c.target, "class": c.cls, "probability": c.probability, "words": c.words,
         "rate": c.rate, "base_rate": c.base_rate, "on": made.on, "horizon": made.horizon, "method": made.method}
        for c in made.classes
    ]  # fmt: skip


class PairForm(BaseModel):
    """Two actors, as the form sends them."""

    first: Annotated[str, Field(max_length=200)]
    second: Annotated[str, Field(max_length=200)]


@action("/outlook/watch", "outlook.html")
def add_watched(at: At, pair: Annotated[PairForm, Form()]) -> View | str:
    """A pair put on the watch list."""
    try:
        watch(at.book, pair.first.strip(), pair.second.strip())
    except DragomanError as error:
        return _outlook(at, OutlookAsked.model_validate({}), str(error), 422)
    return "/outlook"


@action("/outlook/unwatch", "outlook.html")
def drop_watched(at: At, pair: Annotated[PairForm, Form()]) -> View | str:
    """A pair taken off the watch list."""
    try:
        unwatch(at.book, pair.first, pair.second)
    except DragomanError as error:
        return _outlook(at, OutlookAsked.model_validate({}), str(error), 422)
    return "/outlook"


@drawing("/chart/calibration")
def calibration(at: At) -> Spec:
    """How often came what was given such odds: on the diagonal, odds are what they say."""
    scale, axis = {"domain": [0, 1]}, {"format": ".0%", "tickCount": 5}
    both = {
        "x": {"field": "said", "type": "quantitative", "title": "odds that were given", "scale": scale, "axis": axis},
        "y": {"field": "came", "type": "quantitative", "title": "how often it came", "scale": scale, "axis": axis},
    }
    ends = [{"said": 0, "came": 0}, {"said": 1, "came": 1}]
    diagonal = {"type": "line", "strokeDash": [4, 3], "color": "#8d877b"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": 360, "height": 280,
        "layer": [
            {"data": {"values": ends}, "mark": diagonal, "encoding": both},
            *_levels(reliability(at), both, QUAD_COLOURS[at.theme or "light"]),
        ],
    }  # fmt: skip


def _levels(rows: list[Record], both: Record, colours: Sequence[str]) -> list[Spec]:
    """A line and points for stored forecasts and for each horizon of the backtest; larger points are of more odds."""
    if not rows:
        return []
    colour = {"field": "of", "type": "nominal", "title": None, "scale": {"range": list(colours)[1::2]}}
    size = {"field": "odds", "type": "quantitative", "legend": None, "scale": {"range": [30, 300]}}
    line, point = {"type": "line", "opacity": 0.6}, {"type": "point", "filled": True, "opacity": 0.9}
    return [
        {"data": {"values": rows}, "mark": line, "encoding": {**both, "color": colour}},
        {"data": {"values": rows}, "mark": point, "encoding": {**both, "color": colour, "size": size}},
    ]
