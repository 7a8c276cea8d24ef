"""JSON lines: this project's own records, and PLOVER's."""

from __future__ import annotations

import json

from dragoman.exchange.contracts import PLOVER_LOCATION
from dragoman.exchange.importing.kinds import Kind
from dragoman.exchange.importing.phrases import json_of, refusal, warned
from dragoman.exchange.importing.reading import LINES, read_lines
from dragoman.records import MAGNITUDES, STATUSES

OWN = "jsonl"  # the data set of own records that tell no other
_ACTOR = {
    "name": "VARCHAR", "country": "VARCHAR", "sector": "VARCHAR", "sectors": ["VARCHAR"], "office": "VARCHAR",
    "entity_id": "VARCHAR", "text": "VARCHAR",
}  # fmt: skip
_PARTY = tuple(k for k in _ACTOR if k != "sectors")
_BOUND = {"low": "BIGINT", "high": "BIGINT", "text": "VARCHAR"}
_PLACE = {
    "name": "VARCHAR", "country": "VARCHAR", "admin1": "VARCHAR", "latitude": "DOUBLE", "longitude": "DOUBLE",
    "geonames_id": "BIGINT", "precision": "VARCHAR",
}  # fmt: skip
_MENTION = {
    "mention_id": "VARCHAR", "sentence": "INTEGER", "start": "INTEGER", "end": "INTEGER", "text": "VARCHAR",
    "trigger": {"start": "INTEGER", "end": "INTEGER", "text": "VARCHAR"}, "attribution": [{**_ACTOR, "cue": "VARCHAR"}],
    "status": "VARCHAR", "certainty": "DOUBLE", "source_certainty": "DOUBLE", "why": "VARCHAR",
}  # fmt: skip
_RECORD = {
    **dict.fromkeys(("event_id", "event_type", "event_mode", "cameo_code", "date_start", "date_end", "date_precision",
                     "date_source", "status", "dataset", "url"), "VARCHAR"),
    **dict.fromkeys(("intensity", "goldstein", "certainty", "source_certainty", "confidence"), "DOUBLE"),
    "quad_code": "INTEGER", "contexts": ["VARCHAR"], "actors": [_ACTOR], "recipients": [_ACTOR], "said_by": [_ACTOR],
    "object": {"text": "VARCHAR", "kind": "VARCHAR", "quantity": "DOUBLE"}, "place": _PLACE,
    "magnitude": {**dict.fromkeys(MAGNITUDES, "BIGINT"), "currency": "VARCHAR"},
    "magnitude_bounds": dict.fromkeys(MAGNITUDES, _BOUND), "mentions": [_MENTION],
    "sources": {"articles": "INTEGER", "voices": "INTEGER", "outlets": ["VARCHAR"], "first_seen": "VARCHAR",
                "last_seen": "VARCHAR"},
    "disagreements": "JSON", "extra": "JSON",
}  # fmt: skip
_FILE = "CASE WHEN json_valid(text) AND json_type(text) = 'OBJECT' THEN text END"
_BROKEN = ("obj IS NULL", "broken-json", "'the line is no JSON object: ' || left(text, 60)")
_TAKEN = frozenset(LINES.columns)
_STATED = ", ".join(f"'{s}'" for s in STATUSES)


def _wrong(field: str, taken: str, what: str) -> tuple[str, str, str]:
    """The check of a field that must be readable where it is told."""
    words = f"'the field {field} holds ' || left(s.{field}, 60) || ': {what}'"
    return f"s.{field} IS NOT NULL AND ({taken}) IS NULL", "wrong-field", words


def _actors(side: str, field: str) -> str:
    cell = "CASE WHEN len(a.sectors) > 0 THEN array_to_string(a.sectors, ',') END"
    return (
        f"list_transform(coalesce(s.{field}, []), lambda a, i: {{side: '{side}', position: (i - 1)::INTEGER, "
        f"name: a.name, country: a.country, sector: a.sector, sectors: {cell}, office: a.office, "
        "entity_id: a.entity_id, text: a.text})"
    )


_DATASET = f"CASE WHEN s.dataset IS NULL OR s.dataset = 'dragoman' THEN '{OWN}' ELSE s.dataset END"
_PREFIX = f"({_DATASET} || ':')"
_ID = f"CASE WHEN starts_with(s.event_id, {_PREFIX}) THEN substr(s.event_id, len({_PREFIX}) + 1) ELSE s.event_id END"
_EVENT_ID = f"({_DATASET}) || ':' || ({_ID})"
_OWN_REFUSED = refusal((
    _BROKEN,
    ("coalesce(s.event_id, '') = ''", "missing-field", "'the field event_id is empty: every record needs its id'"),
    ("NOT regexp_full_match(" + _DATASET + ", '[a-z0-9][a-z0-9_-]{0,39}')", "wrong-field",
     "'the field dataset holds ' || left(s.dataset, 60) || ': small letters, digits, _ and - are wanted'"),
    ("s.event_type IS NULL AND s.cameo_code IS NULL", "missing-field",
     "'the field event_type is empty: one of the 16 PLOVER types is wanted'"),
    _wrong("event_type", "t.value", "one of the 16 PLOVER types is wanted"),
    _wrong("date_start", "iso_day(s.date_start)", "a day is wanted, as YYYY-MM-DD"),
    _wrong("date_end", "iso_day(s.date_end)", "a day is wanted, as YYYY-MM-DD"),
    _wrong("status", f"CASE WHEN s.status IN ({_STATED}) THEN s.status END", ", ".join(STATUSES) + " are wanted"),
))  # fmt: skip
_LATITUDE, _LONGITUDE = "number(s.place.latitude, -90, 90)", "number(s.place.longitude, -180, 180)"


def _lost(path: str, taken: str) -> str:
    """Whether a record tells something that was not taken over."""
    return f"coalesce(json_type(obj, '{path}'), 'NULL') <> 'NULL' AND ({taken}) IS NULL"


_OWN_WARNED = warned({
    "quad_code is not 1, 2, 3 or 4": _lost("$.quad_code", "whole(s.quad_code, 1, 4)"),
    "intensity is no number": _lost("$.intensity", "s.intensity"),
    "place.latitude is no latitude": _lost("$.place.latitude", _LATITUDE),
    "place.longitude is no longitude": _lost("$.place.longitude", _LONGITUDE),
    "actors is no list": _lost("$.actors", "s.actors"),
    "recipients is no list": _lost("$.recipients", "s.recipients"),
    "mentions is no list": _lost("$.mentions", "s.mentions"),
    **{f"magnitude.{k} is no count": _lost(f"$.magnitude.{k}", f"s.magnitude.{k}") for k in MAGNITUDES},
})  # fmt: skip


def _bounds() -> str:
    every = ", ".join(
        f"{{kind: '{k}', low: s.magnitude_bounds.{k}.low, high: s.magnitude_bounds.{k}.high, "
        f"text: s.magnitude_bounds.{k}.text}}" for k in MAGNITUDES
    )  # fmt: skip
    return f"list_filter([{every}], lambda b: b.text IS NOT NULL OR b.low IS NOT NULL OR b.high IS NOT NULL)"


def _own() -> str:
    parties = ", ".join(f"{k}: a.{k}" for k in _PARTY)
    return f"""
SELECT line, {_ID} AS id, {_DATASET} AS dataset, {_OWN_REFUSED}, {_OWN_WARNED},
    t.value AS event_type, s.event_mode, whole(s.quad_code, 1, 4)::INTEGER AS quad_code, s.intensity, s.cameo_code,
    s.goldstein, coalesce(s.contexts, []) AS contexts, s.object.text AS object_text, s.object.kind AS object_kind,
    s.object.quantity AS object_quantity, iso_day(s.date_start) AS date_start, iso_day(s.date_end) AS date_end,
    coalesce(s.date_precision, CASE WHEN s.date_start IS NULL THEN 'none' ELSE 'day' END) AS date_precision,
    coalesce(s.date_source, CASE WHEN s.date_start IS NOT NULL THEN 'import' END) AS date_source,
    s.place.name AS place_name, s.place.country AS place_country, s.place.admin1 AS place_admin1,
    {_LATITUDE} AS place_latitude, {_LONGITUDE} AS place_longitude, s.place.geonames_id AS place_geonames_id,
    s.place.precision AS place_precision, coalesce(s.status, 'occurred') AS status, s.certainty, s.source_certainty,
    list_transform(coalesce(s.said_by, []), lambda a: {{{parties}}}) AS said_by,
    {", ".join(f"s.magnitude.{k} AS {k}" for k in (*MAGNITUDES, "currency"))}, {_bounds()} AS bounds, s.confidence,
    len(s.mentions)::INTEGER AS mention_count, s.sources.articles AS telling_count, s.sources.voices AS voice_count,
    coalesce(s.sources.outlets, []) AS outlets, iso_day(s.sources.first_seen) AS first_seen,
    iso_day(s.sources.last_seen) AS last_seen,
    nullif(s.disagreements::VARCHAR, 'null') AS disagreements, s.url, nullif(s.extra::VARCHAR, 'null') AS extra,
    json_merge_patch(obj::JSON, json_object('event_id', {_EVENT_ID}, 'dataset', {_DATASET}))::VARCHAR AS record,
    list_concat({_actors("actor", "actors")}, {_actors("recipient", "recipients")}) AS people,
    s.mentions AS told
FROM (SELECT line, text, {_FILE} AS obj, from_json({_FILE}, '{json.dumps(_RECORD)}') AS s FROM chunk)
LEFT JOIN types t ON t.word = upper(trim(s.event_type))
"""


_LINK = ", ".join(f"{k}: a.{k}" for k in ("name", "country", "sector", "sectors", "office", "entity_id", "text"))
_OWN_MENTIONS = f"""
SELECT dataset, event_id, dataset || ':' || m.mention_id AS mention_id, (place - 1)::INTEGER AS position, m.sentence,
    m.start, m.end, m.text, m.trigger.start AS trigger_start, m.trigger.end AS trigger_end,
    m.trigger.text AS trigger_text, m.status, m.certainty, m.source_certainty, m.why,
    list_transform(coalesce(m.attribution, []), lambda a: {{{_LINK}, start: NULL::INTEGER, "end": NULL::INTEGER,
        why: NULL::VARCHAR, cue: a.cue, cue_start: NULL::INTEGER, cue_end: NULL::INTEGER}}) AS attribution
FROM (SELECT dataset, event_id, unnest(told) AS m, generate_subscripts(told, 1) AS place FROM taken)
WHERE m.mention_id IS NOT NULL
"""
EVENTS = Kind(OWN, LINES, _own(), _TAKEN, reader=read_lines, mentions=_OWN_MENTIONS)


_PLOVER_RECORD = {
    **dict.fromkeys(("id", "event_id", "date", "event_date", "event", "event_type", "mode", "event_mode", "publisher",
                     "url", "text", "status", "enddate", "date_precision", "place_precision", "cameo_code"), "VARCHAR"),
    **dict.fromkeys(("context", "contexts", "source", "actor", "target", "recipient", "location", "event_loc"), "JSON"),
    **dict.fromkeys(("event_scale", "goldstein", "confidence"), "DOUBLE"), "quad_code": "INTEGER",
    "said_by": [dict.fromkeys(_PARTY, "VARCHAR")], "size": dict.fromkeys(("dead", "injured", "arrested"), "BIGINT"),
    "cite_info": {"url": "VARCHAR", "publication": "VARCHAR"},
}  # fmt: skip
# `identifier_text`, `identifier_id`, `actor_text` and `cc3` are the PLOVER manual's names.
_PLOVER_ACTOR = {
    **dict.fromkeys(("name", "code", "country", "sector", "text", "office"), "VARCHAR"), "sectors": ["VARCHAR"],
    **dict.fromkeys(("actor_text", "identifier_text", "identifier_id"), "VARCHAR"),
}  # fmt: skip
_LOCATION = dict.fromkeys((*PLOVER_LOCATION, "cc3", "geonameid"), "VARCHAR")
_PLOVER_DAY = "coalesce(iso_day(day), compact_day(day))"
_NO_STATES = "('IGO', 'NGO', 'NGM', 'MNC', 'INT')"


def _plover_side(side: str, field: str) -> str:
    """Actors as a list of objects; one object alone and a mere name are taken as a list of one."""
    cell = f"CASE json_type({field}) WHEN 'ARRAY' THEN {field} WHEN 'OBJECT' THEN json_array({field}) " \
           f"WHEN 'VARCHAR' THEN json_array(json_object('name', {field}->>'$')) END"  # fmt: skip
    code = f"coalesce(a.country, CASE WHEN a.code NOT IN {_NO_STATES} THEN a.code END)"
    words = "coalesce(a.text, a.actor_text)"
    return (
        f"list_transform(coalesce(from_json({cell}, '{json.dumps([_PLOVER_ACTOR])}'), []), lambda a, i: "
        f"{{side: '{side}', position: (i - 1)::INTEGER, name: coalesce(a.name, a.identifier_text, {words}, a.code), "
        f"country: {code}, sector: coalesce(a.sector, CASE WHEN a.code IN {_NO_STATES} THEN a.code END), "
        "sectors: CASE WHEN len(a.sectors) > 0 THEN array_to_string(a.sectors, ',') END, "
        f"office: a.office, entity_id: a.identifier_id, text: {words}}})"
    )


_PLOVER_REFUSED = refusal((
    _BROKEN,
    ("coalesce(own, '') = ''", "missing-field", "'the field id is empty: every record needs its id'"),
    ("coalesce(day, '') = ''", "missing-field", "'the field date is empty: write the day as YYYY-MM-DD'"),
    (f"{_PLOVER_DAY} IS NULL", "wrong-field",
     "'the field date holds ' || left(day, 60) || ': a day is wanted, as YYYY-MM-DD'"),
    ("coalesce(kind, '') = ''", "missing-field", "'the field event is empty: one of the 16 PLOVER types is wanted'"),
    ("t.value IS NULL", "wrong-field",
     "'the field event holds ' || left(kind, 60) || ': one of the 16 PLOVER types is wanted'"),
))  # fmt: skip
# What stands in columns; the sides and the place are kept whole, for what else they tell.
_PLOVER_TAKEN = json.dumps(dict.fromkeys(("id", "date", "event", "mode", "context", "url", "publisher")))


def _first(*fields: str) -> str:
    """A field that may be a list, of which the first counts."""
    told = f"coalesce({', '.join(fields)})"
    return f"CASE WHEN starts_with({told}, '[') THEN json_extract_string({told}, '$[0]') ELSE {told} END"


def _plover() -> str:
    latitude, longitude = "number(l.latitude, -90, 90)", "number(l.longitude, -180, 180)"
    mode = "regexp_replace(lower(trim(manner)), '[ _]+', '-', 'g')"
    kept = {"mode": "CASE WHEN m.value IS NULL THEN manner END", "event": "CASE WHEN t.value <> kind THEN kind END"}
    rest = f"json_merge_patch(obj::JSON, '{_PLOVER_TAKEN}'::JSON)"
    contexts = """CASE json_type(about) WHEN 'ARRAY' THEN from_json(about, '["VARCHAR"]')
        WHEN 'VARCHAR' THEN string_split_regex(about->>'$', '\\s*[,;|]\\s*') END"""
    return f"""
SELECT line, trim(own) AS id, {_PLOVER_REFUSED}, {
        warned(
            {
                "mode is not in the codebook": "manner <> '' AND m.value IS NULL",
                "location.country is no known country": "wrong(coalesce(l.country, l.cc3), g.value)",
                "location.latitude is no latitude": f"wrong(l.latitude, {latitude})",
                "location.longitude is no longitude": f"wrong(l.longitude, {longitude})",
            }
        )
    },
    {_PLOVER_DAY} AS date_start, coalesce(iso_day(s.enddate), {_PLOVER_DAY}) AS date_end,
    CASE WHEN s.date_precision IN ('week', 'month', 'year', 'range') THEN s.date_precision
        WHEN iso_day(s.enddate) > {_PLOVER_DAY} THEN 'range' ELSE 'day' END AS date_precision, 'import' AS date_source,
    t.value AS event_type, m.value AS event_mode, coalesce(whole(s.quad_code, 1, 4)::INTEGER, q.quad) AS quad_code,
    coalesce(s.event_scale, b.score, q.score) AS intensity, s.cameo_code, s.goldstein, s.confidence,
    s.size.dead, s.size.injured, s.size.arrested, coalesce(s.said_by, []) AS said_by,
    list_filter(list_transform(coalesce({
        contexts
    }, []), lambda c: replace(lower(trim(c)), ' ', '_')), lambda c: c <> '')
        AS contexts,
    l.name AS place_name, g.value AS place_country, {latitude} AS place_latitude, {longitude} AS place_longitude,
    whole(l.geonameid, 1, 1e12) AS place_geonames_id, s.place_precision, coalesce(s.url, s.cite_info.url) AS url,
    list_filter([coalesce(s.publisher, s.cite_info.publication)], lambda o: o IS NOT NULL) AS outlets,
    CASE WHEN s.status IN ({_STATED}) THEN s.status ELSE 'occurred' END AS status,
    nullif(json_merge_patch({rest}, coalesce({json_of(kept)}, '{{}}')::JSON)::VARCHAR, '{{}}') AS extra,
    list_concat({_plover_side("actor", "doer")}, {_plover_side("recipient", "target")}) AS people
FROM (
    SELECT line, text, obj, s, coalesce(s.id, s.event_id) AS own, coalesce(s.date, s.event_date) AS day,
        {_first("s.event", "s.event_type")} AS kind, {_first("s.mode", "s.event_mode")} AS manner,
        coalesce(s.context, s.contexts) AS about, coalesce(s.source, s.actor) AS doer,
        coalesce(s.target, s.recipient) AS target,
        from_json(coalesce(s.location, s.event_loc), '{json.dumps(_LOCATION)}') AS l
    FROM (SELECT line, text, {_FILE} AS obj, from_json({_FILE}, '{json.dumps(_PLOVER_RECORD)}') AS s FROM chunk)
)
LEFT JOIN types t ON t.word = upper(trim(kind))
LEFT JOIN quads q ON q.word = t.value
LEFT JOIN modes m ON m.word = t.value || ' ' || {mode}
LEFT JOIN mode_scores b ON b.word = m.word
LEFT JOIN countries g ON g.word = lower(trim(coalesce(l.country, l.cc3)))
"""


PLOVER = Kind("plover", LINES, _plover(), _TAKEN, reader=read_lines)
