"""States named in the words of an agreement: "the Iran deal", "a treaty between Fiji and Tonga"."""

from __future__ import annotations

import re
from functools import cache

from dragoman.actors.gazetteer import Gazetteer, packed
from dragoman.actors.rosters import countries
from dragoman.relations.agreements.naming import Named

_BETWEEN = re.compile(r"\s+(?P<how>with|between|among)\b")
# Up to where those behind such a word are its parties.
_END = re.compile(r"\b(?:that|which|who|to|on|for|in|over|about|under|at|after|before|by)\b|[;:()]")
_REGIONS = ("North", "South", "Latin", "Central", "Pan-", "African-", "Inter-")


@cache
def _states() -> Gazetteer:
    """Names of states as parties go by; not of their people, nor of offices."""
    return Gazetteer(packed((name, entry) for name, entry in countries() if entry.kind in _KINDS and not entry.end))


_KINDS = ("country", "adjective", "capital")


def all_named(name: Named) -> bool:
    """Whether the words give all parties: "the Fiji-Tonga pact", "a pact between" them; not "a pact with Tonga"."""
    start = _BETWEEN.match(name.complement)
    return start is None or start["how"] != "with"


def parties_named(name: Named) -> dict[str, str]:
    """The states that an agreement's name and what follows it name as its parties, by code.

    A city within the name is where it was signed ("the Minsk accords") and no party.
    """
    found = _states_in(name.words, ("country", "adjective"))
    if start := _BETWEEN.match(name.complement):
        rest = name.complement[start.end() :]
        end = _END.search(rest)
        found |= _states_in(rest[: end.start()] if end else rest, _KINDS)
    return found


def _states_in(text: str, kinds: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _states().find(text):
        states = {e.country: e.name for e in match.entries if e.kind in kinds and e.country}
        if len(states) == 1 and not text[: match.start].rstrip().endswith(_REGIONS):
            found |= states
    return found
