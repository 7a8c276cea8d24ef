"""Offices by one name each: "premier" and "prime minister" are one."""

from __future__ import annotations

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
