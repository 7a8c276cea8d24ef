"""``python -m dragoman.training.common``: words that are no names, for headlines in Title Case.

Writes ``language/data/common.txt``: the words that the training part of the schoolbook writes in lower case at least
``OFTEN`` times, and within sentences hardly ever with a capital, but for those that the rosters have as names.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from dragoman.actors import load_gazetteer
from dragoman.evaluate.schoolbook import ARTICLES, read_corpus, read_rare
from dragoman.schoolbook import part_of, read_articles

OFTEN = 2
NAMES = 0.1  # capitals for each lower-case use, from which on a word may be a name
OUT = Path(str(files("dragoman.language"))) / "data" / "common.txt"
_LOWER = re.compile(r"\b[a-z]{3,}\b")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")


def common_words(texts: Iterable[str], named: Callable[[str], object]) -> list[str]:
    """The words that are written in lower case and are nobody's name (``named``), in the order of the alphabet."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        title, _, body = text.partition("\n\n")
        lower.update(_LOWER.findall(text))
        capital.update(w.lower() for w in _CAPITAL.findall(body or title))
    return sorted(w for w, n in lower.items() if n >= OFTEN and capital[w] < NAMES * n and not named(w.capitalize()))


def main(corpus: Path = Path("corpus")) -> int:
    """The command; see the module."""
    items = [*read_corpus(corpus), *read_rare(corpus), *(a.item for a in read_articles(corpus / ARTICLES))]
    texts = (item.text for item in items if part_of(item) == "train")
    words = common_words(texts, load_gazetteer().lookup)
    OUT.write_text("\n".join(words) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
