"""An event as one row of a table: what CSV has of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Record = dict[str, Any]
COLUMNS = (
    "event_id", "dataset", "event_type", "event_mode", "quad_code", "intensity", "cameo_code", "goldstein",
    "actor_name", "actor_country", "actor_sector", "recipient_name", "recipient_country", "recipient_sector",
    "date_start", "date_end", "date_precision", "date_source", "place_name", "place_country", "latitude", "longitude",
    "status", "said_by", "contexts", "dead", "injured", "arrested", "abducted", "displaced", "participants", "troops",
    "amount", "currency", "confidence", "articles", "outlets", "article_id", "sentence", "text", "url",
)  # fmt: skip
_PLAIN = ("event_id", *COLUMNS[2:8], "date_start", "date_end", "date_precision", "date_source", "status", "contexts",
          "confidence")  # fmt: skip


def event_row(record: Record) -> Record:
    """The row of an event record; several values are lists."""
    place, told = record["place"] or {}, record.get("sources") or {}
    first: Record = next(iter(record["mentions"]), {})
    return {
        **{k: record[k] for k in _PLAIN},
        "dataset": record.get("dataset") or "dragoman",
        **_side(record["actors"], "actor"),
        **_side(record["recipients"], "recipient"),
        "place_name": place.get("name"),
        "place_country": place.get("country"),
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "said_by": [s["name"] for s in record["said_by"]],
        **{k: v for k, v in record["magnitude"].items() if k in COLUMNS},
        "articles": told.get("articles"),
        "outlets": told.get("outlets"),
        **{k: first.get(k) for k in ("article_id", "sentence", "text")},
        "url": record.get("url"),
    }


def _side(actors: Sequence[Record], name: str) -> Record:
    return {f"{name}_{k}": [a[k] for a in actors if a[k]] for k in ("name", "country", "sector")}
