"""``python -m dragoman.training.merging``: the weights of merging, from ``corpus/happenings/dev.jsonl``.

Each happening there is told by three reports and has a look-alike. The reports are coded, the coder's tellings matched
with the annotated ones, and a logistic model learns which pairs are of one happening. Three kinds of pairs teach it:
those of one happening's reports and its look-alike, which are hard; copies, a telling and its own reprint of the next
day, beside the reprints of the article's other tellings; and strangers, tellings of other happenings that share a side,
moved to the same week. The reports differ from a day's news in that all share
their sides, so each weight is drawn towards what is expected of it (column ``expected`` of the table) and never changes
its sign.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from dragoman.coding import Coder
from dragoman.datafiles import read_csv
from dragoman.evaluate.happenings import Read, measure, read_one, read_reports, scores
from dragoman.ledger.merging import Telling, divided, links_among
from dragoman.ledger.merging.columns import columns_of
from dragoman.ledger.merging.features import cheap, wordy
from dragoman.ledger.merging.scoring import WEIGHTS, Model

Floats = NDArray[np.float64]
Rows = list[dict[str, str]]
STRANGERS = 3000  # pairs
HARD, COPY, STRANGE = 1.0, 0.1, 0.1  # what a pair of each kind weighs
RIDGE = 3.0  # penalty of half the squared distance of each weight from the expected one
FOLDS = 8
_SEED = 20260101


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of tellings, whether they are of one happening, what it weighs, and the happening it belongs to."""

    one: Telling
    other: Telling
    same: bool
    weight: float
    happening: str


def hard(reads: Sequence[Read]) -> Iterator[Example]:
    """Pairs of matched tellings of one happening's reports and its look-alike, of one quad class."""
    groups: dict[str, list[tuple[str, Telling]]] = defaultdict(list)
    for read in reads:
        key = {t.telling: t.key for t in read.told if t.telling}
        groups[_happening(read)] += [(key[t.telling_id], t) for t in read.tellings if t.telling_id in key]
    for name, group in groups.items():
        for (a, one), (b, other) in itertools.combinations(group, 2):
            if one.quad == other.quad:
                yield Example(one, other, a == b, HARD, name)


def copies(reads: Sequence[Read]) -> Iterator[Example]:
    """Each matched telling with the reprint, a day later, of itself and of the others of its article."""
    for read in reads:
        known = {t.telling for t in read.told if t.telling}
        told = [t for t in read.tellings if t.telling_id in known]
        for one, other in itertools.product(told, told):
            if one.quad == other.quad:
                yield Example(one, _reprinted(other), one is other, COPY, _happening(read))


def strangers(reads: Sequence[Read], number: int) -> Iterator[Example]:
    """Tellings of two happenings that share a side and the quad class, moved to days that lie at most a week apart."""
    rng = random.Random(_SEED)
    cells: dict[tuple[str, int], list[tuple[str, Telling]]] = defaultdict(list)
    for read in reads:
        for t in read.tellings:
            for key in sorted({p.key for p in (*t.actors, *t.recipients)} if t.first or t.published else ()):
                cells[key, t.quad].append((_happening(read), t))
    mixed = [cell for cell in cells.values() if len({name for name, _ in cell}) > 1]
    while number and mixed:
        (a, one), (b, other) = rng.sample(rng.choices(mixed, [len(c) for c in mixed])[0], 2)
        if a != b and (one.event_type == other.event_type or number % 2):
            number -= 1
            days = _anchor(one) - _anchor(other) + rng.randint(-7, 7)
            yield Example(one, _moved(other, days), False, STRANGE, "")


def _happening(read: Read) -> str:
    return str(read.report["report"]).rpartition("-")[0]


def _anchor(telling: Telling) -> int:
    return telling.first or telling.published or 0


def _moved(telling: Telling, days: int) -> Telling:
    first, last, published = (d and d + days for d in (telling.first, telling.last, telling.published))
    return replace(telling, first=first, last=last, published=published)


def _reprinted(telling: Telling) -> Telling:
    """The same in another article of the next day; a date that is the article's own moves with it."""
    later = replace(telling, article_id=f"{telling.article_id} again", published=(telling.published or 0) + 1)
    own = telling.source in ("publication", "dateline") and telling.first is not None
    return replace(later, first=_anchor(telling) + 1, last=(telling.last or 0) + 1) if own else later


def features(examples: Sequence[Example]) -> dict[str, Floats]:
    """The features of pairs."""
    columns = columns_of([t for e in examples for t in (e.one, e.other)])
    i = np.arange(0, 2 * len(examples), 2, dtype=np.int64)
    return cheap(columns, i, i + 1) | wordy(columns, i, i + 1)


def learn(examples: Sequence[Example], table: Rows) -> Model:
    """The logistic model of least loss, drawn towards the expected weights (L-BFGS-B, Byrd et al. 1995)."""
    expected = {row["feature"]: float(row["expected"]) for row in table if row["expected"]}
    prior = np.array(list(expected.values()))
    known = features(examples)
    x = np.stack([known[name] for name in expected], axis=1)
    same = np.array([e.same for e in examples], dtype=np.float64)
    weight = np.array([e.weight for e in examples])

    def loss(p: Floats) -> tuple[float, Floats]:
        z = x @ p[1:] + p[0]
        slope = weight * (1 / (1 + np.exp(-z)) - same)
        off = p[1:] - prior
        value = (weight * (np.logaddexp(0, z) - same * z)).sum() + RIDGE / 2 * (off**2).sum()
        return float(value), np.concatenate([[slope.sum()], x.T @ slope + RIDGE * off])

    bounds = [(None, None), *((0, None) if w > 0 else (None, 0) for w in prior)]
    found = minimize(loss, np.concatenate([[0.0], prior]), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = {name: round(float(w), 3) for name, w in zip(expected, found[1:], strict=True)}
    return Model(round(float(found[0]), 3), weights, {})


def examples_of(reads: Sequence[Read]) -> list[Example]:
    """The pairs of all three kinds."""
    return [*hard(reads), *copies(reads), *strangers(reads, STRANGERS)]


def cross_validated(reads: Sequence[Read], table: Rows) -> dict[str, Any]:
    """The figures of the task ``happenings`` with each happening merged by a model that has not seen it."""
    names = sorted({_happening(r) for r in reads})
    event_of: dict[str, str] = {}
    for fold in range(FOLDS):
        out = set(names[fold::FOLDS])
        model = learn(examples_of([r for r in reads if _happening(r) not in out]), table)
        tellings = [t for r in reads if _happening(r) in out for t in r.tellings]
        groups = divided({t.telling_id: t.article_id for t in tellings}, links_among(tellings, model=model))
        event_of |= {member: group[0] for group in groups for member in group}
    return measure(scores([t for r in reads for t in r.told], event_of))


def write(model: Model, table: Iterable[dict[str, str]], out: Path) -> None:
    """The table with the weights of a model."""
    weights = {"intercept": model.intercept, **model.weights}
    with out.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["feature", "expected", "weight", "words"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "weight": f"{weights[row['feature']]:g}"} for row in table)


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.merging", description=__doc__)
    parser.add_argument("--reports", type=Path, default=Path("corpus/happenings/dev.jsonl"))
    parser.add_argument("--out", type=Path, default=Path(str(files("dragoman.ledger.merging"))) / "data" / WEIGHTS)
    asked = parser.parse_args(arguments)
    coder = Coder()
    reads = [read_one(coder, report) for report in read_reports(asked.reports)]
    table = [row for _, row in read_csv(files("dragoman.ledger.merging") / "data" / WEIGHTS)]
    print(json.dumps({"cross_validated": cross_validated(reads, table)}))
    write(learn(examples_of(reads), table), table, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
