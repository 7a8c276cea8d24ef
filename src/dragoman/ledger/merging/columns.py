"""Tellings as columns of numbers, so that many pairs are compared at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled
from dragoman.ledger.merging.telling import COUNTED, Party, Telling
from dragoman.ledger.merging.words import rarities, stem, weights

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NO_DAY = np.iinfo(np.int32).min
SOURCES = ("clause", "sentence", "dateline", "publication", "none")  # of dates, the surest first
_FINE = {"city": 3, "admin2": 3, "admin1": 2, "area": 1, "country": 1}


@dataclass(frozen=True, slots=True)
class Common:
    """What pairs of bags share: the weight they have in common, that of the one, and that of the other."""

    weight: Floats
    one: Floats
    other: Floats

    def overlap(self) -> Floats:
        """The shared part of the smaller; 0 where one is empty."""
        return self._part(np.minimum(self.one, self.other))

    def cosine(self) -> Floats:
        """Shared weight over the geometric mean of both (Ochiai's coefficient, weighted); 0 where one is empty."""
        return self._part(np.sqrt(self.one * self.other))

    def up_to(self, enough: float) -> Floats:
        """Shared weight as a part of what is enough."""
        return np.minimum(self.weight, enough) / enough

    def apart(self) -> Floats:
        """1 where both hold something and share nothing, else 0."""
        apart: Floats = np.asarray((self.one > 0) & (self.other > 0) & (self.weight == 0), dtype=np.float64)
        return apart

    def _part(self, of: Floats) -> Floats:
        return np.divide(self.weight, of, out=np.zeros(len(of)), where=of > 0)


@dataclass(frozen=True, slots=True)
class Bags:
    """Sets of words or keys, one a row.

    Attributes:
        ends: where each row begins in ``items``, and where the last one ends.
        items: the numbers of the items of all rows one after the other, rising within a row.
        weights: of each item in its row; an item weighs the same wherever it stands.
        sizes: the weight of each row.
    """

    ends: Ints
    items: Ints
    weights: Floats
    sizes: Floats

    def common(self, one: Ints, other: Ints, with_: Bags | None = None) -> Common:
        """What rows ``one`` share with rows ``other`` (of ``with_``, which numbers its items alike)."""
        far = with_ or self
        weight = _shared(self.ends, self.items, self.weights, far.ends, far.items, one, other)
        return Common(weight, self.sizes[one], far.sizes[other])


@compiled
def _shared(
    ends: Ints, items: Ints, weights: Floats, far_ends: Ints, far_items: Ints, one: Ints, other: Ints
) -> Floats:
    """The weight of the items that stand in both rows of each pair, summed in the order of their numbers."""
    shared = np.zeros(len(one))
    for n in range(len(one)):
        a, b = ends[one[n]], far_ends[other[n]]
        a_end, b_end = ends[one[n] + 1], far_ends[other[n] + 1]
        while a < a_end and b < b_end:
            if items[a] == far_items[b]:
                shared[n] += weights[a]
                a += 1
                b += 1
            elif items[a] < far_items[b]:
                a += 1
            else:
                b += 1
    return shared


@dataclass(frozen=True, slots=True)
class Columns:
    """A column for all that is compared; rows are tellings."""

    event_type: Ints
    mode: Ints  # 0 where there is none
    status: Ints
    quad: Ints
    article: Ints
    first: Ints  # the article's own day where there is none, NO_DAY where that is unknown too
    last: Ints
    source: Ints  # of the date: a place in SOURCES
    latitude: Floats  # nan where unknown
    longitude: Floats
    fine: Ints  # of the place: 3 city, 2 first-order division, 1 country or area, 0 none
    place_country: Ints
    place_name: Ints
    low: Floats  # a column a kind of COUNTED, nan where none
    high: Floats
    counted: NDArray[np.bool_]  # any count is told
    actors: Bags
    recipients: Bags
    parties: Bags  # of both sides, the rarer the heavier
    actor_sectors: Bags
    recipient_sectors: Bags
    entities: Bags
    triggers: Bags
    objects: Bags
    words: Bags
    names: Bags
    headline: Bags
    everything: Bags  # words and headline
    vector: Floats | None


def columns_of(tellings: Sequence[Telling]) -> Columns:
    """The columns of tellings, a row each in their order."""
    places = [t.place for t in tellings]
    low, high = _bounds(tellings)
    keys = [_keys(t.actors) for t in tellings], [_keys(t.recipients) for t in tellings]
    actors, recipients = _bags_alike(*keys)
    return Columns(
        event_type=_codes(t.event_type for t in tellings),
        mode=_codes(t.event_mode for t in tellings),
        status=_codes(_GROUP.get(t.status, t.status) for t in tellings),
        quad=np.array([t.quad for t in tellings], dtype=np.int64),
        article=_codes(t.article_id for t in tellings),
        first=_days(t.published if t.first is None else t.first for t in tellings),
        last=_days(t.published if t.first is None else t.last for t in tellings),
        source=np.array([_source(t) for t in tellings], dtype=np.int64),
        latitude=_floats(p.latitude if p else None for p in places),
        longitude=_floats(p.longitude if p else None for p in places),
        fine=np.array([_FINE.get(p.precision or "", 1) if p else 0 for p in places], dtype=np.int64),
        place_country=_codes(p.country if p else None for p in places),
        place_name=_codes(p.name if p else None for p in places),
        low=low,
        high=high,
        counted=np.array([bool(t.counts) for t in tellings], dtype=bool),
        actors=actors,
        recipients=recipients,
        parties=_bags([_keys((*t.actors, *t.recipients)) for t in tellings], rarities),
        actor_sectors=_bags([_sectors(t.actors) for t in tellings]),
        recipient_sectors=_bags([_sectors(t.recipients) for t in tellings]),
        entities=_bags([_identities(t) for t in tellings]),
        triggers=_bags([t.triggers for t in tellings], weights),
        objects=_bags([t.objects for t in tellings], weights),
        words=_bags([t.words for t in tellings], weights),
        names=_bags([t.names for t in tellings], _of_names),
        headline=_bags([t.headline for t in tellings], weights),
        everything=_bags([sorted({*t.words, *t.headline}) for t in tellings], weights),
        vector=_vectors(tellings),
    )


_GROUP = {"occurred": "real", "ongoing": "real", "planned": "ahead", "possible": "ahead"}


def _source(telling: Telling) -> int:
    """Where the date came from; one that was imported is as good as read."""
    if telling.first is None:
        return SOURCES.index("none")
    return SOURCES.index({"import": "clause", None: "publication"}.get(telling.source) or telling.source or "")


def _sectors(parties: Sequence[Party]) -> list[str]:
    return sorted({p.sector for p in parties if p.sector})


def _keys(parties: Sequence[Party]) -> list[str]:
    return sorted({p.key for p in parties})


def _of_names(names: Sequence[str]) -> list[float]:
    return weights(map(stem, names))


def _identities(telling: Telling) -> list[str]:
    """The persons and groups of both sides that are known by themselves."""
    both = (*telling.actors, *telling.recipients)
    return sorted({p.entity_id for p in both if p.entity_id and p.entity_id != p.key})


def _codes(values: Iterable[str | None]) -> Ints:
    """Numbers for values, 0 for none; only their equality means something."""
    known: dict[str | None, int] = {None: 0}
    return np.array([known.setdefault(v, len(known)) for v in values], dtype=np.int64)


def _days(values: Iterable[int | None]) -> Ints:
    return np.array([NO_DAY if v is None else v for v in values], dtype=np.int64)


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if v is None else v for v in values], dtype=np.float64)


def _bounds(tellings: Sequence[Telling]) -> tuple[Floats, Floats]:
    low = np.full((len(tellings), len(COUNTED)), np.nan)
    high = low.copy()
    place = {kind: n for n, kind in enumerate(COUNTED)}
    for row, telling in enumerate(tellings):
        for kind, least, most in telling.counts:
            low[row, place[kind]] = np.nan if least is None and most is None else least or 0
            high[row, place[kind]] = np.nan if least is None and most is None else np.inf if most is None else most
    return low, high


def _vectors(tellings: Sequence[Telling]) -> Floats | None:
    if not tellings or any(t.vector is None for t in tellings):
        return None
    return np.array([t.vector for t in tellings], dtype=np.float64)


def _bags(rows: Sequence[Sequence[str]], weigh: Callable[[Sequence[str]], Sequence[float]] | None = None) -> Bags:
    """Rows of different items, each in order of the alphabet, as bags.

    The columns stand in that order too, so that a sum over shared items does not depend on the other rows.
    """
    return _filled(rows, sorted(set(chain.from_iterable(rows))), weigh)


def _bags_alike(one: Sequence[Sequence[str]], other: Sequence[Sequence[str]]) -> tuple[Bags, Bags]:
    vocabulary = sorted(set(chain.from_iterable((*one, *other))))
    return _filled(one, vocabulary, None), _filled(other, vocabulary, None)


def _filled(
    rows: Sequence[Sequence[str]],
    vocabulary: Sequence[str],
    weigh: Callable[[Sequence[str]], Sequence[float]] | None,
) -> Bags:
    place = {item: n for n, item in enumerate(vocabulary)}
    weight = np.array(weigh(vocabulary) if weigh else np.ones(len(vocabulary)), dtype=np.float64)
    ends = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    items = np.fromiter(map(place.__getitem__, chain.from_iterable(rows)), dtype=np.int64, count=int(ends[-1]))
    every = np.arange(len(rows))
    held = weight[items]
    return Bags(ends, items, held, _shared(ends, items, held, ends, items, every, every))
