"""What an actor's likes and go-betweens tell of a pair: the pattern of all dealings, paths through third parties."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from dragoman.outlook.dyads.facts import Floats, Ints

RANK = 12  # patterns kept; more only learn the pairs themselves
_MOST_DENSE = 1_000  # actors, up to which the whole product of matrices is faster than that of single pairs
_AT_ONCE = 20_000  # pairs whose paths are weighed in one go, so that memory stays bounded


def pattern(level: Floats, row: Ints, column: Ints, size: int, pairs: tuple[Ints, Ints]) -> Floats:
    """How much a pair would deal with each other if it followed the main patterns of all dealings.

    The matrix of all dealings is brought back to its ``RANK`` strongest patterns (truncated singular value
    decomposition; Deerwester et al. 1990): who acts like this source acts so towards this target and its likes.

    Args:
        level: how much each known pair deals with each other; its pairs are ``row`` and ``column``.
        row: source of each known pair, below ``size``.
        column: target of each known pair.
        size: number of actors.
        pairs: sources and targets asked for.
    """
    rank = min(RANK, size - 2)
    if rank < 1 or not level.any():
        return np.zeros(len(pairs[0]))
    matrix = sp.csr_matrix((level, (row, column)), shape=(size, size))
    left, strength, right = svds(matrix, k=rank, v0=np.ones(size))
    return np.asarray(((left[pairs[0]] * strength) * right.T[pairs[1]]).sum(axis=1), np.float64)


def through_third(level: Floats, row: Ints, column: Ints, size: int, pairs: tuple[Ints, Ints]) -> Floats:
    """How much source deals with those who deal with target: the sum over third parties of the product of levels.

    Args: as for ``pattern``.
    """
    out = sp.csr_matrix((level, (row, column)), shape=(size, size))
    if size <= _MOST_DENSE:
        whole = out.toarray()
        return np.asarray((whole @ whole)[pairs], np.float64)
    into = sp.csr_matrix(out.T)
    parts = [
        out[pairs[0][at : at + _AT_ONCE]].multiply(into[pairs[1][at : at + _AT_ONCE]]).sum(axis=1)
        for at in range(0, len(pairs[0]), _AT_ONCE)
    ]
    return np.asarray(np.concatenate(parts)).ravel() if parts else np.zeros(0)
