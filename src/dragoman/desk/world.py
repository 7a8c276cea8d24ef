"""The outlines of the world's countries on a plane: the Equal Earth projection, in units of the map's picture."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from dragoman.datafiles import ROSTERS, read_csv, split_cell
from dragoman.errors import DataError

WIDTH, HEIGHT = 1000, 440
_DATA = files("dragoman.desk") / "data"
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # Šavrič, Patterson and Jenny 2018, "The Equal Earth map projection"
_M = math.sqrt(3) / 2
_EAST = 2.7066299836  # x of 180° on the equator
_NORTH = 1.31  # y above the northernmost land
_SCALE = WIDTH / (2 * _EAST)
Points = Sequence[tuple[float, float]]


def place(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place stands in the picture, from its upper left corner.

    >>> place(0, 0)
    (500.0, 242.0)
    """
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    slope = _A[0] + 3 * _A[1] * t2 + t6 * (7 * _A[2] + 9 * _A[3] * t2)
    x = math.radians(longitude) * math.cos(theta) / (_M * slope)
    y = theta * (_A[0] + _A[1] * t2 + t6 * (_A[2] + _A[3] * t2))
    return round((x + _EAST) * _SCALE, 1), round((_NORTH - y) * _SCALE, 1)


@dataclass(frozen=True, slots=True)
class Outline:
    """A country, or an area without a code: its rings on the picture."""

    country: str
    area: str
    rings: Sequence[Points]

    @property
    def path(self) -> str:
        """The rings as the data of an SVG path."""
        return "".join(path_of(ring) for ring in self.rings)


@dataclass(frozen=True, slots=True)
class Disputed:
    """An area that several parties claim, or that few recognise."""

    name: str
    parties: Sequence[str]
    rings: Sequence[Points]

    @property
    def path(self) -> str:
        """The rings as the data of an SVG path."""
        return "".join(path_of(ring) for ring in self.rings)


def path_of(ring: Points) -> str:
    """A ring as a part of an SVG path, in steps from point to point, which are shorter to write.

    >>> path_of([(1.0, 1.0), (3.5, 1.0), (3.5, 2.0)])
    'M1 1l2.5 0l0 1z'
    """
    steps = [(round(x - a, 1), round(y - b, 1)) for (a, b), (x, y) in pairwise(ring)]
    return f"M{ring[0][0]:g} {ring[0][1]:g}" + "".join(f"l{x:g} {y:g}" for x, y in steps if x or y) + "z"


@cache
def outlines() -> Sequence[Outline]:
    """The countries.

    Raises:
        DataError: the file breaks its format.
    """
    rings: dict[tuple[str, str], list[Points]] = {}
    for line, row in read_csv(_DATA / "outlines.csv"):
        rings.setdefault((row["country"], row["area"]), []).append(_ring("outlines.csv", line, row["points"]))
    return tuple(Outline(*key, found) for key, found in rings.items())


@cache
def disputed() -> Sequence[Disputed]:
    """The disputed areas.

    Raises:
        DataError: the file breaks its format, or names an outline that is not there.
    """
    return tuple(_disputed())


def _disputed() -> Iterator[Disputed]:
    known = {outline.country or outline.area: outline.rings for outline in outlines()}
    for line, row in read_csv(_DATA / "disputed.csv"):
        if row["outline"] and row["outline"] not in known:
            raise DataError(f"disputed.csv:{line}: outline {row['outline']!r} is not in outlines.csv")
        rings = known[row["outline"]] if row["outline"] else [_ring("disputed.csv", line, row["points"])]
        yield Disputed(row["name"], split_cell(row["parties"]), rings)


def _ring(file: str, line: int, cell: str) -> Points:
    try:
        numbers = [float(n) for n in cell.split()]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    except ValueError as error:
        raise DataError(f"{file}:{line}: points: longitude and latitude in turn are wanted") from error
    if len(pairs) < 3:
        raise DataError(f"{file}:{line}: points: three or more are wanted")
    return [place(*pair) for pair in pairs]


@cache
def graticule(step: int = 30) -> str:
    """Meridians and parallels as the data of an SVG path."""
    lines = [[place(lon, lat) for lat in range(-56, 85, 4)] for lon in range(-180, 181, step)]
    lines += [[place(lon, lat) for lon in range(-180, 181, 6)] for lat in range(-30, 61, step)]
    return "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in line) for line in lines)


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Where the middle of each country of today stands, by code: for those that are too small for an outline."""
    found: dict[str, tuple[float, float]] = {}
    for _, row in read_csv(ROSTERS / "countries.csv"):
        if row["latitude"] and row["iso3"] not in found and float(row["latitude"]) > -60:
            found[row["iso3"]] = place(float(row["longitude"]), float(row["latitude"]))
    return found
