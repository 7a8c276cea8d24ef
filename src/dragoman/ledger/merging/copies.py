"""Articles that are copies of each other: wire copy under other headlines, shortened, with a lead of its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from dragoman.ledger.merging.clustering import grouped

_WORD = re.compile(r"[^\W_]+")
Shingles = frozenset[int]


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Recognises copies by the runs of words that two articles share.

    ``bands`` finds candidates: MinHash signatures (Broder 1997) cut into bands (locality-sensitive hashing, Indyk and
    Motwani 1998); ``alike`` decides exactly. Both are functions of the articles alone.

    Attributes:
        run: words of a shingle.
        number: bands of an article.
        rows: of the signature in a band; two articles with a Jaccard index s share a band with probability
            1 - (1 - s ** rows) ** number: .96 at .5, .998 at .6.
        shared: share of the shorter article's shingles that the other must have.
        jaccard: least Jaccard index of both.
        days: most days between two publications.
    """

    run: int = 3
    number: int = 24
    rows: int = 3
    shared: float = 0.65
    jaccard: float = 0.35
    days: int = 7

    def shingles(self, text: str, title: str | None = None) -> Shingles:
        """The runs of words of an article's body, as numbers; the headline, which outlets change, left out."""
        body = text[len(title) :] if title and text.startswith(title) else text
        words = _WORD.findall(body.casefold())
        runs = {" ".join(words[n : n + self.run]) for n in range(max(1, len(words) - self.run + 1))}
        return frozenset(_hashed(r.encode()) for r in runs if r)

    def bands(self, shingles: Shingles) -> tuple[str, ...]:
        """The keys by which candidates are found: articles that share none are never compared; none for no words."""
        if not shingles:
            return ()
        from datasketch import MinHash  # here: it loads SciPy, and most commands merge nothing

        signature = MinHash(num_perm=self.number * self.rows, seed=1, hashfunc=int, scheme="affine32")
        signature.update_batch(sorted(shingles))
        values = np.asarray(signature.hashvalues, dtype=np.uint32).reshape(self.number, self.rows)
        return tuple(f"{n}:{_hashed(row.tobytes()):08x}" for n, row in enumerate(values))

    def alike(self, one: Shingles, other: Shingles) -> bool:
        """Whether one is a copy of the other."""
        both = len(one & other)
        least, union = min(len(one), len(other)), len(one) + len(other) - both
        return least > 0 and both >= self.shared * least and both >= self.jaccard * union

    def together(self, one: dt.date | None, other: dt.date | None) -> bool:
        """Whether two publication days are near enough for a copy; an unknown day is."""
        return one is None or other is None or abs((one - other).days) <= self.days


def _hashed(content: bytes) -> int:
    """32 bits of its SHA-1, as datasketch takes them."""
    return int.from_bytes(hashlib.sha1(content, usedforsecurity=False).digest()[:4], "little")


def voices(articles: Iterable[str], copies: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The voice of each article: the least id of those it is a copy of, directly or through others, else its own."""
    return {article: group[0] for group in grouped(articles, copies) for article in group}


def copies_among(
    shingles: Mapping[str, Shingles], published: Mapping[str, dt.date | None], duplicates: NearDuplicates
) -> list[tuple[str, str]]:
    """All pairs of articles that are copies, in order of ids."""
    held: dict[str, list[str]] = {}
    for article in sorted(shingles):
        for band in duplicates.bands(shingles[article]):
            held.setdefault(band, []).append(article)
    pairs = {(a, b) for group in held.values() for n, a in enumerate(group) for b in group[n + 1 :]}
    return [
        (a, b)
        for a, b in sorted(pairs)
        if duplicates.together(published[a], published[b]) and duplicates.alike(shingles[a], shingles[b])
    ]
