"""Measures shared by the tasks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


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
