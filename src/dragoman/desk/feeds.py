"""A saved question as a feed: Atom (RFC 4287) and JSON Feed 1.1, the events added last first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from fastapi import FastAPI
from starlette.responses import Response

from dragoman.desk.answering import dumped
from dragoman.desk.asking import At, Filters, Visit
from dragoman.desk.templates import clean, segment, type_name, where
from dragoman.ledger.filters import EventFilters

Record = dict[str, Any]
_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 100
_MOMENTS = """
SELECT e.event_id, coalesce(r.finished, r.started) AS updated FROM events e LEFT JOIN runs r ON r.run_id = e.last_run
WHERE e.event_id IN (SELECT unnest(?))
"""


def add_feeds(app: FastAPI) -> None:
    """Registers both forms of the feed of events."""

    def atom(at: At, asked: Filters) -> Response:
        return Response(as_atom(at, entries(at, asked.filters())), media_type="application/atom+xml")

    def feed(at: At, asked: Filters) -> Response:
        return Response(as_json_feed(at, entries(at, asked.filters())), media_type="application/feed+json")

    for suffix, answer in ((".atom", atom), (".feed.json", feed)):
        name = f"events_{answer.__name__}"
        app.get(f"/events{suffix}", name=name, operation_id=name, response_class=Response)(answer)


def entries(at: Visit, filters: EventFilters) -> list[Record]:
    """The events of a feed: id, title, text, address, moment (UTC) of their last change."""
    events = at.book.events(sort="-added", limit=_MOST, **filters)
    rows = at.book.frame(_MOMENTS, [[e["event_id"] for e in events]]).to_records()
    moments = {row["event_id"]: row["updated"] for row in rows}
    return [_entry(at, event, moments.get(event["event_id"])) for event in events]


def _entry(at: Visit, event: Record, moment: dt.datetime | None) -> Record:
    sides = [", ".join(clean(a["name"]) for a in event[side]) for side in ("actors", "recipients")]
    place = where(event)
    title = f"{type_name(event)}: {' → '.join(s for s in sides if s)}" + (f" in {place}" if place else "")
    told = "\n".join(clean(m["text"]) for m in event["mentions"][:3])
    when = event["date_start"] or "no date"
    return {
        "id": f"urn:dragoman:event:{segment(event['event_id'])}",
        "title": clean(title),
        "text": f"{when}, {event['status']}. {told}".strip(),
        "address": f"{at.base}/event/{segment(event['event_id'])}",
        "updated": f"{(moment or dt.datetime(1970, 1, 1)).isoformat(timespec='seconds')}Z",
    }


def as_atom(at: Visit, found: list[Record]) -> bytes:
    """Entries as an Atom feed."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", f"{at.base}{at.here}")
    _add(feed, "title", _title(at))
    _add(feed, "updated", max((e["updated"] for e in found), default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", "Dragoman")
    for name, address in _links(at):
        ElementTree.SubElement(feed, "link", rel=name, href=address)
    for one in found:
        entry = _add(feed, "entry")
        for name in ("id", "title", "updated"):
            _add(entry, name, one[name])
        _add(entry, "summary", one["text"])
        ElementTree.SubElement(entry, "link", rel="alternate", href=one["address"])
    made: bytes = ElementTree.tostring(feed, "utf-8", xml_declaration=True)
    return made


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name)
    made.text = text
    return made


def as_json_feed(at: Visit, found: list[Record]) -> bytes:
    """Entries as a JSON feed."""
    own, page = (address for _, address in _links(at))
    items = [
        {
            "id": e["id"],
            "url": e["address"],
            "title": e["title"],
            "content_text": e["text"],
            "date_modified": e["updated"],
        }
        for e in found
    ]
    version = "https://jsonfeed.org/version/1.1"
    return dumped({"version": version, "title": _title(at), "home_page_url": page, "feed_url": own, "items": items})


def _links(at: Visit) -> Iterator[tuple[str, str]]:
    yield "self", at.base + at.here.with_suffix(".atom")
    yield "alternate", at.base + str(at.here)


def _title(at: Visit) -> str:
    asked = ", ".join(f"{k} {v}" for k, v in at.here.pairs)
    return clean(f"Events in {at.book.path.name}" + (f": {asked}" if asked else ""))
