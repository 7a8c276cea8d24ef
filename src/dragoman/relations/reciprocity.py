"""Reciprocity: whether two actors answer each other in kind, and who of them leads.

Of either measure the events that both do together (a meeting counts both ways) are left out: they would make any pair
seem to mirror each other. Of either series its level (see ``levels``) and what it foretells of itself (least squares on
its own last values) are taken out, since two series with trend or memory correlate by chance (Haugh, 1976: "Checking
the independence of two covariance-stationary time series"). What is left of one is correlated with what is
left of the other, k periods later. Chance is what the same figures come to when one of the two is shuffled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from dragoman.relations.levels import about_levels
from dragoman.relations.series import MEASURES, PairSeries, Record, Values

LAGS = 4
_BEHIND = range(1, LAGS + 1)
_SHUFFLES, _SEED, _LEVEL = 499, 20240619, 0.05
_FEWEST_PERIODS, _FEWEST_EVENTS = 40, 20


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How one measure goes forth and back between two actors.

    ``forth`` and ``back`` are the events counted. ``by_lag`` are correlations of what the first does with what the
    second does so many periods later; a negative lag: before. ``answers`` says whether they act in kind within the same
    period beyond chance (``p_same``), ``leads`` who goes first: ``first``, ``second``, ``both`` or None (nobody,
    beyond chance); ``p_forth`` and ``p_back`` are the chances of so large a correlation at any lag behind the first and
    behind the second. All are None, with ``reason``, where there is too little to say.
    """

    measure: str
    unit: str
    forth: int
    back: int
    by_lag: Mapping[int, float] | None = None
    answers: bool | None = None
    leads: str | None = None
    p_same: float | None = None
    p_forth: float | None = None
    p_back: float | None = None
    reason: str | None = None

    def to_record(self) -> Record:
        """As a JSON object."""
        return asdict(self)


def reciprocity(series: PairSeries) -> list[Reciprocity]:
    """That of cooperation and that of conflict.

    Args:
        series: of the pair; of it only whole periods are looked at.
    """
    return [_of(measure, series) for measure in MEASURES]


def _of(measure: str, series: PairSeries) -> Reciprocity:
    forth, back, both = (s.values(measure) for s in (series.forth, series.back, series.both))
    forth, back = both - back, both - forth  # without those that stand in both
    counts = (measure, series.both.unit, int(forth.sum()), int(back.sum()))
    if reason := _too_little(forth, back, series.both.unit):
        return Reciprocity(*counts, reason=reason)
    by_lag, chance = correlations(forth, back)
    p_same, p_forth, p_back = (_share(by_lag, chance, lags) for lags in ([0], _BEHIND, [-lag for lag in _BEHIND]))
    first, second = p_forth < _LEVEL / 2, p_back < _LEVEL / 2
    leads = "both" if first and second else "first" if first else "second" if second else None
    return Reciprocity(*counts, by_lag, p_same < _LEVEL, leads, p_same, p_forth, p_back)


def _too_little(forth: Values, back: Values, unit: str) -> str | None:
    if len(forth) < _FEWEST_PERIODS:
        return f"{len(forth)} whole {unit}s are covered; {_FEWEST_PERIODS} are needed"
    if min(forth.sum(), back.sum()) < _FEWEST_EVENTS:
        return f"{forth.sum():.0f} events forth and {back.sum():.0f} back; {_FEWEST_EVENTS} of either are needed"
    return None


def correlations(forth: Values, back: Values) -> tuple[dict[int, float], Values]:
    """Correlations by lag, and the same by chance: one row for each shuffle, one column for each lag in order.

    Args:
        forth: counts by period.
        back: counts of the same periods.
    """
    one, other = _rest(forth), _rest(back)
    lagged = np.stack([_shifted(other, lag) for lag in range(-LAGS, LAGS + 1)], axis=1)
    shuffled = np.random.default_rng(_SEED).permuted(np.tile(one, (_SHUFFLES, 1)), axis=1)
    return dict(zip(range(-LAGS, LAGS + 1), (one @ lagged).tolist(), strict=True)), shuffled @ lagged


def _rest(counts: Values) -> Values:
    """What a series' level and own last values do not foretell, with mean zero and length one."""
    even = about_levels(counts)
    own = np.stack([even[LAGS - lag : len(even) - lag] for lag in range(1, LAGS + 1)], axis=1)
    own = np.column_stack([np.ones(len(own)), own])
    rest = even[LAGS:] - own @ np.linalg.lstsq(own, even[LAGS:], rcond=None)[0]
    rest = rest - rest.mean()
    return np.asarray(rest / (np.linalg.norm(rest) or 1.0))


def _shifted(values: Values, lag: int) -> Values:
    """Each place holds the value of so many periods later, 0 (the mean) beyond the ends."""
    moved = np.zeros_like(values)
    if lag >= 0:
        moved[: len(values) - lag] = values[lag:]
    else:
        moved[-lag:] = values[:lag]
    return moved


def _share(by_lag: Mapping[int, float], chance: Values, lags: Sequence[int]) -> float:
    """In which share of shuffles, this one counted in, the largest correlation at these lags is as large."""
    seen = max(by_lag[lag] for lag in lags)
    largest = chance[:, [lag + LAGS for lag in lags]].max(axis=1)
    return float((1 + (largest >= seen - 1e-12).sum()) / (1 + len(largest)))
