"""The terms of a forecast: for each pair and class, numbers drawn from the facts known on a day, each with its name.

Rates are counts per 100 days in which a fact counts half as much after each half-life, over the history that there is;
they and the days since a fact enter as log(1 + x). Each circle of facts gives its own terms: what the two actors did
themselves, and what they did together with their people and bodies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.outlook.dyads.facts import Facts, Floats, Ints, distinct
from dragoman.outlook.dyads.neighbours import pattern, through_third
from dragoman.outlook.dyads.rates import Windows, positions, windows

HALF_LIVES = (3.0, 14.0, 60.0, float("inf"))
_PATTERN_HALF_LIVES = (30.0, float("inf"))
LOOK_BACK = 180  # days; pairs with no fact in them are not forecast
_FORGOTTEN = 30  # half-lives after which a fact, a thousand-millionth of what it was, is no longer counted
NEVER = 400.0  # days since a fact that never came
_PER_DAYS = 100.0
CIRCLES = ("", ", their people and bodies included")
About = tuple[str, str, str]
_OWN: About = ("source", "target", "class")
_ANSWER: About = ("target", "source", "class")


@dataclass(frozen=True, slots=True)
class Name:
    """What a term is called.

    Attributes:
        group: what kind of evidence it is: own, answer, mix, recency, activity, pattern, third party; with the prefix
            ``wide `` where people and bodies of the two are included.
        text: its name in words, with places for {cls}, {source} and {target}.
        logarithm: whether its number is log(1 + what it tells of).
        about: whose acts it tells of: who acts (source, target, anyone, either), whom towards, and of what class
            (``class`` or ``any``).
    """

    group: str
    text: str
    logarithm: bool = True
    about: About = _OWN


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known on a day of every pair that is forecast.

    Attributes:
        day: the day of the forecast.
        source: numbers of the acting actors, one for each pair.
        target: numbers of those acted upon.
        values: terms, of shape (pairs, classes, terms).
        names: the terms' names.
        windows: by horizon, the windows of the past (for the empirical-Bayes rate).
        history: days of history, the day itself included.
    """

    day: int
    source: Ints
    target: Ints
    values: NDArray[np.float32]
    names: tuple[Name, ...]
    windows: dict[int, Windows]
    history: int


def snapshot(facts: Facts, day: int, horizons: tuple[int, ...]) -> Snapshot:
    """All terms of all pairs on a day, from facts of that day and before alone.

    Both directions of a pair are forecast when either actor did something to the other within ``LOOK_BACK`` days.

    Args:
        facts: any facts; later ones are not looked at.
        day: the day of the forecast.
        horizons: lengths in days of the windows to count.
    """
    known = facts.until(day)
    keys = pairs_between(known.between(day - LOOK_BACK, day))
    first = int(known.day[0]) if len(known) else day + 1
    circles = [known.chosen(known.direct)] + ([known] if known.layered else [])
    columns: list[tuple[Name, Floats]] = []
    for number, circle in enumerate(circles if len(keys) else []):
        columns += _Circle(circle, keys, day, first, number).columns()
    counted = {h: windows(known, keys, day, first, h) for h in horizons}
    source, target = np.divmod(keys, len(facts.actors))
    shape = len(keys), len(facts.classes)
    values = np.empty((*shape, len(columns)), np.float32)
    for place, (_, column) in enumerate(columns):
        values[:, :, place] = column
    return Snapshot(day, source, target, values, tuple(n for n, _ in columns), counted, day - first + 1)


def outcomes(facts: Facts, shot: Snapshot, horizon: int) -> NDArray[np.bool_]:
    """Whether each pair's source did each class to its target within the days after a snapshot: (pairs, classes)."""
    later = facts.between(shot.day, shot.day + horizon)
    later = later.chosen(later.direct)
    keys = shot.source * len(facts.actors) + shot.target
    place, found = positions(keys, later.keys())
    came = np.zeros((len(keys), len(facts.classes)), bool)
    came[place[found], later.kind[found]] = True
    return came


def pairs_between(recent: Facts) -> Ints:
    """The keys of both directions of every pair of which either acted towards the other."""
    recent = recent.chosen(recent.direct)
    keys = distinct(recent.keys(), len(recent.actors) ** 2)
    return np.unique(np.concatenate([keys, _turned(keys, len(recent.actors))]))


def _turned(keys: Ints, actors: int) -> Ints:
    return keys % actors * actors + keys // actors


class _Circle:
    """The terms that one circle of facts gives."""

    def __init__(self, facts: Facts, asked: Ints, day: int, first: int, number: int) -> None:
        self._facts, self._day, self._number = facts, day, number
        self._classes = len(facts.classes)
        keys = facts.keys()
        there = distinct(keys, len(facts.actors) ** 2)
        self._pairs = np.unique(np.concatenate([there, _turned(there, len(facts.actors))]))
        self._pair, _ = positions(self._pairs, keys)
        self._actors = np.unique(np.concatenate(np.divmod(there, len(facts.actors))))
        self._source, self._target = (positions(self._actors, c)[0] for c in (facts.source, facts.target))
        self._rows, self._columns = (
            np.searchsorted(self._actors, c) for c in np.divmod(self._pairs, len(facts.actors))
        )
        self._ahead = np.searchsorted(self._pairs, asked)
        self._back = np.searchsorted(self._pairs, _turned(asked, len(facts.actors)))
        self._span = day - first + 1

    def columns(self) -> list[tuple[Name, Floats]]:
        """Every term's name and its values, of shape (pairs, classes) or (pairs, 1)."""
        found: list[tuple[Name, Floats]] = []
        for half_life in HALF_LIVES:
            found += self._dealings(half_life) + self._activity(half_life)
        for half_life in _PATTERN_HALF_LIVES:
            found += self._likes(half_life)
        return found + self._recency()

    def _named(
        self, group: str, text: str, half_life: float | None = None, logarithm: bool = True, about: About = _OWN
    ) -> Name:
        memory = "" if half_life is None else f", half-life {half_life:.0f} d"
        memory = ", all days" if half_life == float("inf") else memory
        return Name("wide " * bool(self._number) + group, text + CIRCLES[self._number] + memory, logarithm, about)

    def _of_acts(self, group: str, about: About, half_life: float) -> Name:
        return self._named(group, _acts(about), half_life, about=about)

    def _rates(self, index: Ints, size: int, half_life: float) -> Floats:
        """log(1 + facts per 100 days) of each class by some index of the facts: (size, classes)."""
        days = np.arange(self._span)
        first = np.searchsorted(self._facts.day, self._day - _FORGOTTEN * half_life)  # all, where nothing is forgotten
        weight = self._facts.weight[first:] * 0.5 ** ((self._day - self._facts.day[first:]) / half_life)
        counts = np.bincount(index[first:] * self._classes + self._facts.kind[first:], weight, size * self._classes)
        return np.asarray(counts.reshape(size, -1) * (_PER_DAYS / (0.5 ** (days / half_life)).sum()), np.float64)

    def _dealings(self, half_life: float) -> list[tuple[Name, Floats]]:
        rates = self._rates(self._pair, len(self._pairs), half_life)
        every = rates.sum(axis=1, keepdims=True)
        told: list[tuple[str, About, Floats]] = [
            ("own", _OWN, rates[self._ahead]),
            ("answer", _ANSWER, rates[self._back]),
            ("mix", ("source", "target", "any"), every[self._ahead]),
            ("mix", ("target", "source", "any"), every[self._back]),
        ]
        return [(self._of_acts(group, about, half_life), np.log1p(rate)) for group, about, rate in told]

    def _activity(self, half_life: float) -> list[tuple[Name, Floats]]:
        done = np.log1p(self._rates(self._source, len(self._actors), half_life))
        met = np.log1p(self._rates(self._target, len(self._actors), half_life))
        a, b = self._rows[self._ahead], self._columns[self._ahead]
        told: list[tuple[About, Floats]] = [
            (("source", "anyone", "class"), done[a]),
            (("anyone", "source", "class"), met[a]),
            (("target", "anyone", "class"), done[b]),
            (("anyone", "target", "class"), met[b]),
        ]
        return [(self._of_acts("activity", about, half_life), values) for about, values in told]

    def _likes(self, half_life: float) -> list[tuple[Name, Floats]]:
        level = np.log1p(self._rates(self._pair, len(self._pairs), half_life))
        pairs = self._rows[self._ahead], self._columns[self._ahead]
        known = self._rows, self._columns, len(self._actors), pairs
        likes = np.stack([pattern(level[:, c], *known) for c in range(self._classes)], axis=1)
        name = self._named("pattern", "{cls} by {source}'s likes towards {target}'s likes", half_life, logarithm=False)
        if half_life != float("inf"):
            return [(name, likes)]
        third = np.stack([through_third(level[:, c], *known) for c in range(self._classes)], axis=1)
        text = "{cls} by {source} towards third parties that do so towards {target}"
        return [(name, likes), (self._named("third party", text, half_life), np.log1p(third))]

    def _recency(self) -> list[tuple[Name, Floats]]:
        last = np.full((len(self._pairs), self._classes), -1, np.int64)
        np.maximum.at(last, (self._pair, self._facts.kind), self._facts.day - self._day + self._span)
        since = np.log1p(np.where(last < 0, NEVER, np.minimum(self._span - last, NEVER)))
        ahead, back = since[self._ahead], since[self._back]
        either = np.minimum(ahead.min(axis=1), back.min(axis=1))[:, None]
        told: list[tuple[str, About, Floats]] = [
            (f"days since {_acts(_OWN)}", _OWN, ahead),
            (f"days since {_acts(_ANSWER)}", _ANSWER, back),
            ("days since anything between {source} and {target}", ("either", "either", "any"), either),
        ]
        return [(self._named("recency", text, about=about), values) for text, about, values in told]


def _acts(about: About) -> str:
    """Acts in words, with places for the class and the two actors."""
    who, whom = ("{" + side + "}" if side != "anyone" else side for side in about[:2])
    return ("{cls}" if about[2] == "class" else "acts of any class") + f" by {who} towards {whom}"
