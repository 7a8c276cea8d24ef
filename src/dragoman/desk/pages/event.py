"""/event/ID: one event explained: its sentences, what decided each field, why they are one, what became of it."""

from __future__ import annotations

from typing import Any

from dragoman.desk.asking import At, Visit
from dragoman.desk.event_rows import COLUMNS, event_row
from dragoman.desk.marking import Mark, marked
from dragoman.desk.pages.article import reasons
from dragoman.desk.views import Copies, View, page
from dragoman.ledger import history
from dragoman.ledger.feed import links_within, what_changed

Record = dict[str, Any]
_ARTICLES = """
SELECT DISTINCT s.article_id, s.outlet, s.url, s.title, s.published, s.licence FROM event_sources s
WHERE event_id = ? ORDER BY published NULLS LAST, article_id NULLS LAST, url
"""


@page("/event/{event_id:path}", "event.html")
def event(at: At, event_id: str) -> View:
    """One event by its id or the beginning of it; a former id leads to what it is part of now."""
    known = at.answers.once(("event", event_id), lambda: _known(at, event_id))
    record, titles = known["event"], {s["article_id"]: s for s in known["articles"]}
    key = record["event_id"]
    return View(
        f"{record['event_type']} {key}",
        known,
        [event_row(record)],
        COLUMNS,
        Copies(f"ledger.event({key!r})\nledger.mentions({key!r})", _sql(key)),
        {"told": [_told(m, record, titles.get(m["article_id"], {})) for m in known["mentions"]]},
        [record.get("dataset") or "dragoman"],
    )


def _known(at: Visit, event_id: str) -> Record:
    """All that the snapshot says of an event."""
    record = at.book.event(event_id)
    key = record["event_id"]
    return {
        "event": record,
        "mentions": at.book.mentions(key),
        "articles": at.book.frame(_ARTICLES, [key]).to_records(),
        "links": links_within(at.book, key),
        "history": [{**c, "what": what_changed(c)} for c in history(at.book, key)],
        "former": None if key.startswith(event_id) else event_id,
    }


def _sql(key: str) -> str:
    quoted = key.replace("'", "''")
    return f"SELECT * FROM events WHERE event_id = '{quoted}';\nSELECT * FROM mentions WHERE event_id = '{quoted}'"


def _told(mention: Record, event: Record, article: Record) -> Record:
    """A mention with its sentence marked, where it stands, and its reasons one by one."""
    start, text = mention["start"] or 0, mention["text"] or ""
    marks = [
        Mark(a["start"] - start, a["end"] - start, side[:-1], event["event_id"])
        for side in ("actors", "recipients")
        for a in mention[side]
        if a["start"] is not None
    ]
    if mention["trigger_start"] is not None:
        ends = mention["trigger_start"] - start, mention["trigger_end"] - start
        marks.append(Mark(*ends, "trigger", event["event_id"], event["quad_code"]))
    whole = {"start": 0, "end": len(text), "kind": "paragraph"}
    blocks = marked(text, [whole], marks, ())
    return {"mention": mention, "blocks": blocks, "article": article, "why": reasons(mention["why"])}
