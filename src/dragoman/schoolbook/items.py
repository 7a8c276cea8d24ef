"""What the schoolbook holds: texts with the events that they tell of, each tied to the words that tell it.

Words are stored as quoted strings; their character spans are computed from them, so that a corrected text never
leaves a stale offset behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from dragoman.errors import InputError
from dragoman.records import Status

Kind = Literal["report", "sentence", "article"]
Span = tuple[int, int]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Party:
    """An actor, recipient or source: ``text`` as the item names it (empty where it is only implied)."""

    text: str
    name: str
    country: str | None  # ISO 3166-1 alpha-3
    sector: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event happened."""

    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A few words that occur once in the item's text; ``trigger`` is the part of them that evokes the event."""

    text: str
    trigger: str


@dataclass(frozen=True, slots=True)
class Event:
    """One event of an item, after the annotation guide; ``quotes`` has one entry a mention, the first leading."""

    event_type: str
    mode: str | None
    quotes: tuple[Quote, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    status: Status = "occurred"
    said_by: Party | None = None
    date: str | None = None  # YYYY, YYYY-MM or YYYY-MM-DD
    place: Place | None = None
    central: bool = False
    alternative: str | None = None  # an equally defensible type


@dataclass(frozen=True, slots=True)
class Item:
    """A report (title first, a blank line, body) or a sentence or two, with every event that it tells of."""

    item_id: str
    kind: Kind
    text: str
    events: tuple[Event, ...]
    voice: str | None = None  # who writes: wire, state-media, ...
    country: str | None = None  # where a report is set
    date: str | None = None  # the day of a report
    contrast: str | None = None  # name of the contrast set that a sentence belongs to

    def trigger(self, quote: Quote) -> Span:
        """Character span of the trigger of a quote.

        Raises:
            ValueError: the quote does not occur exactly once.
        """
        if self.text.count(quote.text) != 1:
            raise ValueError(f"{quote.text!r} occurs {self.text.count(quote.text)} times; it must occur once")
        start = self.text.index(quote.text) + quote.text.index(quote.trigger)
        return start, start + len(quote.trigger)

    def party(self, party: Party, trigger: Span) -> Span | None:
        """Character span of the naming of a party that is nearest to a trigger; None where it is only implied."""
        if not party.text:
            return None
        found: list[Span] = []
        at = self.text.find(party.text)
        while at >= 0:
            found.append((at, at + len(party.text)))
            at = self.text.find(party.text, at + 1)
        whole = [s for s in found if _whole(self.text, s)] or found
        if not whole:
            raise ValueError(f"{party.text!r} does not occur in the text")
        return min(whole, key=lambda s: max(trigger[0] - s[1], s[0] - trigger[1]))


def _whole(text: str, span: Span) -> bool:
    start, end = span
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())


def read_items(path: Path) -> list[Item]:
    """All items of a JSONL file.

    Raises:
        InputError: a line is no item; names file, line and field.
    """
    return read_lines(path, _item, "a schoolbook item")


def read_lines(path: Path, made: Callable[[Any], T], what: str) -> list[T]:
    """What the lines of a JSONL file hold.

    Args:
        path: the file.
        made: makes one of a line's object.
        what: what a line should be, for the error.

    Raises:
        InputError: a line is none; names file, line and field.
    """
    out = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            out.append(made(json.loads(line)))
        except (ValueError, KeyError, TypeError) as e:
            raise InputError(f"{path}:{number}: not {what}: {e!r}") from e
    return out


def write_items(items: Iterable[Item], path: Path) -> None:
    """Writes items, one JSON object a line; missing fields are left out."""
    with path.open("w", encoding="utf-8") as out:
        for item in items:
            out.write(json.dumps(_record(item), ensure_ascii=False) + "\n")


def _record(item: Item) -> dict[str, Any]:
    head = {k: getattr(item, k) for k in ("voice", "country", "date", "contrast") if getattr(item, k)}
    events = [_event_record(e) for e in item.events]
    return {"id": item.item_id, "kind": item.kind, **head, "text": item.text, "events": events}


def _event_record(event: Event) -> dict[str, Any]:
    record: dict[str, Any] = {
        "type": event.event_type,
        "mode": event.mode,
        "actor": [_party_record(p) for p in event.actors],
        "recipient": [_party_record(p) for p in event.recipients],
        "date": event.date,
        "place": event.place and {"name": event.place.name, "country": event.place.country},
        "status": event.status,
        "said_by": event.said_by and _party_record(event.said_by),
        "central": event.central,
        "where_said": [q.text for q in event.quotes],
        "trigger": [q.trigger for q in event.quotes],
    }
    if event.alternative:
        record["alt_types"] = [event.alternative]
    return record


def _party_record(party: Party) -> dict[str, Any]:
    return {"name": party.name, "country": party.country, "sector": party.sector, "text": party.text}


def _item(record: dict[str, Any]) -> Item:
    head = {k: record.get(k) for k in ("voice", "country", "date", "contrast")}
    events = tuple(_event(e) for e in record["events"])
    return Item(record["id"], record["kind"], record["text"], events, **head)


def _event(record: dict[str, Any]) -> Event:
    quotes = tuple(Quote(q, t) for q, t in zip(record["where_said"], record["trigger"], strict=True))
    return Event(
        event_type=record["type"],
        mode=record["mode"],
        quotes=quotes,
        actors=tuple(Party(**p) for p in record["actor"]),
        recipients=tuple(Party(**p) for p in record["recipient"]),
        status=record["status"],
        said_by=Party(**record["said_by"]) if record["said_by"] else None,
        date=record["date"],
        place=Place(**record["place"]) if record["place"] else None,
        central=record["central"],
        alternative=(record.get("alt_types") or [None])[0],
    )
