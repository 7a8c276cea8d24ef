"""One writer at a time."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout

from dragoman.errors import LedgerError, LedgerLocked
from dragoman.ledger.files import ledger_errors, write_synced
from dragoman.ledger.layout import Layout

# Long enough to outlast a doctor's look at the lock, short enough for a person.
_PATIENCE = 0.5


@contextmanager
def writer_lock(layout: Layout, dataset: bool = False) -> Iterator[None]:
    """Holds the ledger for writing; the system frees it when the process ends, however it ends.

    Args:
        layout: the ledger.
        dataset: whether it is a dataset that is to be written, which is written otherwise.

    Raises:
        LedgerLocked: another process, or another writer in this one, holds it.
        LedgerError: the folder cannot be written, or is a dataset.
    """
    if layout.dataset.exists() and not dataset:
        raise LedgerError(f"{layout.root}: is a dataset, which only `dragoman code ... --engine ray` writes to.")
    lock = FileLock(str(layout.lock), timeout=_PATIENCE, thread_local=False)
    with ledger_errors(layout.root, "taking the writer's lock"):
        try:
            lock.acquire()
        except Timeout as error:  # An OSError too: it must not pass for a fault of the disk.
            raise LedgerLocked(
                f"{layout.root}: the ledger is being written by {_holder(layout)}. Wait for it to end, or "
                "write into another ledger; reading this one is not affected."
            ) from error
    try:
        with ledger_errors(layout.root, "noting the writer"):
            write_synced(layout.writer, _own_note())
        yield
    finally:
        with suppress(OSError):
            layout.writer.unlink()
        lock.release()


def is_locked(layout: Layout) -> bool:
    """Whether somebody is writing now; False also where the folder does not let us ask."""
    if not layout.lock.exists() or not os.access(layout.lock, os.W_OK):
        return False
    lock = FileLock(str(layout.lock), timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False


def _own_note() -> bytes:
    since = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    return json.dumps({"process": os.getpid(), "host": socket.gethostname(), "since": since}).encode()


def _holder(layout: Layout) -> str:
    try:
        note = json.loads(layout.writer.read_text(encoding="utf-8"))
        return f"process {note['process']} on {note['host']} since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
