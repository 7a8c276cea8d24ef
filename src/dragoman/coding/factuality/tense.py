"""Tense and aspect: whether what is told as so is going on, or still to come."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.language.clauses import clause_head

_PRESENT = frozenset({"VBZ", "VBP"})
_BE = frozenset({"'s", "’s", "'re", "’re", "'m", "’m"})
_LASTING = frozenset({"war", "siege", "blockade", "occupation", "protest", "unrest", "conflict"})
_INQUIRIES = frozenset({"investigation", "probe", "inquiry", "investigating", "probing"})
_CLOSING = frozenset("abandon close complete conclude drop end find finish halt shelve suspend wrap".split())
_GOING_ON = frozenset({"ongoing", "continuing", "continued", "unending"})
_SPANS = frozenset("hour hours day days night nights week weeks month months year years decade decades".split())
_AHEAD = frozenset(
    "tomorrow next soon shortly monday tuesday wednesday thursday friday saturday sunday january february march april "
    "june july august september october november december".split()
)
_CARRIED = frozenset({"dobj", "nsubjpass", "attr"})


def is_timetabled(token: Token) -> bool:
    """Whether a verb tells a date ahead in the present: "flies to Rome on Tuesday", "is meeting them tomorrow"."""
    return _is_present(token) and any(
        t.lower_ in _AHEAD
        for child in token.children
        if child.dep_ in ("npadvmod", "advmod") or (child.dep_ == "prep" and child.lower_ in ("on", "in", "at", "from"))
        for t in child.subtree
    )


def lasts(token: Token) -> str:
    """Why what a word tells is going on; "" where nothing says so."""
    if any(c.lower_ in _GOING_ON for c in token.children if c.dep_ == "amod"):
        return "told as going on"
    verb = token.head if token.pos_ in ("NOUN", "PROPN") and token.dep_ in _CARRIED else token
    if (token.lemma_.lower() in _INQUIRIES or token.lower_ in _INQUIRIES) and verb.lemma_ not in _CLOSING:
        return "an inquiry, not told to be closed"
    return _of_verb(verb) if verb.pos_ in ("VERB", "AUX") else _of_noun(token)


def _is_present(verb: Token) -> bool:
    if verb.tag_ in _PRESENT:
        return True
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" and c.tag_ in _PRESENT for c in verb.children)


def _of_verb(verb: Token) -> str:
    children = list(verb.children)
    if any(c.lower_ == "still" for c in children):
        return "'still'"
    auxiliaries = [c for c in children if c.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VBG":
        if any(a.lower_ in _BE or (a.lemma_ == "be" and a.tag_ in ("VBZ", "VBP", "VB")) for a in auxiliaries):
            return "progressive present"
        return "perfect progressive" if any(a.lower_ == "been" for a in auxiliaries) else ""
    perfect = any(a.lemma_ == "have" and a.tag_ in _PRESENT for a in auxiliaries)
    return "perfect with its duration" if perfect and any(_is_duration(c) for c in children) else ""


def _is_duration(child: Token) -> bool:
    """ "since May", "for three weeks"."""
    if child.lower_ == "since":
        return True
    return child.lower_ == "for" and any(o.lower_ in _SPANS for o in child.children)


def _of_noun(token: Token) -> str:
    """ "the war ... has slowed the economy": a lasting state named in a clause of the present."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in _LASTING:
        return ""
    verb = clause_head(token.head)
    tenses = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ in ("aux", "auxpass"))}
    return "a lasting state, told in the present" if tenses & _PRESENT else ""
