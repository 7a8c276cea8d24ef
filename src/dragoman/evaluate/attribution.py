"""Task ``attribution``: source, cue and content of reported speech, token by token (PolNeAR, CofeNet packing)."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.coding.attribution import labels_of, reports_of
from dragoman.errors import InputError
from dragoman.evaluate.measures import f1, intervals
from dragoman.evaluate.sentencewise import TREEBANK_BRACKETS

PARTS = ("source", "cue", "content")
_LABELS = frozenset({"O", *(f"{b}-{part}" for b in "BI" for part in PARTS)})
_MOST_TOKENS = 20_000  # of a row
_SIGNS = {"``": "“", **TREEBANK_BRACKETS}
_ENDING = frozenset({",", ".", "?", "!", "...", "'"})

Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of a document with a gold label for each token."""

    number: int
    document: str
    tokens: tuple[str, ...]
    labels: tuple[str, ...]


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a JSONL file.

    Raises:
        InputError: a line is no row of this format.
    """
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            where = f"{path}:{number + 1}"
            try:
                record = json.loads(line)
                tokens, labels = tuple(map(str, record["tokens"])), tuple(map(str, record["labels"]))
                document = str(record["id"])
            except (ValueError, KeyError, TypeError) as error:
                raise InputError(f"{where}: no JSON object with id, tokens and labels ({error})") from error
            if not 0 < len(tokens) == len(labels) <= _MOST_TOKENS:
                raise InputError(f"{where}: {len(tokens)} tokens with {len(labels)} labels; give one label a token")
            if strange := set(labels) - _LABELS:
                raise InputError(f"{where}: label {min(strange)!r}; use O, B- and I- with {', '.join(PARTS)}")
            yield Row(number, document, tokens, labels)


def spans_of(labels: Sequence[str]) -> set[Span]:
    """The labelled spans of a row: (part, first token, token behind the last).

    >>> sorted(spans_of(["B-cue", "O", "B-content", "I-content"]))
    [('content', 2, 4), ('cue', 0, 1)]
    """
    out: set[Span] = set()
    start = None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and not label.startswith("I-"):
            out.add((labels[start][2:], start, i))
            start = None
        if label.startswith("B-"):
            start = i
    return out


def plain_words(tokens: Sequence[str]) -> list[str]:
    """The tokens with the treebank's signs as a newspaper prints them.

    Some rows have two apostrophes for an opening mark as well: where none is open, a word follows, and no sentence
    or phrase ends before it or another such mark is left to close it.
    """
    out, within = [], False
    for i, token in enumerate(tokens):
        word = _SIGNS.get(token, token)
        if token == "''":
            follows = tokens[i + 1 : i + 2] and tokens[i + 1][0].isalnum()
            starts = i == 0 or tokens[i - 1] not in _ENDING or _marks_left(tokens[i:]) % 2 == 0
            word = "“" if follows and starts and not within else "”"
        within = word == "“" or (within and word != "”")
        out.append(word)
    return out


def _marks_left(tokens: Sequence[str]) -> int:
    """Marks of two apostrophes before the next proper opening mark."""
    end = tokens.index("``") if "``" in tokens else len(tokens)
    return sum(t == "''" for t in tokens[:end])


def predict(coder: Coder, rows: Sequence[Row]) -> list[list[str]]:
    """Labels for the paragraphs of one document."""
    parsed = coder.parser.parse_words([plain_words(r.tokens) for r in rows])
    reports = reports_of(parsed)
    docs = {s.paragraph: s.span.doc for s in parsed.sentences}
    return [labels_of(docs[n], reports[n]) if n in docs else ["O"] * len(r.tokens) for n, r in enumerate(rows)]


def score(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, Any]:
    """Measures over rows.

    A span is right where part, first and last token agree (the published figures' rule); with ``_f1_overlap`` where
    it shares a token with a span of the same part.

    Args:
        pairs: (gold, predicted) labels of each row.
    """
    exact: dict[str, Counter[str]] = defaultdict(Counter)
    for gold, predicted in pairs:
        _count(spans_of(gold), spans_of(predicted), exact)
    out: dict[str, Any] = {}
    for part in PARTS:
        n = exact[part]
        out[f"{part}_f1"] = f1(n["right"], n["predicted"], n["gold"]) or 0.0
        out[f"{part}_precision"] = round(n["right"] / n["predicted"], 4) if n["predicted"] else 0.0
        out[f"{part}_recall"] = round(n["right"] / n["gold"], 4) if n["gold"] else 0.0
        found = n["touching"] / n["predicted"] if n["predicted"] else 0.0
        met = n["touched"] / n["gold"] if n["gold"] else 0.0
        out[f"{part}_f1_overlap"] = round(2 * found * met / (found + met), 4) if found + met else 0.0
    return out


def _count(gold: set[Span], predicted: set[Span], tallies: dict[str, Counter[str]]) -> None:
    for part in PARTS:
        ours, theirs = [s for s in predicted if s[0] == part], [s for s in gold if s[0] == part]
        tallies[part].update(
            predicted=len(ours),
            gold=len(theirs),
            right=len(set(ours) & set(theirs)),
            touching=sum(any(_meet(s, g) for g in theirs) for s in ours),
            touched=sum(any(_meet(g, s) for s in ours) for g in theirs),
        )


def _meet(one: Span, other: Span) -> bool:
    return one[1] < other[2] and other[1] < one[2]


def confusion(pairs: Sequence[tuple[Sequence[str], Sequence[str]]]) -> dict[str, dict[str, int]]:
    """Tokens by gold part, then by predicted part; ``none`` where there is no label."""
    names = (*PARTS, "none")
    counts = Counter((_part(g), _part(p)) for gold, predicted in pairs for g, p in zip(gold, predicted, strict=True))
    return {g: {p: counts[g, p] for p in names} for g in names}


def _part(label: str) -> str:
    return label[2:] or "none"


def run(coder: Coder, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Label every row, its document read as a whole, and score the spans.

    Returns:
        The measures, and one line ``{"id", "row", "labels"}`` a row; rows are numbered from 0.

    Raises:
        InputError: the file is not in the format.
    """
    rows = list(read_rows(path))
    documents = [list(group) for _, group in groupby(rows, key=lambda r: r.document)]
    labelled = [predict(coder, document) for document in documents]
    told = [
        [(row.labels, labels) for row, labels in zip(document, found, strict=True)]
        for document, found in zip(documents, labelled, strict=True)
    ]
    pairs = [pair for document in told for pair in document]
    lines = [
        {"id": row.document, "row": row.number, "labels": labels}
        for row, labels in zip(rows, (labels for found in labelled for labels in found), strict=True)
    ]
    keys = [f"{part}_f1" for part in PARTS]
    figures = score(pairs) | {"rows": len(rows), "documents": len(documents), "confusion": confusion(pairs)}
    figures["intervals"] = intervals(told, lambda sample: score([p for d in sample for p in d]), keys, 200)
    return figures, lines
