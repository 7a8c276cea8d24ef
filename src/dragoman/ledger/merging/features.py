"""What speaks for and against two tellings being of one happening, as numbers.

All are symmetrical in the two and depend on the two alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from dragoman.ledger.merging.columns import NO_DAY, Bags, Columns, Floats, Ints

Bools = NDArray[np.bool_]
_EARTH = 6371.0  # km, mean radius
_MUTUAL = ("CONSULT", "AGREE", "COOPERATE")


def _yes(value: Bools) -> Floats:
    return value.astype(np.float64)


def cheap(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    """Features that need no words: type, status, sides, days, place, counts."""
    return _kind(c, i, j) | _sides(c, i, j) | _days(c, i, j) | _place(c, i, j) | _counts(c, i, j)


def wordy(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    """Features of words: triggers, objects, names, sentences, titles."""
    names, shared = _overlap(c.names, i, j), c.names.shared(i, j)
    either = (c.names.sizes[i] > 0) & (c.names.sizes[j] > 0)
    return {
        "trigger": _overlap(c.triggers, i, j),
        "object": _overlap(c.objects, i, j),
        "object_apart": _yes((c.objects.sizes[i] > 0) & (c.objects.sizes[j] > 0) & (c.objects.shared(i, j) == 0)),
        "names": names,
        "names_shared": np.minimum(shared, 4.0) / 4.0,
        "names_apart": _yes(either & (shared == 0)),
        "words": _cosine(c.words, i, j),
        "words_shared": np.minimum(c.words.shared(i, j), 40.0) / 40.0,
        "headline": _cosine(c.headline, i, j),
        "everything": _cosine(c.everything, i, j),
    }


def _overlap(bags: Bags, i: Ints, j: Ints) -> Floats:
    """Shared weight over that of the smaller; 0 where one is empty."""
    least = np.minimum(bags.sizes[i], bags.sizes[j])
    return np.divide(bags.shared(i, j), least, out=np.zeros(len(i)), where=least > 0)


def _cosine(bags: Bags, i: Ints, j: Ints) -> Floats:
    """Shared weight over the geometric mean of both (Ochiai's coefficient, weighted)."""
    mean = np.sqrt(bags.sizes[i] * bags.sizes[j])
    return np.divide(bags.shared(i, j), mean, out=np.zeros(len(i)), where=mean > 0)


def _kind(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    same = c.event_type[i] == c.event_type[j]
    moded = (c.mode[i] > 0) & (c.mode[j] > 0) & same
    return {
        "other_type": _yes(~same & (c.quad[i] == c.quad[j])),
        "other_quad": _yes(c.quad[i] != c.quad[j]),
        "mode": _yes(moded & (c.mode[i] == c.mode[j])),
        "mode_apart": _yes(moded & (c.mode[i] != c.mode[j])),
        "status_apart": _yes(c.status[i] != c.status[j]),
        "same_article": _yes(c.article[i] == c.article[j]),
    }


def _match(one: Bags, other: Bags, i: Ints, j: Ints) -> tuple[Floats, Bools]:
    """How far a side of i agrees with a side of j, and whether they contradict each other."""
    least = np.minimum(one.sizes[i], other.sizes[j])
    shared = np.divide(one.shared(i, j, other), least, out=np.zeros(len(i)), where=least > 0)
    return shared, (least > 0) & (shared == 0)


def _sides(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    a, a_off = _match(c.actors, c.actors, i, j)
    r, r_off = _match(c.recipients, c.recipients, i, j)
    x, x_off = _match(c.actors, c.recipients, i, j)
    y, y_off = _match(c.recipients, c.actors, i, j)
    straight, off = a + r, a_off * 1.0 + r_off
    crossed, cross_off = x + y, x_off * 1.0 + y_off
    swap = crossed - cross_off > straight - off
    sector = c.sectors.shared(i, j)
    entity = c.entities.shared(i, j)
    known = (c.entities.sizes[i] > 0) & (c.entities.sizes[j] > 0)
    match, apart = np.where(swap, crossed, straight), np.where(swap, cross_off, off)
    return {
        "sides": match,
        "both_sides": _yes(match >= 1.5),
        "sides_apart": apart,
        "swapped": _yes(swap),
        "sector_apart": _yes((c.sectors.sizes[i] > 0) & (c.sectors.sizes[j] > 0) & (sector == 0)),
        "entity": _yes(entity > 0),
        "entity_apart": _yes(known & (entity == 0)),
    }


def _gap(first: Ints, last: Ints, i: Ints, j: Ints) -> tuple[Floats, Bools]:
    """Days between two stretches, 0 where they overlap or one is unknown; and whether both are known."""
    known = (first[i] != NO_DAY) & (first[j] != NO_DAY)
    gap = np.maximum(np.maximum(first[i] - last[j], first[j] - last[i]), 0)
    return np.where(known, gap, 0).astype(np.float64), known


def _days(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    gap, known = _gap(c.first, c.last, i, j)
    printed, _ = _gap(c.published, c.published, i, j)
    soft = c.soft[i] | c.soft[j]
    both_soft = c.soft[i] & c.soft[j]
    hard = ~soft
    return {
        "same_day": _yes(known & hard & (gap == 0)),
        "day_apart": _yes(known & hard & (gap == 1)),
        "days_apart": np.minimum(np.where(hard, gap, 0.0), 10.0) * _yes(gap > 1),
        "soft_gap": np.minimum(np.where(soft & ~both_soft, gap, 0.0), 10.0),
        "both_soft_gap": np.minimum(np.where(both_soft, gap, 0.0), 10.0),
        "undated": _yes(~known),
        "printed_gap": np.minimum(printed, 14.0),
    }


def _place(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    fine = np.minimum(c.fine[i], c.fine[j])
    same = (c.place_name[i] == c.place_name[j]) & (c.place_name[i] > 0)
    apart = _kilometres(c.latitude[i], c.longitude[i], c.latitude[j], c.longitude[j])
    near = (fine >= 2) & (same | (apart < 60.0))
    far = (fine >= 2) & ~near
    other = (c.place_country[i] != c.place_country[j]) & (c.place_country[i] > 0) & (c.place_country[j] > 0)
    return {
        "same_place": _yes((fine == 3) & near),
        "near": _yes((fine == 2) & near),
        "far": _yes(far & (fine == 3)),
        "far_division": _yes(far & (fine == 2)),
        "other_country": _yes(other),
    }


def _kilometres(lat1: Floats, lon1: Floats, lat2: Floats, lon2: Floats) -> Floats:
    """Great-circle distance (haversine), infinite where a place has no coordinates."""
    a, b, c, d = (np.radians(v) for v in (lat1, lon1, lat2, lon2))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    apart: Floats = np.nan_to_num(2 * _EARTH * np.arcsin(np.sqrt(np.minimum(half, 1.0))), nan=np.inf)
    return apart


def _counts(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    """How far the counts of one kind lie apart: the greatest ratio of high to low, as a logarithm."""
    low, high = np.maximum(c.low[i], c.low[j]), np.minimum(c.high[i], c.high[j])
    with np.errstate(invalid="ignore"):
        ratio = np.where(low > high, np.log((low + 1.0) / (high + 1.0)), 0.0)
        exact = (c.low[i] == c.high[j]) & (c.low[j] == c.high[i])
    told = ~np.isnan(c.low[i]) & ~np.isnan(c.low[j])
    worst = np.where(told, ratio, 0.0).max(axis=1, initial=0.0)
    return {
        "same_count": _yes((told & exact & (c.low[i] > 1)).any(axis=1) & (worst == 0)),
        "counts_apart": np.minimum(worst, 3.0),
    }


Features = Mapping[str, Floats]
Stage = Callable[[Columns, Ints, Ints], dict[str, Floats]]
