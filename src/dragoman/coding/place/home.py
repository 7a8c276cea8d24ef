"""Which country a source is at home in, as far as its address tells."""

from __future__ import annotations

import re
from functools import cache

from dragoman.actors.rosters import read_rows

_HOST = re.compile(r"^(?:[a-z]+://)?([\w.-]+)", re.I)
# Endings of small states that the world uses for other things.
_WORLDWIDE = frozenset("tv co io me ai fm cc ws to ly gg sh nu la vc tk ml ga cf gq ac so st im am eu".split())


@cache
def _endings() -> dict[str, str]:
    rows = [row for _, row in read_rows("countries") if row["iso2"] and not row["valid_to"]]
    return {row["iso2"].lower(): row["iso3"] for row in rows} | {"uk": "GBR"}


def home_of(*addresses: str | None) -> str | None:
    """The country (ISO3) in whose domain the first telling address lies; None where none tells.

    >>> home_of("https://news.example.co.uk/a"), home_of("example.com"), home_of(None, "example.ie")
    ('GBR', None, 'IRL')
    """
    for address in addresses:
        match = _HOST.match(address or "")
        ending = match[1].rsplit(".", 1)[-1].lower() if match and "." in match[1] else ""
        if ending in _endings() and ending not in _WORLDWIDE:
            return _endings()[ending]
    return None
