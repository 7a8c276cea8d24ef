"""The reaction question: after what one actor did to another, which third party acts towards either, and how.

The odds that a third party acts towards at least one of the two are put together from its dyad forecasts towards each,
made with the act on record and again with the act struck from it. What the act changes is the difference. It reaches
a third party through the terms that look beyond the pair: activity, patterns, paths through third parties. (Learning
from past acts what to add by their class and by how third parties stood to the two gave no better odds.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from dragoman.outlook.dyads.facts import Facts, Floats, Ints
from dragoman.outlook.dyads.model import DyadModel, DyadTable, TooLittleHistory, forecast_dyads
from dragoman.outlook.dyads.terms import LOOK_BACK, snapshot


@dataclass(frozen=True, slots=True)
class Act:
    """What one actor did to another: numbers of actors and class."""

    source: int
    target: int
    kind: int


@dataclass(frozen=True, slots=True)
class Reaction:
    """How likely a third party does a class of things to either actor after an act, and how likely without it."""

    actor: str
    cls: str
    probability: float
    without: float


def reactions(model: DyadModel, facts: Facts, day: int, act: Act) -> list[Reaction]:
    """The odds that each third party acts towards either actor within the model's horizon, largest first.

    Args:
        model: a fitted model.
        facts: any facts; those later than the day are not looked at.
        day: the day of the act.
        act: what was done; it is put on record where the facts of the day lack it.

    Raises:
        TooLittleHistory: no third party had to do with either of the two within the look-back.
    """
    odds = [_towards(forecast_dyads(model, snapshot(f, day, (model.horizon,))), act) for f in _records(facts, day, act)]
    third, given = odds[0]
    if not len(third):
        two = " or ".join(model.actors[a] for a in (act.source, act.target))
        raise TooLittleHistory(f"no third party had to do with {two} in {LOOK_BACK} days: too little for odds")
    found = [
        Reaction(model.actors[actor], cls, float(given[row, kind]), float(odds[1][1][row, kind]))
        for row, actor in enumerate(third)
        for kind, cls in enumerate(model.classes)
    ]
    return sorted(found, key=lambda r: -r.probability)


def _records(facts: Facts, day: int, act: Act) -> tuple[Facts, Facts]:
    """The facts known on a day with an act, and without it."""
    known = facts.until(day)
    same = (known.source == act.source) & (known.target == act.target) & (known.kind == act.kind)
    same &= known.direct & (known.day == day)
    without = known.chosen(~same)
    return (known if same.any() else _with(known, day, act)), without


def _with(known: Facts, day: int, act: Act) -> Facts:
    return replace(
        known,
        source=np.append(known.source, act.source),
        target=np.append(known.target, act.target),
        kind=np.append(known.kind, act.kind),
        day=np.append(known.day, day),
        weight=np.append(known.weight, 1.0),
        direct=np.append(known.direct, True),
    )


def _towards(table: DyadTable, act: Act) -> tuple[Ints, Floats]:
    """Third parties, and by class their odds of acting towards at least one of the two, taken as independent."""
    two = np.array([act.source, act.target])
    rows = np.flatnonzero(np.isin(table.target, two) & ~np.isin(table.source, two))
    third, place = np.unique(table.source[rows], return_inverse=True)
    none = np.ones((len(third), table.probability.shape[1]))
    np.multiply.at(none, place, 1 - table.probability[rows])
    return third, 1 - none
