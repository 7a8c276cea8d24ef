"""ICEWS tab files. An id is used again on other days there: id and day together make an event."""

from __future__ import annotations

from dragoman.exchange.contracts import ICEWS
from dragoman.exchange.importing.kinds import Kind
from dragoman.exchange.importing.layouts import Contract
from dragoman.exchange.importing.phrases import (
    Coordinates,
    bad,
    empty,
    json_of,
    kept,
    name,
    person,
    refusal,
    warned,
)

_TAKEN = frozenset({"Event Date", "CAMEO Code", "Intensity", "Source Name", "Target Name", "Latitude",
          "Longitude", "Publisher", "Province"})  # fmt: skip
_DAY = 'iso_day("Event Date")'
_SITE = Coordinates("Latitude", "Longitude")
_INTENSITY = "number(Intensity, -10, 10)"


def _actor(side: str, words: str) -> str:
    one = person(
        side, name=name(f"{words} Name"), country=name(f"{words} Country"), sectors=name(f"{words} Sectors"),
    )  # fmt: skip
    return f'CASE WHEN "{words} Name" IS NOT NULL OR "{words} Country" IS NOT NULL THEN [{one}] ELSE [] END'


def _extra() -> str:
    extra = {
        "CAMEO Code": kept("CAMEO Code", '"CAMEO Code" IS DISTINCT FROM k.code'),
        "Intensity": kept("Intensity", f"wrong(Intensity, {_INTENSITY})"),
        **_SITE.extra(),
    }
    return json_of(extra, "kept")


_REFUSED = refusal((
    empty("Event ID", "every row needs its id"),
    empty("Event Date", "write the day as YYYY-MM-DD"),
    bad("Event Date", _DAY, "a day is wanted, as YYYY-MM-DD"),
    empty("CAMEO Code", "a CAMEO code is wanted"),
    bad("CAMEO Code", "k.code", "it is no CAMEO code"),
))  # fmt: skip
_WARNED = warned({
    "Intensity is not within -10 and 10": f"wrong(Intensity, {_INTENSITY})",
    "Country is no known country": "wrong(Country, g.value)",
    **_SITE.checks(),
    "CAMEO Code has no PLOVER type": "k.event_type IS NULL AND k.code IS NOT NULL",
})  # fmt: skip


_SELECT = f"""
SELECT line, trim("Event ID") || ':' || {_DAY}::VARCHAR AS id, {_REFUSED}, {_WARNED},
    {_DAY} AS date_start, {_DAY} AS date_end, 'day' AS date_precision, 'import' AS date_source,
    k.event_type, k.event_mode, k.code AS cameo_code, k.contexts, k.score AS intensity, k.quad::INTEGER AS quad_code,
    {_INTENSITY} AS goldstein, coalesce(City, District, Province) AS place_name, g.value AS place_country,
    Province AS place_admin1, {_SITE.stored},
    CASE WHEN City IS NOT NULL THEN 'city' WHEN District IS NOT NULL THEN 'admin2'
        WHEN Province IS NOT NULL THEN 'admin1'
        WHEN Country IS NOT NULL THEN 'country' END AS place_precision,
    CASE WHEN Publisher IS NULL THEN [] ELSE [Publisher] END AS outlets,
    list_concat({_actor("actor", "Source")}, {_actor("recipient", "Target")}) AS people,
    {_extra()} AS extra
FROM chunk
LEFT JOIN codes k ON k.said = "CAMEO Code"
LEFT JOIN countries g ON g.word = lower(trim(Country))
"""


EVENTS = Kind(
    "icews",
    Contract(ICEWS, (ICEWS,), ("Event ID", "CAMEO Code"), {}),
    _SELECT,
    _TAKEN,
    sectors="sectors",
    codes="CAMEO Code",
)
