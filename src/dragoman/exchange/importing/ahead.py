"""Work that runs ahead of who asks for it, in a thread of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_WAIT = 0.2  # seconds between looks whether somebody still wants more


def ahead(things: Iterable[T]) -> Iterator[T]:
    """The same things in the same order, the next one made while this one is worked on.

    What raises there is raised here; when the asking ends early, the thread ends too.
    """
    queue: Queue[tuple[bool, T | BaseException | None]] = Queue(1)
    stopped = Event()

    def put(last: bool, thing: T | BaseException | None) -> None:
        while not stopped.is_set():
            try:
                queue.put((last, thing), timeout=_WAIT)
                return
            except Full:
                continue

    def work() -> None:
        try:
            for thing in things:
                put(False, thing)
                if stopped.is_set():
                    return
            put(True, None)
        except BaseException as error:
            put(True, error)

    thread = Thread(target=work, daemon=True, name="reading ahead")
    thread.start()
    try:
        while True:
            last, thing = queue.get()
            if isinstance(thing, BaseException):
                raise thing
            if last:
                return
            yield thing  # type: ignore[misc]
    finally:
        stopped.set()
        thread.join()
