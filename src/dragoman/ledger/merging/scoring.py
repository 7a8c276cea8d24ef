"""How likely two tellings are of one happening: a small logistic model over features that can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from dragoman.datafiles import read_csv
from dragoman.ledger.merging.blocking import blocks
from dragoman.ledger.merging.columns import Columns, Floats, Ints, columns_of
from dragoman.ledger.merging.features import cheap, possible, wordy
from dragoman.ledger.merging.telling import Telling

WEIGHTS = "weights.csv"
LOWEST = 0.1  # a score below says nothing that clustering needs
_CHUNK = 500_000  # pairs compared at once
_REASONS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """Two tellings that may be of one happening.

    ``one`` is the lesser id; ``score`` the probability; ``why`` what speaks most for it, and against it.
    """

    one: str
    other: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of the features, and what each means in words for and against."""

    intercept: float
    weights: Mapping[str, float]
    words: Mapping[str, str]

    def upper(self, known: Mapping[str, Floats]) -> Floats:
        """The highest log odds that pairs can reach, the features that are not ``known`` at their best."""
        best = sum(max(0.0, w) for name, w in self.weights.items() if name not in known)
        return self.odds(known) + best

    def odds(self, known: Mapping[str, Floats]) -> Floats:
        """The log odds of pairs by their known features."""
        total = np.full(len(next(iter(known.values()))), self.intercept)
        for name, w in self.weights.items():
            if name in known and w:
                total += w * known[name]
        return total


@cache
def shipped_model() -> Model:
    """The model of ``data/weights.csv``, as ``python -m dragoman.training.merging`` writes it."""
    rows = [row for _, row in read_csv(files("dragoman.ledger.merging") / "data" / WEIGHTS)]
    weights = {row["feature"]: float(row["weight"]) for row in rows}
    words = {row["feature"]: row["words"] for row in rows}
    return Model(weights.pop("intercept"), weights, words)


def link(one: Telling, other: Telling) -> Link | None:
    """The link of two tellings, the same whichever comes first; None where they are hardly of one happening."""
    found = _links([one, other], np.array([0], dtype=np.int64), np.array([1], dtype=np.int64))
    return found[0] if found else None


def links_among(new: Sequence[Telling], old: Sequence[Telling] = (), model: Model | None = None) -> list[Link]:
    """All links of new tellings with each other and with old ones that they share a block with, in order of ids.

    Links among the old are not looked for again.

    Args:
        new: tellings that no link is known of.
        old: tellings that came before.
        model: weights; the shipped ones by default.
    """
    tellings = [*new, *old]
    columns = columns_of(tellings)
    found: dict[tuple[str, str], Link] = {}
    for i, j in _candidates(tellings, len(new)):
        for one in _scored(tellings, columns, i, j, model or shipped_model()):
            found[one.one, one.other] = one
    return [found[key] for key in sorted(found)]


def _links(tellings: Sequence[Telling], i: Ints, j: Ints) -> list[Link]:
    return _scored(tellings, columns_of(tellings), i, j, shipped_model())


def _scored(tellings: Sequence[Telling], columns: Columns, i: Ints, j: Ints, model: Model) -> list[Link]:
    """The links of pairs that reach ``LOWEST``; words are compared only where they can still decide."""
    least = float(np.log(LOWEST / (1 - LOWEST)))
    kept = possible(columns, i, j)
    i, j = i[kept], j[kept]
    if not len(i):
        return []
    first = cheap(columns, i, j)
    kept = model.upper(first) >= least
    i, j = i[kept], j[kept]
    if not len(i):
        return []
    known = {name: value[kept] for name, value in first.items()} | wordy(columns, i, j)
    odds = model.odds(known)
    scores = np.round(1.0 / (1.0 + np.exp(-odds)), 4)
    return [
        _link(tellings[i[n]].telling_id, tellings[j[n]].telling_id, float(scores[n]), _why(model, known, int(n)))
        for n in np.flatnonzero(scores >= LOWEST)
    ]


def _link(one: str, other: str, score: float, why: str) -> Link:
    return Link(min(one, other), max(one, other), score, why)


def _why(model: Model, known: Mapping[str, Floats], n: int) -> str:
    """The features that weigh most for a pair, and those that weigh most against."""
    parts = [(model.weights[name] * float(value[n]), name) for name, value in known.items() if model.weights.get(name)]
    parts.sort(key=lambda p: (-abs(p[0]), p[1]))
    spoken = [p for p in parts if abs(p[0]) >= 0.2 and model.words.get(p[1])]
    pro = [model.words[name] for w, name in spoken if w > 0][:_REASONS]
    con = [model.words[name] for w, name in spoken if w < 0][:_REASONS]
    return ", ".join(pro) + (f"; but {', '.join(con)}" if con else "")


def _candidates(tellings: Sequence[Telling], new: int) -> Iterator[tuple[Ints, Ints]]:
    """Pairs that share a block, at least one of them among the first ``new``, in chunks; some come twice."""
    held: dict[str, list[int]] = {}
    for row, telling in enumerate(tellings):
        for key in blocks(telling):
            held.setdefault(key, []).append(row)
    waiting: list[tuple[Ints, Ints]] = []
    number = 0
    for rows in held.values():
        if len(rows) > 1 and rows[0] < new:
            for pairs in _pairs(np.array(rows, dtype=np.int64), new):
                waiting.append(pairs)
                number += len(pairs[0])
                if number >= _CHUNK:
                    yield _joined(waiting, len(tellings))
                    waiting, number = [], 0
    if waiting:
        yield _joined(waiting, len(tellings))


def _pairs(rows: Ints, new: int) -> Iterator[tuple[Ints, Ints]]:
    """All pairs of ascending rows whose lesser is new, in pieces that fit a chunk."""
    young = int(np.searchsorted(rows, new))
    step = max(1, _CHUNK // len(rows))
    for start in range(0, young, step):
        head = np.arange(start, min(start + step, young))
        counts = len(rows) - 1 - head
        i = np.repeat(head, counts)
        offset = np.arange(len(i)) - np.repeat(np.cumsum(counts) - counts, counts)
        yield rows[i], rows[i + 1 + offset]


def _joined(pairs: Sequence[tuple[Ints, Ints]], number: int) -> tuple[Ints, Ints]:
    """Pairs as two arrays, each pair once."""
    keys = np.unique(np.concatenate([i * number + j for i, j in pairs]))
    return keys // number, keys % number
