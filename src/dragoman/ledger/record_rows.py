"""Between an event's JSON record and its rows in the tables ``events`` and ``event_actors``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.records import MAGNITUDES

Record = dict[str, Any]
Row = dict[str, Any]
_SAME = ("event_id", "event_type", "event_mode", "quad_code", "intensity", "cameo_code", "goldstein", "contexts",
         "date_precision", "date_source", "status", "certainty", "source_certainty", "confidence")  # fmt: skip
_THING = ("text", "kind", "quantity")
_PLACE = ("name", "country", "admin1", "latitude", "longitude", "geonames_id", "precision")
_PARTY = ("name", "country", "sector", "office", "entity_id", "text")
_ACTOR = ("name", "country", "sector", "sectors", "office", "entity_id", "text")
_SIDES = (("actor", "actors"), ("recipient", "recipients"))


def event_row(record: Mapping[str, Any], text: str | None = None) -> Row:
    """The row of table ``events``; what the record does not hold is left out.

    Args:
        record: with the keys of ``records.event_record``; ``sources`` and ``disagreements`` where it has them.
        text: the record as JSON, where it is known already.
    """
    thing, place = record.get("object") or {}, record.get("place") or {}
    bounds: Mapping[str, Any] = record.get("magnitude_bounds") or {}
    told: Mapping[str, Any] = record.get("sources") or {}
    return {
        **{k: record.get(k) for k in _SAME},
        **{f"object_{k}": thing.get(k) for k in _THING},
        **{k: day(record.get(k)) for k in ("date_start", "date_end")},
        **{f"place_{k}": place.get(k) for k in _PLACE},
        "said_by": [{k: a.get(k) for k in _PARTY} for a in record.get("said_by") or ()],
        **{k: (record.get("magnitude") or {}).get(k) for k in (*MAGNITUDES, "currency")},
        "bounds": [{"kind": kind, **bound} for kind, bound in bounds.items()],
        "mention_count": len(record.get("mentions") or ()),
        "telling_count": told.get("articles"),
        "voice_count": told.get("voices"),
        "outlets": told.get("outlets"),
        "first_seen": day(told.get("first_seen")),
        "last_seen": day(told.get("last_seen")),
        "disagreements": json_text(record["disagreements"]) if record.get("disagreements") else None,
        "record": json_text(record) if text is None else text,
    }


def actor_rows(record: Mapping[str, Any]) -> list[Row]:
    """The rows of table ``event_actors``; offsets and reasons stand in those of its tellings."""
    return [
        {
            "event_id": record["event_id"],
            "side": side,
            "position": position,
            "key": actor.get("country") or actor.get("entity_id"),
            **{k: actor.get(k) for k in _ACTOR},
        }
        for side, key in _SIDES
        for position, actor in enumerate(record.get(key) or ())
    ]


def record_of(row: Mapping[str, Any], actors: Iterable[Mapping[str, Any]]) -> Record:
    """The record of an event that has none, from its rows: an imported one.

    Args:
        row: of ``events``.
        actors: its rows of ``event_actors``, in their order.
    """
    sides: dict[str, list[Record]] = {"actor": [], "recipient": []}
    for actor in actors:
        sides[actor["side"]].append({k: actor[k] for k in _ACTOR})
    return {
        **{k: row[k] for k in _SAME[:8]},
        "actors": sides["actor"],
        "recipients": sides["recipient"],
        "object": _group(row, "object", _THING, "text"),
        **{k: row[k].isoformat() if row[k] else None for k in ("date_start", "date_end")},
        **{k: row[k] for k in ("date_precision", "date_source")},
        "place": _group(row, "place", _PLACE, "name"),
        **{k: row[k] for k in ("status", "certainty", "source_certainty")},
        "said_by": row["said_by"] or [],
        "magnitude": {k: row[k] for k in (*MAGNITUDES, "currency")},
        "magnitude_bounds": {b["kind"]: {k: b[k] for k in ("low", "high", "text")} for b in row["bounds"] or ()},
        "confidence": row["confidence"],
        "mentions": [],
        "sources": {
            "articles": row["telling_count"],
            "voices": row["voice_count"],
            "outlets": row["outlets"] or [],
            **{k: row[k].isoformat() if row[k] else None for k in ("first_seen", "last_seen")},
        },
        "disagreements": json.loads(row["disagreements"]) if row["disagreements"] else None,
        "dataset": row["dataset"],
        "url": row["url"],
        "extra": json.loads(row["extra"]) if row["extra"] else None,
    }


def _group(row: Mapping[str, Any], name: str, keys: Sequence[str], needed: str) -> Record | None:
    group = {k: row[f"{name}_{k}"] for k in keys}
    return group if any(v is not None for k, v in group.items() if k in (needed, "country", "latitude")) else None


def day(text: str | None) -> dt.date | None:
    """An ISO date; None where it is none."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except (ValueError, TypeError):
        return None


def json_text(record: Any) -> str:
    """JSON in one line, as the ledger stores it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
