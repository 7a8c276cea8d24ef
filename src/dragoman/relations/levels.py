"""The levels of a series of counts, and where one ends and the next begins.

Counts are brought to a variance near one whatever their level (Anscombe, 1948: 2 sqrt(x + 3/8)), and cut where the sum
of squares about the means of the parts, and a penalty for each cut, is least; that minimum is exact (Killick, Fearnhead
and Eckley, 2012, as ``ruptures`` has it). The penalty is 3 v log n, between the Schwarz criterion and its modification
for change points (Zhang and Siegmund, 2007). v is the noise: the greatest of the variance between neighbours (von
Neumann, 1941), the same between means of eight periods, larger where a busy week follows a busy week, and 1/4.
Without the second, series with such memory are cut in half of all cases; docs/relations.md has the rates.
"""

from __future__ import annotations

import numpy as np
import ruptures

from dragoman.relations.series import Values

_PENALTY = 3.0
_SHORTEST = 4  # periods between two cuts
_BLOCK, _TRIMMED = 8, 0.05
_LEAST_NOISE = 0.25


def scaled(counts: Values) -> Values:
    """Counts on a scale on which their noise does not depend on their level."""
    return np.asarray(2 * np.sqrt(counts + 3 / 8))


def about_levels(counts: Values) -> Values:
    """Counts on that scale, less the mean of the part that each stands in."""
    values = scaled(counts)
    return np.concatenate([part - part.mean() for part in np.split(values, cuts(counts))])


def cuts(counts: Values) -> list[int]:
    """Where the level of counts changes: the first places of the parts behind the first one.

    Args:
        counts: by period.
    """
    even = scaled(counts)
    model = ruptures.KernelCPD(kernel="linear", min_size=_SHORTEST).fit(even[:, None])
    places: list[int] = model.predict(pen=_PENALTY * _noise(even) * np.log(len(even)))
    return places[:-1]


def _noise(even: Values) -> float:
    """The variance of the noise; levels that change now and then hardly enlarge it."""
    block = max(1, min(_BLOCK, len(even) // 6))
    return max(_LEAST_NOISE, _between_means(even, 1, 0.0), _between_means(even, block, _TRIMMED))


def _between_means(even: Values, block: int, trimmed: float) -> float:
    """Half the mean squared step between means of so many values, times their number; the largest steps left out."""
    parts = [even[start : start + (len(even) - start) // block * block] for start in range(block)]
    steps = np.sort(np.concatenate([np.diff(part.reshape(-1, block).mean(axis=1)) ** 2 for part in parts]))
    return float(block * steps[: max(1, int(len(steps) * (1 - trimmed)))].mean() / 2)
