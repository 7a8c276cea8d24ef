"""Where events happen: countries and places with their counts, and how they stand on the map."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from pydantic import Field

from dragoman.desk.asking import Visit
from dragoman.desk.windows import Counted, WindowAsked
from dragoman.desk.world import centres, outlines, place
from dragoman.ledger.queries import Query
from dragoman.records import HAPPENED

Record = dict[str, Any]
MOST_PLACES, STEPS = 400, 5
_COUNTS = """count(*) AS events, coalesce(count(*) FILTER (quad_code <= 2), 0) AS cooperation,
    coalesce(count(*) FILTER (quad_code >= 3), 0) AS conflict"""
BY_COUNTRY = f"""
SELECT place_country AS country, {_COUNTS}, count(*) FILTER (place_precision = 'country') AS country_alone
FROM events {{where}} GROUP BY place_country ORDER BY events DESC, country
""".strip()
BY_PLACE = f"""
SELECT place_name AS name, place_country AS country, place_precision AS precision,
    round(place_latitude, 3) AS latitude, round(place_longitude, 3) AS longitude, {_COUNTS}
FROM events {{where}} AND place_latitude IS NOT NULL AND place_longitude IS NOT NULL AND place_precision <> 'country'
GROUP BY ALL ORDER BY events DESC, name, country, latitude LIMIT {MOST_PLACES}
""".strip()


class MapAsked(WindowAsked):
    """From when to when, which classes of event."""

    quads: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(max_length=4)] = Field(default_factory=list)


def conditions(asked: MapAsked, chosen: Counted) -> Query:
    """What the events that are counted must hold, those without any place among them."""
    query = Query()
    query.add("list_contains(?, dataset)", list(chosen.names))
    query.add("list_contains(?, status)", list(HAPPENED))
    for value, text in ((asked.date_from, "date_start >= ?"), (asked.date_to, "date_start <= ?")):
        if value is not None:
            query.add(text, value)
    if asked.quads:
        query.add("list_contains(?, quad_code)", list(asked.quads))
    return query


def located(at: Visit, asked: MapAsked, chosen: Counted) -> Record:
    """Counts by country (None: of no known country) and by place."""
    query = conditions(asked, chosen)

    def make() -> Record:
        ask = at.book.frame
        return {
            "countries": ask(BY_COUNTRY.format(where=query.where), query.values).to_records(),
            "places": ask(BY_PLACE.format(where=query.where), query.values).to_records(),
        }  # fmt: skip

    return at.answers.once(("located", query.where, repr(query.values)), make)


def steps(rows: Sequence[Record]) -> dict[str, int]:
    """How darkly each country is shaded, 1 to 5, by the logarithm of its events."""
    most = max((row["events"] for row in rows), default=1)
    wide = math.log(most + 1)
    return {row["country"]: max(1, math.ceil(STEPS * math.log(row["events"] + 1) / wide)) for row in rows}


def shapes(rows: Sequence[Record]) -> Record:
    """Countries as the map draws them: those with an outline, and small ones that are a square in their middle."""
    by_code: Mapping[str, Record] = {row["country"]: row for row in rows}
    shaded = steps(rows)
    drawn = {outline.country for outline in outlines()}
    return {
        "outlines": [
            {"path": o.path, "country": o.country, "row": by_code.get(o.country), "step": shaded.get(o.country, 0)}
            for o in outlines()
        ],
        "squares": [
            {"at": centres()[code], "country": code, "row": row, "step": shaded[code]}
            for code, row in by_code.items() if code not in drawn and code in centres()
        ],
    }  # fmt: skip


def marks(rows: Sequence[Record]) -> list[Record]:
    """Places as circles, the largest first so that small ones lie on top; areas and provinces are hollow."""
    most = max((row["events"] for row in rows), default=1)
    return [
        {**row, "at": place(row["longitude"], row["latitude"]), "sign": sign(row),
         "radius": round(2 + 9 * math.sqrt(row["events"] / most), 1), "hollow": row["precision"] in ("admin1", "area")}
        for row in rows if row["latitude"] > -60
    ]  # fmt: skip


def sign(row: Record) -> str:
    """``coop`` or ``conf`` where two thirds of the events are of that kind, else ``both``."""
    share = row["cooperation"] / ((row["cooperation"] + row["conflict"]) or 1)
    return "coop" if share >= 2 / 3 else "conf" if share <= 1 / 3 else "both"
