"""The empirical-Bayes rate: how often a pair did such a thing before, drawn towards what pairs do on average.

History is cut into windows as long as the horizon, the last ending on the day of the forecast. With k of n windows in
which the pair did it, P = (a + k) / (a + b + n), the mean of a Beta(a, b) prior once the windows are seen (Robbins
1956; Skellam 1948). A window counts less the older it is, by a half-life. Class by class, a, b and the half-life (none
among the choices) are those of greatest likelihood for the windows that followed earlier days of forecasting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dragoman.outlook.dyads.facts import Booleans, Facts, Floats, Ints, distinct

HALF_LIVES = (60.0, 90.0, 180.0, 360.0, float("inf"))  # of a window's count, in days; inf forgets nothing
_TABLED = 20
_MOST_ROWS = 300_000  # windows and outcomes that a prior is fitted to; of more, every so many
_START = (-2.0, 1.0)  # logarithms of a and b where the search begins


@dataclass(frozen=True, slots=True)
class Windows:
    """Decayed counts of windows: ``hits`` of shape (pairs, classes, half-lives), ``seen`` of shape (half-lives,)."""

    hits: Floats
    seen: Floats


@dataclass(frozen=True, slots=True)
class Prior:
    """Of one class: the Beta prior's two counts and which of ``HALF_LIVES`` windows are forgotten by."""

    a: float
    b: float
    memory: int

    def probability(self, hits: Floats, seen: Floats | float) -> Floats:
        """P of at least one event in the next window."""
        return np.asarray((self.a + hits) / (self.a + self.b + seen), np.float64)


def windows(known: Facts, keys: Ints, day: int, first: int, horizon: int) -> Windows:
    """Count the windows of the past in which pairs did something.

    Args:
        known: facts up to the day.
        keys: the pairs asked for, sorted (``Facts.keys``).
        day: the day of the forecast.
        first: the first day of the history.
        horizon: days in a window.
    """
    number = (day - first + 1) // horizon
    facts = known.chosen(known.direct & (known.day > day - number * horizon))
    place, found = positions(keys, facts.keys())
    ago = (day - facts.day) // horizon
    size, half_lives = len(keys) * len(known.classes), np.array(HALF_LIVES)
    spans = ((place * len(known.classes) + facts.kind) * max(number, 1) + ago)[found]
    cell, age = np.divmod(distinct(spans, size * max(number, 1)), max(number, 1))
    weight = 0.5 ** (np.arange(number)[:, None] * horizon / half_lives)
    hits = np.stack([np.bincount(cell, weight[age, m], size) for m in range(len(half_lives))], axis=1)
    return Windows(hits.astype(np.float64).reshape(len(keys), len(known.classes), len(half_lives)), weight.sum(axis=0))


def positions(keys: Ints, wanted: Ints) -> tuple[Ints, Booleans]:
    """Where in the sorted keys each wanted one stands, and whether it stands there at all."""
    if not len(keys):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), bool)
    last = int(max(keys[-1], wanted.max(initial=0)))
    if last < _TABLED * len(wanted):  # a table of all numbers is made and read faster than each is searched
        table = np.full(last + 1, -1, np.int64)
        table[keys] = np.arange(len(keys))
        return np.maximum(table[wanted], 0), table[wanted] >= 0
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted


def fit_priors(past: Sequence[tuple[Windows, NDArray[np.bool_]]]) -> tuple[Prior, ...]:
    """One prior for each class, of greatest likelihood.

    Args:
        past: of each earlier day of forecasting, the windows known then and the outcomes (pairs, classes) after it.
    """
    step = sum(len(o) for _, o in past) // _MOST_ROWS + 1
    outcome = np.concatenate([o for _, o in past])[::step]
    hits = np.concatenate([w.hits for w, _ in past])[::step]
    seen = np.concatenate([np.broadcast_to(w.seen, (len(o), len(w.seen))) for w, o in past])[::step]
    return tuple(_best(hits[:, c], seen, outcome[:, c]) for c in range(outcome.shape[1]))


def _best(hits: Floats, seen: Floats, outcome: Booleans) -> Prior:
    found = [_likeliest(hits[:, m], seen[:, m], outcome, m) for m in range(hits.shape[1])]
    return min(found, key=lambda pair: pair[0])[1]


def _likeliest(hits: Floats, seen: Floats, outcome: Booleans, memory: int) -> tuple[float, Prior]:
    # Few pairs differ, most having no window with an event: each kind of pair (seen + i hits) is counted once.
    kinds, place = np.unique(np.round(seen, 6) + 1j * np.round(hits, 6), return_inverse=True)
    came, rest = np.bincount(place, outcome, len(kinds)), np.bincount(place, ~outcome, len(kinds))

    def surprise(log: Floats) -> float:
        chance = Prior(np.exp(log[0]), np.exp(log[1]), memory).probability(kinds.imag, kinds.real)
        return -float(came @ np.log(chance) + rest @ np.log1p(-chance))

    result = minimize(surprise, _START, method="Nelder-Mead", bounds=[(-12, 8)] * 2)
    return float(result.fun), Prior(float(np.exp(result.x[0])), float(np.exp(result.x[1])), memory)
