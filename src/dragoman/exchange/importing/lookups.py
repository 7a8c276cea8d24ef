"""Codes and names of other data sets, and what they are here: tables of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.actors.rosters import read_rows, split
from dragoman.codebook import load_codebook
from dragoman.codebook.codebook import CameoCode
from dragoman.datafiles import read_csv

Pair = tuple[str, str | None]
_PLAIN_ROOTS = 2  # digits of a CAMEO root


def connect(threads: int | None = None) -> duckdb.DuckDBPyConnection:
    """A database in memory with the lookup tables; ``threads`` it may use, all by default."""
    config: dict[str, str | bool | int | float | list[str]] = {} if threads is None else {"threads": threads}
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET preserve_insertion_order = true")
    for name, pairs in _TABLES.items():
        _add(connection, name, pa.Table.from_pylist([{"word": w, "value": v} for w, v in dict(pairs()).items() if w]))
    types = load_codebook().types.values()
    _add(connection, "quads", pa.Table.from_pylist([{"word": t.name, "quad": t.quad, "score": t.score} for t in types]))
    modes = [{"word": f"{t.name} {m}", "score": t.modes[m].score} for t in types for m in t.modes]
    _add(connection, "mode_scores", pa.Table.from_pylist(modes))
    _add(connection, "acled_types", pa.Table.from_pylist(list(_acled_types())))
    connection.execute(_MACROS)
    return connection


def _add(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("coming", rows)
    connection.execute(f"CREATE TEMP TABLE {name} AS FROM coming")
    connection.unregister("coming")


def _acled_types() -> Iterator[dict[str, str | None]]:
    for _, row in read_csv(data_file("acled_types.csv")):
        said = {"kind": row["event_type"].lower(), "sub_kind": row["sub_event_type"].lower()}
        yield {**said, **{k: row[k] or None for k in ("plover_type", "plover_mode")}}


def add_codes(connection: duckdb.DuckDBPyConnection, said: Iterable[str]) -> None:
    """Makes the table ``codes``: what each CAMEO code of a chunk is here."""
    connection.execute("CREATE OR REPLACE TEMP TABLE codes " + _CODES)
    found = [_code_row(s, c) for s in said if (c := cameo_code(s))]
    if found:
        connection.register("coming", pa.Table.from_pylist(found))
        connection.execute("INSERT INTO codes BY NAME FROM coming")
        connection.unregister("coming")


_CODES = """(said VARCHAR, code VARCHAR, event_type VARCHAR, event_mode VARCHAR, contexts VARCHAR[], score DOUBLE,
    quad INTEGER)"""
_ROOT_QUADS = {"01": 1, "02": 1, "03": 1, "04": 1, "05": 1, "06": 2, "07": 2, "08": 2, "09": 2, "10": 3, "11": 3,
               "12": 3, "13": 3, "14": 4, "15": 4, "16": 4, "17": 4, "18": 4, "19": 4, "20": 4}  # fmt: skip


def _code_row(said: str, code: CameoCode) -> dict[str, Any]:
    """A code's type and mode, its contexts where it tells one, and its quad class (CAMEO manual, by root)."""
    return {
        "said": said,
        "code": code.code,
        "event_type": code.event_type,
        "event_mode": code.mode,
        "contexts": sorted(code.contexts) if len(code.contexts) == 1 else [],
        "score": load_codebook().intensity(code.event_type, code.mode) if code.event_type else None,
        "quad": _ROOT_QUADS[code.code[:2]],
    }


_MACROS = """
CREATE TEMP MACRO number(said, low, high) AS
    CASE WHEN try_cast(said AS DOUBLE) BETWEEN low AND high THEN try_cast(said AS DOUBLE) END;
CREATE TEMP MACRO whole(said, low, high) AS
    CASE WHEN try_cast(said AS DOUBLE) BETWEEN low AND high THEN try_cast(try_cast(said AS DOUBLE) AS BIGINT) END;
CREATE TEMP MACRO plausible(said) AS CASE WHEN said BETWEEN DATE '1800-01-01' AND DATE '2100-12-31' THEN said END;
CREATE TEMP MACRO iso_day(said) AS plausible(coalesce(try_cast(said AS DATE), try_cast(said AS TIMESTAMP)::DATE));
CREATE TEMP MACRO compact_day(said) AS plausible(try_strptime(said, '%Y%m%d')::DATE);
CREATE TEMP MACRO wrong(said, taken) AS said IS NOT NULL AND taken IS NULL;
"""


def data_file(name: str) -> Traversable:
    """One of the tables of the exchange."""
    return files("dragoman.exchange") / "data" / name


def _own(name: str, word: str, value: str) -> Callable[[], Iterator[Pair]]:
    def pairs() -> Iterator[Pair]:
        for _, row in read_csv(data_file(name)):
            yield row[word], row[value] or None

    return pairs


def _iso() -> Iterator[Pair]:
    for _, row in read_rows("countries"):
        yield row["iso3"], row["iso3"]


def _countries() -> Iterator[Pair]:
    """Names of states of today, in lower case, and their codes."""
    yield from ((code.lower(), code) for code, _ in _iso())
    found: dict[str, str] = {}
    for _, row in read_rows("countries"):
        if not row["valid_to"]:
            for name in (row["name"], *split(row["aliases"]), *split(row["abbreviations"])):
                found.setdefault(name.lower(), row["iso3"])
    yield from found.items()
    yield from ((name.lower(), code) for name, code in _own("country_names.csv", "name", "iso3")())


def _cameo_countries() -> Iterator[Pair]:
    yield from _iso()
    yield from _own("cameo_countries.csv", "code", "iso3")()


def _entities() -> Iterator[Pair]:
    """Names of international organisations and armed groups that stand for one alone."""
    found: dict[str, str | None] = {}
    for prefix in ("organisations_international", "organisations_armed"):
        for _, row in read_rows(prefix):
            for name in {row["name"].lower(), *(n.lower() for n in split(row["aliases"]))}:
                found[name] = None if found.get(name, row["entity_id"]) != row["entity_id"] else row["entity_id"]
    yield from ((name, entity) for name, entity in found.items() if entity)


def _sectors() -> Iterator[Pair]:
    yield from _own("cameo_sectors.csv", "code", "sector")()
    yield from ((name.lower(), sector) for name, sector in _own("icews_sectors.csv", "name", "sector")())
    yield from _own("acled_sectors.csv", "code", "sector")()
    yield from ((name.lower(), sector) for name, sector in _own("acled_sectors.csv", "name", "sector")())


def _plover_sectors() -> Iterator[Pair]:
    yield from _own("cameo_sectors.csv", "code", "sector")()
    yield from ((code, code) for code in load_codebook().sectors)


def _modes() -> Iterator[Pair]:
    yield from ((f"{t.name} {mode}", mode) for t in load_codebook().types.values() for mode in t.modes)


def _types() -> Iterator[Pair]:
    yield from ((name, name) for name in load_codebook().types)
    yield "DEMAND", "REQUEST"


_TABLES: dict[str, Callable[[], Iterator[Pair]]] = {
    "iso": _iso,
    "fips": _own("fips.csv", "fips", "iso3"),
    "countries": _countries,
    "cameo_countries": _cameo_countries,
    "cameo_groups": _own("cameo_groups.csv", "code", "entity_id"),
    "entities": _entities,
    "sectors": _sectors,
    "plover_sectors": _plover_sectors,
    "types": _types,
    "modes": _modes,
}


@cache
def cameo_code(said: str) -> CameoCode | None:
    """The CAMEO category of a code as a file has it; None where there is none.

    A code that the crosswalk lacks stands for the next general one that it has (0233 for 023, 14 for 140); codes of two
    or three digits that lost their leading zero get it back (42 for 042). Appeals (02) are REQUEST and statements (01)
    no PLOVER type, by ``data/cameo_more.csv``.
    """
    known = _cameo_codes()
    code = said.strip()
    if not (code.isascii() and code.isdigit() and _PLAIN_ROOTS <= len(code) <= 4):
        return None
    tries = [code, code[:3], f"{code[:2]}0" if len(code) > _PLAIN_ROOTS or f"{code}0" in known else ""]
    if len(code) < 4:
        tries += [f"0{code}", f"0{code}"[:3]]
    return next((known[t] for t in tries if t in known), None)


@cache
def _cameo_codes() -> dict[str, CameoCode]:
    more = {}
    for _, row in read_csv(data_file("cameo_more.csv")):
        modes = (row["mode"],) if row["mode"] else ()
        contexts = frozenset(split(row["contexts"]))
        more[row["code"]] = CameoCode(row["code"], row["label"], None, row["event"] or None, modes, contexts)
    return {**more, **load_codebook().cameo_codes}
