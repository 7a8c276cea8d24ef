"""Words as merging compares them: stems with weights, and the capitalised words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from dragoman.datafiles import read_csv

_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-][^\W\d_]+)*")
_ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "ly", "s", "e", "y")
_LONGEST = 6  # letters of a stem that count: "negotiate", "negotiations"
_SHORTEST = 4  # letters that an ending may not cut into
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december today yesterday".split()
)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its endings, cut to six letters.

    >>> stem("Negotiations"), stem("negotiated"), stem("killing"), stem("kills")
    ('negoti', 'negoti', 'kill', 'kill')
    """
    low = word.casefold().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST:
            low = low[: -len(ending)]
            break
    return low[:_LONGEST]


def stems(text: str) -> tuple[str, ...]:
    """The different stems of a text in order of the alphabet, those that say nothing left out.

    >>> stems("The rebels shelled the town on Friday")
    ('rebel', 'shell', 'town')
    """
    words = (w for w in _WORD.findall(text) if w.casefold() not in _CALENDAR)
    return tuple(sorted({s for s in map(stem, words) if weight(s) > 0.0}))


def names(text: str) -> tuple[str, ...]:
    """The different capitalised words of a sentence, days and months left out.

    The first word counts only where the table of words does not know it as a common one.

    >>> names("Shelling hit Sloviansk on Friday, the mayor said.")
    ('sloviansk',)
    """
    found = [(m.start(), m.group()) for m in _WORD.finditer(text)]
    out = set()
    for place, (_, word) in enumerate(found):
        low = word.casefold().replace("’", "'").removesuffix("'s")
        if word[0].isupper() and len(low) > 2 and low not in _CALENDAR and (place or stem(low) not in _table()):
            out.add(low)
    return tuple(sorted(out))


def weight(stemmed: str) -> float:
    """How much a stem says: its inverse document frequency (Sparck Jones 1972), 0 for the commonest words."""
    known = _table()
    return known.get(stemmed, known[""])


def weights(stemmed: Iterable[str]) -> list[float]:
    """The weights of stems, in their order."""
    known = _table()
    return [known.get(s, known[""]) for s in stemmed]


def rarities(keys: Iterable[str]) -> list[float]:
    """How much it says that two tellings share a side: little for a country that is in the news every day.

    Args:
        keys: of sides: a country, an entity or a name.
    """
    known = _sides()
    return [known.get(k, known[""]) for k in keys]


@cache
def _table() -> dict[str, float]:
    """Weights by stem; that of the empty stem is of all that the table lacks."""
    return _weights("words.csv", "stem")


@cache
def _sides() -> dict[str, float]:
    return _weights("sides.csv", "key")


def _weights(name: str, key: str) -> dict[str, float]:
    return {row[key]: float(row["weight"]) for _, row in read_csv(files("dragoman.ledger.merging") / "data" / name)}
