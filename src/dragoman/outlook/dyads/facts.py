"""The facts that dyad forecasts rest on: who did what kind of thing to whom on which day, as plain columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import InputError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
_MOST_FLAGS = 50_000_000  # numbers marked one by one, which is faster than putting them in order
_COLUMNS = ("source", "target", "kind", "day", "weight", "direct")


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts in order of days.

    Attributes:
        source: number of the acting actor of each fact.
        target: number of the actor acted upon.
        kind: number of the fact's class (a quad, a type; see ``classes``).
        day: whole days since any fixed day.
        weight: how much the fact counts (1, or 1/pairs for an event of many sides).
        direct: whether the two actors acted themselves; otherwise people or bodies of theirs did, which is evidence
            but no outcome.
        actors: the actors' names by number.
        classes: the classes' names by number.
        layered: whether facts of people and bodies are told apart at all, so that both circles give terms.
    """

    source: Ints
    target: Ints
    kind: Ints
    day: Ints
    weight: Floats
    direct: Booleans
    actors: tuple[str, ...]
    classes: tuple[str, ...]
    layered: bool

    def until(self, day: int) -> Facts:
        """The facts of that day and all days before: all that a forecast of that day may know."""
        return self._rows(slice(0, int(np.searchsorted(self.day, day, side="right"))))

    def between(self, after: int, last: int) -> Facts:
        """The facts later than one day, up to and with another."""
        first, end = np.searchsorted(self.day, (after, last), side="right").tolist()
        return self._rows(slice(first, end))

    def chosen(self, keep: Booleans) -> Facts:
        """The facts that a mask of length ``len(facts)`` keeps."""
        return self._rows(keep)

    def keys(self) -> Ints:
        """One number for each fact's ordered pair: source times the number of actors, plus target."""
        return self.source * len(self.actors) + self.target

    def __len__(self) -> int:
        return len(self.day)

    def _rows(self, rows: slice | Booleans) -> Facts:
        return replace(self, **{name: getattr(self, name)[rows] for name in _COLUMNS})


def facts_of(
    source: Any,
    target: Any,
    kind: Any,
    day: Any,
    actors: Sequence[str],
    classes: Sequence[str],
    weight: Any = None,
    direct: Any = None,
) -> Facts:
    """Facts from any columns of equal length; what an actor does to itself is left out.

    Args:
        source: numbers into ``actors``; ``target`` likewise, ``kind`` into ``classes``.
        target: see ``source``.
        kind: see ``source``.
        day: whole days since any fixed day.
        actors: names by number.
        classes: names by number.
        weight: 1 for each fact by default.
        direct: True for each fact by default, and then there is one circle of terms alone.

    Raises:
        InputError: columns differ in length, a number has no name, or a weight is not a positive number.
    """
    count = len(day)
    weight = np.ones(count) if weight is None else weight
    layered, direct = direct is not None, np.ones(count, bool) if direct is None else direct
    numbers = [np.asarray(c, np.int64) for c in (source, target, kind, day)]
    amount = np.asarray(weight, np.float64)
    columns: list[NDArray[Any]] = [*numbers, amount, np.asarray(direct, np.bool_)]
    if any(c.shape != (count,) for c in columns):
        raise InputError(f"columns of facts differ in length: {[c.shape for c in columns]}; give one value a fact")
    _bounded("source", numbers[0], len(actors))
    _bounded("target", numbers[1], len(actors))
    _bounded("kind", numbers[2], len(classes))
    if not np.all(np.isfinite(amount) & (amount > 0)):
        raise InputError("a fact's weight is not above 0; leave such facts out")
    rows = np.flatnonzero(numbers[0] != numbers[1])
    rows = rows[np.argsort(numbers[3][rows], kind="stable")]
    held = {name: column[rows] for name, column in zip(_COLUMNS, columns, strict=True)}
    return Facts(**held, actors=tuple(actors), classes=tuple(classes), layered=layered)


def distinct(numbers: Ints, bound: int) -> Ints:
    """The numbers that occur, in order; all lie below the bound.

    >>> distinct(np.array([3, 1, 3]), 5).tolist()
    [1, 3]
    """
    if bound > _MOST_FLAGS:
        ordered = np.sort(numbers)
        return ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]
    there = np.zeros(bound, bool)
    there[numbers] = True
    return np.flatnonzero(there)


def _bounded(column: str, numbers: Ints, names: int) -> None:
    wrong = np.flatnonzero((numbers < 0) | (numbers >= names))
    if len(wrong):
        number = int(numbers[wrong[0]])
        raise InputError(f"fact {wrong[0]}: {column} is {number}, but there are {names} names; give its name")
