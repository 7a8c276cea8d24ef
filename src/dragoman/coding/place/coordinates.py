"""Coordinates written out in a text: "48.85 N, 2.35 E", "40°42′N 74°0′W"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.records import Place

_MINUTES = r"(\d{1,2}(?:\.\d{1,4})?) ?['′’]"
_SECONDS = r"(\d{1,2}(?:\.\d{1,4})?) ?[\"″”]"
_ANGLE = rf"(\d{{1,3}}(?:\.\d{{1,8}})?)(?: ?[°º] ?(?:{_MINUTES} ?(?:{_SECONDS} ?)?)?)? ?"
_PAIR = re.compile(rf"(?<![\w.]){_ANGLE}([NS])[,;]? ?(?:and )?{_ANGLE}([EW])(?!\w)")
_SIXTY = 60.0


def coordinates(text: str) -> Iterator[tuple[int, int, Place]]:
    """Pairs of latitude and longitude with their offsets; what lies outside the globe is left out.

    >>> [(p.latitude, p.longitude) for *_, p in coordinates("It sank at 12°30′S 44°15′E.")]
    [(-12.5, 44.25)]
    """
    for match in _PAIR.finditer(text):
        latitude, longitude = _degrees(match.group(1, 2, 3), 90.0), _degrees(match.group(5, 6, 7), 180.0)
        if latitude is not None and longitude is not None:
            south, west = match[4] == "S", match[8] == "W"
            place = Place(
                match[0], latitude=-latitude if south else latitude, longitude=-longitude if west else longitude
            )
            yield match.start(), match.end(), place


def _degrees(parts: tuple[str | None, ...], most: float) -> float | None:
    """Degrees from degrees, minutes and seconds; None where these are none."""
    whole, minutes, seconds = (float(p) if p else 0.0 for p in parts)
    degrees = whole + minutes / _SIXTY + seconds / _SIXTY**2
    return round(degrees, 6) if degrees <= most and minutes < _SIXTY and seconds < _SIXTY else None
