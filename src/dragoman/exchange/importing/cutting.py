"""Blocks of lines cut into rows: where each begins and ends, its line, and how many fields it has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.exchange.importing.blocks import Block, line_ends

_QUOTE, _NEWLINE = 34, 10
_WINDOW = 4 * 1024 * 1024  # bytes looked at in one go where fields are quoted
_MAX_RECORD = 1024 * 1024  # a quoted record longer than this has a quote that is never closed
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one stretch of bytes.

    Attributes:
        data: the bytes.
        starts: where each row begins.
        ends: one behind its newline.
        lines: number of its first line in the file.
        counts: number of its fields; 0 where a quote in it is never closed.
    """

    data: bytes
    starts: Places
    ends: Places
    lines: Places
    counts: Places

    def __len__(self) -> int:
        return len(self.starts)

    def only(self, kept: NDArray[np.bool_]) -> Rows:
        """Some of the rows, in bytes of their own."""
        if kept.all():
            return self
        old_starts, old_ends = self.starts[kept], self.ends[kept]
        breaks = np.flatnonzero(old_starts[1:] != old_ends[:-1])
        firsts, lasts = (
            old_starts[np.append(0, breaks + 1)[: len(old_starts)]],
            old_ends[np.append(breaks, -1)[: len(old_ends)]],
        )
        chosen = b"".join(self.data[s:e] for s, e in zip(firsts.tolist(), lasts.tolist(), strict=True))
        ends = np.cumsum(old_ends - old_starts)
        starts = np.append(0, ends)[: len(ends)]
        return Rows(chosen, starts, ends, self.lines[kept], self.counts[kept])

    def texts(self) -> list[str]:
        """The text of each row."""
        return [self.data[s:e].decode() for s, e in zip(self.starts, self.ends, strict=True)]


def cut_lines(block: Block, delimiter: str) -> Rows:
    """Every line a row; blank ones are left out."""
    ends = line_ends(block.data)
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])
    counts = _marks_between(np.frombuffer(block.data, np.uint8) == ord(delimiter), ends) + 1
    rows = Rows(block.data, starts, ends + 1, np.arange(len(ends)) + block.first, counts)
    return rows.only(ends > starts)


def _marks_between(marks: NDArray[np.bool_], ends: Places) -> Places:
    before = np.searchsorted(np.flatnonzero(marks), ends)
    return np.diff(before, prepend=0)


class QuotedCutter:
    """Cuts rows whose quoted fields may hold delimiters and newlines; keeps an unfinished row for the next block.

    A quote that is never closed would swallow the rows behind it: a row of several lines that has no number of fields
    that is expected gives up its first line (count 0), and reading goes on with the next.
    """

    def __init__(self, delimiter: str, expected: frozenset[int]) -> None:
        self._delimiter, self._expected = delimiter, expected
        self._rest, self._line = b"", 1

    def cut(self, block: Block) -> Rows:
        """The rows that a block completes."""
        if not self._rest:
            self._line = block.first
        return self._cut(self._rest + block.data, last=False)

    def finish(self) -> Rows:
        """The rows of what is left when the file ends."""
        return self._cut(self._rest, last=True)

    def _cut(self, data: bytes, last: bool) -> Rows:
        place, found = 0, [_none(data)]
        newlines = line_ends(data)
        while place < len(data):
            piece = data[place : place + _WINDOW]
            rows, used = self._in_window(piece, last and place + len(piece) == len(data))
            if not used:
                break
            lines = np.searchsorted(newlines, rows.starts + place) + self._line
            found.append(Rows(data, rows.starts + place, rows.ends + place, lines, rows.counts))
            place += used
        self._rest = data[place:]
        self._line += int(np.searchsorted(newlines, place))
        return _together(data, found)

    def _in_window(self, data: bytes, last: bool) -> tuple[Rows, int]:
        """The rows up to the first that cannot be right, and how many bytes they and its first line take."""
        seen = np.frombuffer(data, np.uint8)
        outside = ~np.bitwise_xor.accumulate(seen == _QUOTE)
        ends = np.flatnonzero((seen == _NEWLINE) & outside)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1] + 1])[: len(ends)]
        counts = _marks_between((seen == ord(self._delimiter)) & outside, ends) + 1
        rows = Rows(data, starts, ends + 1, starts, counts)
        several = np.searchsorted(line_ends(data), ends) - np.searchsorted(line_ends(data), starts) > 0
        wrong = np.flatnonzero(several & ~np.isin(counts, list(self._expected)))
        if len(wrong):
            return _give_up(rows, int(wrong[0]))
        used = int(ends[-1]) + 1 if len(ends) else 0
        unfinished = len(data) - used
        if unfinished and (last or unfinished > _MAX_RECORD):
            whole = Rows(data, np.append(starts, used), np.append(ends + 1, len(data)), starts, np.append(counts, 0))
            return _give_up(whole, len(starts))
        return rows, used


def _give_up(rows: Rows, number: int) -> tuple[Rows, int]:
    """The rows before one, and the first line of that one as a row that cannot be read."""
    start = int(rows.starts[number])
    end = rows.data.find(b"\n", start) + 1 or len(rows.data)
    upto = Rows(
        rows.data, rows.starts[: number + 1], np.append(rows.ends[:number], end), rows.lines,
        np.append(rows.counts[:number], 0),
    )  # fmt: skip
    return upto, end


def _none(data: bytes) -> Rows:
    nothing = np.zeros(0, np.int64)
    return Rows(data, nothing, nothing, nothing, nothing)


def _together(data: bytes, found: list[Rows]) -> Rows:
    joined = (np.concatenate([getattr(r, name) for r in found]) for name in ("starts", "ends", "lines", "counts"))
    rows = Rows(data, *joined)
    return rows.only(rows.ends - rows.starts > 1)
