"""Two rates of events compared, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

_OUTSIDE = 0.025  # on either side of the interval


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rates, the second by the first (None where that is 0), its 95 % interval, and the p-value of no change."""

    rates: tuple[float, float]
    ratio: float | None
    low: float
    high: float | None
    p_value: float


def dispersion(days: Sequence[NDArray[np.float64]], block: int) -> float:
    """By how much counts vary more than Poisson's do: Pearson's chi-square of each stretch's blocks by their number.

    Args:
        days: counts by day, of each stretch.
        block: how many days are counted together; what is left at the end of a stretch counts no further.

    Returns:
        1 at least.
    """
    squares, freedom = 0.0, 0
    for counts in days:
        weekly = counts[: len(counts) // block * block].reshape(-1, block).sum(axis=1)
        if len(weekly) > 1 and weekly.mean() > 0:
            squares += float(((weekly - weekly.mean()) ** 2).sum() / weekly.mean())
            freedom += len(weekly) - 1
    return max(1.0, squares / freedom) if freedom else 1.0


def compare(counts: Sequence[int], lengths: Sequence[float], spread: float = 1.0) -> Comparison:
    """Whether two rates differ: given their sum, the second of two Poisson counts is binomial.

    Args:
        counts: events before and after.
        lengths: how long either stretch is, in the unit of the rates.
        spread: their dispersion; counts are divided by it, for which the beta form of the test is needed.
    """
    before, after = (count / spread for count in counts)
    odds = lengths[0] / lengths[1]
    share = lengths[1] / (lengths[0] + lengths[1])
    low = float(betaincinv(after, before + 1, _OUTSIDE)) if after > 0 else 0.0
    high = float(betaincinv(after + 1, before, 1 - _OUTSIDE)) if before > 0 else 1.0
    # The chance of as many or more, and of as few or fewer, in the second; doubled, as the interval is central.
    more = float(betainc(after, before + 1, share)) if after > 0 else 1.0
    fewer = float(betainc(before, after + 1, 1 - share)) if before > 0 else 1.0
    rates = (counts[0] / lengths[0], counts[1] / lengths[1])
    return Comparison(
        rates,
        rates[1] / rates[0] if rates[0] else None,
        low / (1 - low) * odds,
        high / (1 - high) * odds if high < 1 else None,
        min(1.0, 2 * min(more, fewer)),
    )


def adjusted(p_values: Sequence[float]) -> list[float]:
    """P-values of several tests so that any below 5 % by chance is as rare as 5 % (Holm, 1979)."""
    order = np.argsort(p_values)
    raised = np.asarray(p_values)[order] * np.arange(len(order), 0, -1)
    made = np.empty(len(order))
    made[order] = np.minimum(1.0, np.maximum.accumulate(raised)) if len(order) else raised
    return [float(p) for p in made]
