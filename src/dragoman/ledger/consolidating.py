"""One event from what several articles tell of it: the best value of each field, and where they disagree.

A value is worth the voices that tell it: near copies of one text are one voice. Ties go to the article that came first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.records import MAGNITUDES

Record = dict[str, Any]
_KIND = ("event_type", "event_mode", "quad_code", "intensity", "cameo_code", "goldstein")
_DATE = ("date_start", "date_end", "date_precision", "date_source")
_SOURCES = {"clause": 0, "sentence": 1, "dateline": 2, "import": 2, "publication": 3}
_FINE = {"day": 0, "range": 1, "week": 1, "month": 2, "year": 3}
_PLACES = {"city": 0, "admin2": 1, "admin1": 2, "area": 3, "country": 4}
_AHEAD = ("planned", "possible")
_MOST = 0.99


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells of an event: the coder's record and which article it is."""

    record: Mapping[str, Any]
    article_id: str
    voice: str
    outlet: str | None = None
    published: dt.date | None = None


def consolidated(event_id: str, told: Sequence[Told]) -> Record:
    """The record of an event.

    Args:
        event_id: its identity.
        told: what its articles tell, in the order in which they came into the ledger; one at least.
    """
    status = _status(told)
    surest = max((t.record for t in told if t.record["status"] == status), key=lambda r: abs(r["certainty"] or 0.0))
    date = min(told, key=lambda t: (*_date_worth(t.record), -_voices(told, _date, _date(t.record))))
    return {
        "event_id": event_id,
        **_kind(told),
        "contexts": _by_voices(told, lambda r: r["contexts"]),
        "actors": _side(told, "actors"),
        "recipients": _side(told, "recipients"),
        "object": _most_told(told, lambda r: r["object"], lambda thing: str(thing["text"]).casefold()),
        **{k: date.record[k] for k in _DATE},
        "place": _place(told),
        "status": status,
        "certainty": surest["certainty"],
        "source_certainty": surest["source_certainty"],
        "said_by": _said_by(told),
        **_magnitude(told),
        "confidence": _confidence(told),
        "mentions": _mentions(told),
        "sources": sources(told),
        "disagreements": disagreements(told),
    }


def sources(told: Sequence[Told]) -> Record:
    """Who tells it: articles, voices, outlets in the order of publication, first and last publication day."""
    days = sorted(t.published for t in told if t.published)
    in_time = sorted(told, key=lambda t: t.published or dt.date.max)
    return {
        "articles": len({t.article_id for t in told}),
        "voices": len({t.voice for t in told}),
        "outlets": list(dict.fromkeys(t.outlet for t in in_time if t.outlet)),
        "first_seen": days[0].isoformat() if days else None,
        "last_seen": days[-1].isoformat() if days else None,
    }


def disagreements(told: Sequence[Told]) -> Record | None:
    """By field, the values told and the articles that tell each; None where all agree."""
    found = {field: _values(told, read) for field, read in _COMPARED.items()}
    return {field: values for field, values in found.items() if len(values) > 1} or None


def _values(told: Sequence[Told], read: Callable[[Mapping[str, Any]], Hashable | None]) -> list[Record]:
    articles: dict[Hashable, list[str]] = {}
    for one in told:
        value = read(one.record)
        if value is not None:
            articles.setdefault(value, []).append(one.article_id)
    return [{"value": v, "articles": sorted(set(where))} for v, where in articles.items()]


def _date(record: Mapping[str, Any]) -> str | None:
    """The day, where the article itself tells one."""
    own = record["date_precision"] == "day" and record["date_source"] != "publication"
    return record["date_start"] if own else None


def _city(record: Mapping[str, Any]) -> str | None:
    place = record["place"]
    return place["name"] if place and place["precision"] == "city" else None


def _read(field: str) -> Callable[[Mapping[str, Any]], Hashable | None]:
    return lambda record: record[field]


def _count(kind: str) -> Callable[[Mapping[str, Any]], Hashable | None]:
    return lambda record: record["magnitude"][kind]


_COMPARED: dict[str, Callable[[Mapping[str, Any]], Hashable | None]] = {
    **{field: _read(field) for field in ("event_type", "event_mode", "status")},
    "date_start": _date,
    "place": _city,
    **{kind: _count(kind) for kind in MAGNITUDES},
}


def _voices(told: Sequence[Told], read: Callable[[Mapping[str, Any]], Hashable | None], value: Hashable) -> int:
    return len({t.voice for t in told if read(t.record) == value})


def _by_voices(told: Sequence[Told], read: Callable[[Mapping[str, Any]], Sequence[Hashable]]) -> list[Any]:
    """All values told, those of most voices first."""
    voices: dict[Hashable, set[str]] = {}
    for one in told:
        for value in read(one.record):
            voices.setdefault(value, set()).add(one.voice)
    return sorted(voices, key=lambda v: -len(voices[v]))


def _kind(told: Sequence[Told]) -> Record:
    event_type = _by_voices(told, lambda r: [r["event_type"]])[0]
    same = [t for t in told if t.record["event_type"] == event_type]
    modes = _by_voices(same, lambda r: [r["event_mode"]] if r["event_mode"] else [])
    chosen = next(t.record for t in same if not modes or t.record["event_mode"] == modes[0])
    return {k: chosen[k] for k in _KIND}


def _side(told: Sequence[Told], side: str) -> list[Record]:
    """The side of the article that names most: known countries first, then known identities, then voices."""

    def keys(record: Mapping[str, Any]) -> frozenset[str]:
        return frozenset(a["country"] or a["entity_id"] or a["name"] for a in record[side])

    def worth(one: Told) -> tuple[int, int, int]:
        first = one.record[side][:2]
        known = sum(bool(a["country"]) for a in first)
        return known, sum(bool(a["entity_id"]) for a in first), _voices(told, keys, keys(one.record))

    return list(max(told, key=worth).record[side])


def _most_told(told: Sequence[Told], read: Callable[[Mapping[str, Any]], Any], key: Callable[[Any], Hashable]) -> Any:
    values = [read(t.record) for t in told]
    ranked = _by_voices(told, lambda r: [key(read(r))] if read(r) else [])
    return next((v for v in values if v and key(v) == ranked[0]), None) if ranked else None


def _date_worth(record: Mapping[str, Any]) -> tuple[int, int]:
    return _SOURCES.get(record["date_source"], 4), _FINE.get(record["date_precision"], 4)


def _place(told: Sequence[Told]) -> Record | None:
    fine = min((_PLACES.get(p["precision"], 5) for t in told if (p := t.record["place"])), default=None)

    def finest(record: Mapping[str, Any]) -> Any:
        place = record["place"]
        return place if place and _PLACES.get(place["precision"], 5) == fine else None

    place: Record | None = _most_told(told, finest, lambda p: (p["name"], p["country"]))
    return place


def _status(told: Sequence[Told]) -> str:
    """By voices; what is told as planned or possible yields to what is told as come true or denied."""
    settled = [t for t in told if t.record["status"] not in _AHEAD]
    return str(_by_voices(settled or told, lambda r: [r["status"]])[0])


def _said_by(told: Sequence[Told]) -> list[Record]:
    """All sources, unless half the voices or more tell it on their own account."""
    own = {t.voice for t in told if not t.record["said_by"]}
    if 2 * len(own) >= len({t.voice for t in told}):
        return []
    named = {(a["name"], a["country"]): a for t in reversed(told) for a in t.record["said_by"]}
    return list(reversed(named.values()))


def _magnitude(told: Sequence[Told]) -> Record:
    """Each count from the article that was published last of those that state it: tolls rise."""
    in_time = sorted(told, key=lambda t: t.published or dt.date.min)
    counts: Record = dict.fromkeys((*MAGNITUDES, "currency"))
    bounds: Record = {}
    for one in in_time:
        stated = one.record["magnitude_bounds"]
        bounds.update(stated)
        counts.update({kind: one.record["magnitude"][kind] for kind in stated})
        if "amount" in stated:
            counts["currency"] = one.record["magnitude"]["currency"]
    return {"magnitude": counts, "magnitude_bounds": {k: bounds[k] for k in MAGNITUDES if k in bounds}}


def _confidence(told: Sequence[Told]) -> float:
    """That at least one voice is right, each taken at its surest."""
    wrong = 1.0
    for voice in sorted({t.voice for t in told}):
        wrong *= 1.0 - max(t.record["confidence"] for t in told if t.voice == voice)
    return round(min(_MOST, 1.0 - wrong), 3)


def _mentions(told: Sequence[Told]) -> list[Record]:
    in_time = sorted(told, key=lambda t: (t.published or dt.date.max, t.article_id))
    return [m for t in in_time for m in t.record["mentions"]]
