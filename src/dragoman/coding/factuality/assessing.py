"""Did it happen, and how sure is that: the reading of a word from the head of its sentence down to it."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Token

from dragoman.coding.factuality.clauses import has_modal_ahead, is_past, operators
from dragoman.coding.factuality.embedding import Step, is_definite, signature, steps_up
from dragoman.coding.factuality.lexicon import bidding
from dragoman.coding.factuality.listing import beside
from dragoman.coding.factuality.scale import PROBABLE, REAL, Assessment, Signature
from dragoman.coding.factuality.tense import is_timetabled, lasts
from dragoman.language import ParsedSentence, Predicate
from dragoman.language.clauses import is_finite, is_infinitive

_FACT = Assessment("occurred", "told as a fact")
_OWN_CLAUSE = frozenset({"relcl", "appos", "parataxis"})
_PARTICIPLES = {
    "acl": frozenset({"VBN", "VBG", "VBD"}),
    "amod": frozenset({"VBN", "VBG", "VBD", "JJ"}),
    "advcl": frozenset({"VBN"}),
    "prep": frozenset({"VBG", "VBN"}),
}
_HEADLINE = Signature("planned", PROBABLE, PROBABLE, -PROBABLE, "infinitive of a headline")
_ASKED = Signature("possible", 0.0, 0.0, 0.0, "asked")
_TOLD_TO = Signature("possible", 0.5, 0.5, -0.5, "an imperative")
_TIMETABLE = Signature("planned", 2.5, 2.5, -2.5, "a present with a date ahead")
_STILL_TO_COME = Signature("planned", 1.5, 1.5, -1.5, "in the time of what is planned")


def assess(predicate: Predicate, sentence: ParsedSentence) -> Assessment:
    """The status and certainty of what a predicate of a sentence names."""
    return assess_word(predicate.head, sentence.record.kind == "title")


def assess_word(token: Token, title: bool = False) -> Assessment:
    """The status and certainty of what a verb, noun or adjective of a parsed sentence names.

    Args:
        token: the word.
        title: whether its sentence is a headline.
    """
    while token.dep_ in ("aux", "auxpass", "prt") and token.head != token:
        token = token.head
    steps = steps_up(token)
    root = steps[-1].governor if steps else token
    told = reading = _of_item(root, title) or _of_sentence(root, title)
    for step in reversed(steps):
        inside = _through(reading, operators(step.governor))
        told, reading = _down(step, told, reading, inside)
    return _in_time(token, _through(reading, operators(token)), title)


def still_to_come(token: Token) -> bool:
    """Whether plain words put a deed ahead: "will attack", "may be attacked", "asked to leave", "agreed to leave"."""
    if has_modal_ahead(token):
        return True
    steps = steps_up(token)
    for step in steps:
        if step.relation != "conj":
            return (step.governor.lemma_, step.complement) in bidding() and not is_past(step.child)
    stem = beside(steps[-1].governor if steps else token)
    return stem is not None and still_to_come(stem)


def plainly_unreal(token: Token, reading: Assessment) -> bool:
    """Whether plain words, and not only the rules, say that a deed has not occurred.

    It lies ahead, it is an infinitive ("plotted to kill"), or it is a verb that is ruled out ("kept from leaving").
    """
    if reading.status in REAL:
        return False
    return still_to_come(token) or token.tag_ == "VB" or (token.pos_ == "VERB" and reading.status == "denied")


def _of_item(head: Token, title: bool) -> Assessment | None:
    """How an item of a list is meant, where what it stands beside has not happened."""
    stem = beside(head)
    found = assess_word(stem, title) if stem is not None else None
    return found if found is not None and found.status not in REAL else None


def _through(reading: Assessment, signatures: Iterable[Signature]) -> Assessment:
    for one in signatures:
        reading = one.under(reading)
    return reading


def _of_sentence(root: Token, title: bool) -> Assessment:
    """How the sentence as a whole is meant: told, asked, asked for, or a headline's future."""
    if root.pos_ not in ("VERB", "AUX"):
        return _FACT
    children = list(root.children)
    if is_infinitive(root) and title:
        return _HEADLINE.under(_FACT)
    subject = next((c for c in children if c.dep_ in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None and root.tag_ == "VB" and _opens(root, children):
        return _TOLD_TO.under(_FACT)
    if subject is not None and root.sent[-1].text == "?":
        first = next((c for c in children if c.dep_ in ("aux", "auxpass")), root)
        if first.i < subject.i and not any(c.tag_ in ("WRB", "WP", "WDT") for c in children):
            return _ASKED.under(_FACT)
    return _FACT


def _opens(root: Token, children: list[Token]) -> bool:
    """Whether a verb opens its sentence, but for signs, "do", "please" and "not"."""
    before = [c for c in children if c.i < root.i and not c.is_punct]
    return root.i - root.sent.start <= 4 and all(c.lower_ in ("please", "do", "not", "n't", "n’t") for c in before)


def _down(step: Step, told: Assessment, above: Assessment, inside: Assessment) -> tuple[Assessment, Assessment]:
    """One step down: the reading of plain telling there, and of the child.

    Args:
        step: the step.
        told: how anything told at the governor's place is meant: by the article, or by a source that it reports.
        above: the reading of what embeds the governor.
        inside: the reading of the governor itself.
    """
    if step.relation == "acl" and inside.status == "denied" and not is_definite(step.governor):
        return told, signature(step).under(inside)
    if step.relation in _OWN_CLAUSE or step.child.tag_ in _PARTICIPLES.get(step.relation, ()):
        return told, told
    if step.relation == "conj":
        return told, _coordinated(step, above, inside)
    if step.relation == "advcl" and is_finite(step.child):
        return told, _adverbial(step, told, inside)
    lent = signature(step)
    if lent.sourced != lent.certainty and lent.effect == "occurred" and inside.status in REAL:
        told = lent.under(inside)
    return told, lent.under(inside)


def _coordinated(step: Step, above: Assessment, inside: Assessment) -> Assessment:
    """ "will come and talk" shares its modal; "came and may talk" does not."""
    if step.child.pos_ in ("VERB", "AUX") and is_finite(step.child):
        return above
    return inside


def _adverbial(step: Step, told: Assessment, inside: Assessment) -> Assessment:
    """A finite adverbial clause tells its own act, but in the time of a main clause that is still to come."""
    if inside.status in REAL or is_past(step.child):
        return told
    return _STILL_TO_COME.under(told)


def _in_time(token: Token, found: Assessment, title: bool) -> Assessment:
    """What is told in the present may be still to come ("flies to Rome on Tuesday") or going on."""
    if found.status != "occurred":
        return found
    if not title and is_timetabled(token):
        return _TIMETABLE.under(found)
    reason = lasts(token)
    return Assessment("ongoing", reason, found.certainty, found.sourced) if reason else found
