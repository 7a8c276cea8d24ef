"""Rows into the tables of a snapshot that is being made, and single values out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.ledger.tables import table_schema


def insert_table(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Adds rows to a table; its columns that they lack are NULL."""
    connection.register("coming_rows", rows)
    connection.execute(f'INSERT INTO "{table}" BY NAME FROM coming_rows')
    connection.unregister("coming_rows")


def insert_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows, given by column, to a table of the snapshot's schema."""
    insert_table(connection, table, pa.Table.from_pylist(list(rows), schema=table_schema(table)))


def one_value(connection: duckdb.DuckDBPyConnection, query: str) -> Any:
    """The single value that a query gives."""
    return connection.execute(query).fetchall()[0][0]
