"""Pairs with nothing between them of late: how often such a pair begins to deal with each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dragoman.outlook.dyads.facts import Facts, Floats, Ints, distinct
from dragoman.outlook.dyads.terms import LOOK_BACK, pairs_between

_DAYS = 8  # of forecasting that are looked at


def newcomer_rates(facts: Facts, days: Sequence[int], horizon: int) -> Floats | None:
    """By class, the share of silent pairs of active actors whose source acted so towards its target within the horizon.

    Silent: nothing between the two within ``LOOK_BACK`` days; active: both had to do with others within them.

    Args:
        facts: any facts.
        days: earlier days of forecasting whose horizons have ended; the last ``_DAYS`` of them are counted.
        horizon: days ahead.

    Returns:
        None where there is no such day or no such pair.
    """
    acts, silent = np.zeros(len(facts.classes)), 0
    for day in days[-_DAYS:]:
        known = pairs_between(facts.between(day - LOOK_BACK, day))
        active = np.unique(known // len(facts.actors))
        later = facts.between(day, day + horizon)
        began = later.direct & ~np.isin(later.keys(), known)
        began &= np.isin(later.source, active) & np.isin(later.target, active)
        acts += np.bincount(_cells(later.chosen(began)) % len(facts.classes), minlength=len(facts.classes))
        silent += len(active) * (len(active) - 1) - len(known)
    return acts / silent if silent else None


def _cells(facts: Facts) -> Ints:
    return distinct(facts.keys() * len(facts.classes) + facts.kind, len(facts.actors) ** 2 * len(facts.classes))
