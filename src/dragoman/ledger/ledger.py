"""The ledger: opened, asked, written to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.errors import InputError, LedgerError, NotFoundError
from dragoman.ledger.dataset import is_dataset, only_reads, open_dataset
from dragoman.ledger.layout import Layout, create_or_open, existing
from dragoman.ledger.queries import Day, Query, events_query, limited, statements_query
from dragoman.ledger.runs import RunInfo
from dragoman.ledger.snapshot import REPAIR, Published, empty_database, open_for_reading, published
from dragoman.ledger.tables import table_names
from dragoman.ledger.writer import BATCH_DOCUMENTS, BATCH_SECONDS, Writer, writing
from dragoman.records import LeftOut

Record = dict[str, Any]
_BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_TRIES = 10
_WITH_DATES = "LEFT JOIN (SELECT article_id, published FROM articles) USING (article_id)"
_COUNTED = (
    "articles",
    "sentences",
    "events",
    "mentions",
    "statements",
    "actors",
    "left_out",
    "runs",
    "batches",
)


class Ledger:
    """A ledger folder, read as of the snapshot that was the last one when it was first asked.

    What is read stays the same until ``refresh``. Threads may share one object. A writer never blocks it, nor
    it a writer.
    """

    def __init__(self, path: str | Path) -> None:
        """Opens the ledger at ``path``.

        Raises:
            LedgerError: there is none, or it is of a newer format.
        """
        self._layout: Layout = existing(path)
        self._guard = threading.Lock()
        self._opened: tuple[Published | None, duckdb.DuckDBPyConnection] | None = None

    @classmethod
    def open(cls, path: str | Path) -> Ledger:
        """The ledger at ``path``, with its snapshot opened.

        Raises:
            LedgerError: there is none, it is of a newer format, or its snapshot is damaged.
        """
        ledger = cls(path)
        ledger._open()
        return ledger

    def _open(self) -> tuple[Published | None, duckdb.DuckDBPyConnection]:
        # Not before it is needed: a writer must be able to open a ledger whose snapshot it is to build anew.
        with self._guard:
            if self._opened is None:
                self._opened = _connect(self._layout)
            return self._opened

    @classmethod
    def create_or_open(cls, path: str | Path) -> Ledger:
        """The ledger at ``path``, made first where there is none.

        Raises:
            LedgerError: the folder holds other things, or cannot be written.
        """
        create_or_open(path)
        return cls(path)

    @property
    def path(self) -> Path:
        """Its folder."""
        return self._layout.root

    @property
    def snapshot(self) -> Path | None:
        """The DuckDB file that is read; None before the first was published."""
        found, _ = self._open()
        return found.path if found else None

    def refresh(self) -> bool:
        """Goes over to the last published snapshot; True where that is another than before."""
        before, _ = self._open()
        if published(self._layout) == before:
            return False
        self.close()
        return True

    def close(self) -> None:
        """Lets go of the snapshot; the next question opens the last one."""
        with self._guard:
            if self._opened is not None:
                self._opened[1].close()
            self._opened = None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def write(
        self,
        run: RunInfo | None = None,
        *,
        recode: bool = False,
        batch_documents: int = BATCH_DOCUMENTS,
        batch_seconds: float = BATCH_SECONDS,
    ) -> Iterator[Writer]:
        """A writer; when the block ends, also by an error or Ctrl-C, all that was added is published.

        Args:
            run: what the run is, for its manifest.
            recode: whether texts that are there already are coded again and replaced.
            batch_documents: how many documents make a batch; a killed process loses at most these.
            batch_seconds: after how long a batch is written though it is not full.

        Raises:
            LedgerLocked: another process is writing.
            LedgerError: the disk is full or the folder may not be written; what was stored before is safe.
        """
        if is_dataset(self._layout):
            raise LedgerError(f"{self.path}: is a dataset; `dragoman code ... --engine ray` writes to it")
        try:
            with writing(self._layout, run or RunInfo(), recode) as writer:
                writer.batch_documents, writer.batch_seconds = batch_documents, batch_seconds
                yield writer
        finally:
            self.close()

    def events(
        self,
        actor: str | None = None,
        recipient: str | None = None,
        *,
        party: str | None = None,
        between: tuple[str, str] | None = None,
        date_from: Day | None = None,
        date_to: Day | None = None,
        types: str | Sequence[str] | None = None,
        statuses: str | Sequence[str] | None = None,
        article_id: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Events as records, by date, then by article and place in it; undated ones last.

        Args:
            actor: who acts: a country code, an entity id or a name.
            recipient: who is acted upon, likewise.
            party: who stands on either side, likewise.
            between: two parties that deal with each other, whichever acts.
            date_from: first day; events that may touch the days count, undated ones do not.
            date_to: last day, likewise.
            types: one or several event types.
            statuses: one or several statuses; all where left out.
            article_id: of this article only.
            limit: at most so many.

        Raises:
            InputError: a date, status or limit makes no sense.
        """
        query = events_query((actor, recipient, party), between, (date_from, date_to), types, statuses, article_id)
        return self._records(
            f"SELECT record FROM events {_WITH_DATES} {query.where} "
            f"ORDER BY date_start NULLS LAST, published NULLS LAST, article_id, position {limited(limit)}",
            query.values,
        )

    def event(self, event_id: str) -> Record:
        """One event as a record, by its id or the beginning of it.

        Raises:
            NotFoundError: no event, or more than one, has an id that begins so.
        """
        record: Record = json.loads(self._one("events", "event_id", event_id)["record"])
        return record

    def mentions(self, event_id: str) -> list[Record]:
        """The mentions of an event with all that is stored of them, their actors and recipients included."""
        query = "FROM mentions WHERE event_id = ? ORDER BY position"
        found = self._rows(query, [event_id])
        actors = self._rows("FROM mention_actors WHERE event_id = ? ORDER BY position", [event_id])
        for mention in found:
            own = [a for a in actors if a["mention_id"] == mention["mention_id"]]
            mention["actors"] = [a for a in own if a["side"] == "actor"]
            mention["recipients"] = [a for a in own if a["side"] == "recipient"]
        return found

    def event_actors(self, event_id: str) -> list[Record]:
        """The actors and recipients of an event, with their words and why they were resolved so."""
        return self._rows("FROM event_actors WHERE event_id = ? ORDER BY side, position", [event_id])

    def article(self, article_id: str) -> Record:
        """One article with its text, by its id or the beginning of it.

        Raises:
            NotFoundError: no article, or more than one, has an id that begins so.
        """
        return self._one("articles", "article_id", article_id)

    def sentences(self, article_id: str) -> list[Record]:
        """The sentences of an article, in order."""
        return self._rows('FROM sentences WHERE article_id = ? ORDER BY "index"', [article_id])

    def statements(
        self,
        source: str | None = None,
        about: str | None = None,
        *,
        stances: str | Sequence[str] | None = None,
        article_id: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Statements as records, by their article's date and place in it.

        Args:
            source: who said it: a country code, an entity id or a name.
            about: whom it is about, likewise.
            stances: one or several of asserts, denies, doubts, praises, blames, predicts.
            article_id: of this article only.
            limit: at most so many.

        Raises:
            InputError: a stance or limit makes no sense.
        """
        query = statements_query(source, about, stances, article_id)
        return self._records(
            f"SELECT record FROM statements {_WITH_DATES} {query.where} "
            f"ORDER BY published NULLS LAST, article_id, position {limited(limit)}",
            query.values,
        )

    def left_out(self, reason: str | None = None) -> list[LeftOut]:
        """Documents that were not coded, each with the reason."""
        query = Query()
        if reason is not None:
            query.add("reason = ?", reason)
        columns = "origin, record, reason, detail, article_id"
        rows = self._rows(f"SELECT {columns} FROM left_out {query.where} ORDER BY origin, record, reason", query.values)
        return [LeftOut(**row) for row in rows]

    def runs(self) -> list[Record]:
        """The manifests of all runs, oldest first."""
        return self._records("SELECT record FROM runs ORDER BY started NULLS FIRST, run_id", [])

    def counts(self) -> dict[str, int]:
        """The number of rows of each main table."""
        columns = ", ".join(f"(SELECT count(*) FROM {t}) AS {t}" for t in _COUNTED)
        return self._rows(f"SELECT {columns}", [])[0]

    def arrow(self, table: str) -> pa.Table:
        """A whole table, as an Arrow table.

        Raises:
            InputError: there is no such table.
        """
        if table not in table_names():
            raise InputError(f"no table {table!r} in a ledger; there are {', '.join(table_names())}")
        return self._arrow(f'FROM "{table}"', [])

    def sql(self, query: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """The answer to a query in DuckDB's SQL, which sees this snapshot alone and cannot change it.

        Args:
            query: one statement that gives rows.
            parameters: values for its question marks.

        Raises:
            InputError: the query is not valid, or tries to change something.
        """
        if is_dataset(self._layout) and not only_reads(query):
            raise InputError(f"query: {query!r} would change something; a ledger is only read here")
        return self._arrow(query, parameters)

    def _arrow(self, query: str, parameters: Sequence[Any]) -> pa.Table:
        try:
            relation = self._open()[1].cursor().sql(query, params=list(parameters))
            if relation is None:
                raise InputError(f"query: {query!r} gives no rows; write a SELECT")
            return relation.to_arrow_table()
        except _BROKEN as error:
            raise LedgerError(f"{self.path}: the snapshot cannot be read: {error}. {REPAIR}") from error
        except duckdb.Error as error:
            raise InputError(f"query: {error}") from error

    def _rows(self, query: str, parameters: Sequence[Any]) -> list[Record]:
        rows: list[Record] = self._arrow(query, parameters).to_pylist()
        return rows

    def _records(self, query: str, parameters: Sequence[Any]) -> list[Record]:
        return [json.loads(text) for text in self._arrow(query, parameters)["record"].to_pylist()]

    def _one(self, table: str, column: str, beginning: str) -> Record:
        what = table.removesuffix("s")
        exact = self._rows(f"FROM {table} WHERE {column} = ? LIMIT 1", [beginning])
        found = exact or (
            self._rows(f"FROM {table} WHERE starts_with({column}, ?) LIMIT 6", [beginning]) if beginning else []
        )
        if not found:
            raise NotFoundError(
                f"{self.path}: no {what} {beginning!r}. `dragoman show` lists the events with their ids."
            )
        if len(found) > 1:
            some = ", ".join(row[column] for row in found[:5])
            raise NotFoundError(
                f"{self.path}: several {table} begin with {beginning!r} ({some}...). Give more of the id."
            )
        return found[0]


def _connect(layout: Layout) -> tuple[Published | None, duckdb.DuckDBPyConnection]:
    """The snapshot that CURRENT names; asked again where a writer replaced it in between."""
    if is_dataset(layout):
        return None, open_dataset(layout)
    for _ in range(_TRIES):
        snapshot = published(layout)
        if snapshot is None:
            return None, empty_database()
        try:
            return snapshot, open_for_reading(snapshot.path)
        except FileNotFoundError:
            continue
    raise LedgerError(f"{layout.current}: names a snapshot that is not there. {REPAIR}")
