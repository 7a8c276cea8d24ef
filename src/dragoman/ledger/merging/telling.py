"""What one article tells of one happening, as merging compares it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, NamedTuple

from dragoman.ledger.merging.words import names, stems
from dragoman.records import MAGNITUDES

COUNTED = tuple(kind for kind in MAGNITUDES if kind != "amount_usd")
_SENTENCES = 4  # of an event, that are compared: the first ones


class Party(NamedTuple):
    """One of a side: what the sides of two tellings are compared by.

    ``key`` is the country, else the entity, else the name.
    """

    key: str
    country: str | None
    sector: str | None
    entity_id: str | None
    name: str


class Site(NamedTuple):
    """Where it happened; degrees are WGS84, None where unknown."""

    name: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What one article tells of one happening: an event as the coder made it within that article.

    ``voice`` is the group of near-duplicate articles that the article belongs to. Days are proleptic Gregorian
    ordinals (``datetime.date.toordinal``): ``first`` and ``last`` that the event may cover, ``published`` that of the
    article. ``counts`` are (kind, low, high), a bound None where the words set none. ``words`` are the content stems
    of the sentences, ``names`` their capitalised words, ``headline`` the content stems of the title.
    """

    telling_id: str
    article_id: str
    voice: str
    event_type: str
    event_mode: str | None
    quad: int
    status: str
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    first: int | None
    last: int | None
    precision: str
    source: str | None
    published: int | None
    place: Site | None
    counts: tuple[tuple[str, int | None, int | None], ...]
    triggers: tuple[str, ...]
    objects: tuple[str, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    headline: tuple[str, ...]
    vector: tuple[float, ...] | None = None


def telling_of(record: Mapping[str, Any], published: dt.date | None, voice: str, title: str | None) -> Telling:
    """The telling that an event's JSON record holds.

    Args:
        record: an event as ``records.event_record`` writes it.
        published: day of the article.
        voice: group of near-duplicate articles that the article belongs to; its own id where there is none.
        title: the article's title.
    """
    mentions = record["mentions"]
    text = "\n".join(dict.fromkeys(m["text"] for m in mentions[:_SENTENCES]))
    return Telling(
        telling_id=record["event_id"],
        article_id=mentions[0]["article_id"] if mentions else "",
        voice=voice,
        event_type=intern(record["event_type"]),
        event_mode=record["event_mode"],
        quad=record["quad_code"],
        status=intern(record["status"]),
        actors=_side(record["actors"]),
        recipients=_side(record["recipients"]),
        first=_day(record["date_start"]),
        last=_day(record["date_end"] or record["date_start"]),
        precision=intern(record["date_precision"]),
        source=record["date_source"],
        published=published.toordinal() if published else None,
        place=_site(record["place"]),
        counts=_counts(record),
        triggers=_interned(stems(" ".join(m["trigger"]["text"] for m in mentions))),
        objects=_interned(stems(record["object"]["text"] if record["object"] else "")),
        words=_interned(stems(text)),
        names=_interned(sorted({n for line in text.split("\n") for n in names(line)})),
        headline=_interned(stems(title or "")),
    )


def _interned(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(intern, words))


def _side(actors: Sequence[Mapping[str, Any]]) -> tuple[Party, ...]:
    return tuple(
        Party(
            intern(a["country"] or a["entity_id"] or a["name"]),
            a["country"],
            a["sector"],
            a["entity_id"],
            intern(a["name"]),
        )
        for a in actors
    )


def _day(text: str | None) -> int | None:
    try:
        return dt.date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None


def _site(place: Mapping[str, Any] | None) -> Site | None:
    if place is None:
        return None
    return Site._make(place.get(key) for key in Site._fields)


def _counts(record: Mapping[str, Any]) -> tuple[tuple[str, int | None, int | None], ...]:
    bounds = record.get("magnitude_bounds") or {}
    values = record.get("magnitude") or {}
    out = []
    for kind in COUNTED:
        if kind in bounds:
            out.append((kind, bounds[kind]["low"], bounds[kind]["high"]))
        elif values.get(kind) is not None:
            out.append((kind, values[kind], values[kind]))
    return tuple(out)
