"""How many events are to be expected, with quantiles: a hurdle model (Mullahy 1986).

Whether there is any event is for the odds to say; how many more than one follows a negative binomial whose mean is a
power of how many events were usual lately and over the long run, fitted by greatest likelihood to the pairs that had
any after earlier days of forecasting.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from scipy.stats import nbinom

from dragoman.outlook.dyads.facts import Facts, Floats, Ints
from dragoman.outlook.dyads.rates import positions
from dragoman.outlook.dyads.terms import LOOK_BACK, pairs_between
from dragoman.outlook.dyads.training import origins

QUANTILES = (0.1, 0.5, 0.9)
HALF_LIVES = (14.0, 120.0)  # of the events that tell what is usual, in days
_LEAST = 0.1  # events in a span, so that pairs without any have a logarithm
_MOST_ORIGINS, _MOST_PAIRS = 12, 20_000  # to learn from: more change nothing
_RIDGE = 1.0  # holds the coefficients where hardly any pair had an event


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one class: the coefficients of the mean of events beyond the first, and the negative binomial's shape."""

    weights: Floats
    shape: float


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts to be expected for each pair and class: means of shape (pairs, classes), quantiles with one more axis."""

    mean: Floats
    quantiles: Ints


def grouped(facts: Facts, groups: Mapping[str, Sequence[str]]) -> Facts:
    """The facts with classes put together, say quads into cooperation and conflict; other classes are left out.

    Args:
        facts: any facts.
        groups: new name -> names of the classes it takes in.
    """
    into = {cls: number for number, names in enumerate(groups.values()) for cls in names}
    kind = np.array([into.get(cls, -1) for cls in facts.classes], np.int64)[facts.kind]
    kept = facts.chosen(kind >= 0)
    return replace(kept, kind=kind[kind >= 0], classes=tuple(groups))


def fit_spreads(facts: Facts, day: int, horizon: int) -> tuple[Spread, ...] | None:
    """One spread for each class, from earlier days of forecasting whose outcomes are known on a day.

    The pairs are those that are forecast on such a day: with anything between them within ``LOOK_BACK`` days.

    Returns:
        None where there is no such day.
    """
    usual, came = [], []
    for origin in origins(facts, day, horizon)[-_MOST_ORIGINS:]:
        keys = pairs_between(facts.between(origin - LOOK_BACK, origin))
        usual.append(_usual(facts, keys, origin, horizon))
        came.append(counted(facts, keys, origin, horizon))
    if not usual:
        return None
    told, events = np.concatenate(usual), np.concatenate(came)
    return tuple(_likeliest(told[:, k], events[:, k]) for k in range(len(facts.classes)))


def _likeliest(usual: Floats, came: Floats) -> Spread:
    some = np.flatnonzero(came > 0)
    some = some[:: len(some) // _MOST_PAIRS + 1]
    usual, more = usual[some], np.round(came[some]) - 1

    def surprise(values: Floats) -> float:
        shape, mean = _spread(values, usual)
        return -float(nbinom.logpmf(more, shape, shape / (shape + mean)).sum()) + _RIDGE * float(values @ values)

    result = minimize(
        surprise, np.zeros(usual.shape[1] + 1), method="L-BFGS-B", bounds=[(-6, 6)] * (usual.shape[1] + 1)
    )
    return Spread(np.asarray(result.x[1:], np.float64), float(np.exp(result.x[0])))


def _spread(values: Floats, usual: Floats) -> tuple[float, Floats]:
    return float(np.exp(values[0])), np.exp(np.clip(usual @ values[1:], -20, 20))


def counts_ahead(
    facts: Facts, keys: Ints, day: int, horizon: int, probability: Floats, spreads: Sequence[Spread]
) -> CountTable:
    """What number of events to expect, for each pair and class.

    Args:
        facts: the facts; those later than the day are not looked at.
        keys: the pairs, sorted (``Facts.keys``).
        day: the day of the forecast.
        horizon: days ahead.
        probability: the odds of at least one event, of shape (pairs, classes).
        spreads: of each class, fitted for this horizon.
    """
    usual = _usual(facts, keys, day, horizon)
    weights = np.stack([s.weights for s in spreads])
    more = np.exp(np.clip(np.einsum("pkc,kc->pk", usual, weights), -20, 20))
    shape = np.array([s.shape for s in spreads])
    chance = probability[:, :, None]
    above = np.clip((np.array(QUANTILES) - (1 - chance)) / chance, 0, 1)  # of the quantile among pairs with any event
    beyond = nbinom.ppf(above, shape[:, None], (shape / (shape + more))[:, :, None])
    quantiles = np.where(above > 0, 1 + np.maximum(beyond, 0), 0)
    return CountTable(probability * (1 + more), quantiles.astype(np.int64))


def counted(facts: Facts, keys: Ints, day: int, horizon: int) -> Floats:
    """Events of each class between each pair in the days after a day: (pairs, classes)."""
    later = facts.between(day, day + horizon)
    return _sums(later, keys, np.ones(len(later)))


def _usual(facts: Facts, keys: Ints, day: int, horizon: int) -> Floats:
    """Columns that tell the mean, of shape (pairs, classes, columns): 1, and by half-life log events in such a span."""
    known = facts.until(day)
    span = np.arange(day - int(facts.day[0]) + 1)
    columns = [np.ones((len(keys), len(facts.classes)))]
    for half_life in HALF_LIVES:
        events = _sums(known, keys, 0.5 ** ((day - known.day) / half_life))
        columns.append(np.log(_LEAST + events * horizon / (0.5 ** (span / half_life)).sum()))
    return np.stack(columns, axis=2)


def _sums(facts: Facts, keys: Ints, amount: Floats) -> Floats:
    place, found = positions(keys, facts.keys())
    found &= facts.direct
    cell = place[found] * len(facts.classes) + facts.kind[found]
    sums = np.bincount(cell, amount[found], len(keys) * len(facts.classes))
    return np.asarray(sums.reshape(len(keys), len(facts.classes)), np.float64)
