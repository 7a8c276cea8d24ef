"""How a place's name is looked up: one key for every way of writing it."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dragoman.actors.entries import fold
from dragoman.datafiles import read_csv

MAX_NAME = 80  # characters; longer is no name of a place
_QUIET = re.compile(r"[.'’‘`\u02bc]")
_GAP = re.compile(r"[\s\-–—/_]+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_OWNER = re.compile(r"['’]s?$")


def key(name: str) -> str:
    """The name as the gazetteer keeps it; empty for what cannot be a name.

    >>> key("St. Mary’s-on-Sea"), key("the Gambia"), key("U.S.")
    ('saint marys on sea', 'gambia', 'us')
    """
    if not name or len(name) > MAX_NAME:
        return ""
    words = _GAP.sub(" ", _QUIET.sub("", fold(name).lower())).split()
    if len(words) > 1:
        words = [_SHORT.get(w, w) for w in words]
        if words[0] == "the":
            words = words[1:]
    return " ".join(words)


def bare(name: str) -> str:
    """The name without the ending of its owner case: "Kyiv's" is "Kyiv"."""
    return _OWNER.sub("", name.strip())


def words_of(kind: str) -> frozenset[str]:
    """The lower-case words of a kind in ``place_words.csv``: prepositions, titles, streets, spots and so on."""
    return _words()[kind]


@cache
def _words() -> dict[str, frozenset[str]]:
    file = files("dragoman.coding") / "data" / "place_words.csv"
    return {row["kind"]: frozenset(row["words"].split("|")) for _, row in read_csv(file)}
