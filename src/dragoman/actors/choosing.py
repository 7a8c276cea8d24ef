"""Which of several entries a name stands for in an article."""

from __future__ import annotations

from dataclasses import replace

from dragoman.actors.context import CountryContext
from dragoman.actors.entries import WHERE_NAMED, Entry

_COMMON_SEAT = 3  # states with a seat of one name, from which on others have it too
_COMMON_SURNAME = 4  # persons of the rosters with one surname, from which on it may be any legislator's or judge's
_COMMONEST_SURNAME = 20  # and that of Kim and Lee
# Offices whose holders the news names by surname alone from the first sentence on.
_PROMINENT = frozenset(
    "president|prime minister|supreme leader|chancellor|king|pope|secretary of state|foreign minister|premier|"
    "vice president|secretary-general|leader".split("|")
)


def is_prominent(entry: Entry) -> bool:
    """Whether a person holds or held an office whose holders the news names by surname alone."""
    return (entry.office or "").removeprefix("former ") in _PROMINENT


def choose(entries: list[Entry], full: set[str], context: CountryContext, day: str | None) -> Entry | None:
    """The entry that a name stands for, if it is sure enough.

    Args:
        entries: those of the name, on the article's day.
        full: entities or names of the persons whom the article names in full.
        context: the article's countries.
        day: its ISO date.
    """
    persons = [e for e in entries if e.kind == "person"]
    others = [e for e in entries if e.kind != "person"]
    named = [e for e in persons if (e.entity_id or e.name) in full]
    if named and all(e.short for e in persons):
        persons = named
    elif others:
        first = min(others, key=lambda e: _other_order(e, context))
        if first.rank < WHERE_NAMED or context.weight(first.country or ""):
            return _of_many_states(first, others, context)
    if len(persons) >= _COMMON_SURNAME and persons is not named:
        persons = [e for e in persons if not e.short or _is_at_hand(e, len(persons), context)]
    if not persons:
        return None

    def order(entry: Entry) -> tuple[int, float, int, str]:
        led = (entry.office or "").removeprefix("former ")
        lead = 0 if led in ("president", "prime minister", "supreme leader", "chancellor") else 1
        return entry.rank, -min(context.weight(entry.country or ""), 3.0), lead, entry.name

    best = min(persons, key=order)
    known = not best.short or (best.entity_id or best.name) in full
    prominent = (best.rank <= 1 or not day) and (best.office or "") in _PROMINENT
    at_home = (best.rank <= 4 or not day) and context.weight(best.country or "") > 0
    famous = len(persons) == 1 and is_prominent(best) and best.rank <= 4
    return best if known or prominent or at_home or famous else None


def _is_at_hand(entry: Entry, bearers: int, context: CountryContext) -> bool:
    """Whether a common surname alone may be somebody's: "Mr. Lee" is neither a congressman nor Singapore's premier."""
    if not is_prominent(entry):
        return entry.sector not in ("LEG", "JUD")
    kim = (entry.office or "").endswith("supreme leader")
    return bearers < _COMMONEST_SURNAME or kim or context.weight(entry.country or "") > 0


def _of_many_states(first: Entry, entries: list[Entry], context: CountryContext) -> Entry:
    """ "The Senate" in an article that names none of the states whose senate is known: its main country's."""
    main = context.main
    if first.kind != "seat" or not main or context.weight(first.country or ""):
        return first
    states = {e.country for e in entries if e.kind == "seat"}
    return first if len(states) < _COMMON_SEAT else replace(first, country=main, entity_id=None)


def _other_order(entry: Entry, context: CountryContext) -> tuple[bool, int, float]:
    weight = context.weight(entry.country or "")
    return bool(entry.country) and not weight, entry.rank, -weight
