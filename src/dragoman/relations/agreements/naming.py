"""Agreements named in a sentence: where, by which words, and of which kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.relations.agreements.lexicon import heads, kinds

_WORD = re.compile(r"[\w'’&.\-]*\w[\w'’]*")
# Words that no name of an agreement goes back over.
_STOPS = frozenset(
    "of to with in on for by from at under over after before between through into against about than as if when while "
    "and or but that which who whom whose this is are was were be been being has have had will would can could may might "
    "must should shall not no do does did he she it they we you i him them us me there here said says also both each "
    "signed sign signing reached reach reaching struck strike concluded conclude sealed agreed announced brokered ratified "
    "broke broken violated suspended extended renewed welcomed hailed praised called made make made make get got withdrew "
    "leave left quit abandon abandoned scrap scrapped end ended join joined negotiate negotiated finalize finalise secured "
    "secure approve approved support supported back backed reject rejected".split()
)
_ARTICLES = frozenset("a an the its their his her our your my these those any some another".split())
_DEFINITE = frozenset("the this that these those its their his her our your my current existing".split())
_LONGEST = 8  # words before the head
_COMPLEMENT = re.compile(
    r"\s+(?:on|for|to|over|about|of|with|between|covering|under|aimed|obliging|that|which|regarding)\b[^.;:!?\"”]{0,120}"
)


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
        if after := re.match(r"\s+of\s+understanding\b", sentence[end:]):
            end += after.end()
        complement = _COMPLEMENT.match(sentence, end)
        words = sentence[start:end]
        weak = heads()[head[0].lower()]
        found.append(Named(start, end, head[0].lower(), words, complement[0] if complement else "", definite, weak))
    return found


def _opening(sentence: str, head: int) -> tuple[int, bool]:
    """Where the name with this head begins, its article left out, and whether it is that of something known."""
    start, definite = head, False
    for number, word in enumerate(reversed(list(_WORD.finditer(sentence, 0, head)))):
        low = word[0].lower()
        between = sentence[word.end() : start]
        if number >= _LONGEST or low in _STOPS or between.strip() or not between:
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
