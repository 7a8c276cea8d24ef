"""Requests made by saying what somebody is to do: "Turkey must withdraw its troops, Lavrov said".

The codebook has frames for "said that Turkey must withdraw"; where the typer agrees with them, the cue's word tells the
event, and this request is a part of it.
"""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors import ArticleActors
from dragoman.codebook import Frame
from dragoman.coding.attribution import Voices
from dragoman.coding.participants import OF_THE_STATE, Sides
from dragoman.language import ParsedSentence
from dragoman.language.clauses import duty_of, is_infinitive
from dragoman.records import Actor

_TOLD = frozenset({"ROOT", "acl", "ccomp", "conj", "parataxis"})  # not "the price he should pay"
_ASKING = frozenset({"if", "unless", "whether", "why", "how", "when", "where"})
_GETTING = frozenset({"get", "obtain", "receive", "win"})  # of whom others are asked to give
_WILL = frozenset({"will", "'ll", "’ll", "do", "does"})
URGING = Frame("urging", ("must", "should", "need to"), "verb", (), "REQUEST", None, (), (), None, "actor", 2)


def urged(verb: Token, sentence: ParsedSentence, people: ArticleActors, voices: Voices) -> Sides | None:
    """Who says that somebody else must do what ``verb`` tells, and who that is; None where nobody says so."""
    found = [r for noun in _bound(verb) if (r := people.at(sentence, noun)) is not None and r.kind != "place"]
    links = voices.chain(verb, sentence) if found else ()
    if not links or any(c.dep_ == "neg" for c in verb.head.children if verb.dep_ == "ccomp"):
        return None
    speakers = tuple(link.source for link in links if link.cue_start == links[-1].cue_start)
    asked = tuple(a for r in found for a in r.actors if not any(_own(a, s) for s in speakers))
    if not asked or any(s.sector in (None, "JRN") for s in speakers):
        return None
    return Sides(speakers, asked, True, any(not r.weak for r in found))


def asked_for(verb: Token) -> Token:
    """The verb of what is to be done: of "needs to answer" the answering."""
    infinitives = (c for c in verb.children if c.dep_ == "xcomp" and is_infinitive(c))
    return next(infinitives, verb) if verb.lemma_ in ("need", "have") else verb


def _bound(verb: Token) -> list[Token]:
    """The subjects that a verb says are to do something: "Turkey must withdraw", "Iran needs to answer"."""
    auxiliaries = [c for c in verb.children if c.dep_ == "aux"]
    duty = duty_of(verb)
    if verb.dep_ not in _TOLD or (duty is None and not _needs(verb)):
        return []
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    guessed = any(a.lemma_ in ("have", "be") for a in auxiliaries)  # "must be hiding", "should have withdrawn"
    supposed = verb.lemma_ == "be" and duty is not None and duty.lower_ != "must"  # "should be there by Sunday"
    turned = duty is not None and any(s.i > duty.i for s in subjects)  # "should Iran answer"
    asked = any(c.lower_ in _ASKING for c in verb.children) or verb.lemma_ in _GETTING
    return [] if guessed or supposed or turned or asked else [n for s in subjects for n in (s, *s.conjuncts)]


def _needs(verb: Token) -> bool:
    """ "needs to answer", "will have to testify"; what somebody had to do is told, not asked."""
    if verb.tag_ == "VBD" or any(c.dep_ == "neg" for c in verb.children):
        return False
    if any(c.dep_ == "aux" and c.lower_ not in _WILL for c in verb.children):  # "may have to leave the euro"
        return False
    deed = asked_for(verb)
    return deed is not verb and not any(c.dep_ == "auxpass" for c in deed.children)


def _own(actor: Actor, speaker: Actor) -> bool:
    """Whether a speaker speaks of himself, or of the state that he speaks for."""
    if (actor.entity_id or actor.name, actor.country) == (speaker.entity_id or speaker.name, speaker.country):
        return True
    return actor.sector == "GOV" and speaker.sector in OF_THE_STATE and actor.country == speaker.country
