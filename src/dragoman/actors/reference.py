"""A reference: what a noun phrase stands for; and how a role with an owner becomes an actor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from dragoman.actors.entries import Entry
from dragoman.actors.roles import Role, spelt
from dragoman.actors.rosters import country_names, read_rows
from dragoman.datafiles import split_cell
from dragoman.records import Actor

_INHERITS = frozenset({"GOV", "CVL", "BUS", None})
GOVERNMENTS = frozenset({"government", "administration", "regime", "cabinet"})
# who is called former once he has left a government or a secret service
_SERVING = frozenset("adviser advisor ambassador bureaucrat diplomat envoy negotiator official spy spymaster".split())
_OF_STATES = frozenset({"country", "adjective", "capital"})
_ARMED = frozenset({"REB", "PRM", "CRM"})
_FORCES = frozenset({"force", "forces"})


@dataclass(frozen=True, slots=True)
class Reference:
    """What a noun phrase refers to: one actor or several, how it was named, and whether that is weak."""

    actors: tuple[Actor, ...]
    kind: str  # person, state, organisation, agent, pronoun, people
    weak: bool = False
    plural: bool = False


@cache
def adjectives() -> dict[str, str]:
    """ISO3 codes to the adjective used for the country ("EGY": "Egyptian")."""
    out: dict[str, str] = {}
    for _, row in read_rows("countries"):
        words = split_cell(row["adjectives"])
        if words and (row["iso3"] not in out or not row["valid_to"]):
            out[row["iso3"]] = words[0]
    return out


def each_member(entry: Entry) -> list[Entry]:
    """The states of a group of states, each as an entry; any other entry alone."""
    if not entry.members:
        return [entry]
    names = country_names()
    return [Entry("country", names.get(m, m), m, "GOV", row=f"{entry.name}, {entry.row}") for m in entry.members]


def known_again(known: Reference, span: tuple[str, int, int], why: str) -> Reference:
    """A reference named before, named again by other words.

    Args:
        known: the reference.
        span: the words and their offsets in the article's text.
        why: the reason that they mean the same.
    """
    text, start, end = span
    return replace(known, actors=(replace(known.actors[0], text=text, start=start, end=end, why=why),))


Holder = Callable[[str, str], Entry | None]


def owned_actor(role: Role, entry: Entry, former: bool, span: tuple[str, int, int], holder: Holder) -> Actor:
    """The actor that a role and its owner make: "Turkish" + "foreign minister".

    Args:
        role: the role.
        entry: whose it is (country, organisation, person, seat).
        former: whether the role is said to be past.
        span: its words and their offsets in the article's text.
        holder: who holds an office of a country (ISO3) on the article's day.
    """
    why = f"{role.phrase!r} ({role.row}) of {entry.name} ({entry.row})"
    office = role.phrase if role.office else None
    by_country = entry.kind in _OF_STATES
    if entry.country and office and not former and by_country:
        person = holder(entry.country, office)
        if person is not None:
            held = (person.sector or "GOV",)
            reason = f"{why}: {person.row} on the day"
            return Actor(person.name, entry.country, person.sector, held, office, person.entity_id, *span, reason)
    sector = _owned_sector(role, entry, former)
    if by_country and sector == "IGO":  # "Sri Lanka's high commissioner"
        sector = "GOV"
    if former and (office or served(role)):
        sector, office = "ELI", office and f"former {office}"
    label = entry.name
    if by_country or entry.kind == "people":
        label = adjectives().get(entry.country or "", entry.name)
    sectors = (sector,) if sector else ()
    if entry.kind == "organisation" and entry.sector == "IGO":  # "NATO troops": the alliance's
        sectors = tuple(dict.fromkeys(("IGO", *sectors)))
        sector = "IGO"
    initials = "".join(word[0] for word in label.split() if word[0].isupper()).lower()
    name = f"{label} {spelt(role.phrase.removeprefix(f'{initials} '))}"  # "CIA director" is the agency's director
    return Actor(name, entry.country, sector, sectors, office, None, *span, why)


def served(role: Role) -> bool:
    """Whether holders of a role that is no office of its own have served a state: officials, spies."""
    return role.phrase.split()[-1].removesuffix("s") in _SERVING


def _owned_sector(role: Role, entry: Entry, former: bool) -> str | None:
    """A spokesman has the sector of whom he speaks for; an administration is government whoever it is named after."""
    if role.phrase in GOVERNMENTS or (entry.kind == "person" and role.sector in (None, "GOV")):
        return "GOV"
    if entry.kind in ("people", *_OF_STATES) and role.phrase in _FORCES:
        return "MIL"
    if role.sector == "UAF" and entry.kind == "organisation" and entry.sector in _ARMED:  # "Hamas gunmen"
        return entry.sector
    if entry.org_kind == "religious" and role.sector == "CVL":  # "Muslim women"
        return "CVL"
    inherits = role.scope == "inherit" or entry.kind in ("organisation", "seat", "person")
    if role.sector in _INHERITS and inherits:
        return entry.sector if entry.sector != "ELI" or former else "GOV"
    return role.sector
