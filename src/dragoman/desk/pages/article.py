"""/article/ID: an article as it was read, with its events and statements beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.desk.asking import At, Visit
from dragoman.desk.event_rows import COLUMNS, event_row
from dragoman.desk.marking import marked, marks_of_mentions, marks_of_statements
from dragoman.desk.views import Copies, View, page

Record = dict[str, Any]
_REASONS = ("frame ", "the typer ", "a guess", "actor ", "recipient ", "status ", "date:", "place:", "said by ")
_MENTIONS = "FROM mentions WHERE article_id = ? ORDER BY sentence, trigger_start, mention_id"
_ACTORS = "FROM mention_actors WHERE article_id = ? ORDER BY position"
_REVISIONS = """
SELECT v.content_hash, v.run_id, b.created, v.content_hash = a.content_hash AS shown
FROM revisions v JOIN articles a USING (article_id) LEFT JOIN batches b ON b.batch = v.batch
WHERE article_id = ? ORDER BY b.sequence
"""


@page("/article/{article_id}", "article.html")
def article(at: At, article_id: str) -> View:
    """One article by its id or the beginning of it: text, events, statements, revisions."""
    found = at.book.article(article_id)
    key = found["article_id"]
    events = at.book.events(article_id=key)
    mentions = _mentions(at, key)
    statements = at.book.statements(article_id=key)
    order = {m["event_id"]: place for place, m in reversed(list(enumerate(mentions)))}
    events.sort(key=lambda e: order.get(e["event_id"], len(order)))
    quads = {e["event_id"]: e["quad_code"] for e in events}
    marks = [*marks_of_mentions(mentions, quads), *marks_of_statements(statements)]
    revisions = at.book.frame(_REVISIONS, [key]).to_records()
    return View(
        found["title"] or "Article",
        {"article": found, "events": events, "statements": statements, "revisions": revisions},
        [event_row(e) for e in events],
        COLUMNS,
        Copies(f"ledger.article({key!r})\nledger.events(article_id={key!r})\nledger.statements(article_id={key!r})",
               f"SELECT * FROM mentions WHERE article_id = '{key}' ORDER BY sentence"),
        {
            "blocks": marked(found["text"], found["blocks"], marks, at.book.sentences(key)),
            "cards": [card(e, _of_event(mentions, e["event_id"])) for e in events],
        },
    )  # fmt: skip


def card(event: Record, mentions: Sequence[Mapping[str, Any]]) -> Record:
    """An event with what a card shows beside it: the sentences that tell it here, and what decided."""
    return {
        "event": event,
        "sentences": list(dict.fromkeys(m["sentence"] for m in mentions)),
        "date_text": next((m["date_text"] for m in mentions if m.get("date_text")), None),
        "why": list(dict.fromkeys(reason for m in mentions for reason in reasons(m["why"]))),
    }


def reasons(why: str | None) -> list[str]:
    """What decided, one reason each; a reason may hold the mark that divides them.

    >>> reasons("status occurred: told as a fact; date: none stated; published 2024-06-19")
    ['status occurred: told as a fact', 'date: none stated; published 2024-06-19']
    """
    parts: list[str] = []
    for part in (why or "").split("; "):
        if not part or (parts and not part.startswith(_REASONS)):
            parts[-1:] = [f"{parts[-1]}; {part}"] if parts and part else parts[-1:]
        else:
            parts.append(part)
    return parts


def _mentions(at: Visit, article_id: str) -> list[Record]:
    mentions = at.book.frame(_MENTIONS, [article_id]).to_records()
    actors = at.book.frame(_ACTORS, [article_id]).to_records()
    for mention in mentions:
        own = [a for a in actors if a["mention_id"] == mention["mention_id"]]
        mention["actors"] = [a for a in own if a["side"] == "actor"]
        mention["recipients"] = [a for a in own if a["side"] == "recipient"]
    return mentions


def _of_event(mentions: Sequence[Record], event_id: str) -> list[Record]:
    return [m for m in mentions if m["event_id"] == event_id]
