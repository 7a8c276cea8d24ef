"""GDELT 2.0 and 1.0 events, and GDELT 2.0 mentions."""

from __future__ import annotations

from dragoman.exchange.contracts import GDELT, GDELT_1, GDELT_MENTIONS, GDELT_OTHER_NAMES
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
    text,
    warned,
)

_MISSING = ("", "None", "NULL", "---")
# What stands in columns of the ledger, or follows from them.
_TAKEN = frozenset({
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "Actor1Name", "Actor2Name", "EventCode",
    "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumArticles",
    "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "Actor1CountryCode", "Actor2CountryCode", "SOURCEURL",
})  # fmt: skip
_SITE = Coordinates("ActionGeo_Lat", "ActionGeo_Long")
_WANTED = "compact_day(SQLDATE)"


def _unread(column: str, taken: str) -> str:
    return kept(column, f"wrong({name(column)}, {taken})")


def _extra() -> str:
    """All else that a row says, under GDELT's names; of what is taken over, only what the ledger words otherwise."""
    extra = {
        "MonthYear": kept("MonthYear", "MonthYear IS DISTINCT FROM left(SQLDATE, 6)"),
        "Year": kept("Year", "Year IS DISTINCT FROM left(SQLDATE, 4)"),
        "EventCode": kept("EventCode", "EventCode IS DISTINCT FROM k.code"),
        "EventBaseCode": kept("EventBaseCode", "EventBaseCode IS DISTINCT FROM left(EventCode, 3)"),
        "EventRootCode": kept("EventRootCode", "EventRootCode IS DISTINCT FROM left(EventCode, 2)"),
        "Actor1CountryCode": kept("Actor1CountryCode", "Actor1CountryCode IS DISTINCT FROM c1.value"),
        "Actor2CountryCode": kept("Actor2CountryCode", "Actor2CountryCode IS DISTINCT FROM c2.value"),
        "ActionGeo_CountryCode": kept("ActionGeo_CountryCode", "f.value IS NULL OR f.value IN ('PSE', 'SRB', 'ATF')"),
        "ActionGeo_Lat": _unread("ActionGeo_Lat", f"CASE WHEN NOT {_SITE.nowhere} THEN {_SITE.latitude} END"),
        "ActionGeo_Long": _unread("ActionGeo_Long", f"CASE WHEN NOT {_SITE.nowhere} THEN {_SITE.longitude} END"),
        "QuadClass": _unread("QuadClass", "whole(QuadClass, 1, 4)"),
        "GoldsteinScale": _unread("GoldsteinScale", "number(GoldsteinScale, -10, 10)"),
        "NumMentions": _unread("NumMentions", "whole(NumMentions, 0, 2e9)"),
        "NumArticles": _unread("NumArticles", "whole(NumArticles, 0, 2e9)"),
    }
    return json_of(extra, "kept")


def _actor(side: str, number: int) -> str:
    """An actor, where the row has one: a code or a name."""
    a = f"Actor{number}"
    sectors = f"nullif(concat_ws(',', {', '.join(f'{a}Type{n}Code' for n in (1, 2, 3))}), '')"
    group = f"CASE WHEN c{number}.value IS NULL AND {a}KnownGroupCode IS NOT NULL THEN "
    group += f"coalesce(g{number}.value, 'cameo:' || {a}KnownGroupCode) END"
    made = person(
        side, name=f"coalesce({a}Name, {a}Code)", country=f"{a}CountryCode", sectors=sectors, entity_id=group,
    )  # fmt: skip
    return (
        f"CASE WHEN {a}Code IS NOT NULL OR {a}Name IS NOT NULL OR {a}CountryCode IS NOT NULL THEN [{made}] ELSE [] END"
    )


_REFUSED = refusal((
    empty("GLOBALEVENTID", "every row needs its number"),
    ("NOT regexp_full_match(trim(GLOBALEVENTID), '[0-9]{1,19}')", "wrong-field",
     "'the field GLOBALEVENTID holds ' || left(GLOBALEVENTID, 60) || ': a whole number is wanted'"),
    empty("SQLDATE", "write the day as YYYYMMDD"),
    bad("SQLDATE", _WANTED, "a day is wanted, as YYYYMMDD"),
    empty("EventCode", "a CAMEO code is wanted"),
    bad("EventCode", "k.code", "it is no CAMEO code"),
))  # fmt: skip
_WARNED = warned({
    "QuadClass is not 1, 2, 3 or 4": "wrong(QuadClass, whole(QuadClass, 1, 4))",
    "GoldsteinScale is not within -10 and 10": "wrong(GoldsteinScale, number(GoldsteinScale, -10, 10))",
    "NumMentions is no count": "wrong(NumMentions, whole(NumMentions, 0, 2e9))",
    "NumArticles is no count": "wrong(NumArticles, whole(NumArticles, 0, 2e9))",
    **_SITE.checks(),
    "ActionGeo_CountryCode is not in FIPS 10-4": "ActionGeo_CountryCode IS NOT NULL AND f.word IS NULL",
    "EventCode has no PLOVER type": "k.event_type IS NULL AND k.code IS NOT NULL",
})  # fmt: skip


_SELECT = f"""
SELECT line, trim(GLOBALEVENTID) AS id, {_REFUSED}, {_WARNED},
    {_WANTED} AS date_start, {_WANTED} AS date_end, 'day' AS date_precision, 'import' AS date_source,
    k.event_type, k.event_mode, k.code AS cameo_code, k.contexts, k.score AS intensity,
    coalesce(whole(QuadClass, 1, 4), k.quad)::INTEGER AS quad_code, number(GoldsteinScale, -10, 10) AS goldstein,
    whole(NumMentions, 0, 2e9) AS mention_count, whole(NumArticles, 0, 2e9) AS telling_count,
    compact_day(left(DATEADDED, 8)) AS first_seen, SOURCEURL AS url,
    split_part(ActionGeo_FullName, ',', 1) AS place_name, f.value AS place_country,
    CASE WHEN ActionGeo_Type IN ('2', '5') THEN split_part(ActionGeo_FullName, ',', 1)
        WHEN ActionGeo_Type IN ('3', '4') AND ActionGeo_FullName LIKE '%,%,%'
        THEN nullif(trim(split_part(ActionGeo_FullName, ',', 2)), '') END AS place_admin1,
    {_SITE.stored},
    CASE ActionGeo_Type WHEN '1' THEN 'country' WHEN '2' THEN 'admin1' WHEN '3' THEN 'city' WHEN '4' THEN 'city'
        WHEN '5' THEN 'admin1' END AS place_precision,
    list_concat({_actor("actor", 1)}, {_actor("recipient", 2)}) AS people, {_extra()} AS extra
FROM chunk
LEFT JOIN codes k ON k.said = EventCode
LEFT JOIN fips f ON f.word = ActionGeo_CountryCode
LEFT JOIN cameo_countries c1 ON c1.word = Actor1CountryCode
LEFT JOIN cameo_countries c2 ON c2.word = Actor2CountryCode
LEFT JOIN cameo_groups g1 ON g1.word = Actor1KnownGroupCode
LEFT JOIN cameo_groups g2 ON g2.word = Actor2KnownGroupCode
"""


EVENTS = Kind(
    "gdelt",
    Contract(GDELT, (GDELT, GDELT_1, GDELT_1[:-1]), ("GLOBALEVENTID", "EventCode"), GDELT_OTHER_NAMES, _MISSING),
    _SELECT, _TAKEN, countries="cameo_countries", sectors="sectors", codes="EventCode",
)  # fmt: skip

_MENTION_DAY = "compact_day(left(EventTimeDate, 8))"
_MENTION_TAKEN = frozenset(
    {"GLOBALEVENTID", "EventTimeDate", "MentionSourceName", "SentenceID", "Confidence", "MentionIdentifier"}
)
_MENTION_REFUSED = refusal((
    empty("GLOBALEVENTID", "every mention needs the number of its event"),
    ("NOT regexp_full_match(trim(GLOBALEVENTID), '[0-9]{1,19}')", "wrong-field",
     "'the field GLOBALEVENTID holds ' || left(GLOBALEVENTID, 60) || ': a whole number is wanted'"),
    empty("MentionIdentifier", "the address or name of the source is wanted"),
    empty("EventTimeDate", "write the time of the event as YYYYMMDDHHMMSS"),
    bad("EventTimeDate", _MENTION_DAY, "a time is wanted, as YYYYMMDDHHMMSS"),
))  # fmt: skip
_MENTION_WARNED = warned({
    "SentenceID is no number of a sentence": "wrong(SentenceID, whole(SentenceID, 0, 1e6))",
    "Confidence is no percentage": "wrong(Confidence, number(Confidence, 0, 100))",
})  # fmt: skip


def _mention_extra() -> str:
    extra = {
        "MentionIdentifier": kept("MentionIdentifier", "MentionType IS DISTINCT FROM '1'"),
        "EventTimeDate": kept("EventTimeDate", "EventTimeDate NOT LIKE '________000000'"),
        "SentenceID": kept("SentenceID", "wrong(SentenceID, whole(SentenceID, 1, 1e6))"),
        "Confidence": _unread("Confidence", "number(Confidence, 0, 100)"),
    }
    return json_of(extra, "kept")


_MENTION_TOLD = "concat_ws(chr(9), MentionIdentifier, MentionTimeDate, SentenceID, ActionCharOffset)"
_SELECT_MENTIONS = f"""
SELECT line, trim(GLOBALEVENTID) || ':' || left(sha256({_MENTION_TOLD}), 16) AS id,
    {_MENTION_REFUSED}, {_MENTION_WARNED}, 'gdelt:' || trim(GLOBALEVENTID) AS event_id,
    CASE WHEN MentionType = '1' THEN MentionIdentifier END AS url, MentionSourceName AS outlet,
    (whole(SentenceID, 1, 1e6) - 1)::INTEGER AS sentence, number(Confidence, 0, 100) / 100 AS confidence,
    {_MENTION_DAY} AS date_start, {_MENTION_DAY} AS date_end, 'day' AS date_precision, 'import' AS date_source,
    'occurred' AS status, {_mention_extra()} AS extra
FROM chunk
"""


MENTIONS = Kind(
    "gdelt", Contract(GDELT_MENTIONS, (GDELT_MENTIONS,), ("GLOBALEVENTID", "MentionIdentifier"), {}, _MISSING),
    _SELECT_MENTIONS, _MENTION_TAKEN, events=False,
    mentions=f"SELECT {text('gdelt:')} || id AS mention_id, * FROM taken",
)  # fmt: skip
