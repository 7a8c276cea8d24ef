"""Files, folders and archives, opened as streams of bytes."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from dragoman.articles.limits import Guarded, TooLargeError
from dragoman.errors import InputError

READ_ERRORS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError, TooLargeError)
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Part:
    """One file, or one member of a zip archive, opened.

    ``origin`` names it (``archive.zip!member``); ``place`` tells how many bytes of the file on disk have been read.
    """

    origin: str
    stream: IO[bytes]
    place: Callable[[], int]


def files_of(paths: Sequence[str | Path]) -> list[Path]:
    """All files that some paths name, those of folders in the order of their names; hidden ones are passed over.

    Raises:
        InputError: a path does not exist, or there is no file.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inner = (p for p in path.rglob("*") if p.is_file())
            found += sorted(p for p in inner if not any(n.startswith(".") for n in p.relative_to(path).parts))
        elif path.exists():
            found.append(path)
        else:
            raise InputError(f"{path}: there is no such file or folder")
    if not found:
        raise InputError(f"{', '.join(map(str, paths))}: no files to import; name files or a folder that holds some")
    return list(dict.fromkeys(found))


def parts_of(path: Path) -> Iterator[Part]:
    """The file itself, unpacked where it is gzip, or the members of a zip archive; each is closed after its turn.

    Raises:
        OSError, EOFError, zipfile.BadZipFile, ...: one of ``READ_ERRORS``, also while a stream is read.
    """
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        if start == _ZIP:
            yield from _members(path, file)
        elif start.startswith(_GZIP):
            with closing(_guarded(cast(IO[bytes], gzip.GzipFile(fileobj=file)), file)) as stream:
                yield Part(str(path), stream, file.tell)
        else:
            yield Part(str(path), file, file.tell)


def _members(path: Path, file: IO[bytes]) -> Iterator[Part]:
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            if member.is_dir() or member.filename.startswith("__MACOSX/"):
                continue
            with archive.open(member) as inner, closing(_guarded(inner, cast(IO[bytes], _Place(file)))) as stream:
                yield Part(f"{path}!{member.filename}", stream, file.tell)


class _Place(io.RawIOBase):
    """Tells where a file is; stays open for the next member when the guard of one is closed."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file

    def tell(self) -> int:
        """The place in the file."""
        return self._file.tell()


def _guarded(unpacked: IO[bytes], packed: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], Guarded(unpacked, packed))
