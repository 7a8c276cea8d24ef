"""ACLED CSV files; event types become PLOVER types by ``exchange/data/acled_types.csv``."""

from __future__ import annotations

from dragoman.exchange.contracts import ACLED
from dragoman.exchange.importing.kinds import Kind
from dragoman.exchange.importing.layouts import Contract
from dragoman.exchange.importing.phrases import Coordinates, bad, empty, json_of, kept, person, refusal, warned

_TAKEN = frozenset({"event_id_cnty", "event_date", "year", "actor1", "actor2", "latitude", "longitude",
          "location", "admin1", "fatalities"})  # fmt: skip
_DAY = "plausible(coalesce(iso_day(event_date), try_strptime(event_date, '%d %B %Y')::DATE, " \
       "try_strptime(event_date, '%d-%b-%Y')::DATE))"  # fmt: skip
_SITE = Coordinates("latitude", "longitude")
_DEAD = "whole(fatalities, 0, 1e7)"
# The country in names like "Military Forces of Kenya (2022-)" and "Protesters (India)".
_OF = r"'(?:Forces|Guard|Service) of (?:the )?([^(]+?) *(?:\(|$)'"
_BEHIND = r"'\(([^()0-9]+)\) *$'"


def _country(actor: str) -> str:
    return f"nullif(coalesce(nullif(regexp_extract({actor}, {_OF}, 1), ''), regexp_extract({actor}, {_BEHIND}, 1)), '')"


def _people(side: str, number: int) -> str:
    """The actor, whose kind ACLED tells by a code, and those that it names beside him."""
    main = person(side, name=f"actor{number}", country=_country(f"actor{number}"), sectors=f"inter{number}")
    with_him = (
        f"list_transform(string_split_regex(assoc_actor_{number}, '\\s*;\\s*'), lambda a, i: {{side: '{side}', "
        f"position: i::INTEGER, name: a, country: {_country('a')}, sector: NULL::VARCHAR, sectors: NULL::VARCHAR, "
        "office: NULL::VARCHAR, entity_id: NULL::VARCHAR, text: NULL::VARCHAR})"
    )
    return (
        f"CASE WHEN actor{number} IS NULL THEN [] WHEN assoc_actor_{number} IS NULL THEN [{main}] "
        f"ELSE list_concat([{main}], {with_him}) END"
    )


def _extra() -> str:
    extra = {
        "event_date": kept("event_date", "time_precision IN ('2', '3')"),
        "fatalities": kept("fatalities", f"wrong(fatalities, {_DEAD})"),
        **_SITE.extra(),
    }
    return json_of(extra, "kept")


_REFUSED = refusal((
    empty("event_id_cnty", "every row needs its id"),
    empty("event_date", "write the day as YYYY-MM-DD"),
    bad("event_date", _DAY, "a day is wanted, as YYYY-MM-DD"),
    empty("event_type", "one of ACLED's six event types is wanted"),
    bad("event_type", "y.kind", "one of ACLED's six event types is wanted"),
))  # fmt: skip
_WARNED = warned({
    "sub_event_type is unknown": "sub_event_type IS NOT NULL AND s.kind IS NULL AND y.kind IS NOT NULL",
    "event_type and sub_event_type have no PLOVER type":
        "y.kind IS NOT NULL AND coalesce(s.plover_type, y.plover_type) IS NULL",
    "country is no known country": "wrong(country, g.value)",
    "fatalities is no count": f"wrong(fatalities, {_DEAD})",
    **_SITE.checks(),
})  # fmt: skip


_SELECT = f"""
SELECT line, trim(event_id_cnty) AS id, {_REFUSED}, {_WARNED},
    CASE time_precision WHEN '2' THEN {_DAY} - 3 WHEN '3' THEN date_trunc('month', {_DAY})::DATE ELSE {_DAY} END
        AS date_start,
    CASE time_precision WHEN '2' THEN {_DAY} + 3 WHEN '3' THEN last_day({_DAY}) ELSE {_DAY} END AS date_end,
    CASE time_precision WHEN '2' THEN 'week' WHEN '3' THEN 'month' ELSE 'day' END AS date_precision,
    'import' AS date_source, o.value AS event_type, m.value AS event_mode, {_DEAD} AS dead,
    coalesce(b.score, q.score) AS intensity, q.quad AS quad_code,
    location AS place_name, g.value AS place_country, admin1 AS place_admin1,
    {_SITE.stored},
    CASE geo_precision WHEN '1' THEN 'city' WHEN '2' THEN 'admin2' WHEN '3' THEN 'admin1' END AS place_precision,
    CASE WHEN source IS NULL THEN [] ELSE string_split_regex(source, '\\s*;\\s*') END AS outlets,
    list_concat({_people("actor", 1)}, {_people("recipient", 2)}) AS people, {_extra()} AS extra
FROM chunk
LEFT JOIN acled_types y ON y.kind = lower(trim(chunk.event_type)) AND y.sub_kind = ''
LEFT JOIN acled_types s ON s.kind = y.kind AND s.sub_kind = lower(trim(chunk.sub_event_type))
LEFT JOIN types o ON o.word = CASE WHEN s.kind IS NULL THEN y.plover_type ELSE s.plover_type END
LEFT JOIN quads q ON q.word = o.value
LEFT JOIN modes m ON m.word = o.value || ' ' || CASE WHEN s.kind IS NULL THEN y.plover_mode ELSE s.plover_mode END
LEFT JOIN mode_scores b ON b.word = m.word
LEFT JOIN countries g ON g.word = lower(trim(country))
"""


EVENTS = Kind(
    "acled", Contract(ACLED, (ACLED,), ("event_id_cnty", "event_type"), {}, ("", "None", "NULL", "NA", "NaN")),
    _SELECT, _TAKEN, sectors="sectors",
)  # fmt: skip
