"""What speaks for and against two tellings being of one happening, as numbers.

All are symmetrical in the two and depend on the two alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from dragoman.ledger.merging.columns import Columns, Common, Floats, Ints
from dragoman.ledger.merging.days import NEVER, agreement

Bools = NDArray[np.bool_]
Heard = Callable[[str], bool]
_ALL: Heard = lambda name: True  # noqa: E731
_EARTH = 6371.0  # km, mean radius


def _yes(value: Bools) -> Floats:
    return value.astype(np.float64)


def possible(c: Columns, i: Ints, j: Ints) -> Bools:
    """Whether two tellings can be of one happening at all: of one quad class, on days that can agree."""
    can: Bools = (c.quad[i] == c.quad[j]) & (agreement(c, i, j) > NEVER)
    return can


def cheap(c: Columns, i: Ints, j: Ints, heard: Heard = _ALL) -> dict[str, Floats]:
    """Features that need no words: type, status, sides, days, place, counts; at least all ``heard`` ones."""
    found = _kind(c, i, j) | {"days": agreement(c, i, j)} | _place(c, i, j) | _counts(c, i, j)
    for group, of in _WHO:
        if any(map(heard, group)):
            found |= of(c, i, j)
    return found


def wordy(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    """Features of words: triggers, objects, names, sentences, titles; from 0 to 1."""
    return {name: value for group in WORDY for name, value in worded(c, i, j, group).items()}


def worded(c: Columns, i: Ints, j: Ints, group: str) -> dict[str, Floats]:
    """Features of one bag of words, by its name in ``WORDY``; nothing within an article, which repeats its words."""
    common = getattr(c, group).common(i, j)
    across = _yes(c.article[i] != c.article[j])
    return {name: across * of(common) for name, of in WORDY[group].items()}


# Bags, those first that decide most, with the features of each.
WORDY: Mapping[str, Mapping[str, Callable[[Common], Floats]]] = {
    "words": {
        "words": Common.cosine,
        "some_words": lambda common: common.up_to(8.0),
        "many_words": lambda common: common.up_to(40.0),
    },
    "everything": {"everything": Common.cosine, "something": lambda common: common.up_to(12.0)},
    "objects": {"object": Common.overlap, "object_apart": Common.apart},
    "headline": {"headline": Common.cosine},
    "triggers": {"trigger": Common.overlap},
    "names": {
        "names": Common.cosine,
        "some_names": lambda common: common.up_to(6.0),
        "many_names": lambda common: common.up_to(30.0),
        "names_apart": Common.apart,
    },
}


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


def _sides(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    pairs = ((c.actors, c.actors), (c.recipients, c.recipients), (c.actors, c.recipients), (c.recipients, c.actors))
    a, r, x, y = (one.common(i, j, other) for one, other in pairs)
    straight, off = a.overlap() + r.overlap(), a.apart() + r.apart()
    crossed, cross_off = x.overlap() + y.overlap(), x.apart() + y.apart()
    swap = crossed - cross_off > straight - off
    match = np.where(swap, crossed, straight)
    return {
        "sides": match,
        "both_sides": _yes(match >= 1.5),
        "sides_apart": np.where(swap, cross_off, off),
        "swapped": _yes(swap),
    }


def _sectors(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    actor, recipient = c.actor_sectors.common(i, j), c.recipient_sectors.common(i, j)
    return {
        "actor_sector": _yes(actor.weight > 0),
        "recipient_sector": _yes(recipient.weight > 0),
        "actor_sector_apart": actor.apart(),
        "recipient_sector_apart": recipient.apart(),
    }


def _entities(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    entity = c.entities.common(i, j)
    return {"entity": _yes(entity.weight > 0), "entity_apart": entity.apart()}


def _rare_sides(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    return {"rare_sides": c.parties.common(i, j).up_to(12.0)}


_WHO = (
    (("sides", "both_sides", "sides_apart", "swapped"), _sides),
    (("actor_sector", "recipient_sector", "actor_sector_apart", "recipient_sector_apart"), _sectors),
    (("entity", "entity_apart"), _entities),
    (("rare_sides",), _rare_sides),
)


def _place(c: Columns, i: Ints, j: Ints) -> dict[str, Floats]:
    fine = np.minimum(c.fine[i], c.fine[j])
    same = (c.place_name[i] == c.place_name[j]) & (c.place_name[i] > 0)
    apart = np.full(len(i), np.inf)
    both = fine >= 2
    apart[both] = _kilometres(c.latitude[i[both]], c.longitude[i[both]], c.latitude[j[both]], c.longitude[j[both]])
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
    same, apart = np.zeros(len(i)), np.zeros(len(i))
    both = c.counted[i] & c.counted[j]
    i, j = i[both], j[both]
    low, high = np.maximum(c.low[i], c.low[j]), np.minimum(c.high[i], c.high[j])
    told = ~np.isnan(c.low[i]) & ~np.isnan(c.low[j])
    off = told & (low > high)
    ratio = np.log((np.where(off, low, 0.0) + 1.0) / (np.where(off, high, 0.0) + 1.0))
    worst = ratio.max(axis=1, initial=0.0)
    exact = told & (c.low[i] == c.high[j]) & (c.low[j] == c.high[i]) & (c.low[i] > 1)
    same[both], apart[both] = _yes(exact.any(axis=1) & (worst == 0)), np.minimum(worst, 3.0)
    return {"same_count": same, "counts_apart": apart}
