"""An entry: a row of a roster as a name leads to it, and how entries stand on a given day."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

_KINDS_OF_STATE = frozenset({"country", "capital", "seat", "group"})
IN_GOVERNMENT, IN_ARMS, OPPOSITION = "party in government", "party in arms", "party in opposition"
WHERE_NAMED = 5  # the rank of names that only hold where the text is about their country
OF_PERIODS = frozenset({IN_GOVERNMENT, IN_ARMS, OPPOSITION})
_SAME_LENGTH = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " ", "‑": "-"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a roster as a name leads to it.

    ``kind``: country, adjective, people, capital, seat, person, organisation or group. ``rank`` orders
    entries that share a name (lower wins); ``row`` names file and line for ``explain``.
    """

    kind: str
    name: str
    country: str | None
    sector: str | None
    office: str | None = None
    entity_id: str | None = None
    start: str = ""
    end: str = ""
    short: bool = False
    members: tuple[str, ...] = ()
    org_kind: str = ""
    rank: int = 5
    row: str = ""

    def active(self, day: str | None) -> bool:
        """Whether the row holds on an ISO day (always, where the day is unknown)."""
        if not day:
            return True
        return (not self.start or self.start[: len(day)] <= day) and (not self.end or day <= _last(self.end))


def _last(date: str) -> str:
    return date + {4: "-12-31", 7: "-31"}.get(len(date), "")


def fold(text: str) -> str:
    """The text without diacritics and typographic marks; its length never changes.

    >>> fold("Erdoğan’s")
    "Erdogan's"
    """
    if text.isascii():
        return text
    return "".join(_fold_char(c) for c in text.translate(_SAME_LENGTH))


@cache
def _fold_char(char: str) -> str:
    special = {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "ß": "s", "þ": "t"}
    if char in special:
        return special[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isalnum() or base == char else char


def on_day(entries: Iterable[Entry], day: str | None) -> list[Entry]:
    """Entries as they stand on a day: persons in the office they hold, former office holders as ELI.

    Other entries that do not hold on the day are dropped, unless nothing would be left.
    """
    rows = list(entries)
    persons: dict[str, list[Entry]] = defaultdict(list)
    rest = [e for e in rows if e.kind != "person"]
    if not day:
        rest = [e for e in rest if e.office not in OF_PERIODS]
    for entry in rows:
        if entry.kind == "person":
            persons[entry.entity_id or entry.name].append(entry)
    out = [e for e in rest if e.active(day)] or rest
    dated = {e.entity_id for e in out if e.office in OF_PERIODS}
    out = [e for e in out if e.office in OF_PERIODS or e.entity_id not in dated]
    return out + [_person_on(terms, day) for terms in persons.values()]


LEADERS = ("president", "prime minister", "chancellor", "king", "supreme leader", "premier", "queen", "leader")


def _weight(entry: Entry) -> tuple[bool, bool, str]:
    return ((entry.office or "") in LEADERS, entry.sector in ("GOV", "IGO"), entry.start)


def _person_on(terms: list[Entry], day: str | None) -> Entry:
    if not day:
        return max(terms, key=_weight)
    current = [e for e in terms if e.active(day)]
    if current:
        best = max(current, key=_weight)
        return replace(best, rank=min(best.rank, 1))
    past = [e for e in terms if e.end and _last(e.end) < day]
    if past:
        last = max(past, key=lambda e: e.end)
        sector = "ELI" if last.sector in ("GOV", "LEG", "JUD", "MIL", "IGO", "COP", "SPY") else last.sector
        office = f"former {last.office}" if last.office else None
        return replace(last, sector=sector, office=office, rank=4)
    return replace(
        min(terms, key=lambda e: e.start), sector="PTY" if terms[0].sector == "GOV" else terms[0].sector, rank=6
    )


def is_state(entry: Entry) -> bool:
    """Whether the entry stands for a state's government by itself."""
    return entry.kind in _KINDS_OF_STATE
