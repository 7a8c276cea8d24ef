"""The tense of the clause that a time expression stands in: whether a bare "Friday" lies behind or ahead."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

Tense = Literal["past", "future", "present", ""]
_WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_AHEAD = _WILL | frozenset({"would", "may", "might", "can", "could", "should", "must"})
_SCHEDULING = frozenset("expect schedule slate plan due set intend hope prepare aim likely ready about".split())
_LOOKING_AHEAD = _SCHEDULING | frozenset(
    "want agree vow pledge promise threaten decide propose seek wish need offer urge ask call have be go order tell "
    "invite".split()
)
_STATIVE = frozenset("be have say think know mean seem appear remain want need believe include show".split())


def tense_at(token: Token) -> Tense:
    """The tense of the nearest clause above a token; "" where none tells it."""
    inside = _in_noun(token)  # "Wednesday's ruling", "talks on Friday" are rarely ahead
    below = False  # "letters Monday asking for ..." say nothing of the future, whatever the main clause's tense
    for word in (token, *token.ancestors):
        if word.pos_ in ("VERB", "AUX"):
            found = _of_verb(word)
            if found:
                past = (inside and not _will(word)) or (below and found == "future" and not _modal(word))
                return "past" if past else found
            below = True
    return ""


def _modal(verb: Token) -> bool:
    return any(c.lower_ in _AHEAD or c.lower_ == "to" for c in verb.children if c.dep_ == "aux")


def _in_noun(token: Token) -> bool:
    above = token.head
    while above.pos_ == "ADP" and above.head != above:
        above = above.head
    return above != token and above.pos_ in ("NOUN", "PROPN")


def _will(verb: Token) -> bool:
    return any(c.lower_ in _WILL for c in verb.children)


def _of_verb(verb: Token) -> Tense:
    auxiliaries = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(a.lower_ in _AHEAD for a in auxiliaries):
        have = any(a.lower_ == "have" for a in auxiliaries)
        return "past" if have else "future"
    if verb.tag_ == "VB" and any(a.lower_ == "to" for a in auxiliaries):
        return "future" if verb.dep_ in ("ROOT", "conj") or verb.head.lemma_ in _LOOKING_AHEAD else ""
    if verb.lemma_ in _SCHEDULING and verb.tag_ in ("VBN", "VBG", "VBZ", "VBP"):
        return "future"
    tags = {verb.tag_, *(a.tag_ for a in auxiliaries)}
    if "VBD" in tags:
        return "past"
    if verb.tag_ == "VBG":
        perfect = any(a.lemma_ == "have" for a in auxiliaries)
        return "past" if perfect else "future" if tags & {"VBZ", "VBP"} else ""
    if verb.tag_ == "VBN":
        return _of_participle(verb, auxiliaries)
    if tags & {"VBZ", "VBP"}:
        return "present" if verb.lemma_ in _STATIVE else "future"
    return ""


def _of_participle(verb: Token, auxiliaries: list[Token]) -> Tense:
    """ "has left", "had left", "killed on Monday": past; "is killed": present."""
    if not auxiliaries or any(a.lemma_ == "have" for a in auxiliaries):
        return "past"
    return "present"
