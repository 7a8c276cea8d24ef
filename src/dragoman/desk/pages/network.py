"""/network: who deals with whom in a stretch of time, in which groups, friend or foe."""

from __future__ import annotations

import datetime as dt
import math
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from dragoman.desk.asking import At, Visit
from dragoman.desk.charts import QUAD_COLOURS, Spec, drawing
from dragoman.desk.copying import arguments
from dragoman.desk.network_layout import Between, Picture, between, picture
from dragoman.desk.shelf import Opened
from dragoman.desk.views import Copies, View, page
from dragoman.desk.windows import Counted, WindowAsked, counted
from dragoman.errors import InputError
from dragoman.relations import Network, network

Record = dict[str, Any]
_YEAR = 365
_FEW = 1000  # events of a ledger that is drawn whole
_WIDTH, _HEIGHT, _MARGIN = 1000, 640, (84, 46)
_SHOWN_TIES = 40  # rows beside the picture
_INK = {"light": "#1f1d1a", "dark": "#e9e5dc"}


class NetworkAsked(WindowAsked):
    """From when to when, ties of how many events at least; how many actors and ties are drawn, how many ties told."""

    min_events: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    actors: Annotated[int, Field(ge=2, le=120)] = 45
    ties: Annotated[int, Field(ge=1, le=400)] = 160
    limit: Annotated[int, Field(ge=1, le=1_000_000)] = 1000


@page("/network", "network.html", nav="Network", place=40)
def network_page(at: At, asked: Annotated[NetworkAsked, Query()]) -> View:
    """The picture, the actors and the ties; the last year that is covered where no days are asked for."""
    chosen = counted(at, asked.datasets)
    if chosen.last is None and (asked.date_from is None or asked.date_to is None):
        empty: Record = {
            "datasets": list(chosen.names),
            "date_from": None,
            "date_to": None,
            "actors_found": [],
            "ties_found": 0,
        }
        return View("Network", empty, (), shown={"counted": chosen, "asked": asked, "drawn": None})
    first, last = window(asked, chosen)
    found, ties, drawn = _drawn(at, asked, chosen)
    names = {node.key: node.name for node in found.actors}
    rows = [_row(tie, names) for tie in ties[: asked.limit]]
    data = {
        "datasets": list(chosen.names), "date_from": first, "date_to": last,
        "actors_found": [node.to_record() for node in found.actors], "communities": found.communities,
        "ties_found": len(ties),
    }  # fmt: skip
    shown = {
        "counted": chosen,
        "asked": asked,
        "drawn": drawn,
        "svg": as_svg(drawn),
        "names": names,
        "most": _SHOWN_TIES,
    }
    given = {"date_from": first, "date_to": last, "datasets": list(chosen.names), "min_events": asked.min_events}
    python = f"from dragoman.relations import network\n\nnetwork(ledger, {arguments(given)})"
    return View("Network", data, rows, (), Copies(python), shown, chosen.names)


def window(asked: WindowAsked, chosen: Counted) -> tuple[dt.date, dt.date]:
    """The days that are asked for, else the last year that is covered; of a small ledger all that is.

    Raises:
        InputError: they end before they begin, or nothing is dated and none are asked for.
    """
    last = asked.date_to or chosen.last
    if last is None:
        raise InputError("date_to: name it; nothing in this ledger is dated")
    year = last - dt.timedelta(_YEAR - 1)
    first = asked.date_from or (chosen.first or last if chosen.events < _FEW else max(chosen.first or last, year))
    if first > last:
        if asked.date_from is None:  # the end lies before the coverage
            return last - dt.timedelta(_YEAR - 1), last
        raise InputError(f"date_to: {last} is before date_from, {first}")
    return first, last


def _drawn(at: Visit | Opened, asked: NetworkAsked, chosen: Counted) -> tuple[Network, list[Between], Picture]:
    """The network, its ties, and how they are drawn."""
    first, last = window(asked, chosen)
    names = list(chosen.names)
    key = ("network", first, last, tuple(names), asked.min_events)

    def make() -> tuple[Network, list[Between]]:
        found = network(at.book, first, last, datasets=names, min_events=asked.min_events)
        return found, between(at.book, found, names)

    found, ties = at.answers.once(key, make)
    form = (asked.actors, asked.ties)
    return found, ties, at.answers.once((*key, *form), lambda: picture(found, ties, *form))


def _row(tie: Between, names: dict[str, str]) -> Record:
    return {
        "one": tie.one, "one_name": names[tie.one], "other": tie.other, "other_name": names[tie.other],
        "events": tie.events, "cooperation": tie.cooperation, "conflict": tie.conflict, "net": tie.net,
    }  # fmt: skip


def as_svg(drawn: Picture) -> Record:
    """The numbers of the picture: lines with their widths and signs, circles with their sizes."""
    most = max((tie.events for tie in drawn.ties), default=1)
    largest = max((node.cooperation + node.conflict for node in drawn.actors), default=1) or 1
    return {
        "width": _WIDTH, "height": _HEIGHT,
        "lines": [
            {"tie": tie, "ends": (*_point(drawn, tie.one), *_point(drawn, tie.other)),
             "width": round(0.8 + 5 * math.sqrt(tie.events / most), 2), "sign": sign_of(tie)}
            for tie in reversed(drawn.ties)
        ],
        "circles": [
            {"node": node, "at": _point(drawn, node.key),
             "radius": round(4 + 14 * math.sqrt((node.cooperation + node.conflict) / largest), 2)}
            for node in reversed(drawn.actors)
        ],
    }  # fmt: skip


def sign_of(tie: Between) -> str:
    """``coop`` or ``conf`` where two thirds of the events are of that kind, else ``both``."""
    share = tie.cooperation / ((tie.cooperation + tie.conflict) or 1)
    return "coop" if share >= 2 / 3 else "conf" if share <= 1 / 3 else "both"


def _point(drawn: Picture, key: str) -> tuple[float, float]:
    x, y = drawn.places[key]
    return round(_MARGIN[0] + x * (_WIDTH - 2 * _MARGIN[0]), 1), round(_MARGIN[1] + y * (_HEIGHT - 2 * _MARGIN[1]), 1)


def warm(opened: Opened) -> None:
    """Finds the network of the last year, before anybody asks."""
    chosen = counted(opened, ())
    if chosen.last is not None:
        _drawn(opened, NetworkAsked.model_validate({}), chosen)


@drawing("/chart/network")
def network_chart(at: At, asked: Annotated[NetworkAsked, Query()]) -> Spec:
    """The same picture to take along."""
    theme = at.theme or "light"
    _, _, drawn = _drawn(at, asked, counted(at, asked.datasets))
    svg = as_svg(drawn)
    blue, orange = QUAD_COLOURS[theme][1], QUAD_COLOURS[theme][3]
    colours = {"coop": blue, "conf": orange, "both": "#8d877b"}
    lines = [
        {"x": e[0], "y": e[1], "x2": e[2], "y2": e[3], "width": line["width"], "colour": colours[line["sign"]]}
        for line in svg["lines"] if (e := line["ends"])
    ]  # fmt: skip
    circles = [
        {"x": c["at"][0], "y": c["at"][1], "size": 3.14 * c["radius"] ** 2, "name": c["node"].name}
        for c in svg["circles"]
    ]
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, svg["width"]]}}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [svg["height"], 0]}}
    flat = {"scale": None, "legend": None, "type": "quantitative"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": svg["width"], "height": svg["height"],
        "layer": [
            {"data": {"values": lines}, "mark": {"type": "rule", "opacity": 0.6},
             "encoding": {"x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
                          "strokeWidth": {"field": "width", **flat},
                          "color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"data": {"values": circles}, "mark": {"type": "circle", "color": "#8d877b", "opacity": 1},
             "encoding": {"x": x, "y": y, "size": {"field": "size", **flat}}},
            {"data": {"values": circles}, "mark": {"type": "text", "fontSize": 12, "color": _INK[theme], "dy": -14},
             "encoding": {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}}},
        ],
    }  # fmt: skip
