"""Work that runs ahead of who asks for it, in a thread of its own."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(things: Iterable[T]) -> Generator[T]:
    """The same things in the same order, the next one made while this one is worked on; what raises there, raises here.

    >>> list(ahead(n * n for n in range(4)))
    [0, 1, 4, 9]
    """
    steps = iter(things)
    with ThreadPoolExecutor(1, "reading ahead") as thread:
        coming: Future[T | None] = thread.submit(next, steps, None)
        while (thing := coming.result()) is not None:
            coming = thread.submit(next, steps, None)
            yield thing
