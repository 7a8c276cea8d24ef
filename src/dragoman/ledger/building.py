"""The tables ``events`` and ``event_actors`` of a snapshot, built anew for the events that a fold affected."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.ledger.consolidating import Told, consolidated
from dragoman.ledger.inserting import insert_table, one_value
from dragoman.ledger.record_rows import actor_rows, event_row
from dragoman.ledger.tables import OWN, column_names, table_schema

_CHUNK = 20_000  # events consolidated in one go
# What records of older releases lack.
_DEFAULTS: dict[str, Any] = {"certainty": None, "source_certainty": None, "magnitude_bounds": {}}


def build_events(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Builds the events in ``affected`` anew; the rows before are kept in the temporary table ``before``.

    Args:
        connection: the snapshot that is being made.
        run_id: the run that makes it.
    """
    connection.execute(_TAKE_OUT)
    connection.execute(f"INSERT INTO events BY NAME {plain_events(_PLAIN)}")
    connection.execute(f"INSERT INTO event_actors BY NAME {plain_actors(_PLAIN)}")
    for chunk in range(one_value(connection, "SELECT coalesce(1 + max(chunk), 0) FROM sizes")):
        for table, made in consolidated_rows(connection.execute(_SEVERAL, [chunk]).fetchall()).items():
            insert_table(connection, table, made)
    connection.execute(_FIRST_RUN, [run_id])
    connection.execute(_STATEMENTS)


def _shared(*left_out: str) -> str:
    both = [n for n in column_names("events") if n in column_names("tellings") and n not in left_out]
    return ", ".join(f't."{n}"' for n in both)


_TAKE_OUT = f"""
CREATE OR REPLACE TEMP TABLE before AS
SELECT event_id, record FROM events WHERE event_id IN (FROM affected);
DELETE FROM sides WHERE event_hash IN (SELECT event_hash FROM events WHERE event_id IN (FROM affected));
DELETE FROM events WHERE event_id IN (FROM affected);
DELETE FROM event_actors WHERE event_id IN (FROM affected);
DELETE FROM dyads WHERE event_id IN (FROM affected);
CREATE OR REPLACE TEMP TABLE sizes AS
SELECT *, CASE WHEN NOT plain THEN (row_number() OVER (PARTITION BY plain ORDER BY event_id)) // {_CHUNK} END AS chunk
FROM (
    SELECT event_id, count(*) = 1 AND bool_and(telling_id = event_id) AS plain FROM tellings
    WHERE event_id IN (FROM affected) GROUP BY event_id
);
"""


def plain_events(tellings: str) -> str:
    """A query for the rows of ``events`` that tellings of one article alone make: they are taken over as they are.

    Args:
        tellings: the tellings, as SQL.
    """
    return f"""
SELECT {_shared("record")}, '{OWN}' AS dataset, 1 AS telling_count, 1 AS voice_count, a.published AS first_seen,
    a.published AS last_seen, CASE WHEN a.source IS NULL THEN [] ELSE [a.source] END AS outlets,
    concat(t.record[:-2], ',"sources":', json_object('articles', 1, 'voices', 1, 'outlets', outlets,
        'first_seen', a.published, 'last_seen', a.published)::VARCHAR, ',"disagreements":null}}') AS record
FROM {tellings} t JOIN articles a USING (article_id)
"""


def plain_actors(tellings: str) -> str:
    """A query for the rows of ``event_actors`` of such events."""
    return f"SELECT t.event_id, c.* EXCLUDE (telling_id) FROM telling_actors c JOIN {tellings} t USING (telling_id)"


_PLAIN = "(FROM tellings SEMI JOIN (FROM sizes WHERE plain) USING (event_id))"
_SEVERAL = """
SELECT t.event_id, t.article_id, t.position, t.record, a.voice, a.source, a.published
FROM tellings t JOIN sizes USING (event_id) JOIN articles a USING (article_id)
WHERE sizes.chunk = ? ORDER BY t.event_id, t.arrival, t.telling_id
"""
# The run that added an event is the one that coded its earliest telling.
_FIRST_RUN = """
UPDATE events SET first_run = coalesce(f.run_id, $1), last_run = coalesce(f.run_id, $1) FROM (
    SELECT t.event_id, any_value(b.run_id) AS run_id
    FROM (
        SELECT event_id, min(arrival) >> 36 AS sequence FROM tellings WHERE event_id IN (FROM affected) GROUP BY ALL
    ) t LEFT JOIN batches b USING (sequence) GROUP BY ALL
) f WHERE events.event_id = f.event_id
"""
# Statements name the events of their article by what the coder called them.
_STATEMENTS = """
UPDATE statements SET event_ids = named.ids FROM (
    SELECT s.statement_id, list(coalesce(t.event_id, s.said) ORDER BY s.place) AS ids FROM (
        SELECT statement_id, unnest(from_json(record -> '$.event_ids', '["VARCHAR"]')) AS said,
            generate_subscripts(from_json(record -> '$.event_ids', '["VARCHAR"]'), 1) AS place
        FROM statements WHERE article_id IN (SELECT article_id FROM moving)
    ) s LEFT JOIN tellings t ON t.telling_id = s.said GROUP BY s.statement_id
) named WHERE statements.statement_id = named.statement_id AND statements.event_ids <> named.ids
"""


def consolidated_rows(rows: Sequence[tuple[Any, ...]]) -> dict[str, pa.Table]:
    """The rows of ``events`` and ``event_actors`` that tellings of several articles make.

    Args:
        rows: of tellings, those of an event together and in order of arrival: event_id, article_id, position, record,
            voice, outlet, publication day.
    """
    events, actors = [], []
    for event_id, several in groupby(rows, key=lambda row: row[0]):
        told = list(several)
        record = consolidated(event_id, [_told(*row[1:]) for row in told])
        own = {"article_id": told[0][1], "position": told[0][2], "dataset": OWN}
        events.append({**event_row(record), **own})
        actors += [{**row, "article_id": told[0][1]} for row in actor_rows(record)]
    made = (("events", events), ("event_actors", actors))
    return {table: pa.Table.from_pylist(some, schema=table_schema(table)) for table, some in made}


def _told(article_id: str, _: int, record: str, voice: str, outlet: str | None, published: Any) -> Told:
    return Told({**_DEFAULTS, **json.loads(record)}, article_id, voice, outlet, published)
