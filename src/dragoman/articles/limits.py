"""Limits on what is read, and readers that keep to them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

MAX_DOCUMENT = 5 * 1024 * 1024
MAX_LINE = 64 * 1024 * 1024
MAX_DEPTH = 50
BOMB_FLOOR = 256 * 1024 * 1024
BOMB_RATIO = 200
_CHUNK = 1024 * 1024


class TooLargeError(Exception):
    """Something is larger than the limit; the message says what."""


class Guarded(io.RawIOBase):
    """An unpacking stream that stops where a small file unpacks to very much (a "gz bomb")."""

    def __init__(self, unpacked: IO[bytes], packed: IO[bytes]) -> None:
        super().__init__()
        self._unpacked, self._packed, self._given, self._taken = unpacked, packed, 0, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer``; raises :class:`TooLargeError` on a bomb."""
        data = self._unpacked.read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        if self._given > BOMB_FLOOR and self._given > BOMB_RATIO * max(1, self._position()):
            raise TooLargeError(f"unpacks to more than {BOMB_RATIO} times its size; unpack it by hand")
        return len(data)

    def _position(self) -> int:
        try:
            self._taken = self._packed.tell()
        except (OSError, ValueError):
            self._taken = self._given
        return self._taken

    def close(self) -> None:
        """Close both streams."""
        self._unpacked.close()
        self._packed.close()
        super().close()


def lines(stream: IO[bytes], limit: int = MAX_LINE) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines from 1; ``None`` for a line over ``limit``, which is skipped unread."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit or line.endswith(b"\n"):
            yield number, line
            continue
        while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield number, None


def whole(stream: IO[bytes], limit: int = MAX_DOCUMENT) -> bytes:
    """All bytes of the stream; raises :class:`TooLargeError` over ``limit``."""
    parts, size = [], 0
    while part := stream.read(min(_CHUNK, limit + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise TooLargeError(f"larger than {limit // (1024 * 1024)} MB; split it into one document a file")
    return b"".join(parts)


def too_deep(value: object, depth: int = MAX_DEPTH) -> bool:
    """Whether lists and objects are nested deeper than ``depth``."""
    level: list[object] = [value]
    for _ in range(depth + 1):
        level = [
            child
            for node in level
            if isinstance(node, (dict, list))
            for child in (node.values() if isinstance(node, dict) else node)
        ]
        if not level:
            return False
    return True
