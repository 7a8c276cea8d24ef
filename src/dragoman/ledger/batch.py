"""Immutable batches: written aside, renamed in, verified, and set aside when damaged."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import LedgerError
from dragoman.ledger.files import parquet_bytes, sha256_of, sync_folder, write_synced
from dragoman.ledger.layout import FORMAT, Layout
from dragoman.ledger.runs import now
from dragoman.ledger.tables import BATCH_TABLES, IMPORT_TABLES, OWN

MANIFEST = "manifest.json"
REASON = "reason.json"
# None: Arrow's own errors on a file that is no Parquet.
_DAMAGE = {None, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EIO}


class DamagedBatchError(LedgerError):
    """A batch's files are not what its manifest says."""


@dataclass(frozen=True, slots=True)
class Part:
    """A batch as it was written, wherever its rows lie now."""

    batch: str
    run_id: str
    sequence: int
    created: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that lies in the ledger, as its manifest describes it."""

    folder: Path
    run_id: str
    sequence: int
    created: str
    counts: Mapping[str, int]
    files: Mapping[str, Mapping[str, Any]]
    dataset: str = OWN
    packed: tuple[Part, ...] = ()  # the batches that were packed into this one, in their order

    @property
    def name(self) -> str:
        """Its folder's name."""
        return self.folder.name

    @property
    def parts(self) -> tuple[Part, ...]:
        """The batches in it as they were written: itself, where it is no pack."""
        return self.packed or (Part(self.name, self.run_id, self.sequence, self.created, self.counts),)

    def stamp(self) -> str:
        """Sizes and times of its files; while they stay as they were verified, nothing need be read again.

        Raises:
            DamagedBatchError: a file is missing or of another size.
        """
        seen = []
        for name, stated in sorted(self.files.items()):
            try:
                found = (self.folder / name).stat()
            except OSError as error:
                raise _damage(name, error) from error
            if found.st_size != stated["bytes"]:
                raise DamagedBatchError(f"{name} has {found.st_size} bytes, its manifest says {stated['bytes']}")
            seen.append(f"{name} {found.st_size} {found.st_mtime_ns}")
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]

    def verify(self) -> None:
        """Reads every file against the manifest.

        Raises:
            DamagedBatchError: a file is missing, changed or no Parquet.
        """
        self.stamp()
        for name, stated in self.files.items():
            path = self.folder / name
            try:
                if sha256_of(path) != stated["sha256"]:
                    raise DamagedBatchError(f"{name} was changed: its SHA-256 is not the one in its manifest")
                if pq.read_metadata(path).num_rows != stated["rows"]:
                    raise DamagedBatchError(f"{name} has another number of rows than its manifest says")
            except (OSError, pa.ArrowException) as error:
                raise _damage(name, error) from error

    def read(self, table: str) -> pa.Table:
        """One of its files, as an Arrow table."""
        return pq.ParquetFile(self.folder / f"{table}.parquet").read()


def _damage(name: str, error: Exception) -> Exception:
    """Damage, unless the trouble is the reader's: no rights, too many open files, no memory."""
    if isinstance(error, OSError) and error.errno not in _DAMAGE:
        return error
    return DamagedBatchError(f"{name} cannot be read: {error}")


def tables_of(dataset: str) -> tuple[str, ...]:
    """The files of a batch, by the data set it belongs to."""
    return BATCH_TABLES if dataset == OWN else IMPORT_TABLES


def write_batch(
    layout: Layout, name: str, run_id: str, sequence: int, tables: Mapping[str, pa.Table], dataset: str = OWN
) -> Batch:
    """Writes a batch: first aside, then, complete and on the disk, renamed in.

    Args:
        layout: the ledger.
        name: its folder's name.
        run_id: the run that writes it.
        sequence: its place in the order of batches.
        tables: one for each of ``tables_of(dataset)``.
        dataset: what its events are part of.

    Raises:
        OSError: it could not be written; the ledger is as before.
    """
    return _write(layout, name, tables, {"run_id": run_id, "sequence": sequence, "created": now(), "dataset": dataset})


def write_pack(layout: Layout, batches: Sequence[Batch], tables: Mapping[str, pa.Table]) -> Batch:
    """Writes several batches of coded articles as one, which takes their place; likewise whole or not at all."""
    parts = [part for batch in batches for part in batch.parts]
    last = parts[-1]
    stated = {"run_id": last.run_id, "sequence": last.sequence, "created": now(), "dataset": OWN}
    name = f"pack-{parts[0].sequence:06d}-{last.sequence:06d}"
    return _write(layout, name, tables, {**stated, "packed": [asdict(part) for part in parts]})


def _write(layout: Layout, name: str, tables: Mapping[str, pa.Table], stated: Mapping[str, Any]) -> Batch:
    aside = layout.temp / name
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        wanted = tables_of(stated["dataset"])
        files = {f"{table}.parquet": _write_table(aside / f"{table}.parquet", tables[table]) for table in wanted}
        manifest = {
            "format": FORMAT,
            "batch": name,
            **stated,
            "counts": {table: tables[table].num_rows for table in wanted},
            "files": files,
            "documents": _documents(tables["articles"]) if "articles" in wanted else [],
        }
        write_synced(aside / MANIFEST, json.dumps(manifest, indent=1).encode() + b"\n")
        sync_folder(aside)
        aside.rename(layout.batches / name)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    sync_folder(layout.batches)
    return read_batch(layout.batches / name)


def _write_table(path: Path, table: pa.Table) -> dict[str, Any]:
    content = parquet_bytes(table)
    write_synced(path, content)
    return {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content), "rows": table.num_rows}


def _documents(articles: pa.Table) -> list[list[str]]:
    pairs = zip(articles["article_id"].to_pylist(), articles["content_hash"].to_pylist(), strict=True)
    return [list(pair) for pair in pairs]


def read_batch(folder: Path) -> Batch:
    """A batch by its manifest; its files are not read.

    Raises:
        DamagedBatchError: the manifest is missing, broken or of another batch.
    """
    try:
        stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        batch = Batch(
            folder,
            stated["run_id"],
            int(stated["sequence"]),
            stated["created"],
            stated["counts"],
            stated["files"],
            stated.get("dataset", OWN),
            tuple(Part(**part) for part in stated.get("packed", ())),
        )
        expected = {f"{table}.parquet" for table in tables_of(batch.dataset)}
        whole = all({"sha256", "bytes", "rows"} <= set(file) for file in batch.files.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damage(MANIFEST, error) from error
    if stated.get("batch") != folder.name or not whole or not expected <= set(batch.files):
        raise DamagedBatchError(f"{MANIFEST} is not that of this batch")
    return batch


def batch_folders(layout: Layout) -> list[Path]:
    """The folders of all batches, sound or not."""
    return sorted(p for p in layout.batches.iterdir() if p.is_dir()) if layout.batches.is_dir() else []


def next_sequence(layout: Layout) -> int:
    """One more than the highest sequence that any batch, damaged ones included, carries in its name."""
    names = [p.name for folder in (layout.batches, layout.damaged) if folder.is_dir() for p in folder.iterdir()]
    tails = [name.rpartition("-")[2] for name in names]
    return 1 + max((int(t) for t in tails if t.isdigit()), default=0)


def survey(layout: Layout, stamps: Mapping[str, str], full: bool = False) -> tuple[list[Batch], dict[str, str]]:
    """All sound batches in the order of their writing, and what is wrong with the others by name.

    Args:
        layout: the ledger.
        stamps: of batches that were verified before; those unchanged since are not read again.
        full: read all of them again.
    """
    sound, damaged = [], {}
    for folder in batch_folders(layout):
        try:
            batch = read_batch(folder)
            if full or stamps.get(batch.parts[0].batch) != batch.stamp():
                batch.verify()
            sound.append(batch)
        except DamagedBatchError as error:
            damaged[folder.name] = str(error)
    copied = {part.batch for batch in sound for part in batch.packed}
    return sorted((b for b in sound if b.name not in copied), key=lambda b: (b.sequence, b.name)), damaged


def remove_copies(layout: Layout, batches: Sequence[Batch]) -> None:
    """Removes batches that lie in a pack as well, left by a packing that was broken off. Only for the lock's holder."""
    copied = {part.batch for batch in batches for part in batch.packed}
    for folder in batch_folders(layout):
        if folder.name in copied:
            shutil.rmtree(folder)


def set_aside(layout: Layout, name: str, reason: str) -> None:
    """Moves a damaged batch to ``damaged/`` with its reason; its articles count as not seen."""
    layout.damaged.mkdir(exist_ok=True)
    note = {"batch": name, "reason": reason, "set_aside": now()}
    write_synced(layout.batches / name / REASON, json.dumps(note, indent=1).encode() + b"\n")
    target = layout.damaged / name
    if target.exists():
        shutil.rmtree(target)
    (layout.batches / name).rename(target)
    sync_folder(layout.damaged)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A batch in ``damaged/``: why, and the articles it held as far as they are known."""

    name: str
    run_id: str | None
    reason: str
    documents: tuple[tuple[str, str], ...] | None


def set_aside_batches(layout: Layout) -> list[SetAside]:
    """All batches that were set aside."""
    folders: Iterable[Path] = sorted(layout.damaged.iterdir()) if layout.damaged.is_dir() else ()
    return [_read_set_aside(folder) for folder in folders if folder.is_dir()]


def _read_set_aside(folder: Path) -> SetAside:
    note, manifest = _json_or_empty(folder / REASON), _json_or_empty(folder / MANIFEST)
    listed = manifest.get("documents")
    documents = tuple((str(a), str(h)) for a, h in listed) if isinstance(listed, list) else None
    return SetAside(folder.name, manifest.get("run_id"), str(note.get("reason", "unknown")), documents)


def _json_or_empty(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
