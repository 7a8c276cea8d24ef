"""Files that are either wholly there or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import LedgerError

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def sync_folder(folder: Path) -> None:
    """Makes renames within a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_synced(path: Path, content: bytes) -> None:
    """Writes a file and waits until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def write_atomic(path: Path, content: bytes, temp: Path) -> None:
    """Replaces a file in one step; ``temp`` is a folder of the same file system."""
    aside = temp / f"{path.name}.{os.getpid()}"
    write_synced(aside, content)
    aside.replace(path)
    sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parquet_bytes(table: pa.Table) -> bytes:
    """A table as a Parquet file, made in memory: what is hashed is what was meant, and a full disk is an OSError."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def copy_hashed(source: Path, target: Path) -> str:
    """Copies a file and gives the SHA-256 of what was read, so that a damaged source shows."""
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while piece := reader.read(1 << 20):
            digest.update(piece)
            writer.write(piece)
    return digest.hexdigest()


def is_full(error: BaseException) -> bool:
    """Whether an error means that no more can be written to the disk."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    said = str(error)
    return any(os.strerror(code) in said for code in _FULL)


@contextmanager
def ledger_errors(path: Path, doing: str) -> Iterator[None]:
    """Turns what the operating system says while ``doing`` into a LedgerError with a remedy."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise LedgerError(
                f"{path}: no room on the disk while {doing}. What was stored before is safe; free some "
                "space and run the same command again, it continues where it stopped."
            ) from error
        if error.errno in _CLOSED:
            raise LedgerError(
                f"{path}: not permitted to write while {doing} ({error.strerror}). Check the folder's owner "
                "and rights, or name another ledger; it can still be read."
            ) from error
        raise LedgerError(f"{path}: {doing} failed: {error}. What was stored before is safe.") from error
