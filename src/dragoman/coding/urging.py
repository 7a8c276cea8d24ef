"""Requests made by saying what somebody is to do: "Turkey must withdraw its troops, Lavrov said"."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors import ArticleActors
from dragoman.codebook import Frame
from dragoman.coding.attribution import Voices
from dragoman.coding.participants import OF_THE_STATE, Sides
from dragoman.language import ParsedSentence
from dragoman.language.clauses import is_infinitive
from dragoman.records import Actor

_DUTY = frozenset({"must", "ought", "should"})
_TOLD = frozenset({"ROOT", "acl", "ccomp", "conj", "parataxis"})  # not "the price he should pay"
URGING = Frame("urging", ("must", "should", "need to"), "verb", (), "REQUEST", None, (), (), None, "actor", 2)


def urged(verb: Token, sentence: ParsedSentence, people: ArticleActors, voices: Voices) -> Sides | None:
    """Who says that somebody else must do what ``verb`` tells, and who that is; None where nobody says so."""
    found = [r for noun in _bound(verb) if (r := people.at(sentence, noun)) is not None and r.kind != "place"]
    links = voices.chain(verb, sentence) if found else ()
    if not links:
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
    duty = next((a for a in auxiliaries if a.lower_ in _DUTY), None)
    if verb.dep_ not in _TOLD or (duty is None and not _needs(verb)):
        return []
    subjects = [c for c in verb.children if c.dep_ == "nsubj"]
    done = any(a.lemma_ == "have" for a in auxiliaries)  # "should have withdrawn"
    supposed = verb.lemma_ == "be" and duty is not None and duty.lower_ != "must"  # "should be there by Sunday"
    turned = duty is not None and any(s.i > duty.i for s in subjects)  # "should Iran answer"
    conditional = any(c.dep_ == "mark" and c.lower_ in ("if", "whether", "unless") for c in verb.children)
    return [] if done or supposed or turned or conditional else [n for s in subjects for n in (s, *s.conjuncts)]


def _needs(verb: Token) -> bool:
    """ "needs to answer", "will have to testify"; what somebody had to do is told, not asked."""
    if verb.tag_ == "VBD" or any(c.dep_ == "neg" for c in verb.children):
        return False
    deed = asked_for(verb)
    return deed is not verb and not any(c.dep_ == "auxpass" for c in deed.children)


def _own(actor: Actor, speaker: Actor) -> bool:
    """Whether a speaker speaks of himself, or of the state that he speaks for."""
    if (actor.entity_id or actor.name, actor.country) == (speaker.entity_id or speaker.name, speaker.country):
        return True
    return actor.sector == "GOV" and speaker.sector in OF_THE_STATE and actor.country == speaker.country
