"""The index over sentences: an SQLite FTS5 file beside each snapshot, ``search-N.sqlite`` beside ``ledger-N.duckdb``.

DuckDB's own full-text search is an extension that is fetched from the network; SQLite comes with Python.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.files import copy_hashed, sync_folder
from dragoman.ledger.layout import Layout

_MAKE = """
CREATE VIRTUAL TABLE sentences USING fts5(
    text, article_id UNINDEXED, number UNINDEXED, tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE TABLE documents (article_id TEXT PRIMARY KEY, batch TEXT, first INTEGER, last INTEGER) WITHOUT ROWID;
"""
# Nothing is lost when the making is broken off: the file lies in temp/ until it is whole.
_CARELESS = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
_SENTENCES = """
SELECT s.article_id, a.batch, s."index", s.text FROM sentences s JOIN articles a USING (article_id)
SEMI JOIN unindexed USING (article_id) ORDER BY s.article_id, s."index"
"""
_CHUNK = 20_000  # sentences held in memory


def beside(snapshot: Path) -> Path:
    """Where the index of a snapshot lies."""
    return snapshot.with_name(snapshot.name.replace("ledger-", "search-", 1)).with_suffix(".sqlite")


def write_index(
    connection: duckdb.DuckDBPyConnection, layout: Layout, before: tuple[Path, str] | None, target: Path
) -> bool:
    """Writes the index of the snapshot that is being made; only articles that are not in the last one are read.

    Args:
        connection: to that snapshot.
        layout: its ledger.
        before: the last snapshot's index and its SHA-256.
        target: where the index is to lie.

    Returns:
        Whether there is one: there is none without sentences, nor where Python's SQLite lacks FTS5.

    Raises:
        OSError: it could not be written.
    """
    if not has_fts5() or not connection.execute("SELECT 1 FROM sentences LIMIT 1").fetchall():
        return False
    work = layout.temp / "fold.sqlite"
    try:
        with closing(_to_continue(work, before)) as index:
            _update(index, connection)
    except sqlite3.Error as error:
        raise OSError(errno.ENOSPC if "full" in str(error) else errno.EIO, f"search index: {error}") from error
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    work.replace(target)
    sync_folder(target.parent)
    return True


def has_fts5() -> bool:
    """Whether Python's SQLite can search texts."""
    with closing(sqlite3.connect(":memory:")) as index:
        try:
            index.execute("CREATE VIRTUAL TABLE texts USING fts5(text)")
        except sqlite3.OperationalError:
            return False
    return True


def _to_continue(work: Path, before: tuple[Path, str] | None) -> sqlite3.Connection:
    """A copy of the last index, or an empty one where that is not as it was published."""
    work.unlink(missing_ok=True)
    if before is not None and before[0].exists() and copy_hashed(before[0], work) == before[1]:
        index = sqlite3.connect(work)
        index.executescript(_CARELESS)
        return index
    work.unlink(missing_ok=True)
    index = sqlite3.connect(work)
    index.executescript(_CARELESS + _MAKE)
    return index


def index_in_memory(articles: pa.Table, sentences: pa.Table) -> sqlite3.Connection:
    """The index of a snapshot that has none beside it.

    Args:
        articles: ``article_id`` and ``batch``.
        sentences: ``article_id``, ``index`` and ``text``.

    Raises:
        LedgerError: Python's SQLite lacks FTS5.
    """
    if not has_fts5():
        raise LedgerError("This Python's SQLite cannot search texts (it lacks FTS5). Install Python from python.org.")
    index = sqlite3.connect(":memory:")
    index.executescript(_MAKE)
    with duckdb.connect(":memory:") as connection:
        connection.register("articles", articles)
        connection.register("sentences", sentences)
        _update(index, connection)
    return index


def _update(index: sqlite3.Connection, connection: duckdb.DuckDBPyConnection) -> None:
    """Takes out articles that are gone or were coded anew, and puts in those that are new."""
    have = dict(index.execute("SELECT article_id, batch FROM documents"))
    now = dict(connection.execute("SELECT article_id, batch FROM articles").fetchall())
    with index:
        _take_out(index, [a for a, batch in have.items() if now.get(a) != batch])
        unindexed = pa.table({"article_id": pa.array([a for a, b in now.items() if have.get(a) != b], pa.string())})
        connection.register("unindexed", unindexed)
        _put_in(index, _rows(connection))
        connection.unregister("unindexed")


def _take_out(index: sqlite3.Connection, articles: Iterable[str]) -> None:
    for article in articles:
        for first, last in index.execute(
            "SELECT first, last FROM documents WHERE article_id = ?", [article]
        ).fetchall():
            index.execute("DELETE FROM sentences WHERE rowid BETWEEN ? AND ?", [first, last])
        index.execute("DELETE FROM documents WHERE article_id = ?", [article])


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str, int, str]]:
    found = connection.execute(_SENTENCES)
    while some := found.fetchmany(_CHUNK):
        yield from some


def _put_in(index: sqlite3.Connection, rows: Iterable[tuple[str, str, int, str]]) -> None:
    last = index.execute("SELECT coalesce(max(last), 0) FROM documents").fetchone()[0]
    for (article, batch), sentences in groupby(rows, key=lambda row: row[:2]):
        first = last + 1
        for _, _, number, text in sentences:
            last += 1
            index.execute("INSERT INTO sentences (rowid, text, article_id, number) VALUES (?, ?, ?, ?)",
                          [last, text, article, number])  # fmt: skip
        index.execute("INSERT INTO documents VALUES (?, ?, ?, ?)", [article, batch, first, last])
