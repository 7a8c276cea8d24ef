"""How many acts of cooperation and conflict to expect, with quantiles, beside the odds of any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman.codebook import load_codebook
from dragoman.outlook.dyads import Facts
from dragoman.outlook.dyads.backtesting import Backtest
from dragoman.outlook.dyads.counts import QUANTILES, CountTable, counted, counts_ahead, fit_spreads, grouped
from dragoman.outlook.dyads.facts import Floats, Ints

_QUADS = {"cooperation": ("verbal cooperation", "material cooperation"),
          "conflict": ("verbal conflict", "material conflict")}  # fmt: skip
_MUCH = (1.0, 5.0)  # expected acts from which intervals are looked at apart
Record = dict[str, Any]
Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class CountForecast:
    """How many acts of a group to expect from one actor towards another within the horizon.

    Attributes:
        source: key of who acts.
        target: key of whom towards.
        group: cooperation or conflict.
        mean: to be expected.
        low: one time in ten there are fewer.
        median: as often more as fewer.
        high: one time in ten there are more.
    """

    source: str
    target: str
    group: str
    mean: float
    low: int
    median: int
    high: int

    def to_record(self) -> Record:
        """As JSON has it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def groups_of(classes: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Which quads, or which types, are cooperation and which conflict."""
    if set(classes) == {cls for group in _QUADS.values() for cls in group}:
        return dict(_QUADS)
    types = load_codebook().types
    conflict = {cls for cls in classes if cls in types and types[cls].quad > 2}
    return {"cooperation": tuple(c for c in classes if c not in conflict), "conflict": tuple(sorted(conflict))}


def count_table(facts: Facts, keys: Ints, day: int, horizon: int, probability: Floats) -> CountTable | None:
    """Numbers of acts of both groups to expect for each pair, with quantiles.

    That a group has any act is as likely as that not all of its classes have none, taken as independent.

    Args:
        facts: of single classes; those later than the day are not looked at.
        keys: the pairs, sorted.
        day: the day of the forecast.
        horizon: days ahead.
        probability: odds of at least one act, of shape (pairs, classes).

    Returns:
        None where there is too little history.
    """
    groups = groups_of(facts.classes)
    whole = grouped(facts, groups)
    spreads = fit_spreads(whole, day, horizon)
    if spreads is None:
        return None
    return counts_ahead(whole, keys, day, horizon, _any(probability, facts.classes, groups), spreads)


def _any(probability: Floats, classes: Sequence[str], groups: Groups) -> Floats:
    columns = [[classes.index(cls) for cls in names] for names in groups.values()]
    return np.stack([1 - np.prod(1 - probability[:, own], axis=1) for own in columns], axis=1)


def count_coverage(facts: Facts, test: Backtest, model: str) -> dict[str, Record]:
    """How often what came lay between the outer quantiles, four fifths by their word, in a backtest.

    Args:
        facts: that the backtest was made on.
        test: the backtest.
        model: whose odds are taken.

    Returns:
        By group, for pairs of at least so many acts expected (and all): ``pairs``, ``held``, ``above``, ``below``.
        Counts are whole numbers, so where few are expected intervals hold more often than they say.
    """
    groups, parts = groups_of(facts.classes), []
    whole = grouped(facts, groups)
    for day in np.unique(test.origin).tolist():
        rows = test.origin == day
        shape = -1, len(facts.classes)
        keys = (test.source[rows] * len(facts.actors) + test.target[rows]).reshape(shape)[:, 0]
        told = count_table(facts, keys, day, test.horizon, test.said[model][rows].reshape(shape))
        if told is not None:
            parts.append((told.mean, told.quantiles, counted(whole, keys, day, test.horizon)))
    if not parts:
        return {}
    mean, quantiles, came = (np.concatenate(column) for column in zip(*parts, strict=True))
    return {g: _coverage(mean[:, n], quantiles[:, n], came[:, n]) for n, g in enumerate(groups)}


def _coverage(mean: Floats, quantiles: Ints, came: Floats) -> Record:
    found = {}
    for name, least in (("all", 0.0), *((f"{m:g} or more", m) for m in _MUCH)):
        rows = mean >= least
        if rows.any():
            above, below = (came > quantiles[:, -1])[rows].mean(), (came < quantiles[:, 0])[rows].mean()
            shares = {"held": float(1 - above - below), "above": float(above), "below": float(below)}
            found[name] = {"pairs": int(rows.sum()), **shares}
    return found | {"said": QUANTILES[-1] - QUANTILES[0]}
