"""The additive model: the log odds are a sum of one curve a term, so every forecast says exactly what it adds up.

Each curve is a broken line: a slope that changes at two places (a generalised additive model; Hastie and Tibshirani
1990). Classes share their curves and differ from them by as much as the data force: both the common part and each
class's departure are held towards zero (ridge; the "frustratingly easy" adaptation of Daume 2007). The empirical-Bayes
rate's log odds are where the sum begins, and a term as well. Fitted by Newton's method, the classes' departures
eliminated block by block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from dragoman.outlook.dyads.facts import Booleans, Floats, Ints

COMMON_RIDGE, OWN_RIDGE = 100.0, 300.0  # on columns of unit variance
_FREE = 0.01  # the ridge on constants
_KNOTS = (0.3, 0.8)  # quantiles of a term's values above its least
_STEPS = 12
_ENOUGH = 0.01  # the largest step of a coefficient at which the search ends
# How far calibration may go: prior standard deviations of the shift of log odds and of the slope.
_SHIFT, _SLOPE = 0.5, 0.2
Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Curves:
    """How terms become columns: broken lines of unit variance.

    Attributes:
        knots: where each term's line may break, of shape (terms, breaks).
        centre: of each column.
        scale: of each column.
    """

    knots: Matrix
    centre: Matrix
    scale: Matrix

    def columns(self, values: Matrix) -> Matrix:
        """Columns of shape (rows, terms * (1 + breaks)), a term's columns side by side."""
        return (_broken(values, self.knots) - self.centre) / self.scale


def curves_for(values: Matrix) -> Curves:
    """Breaks at quantiles of what lies above a term's least value, which may be most of its values."""
    knots = np.empty((values.shape[1], len(_KNOTS)), np.float32)
    for term, column in enumerate(values.T):
        above = column[column > column.min()]
        knots[term] = np.quantile(above, _KNOTS) if len(above) else column.min()
    columns = _broken(values, knots)
    return Curves(knots, columns.mean(axis=0), columns.std(axis=0) + np.float32(1e-6))


def _broken(values: Matrix, knots: Matrix) -> Matrix:
    width = 1 + knots.shape[1]
    columns = np.empty((len(values), values.shape[1] * width), np.float32)
    columns[:, ::width] = values
    for place, knot in enumerate(knots.T, 1):
        columns[:, place::width] = np.maximum(values - knot, 0)
    return columns


@dataclass(frozen=True, slots=True)
class Additive:
    """A fitted additive model.

    Attributes:
        curves: how terms become columns.
        common: weights that classes share, the constant first.
        own: of each class, what departs from them.
    """

    curves: Curves
    common: Floats
    own: Floats

    @property
    def constant(self) -> Floats:
        """The constant of each class."""
        return np.asarray(self.common[0] + self.own[:, 0], np.float64)

    @property
    def weights(self) -> Matrix:
        """The weights of each class and column."""
        return (self.common[1:] + self.own[:, 1:]).astype(np.float32)

    def link(self, values: Matrix, kind: Ints | int, offset: Floats) -> Floats:
        """Log odds of rows: terms of shape (rows, terms), the class of each (or of all), the rate's log odds."""
        columns = self.curves.columns(_with_rate(values, offset))
        if isinstance(kind, int):
            return np.asarray(offset + self.constant[kind] + columns @ self.weights[kind], np.float64)
        return np.asarray(offset + self.constant[kind] + np.einsum("ij,ij->i", columns, self.weights[kind]), np.float64)

    def contributions(self, values: Matrix, kind: int, offset: Floats) -> Floats:
        """What each term, and last the rate, adds to the log odds of rows of one class: (rows, terms + 1)."""
        columns = self.curves.columns(_with_rate(values, offset)).astype(np.float64)
        parts = (columns * self.weights[kind]).reshape(len(values), -1, 1 + self.curves.knots.shape[1]).sum(axis=2)
        parts[:, -1] += offset
        return np.asarray(parts, np.float64)


def _with_rate(values: Matrix, offset: Floats) -> Matrix:
    """The rate's log odds have a curve of their own, by which the sum may depart from them."""
    return np.column_stack([values, offset]).astype(np.float32)


def fit_additive(
    values: Matrix,
    kind: Ints,
    offset: Floats,
    outcome: Booleans,
    weight: Floats,
    classes: int,
    start: Additive | None = None,
) -> Additive:
    """Fit the model to rows.

    Args:
        values: terms, of shape (rows, terms).
        kind: the class of each row, below ``classes``.
        offset: the log odds that the empirical-Bayes rate gives each row.
        outcome: whether it came.
        weight: how many like it a row stands for.
        classes: how many there are.
        start: a model of like rows, whose curves are kept and whose weights are where the search begins.
    """
    values = _with_rate(values, offset)
    curves = start.curves if start else curves_for(values)
    parts = [_Part.of(curves, values, offset, outcome, weight, kind == c) for c in range(classes)]
    size = parts[0].columns.shape[1]
    common, own = (start.common, start.own) if start else (np.zeros(size), np.zeros((classes, size)))
    for _ in range(_STEPS):
        step, steps = _newton(parts, common, own)
        common, own = common + step, own + steps
        if max(np.abs(step).max(), np.abs(steps).max()) < _ENOUGH:
            break
    return Additive(curves, common, own)


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one class, a constant before their columns."""

    columns: Matrix
    offset: Floats
    outcome: Booleans
    weight: Floats

    @classmethod
    def of(
        cls, curves: Curves, values: Matrix, offset: Floats, outcome: Booleans, weight: Floats, rows: Booleans
    ) -> _Part:
        columns = curves.columns(values[rows])
        with_constant = np.concatenate([np.ones((len(columns), 1), np.float32), columns], axis=1)
        return cls(with_constant, offset[rows], outcome[rows], weight[rows])

    def slopes(self, weights: Floats) -> tuple[Floats, Floats]:
        """Gradient and curvature of the log likelihood."""
        chance = expit(self.offset + self.columns @ weights.astype(np.float32))
        doubt = (self.weight * chance * (1 - chance)).astype(np.float32)
        pull = self.columns.T @ (self.weight * (self.outcome - chance)).astype(np.float32)
        return pull.astype(np.float64), ((self.columns.T * doubt) @ self.columns).astype(np.float64)


def _newton(parts: Sequence[_Part], common: Floats, own: Floats) -> tuple[Floats, Floats]:
    """One step for the common weights and for each class's own."""
    ridge, own_ridge = _ridge(len(common), COMMON_RIDGE), _ridge(len(common), OWN_RIDGE)
    pull, curve = -ridge * common, np.diag(ridge)
    solved = []
    for part, weights in zip(parts, own, strict=True):
        gradient, hessian = part.slopes(common + weights)
        own_pull = gradient - own_ridge * weights
        both = np.linalg.solve(hessian + np.diag(own_ridge), np.column_stack([own_pull, hessian]))
        pull = pull + gradient - hessian @ both[:, 0]
        curve = curve + hessian - hessian @ both[:, 1:]
        solved.append(both)
    step = np.linalg.solve(curve, pull)
    own_steps: Floats = np.stack([both[:, 0] - both[:, 1:] @ step for both in solved])
    return np.asarray(step, np.float64), own_steps


def _ridge(size: int, strength: float) -> Floats:
    return np.concatenate([[_FREE], np.full(size - 1, strength)])


@dataclass(frozen=True, slots=True)
class Calibration:
    """Log odds become shift + slope * log odds (Platt 1999); terms' contributions are multiplied likewise."""

    shift: float
    slope: float

    def __call__(self, link: Floats) -> Floats:
        """Calibrated probabilities."""
        return np.asarray(expit(self.shift + self.slope * link), np.float64)


def calibrate(link: Floats, outcome: Booleans, weight: Floats) -> Calibration:
    """Fit shift and slope to forecasts of all classes that the model was not fitted to, held towards 0 and 1."""
    columns = np.column_stack([np.ones(len(link)), link])
    found, aim, ridge = np.array([0.0, 1.0]), np.array([0.0, 1.0]), np.array([_SHIFT, _SLOPE]) ** -2.0
    for _ in range(_STEPS):
        chance = expit(columns @ found)
        pull = columns.T @ (weight * (outcome - chance)) - ridge * (found - aim)
        curve = (columns.T * (weight * chance * (1 - chance))) @ columns + np.diag(ridge)
        found = found + np.linalg.solve(curve, pull)
    return Calibration(float(found[0]), float(found[1]))
