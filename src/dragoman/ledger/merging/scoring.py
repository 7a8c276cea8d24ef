"""How likely two tellings are of one happening: a small logistic model over features that can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from dragoman.datafiles import read_csv
from dragoman.ledger.merging.blocking import Pairs, blocks, candidates
from dragoman.ledger.merging.columns import Columns, Floats, Ints, columns_of
from dragoman.ledger.merging.features import WORDY, cheap, possible, worded
from dragoman.ledger.merging.telling import Telling

WEIGHTS = "weights.csv"
LOWEST = 0.3  # a score below says nothing that clustering needs
_LEAST = float(np.log(LOWEST / (1 - LOWEST)))
CHUNK = 200_000  # pairs compared at once
_REASONS = 4  # for a link, and against it
_HEARD = 0.2  # log odds from which a feature is one of them


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

    def hears(self, name: str) -> bool:
        """Whether a feature weighs anything."""
        return bool(self.weights.get(name))

    def upper(self, known: Mapping[str, Floats]) -> Floats:
        """The highest log odds that pairs can reach: the features not ``known`` are from 0 to 1."""
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
    i, j = candidates([blocks(t) for t in tellings], len(new))
    found: list[Link] = []
    for start in range(0, len(i), CHUNK):
        part = _possible(columns, i[start : start + CHUNK], j[start : start + CHUNK])
        found += _scored(tellings, columns, *part, model or shipped_model())
    return sorted(found, key=lambda x: (x.one, x.other))


def _links(tellings: Sequence[Telling], i: Ints, j: Ints) -> list[Link]:
    columns = columns_of(tellings)
    return _scored(tellings, columns, *_possible(columns, i, j), shipped_model())


def _possible(columns: Columns, i: Ints, j: Ints) -> Pairs:
    kept = possible(columns, i, j)
    return i[kept], j[kept]


def _scored(tellings: Sequence[Telling], columns: Columns, i: Ints, j: Ints, model: Model) -> list[Link]:
    """The links of pairs that reach ``LOWEST``; each bag of words is compared only where it can still decide."""
    known = cheap(columns, i, j, model.hears)
    for group, features in WORDY.items():
        if any(map(model.hears, features)):
            kept = np.flatnonzero(model.upper(known) >= _LEAST)
            i, j = i[kept], j[kept]
            known = {name: value[kept] for name, value in known.items() if model.hears(name)}
            known |= worded(columns, i, j, group)
    scores = np.round(1.0 / (1.0 + np.exp(-model.odds(known))), 4)
    rows = np.flatnonzero(scores >= LOWEST)
    reasons = _reasons(model, {name: value[rows] for name, value in known.items()})
    return [
        _link(tellings[a].telling_id, tellings[b].telling_id, score, why)
        for a, b, score, why in zip(i[rows].tolist(), j[rows].tolist(), scores[rows].tolist(), reasons, strict=True)
    ]


def _link(one: str, other: str, score: float, why: str) -> Link:
    return Link(min(one, other), max(one, other), score, why)


def _reasons(model: Model, known: Mapping[str, Floats]) -> list[str]:
    """In words, the features that weigh most for each pair, and those that weigh most against."""
    names = [name for name in known if model.weights.get(name) and model.words.get(name)]
    if not names:
        return [""] * len(next(iter(known.values())))
    parts = np.stack([model.weights[name] * known[name] for name in names], axis=1)
    order = np.argsort(-np.abs(parts), axis=1, kind="stable")[:, : 2 * _REASONS]
    heavy = np.take_along_axis(parts, order, axis=1)
    words = [model.words[name] for name in names]
    return [_why(words, row, weight) for row, weight in zip(order.tolist(), heavy.tolist(), strict=True)]


def _why(words: Sequence[str], order: Sequence[int], weight: Sequence[float]) -> str:
    spoken = [(words[n], w) for n, w in zip(order, weight, strict=True) if abs(w) >= _HEARD]
    pro = [word for word, w in spoken if w > 0][:_REASONS]
    con = [word for word, w in spoken if w < 0][:_REASONS]
    return ", ".join(pro) + (f"; but {', '.join(con)}" if con else "")
