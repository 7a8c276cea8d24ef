"""Which of a sentence's facts belong to an event: the words' own clauses decide, never their mere neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Token

from dragoman.coding.magnitude.facts import Fact
from dragoman.coding.magnitude.words import lemma_of, roles_of, words
from dragoman.language.clauses import is_infinitive

# How an event may hang below what it caused ("5 died *in the attack*", "killed *when police fired*") ...
_UP = frozenset(
    "nsubj nsubjpass csubj agent pobj dobj attr appos xcomp pcomp oprd dative nmod compound npadvmod".split()
)
_UP_PREPOSITIONS = frozenset(
    "in by from during at on with when under of inside amid through throughout due because via as into".split()
)
_SIBLING_PREPOSITIONS = frozenset("due to in by with on at through during from of into".split())
_UP_MARKERS = frozenset({"when", "as", "after", "while", "where", "once", "because", "if", "since"})
# ... and how an outcome may hang below its event ("fired on the crowd, *killing 5*").
_DOWN = frozenset("xcomp pcomp pobj oprd acomp attr amod appos nummod npadvmod dep advmod prt".split())
_DOWN_PREPOSITIONS = frozenset({"in", "to", "with", "by"})
_TARGET = frozenset("on against at of near outside upon".split())
_OWN_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
_LINKS = frozenset(
    "and , or another with while leaving left were was have been ; more as well others further including".split()
)
_FARTHEST = 12  # edges of the tree


def belonging(trigger: Token, facts: Sequence[Fact]) -> list[Fact]:
    """The facts that belong to the event which a trigger evokes, the nearest first.

    Those whose word is the trigger itself, or hangs on it (or it on the word) by edges of the parse that keep within
    one happening; and those that stand in one list with such a fact ("12 dead, 30 injured").
    """
    near = {id(f): d for f in facts if (d := distance(trigger, f.anchor)) is not None}
    for _ in facts:
        for one, other in [*pairwise(facts), *pairwise(reversed(facts))]:
            if id(one) in near and id(other) not in near and one.kind != other.kind and _listed(one, other, trigger):
                near[id(other)] = near[id(one)] + 1
    return sorted((f for f in facts if id(f) in near), key=lambda f: near[id(f)])


def _listed(one: Fact, other: Fact, trigger: Token) -> bool:
    """Whether two facts stand in one list: only commas and such between them."""
    (_, end), (start, _) = sorted((one.span, other.span))
    return all(t.lower_ in _LINKS or t.i == trigger.i for t in trigger.doc[end + 1 : start])


def distance(trigger: Token, told: Token) -> int | None:
    """The edges between an event's trigger and the word of a fact; None where they are of two happenings."""
    anchor = told if trigger.i == told.i else _carrier(told)
    path = _path(trigger, anchor)
    if path is None:
        return None
    climbed, descended = path
    between = bool(climbed and descended)
    if between and any(t.dep_ in ("xcomp", "pcomp") and not _is_harm(t) for t in climbed[1:]):
        return None
    found_later = anchor.i != told.i and any(t.dep_ == "prep" and t.lower_ in ("after", "following") for t in climbed)
    if not found_later and not all(_rises(t, anchor, between) for t in climbed):
        return None
    return len(climbed) + len(descended) if all(_falls(t, trigger, anchor) for t in descended) else None


def _path(trigger: Token, anchor: Token) -> tuple[list[Token], list[Token]] | None:
    """The lower ends of the edges from two words up to where they meet; None where that is too far away."""
    above = [trigger, *trigger.ancestors]
    places = {t.i: n for n, t in enumerate(above)}
    below = [anchor, *anchor.ancestors]
    meeting = next((n for n, t in enumerate(below) if t.i in places), None)
    if meeting is None or meeting + places[below[meeting].i] > _FARTHEST:
        return None
    return above[: places[below[meeting].i]], below[:meeting]


def _carrier(anchor: Token) -> Token:
    """The verb that reports a counted noun: of "*found* 12 bodies after the raid" it hangs together with the raid."""
    if anchor.dep_ == "pobj" and anchor.head.lower_ == "of" and anchor.head.head.pos_ == "NUM":
        anchor = anchor.head.head  # "three of the deaths"
    above = anchor.head
    if (
        anchor.pos_ in ("NOUN", "NUM")
        and anchor.dep_ in ("dobj", "nsubj", "nsubjpass")
        and lemma_of(above) in words("outcome", "verb")
    ):
        return above
    return anchor


def _rises(token: Token, anchor: Token, between: bool) -> bool:
    """Whether an event may hang by this edge below what it caused.

    Args:
        token: the lower end of the edge.
        anchor: the word of the fact.
        between: whether event and fact meet in a third word, rather than the one below the other.
    """
    dep = token.dep_
    if dep == "prep":
        return token.lower_ in (_SIBLING_PREPOSITIONS if between else _UP_PREPOSITIONS)
    if dep == "advcl":
        if _marker(token) in _UP_MARKERS:
            return between or not _acts_alone(anchor, token)
        return not _marker(token) and token.tag_ == "VBG"
    if dep == "conj":
        return token.pos_ in ("NOUN", "PROPN") or (_is_harm(token) and _is_harm(token.head))
    if dep in ("ccomp", "parataxis"):  # "Gunmen kill 39 in mall, 150 hurt" is read with the first verb below the last
        return anchor.i > token.i and (between or (_is_harm(token) and _is_harm(anchor)))
    if dep == "acl" and token.tag_ == "VBG" and 0 < token.i - token.head.i < 5:
        return token.nbor(-1).pos_ in ("NOUN", "PROPN")  # "police firing", read as a clause
    if dep in ("relcl", "acl"):
        return not between and str(token.head.dep_) in ("nsubj", "agent", "pobj")
    return dep in _UP


def _falls(token: Token, trigger: Token, anchor: Token) -> bool:
    """Whether an outcome may hang by this edge below its event."""
    dep = token.dep_
    if token.tag_ == "VB" and is_infinitive(token):
        return lemma_of(token.head) in words("outcome", "verb")  # "forced 500 to flee"; not "marched to free 20"
    if dep == "prep":
        return token.lower_ in _DOWN_PREPOSITIONS or (token.head.i == trigger.i and token.lower_ in _TARGET)
    if dep in ("dobj", "nsubj", "nsubjpass"):
        return lemma_of(token.head) in words("outcome", "verb") or token.i != anchor.i
    if dep == "conj":
        return token.pos_ not in ("VERB", "AUX") or not _other_doer(token, trigger)
    if dep == "advcl":
        return _marker(token) in ("", "by", "with", "while") and not _other_doer(token, trigger)
    if dep == "relcl":
        return _relative(token, trigger)
    if dep == "acl":
        return token.tag_ in ("VBG", "VBN", "VB")
    if dep == "ccomp":
        return lemma_of(token.head) in words("outcome", "verb")
    return dep in _DOWN


def _relative(verb: Token, trigger: Token) -> bool:
    """ "an attack *in which* 5 died", "a missile *that* killed 5"; not "the men *who* killed 5", "a town *where*"."""
    noun = verb.head
    relatives = [t for t in verb.subtree if t.tag_ in ("WDT", "WP", "WP$", "WRB") and t.i < verb.i]
    if any(t.lower_ in ("who", "whom", "whose") for t in relatives):
        return False
    if any(t.lower_ == "where" for t in relatives):
        return bool(noun.i == trigger.i)
    if _pluperfect(verb) and noun.i != trigger.i:
        return False
    subject = any(t.dep_ == "nsubj" for t in relatives)
    return bool(subject or noun.i == trigger.i or trigger.pos_ in ("NOUN", "PROPN"))


def _other_doer(verb: Token, trigger: Token) -> bool:
    """Whether a clause has somebody of its own who acts: it tells of another act then."""
    if _pluperfect(verb) and not _pluperfect(trigger):
        return True
    own = [c for c in verb.children if c.dep_ in _OWN_SUBJECT and c.tag_ not in ("WDT", "WP")]
    if not own:
        return False
    passive = any(c.dep_ == "nsubjpass" for c in own) or verb.tag_ == "VBN" or _undergoes(verb)
    return not passive or any(c.dep_ == "agent" for c in verb.children)


def _acts_alone(verb: Token, clause: Token) -> bool:
    """ "a quake killed 20 while the army shelled the town": two doers, two happenings."""
    doers = [c for c in verb.children if c.dep_ == "nsubj"]
    others = [c for c in clause.children if c.dep_ == "nsubj" and c.pos_ != "PRON"]
    return bool(doers and others) and not _undergoes(verb) and verb.tag_ != "VBN"


def _undergoes(verb: Token) -> bool:
    return any(role == "subj" for kind, role in roles_of(lemma_of(verb)) if kind in ("dead", "displaced"))


def _pluperfect(token: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in token.children)


def _is_harm(token: Token) -> bool:
    return any(role in ("obj", "subj") for _, role in roles_of(lemma_of(token)))


def _marker(clause: Token) -> str:
    """The word that opens a clause: "when", "after", "because"; empty where none does."""
    for child in clause.children:
        if child.i < clause.i and (child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB")):
            return "even" if child.i > child.sent.start and child.nbor(-1).lower_ == "even" else str(child.lower_)
        if child.i < clause.i and child.dep_ == "prep" and not list(child.children):
            return str(child.lower_)
    return ""
