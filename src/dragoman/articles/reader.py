"""The reader: finds out a file's format and streams its documents."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

from dragoman.articles.build import build
from dragoman.articles.feeds import read_feed
from dragoman.articles.html import read_html
from dragoman.articles.jsonlines import read_json, read_jsonl
from dragoman.articles.limits import MAX_DOCUMENT, Guarded, TooLargeError
from dragoman.articles.plain import read_plain
from dragoman.articles.raw import Raw
from dragoman.articles.repair import BadBytesError
from dragoman.articles.tables import read_csv, read_parquet, read_tsv
from dragoman.articles.warc import read_warc
from dragoman.errors import InputError
from dragoman.records import Article, LeftOut

Format = Callable[[IO[bytes], str, Mapping[str, str]], Iterator[Raw | LeftOut]]
FORMATS: dict[str, Format] = {
    ".txt": read_plain, ".text": read_plain, ".md": read_plain,
    ".html": read_html, ".htm": read_html, ".xhtml": read_html,
    ".jsonl": read_jsonl, ".ndjson": read_jsonl, ".json": read_json,
    ".csv": read_csv, ".tsv": read_tsv, ".parquet": read_parquet,
    ".rss": read_feed, ".xml": read_feed, ".atom": read_feed,
    ".warc": read_warc,
}  # fmt: skip
_PAGES = (".html", ".htm", ".xhtml")


def read(
    path_or_stream: str | Path | IO[bytes],
    *,
    columns: Mapping[str, str] | None = None,
    date: dt.date | None = None,
    source: str | None = None,
    licence: str | None = None,
) -> Iterator[Article | LeftOut]:
    """Documents of a file, folder or binary stream, one by one.

    Args:
        path_or_stream: a file or folder, ``-`` for standard input, or an open binary stream.
        columns: which column or field holds ``text``, ``date``, ``title``, ... where the names are unusual.
        date: publication date of documents that state none.
        source: outlet of documents that state none.
        licence: licence of documents that state none.

    Raises:
        InputError: the path does not exist (raised at once, not at the first document).
    """
    if isinstance(path_or_stream, (str, Path)) and str(path_or_stream) != "-":
        check_exists(path_or_stream)
    return _read(path_or_stream, columns or {}, date, source, licence)


def read_many(
    paths: Sequence[str | Path], *, columns: Mapping[str, str] | None = None, date: dt.date | None = None
) -> Iterator[Article | LeftOut]:
    """Documents of several files and folders in their order; ``-`` is standard input.

    Raises:
        InputError: one of the paths does not exist; raised before anything is read.
    """
    for path in paths:
        if str(path) != "-":
            check_exists(path)
    return (document for path in paths for document in read(path, columns=columns, date=date))


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as its file holds it, its text not taken out yet."""

    origin: str
    data: bytes


Unread = Raw | Page | LeftOut


def read_unread(paths: Sequence[str | Path], *, columns: Mapping[str, str] | None = None) -> Iterator[Unread]:
    """Documents of several files and folders in their order, so far as reading them is cheap.

    ``finish_reading`` does the rest, in another process if need be; both together give what ``read_many`` gives.

    Raises:
        InputError: one of the paths does not exist; raised before anything is read.
    """
    for path in paths:
        if str(path) != "-":
            check_exists(path)
    return (document for path in paths for document in _unread(path, columns or {}))


def _unread(path: str | Path, columns: Mapping[str, str]) -> Iterator[Unread]:
    if str(path) == "-":
        yield from _raws(path, columns)
        return
    for file in walk(Path(path)):
        page = _page(file) if file.suffix.lower() in _PAGES else None
        yield from _file(file, Path(path), columns) if page is None else [page]


def _page(file: Path) -> Page | None:
    """A page of a size that can be an article, else None."""
    try:
        if file.is_file() and file.stat().st_size <= MAX_DOCUMENT:
            return Page(str(file), file.read_bytes())
    except OSError:
        pass
    return None


def finish_reading(
    document: Unread, *, columns: Mapping[str, str] | None = None, date: dt.date | None = None
) -> Article | LeftOut:
    """A document that was read so far as that is cheap, as an article.

    Args:
        document: of ``read_unread``.
        columns: as given there.
        date: publication date of documents that state none.
    """
    if isinstance(document, Page):
        name = Path(document.origin).name.lower()
        document = next(_guarded(io.BytesIO(document.data), document.origin, name, columns or {}))
    return document if isinstance(document, LeftOut) else build(document, date)


def check_exists(path: str | Path) -> None:
    """Raise :class:`InputError` where there is no such file or folder."""
    try:
        there = Path(path).exists()
    except (OSError, ValueError):
        there = False
    if not there:
        raise InputError(f"{path}: no such file or folder; check the path")


def _read(
    what: str | Path | IO[bytes],
    columns: Mapping[str, str],
    date: dt.date | None,
    source: str | None,
    licence: str | None,
) -> Iterator[Article | LeftOut]:
    for raw in _raws(what, columns):
        if isinstance(raw, LeftOut):
            yield raw
            continue
        raw = replace(raw, source=raw.source or source, licence=raw.licence or licence)
        yield build(raw, date)


def _raws(what: str | Path | IO[bytes], columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    if not isinstance(what, (str, Path)):
        yield from _guarded(what, str(getattr(what, "name", "stream")), "", columns)
    elif str(what) == "-":
        yield from _guarded(sys.stdin.buffer, "-", "", columns)
    else:
        for path in walk(Path(what)):
            yield from _file(path, Path(what), columns)


def walk(path: Path) -> Iterator[Path]:
    """The file itself, or the files below a folder, sorted; hidden ones are passed over."""
    if not path.is_dir():
        yield path
        return
    try:
        inside = sorted(path.iterdir())
    except OSError:
        yield path
        return
    for child in inside:
        if not child.name.startswith(".") and not (child.is_dir() and child.is_symlink()):
            yield from walk(child)


def _file(path: Path, given: Path, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    try:
        if path != given and path.exists() and not path.is_file():
            raise OSError("neither a file nor a folder")  # opening a pipe would wait for ever
        stream = path.open("rb")
    except OSError as error:
        yield LeftOut(str(path), "", "unreadable", f"cannot be opened: {error.strerror or error}")
        return
    with stream:
        yield from _guarded(stream, str(path), path.name.lower(), columns)


def _guarded(stream: IO[bytes], origin: str, name: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """Documents of a stream; whatever is wrong with it becomes the last ``LeftOut``."""
    try:
        yield from _documents(stream, origin, name, columns)
    except TooLargeError as error:
        yield LeftOut(origin, "", "too-large", str(error))
    except BadBytesError as error:
        yield LeftOut(origin, "", error.reason, error.detail)
    except (OSError, EOFError, zlib.error) as error:
        yield LeftOut(origin, "", "unreadable", f"reading failed: {str(error)[:200]}")
    except Exception as error:  # damaged files make the format libraries raise almost anything
        yield LeftOut(origin, "", "unreadable", f"{type(error).__name__}: {str(error)[:200]}")


def _documents(stream: IO[bytes], origin: str, name: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    buffered = _peekable(stream)
    head = buffered.peek(1)
    if not head.strip():
        head = buffered.peek(4096)
    if not head:
        yield LeftOut(origin, "", "empty", "the file is empty")
        return
    if head.startswith(b"\x1f\x8b") and ".warc" not in name:
        unpacked = Guarded(cast(IO[bytes], gzip.GzipFile(fileobj=buffered)), cast(IO[bytes], buffered))
        buffered, name = io.BufferedReader(unpacked, 65536), name.removesuffix(".gz")
        head = buffered.peek(1)
    reader = FORMATS.get(Path(name.removesuffix(".gz")).suffix) or sniff(head)
    yield from reader(cast(IO[bytes], buffered), origin, columns)


def _peekable(stream: IO[bytes]) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(cast(io.RawIOBase, _Raw(stream)), 65536)


class _Raw(io.RawIOBase):
    """Any object with ``read`` as a raw stream; does not close it."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__()
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill ``buffer`` from the stream."""
        data = self._stream.read(len(buffer))
        if isinstance(data, str):
            raise TypeError("a binary stream is wanted; open the file with mode 'rb'")
        buffer[: len(data)] = data
        return len(data)


def sniff(head: bytes) -> Format:
    """The format by a stream's first bytes; plain text where nothing else fits."""
    start = head[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"par1"):
        return read_parquet
    if start.startswith(b"warc/"):
        return read_warc
    if start.startswith((b"{", b"[")):
        return read_json if start.startswith(b"[") or start[1:2] in b"\r\n" else read_jsonl
    if b"<rss" in start or b"<feed" in start or b"<rdf:rdf" in start:
        return read_feed
    return read_html if start.startswith((b"<!doctype html", b"<html", b"<?xml")) else read_plain


def count_documents(paths: Sequence[str | Path]) -> int | None:
    """About how many documents the paths hold, for a progress bar; ``None`` where that is costly to tell."""
    total = 0
    for path in paths:
        if str(path) == "-":
            return None
        for file in walk(Path(path)):
            count = _count(file)
            if count is None:
                return None
            total += count
    return total


def _count(path: Path) -> int | None:
    name = path.name.lower()
    suffix = Path(name.removesuffix(".gz")).suffix
    if suffix in (".txt", ".text", ".md", ".html", ".htm", ".xhtml"):
        return 1
    if suffix not in (".jsonl", ".ndjson"):
        return None
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as stream:
            return _count_lines(cast(IO[bytes], stream))
    except (OSError, EOFError, zlib.error):
        return None


def _count_lines(stream: IO[bytes]) -> int:
    count, last = 0, b"\n"
    while part := stream.read(1 << 20):
        count, last = count + part.count(b"\n"), part[-1:]
    return count + (last != b"\n")
