"""From a raw document to an ``Article``, or to the reason why not."""

from __future__ import annotations

import datetime as dt

from dragoman.articles.dates import in_future, parse_date
from dragoman.articles.identity import article_id, content_hash, web_address
from dragoman.articles.language import detect
from dragoman.articles.layout import lay_out
from dragoman.articles.limits import MAX_DOCUMENT
from dragoman.articles.plain import guess_title
from dragoman.articles.raw import Raw
from dragoman.articles.repair import one_line, repair
from dragoman.records import Article, LeftOut

MIN_WORDS = 5


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    byline: str | None = None,
    published: dt.date | str | None = None,
    source: str | None = None,
    url: str | None = None,
    licence: str | None = None,
    origin: str = "",
    record: str = "",
) -> Article | LeftOut:
    """An article from its text.

    Args:
        text: the body, with or without the title in its first line.
        title: the title; without it, a first line that looks like one is taken.
        byline: who wrote it.
        published: day of publication.
        source: the outlet.
        url: where it was published; the article's identity.
        licence: terms of use.
        origin: the file it comes from.
        record: line, row or member in that file.
    """
    return build(Raw(text, origin, record, title, byline, published, source, url, licence))


def build(raw: Raw, default_date: dt.date | None = None) -> Article | LeftOut:
    """The raw document repaired, checked and laid out."""
    if len(raw.text) > MAX_DOCUMENT:
        return LeftOut(raw.origin, raw.record, "too-large", f"more than {MAX_DOCUMENT // 2**20} MB of text")
    body = repair(raw.text)
    title = _clean(raw.title) or _clean(guess_title(body))
    text = with_title(title, body)
    published = parse_date(raw.published) or default_date
    language = detect(body)
    if refused := _refuse(raw, body, published, language):
        return refused
    layout = lay_out(text, title)
    return Article(
        article_id=article_id(raw.url, text),
        content_hash=content_hash(text),
        text=text,
        blocks=layout.blocks,
        title=title,
        byline=_clean(raw.byline) or layout.byline,
        dateline=layout.dateline,
        published=published,
        source=_clean(raw.source),
        url=web_address(_clean(raw.url)),
        language=language,
        licence=_clean(raw.licence),
        origin=raw.origin,
        record=raw.record,
    )


def with_title(title: str | None, body: str) -> str:
    """The body behind its title and a blank line, unless its first line is the title."""
    first = " ".join(body.split("\n", 1)[0].split())
    if not title or first.casefold() == title.casefold():
        return body
    return f"{title}\n\n{body}"


def _refuse(raw: Raw, body: str, published: dt.date | None, language: str | None) -> LeftOut | None:
    words = len(body.split(None, MIN_WORDS))
    reason = detail = ""
    if not words:
        reason, detail = "empty", "there is no text"
    elif words < MIN_WORDS:
        reason, detail = "too-short", f"fewer than {MIN_WORDS} words"
    elif language not in (None, "en"):
        reason, detail = "not-english", f"the text is in {language!r}; only English is coded"
    elif published and in_future(published):
        reason, detail = "future-date", f"published on {published}, which is still to come; correct the date"
    known = article_id(raw.url, body) if reason and raw.url else None
    return LeftOut(raw.origin, raw.record, reason, detail, known) if reason else None


def _clean(text: str | None) -> str | None:
    return (one_line(text) or None) if text else None
