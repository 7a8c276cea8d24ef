"""Doers that an act implies where the text leaves them out: "Four men were arrested" tells of police."""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors import ArticleActors
from dragoman.actors.reference import adjectives
from dragoman.coding.frame_index import FrameMatch
from dragoman.coding.participants import Sides
from dragoman.language import ParsedSentence
from dragoman.records import Actor

_IMPLIED = {
    ("COERCE", "arrest"): ("police", "COP"),
    ("COERCE", "deport"): ("authorities", "GOV"),
    ("COERCE", "curfew"): ("authorities", "GOV"),
    ("COERCE", "martial-law"): ("authorities", "GOV"),
    ("SANCTION", "convict"): ("court", "JUD"),
    ("ACCUSE", "investigate"): ("prosecutors", "JUD"),
    ("RETREAT", "release"): ("authorities", "GOV"),
    ("ASSAULT", "crowd-control"): ("police", "COP"),
}
_CHARGED = frozenset({"charge", "indict", "accuse", "arraign", "book"})
_DOERS = ("subj", "by")


def with_implied(match: FrameMatch, who: Sides, sentence: ParsedSentence, people: ArticleActors) -> Sides:
    """The sides, with the implied doer where none is named or described; unchanged for acts that imply nobody."""
    frame, predicate = match.frame, match.predicate
    role = _IMPLIED.get((frame.event_type, frame.mode or ""))
    if frame.event_type == "ACCUSE" and predicate.lemma in _CHARGED:
        role = _IMPLIED["ACCUSE", "investigate"]
    if who.actors or role is None or any(predicate.fill(slot) for slot in _DOERS):
        return who
    country, reason = people.context.near(sentence.record.index)
    noun, sector = role
    name = f"{adjectives().get(country, country)} {noun}" if country else noun
    why = f"{noun} implied by {predicate.head.text!r}; country: {reason if country else 'not told'}"
    return replace(who, actors=(Actor(name, country, sector, (sector,), why=why),), strong_actor=True)
