"""/search: sentences by their words, each with its article and the events that it tells."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from dragoman.desk.asking import Asked, At, Word
from dragoman.desk.copying import arguments
from dragoman.desk.views import Copies, View, page

Record = dict[str, Any]
_COLUMNS = ("article_id", "title", "outlet", "published", "url", "sentence", "start", "end", "kind", "text", "score",
            "event_ids")  # fmt: skip


class SearchAsked(Asked):
    """Words, and of which articles."""

    q: Annotated[str | None, Field(max_length=500)] = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    outlet: Word | None = None
    sort: Word = "relevance"
    limit: Annotated[int, Field(ge=1, le=10_000)] = 50


@page("/search", "search.html")
def search(at: At, asked: Annotated[SearchAsked, Query()]) -> View:
    """Sentences that hold words."""
    if asked.q is None:
        return View("Search", {"query": None}, (), _COLUMNS)
    given = {k: v for k in ("date_from", "date_to", "outlet") if (v := getattr(asked, k)) is not None}
    found = at.book.search(asked.q, sort=asked.sort, limit=asked.limit, **given)
    rows = [{**row, "event_ids": [e["event_id"] for e in row["events"]]} for row in found]
    options = {"sort": asked.sort, "limit": asked.limit, **given}
    python = f"ledger.search({asked.q!r}, {arguments(options)})"
    shown = {"found": [{**row, "pieces": _pieces(row["text"], row["hits"])} for row in rows], "asked": asked}
    return View(f"Search: {asked.q}", {"query": asked.q}, rows, _COLUMNS, Copies(python), shown)


def _pieces(text: str, hits: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is what was looked for."""
    pieces, place = [], 0
    for start, end in hits:
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [*pieces, (text[place:], False)]
