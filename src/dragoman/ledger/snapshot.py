"""Snapshots: batches folded into a DuckDB file, published by the renaming of a pointer."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.batch import Batch
from dragoman.ledger.files import copy_hashed, is_full, sha256_of, sync_folder, write_atomic
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import read_runs, run_rows
from dragoman.ledger.tables import (
    ACTOR_TABLES,
    ARTICLE_TABLES,
    BATCH_TABLES,
    column_names,
    create_statements,
    schema_id,
)

# Batches folded in one go: about 2,000 articles, so that memory stays flat however large the ledger.
_GROUP = 40
# The oldest DuckDB that may read a snapshot, for R and other clients that lag behind.
_STORAGE = "v1.2.0"
_READ: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "lock_configuration": "true",
}


@dataclass(frozen=True, slots=True)
class Published:
    """The snapshot that CURRENT names."""

    path: Path
    sha256: str

    @property
    def number(self) -> int:
        """Its place in the order of publishing."""
        return _number(self.path)


def _number(path: Path) -> int:
    tail = path.stem.rpartition("-")[2]
    return int(tail) if tail.isdigit() else 0


def published(layout: Layout) -> Published | None:
    """The snapshot to read; None before the first was published.

    Raises:
        LedgerError: CURRENT cannot be read or names no snapshot.
    """
    try:
        lines = layout.current.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{layout.current}: cannot be read: {error}. {REPAIR}") from error
    if len(lines) < 2 or Path(lines[0]).name != lines[0] or not lines[0].endswith(".duckdb"):
        raise LedgerError(f"{layout.current}: does not name a snapshot. {REPAIR}")
    return Published(layout.snapshots / lines[0], lines[1])


REPAIR = "`dragoman doctor --ledger LEDGER --repair` builds the snapshot anew from the batches."


def open_for_reading(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection that can reach no other file.

    Raises:
        FileNotFoundError: a writer has replaced the snapshot in the meantime.
        LedgerError: the file is damaged.
    """
    try:
        return duckdb.connect(str(path), read_only=True, config=_READ)
    except (duckdb.Error, OSError) as error:
        if not path.exists():
            raise FileNotFoundError(path) from error
        raise LedgerError(f"{path}: the snapshot cannot be opened: {error}. {REPAIR}") from error


def empty_database() -> duckdb.DuckDBPyConnection:
    """What a reader sees before the first snapshot: all tables, no rows."""
    connection = duckdb.connect(":memory:")
    for statement in create_statements():
        connection.execute(statement)
    for name, value in _READ.items():
        connection.execute(f"SET {name} = {value}")
    return connection


def folded(layout: Layout) -> dict[str, str] | None:
    """The batches in the published snapshot with their stamps; None where none of use is published."""
    try:
        snapshot = published(layout)
        if snapshot is None:
            return None
        with open_for_reading(snapshot.path) as connection:
            if _stated(connection, "schema") != schema_id():
                return None
            return dict(connection.execute("SELECT batch, stamp FROM batches").fetchall())
    except (LedgerError, FileNotFoundError, duckdb.Error):
        return None


def _stated(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchone()
    return str(row[0]) if row else None


def publish(layout: Layout, batches: Sequence[Batch]) -> Published:
    """Folds the sound batches into a new snapshot and makes it the one that readers open.

    Continues from the published snapshot where that holds nothing else; builds anew where a batch was set
    aside, the snapshot is damaged or the tables have changed.

    Raises:
        LedgerError: it could not be written; the last snapshot stays the one to read.
    """
    work = layout.temp / "fold.duckdb"
    try:
        with _folding(layout, work, batches) as (connection, new):
            for first in range(0, len(new), _GROUP):
                _fold(connection, new[first : first + _GROUP])
            _derive(connection, layout, batches)
        return _install(layout, work)
    except duckdb.Error as error:
        raise _fold_failed(layout, error) from error
    finally:
        for rest in layout.temp.glob("fold.duckdb*"):
            rest.unlink(missing_ok=True)


def _fold_failed(layout: Layout, error: Exception) -> LedgerError:
    if is_full(error):
        return LedgerError(
            f"{layout.root}: no room on the disk for a new snapshot. Everything coded is safe in the "
            "batches; free some space and run the same command again, it publishes them."
        )
    return LedgerError(f"{layout.root}: the snapshot could not be built: {error}. The batches are safe. {REPAIR}")


@contextmanager
def _folding(
    layout: Layout, work: Path, batches: Sequence[Batch]
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Sequence[Batch]]]:
    """A database to fold into, and the batches that it lacks."""
    have = folded(layout)
    new = None if have is None else _to_continue(have, batches)
    if new is not None:
        snapshot = published(layout)
        if snapshot is None or copy_hashed(snapshot.path, work) != snapshot.sha256:
            new = None
    if new is None:
        work.unlink(missing_ok=True)
    with duckdb.connect(":memory:", config={"temp_directory": str(layout.temp / "fold.duckdb.spill")}) as connection:
        place = str(work).replace("'", "''")
        connection.execute(f"ATTACH '{place}' AS snapshot (STORAGE_VERSION '{_STORAGE}')")
        connection.execute("USE snapshot")
        if new is None:
            _create(connection)
        yield connection, batches if new is None else new
        connection.execute("CHECKPOINT snapshot")
        connection.execute("USE memory")
        connection.execute("DETACH snapshot")


def _to_continue(have: Mapping[str, str], batches: Sequence[Batch]) -> list[Batch] | None:
    """The batches to add to a snapshot; None where it holds something that is gone or belongs behind."""
    names = {b.name for b in batches}
    new = [b for b in batches if b.name not in have]
    last = max((b.sequence for b in batches if b.name in have), default=0)
    if not set(have) <= names or any(b.sequence <= last for b in new):
        return None
    return new


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    for statement in create_statements():
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('schema', ?)", [schema_id()])


def _fold(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch]) -> None:
    """Adds some batches: of each article the newest revision, of each left-out document one row."""
    connection.execute("BEGIN")
    for table in BATCH_TABLES:
        rows = pa.concat_tables([b.read(table) for b in batches], promote_options="default")
        connection.register(f"new_{table}", rows)
    _insert_rows(connection, "batches", [_batch_row(b) for b in batches])
    connection.execute(_NEWEST)
    connection.execute("INSERT INTO revisions BY NAME SELECT article_id, content_hash, batch, run_id FROM new_articles")
    _replace_articles(connection)
    connection.execute(_NEW_LEFT_OUT)
    connection.execute("DROP TABLE newest")
    for table in BATCH_TABLES:
        connection.unregister(f"new_{table}")
    connection.execute("COMMIT")


_NEWEST = """
CREATE TEMP TABLE newest AS
SELECT a.batch, a.article_id, a.content_hash FROM new_articles a JOIN batches b USING (batch)
QUALIFY row_number() OVER (PARTITION BY a.article_id ORDER BY b.sequence DESC, a.position DESC) = 1
"""
_NEW_LEFT_OUT = """
INSERT INTO left_out BY NAME
SELECT l.* FROM new_left_out l JOIN batches b USING (batch)
WHERE NOT EXISTS (FROM left_out o WHERE (o.origin, o.record, o.reason) = (l.origin, l.record, l.reason))
QUALIFY row_number() OVER (PARTITION BY l.origin, l.record, l.reason ORDER BY b.sequence) = 1
"""


def _replace_articles(connection: duckdb.DuckDBPyConnection) -> None:
    older = connection.execute("SELECT count(*) FROM articles SEMI JOIN newest USING (article_id)").fetchone()
    for table in ARTICLE_TABLES:
        if older and older[0]:
            connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM newest)")
        connection.execute(
            f"INSERT INTO {table} BY NAME SELECT {_wanted(connection, table)} FROM {_source(table)} "
            "SEMI JOIN newest USING (batch, article_id, content_hash)"
        )


def _source(table: str) -> str:
    """Where a table's new rows are; the actors of all kinds lie in one file."""
    if table not in ACTOR_TABLES:
        return f"new_{table}"
    owner = table.removesuffix("_actors")
    named = "" if owner == "event" else f", owner_id AS {owner}_id"
    return f"(SELECT *{named} FROM new_actors WHERE owner = '{owner}')"


def _wanted(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The columns to take over: those that the batches have, older ones may lack some."""
    present = {d[0] for d in connection.execute(f"FROM {_source(table)} LIMIT 0").description or []}
    return ", ".join(f'"{name}"' for name in column_names(table) if name in present)


def _batch_row(batch: Batch) -> dict[str, Any]:
    counts = batch.counts
    return {
        "batch": batch.name,
        "run_id": batch.run_id,
        "sequence": batch.sequence,
        "created": batch.created,
        "documents": counts["articles"] + counts["left_out"],
        "articles": counts["articles"],
        "events": counts["events"],
        "stamp": batch.stamp(),
    }


def _insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    names = column_names(table)
    marks = ", ".join("?" * len(names))
    for row in rows:
        connection.execute(f'INSERT INTO "{table}" VALUES ({marks})', [row.get(n) for n in names])


def _derive(connection: duckdb.DuckDBPyConnection, layout: Layout, batches: Sequence[Batch]) -> None:
    """What is made from the other tables: the list of actors, the runs, left-out documents coded since."""
    connection.execute("BEGIN")
    data = files("dragoman.ledger") / "data"
    connection.execute((data / "derived.sql").read_text(encoding="utf-8"))
    connection.execute("DELETE FROM actors")
    connection.execute(f"INSERT INTO actors BY NAME {(data / 'actors.sql').read_text(encoding='utf-8')}")
    connection.execute("DELETE FROM runs")
    _insert_rows(connection, "runs", run_rows(read_runs(layout)))
    noted = dict(connection.execute("SELECT batch, stamp FROM batches").fetchall())
    for batch in batches:
        if noted[batch.name] != batch.stamp():
            connection.execute("UPDATE batches SET stamp = ? WHERE batch = ?", [batch.stamp(), batch.name])
    connection.execute("COMMIT")


def _install(layout: Layout, work: Path) -> Published:
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    numbers = [_number(p) for p in layout.snapshots.glob("ledger-*.duckdb")]
    target = layout.snapshots / f"ledger-{max(numbers, default=0) + 1}.duckdb"
    digest = sha256_of(work)
    work.rename(target)
    sync_folder(layout.snapshots)
    before = layout.current.read_bytes().split(b"\n")[0].decode("utf-8", "replace") if layout.current.exists() else ""
    write_atomic(layout.current, f"{target.name}\n{digest}\n".encode(), layout.temp)
    _remove_old(layout, {target.name, before})
    return Published(target, digest)


def _remove_old(layout: Layout, keep: set[str]) -> None:
    """Removes snapshots that nobody is sent to; the one before stays for readers that are just opening it."""
    for path in layout.snapshots.glob("ledger-*.duckdb*"):
        if path.name not in keep:
            try:
                path.unlink()
            except OSError:  # Windows: a reader has it open; the next writer tries again.
                continue
