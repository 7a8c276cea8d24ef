"""Who does a deed and to whom it is done, by grammar alone."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors import DEEDS
from dragoman.language.clauses import is_infinitive, objects_of

_OWN_DEEDS = frozenset("compliance departure disarmament exit pullout resignation retreat surrender withdrawal".split())
# What "of" names is done to: not in "an attack of the rebels".
_SUFFERED = DEEDS - frozenset(
    "airstrike assault attack blast coup crackdown explosion incursion raid strike violence".split()
)
_HARM = frozenset({"ACCUSE", "ASSAULT", "COERCE", "SANCTION", "THREATEN"})
_ENDS = frozenset({"till", "unless", "until"})


def only_says_so(token: Token, head: Token) -> bool:
    """Whether somebody reports a deed that has a subject of its own: "Trump invited Putin, the Kremlin says"."""
    return token.dep_ == "nsubj" and token.head != head and token.head.lemma_ in ("say", "report", "claim", "tell")


def only_belongs(token: Token, head: Token) -> bool:
    """Whether somebody is only told to belong to a body: "the Council, which includes Russia, adopted sanctions"."""
    clauses = (a for a in token.ancestors if a.dep_ == "relcl" and a.lemma_ in ("include", "comprise"))
    return any(clause != head and not clause.is_ancestor(head) for clause in clauses)


def done_to_by_others(verb: Token, doers: set[int], those: set[int], event_type: str) -> set[int]:
    """Of ``those`` words a verb's objects, whom it asks, subjects of a passive, who ends it: "until Iran complies".

    A passive without an agent has its doer for subject in what is no harm: "were deployed", "is committed to".
    """
    objects = {n.i for c in verb.rights if c.dep_ == "dobj" and verb.pos_ == "VERB" for n in (c, *c.conjuncts)}
    orders = [c for c in verb.rights if c.dep_ in ("ccomp", "xcomp") and is_infinitive(c)]  # "asked him to wait"
    objects |= {n.i for c in orders for s in c.lefts if s.dep_ == "nsubj" for n in (s, *s.conjuncts)}
    if verb.lemma_.lower() in _SUFFERED:  # "the invasion of Iraq"
        objects |= {n.i for o in objects_of(verb) for n in (o, *o.conjuncts)}
    agents = {n.i for c in verb.children if c.dep_ == "agent" for n in c.subtree}
    if event_type in _HARM or agents & doers:
        objects |= {n.i for c in _passive_subjects(verb) for n in (c.subtree if agents & doers else (c, *c.conjuncts))}
    if event_type in _HARM:
        objects |= {s.i for above in (verb, *verb.ancestors) for s in yielding(above, verb)}
    return objects & those


def _passive_subjects(verb: Token) -> list[Token]:
    """The subjects of a passive, from above where it has none: "guests are thought to have been killed"."""
    own = [c for c in verb.children if c.dep_ == "nsubjpass"]
    while not own and verb.dep_ == "conj":
        verb = verb.head
        own = [c for c in verb.children if c.dep_ == "nsubjpass"]
    if own or not any(c.dep_ == "auxpass" for c in verb.children):
        return own
    while not own and verb.dep_ in ("xcomp", "advcl") and any(c.lower_ == "to" for c in verb.lefts):
        verb = verb.head
        own = [c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")]
    return own


def yielding(verb: Token, deed: Token) -> list[Token]:
    """The subjects of the conditions, of a verb, under which a deed ends or is left off: "unless Chad withdraws"."""
    conditions = (c for c in verb.rights if c.dep_ == "advcl" and any(m.lower_ in _ENDS for m in c.lefts))
    clauses = [c for c in conditions if c != deed and not c.is_ancestor(deed)]
    subjects = (s for c in clauses for s in c.lefts if s.dep_ == "nsubj" and s.pos_ != "PRON")
    return [n for s in subjects for n in (s, *s.conjuncts)]


def is_opposed(token: Token) -> bool:
    """Whether a name says whom a deed is against: "the anti-Mubarak uprising"."""
    return bool(token.i - token.sent.start > 1 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "anti")


def only_in_reach(token: Token, head: Token) -> bool:
    """Whether something is only said to be able to meet somebody: "tested a missile capable of hitting Alaska"."""
    return any(a.lemma_ == "capable" and a.i != head.i for a in token.ancestors) and not any(
        a.lemma_ == "capable" for a in head.ancestors
    )


def who_is_to(word: Token) -> list[Token]:
    """Who is to do what is asked: "demanded that Israel and Egypt ease their rules", "a withdrawal of Serb forces"."""
    if word.lemma_.lower() in _OWN_DEEDS:
        return [n for o in objects_of(word) for n in (o, *o.conjuncts)]
    clauses = [c for c in word.children if c.dep_ in ("ccomp", "acl") and c.tag_ == "VB"]
    wanted = [c for c in clauses if not any(a.tag_ == "MD" and a.lower_ != "should" for a in c.children)]
    return [n for c in wanted for s in c.children if s.dep_ == "nsubj" for n in (s, *s.conjuncts)]
