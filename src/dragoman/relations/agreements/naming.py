"""Agreements named in a sentence: where, by which words, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.relations.agreements.lexicon import heads, kinds, not_agreements, steps, stops

_WORD = re.compile(r"[\w'’&.\-]*\w[\w'’]*")
_ARTICLES = frozenset("a an the its their his her our your my these those any some another".split())
_DEFINITE = frozenset("the this that these those its their his her our your my current existing".split())
_LONGEST = 8  # words before the head
_COMPLEMENT = re.compile(
    r"\s+(?:on|for|to|over|about|of|with|between|covering|under|aimed|obliging|that|which|regarding)\b(?:[^.;:!?\"”]|(?<=[A-Z])\.|\.(?=\w)){0,120}"
)


_UNDERSTANDING = re.compile(r"\s+of\s+understanding\b")


@dataclass(frozen=True, slots=True)
class Named:
    """An agreement's name in a sentence: offsets in it, the words, and what follows that says what it is about.

    ``definite``: as of something known ("the pact", "Obama's deal"). ``weak``: the noun also stands for other things.
    """

    start: int
    end: int
    head: str
    words: str
    complement: str
    definite: bool
    weak: bool


@cache
def _heads_pattern() -> re.Pattern[str]:
    longest = sorted(heads(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(head) for head in longest) + r")\b", re.IGNORECASE)


def named_in(sentence: str) -> list[Named]:
    """The agreements that a sentence names, in their order.

    Args:
        sentence: its text.
    """
    found = []
    for head in _heads_pattern().finditer(sentence):
        start, definite = _opening(sentence, head.start())
        end = head.end()
        if after := _UNDERSTANDING.match(sentence, end):
            end = after.end()
        before = sentence.rfind(" ", 0, max(0, start - 1)) + 1
        behind = sentence.find(" ", end + 1)
        if not not_agreements().search(sentence[before : behind if behind > 0 else None]):
            found.append(_named(sentence, start, end, head[0].lower(), definite))
    return found


def _named(sentence: str, start: int, end: int, head: str, definite: bool) -> Named:
    complement = _COMPLEMENT.match(sentence, end)
    return Named(start, end, head, sentence[start:end], complement[0] if complement else "", definite, heads()[head])


def _opening(sentence: str, head: int) -> tuple[int, bool]:
    """Where the name with this head begins, its article left out, and whether it is that of something known."""
    start, definite = head, False
    for number, word in enumerate(reversed(list(_WORD.finditer(sentence, 0, head)))):
        low = word[0].lower()
        between = sentence[word.end() : start]
        if number >= _LONGEST or low in stops() or low in steps() or between.strip() or not between:
            definite = definite or (low in _DEFINITE and not between.strip())
            break
        definite = definite or low in _DEFINITE or low.endswith(("'s", "’s", "s'", "s’"))
        if low in _ARTICLES:
            break
        start = word.start()
    return start, definite


def kind_of(name: Named, sentence: str, around: Sequence[str]) -> tuple[str, str]:
    """The kind of an agreement and the words that say so; ``other`` and none where nothing does.

    The name decides; then what follows it; then the terms that its sentence or those around tell of.

    Args:
        name: the agreement.
        sentence: the one that it stands in.
        around: the sentences around.
    """
    for place, texts in (("name", [name.words]), ("name", [name.complement]), ("terms", [sentence, *around])):
        for text in texts:
            for row in kinds():
                if row.place == place and (match := row.pattern.search(text)):
                    return row.kind, match[0]
    return "other", ""
