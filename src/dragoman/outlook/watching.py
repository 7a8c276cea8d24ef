"""The watch list of a ledger: the pairs of actors whose outlook is asked for again and again.

It is a table that may be edited by hand, ``watched.csv`` in the ledger's folder, with the columns first, second (keys:
country codes or entity ids) and added (the day).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.datafiles import read_csv
from dragoman.errors import DataError, NotFoundError
from dragoman.ledger import Ledger
from dragoman.ledger.files import ledger_errors, write_atomic

FILE = "watched.csv"
_COLUMNS = ("first", "second", "added")


@dataclass(frozen=True, slots=True)
class Watched:
    """A pair on the watch list: two keys in order of the alphabet, and since when."""

    first: str
    second: str
    added: str

    @property
    def pair(self) -> tuple[str, str]:
        """Its two keys."""
        return self.first, self.second


def watched(ledger: Ledger) -> list[Watched]:
    """The watch list, in the order in which pairs were added.

    Raises:
        DataError: the file breaks its format.
    """
    file = ledger.path / FILE
    if not file.exists():
        return []
    found = []
    for line, row in read_csv(file):
        if not row.get("first") or not row.get("second"):
            raise DataError(f"{file}:{line}: first and second are wanted; name two actors or delete the line")
        found.append(Watched(row["first"], row["second"], row.get("added", "")))
    return found


def watch(ledger: Ledger, first: str, second: str) -> Watched:
    """Put a pair on the watch list; one that is there stays as it is.

    Args:
        ledger: the ledger, whose folder must be writable.
        first: a country code, an entity id or a name.
        second: likewise.

    Raises:
        NotFoundError: one of the two is no country, and no event names it.
        LedgerError: the folder cannot be written.
    """
    pair, there = _pair(ledger, first, second), watched(ledger)
    held = next((w for w in there if w.pair == pair), None)
    if held is not None:
        return held
    added = Watched(*pair, dt.date.today().isoformat())
    _write(ledger, [*there, added])
    return added


def unwatch(ledger: Ledger, first: str, second: str) -> Watched:
    """Take a pair off the watch list.

    Raises:
        NotFoundError: it is not on it.
    """
    pair, there = _pair(ledger, first, second), watched(ledger)
    held = next((w for w in there if w.pair == pair), None)
    if held is None:
        raise NotFoundError(f"{ledger.path}: {pair[0]} and {pair[1]} are not watched; `dragoman watch list` lists all")
    _write(ledger, [w for w in there if w != held])
    return held


def _pair(ledger: Ledger, first: str, second: str) -> tuple[str, str]:
    one, other = sorted((ledger.party(first).key, ledger.party(second).key))
    return one, other


def _write(ledger: Ledger, pairs: Sequence[Watched]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    writer.writerows((w.first, w.second, w.added) for w in pairs)
    with ledger_errors(ledger.path, "writing the watch list"):
        write_atomic(ledger.path / FILE, stream.getvalue().encode(), ledger.path)
