"""The questions of a day, "subject, relation, who?", and their answers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Questions(NamedTuple):
    """Questions in the order of subject and relation; the answers of each lie together."""

    subject: Ints
    relation: Ints
    answer_start: Ints
    answer: Ints


def questions(facts: Ints) -> Questions:
    """The questions that the facts of a day answer.

    Args:
        facts: int64 array of shape (n, 4), all of one day, both ways round.

    >>> questions(np.array([[5, 0, 2, 9], [4, 1, 3, 9], [5, 0, 1, 9]])).answer_start.tolist()
    [0, 1, 3]
    """
    ordered = facts[np.lexsort((facts[:, 2], facts[:, 1], facts[:, 0]))]
    changes = (np.diff(ordered[:, :2], axis=0, prepend=-1) != 0).any(axis=1)
    start = np.flatnonzero(changes)
    return Questions(ordered[start, 0], ordered[start, 1], np.append(start, len(ordered)), ordered[:, 2].copy())
