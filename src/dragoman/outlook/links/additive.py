"""The additive model: the score of an answer is a sum of named terms, and nothing else.

A conditional logit (McFadden 1974) over the candidates of a question. The weight of a feature is linear in what is
known of the question (``CONTEXTS``): that the two met before says less of a subject that meets everyone. The
score stays a sum of weight times feature. Learned by AdaGrad with a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled
from dragoman.outlook.links.rules import gradients
from dragoman.outlook.links.terms import CONTEXTS, FEATURES, TERMS

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
_RATES = (0.1, 0.1, 0.1, 0.05, 0.05, 0.02)  # one for each time through the questions
_SHRINKAGE = 0.01
_EVERY = 7  # row counts for the spread of a feature: enough, and a seventh of the memory
# Before anything is learned: recurrence, rules, a little of the rest. Only to choose the first candidates.
_GUESS = {
    "same_1": 0.3, "same_2": 0.3, "same_3": 0.3, "pair_1": 0.1, "rules": 1.0, "answer_1": 0.1, "answer_2": 0.1,
    "answer_3": 0.1, "others": 0.1, "answers_of_partners": 0.1, "same_home": 0.3,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examples:
    """Questions to learn from whose answer is among the candidates.

    Attributes:
        rows: features, shape (candidates of all questions, features).
        right: whether a candidate is an answer.
        start: where the candidates of each question begin, and the end.
        context: shape (questions, contexts).
    """

    rows: Floats
    right: NDArray[np.bool_]
    start: NDArray[np.int64]
    context: Floats


@dataclass(frozen=True, slots=True)
class Additive:
    """Weights of shape (contexts + 1, features): the first row holds always, the others times a context."""

    weights: Doubles
    center: Floats
    spread: Floats

    @classmethod
    def guess(cls) -> Additive:
        """The model before it has learned."""
        weights = np.zeros((len(CONTEXTS) + 1, len(FEATURES)))
        weights[0] = [_GUESS.get(f, 0.0) for f in FEATURES]
        return cls(weights, np.zeros(len(CONTEXTS), np.float32), np.ones(len(CONTEXTS), np.float32))

    @classmethod
    def fit(cls, examples: Examples) -> Additive:
        """Learn from examples."""
        center, spread = examples.context.mean(0), examples.context.std(0) + np.float32(1e-6)
        scale = examples.rows[::_EVERY].std(0) + np.float32(1e-6)
        context = _with_one((examples.context - center) / spread)
        weights = np.zeros((context.shape[1], len(scale)))
        squares, order = np.zeros_like(weights), np.random.default_rng(1)
        for rate in _RATES:
            turn = order.permutation(len(context))
            _turn(examples.rows, examples.right, examples.start, context, turn, 1 / scale, (weights, squares), rate)
        return cls(weights / scale, center, spread)

    def weights_for(self, context: Floats) -> Doubles:
        """The weights of each question, shape (questions, features)."""
        return _with_one((context - self.center) / self.spread) @ self.weights

    def terms(self, context: Floats, row: Floats) -> dict[str, float]:
        """The named terms of one answer's score; their sum is the score.

        Args:
            context: of the question, shape (contexts,).
            row: the answer's features.
        """
        parts = dict(zip(FEATURES, (self.weights_for(context[None])[0] * row).tolist(), strict=True))
        return {term: sum(parts[f] for f in features) for term, features in TERMS.items()}


def _with_one(context: Floats) -> Doubles:
    return np.concatenate([np.ones((len(context), 1)), context.astype(np.float64)], axis=1)


@compiled
def _turn(rows, right, start, context, order, unit, learned, rate):  # type: ignore[no-untyped-def]
    """Once through the questions."""
    weights, squares = learned
    for q in order:
        x = rows[start[q] : start[q + 1]] * unit
        w = context[q] @ weights
        slopes, _ = gradients((x @ w.astype(np.float32)), right[start[q] : start[q + 1]])
        slope = slopes.astype(np.float32) @ x
        for c in range(weights.shape[0]):
            for k in range(weights.shape[1]):
                g = slope[k] * context[q, c] + (_SHRINKAGE * weights[c, k] if c else 0.0)
                squares[c, k] += g * g
                weights[c, k] -= rate * g / np.sqrt(squares[c, k] + 1)
