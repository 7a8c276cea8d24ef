"""Which of several frames that hold in one sentence make events, and which are only part of another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from spacy.tokens import Token

from dragoman.coding.frame_index import FrameMatch
from dragoman.language import governors

WITH_CONTENT = frozenset({"REQUEST", "REJECT", "THREATEN", "AGREE"})
_COMPLEMENTS = frozenset({"xcomp", "acomp", "acl", "pcomp", "prep", "pobj", "dobj", "ccomp", "conj"})


Fits = Callable[[FrameMatch], bool]


def choose(matches: Sequence[list[FrameMatch]], fits: Fits = lambda _: True) -> list[FrameMatch]:
    """One frame for each predicate: the best that fits, unless a stronger neighbour consumed the predicate's word.

    A verb frame such as ``lift obj=@sanction`` consumes *sanctions*; the noun's own frame is then no event. A
    frame that takes its pattern out ends the search. A frame whose note holds "also" stands beside the best.

    Args:
        matches: for each predicate, the frames that hold, best first.
        fits: whether a frame's demand for political actors is met.
    """
    best = [next((m for m in options if takes_out(m) or fits(m)), None) for options in matches]
    held = [(match, options) for match, options in zip(best, matches, strict=True) if match is not None]
    consumed: dict[int, float] = {}
    for match, _ in held:
        for index in match.consumed:
            consumed[index] = max(match.score, consumed.get(index, 0.0))
    out = []
    for match, options in held:
        head = match.predicate.head.i
        if takes_out(match) or consumed.get(head, -1.0) >= match.score - 0.5:
            continue
        out.append(match)
        also = (m for m in options if "also" in m.frame.note.split() and m.frame.event_type != match.frame.event_type)
        out += [m for m in also if fits(m)][:1]
    return out


def takes_out(match: FrameMatch) -> bool:
    """Whether a frame only says that its pattern evokes nothing."""
    return not match.frame.actor and not match.frame.recipient and match.frame.needs == "both"


def content_of_speech_acts(matches: list[FrameMatch]) -> set[int]:
    """Heads that are what a request, refusal, threat or promise is about, and so no events beside it.

    "urged Iran to release the sailors" is one REQUEST, no release.
    """
    speech = {m.predicate.head.i for m in matches if m.frame.event_type in WITH_CONTENT}
    return {m.predicate.head.i for m in matches if lies_inside(m.predicate.head, speech)}


def lies_inside(head: Token, speech: set[int]) -> bool:
    """Whether a word is in the complement of one of the speech acts with these heads."""
    for governor in governors(head):
        if governor.relation not in _COMPLEMENTS:
            return False
        if governor.relation == "conj" and governor.token.i in speech and head.pos_ == "VERB" and head.tag_ != "VB":
            return False
        if governor.token.i in speech:
            return True
    return False
