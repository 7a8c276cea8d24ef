"""Probabilities in plain words."""

from __future__ import annotations

# US Intelligence Community Directive 203 (2015), section D.6.e(2)(a): upper bounds of its seven ranges.
_LIKELIHOODS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)


def likelihood(probability: float) -> str:
    """The words of ICD 203 for a probability.

    >>> likelihood(0.03), likelihood(0.5), likelihood(0.87)
    ('almost no chance', 'roughly even chance', 'very likely')
    """
    return next(words for bound, words in _LIKELIHOODS if probability <= bound)


def percent(probability: float) -> str:
    """A probability as a percentage, with as many digits as it bears; never 0 or 100.

    >>> percent(0.8734), percent(0.0123), percent(0.00004), percent(0.9999)
    ('87 %', '1.2 %', '< 0.1 %', '> 99 %')
    """
    if probability < 0.001:
        return "< 0.1 %"
    if probability > 0.99:
        return "> 99 %"
    return f"{100 * probability:.{0 if probability >= 0.1 else 1}f} %"


def times(factor: float) -> str:
    """A factor on odds.

    >>> times(3.14), times(0.25), times(1.02)
    ('x 3.1', '/ 4.0', 'x 1.0')
    """
    return f"x {factor:.1f}" if factor >= 0.995 else f"/ {1 / factor:.1f}"
