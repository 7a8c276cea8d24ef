"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import IO, Any

from dragoman.articles.limits import whole
from dragoman.articles.raw import Raw
from dragoman.articles.repair import BadBytesError, is_binary
from dragoman.records import LeftOut

_DROP = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"</(?:p|div|h\d|li|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def read_feed(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """One document an entry."""
    import feedparser

    data = whole(stream)
    if is_binary(data):
        raise BadBytesError("binary", "not a feed")
    feed: Any = feedparser.parse(data)
    if not feed.entries:
        yield LeftOut(origin, "", "unreadable", "no feed entries were found; is it RSS or Atom?")
    outlet = feed.feed.get("title") if feed.entries else None
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, origin, f"entry {number}", outlet)


def _entry(entry: Any, origin: str, record: str, outlet: str | None) -> Raw | LeftOut:
    parts = [c.get("value", "") for c in entry.get("content", [])]
    text = to_text(max([*parts, entry.get("summary", "") or ""], key=len))
    if not text:
        return LeftOut(origin, record, "missing-text", "the entry has neither content nor summary")
    published = entry.get("published") or entry.get("updated")
    title = to_text(entry.get("title", "") or "") or None
    return Raw(text, origin, record, title, entry.get("author"), published, outlet, entry.get("link"))


def to_text(markup: str) -> str:
    """The words of a piece of HTML, a blank line between its paragraphs."""
    markup = _BREAK.sub("\n\n", _DROP.sub("", markup))
    return unescape(_TAG.sub("", markup)).strip()
