"""How good forecasts were of weeks that a model had not learned from."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.outlook import scores
from dragoman.outlook.dyads.facts import Booleans, Floats, Ints


@dataclass(frozen=True, slots=True)
class Check:
    """Forecasts set beside what came.

    Attributes:
        forecasts: how many.
        outcomes: how many came true.
        bss_base: Brier skill against the class base rates, known in hindsight.
        bss_eb: Brier skill against the empirical-Bayes rate.
        ece: expected calibration error.
    """

    forecasts: int
    outcomes: int
    bss_base: float
    bss_eb: float
    ece: float


def checked(probability: Floats, rate: Floats, outcome: Booleans, kind: Ints, weight: Floats) -> Check:
    """Score forecasts.

    Args:
        probability: of each forecast.
        rate: what the empirical-Bayes rate said.
        outcome: whether it came true.
        kind: its class.
        weight: how many like it each stands for.
    """
    base = scores.base_rates(outcome, kind, weight)
    return Check(
        round(float(weight.sum())),
        round(float(weight[outcome].sum())),
        scores.brier_skill(probability, outcome, base, weight),
        scores.brier_skill(probability, outcome, rate, weight),
        scores.ece(probability, outcome, weight=weight),
    )
