"""Whose a role is, where its noun says otherwise than the name before it: allies, and people who live elsewhere."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors.entries import Entry
from dragoman.actors.reference import adjectives
from dragoman.actors.roles import Role

# who is named by what he is to a state is not of that state: "its allies", "a US adversary"
RELATED = frozenset(
    "adversaries adversary allies ally enemies enemy foe foes neighbor neighbors neighbour neighbours partner partners "
    "rival rivals".split()
)
_RESIDENTS = frozenset({"population", "community", "inhabitants", "residents"})
_STATES = frozenset({"country", "capital"})  # "South Korean allies" are South Korea's


def as_meant(role: Role, token: Token, owners: list[Entry], scene: str | None) -> list[Entry]:
    """The owners of a role, without states whose allies are meant; of a population, those where it lives.

    Args:
        role: the role.
        token: the head of its phrase.
        owners: whose it is by the names before it.
        scene: where its sentence is set (ISO3).
    """
    if role.phrase in RELATED and all(o.kind in _STATES for o in owners):
        return []
    lives = role.phrase in _RESIDENTS and any(c.lower_ == "of" for c in token.rights)  # "of the province"
    return [_living(o, scene) if lives and scene else o for o in owners]


def _living(owner: Entry, scene: str) -> Entry:
    """ "The Albanian population" of a province of Montenegro: of that state."""
    if owner.kind != "adjective" or scene == owner.country:
        return owner
    name = adjectives().get(owner.country or "", owner.name)
    return replace(owner, kind="organisation", name=name, country=scene, sector="CVL", entity_id=None)
