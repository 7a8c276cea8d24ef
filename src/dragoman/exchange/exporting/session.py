"""One export's view of a ledger: the snapshot, temporary tables of what is to be written, and queries over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from dragoman import __version__
from dragoman.actors.rosters import read_rows
from dragoman.codebook import load_codebook
from dragoman.datafiles import read_csv
from dragoman.exchange.exporting.forms import Need, data_folder
from dragoman.ledger.queries import Query

CODER = f"dragoman {__version__}"
QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
ROWS = 50_000  # that are read and written in one go
# Events whose rows are made and sorted in one go: enough of them that the ledger is not read too often.
_SLICE, _MOST_SLICES = 100_000, 16
# What a place's precision is among GeoNames' feature codes.
_FEATURES = {"city": "PPL", "admin2": "ADM2", "admin1": "ADM1", "country": "PCLI"}
Row = dict[str, Any]


@cache
def query_text(name: str) -> str:
    """One of the SQL files."""
    return (data_folder() / "sql" / f"{name}.sql").read_text(encoding="utf-8")


class Session:
    """A connection to the snapshot with what every query needs: reference tables, macros, the events chosen."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Takes the connection over; ``close`` closes it."""
        self._connection = connection
        for name, rows in _references().items():
            self._table(name, rows)
        connection.execute(query_text("macros"))
        for name, value in _variables().items():
            self._variable(name, value)

    def close(self) -> None:
        """Lets go of the connection and its temporary tables."""
        self._connection.close()

    def choose(self, query: Query, needs: Sequence[Need]) -> None:
        """Makes the table ``chosen``: the events that match and have what is needed, in the order of an export.

        Args:
            query: what was asked for.
            needs: what an event must have; the first that one lacks is why it is left out.
        """
        lacks = " ".join(f"WHEN NOT coalesce({need.holds}, false) THEN '{need.name}'" for need in needs)
        reason = f"CASE {lacks} END" if needs else "NULL::VARCHAR"
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE matching AS SELECT event_id, {reason} AS reason FROM events {query.where}",
            query.values,
        )
        self._connection.execute(query_text("chosen"))

    def pair(self, dataset: str, bits: int) -> None:
        """Makes the tables ``pairs``, who deals with whom, and ``numbers``, a number for each pair of each event.

        Args:
            dataset: the data set whose imported events keep their own number.
            bits: how large numbers may grow.
        """
        self._connection.execute(query_text("pairs"))
        self._connection.execute(query_text("numbers"), {"dataset": dataset})
        while self._clashes(2**bits - 1):
            continue

    def _clashes(self, mask: int) -> bool:
        """Numbers what has none yet; True where two met and one is to be numbered anew."""
        self._connection.execute(query_text("number"), {"mask": mask})
        found = self._connection.execute(query_text("renumber")).fetchall()
        return bool(found and found[0][0])

    def rows(self, query: str) -> list[Row]:
        """The answer to a query, whole."""
        found: list[Row] = self._connection.sql(query).to_arrow_table().to_pylist()
        return found

    def whole(self, query: str) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """The answer to a query, piece by piece, and its schema."""
        reader = self._connection.sql(query).to_arrow_reader(ROWS)
        return reader.schema, iter(reader)

    def sliced(self, query: str) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """The rows of all chosen events in their order, of some events after the other, and their schema.

        Args:
            query: over the table ``slice``, which holds the events of one slice as ``chosen`` holds all; in its order.
        """
        total = self.rows("SELECT count(*) AS n FROM chosen")[0]["n"]
        size = max(_SLICE, -(-total // _MOST_SLICES))
        self._slice(0, size)
        schema, first = self.whole(query)

        def following() -> Iterator[pa.RecordBatch]:
            yield from first
            for start in range(size, total, size):
                self._slice(start, size)
                yield from self.whole(query)[1]

        return schema, following()

    def _slice(self, start: int, size: int) -> None:
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE slice AS FROM chosen WHERE n > ? AND n <= ?", [start, start + size]
        )

    def _table(self, name: str, rows: Sequence[Row]) -> None:
        self._connection.register("coming", pa.Table.from_pylist(list(rows)))
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM coming")
        self._connection.unregister("coming")

    def _variable(self, name: str, value: str | dict[str, str]) -> None:
        if isinstance(value, str):
            self._connection.execute(f"SET VARIABLE {name} = ?", [value])
        else:
            keys, values = list(value), list(value.values())
            self._connection.execute(f"SET VARIABLE {name} = map(?::VARCHAR[], ?::VARCHAR[])", [keys, values])


@cache
def _references() -> dict[str, list[Row]]:
    """The reference tables: countries of today, first-level divisions, quads, CAMEO's labels."""
    columns = ("iso3", "iso2", "fips", "cow", "gw", "name")
    countries = [{c: row[c] or None for c in columns} for _, row in read_rows("countries") if not row["valid_to"]]
    regions: dict[tuple[str, str], str] = {}
    for _, row in read_rows("regions"):
        if row["precision"] == "admin1" and row["country"] and row["admin1"]:
            regions.setdefault((row["country"], row["admin1"]), row["name"])
    return {
        "countries": countries,
        "regions": [{"country": c, "admin1": a, "name": name} for (c, a), name in regions.items()],
        "quads": [{"quad_code": code, "name": name} for code, name in QUADS.items()],
        "cameo": [{"code": c.code, "label": c.label} for c in load_codebook().cameo_codes.values()],
    }


@cache
def _variables() -> dict[str, str | dict[str, str]]:
    sectors = [row for _, row in read_csv(data_folder() / "sectors.csv")]
    return {
        "coder": CODER,
        "release": __version__,
        "codebook": f"dragoman-plover-{load_codebook().version}",
        "feature_codes": _FEATURES,
        "cameo_types": {row["sector"]: row["cameo"] for row in sectors if row["cameo"]},
        "icews_sectors": {row["sector"]: row["icews"] for row in sectors if row["icews"]},
    }
