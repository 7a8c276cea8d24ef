"""Snapshots: batches folded into a DuckDB file, published by the renaming of a pointer."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dragoman.errors import LedgerError
from dragoman.ledger.batch import Batch
from dragoman.ledger.building import build_events
from dragoman.ledger.decisions import by_hand, read_decisions
from dragoman.ledger.deriving import derive
from dragoman.ledger.files import copy_hashed, is_full, sha256_of, sync_folder, write_atomic
from dragoman.ledger.fold import fold, start
from dragoman.ledger.history import load_history, note_changes, recall, write_history
from dragoman.ledger.inserting import insert_rows
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import read_runs, run_rows
from dragoman.ledger.sentence_index import beside, write_index
from dragoman.ledger.tables import create_statements, schema_id
from dragoman.ledger.uniting import link_fresh, settle

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
    """The snapshot that CURRENT names; ``index_sha256`` is that of its index over sentences, if any."""

    path: Path
    sha256: str
    index_sha256: str = ""

    @property
    def index(self) -> tuple[Path, str] | None:
        """The index over its sentences and that file's SHA-256."""
        return (beside(self.path), self.index_sha256) if self.index_sha256 else None

    @property
    def files(self) -> list[tuple[Path, str]]:
        """All its files with their SHA-256."""
        return [(self.path, self.sha256), *([self.index] if self.index else [])]

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
    return Published(layout.snapshots / lines[0], *lines[1:3])


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
            if stated(connection, "schema") != schema_id():
                return None
            return dict(connection.execute("SELECT batch, stamp FROM batches").fetchall())
    except (LedgerError, FileNotFoundError, duckdb.Error):
        return None


def stated(connection: duckdb.DuckDBPyConnection, name: str) -> str | None:
    """What the table ``meta`` of a snapshot says under a name; None where nothing."""
    rows = connection.execute("SELECT value FROM meta WHERE name = ?", [name]).fetchall()
    return str(rows[0][0]) if rows else None


def publish(layout: Layout, batches: Sequence[Batch], run_id: str | None = None) -> Published:
    """Folds the sound batches into a new snapshot and makes it the one that readers open.

    Continues from the published snapshot where that holds nothing else; builds anew where a batch was set
    aside, the snapshot is damaged or the tables have changed.

    Args:
        layout: the ledger.
        batches: all sound batches, in their order.
        run_id: the run on whose account events change; that of the last batch by default.

    Raises:
        LedgerError: it could not be written; the last snapshot stays the one to read.
    """
    work = layout.temp / "fold.duckdb"
    run = run_id or (batches[-1].run_id if batches else "")
    number = _next_number(layout)
    try:
        with _folding(layout, work, batches) as (connection, new, replaced):
            start(connection)
            for first in range(0, len(new), _GROUP):
                fold(connection, new[first : first + _GROUP])
                link_fresh(connection)
            _settle(connection, layout, run)
            if replaced is not None:
                recall(connection, replaced.path)
            moment = note_changes(connection, run)
            write_history(connection, layout, number, moment)
            _derive(connection, layout, batches)
            index = beside(layout.snapshots / f"ledger-{number}.duckdb")
            has_index = write_index(connection, layout, _last_index(layout), index)
        return _install(layout, work, number, sha256_of(index) if has_index else "")
    except duckdb.Error as error:
        raise _fold_failed(layout, error) from error
    finally:
        for rest in layout.temp.glob("fold.*"):
            rest.unlink(missing_ok=True)


def _settle(connection: duckdb.DuckDBPyConnection, layout: Layout, run: str) -> None:
    """Gives every telling its event, by what is linked and what was decided by hand, and builds the events."""
    connection.execute("BEGIN")
    decisions = read_decisions(layout)
    known = json.loads(stated(connection, "decisions") or "[]")
    new = {t for d in decisions if d.number not in known for group in d.groups for t in group}
    current = _current(connection, {t for d in decisions for group in d.groups for t in group})
    settle(connection, by_hand(decisions, current), {current[t] for t in new if t in current})
    build_events(connection, run)
    connection.execute("DELETE FROM meta WHERE name = 'decisions'")
    connection.execute("INSERT INTO meta VALUES ('decisions', ?)", [json.dumps([d.number for d in decisions])])
    connection.execute("COMMIT")


def _current(connection: duckdb.DuckDBPyConnection, tellings: set[str]) -> dict[str, str]:
    """By telling, itself, or what is in its place since its article was revised."""
    names = sorted(tellings)
    there = connection.execute("SELECT telling_id FROM tellings WHERE list_contains(?, telling_id)", [names]).fetchall()
    heirs = connection.execute(
        "SELECT f.telling_id, t.telling_id FROM former f JOIN tellings t USING (lineage) "
        "WHERE list_contains(?, f.telling_id)", [names],
    ).fetchall()  # fmt: skip
    return {**dict(heirs), **{t: t for (t,) in there}}


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
) -> Iterator[tuple[duckdb.DuckDBPyConnection, Sequence[Batch], Published | None]]:
    """A database to fold into, the batches that it lacks, and the sound snapshot that it is to replace, if any."""
    have = folded(layout)
    new = None if have is None else _to_continue(have, batches)
    if new is not None:
        snapshot = published(layout)
        if snapshot is None or copy_hashed(snapshot.path, work) != snapshot.sha256:
            new = None
    before = _sound(layout) if new is None else None
    if new is None:
        work.unlink(missing_ok=True)
    with duckdb.connect(":memory:", config={"temp_directory": str(layout.temp / "fold.duckdb.spill")}) as connection:
        place = str(work).replace("'", "''")
        connection.execute(f"ATTACH '{place}' AS snapshot (STORAGE_VERSION '{_STORAGE}')")
        connection.execute("USE snapshot")
        if new is None:
            _create(connection, layout)
        yield connection, batches if new is None else new, before
        connection.execute("CHECKPOINT snapshot")
        connection.execute("USE memory")
        connection.execute("DETACH snapshot")


def _last_index(layout: Layout) -> tuple[Path, str] | None:
    try:
        snapshot = published(layout)
        return snapshot.index if snapshot else None
    except LedgerError:
        return None


def _sound(layout: Layout) -> Published | None:
    """The published snapshot, if it is as it was published."""
    try:
        snapshot = published(layout)
        return snapshot if snapshot and sha256_of(snapshot.path) == snapshot.sha256 else None
    except (LedgerError, OSError):
        return None


def _to_continue(have: Mapping[str, str], batches: Sequence[Batch]) -> list[Batch] | None:
    """The batches to add to a snapshot; None where it holds something that is gone or belongs behind."""
    names = {part.batch for b in batches for part in b.parts}
    new = [b for b in batches if any(part.batch not in have for part in b.parts)]
    last = max((b.sequence for b in batches if b not in new), default=0)
    if not set(have) <= names or any(p.sequence <= last or p.batch in have for b in new for p in b.parts):
        return None
    return new


def _create(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    for statement in create_statements():
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('schema', ?)", [schema_id()])
    load_history(connection, layout)


def _derive(connection: duckdb.DuckDBPyConnection, layout: Layout, batches: Sequence[Batch]) -> None:
    """What is made from the other tables, the runs, and which batches have changed on disk."""
    connection.execute("BEGIN")
    derive(connection)
    connection.execute("DELETE FROM runs")
    insert_rows(connection, "runs", run_rows(read_runs(layout)))
    noted = dict(connection.execute("SELECT batch, stamp FROM batches").fetchall())
    for batch in batches:
        for part in batch.parts:
            if noted[part.batch] != batch.stamp():
                connection.execute("UPDATE batches SET stamp = ? WHERE batch = ?", [batch.stamp(), part.batch])
    connection.execute("COMMIT")


def _next_number(layout: Layout) -> int:
    return 1 + max((_number(p) for p in layout.snapshots.glob("ledger-*.duckdb")), default=0)


def _install(layout: Layout, work: Path, number: int, index_sha256: str) -> Published:
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    target = layout.snapshots / f"ledger-{number}.duckdb"
    digest = sha256_of(work)
    work.rename(target)
    sync_folder(layout.snapshots)
    before = layout.current.read_bytes().split(b"\n")[0].decode("utf-8", "replace") if layout.current.exists() else ""
    write_atomic(layout.current, f"{target.name}\n{digest}\n{index_sha256}\n".encode(), layout.temp)
    _remove_old(layout, {target.name, before})
    return Published(target, digest, index_sha256)


def _remove_old(layout: Layout, keep: set[str]) -> None:
    """Removes snapshots that nobody is sent to; the one before stays for readers that are just opening it."""
    numbers = {_number(Path(name)) for name in keep}
    for path in (*layout.snapshots.glob("ledger-*.duckdb*"), *layout.snapshots.glob("search-*.sqlite*")):
        if _number(Path(path.name.split(".")[0])) not in numbers:
            try:
                path.unlink()
            except OSError:  # Windows: a reader has it open; the next writer tries again.
                continue
