"""Which tellings are compared at all: those that share a key of quad class, side or telling word, and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dragoman.ledger.merging.telling import Party, Telling
from dragoman.ledger.merging.words import weights

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
SPAN = 8  # days of a block; each telling stands in its own and the next, so that any two within SPAN days share one
LONGEST = 45  # days that an event may cover and still be compared day by day
_SIDES = 3  # parties of a side that make keys
_WORDS = 8  # of the weightiest stems that make keys, so that a telling whose sides were misread is still compared
_WEIGHT = 3.5  # least weight of such a stem


def blocks(telling: Telling) -> tuple[str, ...]:
    """The blocking keys of a telling; two that share none are never compared.

    A key is the quad class, one of the sides, the country of the place or one of the
    weightiest words, and a stretch of days: a function of the telling alone. Tellings spread over time make blocks
    that do not grow.
    """
    heads = [*_parties(telling), *_heaviest(telling)]
    return tuple(sorted(f"{telling.quad}|{head}|{days}" for days in _stretches(telling) for head in heads))


def _parties(telling: Telling) -> set[str]:
    sides: tuple[tuple[Party, ...], ...] = (telling.actors, telling.recipients)
    keys = {party.key for side in sides for party in side[:_SIDES]}
    if telling.place and telling.place.country:
        keys.add(telling.place.country)
    return keys


def _heaviest(telling: Telling) -> list[str]:
    """The weightiest stems, in small letters, which no side's key is in."""
    weighed = sorted((-w, s) for s, w in zip(telling.words, weights(telling.words), strict=True) if w >= _WEIGHT)
    return [s for _, s in weighed[:_WORDS]]


def _stretches(telling: Telling) -> Iterator[str]:
    """The stretches of days a telling stands in; a year, or nothing, where no day is known."""
    first, last = telling.first, telling.last
    if first is None or last is None:
        first = last = telling.published
    if first is None or last is None:
        yield "undated"
    elif last - first > LONGEST:
        yield f"{first}-{last}"
    else:
        yield from (str(n) for n in range(first // SPAN, last // SPAN + 2))


def candidates(keys: Sequence[Sequence[str]], new: int, most: int = 2_000_000) -> Iterator[Pairs]:
    """Pairs of rows that share a key, the lesser of them among the first ``new``, in chunks; a pair may come twice.

    Args:
        keys: those of each row.
        new: rows before this one are compared with all others, the rest only with them.
        most: pairs of a chunk, about.
    """
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(k, len(known)) for k in chain.from_iterable(keys)], dtype=np.int64)
    rows = np.repeat(np.arange(len(keys)), [len(k) for k in keys])
    order = np.argsort(codes, kind="stable")
    codes, rows = codes[order], rows[order]
    after = np.searchsorted(codes, codes, side="right") - np.arange(len(codes)) - 1  # rows behind in the same block
    after[rows >= new] = 0
    ends = np.cumsum(after)
    start = 0
    while start < len(rows):
        end = max(start + 1, int(np.searchsorted(ends, (ends[start - 1] if start else 0) + most, side="right")))
        counts = after[start:end]
        place = np.repeat(np.arange(start, end), counts)
        step = np.arange(len(place)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
        yield rows[place], rows[place + step]
        start = end
