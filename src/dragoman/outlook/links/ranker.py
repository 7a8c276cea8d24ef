"""The optional ranker: gradient boosted trees (LightGBM) over the same features, the additive score among them."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.outlook.links.additive import Examples
from dragoman.outlook.links.features import Candidates

Floats = NDArray[np.float32]
TREES = 150
_SETTINGS: dict[str, Any] = {
    "objective": "lambdarank",
    "lambdarank_truncation_level": 15,
    "learning_rate": 0.08,
    "num_leaves": 31,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.5,
    "max_bin": 127,
    "deterministic": True,
    "force_row_wise": True,
    "seed": 1,
    "verbosity": -1,
}


def available() -> bool:
    """Whether LightGBM is installed (``pip install dragoman[outlook]``)."""
    return importlib.util.find_spec("lightgbm") is not None


def table(rows: Floats, score: NDArray[np.float64], context: Floats) -> Floats:
    """What the trees look at: features, additive score below the question's best, contexts.

    Args:
        rows: shape (candidates, features) of one question.
        score: of each candidate.
        context: of the question.
    """
    below = (score - score.max(initial=-np.inf)).astype(np.float32)
    return np.concatenate([rows, below[:, None], np.broadcast_to(context, (len(rows), len(context)))], axis=1)


@dataclass(frozen=True, slots=True)
class Ranker:
    """Trees that order the candidates of a question."""

    booster: Any

    @classmethod
    def fit(cls, examples: Examples, score: NDArray[np.float64]) -> Ranker:
        """Learn from examples; ``score`` is the additive model's of each row."""
        import lightgbm

        bounds = examples.start
        size = np.diff(bounds)
        best = np.maximum.reduceat(score, bounds[:-1])
        below = (score - np.repeat(best, size)).astype(np.float32)
        data = np.concatenate([examples.rows, below[:, None], np.repeat(examples.context, size, axis=0)], axis=1)
        given = lightgbm.Dataset(data, examples.right.astype(np.int32), group=size, params=_SETTINGS)
        return cls(lightgbm.train(_SETTINGS, given, TREES))

    def score(self, found: Candidates) -> NDArray[np.float64]:
        """Scores of shape (questions, KEPT), -inf behind the last candidate."""
        there = found.actor >= 0
        if not there.any():
            return found.score
        data = [
            table(rows[given], score[given], context)
            for rows, score, context, given in zip(found.rows, found.score, found.context, there, strict=True)
        ]
        out = np.full(found.score.shape, -np.inf)
        out[there] = self.booster.predict(np.concatenate(data))
        return out
