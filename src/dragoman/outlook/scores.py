"""Proper scores of probability forecasts, their skill, calibration and uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Outcomes = NDArray[np.bool_]
_SMALLEST = 1e-9  # a log loss needs probabilities that are neither 0 nor 1
BINS = 10


def brier(probability: Floats, outcome: Outcomes, weight: Floats | None = None) -> float:
    """Mean squared difference of probability and outcome (Brier 1950); lower is better.

    ``weight``, here and below, is how many forecasts like it each stands for; 1 by default.
    """
    return float(np.average((probability - outcome) ** 2, weights=weight))


def log_loss(probability: Floats, outcome: Outcomes) -> float:
    """Mean negative logarithm of what was said of the outcome that came (Good 1952), in nats; lower is better."""
    given = np.where(outcome, probability, 1 - probability)
    return float(-np.mean(np.log(np.clip(given, _SMALLEST, 1))))


def brier_skill(probability: Floats, outcome: Outcomes, reference: Floats, weight: Floats | None = None) -> float:
    """Share of a reference forecast's Brier score that a forecast does away with; 1 is perfect, 0 no better.

    >>> brier_skill(np.array([0.9, 0.1]), np.array([True, False]), np.array([0.5, 0.5]))
    0.96
    """
    worst = brier(reference, outcome, weight)
    return round(1 - brier(probability, outcome, weight) / worst, 12) if worst else 0.0


def base_rates(outcome: Outcomes, group: NDArray[Any], weight: Floats | None = None) -> Floats:
    """The share of each group's forecasts that came true, for each forecast: the best constant, known in hindsight."""
    _, place = np.unique(group, return_inverse=True)
    weight = np.ones(len(outcome)) if weight is None else weight
    return (np.bincount(place, outcome * weight) / np.bincount(place, weight))[place]


def auc(probability: Floats, outcome: Outcomes) -> float:
    """Chance that an outcome that came was given more than one that did not; ties count half (Mann and Whitney 1947).

    NaN where everything or nothing came.
    """
    came = int(outcome.sum())
    rest = len(outcome) - came
    if not came or not rest:
        return float("nan")
    return float((rankdata(probability)[outcome].sum() - came * (came + 1) / 2) / (came * rest))


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like probability: how many, what was said on average, how often it came."""

    low: float
    high: float
    count: float
    said: float
    came: float


def reliability(probability: Floats, outcome: Outcomes, bins: int = BINS) -> tuple[Bin, ...]:
    """The reliability table: bins with equally many forecasts each, in order of probability."""
    order = np.argsort(probability, kind="stable")
    parts = [p for p in np.array_split(order, bins) if len(p)]
    return tuple(_bin(probability[p], outcome[p]) for p in parts)


def _bin(said: Floats, came: Outcomes, weight: Floats | None = None) -> Bin:
    count = len(said) if weight is None else float(weight.sum())
    means = (float(np.average(values, weights=weight)) for values in (said, came))
    return Bin(float(said.min()), float(said.max()), count, *means)


def reliability_by_level(
    probability: Floats, outcome: Outcomes, bins: int = BINS, weight: Floats | None = None
) -> tuple[Bin, ...]:
    """The reliability table with bins of equal width between 0 and 1; empty ones are left out."""
    level = np.minimum((probability * bins).astype(int), bins - 1)
    rows = [level == b for b in np.unique(level)]
    return tuple(_bin(probability[r], outcome[r], None if weight is None else weight[r]) for r in rows)


def ece(probability: Floats, outcome: Outcomes, bins: int = BINS, weight: Floats | None = None) -> float:
    """Expected calibration error: mean distance of said and came over bins of equal width (Naeini et al. 2015)."""
    return _gap(reliability_by_level(probability, outcome, bins, weight))


def ece_by_count(probability: Floats, outcome: Outcomes, bins: int = BINS) -> float:
    """The same over bins with equally many forecasts, stricter where most probabilities are small."""
    return _gap(reliability(probability, outcome, bins))


def _gap(table: tuple[Bin, ...]) -> float:
    return sum(b.count * abs(b.said - b.came) for b in table) / sum(b.count for b in table)


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Brier score = reliability (less is better) - resolution (more is better) + uncertainty + rest within bins."""

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def decompose(probability: Floats, outcome: Outcomes, bins: int = BINS) -> Decomposition:
    """Murphy's decomposition of the Brier score (1973) over bins with equally many forecasts.

    ``within`` is what binning leaves over (Stephenson et al. 2008), so that the parts sum to the score exactly.
    """
    table = reliability(probability, outcome, bins)
    share = np.array([b.count for b in table]) / len(outcome)
    said, came = np.array([b.said for b in table]), np.array([b.came for b in table])
    base = float(np.mean(outcome))
    parts = float(share @ (said - came) ** 2), float(share @ (came - base) ** 2), base * (1 - base)
    return Decomposition(*parts, brier(probability, outcome) - parts[0] + parts[1] - parts[2])


def skill_interval(
    probability: Floats,
    outcome: Outcomes,
    reference: Floats,
    block: NDArray[Any],
    resamples: int = 1000,
    seed: int = 0,
) -> tuple[float, float]:
    """95 % percentile interval of the Brier skill, whole blocks resampled (Kuensch 1989): weeks share their news.

    Args:
        probability: of each forecast.
        outcome: whether it came true.
        reference: the probability that the reference forecast gave.
        block: the block of each forecast, say the week of its origin.
        resamples: how many times as many blocks as there are get drawn, with replacement.
        seed: of the draws.
    """
    _, place = np.unique(block, return_inverse=True)
    own, other = (np.bincount(place, (p - outcome) ** 2) for p in (probability, reference))
    draws = np.random.default_rng(seed).integers(0, len(own), (resamples, len(own)))
    skills = 1 - own[draws].sum(axis=1) / np.maximum(other[draws].sum(axis=1), _SMALLEST)
    low, high = np.percentile(skills, (2.5, 97.5))
    return float(low), float(high)
