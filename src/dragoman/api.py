"""The Python API: one function for each command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dragoman.articles import read_many
from dragoman.coding import Coder
from dragoman.records import Article, CodedArticle, LeftOut
from dragoman.revising import changed_events
from dragoman.running import Progress, code_into, code_stream, retry_left_out
from dragoman.scaling.engine import code_into_dataset

__all__ = ["changed_events", "code", "code_into", "code_into_dataset", "code_text", "retry_left_out"]


def code(
    paths: Sequence[str | Path],
    *,
    date: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    workers: int = 1,
    coder: Coder | None = None,
    actors: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Iterator[CodedArticle | LeftOut]:
    """Articles of files and folders, coded, in order; what cannot be coded comes as ``LeftOut``.

    Args:
        paths: files or folders in any format that ``dragoman.articles`` reads; ``-`` is standard input.
        date: publication date of documents that state none.
        columns: names of columns or fields where they differ from the usual ones.
        workers: processes to code with.
        coder: a coder to use (one process); a new one by default.
        actors: files of own actors (see docs/actors.md).
        progress: told of every document.

    Raises:
        InputError: a path does not exist.
    """
    documents: Iterable[Article | LeftOut] = read_many(paths, columns=columns, date=date)
    return code_stream(documents, workers=workers, coder=coder, actors=actors, progress=progress)


def code_text(
    text: str, *, title: str | None = None, date: dt.date | None = None, coder: Coder | None = None
) -> CodedArticle:
    """One article given as text, coded.

    Raises:
        InputError: the text cannot be coded (empty, too short, not English); the message says why.
    """
    from dragoman.articles import article_from_text
    from dragoman.errors import InputError

    article = article_from_text(text, title=title, published=date)
    if isinstance(article, LeftOut):
        raise InputError(f"text: {article.detail}")
    return (coder or Coder()).code_one(article)
