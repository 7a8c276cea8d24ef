"""The reaction question: after what one actor did to another, which third party acts towards either, and how.

Where it starts is what the dyad forecasts of the same day give the third party's acts towards either of the two,
trigger or no trigger. An additive model learns from past triggers what is to be added, by the trigger's class, by how
usual such acts were between the two, and by how the third party stands to each of them. It learns from the days after
those that the dyad model which it starts from was fitted to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from dragoman.outlook.dyads.additive import Additive, Matrix, fit_additive
from dragoman.outlook.dyads.facts import Booleans, Facts, Floats, Ints
from dragoman.outlook.dyads.model import DyadModel, DyadTable, TooLittleHistory, fit_dyads, forecast_dyads
from dragoman.outlook.dyads.terms import Snapshot
from dragoman.outlook.dyads.training import Snapshots

LEARNED_DAYS = 56  # days of triggers to learn from
_STEP = 2  # days between them
_MOST_TRIGGERS = 40  # of a day; beyond it they are drawn by lot
_LEVEL = "half-life 60 d"
_SMALLEST = 1e-6
_USUAL_DAYS = 60


@dataclass(frozen=True, slots=True)
class Trigger:
    """What one actor did to another: numbers of actors and class."""

    source: int
    target: int
    kind: int


@dataclass(frozen=True, slots=True)
class Reaction:
    """How likely a third party acts towards either actor after the trigger, and how likely it would be anyway."""

    actor: str
    cls: str
    probability: float
    usual: float


@dataclass(frozen=True, slots=True)
class ReactionModel:
    """The dyad model that says what is likely anyway, and what triggers add to it."""

    dyads: DyadModel
    additive: Additive


@dataclass(frozen=True, slots=True)
class _Asked:
    """Third parties to a trigger: their numbers, their terms, and by class what is likely anyway."""

    third: Ints
    values: Matrix
    usual: Floats


def fit_reactions(shots: Snapshots, day: int, horizon: int) -> ReactionModel:
    """Learn from the triggers of earlier days whose horizon has ended.

    Args:
        shots: the facts, and snapshots of them.
        day: facts later than it are not used.
        horizon: days ahead.

    Raises:
        TooLittleHistory: too little for a dyad model as of the first of those days, or no triggers since.
    """
    last = day - horizon
    earlier = fit_dyads(shots, last - LEARNED_DAYS, horizon)
    parts = [p for d in range(last - LEARNED_DAYS + 1, last + 1, _STEP) for p in _lessons(shots, earlier, d)]
    if not parts:
        raise TooLittleHistory(f"no acts in the {LEARNED_DAYS} days before day {last}; reactions need some")
    usual, came = np.concatenate([a.usual for a, _ in parts]), np.concatenate([c for _, c in parts])
    values = np.concatenate([a.values for a, _ in parts])
    kinds = usual.shape[1]
    additive = fit_additive(
        np.repeat(values, kinds, axis=0),
        np.tile(np.arange(kinds), len(values)),
        logit(usual).ravel(),
        came.ravel(),
        np.ones(came.size),
        kinds,
    )
    return ReactionModel(fit_dyads(shots, day, horizon), additive)


def _lessons(shots: Snapshots, model: DyadModel, day: int) -> Iterator[tuple[_Asked, Booleans]]:
    facts, shot = shots.facts, shots.on(day)
    table = forecast_dyads(model, shot)
    later = facts.between(day, day + model.horizon)
    later = later.chosen(later.direct)
    for trigger in triggers(facts, day):
        asked = _asked(facts, shot, table, trigger)
        towards = later.chosen((later.target == trigger.source) | (later.target == trigger.target))
        came = np.zeros((len(facts.actors), len(facts.classes)), bool)
        came[towards.source, towards.kind] = True
        yield asked, came[asked.third]


def triggers(facts: Facts, day: int) -> list[Trigger]:
    """What actors did on a day, each act of a class between two once; at most ``_MOST_TRIGGERS``, drawn by lot."""
    today = facts.between(day - 1, day)
    today = today.chosen(today.direct)
    found = np.unique(np.stack([today.source, today.target, today.kind], axis=1), axis=0)
    if len(found) > _MOST_TRIGGERS:
        found = found[np.sort(np.random.default_rng(0).permutation(len(found))[:_MOST_TRIGGERS])]
    return [Trigger(*row) for row in found.tolist()]


def _asked(facts: Facts, shot: Snapshot, table: DyadTable, trigger: Trigger) -> _Asked:
    """Third parties that had to do with either actor, their terms, and the odds of acts towards either."""
    two = np.array([trigger.source, trigger.target])
    level = [n for n, name in enumerate(shot.names) if name.group in ("own", "answer") and _LEVEL in name.text]
    size, kinds = len(facts.actors), len(facts.classes)
    none, stands = np.ones((size, kinds)), np.zeros((2, size, kinds), np.float32)
    for place, actor in enumerate(two):
        rows = np.flatnonzero(shot.target == actor)
        none[shot.source[rows]] *= 1 - table.probability[rows]
        stands[place, shot.source[rows]] = shot.values[rows][:, :, level].mean(axis=2)
    third = np.setdiff1d(np.unique(shot.source[np.isin(shot.target, two)]), two)
    kind = np.eye(kinds, dtype=np.float32)[trigger.kind]
    stand = np.concatenate([stands[0, third], stands[1, third]], axis=1)
    told = np.tile(np.append(kind, np.float32(_usual_acts(facts, shot.day, trigger))), (len(third), 1))
    terms = [told, *(part * stand for part in kind)]  # how a stand matters depends on what was done
    return _Asked(third, np.concatenate(terms, axis=1), np.clip(1 - none[third], _SMALLEST, 1 - _SMALLEST))


def _usual_acts(facts: Facts, day: int, trigger: Trigger) -> float:
    recent = facts.between(day - _USUAL_DAYS, day - 1)
    same = (recent.source == trigger.source) & (recent.target == trigger.target) & (recent.kind == trigger.kind)
    return float(np.log1p(same.sum()))


def reactions(model: ReactionModel, facts: Facts, shot: Snapshot, trigger: Trigger) -> list[Reaction]:
    """The odds that each third party acts towards either actor within the horizon, largest first.

    Args:
        model: a fitted model.
        facts: the facts that the snapshot was made of.
        shot: the snapshot of the trigger's day.
        trigger: what was done.
    """
    asked = _asked(facts, shot, forecast_dyads(model.dyads, shot), trigger)
    found = []
    for kind, cls in enumerate(model.dyads.classes):
        odds = expit(model.additive.link(asked.values, kind, logit(asked.usual[:, kind])))
        for actor, chance, usual in zip(asked.third, odds, asked.usual[:, kind], strict=True):
            found.append(Reaction(model.dyads.actors[actor], cls, float(chance), float(usual)))
    return sorted(found, key=lambda r: -r.probability)
