"""Sides that the phrase of a deed's noun names outright: "Assad's attack", "US airstrikes", "protests from Democrats".

Where the typer points elsewhere, the phrase is right. Whom it had for the doer is then the one it was done to, if
nobody else is: "has faced protests from Democrats".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from dragoman.coding.participants import MUTUAL, Resolve, Sides, actors_at, is_among
from dragoman.language import Predicate
from dragoman.records import Actor

# Nouns whose owner does the deed and does not suffer it ("Assad's attack", but "Assad's murder").
_DONE_BY_OWNER = frozenset(
    """accusation airstrike aggression allegation appeal assault attack bombardment call complaint condemnation
    criticism demand denial denunciation embargo incursion invasion objection offensive protest raid rebuke refusal
    rejection request shelling strike threat ultimatum veto""".split()
)
_COMING_FROM = frozenset({"ACCUSE", "ASSAULT", "PROTEST", "REJECT", "REQUEST", "THREATEN"})
_ARMED = frozenset({"CRM", "PRM", "REB", "UAF"})
_AS_ADJECTIVES = frozenset({"US", "U.S.", "UK", "U.K.", "EU", "E.U.", "UN", "U.N.", "NATO"})
_OF_MANY = frozenset({"their", "our"})
_MEANS = frozenset("air drone missile rocket ground military naval artillery bomb cyber gas chemical trade".split())


def with_outright(event_type: str, predicate: Predicate, who: Sides, resolve: Resolve) -> Sides:
    """The sides, with those that the noun's own phrase names in their places."""
    if predicate.pos != "noun":
        return who
    turned = actors_at(predicate.near.get("recipient"), resolve)  # "drawing criticism"
    doers = next((found for found in _doers(event_type, predicate, resolve) if found), ())
    if event_type in MUTUAL and len(doers) == 2:
        return replace(who, actors=doers[:1], recipients=doers[1:], strong_actor=True, strong_recipient=True)
    struck = _struck(predicate, resolve) if event_type == "ASSAULT" and not doers else ()
    actors = doers or tuple(a for a in who.actors if not is_among(a, (*turned, *struck)))
    own = {a.country for a in doers} if event_type in MUTUAL else set()
    mistaken = [a for a in who.actors if a.country not in own]
    target = actors_at(predicate.slots.get("against"), resolve)
    others = target or struck or [a for a in who.recipients if not is_among(a, actors)] or mistaken
    recipients = tuple(a for a in others if not is_among(a, actors))
    strong_actor = bool(doers) or (bool(actors) and who.strong_actor)
    strong_recipient = bool(recipients) and (bool(target) or who.strong_recipient or who.strong_actor)
    return Sides(actors, recipients, strong_actor, strong_recipient)


def _doers(event_type: str, predicate: Predicate, resolve: Resolve) -> Iterator[tuple[Actor, ...]]:
    """Those whom the noun's phrase names for who does it, the surest first."""
    slots, owned = predicate.slots, predicate.head.lemma_.lower() in _DONE_BY_OWNER
    mods = slots.get("mod", []) if owned else []
    a_states = owned and event_type != "PROTEST"  # "Iranian protests" are not the state's
    yield actors_at(slots.get("by"), resolve)
    if a_states or event_type in ("AGREE", "CONSULT"):
        yield actors_at([t for t in slots.get("poss", []) if t.lower_ not in _OF_MANY], resolve)
    if a_states:
        yield actors_at([t for t in mods if _is_nation_of(t, predicate.head)], resolve)
    before = actors_at([t for t in mods if t.i == predicate.head.i - 1], resolve)
    yield tuple(a for a in before if a.sector in _ARMED)  # "a rebel attack", "Hamas strikes", but "an embassy attack"
    if event_type in _COMING_FROM:
        yield actors_at(slots.get("from"), resolve)


def _struck(predicate: Predicate, resolve: Resolve) -> tuple[Actor, ...]:
    """The state whose name, no adjective, stands before a deed: "the next Syria strike"."""
    named = [t for t in predicate.slots.get("mod", []) if t.pos_ == "PROPN" and t.i == predicate.head.i - 1]
    found = actors_at([t for t in named if t.text not in _AS_ADJECTIVES], resolve)
    return tuple(a for a in found if a.sector == "GOV" and a.name in {t.text for t in named})


def _is_nation_of(word: Token, deed: Token) -> bool:
    """Whether an adjective says whose deed it is: "Russian air strikes", but "a Turkish nightclub attack"."""
    between = word.doc[word.i + 1 : deed.i]
    near = all(t.pos_ in ("ADJ", "CCONJ", "PUNCT") or t.text in _AS_ADJECTIVES or t.lower_ in _MEANS for t in between)
    return near and (word.pos_ == "ADJ" or word.text in _AS_ADJECTIVES)
