"""Templates: Jinja with everything escaped, and the filters by which pages show records."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from dragoman.codebook import load_codebook

Record = dict[str, Any]
# Control characters, and marks that turn the direction of text, of an article must not steer the page.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
_NUMBERS = {"dead": "dead", "injured": "injured", "arrested": "arrested", "abducted": "abducted",
            "displaced": "displaced", "participants": "taking part", "troops": "troops"}  # fmt: skip


@cache
def environment() -> Environment:
    """The templates of the package."""
    made = Environment(
        loader=PackageLoader("dragoman.desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"],
    )  # fmt: skip
    filters = (clean, web, day, when, where, number, percent, segment, counts, type_name, quad_name, who_key)
    made.filters.update({f.__name__: f for f in filters})
    made.globals.update(QUADS=QUADS)
    return made


def clean(text: Any) -> str:
    """Text of an article with what would steer a page or hide letters replaced."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", "" if text is None else str(text))


def web(address: Any) -> str:
    """An address of the web, or nothing: ``javascript:`` and the like are none."""
    try:
        parts = urlsplit(str(address or ""))
    except ValueError:
        return ""
    return str(address) if parts.scheme in ("http", "https") and parts.netloc else ""


def segment(text: Any) -> str:
    """A value as a part of a path."""
    return quote(str(text), safe="")


def day(value: Any) -> str:
    """A day as people read it: 19 June 2024.

    >>> day("2024-06-19")
    '19 June 2024'
    """
    if not value:
        return ""
    try:
        date = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return f"{date.day} {date:%B} {date.year}"


def when(event: Record) -> str:
    """An event's date, as precise as it is known."""
    start, end = event["date_start"], event["date_end"]
    if not start:
        return "no date"
    size = {"month": 7, "year": 4}.get(event["date_precision"], 10)
    first = str(start)[:size]
    if event["date_precision"] in ("range", "week") and end and str(end) != str(start):
        return f"{first} to {end}"
    return first


def where(event: Record) -> str:
    """An event's place and country."""
    place = event["place"]
    if not place:
        return ""
    country = place["country"] or ""
    name = clean(place["name"] or country)
    return f"{name}, {country}" if country and place["precision"] != "country" and name != country else name


def number(value: Any) -> str:
    """A number with thousands divided."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if isinstance(value, float) else ""


def percent(value: float | None) -> str:
    """A share as a whole percentage; empty where there is none."""
    return "" if value is None else f"{round(100 * value)} %"


def counts(event: Record) -> list[str]:
    """The counts that are told of an event, in words: "22 dead"."""
    magnitude, bounds = event.get("magnitude") or {}, event.get("magnitude_bounds") or {}
    told = [f"{_count(magnitude, bounds, k)} {name}" for k, name in _NUMBERS.items() if _count(magnitude, bounds, k)]
    if amount := _count(magnitude, bounds, "amount"):
        told.append(f"{amount} {magnitude.get('currency') or ''}".strip())
    return told


def _count(magnitude: Record, bounds: Record, kind: str) -> str:
    value = magnitude.get(kind)
    if value is not None:
        return f"{value:,}"
    return clean(bounds[kind]["text"]) if kind in bounds else ""


def type_name(event: Record) -> str:
    """Type and mode as people read them: "Assault, aerial"."""
    kind = str(event["event_type"] or "?").capitalize()
    return f"{kind}, {event['event_mode']}" if event["event_mode"] else kind


def quad_name(code: Any) -> str:
    """The name of a quad code."""
    return QUADS.get(code, "")


def who_key(actor: Record) -> str:
    """What leads to an actor's page: identity, else name."""
    return str(actor.get("entity_id") or actor.get("name") or actor.get("country") or "")


def known_types() -> Sequence[str]:
    """The event types of the codebook."""
    return tuple(load_codebook().types)
