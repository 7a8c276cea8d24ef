"""Acronyms that a text gives to names of its own: "Forces for Defence of Democracy (FDD)" are not Zambia's FDD."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.actors.gazetteer import Gazetteer

_IN_BRACKETS = re.compile(r"\(([A-Z]{2,7})\)")
_WORDS_BEFORE = 9
_SMALL = frozenset({"a", "al", "and", "d", "de", "del", "des", "di", "du", "for", "in", "la", "of", "on", "the", "to"})


def introduced(text: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The acronyms that a text puts behind a name spelt out of whose bearer the rosters know nothing by that name."""
    for found in _IN_BRACKETS.finditer(text):
        name = _spelt_out(found[1], text[: found.start()])
        if name and not gazetteer.lookup(name) and not _is_named(name, found[1], gazetteer):
            yield found[1]


def _spelt_out(short: str, before: str) -> str:
    """The words right before an acronym whose initials make it; "" where none do."""
    words = re.findall(r"[\w'’-]+", before)[-_WORDS_BEFORE:]
    for at in range(len(words) - 1, -1, -1):
        initials = "".join(w[0] for w in words[at:] if w.lower() not in _SMALL).upper()
        if initials == short and words[at][0].isupper():
            return " ".join(words[at:])
        if len(initials) > len(short):
            return ""
    return ""


def _is_named(name: str, short: str, gazetteer: Gazetteer) -> bool:
    """Whether a bearer of the acronym is called almost so: most of the words of his name are among these."""
    told = _content(name)
    return any(
        2 * len(told & _content(entry.name)) >= len(_content(entry.name)) for entry in gazetteer.lookup(short)
    )


def _content(name: str) -> set[str]:
    return {w for w in re.findall(r"\w+", name.lower()) if w not in _SMALL}
