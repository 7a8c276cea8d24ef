"""Streams cut into blocks of whole lines, as bytes of clean UTF-8.

A block of some megabytes is worked on as a whole (numpy), never line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np
from numpy.typing import NDArray

BLOCK = 16 * 1024 * 1024
MAX_LINE = 16 * 1024 * 1024  # bytes
_BOM = b"\xef\xbb\xbf"
_NEWLINE = 10


@dataclass(frozen=True, slots=True)
class Block:
    """Whole lines.

    Attributes:
        data: their bytes, UTF-8, each line ended by a newline.
        first: number of the first line in its file, from 1.
        latin: lines that were not UTF-8 and were read as Windows-1252 (Latin-1 where that has no such character).
        mended: lines in which NUL bytes or lone carriage returns were read as blanks.
        too_long: numbers of lines longer than ``MAX_LINE``, left out of ``data``; their places hold an empty line.
    """

    data: bytes
    first: int
    latin: int = 0
    mended: int = 0
    too_long: tuple[int, ...] = ()


@dataclass(slots=True)
class _Cutter:
    """Collects bytes until lines are whole."""

    line: int = 1
    rest: bytes = b""
    dropping: bool = False
    too_long: list[int] = field(default_factory=list)

    def take(self, piece: bytes) -> Block | None:
        """The whole lines that a piece completes, if any."""
        if self.dropping:
            _, newline, piece = piece.partition(b"\n")
            if not newline:
                return None
            self.dropping, piece = False, b"\n" + piece
        data = self.rest + piece
        end = data.rfind(b"\n") + 1
        self.rest = data[end:]
        if len(self.rest) > MAX_LINE:
            self.dropping, self.rest = True, b""
            self.too_long.append(self.line + data[:end].count(b"\n"))
        return self._block(data[:end]) if end else None

    def finish(self) -> Block | None:
        """What is left, though no newline ends it."""
        return self._block(self.rest + b"\n") if self.rest or self.dropping else None

    def _block(self, data: bytes) -> Block:
        first, too_long = self.line, tuple(self.too_long)
        self.line += data.count(b"\n")
        done = tuple(n for n in too_long if n < self.line)
        self.too_long = [n for n in too_long if n >= self.line]
        return _clean(data, first, done)


def blocks(stream: IO[bytes], size: int = BLOCK) -> Iterator[Block]:
    """The stream's lines, about ``size`` bytes of them at a time; a byte order mark at its start is dropped."""
    cutter = _Cutter()
    begun = False
    while piece := stream.read(size):
        if not begun:
            begun, piece = True, piece.removeprefix(_BOM)
        if block := cutter.take(piece):
            yield block
    if block := cutter.finish():
        yield block


def _clean(data: bytes, first: int, too_long: tuple[int, ...]) -> Block:
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    mended = _lines_with(data, b"\r") + _lines_with(data, b"\0")
    if mended:
        data = data.translate(_TO_BLANKS)
    try:
        data.decode("utf-8")
        latin = 0
    except UnicodeDecodeError:
        data, latin = _recoded(data)
    return Block(data, first, latin, mended, too_long)


_TO_BLANKS = bytes.maketrans(b"\r\0", b"  ")


def _lines_with(data: bytes, mark: bytes) -> int:
    if mark not in data:
        return 0
    found = np.frombuffer(data, np.uint8)
    places = np.flatnonzero(found == mark[0])
    return len(np.unique(np.searchsorted(np.flatnonzero(found == _NEWLINE), places)))


def _recoded(data: bytes) -> tuple[bytes, int]:
    """Every line that is no UTF-8 read as Windows-1252."""
    lines, recoded = data.split(b"\n"), 0
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            lines[number] = _from_western(line)
            recoded += 1
    return b"\n".join(lines), recoded


def _from_western(line: bytes) -> bytes:
    try:
        return line.decode("cp1252").encode()
    except UnicodeDecodeError:
        return line.decode("latin-1").encode()


Places = NDArray[np.int64]


def line_ends(data: bytes) -> Places:
    """Where the newline of each line is."""
    return np.flatnonzero(np.frombuffer(data, np.uint8) == _NEWLINE)
