"""The optional model: gradient-boosted trees that add to the additive model's log odds what terms do together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman.errors import DragomanError
from dragoman.outlook.dyads.additive import Matrix
from dragoman.outlook.dyads.facts import Booleans, Floats, Ints

ROUNDS = 120
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True, slots=True)
class Boosted:
    """Fitted trees."""

    trees: Any

    def link(self, values: Matrix, kind: Ints | int, start: Floats) -> Floats:
        """Log odds: those the additive model gives, plus what the trees add."""
        added = self.trees.predict(_columns(values, kind, start), raw_score=True)
        return np.asarray(start + added, np.float64)


def fit_boosted(
    values: Matrix, kind: Ints, start: Floats, outcome: Booleans, weight: Floats, threads: int = 1
) -> Boosted:
    """Grow trees on rows.

    Args:
        values: terms, of shape (rows, terms).
        kind: the class of each row.
        start: the additive model's log odds.
        outcome: whether it came.
        weight: how many like it a row stands for.
        threads: how many to use.

    Raises:
        DragomanError: LightGBM is not installed.
    """
    try:
        import lightgbm
    except ImportError as error:
        raise DragomanError("boosted trees need LightGBM; install it with: pip install 'dragoman[outlook]'") from error
    data = lightgbm.Dataset(_columns(values, kind, start), outcome, weight=weight, init_score=start)
    return Boosted(lightgbm.train({**_PARAMETERS, "num_threads": threads}, data, ROUNDS))


def _columns(values: Matrix, kind: Ints | int, start: Floats) -> Matrix:
    kinds = np.broadcast_to(np.asarray(kind), len(values))
    return np.column_stack([values, kinds, start]).astype(np.float32)
