"""Task ``factuality``: how sure it is that an event word's event happened, on the scale from -3 to 3.

Gold: JSON lines ``{"text", "targets": [{"span1": [first, behind], "label": -3..3}]}``; the text is tokenised by
blanks, a span counts tokens (the packing of UW, MEANTIME and FactBank by Stanovsky et al. 2017).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.coding import Coder
from dragoman.coding.factuality import assess_word
from dragoman.errors import InputError
from dragoman.evaluate.sentencewise import TREEBANK_BRACKETS

CLASSES = ("negative", "uncertain", "positive")
BOUND = 1.5  # half-way between the three values -3, 0 and 3 that a set of classes has; the bound itself is uncertain
_SIGNS = {"``": '"', "''": '"', **TREEBANK_BRACKETS}
_ROUNDS = 1000
_Figure = Callable[[NDArray[np.float64], NDArray[np.float64]], float]


def class_of(value: float) -> str:
    """The class of a value: negative below -1.5, positive above 1.5, else uncertain.

    >>> class_of(-3.0), class_of(1.5), class_of(2.0)
    ('negative', 'uncertain', 'positive')
    """
    return CLASSES[int(_codes(np.array([value]))[0])]


def _codes(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Classes as their places in ``CLASSES``."""
    return (values >= -BOUND).astype(np.int64) + (values > BOUND)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The sentences with their targets.

    Raises:
        InputError: a line is not of the format; it is named with the field.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            words = row["text"].split(" ")
            for target in row["targets"]:
                first, behind = target["span1"]
                if not (0 <= first < behind <= len(words) and -3 <= float(target["label"]) <= 3):
                    raise ValueError(f"span1 {target['span1']} or label {target['label']!r} out of range")
        except (ValueError, KeyError, TypeError, AttributeError) as e:
            raise InputError(
                f"{path}:{number}: not a line of factuality gold ({type(e).__name__}: {e}); "
                'it needs "text" and "targets" with "span1" and "label"'
            ) from e
        rows.append(row)
    if not rows:
        raise InputError(f"{path}: no lines; give a file of factuality gold")
    return rows


def parse(nlp: Language, texts: Sequence[str]) -> list[Doc]:
    """Texts parsed by their own tokens, each as one sentence."""
    docs = []
    for text in texts:
        words = [_SIGNS.get(w, w) or "-" for w in text.split(" ")]
        docs.append(Doc(nlp.vocab, words=words, sent_starts=[True] + [False] * (len(words) - 1)))
    return list(nlp.pipe(docs, batch_size=64))


def run(coder: Coder, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Rate every target by the word of its nearest source, and compare.

    Returns:
        The measures, and one line ``{"row", "target", "value", "article", "status"}`` a target: ``value`` by the
        nearest source, ``article`` by the article itself.
    """
    rows = read_rows(path)
    lines: list[dict[str, Any]] = []
    gold, groups = [], []
    for number, (row, doc) in enumerate(zip(rows, parse(coder.parser.nlp, [r["text"] for r in rows]), strict=True)):
        for index, target in enumerate(row["targets"]):
            found = assess_word(_head(doc, *target["span1"]))
            rated = {"value": found.sourced, "article": found.certainty, "status": found.status}
            lines.append({"row": number, "target": index} | rated)
            gold.append(float(target["label"]))
            groups.append(number)
    values = np.array([line["value"] for line in lines])
    return figures(np.array(gold), values, np.array(groups)), lines


def _head(doc: Doc, first: int, behind: int) -> Token:
    """The word of a target that governs the others."""
    inside = doc[first:behind]
    return inside.root


def figures(
    gold: NDArray[np.float64], values: NDArray[np.float64], groups: NDArray[np.int64], seed: int = 1
) -> dict[str, Any]:
    """All measures of predicted values.

    Args:
        gold: the gold values.
        values: the predicted ones.
        groups: the sentence of each, by which the bootstrap draws.
        seed: of the bootstrap.

    Returns:
        ``mae``, ``pearson_r``, ``macro_f1``, ``per_class`` (precision, recall, F1, number), ``confusion`` (gold, then
        predicted), ``intervals`` (95 % by the bootstrap over sentences), ``targets``.
    """
    pairs = [(class_of(g), class_of(v)) for g, v in zip(gold, values, strict=True)]
    scores: dict[str, _Figure] = {"mae": mae, "pearson_r": pearson_r, "macro_f1": _macro_f1}
    out: dict[str, Any] = {name: round(score(gold, values), 4) for name, score in scores.items()}
    out["per_class"] = {label: _of_class(pairs, label) for label in CLASSES}
    out["confusion"] = {g: {p: pairs.count((g, p)) for p in CLASSES} for g in CLASSES}
    out["intervals"] = _intervals(scores, gold, values, groups, np.random.default_rng(seed))
    return out | {"targets": len(pairs)}


def mae(gold: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The mean absolute error."""
    return float(np.abs(gold - values).mean())


def pearson_r(gold: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """Pearson's correlation, 0 where either side does not vary."""
    return float(np.corrcoef(gold, values)[0, 1]) if np.ptp(gold) and np.ptp(values) else 0.0


def _macro_f1(gold: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """Macro F1 of the classes that occur on either side."""
    table = np.zeros((len(CLASSES), len(CLASSES)))
    np.add.at(table, (_codes(gold), _codes(values)), 1)
    present = table.sum(0) + table.sum(1)
    return float((2 * table.diagonal()[present > 0] / present[present > 0]).mean())


def _of_class(pairs: Sequence[tuple[str, str]], label: str) -> dict[str, float]:
    hits = sum(g == p == label for g, p in pairs)
    found, there = sum(p == label for _, p in pairs), sum(g == label for g, _ in pairs)
    return {
        "precision": round(hits / found, 4) if found else 0.0,
        "recall": round(hits / there, 4) if there else 0.0,
        "f1": round(2 * hits / (found + there), 4) if found + there else 0.0,
        "targets": there,
    }


def _intervals(
    scores: dict[str, _Figure],
    gold: NDArray[np.float64],
    values: NDArray[np.float64],
    groups: NDArray[np.int64],
    draw: np.random.Generator,
) -> dict[str, list[float]]:
    places = [np.flatnonzero(groups == g) for g in np.unique(groups)]
    drawn: dict[str, list[float]] = {name: [] for name in scores}
    for _ in range(_ROUNDS):
        chosen = np.concatenate([places[i] for i in draw.integers(len(places), size=len(places))])
        for name, score in scores.items():
            drawn[name].append(score(gold[chosen], values[chosen]))
    return {name: [round(float(q), 4) for q in np.quantile(v, (0.025, 0.975))] for name, v in drawn.items()}
