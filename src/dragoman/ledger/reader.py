"""A ledger's snapshot, opened and asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from dragoman.errors import InputError, LedgerError, NotFoundError
from dragoman.ledger.dataset import RECODE, is_dataset, names_a_file, only_reads, open_dataset
from dragoman.ledger.layout import Layout, existing
from dragoman.ledger.snapshot import REPAIR, Published, empty_database, open_for_reading, published, stated
from dragoman.ledger.tables import schema_id, table_names, view_names

Record = dict[str, Any]
_BROKEN = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_TRIES = 10


class Reader:
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

    def _open(self) -> tuple[Published | None, duckdb.DuckDBPyConnection]:
        # Not before it is needed: a writer must be able to open a ledger whose snapshot it is to build anew.
        with self._guard:
            if self._opened is None:
                self._opened = _connect(self._layout)
            return self._opened

    @property
    def path(self) -> Path:
        """Its folder."""
        return self._layout.root

    @property
    def snapshot(self) -> Path | None:
        """The DuckDB file that is read; None before the first was published."""
        found, _ = self._open()
        return found.path if found else None

    @property
    def snapshot_sha256(self) -> str | None:
        """The SHA-256 with which that file was published."""
        found, _ = self._open()
        return found.sha256 if found else None

    def session(self) -> duckdb.DuckDBPyConnection:
        """A connection of one's own to the snapshot, for several questions that share temporary tables.

        It cannot change the snapshot; whoever asked for it closes it.
        """
        return self._open()[1].cursor()

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

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def arrow(self, table: str) -> pa.Table:
        """A whole table or view, as an Arrow table.

        Raises:
            InputError: there is no such table.
        """
        known = (*table_names(), *view_names())
        if table not in known:
            raise InputError(f"no table {table!r} in a ledger; there are {', '.join(known)}")
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
            if is_dataset(self._layout) and names_a_file(error):
                raise LedgerError(f"{self.path}: a file is damaged: {error}. {RECODE}") from error
            if self.of_another_version():
                raise LedgerError(f"{self.path}: the snapshot is of another version of dragoman. {REPAIR}") from error
            raise InputError(f"query: {error}") from error

    def of_another_version(self) -> bool:
        """Whether the snapshot's tables are not those that this version makes."""
        snapshot, connection = self._open()
        return snapshot is not None and stated(connection.cursor(), "schema") != schema_id()

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
    """The snapshot that CURRENT names, asked again where a writer replaced it in between; a dataset in place."""
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
