"""Task ``relations``: sentences with a marked source and target; which of 15 roots holds between them.

YIELD stands for CONCEDE and RETREAT and is quad 2 in this set; SANCTION is quad 4. The set follows CAMEO where that
differs from PLOVER's manual: see ``plv``.
"""

from __future__ import annotations

import csv
import re
import time
from pathlib import Path
from typing import Any

from dragoman.codebook import load_codebook
from dragoman.coding import Coder
from dragoman.coding.pairing import PairReading
from dragoman.errors import InputError
from dragoman.evaluate.measures import macro_f1, mean
from dragoman.evaluate.plv import root_of
from dragoman.evaluate.sentencewise import parse_all

_TAG = re.compile(r"</?[st]>")
_COLUMNS = ("sentence", "marked_sentence", "gold_root", "gold_penta")


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a PLV file.

    Raises:
        InputError: a column is missing.
    """
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    missing = [c for c in _COLUMNS if not rows or c not in rows[0]]
    if missing:
        raise InputError(f"{path}: column(s) {', '.join(missing)} missing; this task reads PLV files with a header")
    return rows


def spans(marked: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The sentence without its marks, and the spans of source and target.

    >>> spans("<s>Iran</s> warned <t>Iraq</t>")
    ('Iran warned Iraq', (0, 4), (12, 16))
    """
    found: dict[str, int] = {}
    plain, at = "", 0
    for tag in _TAG.finditer(marked):
        plain += marked[at : tag.start()]
        found[tag.group()] = len(plain)
        at = tag.end()
    plain += marked[at:]
    size = len(plain)
    return (
        plain,
        (found.get("<s>", 0), found.get("</s>", 0)),
        (found.get("<t>", size), found.get("</t>", size)),
    )


def quad_of(root: str) -> int:
    """The quad class of a root in this set."""
    return 2 if root == "YIELD" else load_codebook().quad(root)


def run(coder: Coder, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Classify every row of a PLV file and score the roots.

    Returns:
        The measures, and one line ``{"row", "root"}`` for each.
    """
    rows = read_rows(path)
    begun = time.perf_counter()
    marked = [spans(r["marked_sentence"]) for r in rows]
    lines: list[dict[str, Any]] = []
    fallbacks = 0
    for number, ((text, source, target), parsed) in enumerate(
        zip(marked, parse_all(coder, [(m[0], None) for m in marked]), strict=True)
    ):
        held = PairReading(coder, parsed, source, target).holds()
        fallbacks += not held.sure
        root = root_of(held.event_type, held.mode, text, target[0])
        lines.append({"row": number, "root": root})
    return {
        **scores(rows, [line["root"] for line in lines]),
        "fallback_rate": round(fallbacks / len(rows), 4),
        "seconds": round(time.perf_counter() - begun, 2),
    }, lines


def scores(rows: list[dict[str, str]], roots: list[str]) -> dict[str, Any]:
    """Macro F1 of roots, of quads and of conflict or not, and the share of right roots."""
    pairs = [(row["gold_root"], root) for row, root in zip(rows, roots, strict=True)]
    quads = [(int(float(row["gold_penta"])), quad_of(root)) for row, root in zip(rows, roots, strict=True)]
    return {
        "root_macro_f1": macro_f1(pairs),
        "quad_macro_f1": macro_f1(quads),
        "binary_macro_f1": macro_f1([(g > 2, p > 2) for g, p in quads]),
        "root_accuracy": mean(g == p for g, p in pairs),
        "records": len(rows),
    }
