"""The clause that a word stands in, and the form of its verb."""

from __future__ import annotations

from spacy.tokens import Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})  # tags of finite verbs
_DUTY = frozenset({"must", "ought", "should"})


def clause_head(token: Token) -> Token:
    """The verb whose clause a token stands in (itself, if it is one)."""
    current = token
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        current = current.head
    return current


def is_finite(verb: Token) -> bool:
    """Whether a verb, or one of its auxiliaries, is finite."""
    return verb.tag_ in FINITE or any(c.dep_ in ("aux", "auxpass") and c.tag_ in FINITE for c in verb.children)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands in the infinitive with "to"."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def duty_of(verb: Token) -> Token | None:
    """The modal that says that a verb is to be done: "Turkey must withdraw"."""
    return next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in _DUTY), None)


def parted(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two words of a sentence."""
    first, last = sorted((one.i, other.i))
    return any(t.text == ";" for t in one.doc[first + 1 : last])


def objects_of(word: Token) -> list[Token]:
    """What the "of" behind a word names: of "the invasion of Iraq" Iraq, without what is joined to it."""
    return [o for c in word.rights if c.lower_ == "of" for o in c.rights if o.dep_ == "pobj"]
