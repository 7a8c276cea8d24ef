"""/map: where things happen, no finer than is known: countries are shaded, only known places are marked."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from dragoman.desk.asking import At, Visit
from dragoman.desk.charts import QUAD_COLOURS, Spec, drawing
from dragoman.desk.copying import filled
from dragoman.desk.places import BY_COUNTRY, MapAsked, conditions, located, marks, shapes
from dragoman.desk.recent import names_of
from dragoman.desk.views import Copies, View, page
from dragoman.desk.windows import counted
from dragoman.desk.world import HEIGHT, WIDTH, disputed, graticule, outlines

Record = dict[str, Any]
_LISTED = 30
_SHADES = {"light": ("#f2efe8", "#dfe3e6", "#c3ccd3", "#a3b1bb", "#8195a2", "#5f7887"),
           "dark": ("#24221f", "#2c3236", "#37434b", "#455763", "#566e7d", "#6b889a")}  # fmt: skip
_FLAT: Spec = {"type": "identity", "scale": 1, "translate": [0, 0]}  # rings are on the picture already
_LINE = {"light": "#fbfaf7", "dark": "#171614"}


@page("/map", "map.html", nav="Map", place=50)
def map_page(at: At, asked: Annotated[MapAsked, Query()]) -> View:
    """The map, and the countries and places beside it."""
    chosen = counted(at, asked.datasets)
    found = located(at, asked, chosen)
    rows = _named(at, [row for row in found["countries"] if row["country"]])
    nowhere = sum(row["events"] for row in found["countries"] if not row["country"])
    data = {
        "datasets": list(chosen.names), "date_from": asked.date_from, "date_to": asked.date_to,
        "events": sum(row["events"] for row in found["countries"]), "without_country": nowhere,
        "places": found["places"],
    }  # fmt: skip
    shown = {
        "counted": chosen, "asked": asked, "drawn": shapes(rows), "marks": marks(found["places"]), "listed": _LISTED,
        "disputed": disputed(), "graticule": graticule(), "size": (WIDTH, HEIGHT),
    }  # fmt: skip
    query = conditions(asked, chosen)
    sql = filled(BY_COUNTRY.format(where=query.where), query.values)
    return View("Map", data, rows, (), Copies(f'ledger.frame("""{sql}""")', sql), shown, chosen.names)


def _named(at: Visit, rows: list[Record]) -> list[Record]:
    names = names_of(at.book, [row["country"] for row in rows])
    return [{"country": row["country"], "name": names[row["country"]], **row} for row in rows]


@drawing("/chart/map")
def map_chart(at: At, asked: Annotated[MapAsked, Query()]) -> Spec:
    """The same map to take along."""
    theme = at.theme or "light"
    found = located(at, asked, counted(at, asked.datasets))
    drawn = shapes([row for row in found["countries"] if row["country"]])
    shade = _SHADES[theme]
    steps = {o["country"]: o["step"] for o in drawn["outlines"] if o["country"]}
    countries = [_feature(o.rings, shade=shade[steps.get(o.country, 0)]) for o in outlines()]
    areas = [_feature(d.rings) for d in disputed()]
    colours = {"coop": QUAD_COLOURS[theme][1], "conf": QUAD_COLOURS[theme][3], "both": "#8d877b"}
    points = [
        {"x": m["at"][0], "y": m["at"][1], "size": 3.14 * m["radius"] ** 2, "colour": colours[m["sign"]]}
        for m in marks(found["places"])
    ]
    fill: Spec = {"field": "properties.shade", "type": "nominal", "scale": None}
    axis: Spec = {"type": "quantitative", "axis": None}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "width": WIDTH, "height": HEIGHT,
        "layer": [
            {"data": {"values": countries}, "mark": {"type": "geoshape", "stroke": _LINE[theme], "strokeWidth": 0.6},
             "projection": _FLAT, "encoding": {"fill": fill}},
            {"data": {"values": areas}, "projection": _FLAT,
             "mark": {"type": "geoshape", "fill": None, "stroke": "#8d877b", "strokeDash": [2, 2], "strokeWidth": 0.8}},
            {"data": {"values": points}, "mark": {"type": "circle", "opacity": 0.75},
             "encoding": {"x": {"field": "x", **axis, "scale": {"domain": [0, WIDTH], "nice": False}},
                          "y": {"field": "y", **axis, "scale": {"domain": [HEIGHT, 0], "nice": False}},
                          "size": {"field": "size", "type": "quantitative", "scale": None, "legend": None},
                          "color": {"field": "colour", "type": "nominal", "scale": None}}},
        ],
    }  # fmt: skip


def _feature(rings: Any, **properties: Any) -> Record:
    """Rings of the picture as GeoJSON on a plane."""
    shapes_of = [[[list(point) for point in (*ring, ring[0])]] for ring in rings]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": shapes_of}}
