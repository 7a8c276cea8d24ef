"""``python -m dragoman.training.words``: how much each word says, counted on the project's own corpus.

A stem's weight is its inverse document frequency over the reports: log(N / n), N the number of reports, n of those
that hold it. Stems in fewer than ``RARE`` reports are left to the weight of the unknown word; those in more than
``COMMON`` of all weigh nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from dragoman.ledger.merging.words import stem

RARE = 3
COMMON = 0.15
_REPORTS = ("reports.jsonl", "second.jsonl", "articles.jsonl")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W\d_]+)*")


def counted(texts: Iterable[str]) -> tuple[Counter[str], int]:
    """In how many texts each stem stands, and the number of texts."""
    found: Counter[str] = Counter()
    number = 0
    for text in texts:
        found.update({stem(w) for w in _WORD.findall(text)})
        number += 1
    return found, number


def table(texts: Iterable[str]) -> list[tuple[str, float]]:
    """Stems and weights, the unknown word (an empty stem) first."""
    found, number = counted(texts)
    known = sorted((s, n) for s, n in found.items() if n >= RARE)
    rows = [(s, 0.0 if n > COMMON * number else round(math.log(number / n), 3)) for s, n in known]
    return [("", round(math.log(number / (RARE - 1)), 3)), *rows]


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.words", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, default=Path(str(files("dragoman.ledger.merging"))) / "data" / "words.csv")
    asked = parser.parse_args(arguments)
    lines = (line for name in _REPORTS for line in (asked.corpus / name).read_text(encoding="utf-8").splitlines())
    with asked.out.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(
            [("stem", "weight"), *table(json.loads(x)["text"] for x in lines)]
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
