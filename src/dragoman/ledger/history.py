"""What becomes of events: a change of each is written down when a fold makes it, and never taken back.

The changes lie in ``history/``, one Parquet file for each snapshot that brought some, so that a snapshot that is
built anew knows them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from dragoman.ledger.files import parquet_bytes, write_atomic
from dragoman.ledger.inserting import insert_table
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import now

_UNCOMPARED = {"event_id"}


def load_history(connection: duckdb.DuckDBPyConnection, layout: Layout) -> None:
    """Puts all changes that were written down into the table ``changes``."""
    for path in sorted(layout.history.glob("*.parquet")):
        insert_table(connection, "changes", pq.ParquetFile(path).read())


def note_changes(connection: duckdb.DuckDBPyConnection, run_id: str) -> str:
    """Compares the table ``events`` with ``before``, adds what became of each to ``changes``, and gives the moment.

    Args:
        connection: the snapshot that is being made, with the temporary table ``before``.
        run_id: the run that makes the changes.
    """
    moment = now()
    connection.create_function("fields_changed", fields_changed, ["VARCHAR", "VARCHAR"], "VARCHAR[]")
    connection.execute(_CHANGES)
    connection.execute(_ADD_CHANGES, {"run": run_id, "moment": moment})
    connection.remove_function("fields_changed")
    connection.execute(_LAST_RUN)
    return moment


def recall(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Takes the events of the snapshot that is replaced as what was ``before``, where it can be read."""
    place = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{place}' AS old (READ_ONLY)")
    connection.execute("CREATE OR REPLACE TEMP TABLE before AS SELECT event_id, record FROM old.events")
    connection.execute("DETACH old")


def fields_changed(before: str, after: str) -> list[str]:
    """The fields of two records that differ; a field that one of them has no key for does not count."""
    one, other = json.loads(before), json.loads(after)
    return [k for k in one if k in other and k not in _UNCOMPARED and _plain(one[k]) != _plain(other[k])]


def _plain(value: Any) -> Any:
    """A mention's keys differ by release: it is compared by its identity."""
    if isinstance(value, list) and value and isinstance(value[0], dict) and "mention_id" in value[0]:
        return sorted(mention["mention_id"] for mention in value)
    return value


_CHANGES = """
CREATE OR REPLACE TEMP TABLE became AS
SELECT b.event_id, 'changed' AS change, NULL AS other, fields_changed(b.record, e.record) AS fields, b.record AS before
FROM before b JOIN events e USING (event_id) WHERE b.record <> e.record
UNION ALL
SELECT g.event_id, CASE WHEN g.heir IS NULL THEN 'withdrawn' ELSE 'merged' END, g.heir, NULL, g.record FROM (
    SELECT b.event_id, b.record, coalesce(t.event_id, p.event_id) AS heir FROM before b
    LEFT JOIN tellings t ON t.lineage = b.event_id
    LEFT JOIN (SELECT before, min(event_id) AS event_id FROM placed GROUP BY ALL) p ON p.before = b.event_id
    WHERE b.event_id NOT IN (SELECT event_id FROM events)
) g
UNION ALL
SELECT p.event_id, 'split', any_value(p.before), NULL, NULL
FROM placed p WHERE p.before IS NOT NULL AND p.before <> p.event_id
    AND p.event_id NOT IN (SELECT event_id FROM before) GROUP BY p.event_id
"""
_ADD_CHANGES = """
INSERT INTO changes BY NAME
SELECT $run AS run_id, $moment::TIMESTAMP AS moment, * FROM became
WHERE change <> 'changed' OR len(fields) > 0
"""
_LAST_RUN = """
UPDATE events SET last_run = c.run_id FROM (
    SELECT event_id, arg_max(run_id, moment) AS run_id FROM changes WHERE change IN ('changed', 'split') GROUP BY ALL
) c WHERE events.event_id = c.event_id AND events.last_run <> c.run_id
"""


def write_history(connection: duckdb.DuckDBPyConnection, layout: Layout, number: int, moment: str) -> None:
    """Writes down the changes of a moment, which snapshot ``number`` brings.

    A fold that is broken off after this and done again replaces the file, for the number is the same.
    """
    found = connection.sql("SELECT * FROM changes WHERE moment = ?::TIMESTAMP", params=[moment]).to_arrow_table()
    path = layout.history / f"{number:06d}.parquet"
    if found.num_rows:
        write_atomic(path, parquet_bytes(found), layout.temp)
    else:
        path.unlink(missing_ok=True)
