"""What models of dyads learn from: the pairs of earlier days of forecasting, with what came after each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from dragoman.outlook.dyads.facts import Booleans, Facts, Floats, Ints
from dragoman.outlook.dyads.rates import Prior, Windows
from dragoman.outlook.dyads.terms import Snapshot, outcomes, snapshot

STEP = 7  # days between the days of forecasting that are learned from
MOST_ORIGINS = 30
LEAST_HISTORY = 60  # days before the first of them
_MOST_ROWS = 600_000  # of all classes and days together; beyond it pairs are drawn by lot
_QUIET_ONE_IN = 8  # of the pairs without a fact of the class, before or after, one in so many is kept, at that weight
_MOST_BYTES = 1_000_000_000  # of snapshots held


class Snapshots:
    """Snapshots of one table of facts by day, the latest asked for held in memory."""

    def __init__(self, facts: Facts, horizons: tuple[int, ...]) -> None:
        """Args: ``facts`` the table; ``horizons`` the lengths of windows to count, in days."""
        self.facts, self.horizons = facts, horizons
        self._held: OrderedDict[int, Snapshot] = OrderedDict()

    def on(self, day: int) -> Snapshot:
        """The snapshot of a day; it rests on facts of that day and before alone."""
        if day not in self._held:
            self._held[day] = snapshot(self.facts, day, self.horizons)
        self._held.move_to_end(day)
        while len(self._held) > 1 and sum(s.values.nbytes for s in self._held.values()) > _MOST_BYTES:
            self._held.popitem(last=False)
        return self._held[day]


def origins(facts: Facts, day: int, horizon: int) -> list[int]:
    """The earlier days of forecasting whose outcome is known on a day, a week apart, in order of time."""
    if not len(facts):
        return []
    first = int(facts.day[0]) + LEAST_HISTORY
    last = day - -(-horizon // STEP) * STEP
    return sorted(range(last, first - 1, -STEP)[:MOST_ORIGINS])


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs and classes to learn from, one a row.

    Attributes:
        values: the terms, of shape (rows, terms).
        kind: the class.
        hits: decayed windows with an event, by half-life.
        seen: decayed windows, by half-life.
        outcome: whether an event of the class came.
        weight: how many like it the row stands for.
        origin: the day of the forecast.
    """

    values: NDArray[np.float32]
    kind: Ints
    hits: Floats
    seen: Floats
    outcome: Booleans
    weight: Floats
    origin: Ints

    def where(self, keep: Booleans) -> Rows:
        """The rows that a mask keeps."""
        return Rows(*(getattr(self, f)[keep] for f in self.__dataclass_fields__))

    def offset(self, priors: Sequence[Prior]) -> Floats:
        """The empirical-Bayes rate's log odds."""
        link = np.empty(len(self.kind))
        for number, prior in enumerate(priors):
            own = self.kind == number
            link[own] = logit(prior.probability(self.hits[own, prior.memory], self.seen[own, prior.memory]))
        return link


@dataclass(frozen=True, slots=True)
class Lessons:
    """All that is learned from: thinned rows, and for the rates the windows and outcomes of every pair."""

    rows: Rows
    past: tuple[tuple[Windows, Booleans], ...]


def lessons(shots: Snapshots, days: Sequence[int], horizon: int) -> Lessons:
    """Gather rows and windows of earlier days of forecasting, whose horizons must have ended by now."""
    parts, past = [], []
    for day in days:
        shot = shots.on(day)
        came = outcomes(shots.facts, shot, horizon)
        past.append((shot.windows[horizon], came))
        parts.append(_thinned(shot, came, horizon, _MOST_ROWS // len(days)))
    rows = Rows(*(np.concatenate([getattr(p, f) for p in parts]) for f in Rows.__dataclass_fields__))
    return Lessons(rows, tuple(past))


def _thinned(shot: Snapshot, came: Booleans, horizon: int, most: int) -> Rows:
    told = shot.windows[horizon]
    lot = np.random.default_rng(shot.day & 0xFFFF).random(came.shape)
    busy = came | (told.hits[:, :, -1] > 0)
    keep = busy | (lot < 1 / _QUIET_ONE_IN)
    share = min(1.0, most / max(int(keep.sum()), 1))
    pair, kind = np.nonzero(keep & (np.random.default_rng(1).random(came.shape) < share))
    weight = np.where(busy[pair, kind], 1.0, float(_QUIET_ONE_IN)) / share
    return Rows(
        shot.values[pair, kind],
        kind,
        told.hits[pair, kind],
        np.broadcast_to(told.seen, (len(pair), len(told.seen))),
        came[pair, kind],
        weight,
        np.full(len(pair), shot.day),
    )
