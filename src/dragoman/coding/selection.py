"""Which of several frames that hold in one sentence make events, and which are only part of another."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.coding.frame_index import FrameMatch
from dragoman.language import governors

_SPEECH_ACTS = frozenset({"REQUEST", "REJECT", "THREATEN", "AGREE"})
_COMPLEMENTS = frozenset({"xcomp", "acl", "pcomp", "prep", "pobj", "dobj", "ccomp", "conj"})


def choose(matches: Iterable[list[FrameMatch]]) -> list[FrameMatch]:
    """One frame for each predicate: the best, unless a stronger neighbour consumed the predicate's word.

    A verb frame such as ``lift obj=@sanction`` consumes *sanctions*; the noun's own frame is then no event.
    A frame whose note holds "also" stands beside the best one.
    """
    held = list(matches)
    consumed: dict[int, float] = {}
    for options in held:
        for index in options[0].consumed:
            consumed[index] = max(options[0].score, consumed.get(index, 0.0))
    out = []
    for options in held:
        best = options[0]
        if best.predicate.head.i in consumed and consumed[best.predicate.head.i] >= best.score - 0.5:
            continue
        out.append(best)
        also = (m for m in options[1:] if "also" in m.frame.note.split() and m.frame.event_type != best.frame.event_type)
        out += list(also)[:1]
    return out


def content_of_speech_acts(matches: list[FrameMatch]) -> set[int]:
    """Heads that are what a request, refusal, threat or promise is about, and so no events beside it.

    "urged Iran to release the sailors" is one REQUEST, no release.
    """
    speech = {m.predicate.head.i for m in matches if m.frame.event_type in _SPEECH_ACTS}
    return {m.predicate.head.i for m in matches if _inside(m.predicate.head, speech)}


def _inside(head: Token, speech: set[int]) -> bool:
    for governor in governors(head):
        if governor.relation not in _COMPLEMENTS:
            return False
        if governor.relation == "conj" and governor.token.i in speech and head.pos_ == "VERB" and head.tag_ != "VB":
            return False
        if governor.token.i in speech:
            return True
    return False
