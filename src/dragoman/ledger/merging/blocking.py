"""Which tellings are compared at all: those that share a key of quad class, side or telling word, and days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled
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
    heads = {*_parties(telling), *_heaviest(telling)}
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


def candidates(keys: Sequence[Sequence[str]], new: int) -> Pairs:
    """Pairs of rows that share a key, each once, the lesser row first and among the first ``new``.

    Args:
        keys: those of each row, each once, in any order.
        new: rows before this one are compared with all others, the rest only with them.
    """
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(k, len(known)) for k in chain.from_iterable(keys)], dtype=np.int64)
    ends = np.cumsum([0, *map(len, keys)], dtype=np.int64)
    rows = np.repeat(np.arange(len(keys)), np.diff(ends))
    codes = codes[np.lexsort((codes, rows))]
    held = np.argsort(codes, kind="stable")
    borders = np.flatnonzero(np.diff(codes[held], prepend=-1, append=-1))
    found = (ends, codes, rows[held], borders, new)
    number = _pairs(*found, np.empty((0, 2), dtype=np.int64))
    out = np.empty((number, 2), dtype=np.int64)
    _pairs(*found, out)
    return out[:, 0], out[:, 1]


@compiled
def _pairs(ends, codes, held, borders, new, out):  # type: ignore[no-untyped-def]
    """Counts the pairs, and writes them where there is room; a pair is taken in the first block that both stand in.

    ``codes[ends[r]:ends[r + 1]]`` are the keys of row r, rising; ``held[borders[b]:borders[b + 1]]`` the rows of block
    b, rising; a block is numbered as its key.
    """
    number = 0
    for block in range(len(borders) - 1):
        for first in range(borders[block], borders[block + 1]):
            i = held[first]
            if i >= new:
                break
            for second in range(first + 1, borders[block + 1]):
                j = held[second]
                a, b = ends[i], ends[j]
                while codes[a] != codes[b]:
                    if codes[a] < codes[b]:
                        a += 1
                    else:
                        b += 1
                if codes[a] == block:
                    if number < len(out):
                        out[number, 0], out[number, 1] = i, j
                    number += 1
    return number
