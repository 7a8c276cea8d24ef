"""What a snapshot holds that no batch does: actors, coverage, pairs of actors, the states' numbers."""

from __future__ import annotations

import duckdb

from dragoman.ledger.inserting import insert_rows
from dragoman.ledger.nations import countries
from dragoman.ledger.tables import data_text


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes those tables and the indexes, in the open transaction; the pairs only of new and changed events."""
    connection.execute(data_text("derived.sql"))
    for table in ("actors", "coverage"):
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} BY NAME {data_text(f'{table}.sql')}")
    fresh = "events ANTI JOIN dyads USING (event_id)"
    connection.execute(f"INSERT INTO dyads BY NAME {data_text('dyads.sql').format(which=fresh)}")
    add_countries(connection)
    connection.execute(data_text("indexes.sql"))


def add_countries(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the table of states with their numbers."""
    rows = [{"country": c, "name": name, "cow": cow, "gw": gw} for c, (name, cow, gw) in countries().items()]
    connection.execute("DELETE FROM countries")
    insert_rows(connection, "countries", rows)
