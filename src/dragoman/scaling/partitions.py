"""Partitions: the stream of documents cut into pieces that are coded and stored whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import groupby

from dragoman.articles import Unread


@dataclass(frozen=True, slots=True)
class Partition:
    """Some documents, named by what they hold and by the recipe. ``sequence`` is its place in the corpus."""

    name: str
    sha256: str
    sequence: int
    documents: tuple[Unread, ...]

    @property
    def ends(self) -> tuple[str, str]:
        """Where its first and its last document stand."""
        first, last = self.documents[0], self.documents[-1]
        return place_of(first), place_of(last)


def place_of(document: Unread) -> str:
    """File and record of a document."""
    return f"{document.origin} {getattr(document, 'record', '')}".strip()


def partitions(documents: Iterable[Unread], run_id: str, size: int, first: int = 1) -> Iterator[Partition]:
    """The documents in partitions of no more than ``size``.

    A large file is cut by ranges of records and closes a partition where it ends; small files are taken together.
    Which of them closes one is drawn from its name, the likelier the more it holds: so the borders stay where they
    were, but for the next few, when a file comes, goes or changes.

    Args:
        documents: as they are read.
        run_id: the recipe's name.
        size: most documents in a partition.
        first: the sequence of the first one.
    """
    for sequence, held in enumerate(_cut(documents, size), first):
        digest = hashlib.sha256()
        for document in held:
            digest.update(fingerprint(document))
        content = digest.hexdigest()
        name = hashlib.sha256(f"{run_id} {content}".encode()).hexdigest()[:16]
        yield Partition(name, content, sequence, tuple(held))


def _cut(documents: Iterable[Unread], size: int) -> Iterator[list[Unread]]:
    held: list[Unread] = []
    for origin, of_file in groupby(documents, key=lambda d: d.origin):
        count = 0
        for document in of_file:
            if len(held) >= size:
                yield held
                held = []
            held.append(document)
            count += 1
        if _drawn(origin) * size < 2 * count:
            yield held
            held = []
    if held:
        yield held


def _drawn(name: str) -> float:
    """A number from 0 to 1 that belongs to a name."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()[:6]) / 2**48


def fingerprint(document: Unread) -> bytes:
    """A digest of all that a document holds, its place included."""
    digest = hashlib.sha256(type(document).__name__.encode())
    for each in fields(document):
        value = getattr(document, each.name)
        content = value if isinstance(value, bytes) else repr(value).encode("utf-8", "backslashreplace")
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.digest()
