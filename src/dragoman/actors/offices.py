"""Who holds an office of a state on a day: "the Turkish foreign minister" as a person."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from dragoman.actors.gazetteer import Entry, read_rows

_SAME = {
    "premier": "prime minister",
    "minister of foreign affairs": "foreign minister",
    "foreign secretary": "foreign minister",
    "defense minister": "defence minister",
    "minister of defense": "defence minister",
    "minister of defence": "defence minister",
    "interior minister": "interior minister",
    "defense secretary": "secretary of defense",
    "treasury secretary": "secretary of the treasury",
    "national security advisor": "national security adviser",
}


def office_name(phrase: str) -> str:
    """One name for an office that goes by several.

    >>> office_name("premier")
    'prime minister'
    """
    return _SAME.get(phrase, phrase)


@cache
def office_rows() -> dict[tuple[str, str], list[Entry]]:
    """Terms of office by country (ISO3) and office."""
    out: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for place, row in read_rows("people"):
        if row["country"] and row["office"]:
            entry = Entry(
                "person", row["name"], row["country"], row["sector"] or None, row["office"],
                row["entity_id"] or None, row["start"], row["end"], row=place,
            )  # fmt: skip
            out[row["country"], office_name(row["office"].lower())].append(entry)
    return out


def holder(country: str, office: str, day: str | None) -> Entry | None:
    """The person who held an office of a country on a day, if exactly one is known.

    Args:
        country: ISO3.
        office: as in a text, lower case ("foreign minister", "premier").
        day: ISO date; None gives None.
    """
    if not day:
        return None
    found = [e for e in office_rows().get((country, office_name(office)), []) if e.active(day)]
    people = {e.entity_id or e.name for e in found}
    return found[0] if len(people) == 1 else None
