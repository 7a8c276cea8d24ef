"""Which ids of a file have been read before, and in which line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Lines = NDArray[np.int64]


class Seen:
    """The ids of one file, by their 64-bit hashes: 16 bytes a row."""

    def __init__(self) -> None:
        self._hashes: Hashes = np.zeros(0, np.uint64)
        self._lines: Lines = np.zeros(0, np.int64)

    def add(self, hashes: Hashes, lines: Lines) -> Iterator[tuple[int, int]]:
        """Notes some rows, in the order of their lines.

        Returns:
            Of every row before or among them whose id comes again: its line, and the line of the next with that id.
        """
        merged = np.concatenate([self._hashes, hashes])
        where = np.concatenate([self._lines, lines])
        order = np.argsort(merged, kind="stable")
        merged, where = merged[order], where[order]
        again = np.flatnonzero(merged[1:] == merged[:-1])
        pairs = zip(where[again].tolist(), where[again + 1].tolist(), strict=True)
        last = np.append(merged[1:] != merged[:-1], True) if len(merged) else np.zeros(0, bool)
        self._hashes, self._lines = merged[last], where[last]
        return pairs
