"""What speaks for and against two tellings being of one happening, as numbers.

All are symmetrical in the two and depend on the two alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from dragoman.ledger.merging.columns import Bags, Columns, Floats, Ints
from dragoman.ledger.merging.days import NEVER, agreement

Bools = NDArray[np.bool_]
_EARTH = 6371.0  # km, mean radius
_MUTUAL = ("CONSULT", "AGREE", "COOPERATE")


def _yes(value: Bools) -> Floats:
    return value.astype(np.float64)


def possible(c: Columns, i: Ints, j: Ints) -> Bools:
    """Whether two tellings can be of one happening at all: of one quad class, on days that can agree."""
    can: Bools = (c.quad[i] == c.quad[j]) & (agreement(c, i, j) > NEVER)
    return can


def cheap(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    """Features that need no words: type, status, sides, days, place, counts."""
    return _kind(c, i, j) | _sides(c, i, j) | {"days": agreement(c, i, j)} | _place(c, i, j) | _counts(c, i, j)


def wordy(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    """Features of words: triggers, objects, names, sentences, titles; nothing within an article, which repeats them."""
    found = {
        "trigger": _overlap(c.triggers, i, j),
        "object": _overlap(c.objects, i, j),
        "object_apart": _unlike(c.objects, i, j),
        "names": _cosine(c.names, i, j),
        "some_names": _up_to(c.names, i, j, 6.0),
        "many_names": _up_to(c.names, i, j, 30.0),
        "names_apart": _unlike(c.names, i, j),
        "words": _cosine(c.words, i, j),
        "some_words": _up_to(c.words, i, j, 8.0),
        "many_words": _up_to(c.words, i, j, 40.0),
        "headline": _cosine(c.headline, i, j),
        "everything": _cosine(c.everything, i, j),
        "something": _up_to(c.everything, i, j, 12.0),
    }
    across = _yes(c.article[i] != c.article[j])
    return {name: value * across for name, value in found.items()}


def _unlike(bags: Bags, i: Ints, j: Ints) -> Floats:
    """Where both hold something and share nothing."""
    return _yes((bags.sizes[i] > 0) & (bags.sizes[j] > 0) & (bags.shared(i, j) == 0))


def _overlap(bags: Bags, i: Ints, j: Ints) -> Floats:
    """Shared weight over that of the smaller; 0 where one is empty."""
    least = np.minimum(bags.sizes[i], bags.sizes[j])
    return np.divide(bags.shared(i, j), least, out=np.zeros(len(i)), where=least > 0)


def _up_to(bags: Bags, i: Ints, j: Ints, enough: float) -> Floats:
    """Shared weight as a part of what is enough."""
    return np.minimum(bags.shared(i, j), enough) / enough


def _cosine(bags: Bags, i: Ints, j: Ints) -> Floats:
    """Shared weight over the geometric mean of both (Ochiai's coefficient, weighted)."""
    mean = np.sqrt(bags.sizes[i] * bags.sizes[j])
    return np.divide(bags.shared(i, j), mean, out=np.zeros(len(i)), where=mean > 0)


def _kind(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    same = c.event_type[i] == c.event_type[j]
    moded = (c.mode[i] > 0) & (c.mode[j] > 0) & same
    return {
        "other_type": _yes(~same),
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
    entity = c.entities.shared(i, j)
    known = (c.entities.sizes[i] > 0) & (c.entities.sizes[j] > 0)
    match, apart = np.where(swap, crossed, straight), np.where(swap, cross_off, off)
    return {
        "sides": match,
        "both_sides": _yes(match >= 1.5),
        "sides_apart": apart,
        "swapped": _yes(swap),
        "rare_sides": _up_to(c.parties, i, j, 12.0),
        "actor_sector": _yes(c.actor_sectors.shared(i, j) > 0),
        "recipient_sector": _yes(c.recipient_sectors.shared(i, j) > 0),
        "actor_sector_apart": _unlike(c.actor_sectors, i, j),
        "recipient_sector_apart": _unlike(c.recipient_sectors, i, j),
        "entity": _yes(entity > 0),
        "entity_apart": _yes(known & (entity == 0)),
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
    with np.errstate(invalid="ignore", divide="ignore"):
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
