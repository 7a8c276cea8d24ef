"""Fewer files: many small batches become one, row by row the same; what nobody needs any more goes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyarrow as pa

from dragoman.ledger.batch import Batch, set_aside_batches, survey, write_pack
from dragoman.ledger.files import ledger_errors
from dragoman.ledger.layout import Layout, existing
from dragoman.ledger.lock import writer_lock
from dragoman.ledger.recovery import recover
from dragoman.ledger.snapshot import Published, open_for_reading, publish, published
from dragoman.ledger.tables import BATCH_TABLES, OWN

PACK_BYTES = 128 * 1024 * 1024  # of one packed batch, about


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What was put away: batches before and after, files removed, bytes freed."""

    batches_before: int
    batches_after: int
    removed: int
    freed: int


def compact(path: str | Path, pack_bytes: int = PACK_BYTES) -> Cleaned:
    """Packs neighbouring small batches into larger ones; no row changes, nor any id.

    Args:
        path: the ledger.
        pack_bytes: how large a packed batch may become, about.

    Raises:
        LedgerLocked: another process is writing.
        LedgerError: the disk is full; nothing is lost, the small batches stay.
    """
    layout = existing(path)
    with writer_lock(layout), ledger_errors(layout.root, "packing batches"):
        batches = list(recover(layout).batches)
        before = _size(layout.batches)
        for group in _groups(batches, pack_bytes):
            _pack(layout, group)
        after, _ = survey(layout, {})
        if len(after) < len(batches):
            publish(layout, after)
        return Cleaned(len(batches), len(after), len(batches) - len(after), max(0, before - _size(layout.batches)))


def _pack(layout: Layout, group: Sequence[Batch]) -> None:
    tables = {n: pa.concat_tables([b.read(n) for b in group], promote_options="default") for n in BATCH_TABLES}
    write_pack(layout, group, tables)
    # The pack is safe: from here on the small ones are copies, which any writer removes.
    for batch in group:
        shutil.rmtree(batch.folder)


def _groups(batches: Sequence[Batch], most: int) -> Iterator[list[Batch]]:
    """Neighbours of coded articles that together are no larger than ``most``, two at least; imports are large."""
    for dataset, run in groupby(batches, key=lambda b: b.dataset):
        if dataset != OWN:
            continue
        group: list[Batch] = []
        held = 0
        for batch in run:
            size = sum(int(f["bytes"]) for f in batch.files.values())
            if group and held + size > most:
                if len(group) > 1:
                    yield group
                group, held = [], 0
            group.append(batch)
            held += size
        if len(group) > 1:
            yield group


def vacuum(path: str | Path) -> Cleaned:
    """Removes snapshots that nobody is sent to, half-written things, and damaged batches that were coded again.

    Raises:
        LedgerLocked: another process is writing.
    """
    layout = existing(path)
    with writer_lock(layout), ledger_errors(layout.root, "cleaning up"):
        before = _size(layout.root)
        batches = recover(layout).batches
        current = published(layout)
        gone = [p for p in layout.snapshots.iterdir() if current and p != layout.current and not _of(p, current)]
        gone += _coded_again(layout, current)
        for place in gone:
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
        return Cleaned(len(batches), len(batches), len(gone), max(0, before - _size(layout.root)))


def _of(path: Path, snapshot: Published) -> bool:
    """Whether a file is the snapshot, or was made beside it and bears its number."""
    return path.stem.rpartition("-")[2] == str(snapshot.number)


def _coded_again(layout: Layout, snapshot: Published | None) -> list[Path]:
    """Batches that were set aside and whose articles are all in the snapshot."""
    if snapshot is None:
        return []
    with open_for_reading(snapshot.path) as connection:
        there = set(connection.execute("SELECT article_id, content_hash FROM revisions").fetchall())
    aside = [b for b in set_aside_batches(layout) if b.documents is not None and set(b.documents) <= there]
    return [layout.damaged / b.name for b in aside]


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())
