"""The ledger that the desk reads: always the last published snapshot, and answers that hold as long as it does."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger
from dragoman.ledger.layout import existing
from dragoman.ledger.snapshot import REPAIR

T = TypeVar("T")
_KEPT = 512  # answers, such as the counts of facets
_PATIENCE = 1.0  # seconds that a request waits for a new snapshot


class Answers:
    """Answers by key, each worked out once; those asked for longest ago are forgotten. Threads may share it."""

    def __init__(self, kept: int = _KEPT) -> None:
        """Keeps so many."""
        self._kept = kept
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._guard = threading.Lock()

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """The answer for a key; whoever asks while it is worked out waits for it."""
        with self._guard:
            turn = self._making.setdefault(key, threading.Lock())
        with turn:
            if key not in self._known:
                answer = make()
                with self._guard:
                    self._known[key] = answer
            return self._used(key)  # type: ignore[no-any-return]

    def _used(self, key: Hashable) -> Any:
        with self._guard:
            answer = self._known[key]
            self._known.move_to_end(key)
            while len(self._known) > self._kept:
                self._making.pop(self._known.popitem(last=False)[0], None)
            return answer


class Opened:
    """One snapshot, opened, and the answers that hold for it."""

    def __init__(self, path: Path) -> None:
        """Opens the last snapshot of the ledger at ``path``.

        Raises:
            LedgerError: it cannot be read, or another version of Dragoman made it.
        """
        self.stamp = stamp_of(path)
        self.book = Ledger.open(path)
        self.answers = Answers()
        if self.book.of_another_version():
            raise LedgerError(f"{path}: the snapshot was made by another version of Dragoman. {REPAIR}")


class Shelf:
    """Gives the ledger as of its last snapshot. Requests that run keep the one that they began with.

    A new snapshot is opened and prepared beside the one before, which is given until then if that takes long.
    """

    def __init__(self, path: Path, prepare: Callable[[Opened], object] = lambda opened: None) -> None:
        """Opens the ledger at ``path``; ``prepare`` finds the answers that most will ask for.

        Raises:
            LedgerError: there is none, or it cannot be read.
        """
        self.path = path
        self._prepare = prepare
        self._guard = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "shelf")
        self._going: Future[None] | None = None
        self._opened = Opened(path)

    def opened(self) -> Opened:
        """The last published snapshot, opened; the one before where that is not ready soon.

        Raises:
            LedgerError: it cannot be read.
        """
        with suppress(TimeoutError):
            self.catch_up(_PATIENCE)
        return self._opened

    def catch_up(self, patience: float | None = None) -> None:
        """Goes over to the last published snapshot.

        Args:
            patience: for how many seconds to wait; as long as it takes where left out.

        Raises:
            LedgerError: it cannot be read.
            TimeoutError: it is not ready yet.
        """
        if stamp_of(self.path) == self._opened.stamp:
            return
        with self._guard:
            if self._going is None or self._going.done():
                self._going = self._worker.submit(self._go_over)
        self._going.result(patience)

    def _go_over(self) -> None:
        if stamp_of(self.path) != self._opened.stamp:
            coming = Opened(self.path)
            self._prepare(coming)
            self._opened = coming  # the one before is closed with its last reader


def stamp_of(path: Path) -> bytes:
    """What changes whenever a snapshot is published."""
    try:
        return existing(path).current.read_bytes()
    except FileNotFoundError:
        return b""
