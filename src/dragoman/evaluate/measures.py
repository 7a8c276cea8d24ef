"""Measures shared by the tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

_SEED = 20260101


def f1(hits: float, predicted: float, gold: float) -> float | None:
    """F1 from counts; None where there is nothing to find and nothing was found."""
    return round(2 * hits / (predicted + gold), 4) if predicted + gold else None


def harmonic(precision: float, recall: float) -> float:
    """The harmonic mean of precision and recall, 0 where both are."""
    return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


def mean(values: Iterable[float | bool]) -> float | None:
    """The mean, None of nothing."""
    items = [float(v) for v in values]
    return round(sum(items) / len(items), 4) if items else None


def macro_f1(pairs: Sequence[tuple[object, object]]) -> float:
    """Macro F1 over the labels that occur in gold or predictions (as scikit-learn's default).

    Args:
        pairs: (gold, predicted) labels.

    >>> macro_f1([("a", "a"), ("b", "a")])
    0.3333
    """
    labels = {g for g, _ in pairs} | {p for _, p in pairs}
    scores = []
    for label in labels:
        hits = sum(g == label and p == label for g, p in pairs)
        gold = sum(g == label for g, _ in pairs)
        found = sum(p == label for _, p in pairs)
        scores.append(2 * hits / (gold + found))
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def intervals(
    items: Sequence[Any], measure: Callable[[list[Any]], Mapping[str, Any]], keys: Sequence[str], resamples: int
) -> dict[str, list[float]]:
    """The 95 % bootstrap intervals of the measures ``keys`` over items; one without value counts as 0.

    >>> intervals([1, 1, 1], lambda x: {"sum": sum(x)}, ["sum"], 10)
    {'sum': [3.0, 3.0]}
    """
    rng = np.random.default_rng(_SEED)
    draws = [measure([items[i] for i in rng.integers(0, len(items), len(items))]) for _ in range(resamples)]
    values = {k: [float(d[k] or 0.0) for d in draws] for k in keys}
    return {k: [round(float(q), 4) for q in np.quantile(v, (0.025, 0.975))] for k, v in values.items()}
