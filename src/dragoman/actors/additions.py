"""A user's own actors: a CSV or TOML file that adds, overrides or retires rows of the rosters.

CSV: one row an actor and term, with the columns below (only ``name`` must be there); TOML: the same keys in
``[[actor]]`` tables.
A name that the file gives means what the file says: bundled rows of that name no longer answer to it.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.actors.entries import Entry, fold
from dragoman.actors.gazetteer import Gazetteer, load_gazetteer, packed
from dragoman.actors.rosters import country_names
from dragoman.codebook import load_codebook
from dragoman.datafiles import OWN_ACTORS, read_csv, split_cell
from dragoman.errors import DataError, InputError

Row = dict[str, str]
COLUMNS = (
    "action", "kind", "entity_id", "name", "aliases", "short", "country", "sector", "office", "start", "end", "note",
)  # fmt: skip
ACTIONS = ("add", "override", "retire")
KINDS = ("person", "organisation")
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: where (file and line), which field, why, and what to do."""

    place: str
    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.field}: {self.message}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Additions:
    """What a user's files say: names with their entries, and the bundled entities and names that no longer hold."""

    pairs: tuple[tuple[str, Entry], ...] = ()
    gone: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


def read_rows_of(path: Path) -> list[tuple[str, Row]]:
    """The rows of a file, each with its place.

    Raises:
        InputError: no such file, or not valid TOML.
        DataError: the file is not UTF-8, or a row has more fields than the header.
    """
    if not path.is_file():
        raise InputError(f"{path}: no such file; give a CSV or TOML file of actors")
    if path.suffix.lower() != ".toml":
        return [(f"{path.name}:{line}", row) for line, row in read_csv(path)]
    try:
        held = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise InputError(f"{path}: not valid TOML in UTF-8: {e}") from e
    rows = held.get("actor", [])
    if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
        raise InputError(f"{path}: no [[actor]] tables; write one for each actor")
    return [(f"{path.name}: actor {n}", {k: _cell(v) for k, v in row.items()}) for n, row in enumerate(rows, 1)]


def _cell(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value)


def faults(rows: Sequence[tuple[str, Row]], known: Gazetteer | None = None) -> Iterator[Fault]:
    """Everything that is wrong with the rows of a file.

    Args:
        rows: as ``read_rows_of`` gives them.
        known: the bundled rosters, to check what is overridden or retired; loaded by default.
    """
    known = known or load_gazetteer()
    owners: dict[tuple[str, str], tuple[str, str]] = {}
    for place, row in rows:
        yield from _faults_of(place, row, known)
        entity = _entity(row)
        if row.get("action") == "retire":
            continue
        for name in _names(row):
            owner, first = owners.setdefault((fold(name), row.get("country", "")), (entity, place))
            if owner != entity:
                yield Fault(place, "name", f"{name!r} stands for another actor in {first}", "keep it in one of the two")


def _faults_of(place: str, row: Row, known: Gazetteer) -> Iterator[Fault]:
    for column in sorted(set(row) - set(COLUMNS)):
        yield Fault(place, column, "no such column", f"there are {', '.join(COLUMNS)}")
    name, action, kind = row.get("name", ""), row.get("action") or "add", row.get("kind") or "person"
    if not name or not fold(name)[0].isalnum():
        yield Fault(
            place, "name", f"{name!r} cannot be found in a text", "give a name that begins with a letter or digit"
        )
    if action not in ACTIONS:
        yield Fault(place, "action", f"{action!r} is not known", f"use {', '.join(ACTIONS)} or leave it empty (add)")
    if kind not in KINDS:
        yield Fault(place, "kind", f"{kind!r} is not known", f"use {' or '.join(KINDS)}")
    country, sector = row.get("country", ""), row.get("sector", "")
    if country and country not in country_names():
        yield Fault(place, "country", f"{country!r} is no country code", "use ISO 3166-1 alpha-3, for example GBR")
    sectors = load_codebook().sectors
    if sector and sector not in sectors:
        yield Fault(place, "sector", f"{sector!r} is no sector", f"use one of {', '.join(sectors)}")
    yield from _faults_of_dates(place, row)
    if action in ("override", "retire") and name and not _meant(row, known):
        yield Fault(place, "name", f"{name!r} is in no bundled roster", "check the spelling, or use action add")


def _faults_of_dates(place: str, row: Row) -> Iterator[Fault]:
    start, end = row.get("start", ""), row.get("end", "")
    for field, value in (("start", start), ("end", end)):
        if value and not _DATE.fullmatch(value):
            yield Fault(place, field, f"{value!r} is no date", "write YYYY, YYYY-MM or YYYY-MM-DD")
    if start and end and end < start[: len(end)]:
        yield Fault(place, "end", f"{end} lies before the start {start}", "swap them or mend one")


def _names(row: Row) -> list[str]:
    return [n for n in dict.fromkeys([row.get("name", ""), *split_cell(row.get("aliases", ""))]) if n]


def _entity(row: Row) -> str:
    return row.get("entity_id") or "own:" + re.sub(r"[^a-z0-9]+", "-", fold(row.get("name", "")).lower()).strip("-")


def _meant(row: Row, known: Gazetteer) -> frozenset[str]:
    """The bundled entities that a row overrides or retires: its entity id, else all that bear its name."""
    wanted, country = row.get("entity_id"), row.get("country")
    entries = known.entries if wanted else known.lookup(row["name"])
    same = (e for e in entries if (e.entity_id == wanted if wanted else not country or e.country == country))
    return frozenset(e.entity_id or e.name for e in same)


def read_additions(paths: Sequence[Path]) -> Additions:
    """What files of a user's actors say, together.

    Raises:
        InputError: a file is missing or cannot be read.
        DataError: a row is wrong; the message lists each with file, line, field and remedy.
    """
    pairs: list[tuple[str, Entry]] = []
    gone: set[str] = set()
    names: set[str] = set()
    for path in paths:
        rows, known = read_rows_of(path), load_gazetteer()
        if wrong := list(faults(rows, known)):
            raise DataError("\n".join(map(str, wrong[:20])))
        for place, row in rows:
            if row.get("action") in ("override", "retire"):
                gone |= _meant(row, known)
            if row.get("action") != "retire":
                entry = _entry(place, row)
                pairs += [(n, entry) for n in _names(row)]
                names |= {fold(n) for n in _names(row)}
                pairs += [(n, replace(entry, short=True)) for n in split_cell(row.get("short", ""))]
    return Additions(tuple(pairs), frozenset(gone), frozenset(names))


def _entry(place: str, row: Row) -> Entry:
    """A row as an entry of the first rank."""
    return Entry(
        row.get("kind") or "person", row["name"], row.get("country") or None, row.get("sector") or None,
        row.get("office") or None, _entity(row), row.get("start", ""), row.get("end", ""), rank=0, row=place,
    )  # fmt: skip


def gazetteer_with(paths: Sequence[Path]) -> Gazetteer:
    """The bundled rosters as files of a user's actors change them; unchanged without files."""
    return gazetteer_of(read_additions(paths)) if paths else load_gazetteer()


def gazetteer_of(own: Additions) -> Gazetteer:
    """The bundled rosters as what files say changes them."""
    kept = (
        (name, entry)
        for name, entry in load_gazetteer().pairs()
        if (entry.entity_id or entry.name) not in own.gone and fold(name) not in own.names
    )
    return Gazetteer(packed((*own.pairs, *kept)))


def files_of_ledger(folder: Path) -> list[Path]:
    """The files of own actors that a ledger's folder holds."""
    return [folder / name for name in OWN_ACTORS if (folder / name).is_file()]


def digests(paths: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file, for a run's manifest."""
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}
