"""Which clause a word stands in, and how clauses hang together, as far as dates are concerned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from spacy.tokens import Token

from dragoman.language import governors
from dragoman.language.clauses import clause_head
from dragoman.language.predicates import LIGHT_VERBS

VERBS = ("VERB", "AUX")
_JOINED = 3  # tokens from a verb to the one that "and" joins to it
INSIDE = frozenset({"compound", "nummod", "amod", "nmod"})
_AT_SOME_TIME = frozenset(
    "previously formerly once earlier long repeatedly often frequently historically traditionally always ever "
    "consistently constantly continually generally occasionally originally periodically persistently regularly "
    "routinely sometimes usually".split()
)
_LONG_WHILE = frozenset({"decade", "generation", "month", "year"})
Form = Literal["perfect", "past perfect", "past", "present", "other"]


def in_clause(head: Token, token: Token) -> bool:
    """Whether an expression stands in the clause, or the noun phrase, of an event's word."""
    if _fronted(token):
        return bool(clause_head(head) == token.sent.root)
    if head in token.ancestors:
        if head.pos_ not in VERBS:
            return True
        return clause_head(token.head) == head and not _of_noun(token)
    if head.pos_ in VERBS:
        return False
    return clause_head(token) == clause_head(head) and not _in_other_noun(token, head)


def _fronted(token: Token) -> bool:
    """ "On Wednesday, ...": at a sentence's head and set off, it dates the main clause, wherever the parser hung it."""
    doc, start = token.doc, token.sent.start
    first = token.left_edge.i - 1 if token.i > start and doc[token.left_edge.i - 1].pos_ == "ADP" else token.left_edge.i
    return bool(first == start and token.i + 1 < len(doc) and doc[token.i + 1].text == ",")


def in_complement(head: Token, token: Token) -> bool:
    """Whether an expression stands in what an event's verb governs: "consented to lend the ship in 1998"."""
    clause = clause_head(token)
    return clause.dep_ == "xcomp" and clause.head == head and not _of_noun(token)


def _of_noun(token: Token) -> bool:
    """ "the 1994 accord", "the raid of 15 February": the time of a noun, not of the verb above it."""
    if token.dep_ in INSIDE and token.head.pos_ in ("NOUN", "PROPN"):
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NOUN", "PROPN")


def _in_other_noun(token: Token, head: Token) -> bool:
    """Whether an expression hangs inside the phrase of a noun that is not the event's ("the 1994 accord")."""
    current = token
    while current.head != current and current.pos_ not in VERBS:
        current = current.head
        other = current.pos_ in ("NOUN", "PROPN") and current != head and head not in current.ancestors
        if other and (token.dep_ in (*INSIDE, "poss") or _of_noun(token)):
            return True
    return False


def prepositions(token: Token) -> Iterator[Token]:
    """The prepositions and conjunctions between a token and the verb above it."""
    for above in token.ancestors:
        if above.pos_ in VERBS:
            return
        if above.pos_ in ("ADP", "SCONJ") or above.lower_ == "ahead":
            yield above


def continued(head: Token) -> Iterator[Token]:
    """The verbs whose clause an event's clause continues, nearest first: "on Monday they came and arrested him"."""
    verb = clause_head(head)
    while verb.head != verb and _continues(verb):
        verb = verb.head
        if verb.pos_ in VERBS:
            yield verb


def joined_behind(head: Token) -> Iterator[Token]:
    """The verbs that share an event's clause from right behind it: "was arrested and sentenced on Wednesday"."""
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in VERBS and child.i - head.i <= _JOINED and _continues(child):
            yield child


def _continues(verb: Token) -> bool:
    dependents = {c.dep_ for c in verb.children}
    if verb.dep_ == "conj":
        return not dependents & {"nsubj", "nsubjpass"}
    return bool(verb.dep_ in ("advcl", "xcomp")) and verb.tag_ in ("VBG", "VB") and "mark" not in dependents


def elsewhere(head: Token, token: Token) -> bool:
    """Whether a sentence's only expression plainly dates another clause than the event's."""
    if (token.dep_ in (*INSIDE, "poss") and token.head != head) or _of_noun(token):
        return True
    clause = clause_head(token)
    if clause == head or any(g.token == clause for g in governors(head)):
        return False
    return clause.dep_ in ("relcl", "acl", "advcl", "ccomp")


def in_passing(head: Token) -> bool:
    """Whether an event is told in passing as past: "the man who shot the mayor", "a mosque razed by zealots"."""
    clause = clause_head(head)
    if clause.dep_ == "relcl":
        return form_of(head) in ("past", "perfect")
    headline = clause.sent.root.pos_ not in VERBS  # "One arrested in a raid"
    own = any(c.dep_.startswith("nsubj") for c in clause.children)
    return clause.dep_ == "acl" and clause.tag_ == "VBN" and not own and not headline


def known_before(head: Token) -> bool:
    """Whether an event's noun is the object of a verb that does not tell it: "she denounced the raid"."""
    return head.pos_ == "NOUN" and head.dep_ == "dobj" and head.head.lemma_ not in LIGHT_VERBS


def at_some_time(head: Token) -> bool:
    """Whether an adverb says that it was at other times: "previously", "repeatedly"."""
    return any(c.lower_ in _AT_SOME_TIME for c in clause_head(head).children if c.dep_ == "advmod")


def for_long(head: Token) -> bool:
    """Whether its clause says that it went on for long: "for many years", "for quite some time"."""
    return any(
        noun.lemma_.lower() in _LONG_WHILE or (noun.lower_ == "time" and any(c.lower_ == "some" for c in noun.lefts))
        for prep in clause_head(head).children
        if prep.dep_ == "prep" and prep.lower_ in ("for", "over")
        for noun in prep.children
        if noun.dep_ == "pobj"
    )


def form_of(head: Token) -> Form:
    """The tense of the verb in whose clause an event is told, as its auxiliaries show it."""
    verb = clause_head(head)
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    if words & {"had", "'d"} and verb.tag_ == "VBN":
        return "past perfect"
    if words & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if verb.tag_ == "VBD" or words & {"was", "were", "did"}:
        return "past"
    return "present" if verb.tag_ in ("VBZ", "VBP") or words & {"is", "are"} else "other"
