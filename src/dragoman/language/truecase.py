"""Headlines in Title Case, brought back to sentence case before parsing.

A tagger reads "Dem Senators Seek Russia Sanctions" as one long name. The article's own body tells which of
those words are names: a word that stands there in lower case is none. So is one that news writes in lower case, by the
list ``data/common.txt`` (``python -m dragoman.training.common``). Length never changes, so offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
_SMALL = frozenset(
    "a an and as at but by for from if in into is it its of off on or over than that the to up via vs was will "
    "with after against amid are be before has have his her how not says said their who why what when "
    "he she they we him them this these those there do does did would could should can more most so".split()
)
_TITLES = "|".join(rf"(?<={title}\. )" for title in ("Mr", "Mrs", "Ms", "Dr", "Gen", "Sen"))
_NAMED = re.compile(rf"(?:(?<=[a-z,;] )|{_TITLES})[A-Z][A-Za-z'’]*")  # a capital that opens no sentence


def is_title_case(text: str) -> bool:
    """Whether nearly every longer word begins with a capital.

    >>> is_title_case("Dem Senators Seek Russia Sanctions After Reports")
    True
    >>> is_title_case("Modi to address rally in Delhi")
    False
    """
    words = [w for w in _WORD.findall(text) if len(w) > 3]
    return len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def sentence_case(text: str, body: str, common: Set[str], names: Sequence[tuple[int, int]] = ()) -> str:
    """The headline with words lowered that the body, or the list of common words, shows to be no names.

    Args:
        text: the headline.
        body: the article's paragraphs, whose words are evidence.
        common: lower-case lemmas that are no names (event words, agents), beside the list's.
        names: where in the headline known names stand, whose words stay.
    """
    if not is_title_case(text):
        return text
    lower = {w for w in _WORD.findall(body) if w.islower()}
    capital = set(_NAMED.findall(body))

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        low = word.lower()
        if any(start <= match.start() < end for start, end in names):
            return word
        if word.isupper() and low != "a" and (len(word) == 1 or low not in _SMALL):
            return word
        known = low in lower or low in _listed() or not common.isdisjoint(_stem(low))
        if low in _SMALL or (known and word not in capital):
            return low
        return word

    first = _WORD.search(text)
    fixed = _WORD.sub(lowered, text)
    at = first.start() if first else 0
    return fixed[:at] + fixed[at : at + 1].upper() + fixed[at + 1 :]


@cache
def _listed() -> frozenset[str]:
    return frozenset((files("dragoman.language") / "data" / "common.txt").read_text(encoding="utf-8").split())


def _stem(word: str) -> set[str]:
    forms = {word}
    for ending, put in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            forms.add(word[: -len(ending)] + put)
    return forms
