"""The way up from a word to the head of its sentence, and what each word above does to the one below."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding.factuality.clauses import is_past
from dragoman.coding.factuality.lexicon import embedders, hedges
from dragoman.coding.factuality.scale import CERTAIN, POSSIBLE, PROBABLE, Signature
from dragoman.language.clauses import is_finite, is_infinitive, parted

PURPOSE = "a purpose, not said to be reached"
GRANTED = "taken for granted"
_DEPTH = 40  # words above an event that are looked at, at most
_WH = frozenset({"WP", "WRB", "WDT", "WP$"})
_KINDS = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_OF_THE_ACT = frozenset({"of", "for", "from", "to", "against", "about", "on", "into", "over", "at", "with", "in"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "acl", "csubj", "csubjpass", "pcomp", "advcl", "relcl", "oprd"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "pobj", "dative"})
_REFUSABLE = frozenset("request appeal application petition motion bid access visa permission entry treatment".split())
_REBUTS = frozenset({"deny", "refuse", "dismiss", "reject", "refute", "rebut", "quash"})
_WISHES = frozenset({"want", "wish", "like"})
_PERFORMATIVE = frozenset("thank commend congratulate salute praise express apologise apologize welcome stress".split())
_TURNED_DOWN = frozenset("reject deny refuse spurn rebuff veto withdraw drop scrap cancel shelve abandon".split())
_OUTCOMES = frozenset("close end finish reach find become hit win settle stand discover die slip leave stay".split())
_COURSES = frozenset(
    "fall drop rise gain climb recover rebound grow increase decline slip return go come wake jump soar surge plunge "
    "tumble slide lose dip advance retreat ease edge live arrive beat survive defeat".split()
)
_GROUNDS = frozenset("despite because after following since during amid amidst due over notwithstanding like".split())
_NEW = frozenset({"a", "an", "any", "another", "some", "no", "further", "more", "new", "other", "such"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})

PASS = Signature(None, CERTAIN, CERTAIN, -CERTAIN, "part of the act above")
GIVEN = Signature("occurred", CERTAIN, CERTAIN, CERTAIN, GRANTED)
_PURPOSE = Signature("possible", POSSIBLE, POSSIBLE, -POSSIBLE, PURPOSE)
_TOLD = Signature("occurred", PROBABLE, CERTAIN, 0.0, "told as a fact")
_OPEN = Signature("possible", 0.0, 0.0, 0.0, "whether or not")
_FUTURE = Signature("planned", PROBABLE, PROBABLE, -PROBABLE, "'be to'")
_OBLIGED = Signature("possible", POSSIBLE, POSSIBLE, -POSSIBLE, "'have to'")
_MANAGED = Signature("occurred", PROBABLE, PROBABLE, -2.5, "'was able to'")
_DONE = Signature("occurred", 2.5, 2.5, -POSSIBLE, "'had to'")
_ASIDE = Signature(None, CERTAIN, CERTAIN, 0.0, "beside the act above")
_NOT_TO_BE = Signature("denied", -1.5, -1.5, 0.0, "of a plan turned down")
_EARLIER = Signature(None, PROBABLE, PROBABLE, PROBABLE, "told as still to come then")


@dataclass(frozen=True, slots=True)
class Step:
    """One step up: ``child`` hangs on ``governor`` by ``relation``, through ``preposition`` if there is one."""

    child: Token
    relation: str
    preposition: str
    governor: Token

    @property
    def complement(self) -> str:
        """What kind of complement the child is: to, that, if, ing, np, subject; or "" for none of these."""
        if self.relation in _CLAUSAL and self.child.pos_ in ("VERB", "AUX"):
            return _clause_kind(self.child)
        if self.relation in _OBJECTS:
            return "np"
        if self.relation in ("ccomp", "xcomp", "acl"):
            return "that" if is_finite(self.child) else "np"
        return "subject" if self.relation == "nsubj" else ""


def _clause_kind(verb: Token) -> str:
    if any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in verb.children):
        return "if"
    if is_finite(verb):
        asked = any(c.tag_ in _WH for c in verb.children)
        return "wh" if asked and verb.dep_ in ("ccomp", "pcomp", "csubj") else "that"
    if is_infinitive(verb) or verb.tag_ == "VB":
        return "to"
    return "ing" if verb.tag_ == "VBG" else "np"


def steps_up(token: Token) -> list[Step]:
    """The steps from a word to the head of its sentence, nearest first; prepositions are no steps of their own.

    They end where a semicolon parts a word from its head: there is no telling what that head does to it.
    """
    out: list[Step] = []
    current = token
    while current.head != current and len(out) < _DEPTH:
        above, preposition = current.head, ""
        while above.pos_ in ("ADP", "SCONJ") and above.head != above and current.dep_ in ("pobj", "pcomp"):
            preposition = f"{above.lower_} {preposition}".strip()
            above = above.head
        if parted(current, above) and not _has_that(current):
            break
        out.append(Step(current, current.dep_, preposition, above))
        current = above
    return out


def _has_that(clause: Token) -> bool:
    """A clause with "that" goes on across a semicolon."""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def signature(step: Step) -> Signature:
    """What the governor of a step does to the child."""
    if step.relation == "advcl":
        return _adverbial(step)
    found = _special(step) or _of_turned_down(step) or _listed(step) or _said_of(step)
    return found if found is not None else _unlisted(step)


def _adverbial(step: Step) -> Signature:
    if is_infinitive(step.child):
        return PASS if _is_outcome(step) else _PURPOSE
    return PASS


def _is_outcome(step: Step) -> bool:
    """ "fell to close at 90", "came home to find it empty": an infinitive that tells what came of it."""
    return step.child.lemma_ in _OUTCOMES and step.governor.lemma_ in _COURSES


def _of_turned_down(step: Step) -> Signature | None:
    """ "rejected a plan to merge": what a refused plan or demand was for is not to be."""
    noun, verb = step.governor, step.governor.head
    if step.complement not in ("to", "np") or noun.dep_ not in ("dobj", "nsubjpass"):
        return None
    turned = verb.lemma_ in _TURNED_DOWN or (verb.lemma_ == "turn" and any(c.lower_ == "down" for c in verb.children))
    listed = embedders().get((noun.lemma_.lower(), "noun", "to")) or embedders().get(
        (noun.lemma_.lower(), "noun", "any")
    )
    return _NOT_TO_BE if turned and listed is not None else None


def _special(step: Step) -> Signature | None:
    """ "without", "instead of", "due to", "ahead of", and verbs that are like auxiliaries."""
    above = step.governor
    if step.preposition in hedges("preposition"):
        return hedges("preposition")[step.preposition]
    if above.lower_ in ("instead", "rather") or (step.preposition == "than" and _follows(step, "rather")):
        return hedges("preposition")["instead of"]
    if above.lower_ == "due" and step.preposition == "to":
        return GIVEN
    if above.lower_ in ("short", "far") and step.preposition in ("of", "from"):
        return embedders()["short", "adj", "any"]
    if above.lower_ == "ahead" or (step.preposition in ("before", "until", "till", "pending")):
        return _FUTURE if above.lower_ == "ahead" else _EARLIER
    return _auxiliary_like(step) if step.relation == "xcomp" and step.complement == "to" else None


def _auxiliary_like(step: Step) -> Signature | None:
    """ "is to sign", "is going to sign", "used to sign", "has to sign", "was able to sign"."""
    above, child = step.governor, step.child
    if above.lemma_ == "be" or (above.lower_ == "going" and is_infinitive(child)):
        return _FUTURE
    if above.lemma_ == "use":
        return PASS if above.tag_ == "VBD" and not any(c.dep_ == "dobj" for c in above.children) else _PURPOSE
    if above.lemma_ == "have":
        return _DONE if is_past(above) else _OBLIGED
    if above.lemma_ == "able" and above.head.lemma_ == "be" and is_past(above.head):
        return _MANAGED
    return None


def _follows(step: Step, word: str) -> bool:
    return any(t.lower_ == word for t in step.child.doc[max(step.child.head.i - 1, 0) : step.child.head.i])


def _listed(step: Step) -> Signature | None:
    """The signature of the governor for this complement in the lexicon of embedding words."""
    kind, complement = _KINDS.get(step.governor.pos_), step.complement
    if kind is None or not complement or (step.preposition and step.preposition not in _OF_THE_ACT):
        return None
    if step.relation == "nsubj" and kind == "verb" and complement != "subject":
        return None
    lemma, table = step.governor.lemma_.lower(), embedders()
    if complement == "np" and lemma in _REBUTS:
        return _rebutted(lemma, step.child.lemma_.lower())
    particle = next((c.lower_ for c in step.governor.children if c.dep_ == "prt"), "")
    name = f"{lemma} {particle}".strip()
    if complement == "to" and lemma in _WISHES and step.child.lemma_ in _PERFORMATIVE:
        return PASS
    if complement in ("subject", "wh"):
        wanted: tuple[str, ...] = (complement,)
    else:
        wanted = (step.preposition, complement, "any")
    return next((table[name, kind, c] for c in wanted if (name, kind, c) in table), None)


def _rebutted(verb: str, noun: str) -> Signature:
    """ "denied the request" was asked, "dismissed the claim" is said not to be so, "denied the attack" likewise."""
    table = embedders()
    claimed = table.get((noun, "noun", "that")) or table.get((noun, "noun", "any"))
    if claimed is not None and claimed.sourced != claimed.certainty:
        return table["deny", "verb", "any"]
    return GIVEN if noun in _REFUSABLE else table.get((verb, "verb", "np")) or table["deny", "verb", "any"]


def _said_of(step: Step) -> Signature | None:
    """ "a truce is possible", "the report is false": what is said of the noun."""
    if step.relation not in ("nsubj", "csubj", "nsubjpass") or step.governor.lemma_ != "be":
        return None
    table = embedders()
    for child in step.governor.children:
        said = (child.lemma_.lower(), _KINDS.get(child.pos_, ""), "subject")
        more = any(c.dep_ == "xcomp" for c in child.children)  # "is likely to fail" is about failing
        if child.dep_ in ("acomp", "attr") and said in table and not more:
            return table[said]
    return None


def _unlisted(step: Step) -> Signature:
    complement = step.complement
    if complement == "to":
        return PASS if _is_outcome(step) else _PURPOSE
    if complement == "if":
        return _OPEN
    if complement == "wh":
        return GIVEN
    if complement == "that":
        return _TOLD if step.relation in ("ccomp", "acl", "pcomp") else PASS
    if complement in ("np", "subject"):
        return _participant(step)
    if step.relation == "csubj":
        return _ASIDE
    if step.relation in ("poss", "amod") or step.child.dep_ == "prep":
        return GIVEN
    return _compound(step) if step.relation in ("compound", "nmod") else PASS


def _participant(step: Step) -> Signature:
    """A noun in an act that does not bear on it: what is definite, or a ground of the act, is taken for granted."""
    if step.relation == "nsubj" and not is_indefinite(step.child):
        return GIVEN
    if is_definite(step.child) or set(step.preposition.split()) & _GROUNDS:
        return GIVEN
    return _ASIDE if step.relation in ("pobj", "nsubj") and step.governor.pos_ in ("VERB", "AUX") else PASS


def _compound(step: Step) -> Signature:
    """ "strike threat", "ceasefire plan": the noun above is about the one below."""
    table, lemma = embedders(), step.governor.lemma_.lower()
    found = table.get((lemma, "noun", "np")) or table.get((lemma, "noun", "any")) or table.get((lemma, "noun", "to"))
    return found or PASS


def is_indefinite(noun: Token) -> bool:
    """Whether a noun is told as new: "an attack", "any", "more talks"."""
    return any(c.lower_ in _NEW for c in noun.children)


def is_definite(noun: Token) -> bool:
    """Whether a noun is told as known: "the", "his", "this"."""
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in noun.children)
