"""Rules: "b between the two d days ago, n times -> h", learned for all pairs of relations in both directions.

The weight of a rule is the sum of three, from the general to the particular: of the kind of rule (the same relation,
the same turned, another) at that age and number; of the two relations; of the two relations at that age and number. The
particular ones are shrunk to 0, so that what was seen seldom says what its kind says. Weights maximise the
likelihood of the answer among all that the subject had to do with before (conditional logit, McFadden 1974), by
AdaGrad (Duchi et al. 2011) in the order of the days.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled
from dragoman.outlook.links.history import Past
from dragoman.outlook.links.questions import Questions

AGES = (1, 3, 7, 15, 40, 100)  # days: a class ends with each, one more is open
NUMBERS = (1, 4)  # times
CELLS = (len(AGES) + 1) * (len(NUMBERS) + 1)
_RATE, _SHRINKAGE, _IDLE = 0.1, 0.003, 1e-3
_MOST = 8192  # actors that a subject had to do with; the first so many are compared
Floats = NDArray[np.float32]


class Rules(NamedTuple):
    """Weights, and beside each the sum of its squared gradients."""

    kind: Floats  # (3, CELLS)
    pair: Floats  # (2R, 2R): then, before
    cell: Floats  # (2R, 2R, CELLS)
    kind_squares: Floats
    pair_squares: Floats
    cell_squares: Floats

    @classmethod
    def blank(cls, relations: int) -> Rules:
        """Rules that say nothing yet."""
        shapes = ((3, CELLS), (2 * relations,) * 2, (2 * relations, 2 * relations, CELLS))
        return cls(*(np.zeros(s, np.float32) for s in shapes * 2))

    def learn(self, past: Past, asked: Questions) -> float:
        """Learn from the answers of a day; returns their log likelihood under the rules as they were."""
        return float(_learn(self, past, asked))


@compiled
def cell(age: int, number: float) -> int:
    """The class of an age in days and a number of times."""
    i, j = 0, 0
    while i < len(AGES) and age > AGES[i]:
        i += 1
    while j < len(NUMBERS) and number > NUMBERS[j]:
        j += 1
    return i * (len(NUMBERS) + 1) + j


@compiled
def kind(then: int, before: int, relations: int) -> int:
    """0: the same relation; 1: the same turned; 2: another."""
    if then == before:
        return 0
    return 1 if abs(then - before) == relations else 2


@compiled
def weigh(rules: Rules, past: Past, pair: int, then: int) -> np.float32:
    """The sum of the rules that hold for a pair."""
    total = np.float32(0)
    for t in range(past.triple_start[pair], past.triple_start[pair + 1]):
        if past.triple_first[t] >= past.day:
            break
        b = past.triple_relation[t]
        c = cell(past.day - past.triples.last[t], past.triples.counts[t, -1])
        total += rules.kind[kind(then, b, past.relations), c] + rules.pair[then, b] + rules.cell[then, b, c]
    return total


@compiled
def _step(weights: Floats, squares: Floats, i: tuple[int, ...], gradient: float, shrinkage: float) -> None:
    g = np.float32(gradient + shrinkage * weights[i])
    squares[i] += g * g
    weights[i] -= np.float32(_RATE) * g / np.sqrt(squares[i] + np.float32(1))


@compiled
def _move(rules: Rules, past: Past, pair: int, then: int, gradient: float) -> None:
    for t in range(past.triple_start[pair], past.triple_start[pair + 1]):
        if past.triple_first[t] >= past.day:
            break
        b = past.triple_relation[t]
        c = cell(past.day - past.triples.last[t], past.triples.counts[t, -1])
        _step(rules.kind, rules.kind_squares, (kind(then, b, past.relations), c), gradient, 0.0)
        _step(rules.pair, rules.pair_squares, (then, b), gradient, _SHRINKAGE)
        _step(rules.cell, rules.cell_squares, (then, b, c), gradient, _SHRINKAGE)


@compiled
def gradients(scores: Floats, right: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """Gradient of the negative log likelihood of each right answer among the wrong ones, and the log likelihood."""
    weights = np.exp(scores.astype(np.float64) - scores.max())
    wrong, share, likelihood = 1e-12, 0.0, 0.0
    for i in range(len(weights)):
        if not right[i]:
            wrong += weights[i]
    for i in range(len(weights)):
        if right[i]:
            share += 1 / (weights[i] + wrong)
            likelihood += np.log(weights[i] / (weights[i] + wrong) + 1e-300)
    for i in range(len(weights)):
        weights[i] = -wrong / (weights[i] + wrong) if right[i] else weights[i] * share
    return weights, likelihood


@compiled
def _among(wanted: int, given: NDArray[Any]) -> bool:
    for x in given:  # noqa: SIM110 (compiled, a loop is as fast and compiles sooner)
        if x == wanted:
            return True
    return False


@compiled
def _learn(rules: Rules, past: Past, asked: Questions) -> float:
    scores, right, likelihood = np.empty(_MOST, np.float32), np.empty(_MOST, np.bool_), 0.0
    for q in range(len(asked.subject)):
        s, h, n = asked.subject[q], asked.relation[q], 0
        first = past.pair_start[s]
        answers = asked.answer[asked.answer_start[q] : asked.answer_start[q + 1]]
        while n < _MOST and first + n < past.pair_start[s + 1] and past.pair_first[first + n] < past.day:
            scores[n] = weigh(rules, past, first + n, h)
            right[n] = _among(past.pair_object[first + n], answers)
            n += 1
        if not _among(True, right[:n]):
            continue
        slopes, gained = gradients(scores[:n], right[:n])
        likelihood += gained
        for i in range(n):
            if abs(slopes[i]) > _IDLE:
                _move(rules, past, first + i, h, slopes[i])
    return likelihood
