"""Longer articles of the schoolbook, in which every word that tells an event is marked.

Unlike reports, their events are not put together from their mentions, and nobody said who stands behind a name: a
telling is a word with its type, mode and status and with the phrases of its own sentence that name actor, recipient
and source. Whatever is not marked tells no event.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.codebook import Codebook
from dragoman.records import STATUSES, Status
from dragoman.schoolbook.items import Item, Span, read_lines

_SIDES = ("actors", "recipients", "sources")


@dataclass(frozen=True, slots=True)
class Telling:
    """A word that tells an event; spans are of characters in the article's text."""

    trigger: Span
    event_type: str
    mode: str | None
    status: Status
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    alternative: str | None = None  # an equally defensible type


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """An article (title first, a blank line, body) with its tellings in the order of the text."""

    item: Item
    tellings: tuple[Telling, ...]


def read_articles(path: Path) -> list[MarkedArticle]:
    """All articles of a JSONL file.

    Raises:
        InputError: a line is no marked article, or a quoted word does not stand where it is said to; names file, line
            and field.
    """
    return read_lines(path, _article, "a marked article")


def write_articles(articles: Iterable[MarkedArticle], path: Path) -> None:
    """Writes articles, one JSON object a line; spans as [start, end, words]."""
    with path.open("w", encoding="utf-8") as out:
        for article in articles:
            out.write(json.dumps(_record(article), ensure_ascii=False) + "\n")


def telling_problems(article: MarkedArticle, codebook: Codebook) -> Iterator[str]:
    """Everything that is wrong with an article's tellings, each in words."""
    modes, seen = codebook.modes, set()
    for telling in article.tellings:
        words = article.item.text[slice(*telling.trigger)]
        for name in (telling.event_type, telling.alternative):
            if name and name not in modes:
                yield f"{words!r}: type {name!r} is not in the codebook"
        if telling.mode and telling.mode not in modes.get(telling.event_type, ()):
            yield f"{words!r}: {telling.event_type} has no mode {telling.mode!r}"
        if telling.status not in STATUSES:
            yield f"{words!r}: status {telling.status!r}; one of {', '.join(STATUSES)}"
        if telling.trigger in seen:
            yield f"{words!r} at {telling.trigger[0]} is told twice"
        seen.add(telling.trigger)


def _record(article: MarkedArticle) -> dict[str, Any]:
    item = article.item

    def quoted(span: Span) -> list[Any]:
        return [*span, item.text[slice(*span)]]

    tellings = []
    for telling in article.tellings:
        told: dict[str, Any] = {"word": quoted(telling.trigger), "type": telling.event_type, "status": telling.status}
        if telling.mode:
            told["mode"] = telling.mode
        told |= {side: [quoted(s) for s in getattr(telling, side)] for side in _SIDES if getattr(telling, side)}
        if telling.alternative:
            told["alt_type"] = telling.alternative
        tellings.append(told)
    head = {k: getattr(item, k) for k in ("voice", "country", "date") if getattr(item, k)}
    return {"id": item.item_id, "kind": "article", **head, "text": item.text, "tellings": tellings}


def _article(record: Mapping[str, Any]) -> MarkedArticle:
    head = {k: record.get(k) for k in ("voice", "country", "date")}
    item = Item(record["id"], "article", record["text"], (), **head)

    def span(quoted: list[Any]) -> Span:
        start, end, words = quoted
        if item.text[start:end] != words:
            raise ValueError(f"{words!r} does not stand at {start}")
        return start, end

    def telling(told: Mapping[str, Any]) -> Telling:
        sides: dict[str, Any] = {side: tuple(map(span, told.get(side, ()))) for side in _SIDES}
        return Telling(
            span(told["word"]),
            told["type"],
            told.get("mode"),
            told["status"],
            alternative=told.get("alt_type"),
            **sides,
        )

    return MarkedArticle(item, tuple(telling(t) for t in record["tellings"]))
