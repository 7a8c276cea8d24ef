"""What a title says of a person: "Iraqi President Saddam Hussein", "ousted President Akayev"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dragoman.actors.entries import LEADERS, Entry, on_day
from dragoman.actors.offices import office_name
from dragoman.actors.roles import Role, roles

FORMER = frozenset(
    "former ex ousted deposed late then onetime ex- previous retired toppled fallen dismissed sacked overthrown".split()
)
_UNDATED = 5  # the rank of a person's row where the article has no day
_RANKS = frozenset({"general", "gen.", "colonel", "col.", "admiral", "marshal", "field marshal", "lieutenant general"})


def plain(role: Role, former: bool) -> tuple[Role, bool]:
    """The title without the word that says it is past: of "former president" the president, and that it is past."""
    first, _, rest = role.phrase.replace("-", " ", 1).partition(" ")
    if first in FORMER and rest in roles():
        return roles()[rest], True
    return role, former


def titled(terms: list[Entry], chosen: Entry, role: Role, former: bool) -> Entry:
    """A person's roster row as the title before the name has it.

    Args:
        terms: the rows of that person.
        chosen: the row for the article's day (rank 1: a term that holds on it).
        role: the title.
        former: whether the title is said to be past.
    """
    office = office_name(role.phrase)
    if former and role.office:
        return replace(
            chosen, sector="ELI" if role.sector in ("GOV", None) else chosen.sector, office=f"former {office}"
        )
    if role.sector == "ELI":
        return replace(chosen, sector="ELI")
    if chosen.rank <= 1 or not role.sector or (role.sector == "REL" and not role.office):  # "Sheikh Hamad" is an emir
        return chosen
    if chosen.rank == _UNDATED and role.sector == "MIL" and chosen.office in LEADERS:
        return chosen  # "General Avril", who was Haiti's president
    held = [t for t in terms if t.office and office_name(t.office.lower()) == office]
    if held:
        return replace(held[-1], rank=chosen.rank)
    return replace(chosen, sector=role.sector, office=role.phrase if role.office else chosen.office)


def of_title(
    entries: list[Entry], role: Role, former: bool, day: str | None, weight: Callable[[str], float]
) -> Entry | None:
    """Of several persons with one name, the one whom the title means: "General Sharif", "Governor Bush".

    Args:
        entries: the rows of all persons with that name.
        role: the title before it.
        former: whether the title is said to be past.
        day: the article's ISO date.
        weight: how strongly the article names a country (ISO3).
    """
    office = office_name(role.phrase)
    held = [e for e in entries if e.office and office_name(e.office.lower()) == office]
    if former:
        held = [e for e in held if not day or (e.end and e.end < day)]
        return max(held, key=lambda e: (weight(e.country or "") > 0, e.end), default=None)
    people = on_day(entries, day)
    now = [p for p in people if p.rank <= 1 and p.office and office_name(p.office.lower()) == office]
    if role.phrase in _RANKS:
        now += [p for p in people if p.rank <= 1 and p.sector == "MIL" and p not in now]
    if not now and role.sector == "GOV":  # "President Krenz", who was the council's chairman
        now = [p for p in people if p.rank <= 1 and p.sector in ("GOV", "MIL")]
    now = [p for p in now if weight(p.country or "") > 0] or now
    return now[0] if len({p.entity_id for p in now}) == 1 else None
