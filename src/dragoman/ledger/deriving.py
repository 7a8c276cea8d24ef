"""What a snapshot holds that no batch does: actors, coverage, who stands in which events, pairs of actors, counts."""

from __future__ import annotations

import duckdb

from dragoman.ledger.facets import WHOLE
from dragoman.ledger.inserting import insert_rows
from dragoman.ledger.nations import countries
from dragoman.ledger.tables import data_text


def derive(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes those tables and the indexes, in the open transaction; pairs and sides only of new and changed events."""
    connection.execute(data_text("derived.sql"))
    for table in ("actors", "coverage"):
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} BY NAME {data_text(f'{table}.sql')}")
    fresh = "events ANTI JOIN dyads USING (event_id)"
    connection.execute(f"INSERT INTO dyads BY NAME {data_text('dyads.sql').format(which=fresh)}")
    fresh = "events ANTI JOIN sides USING (event_hash)"
    whose = "event_actors SEMI JOIN fresh USING (event_hash)"
    connection.execute(f"INSERT INTO sides BY NAME {data_text('sides.sql').format(which=fresh, actors=whose)}")
    connection.execute("DELETE FROM facets")
    connection.execute(f"INSERT INTO facets BY NAME {WHOLE}")
    add_countries(connection)
    connection.execute(data_text("indexes.sql"))


def add_countries(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills the table of states with their numbers."""
    rows = [{"country": c, "name": name, "cow": cow, "gw": gw} for c, (name, cow, gw) in countries().items()]
    connection.execute("DELETE FROM countries")
    insert_rows(connection, "countries", rows)
