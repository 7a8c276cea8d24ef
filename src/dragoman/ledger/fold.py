"""From batches to the tables of a snapshot: of each article the newest revision, of each import the newest rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.ledger.batch import Batch, Part
from dragoman.ledger.inserting import insert_rows, one_value
from dragoman.ledger.tables import ARTICLE_TABLES, BATCH_TABLES, IMPORT_TABLES, OWN, column_names


def fold(connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch]) -> None:
    """Adds some batches in their order.

    Leaves the temporary tables that ``uniting`` works on: ``fresh`` and ``fresh_articles`` (what came in), ``unlinked``
    (tellings whose links are to be found) and ``gone`` (tellings that were replaced).
    """
    connection.execute("BEGIN")
    insert_rows(connection, "batches", [_part_row(b, part) for b in batches for part in b.parts])
    coded = [b for b in batches if b.dataset == OWN]
    if coded:
        with _tables(connection, coded, BATCH_TABLES):
            _fold_coded(connection)
    for batch in batches:
        if batch.dataset != OWN:
            with _tables(connection, [batch], IMPORT_TABLES):
                _fold_imported(connection, batch)
    connection.execute("COMMIT")


def start(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes the temporary tables that say what a fold brought and took away."""
    connection.execute(_WORK)


_WORK = """
CREATE TEMP TABLE fresh (telling_id VARCHAR);
CREATE TEMP TABLE unlinked (telling_id VARCHAR);
CREATE TEMP TABLE fresh_articles (article_id VARCHAR);
CREATE TEMP TABLE gone (telling_id VARCHAR, event_id VARCHAR, article_id VARCHAR, event_type VARCHAR,
    trigger_text VARCHAR, nth BIGINT, arrival BIGINT, lineage VARCHAR, component VARCHAR);
"""


# Who is whose copy decides how many voices an event has: those of articles in ``regrouped`` are built anew.
REVOICE = """
INSERT INTO fresh SELECT telling_id FROM tellings SEMI JOIN regrouped USING (article_id) EXCEPT FROM fresh;
"""


class _tables:  # noqa: N801 - a context manager that reads like a function
    """The files of some batches, registered as ``new_...`` while the block lasts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, batches: Sequence[Batch], names: Sequence[str]) -> None:
        self._connection, self._batches, self._names = connection, batches, names

    def __enter__(self) -> None:
        for name in self._names:
            rows = pa.concat_tables([b.read(name) for b in self._batches], promote_options="default")
            self._connection.register(f"new_{name}", rows)

    def __exit__(self, *_: object) -> None:
        for name in self._names:
            self._connection.unregister(f"new_{name}")


def _part_row(batch: Batch, part: Part) -> dict[str, Any]:
    counts = part.counts
    return {
        "batch": part.batch,
        "run_id": part.run_id,
        "sequence": part.sequence,
        "created": dt.datetime.fromisoformat(part.created),
        "documents": counts.get("articles", 0) + counts["left_out"],
        "dataset": batch.dataset,
        "articles": counts.get("articles", 0),
        "events": counts["events"],
        "stamp": batch.stamp(),
    }


def _fold_coded(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("INSERT INTO revisions BY NAME SELECT article_id, content_hash, batch, run_id FROM new_articles")
    connection.execute(_RANKED)
    # One round, but for articles with several revisions among these batches: a telling hands on its lineage.
    for number in range(1, 1 + one_value(connection, "SELECT coalesce(max(round), 0) FROM ranked")):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE coming AS FROM ranked WHERE round = {number}")
        _replace_articles(connection)
    connection.execute(_NEW_LEFT_OUT)
    connection.execute("DROP TABLE ranked")


_RANKED = """
CREATE TEMP TABLE ranked AS
SELECT a.batch, a.article_id, a.content_hash, b.sequence, a.position AS place,
    row_number() OVER (PARTITION BY a.article_id ORDER BY b.sequence, a.position) AS round
FROM new_articles a JOIN batches b USING (batch)
"""
_NEW_LEFT_OUT = """
INSERT INTO left_out BY NAME
SELECT l.* FROM new_left_out l JOIN batches b USING (batch)
WHERE NOT EXISTS (FROM left_out o WHERE (o.origin, o.record, o.reason) = (l.origin, l.record, l.reason))
QUALIFY row_number() OVER (PARTITION BY l.origin, l.record, l.reason ORDER BY b.sequence) = 1
"""
_CAME = """
CREATE OR REPLACE TEMP TABLE coming_tellings AS
SELECT telling_id FROM tellings SEMI JOIN coming USING (article_id);
INSERT INTO fresh FROM coming_tellings;
INSERT INTO unlinked FROM coming_tellings;
INSERT INTO fresh_articles SELECT article_id FROM coming;
UPDATE articles SET voice = article_id WHERE article_id IN (SELECT article_id FROM coming);
"""
_NTH = "row_number() OVER (PARTITION BY t.article_id, t.event_type, m.trigger_text ORDER BY t.position)"
_GOING = f"""
CREATE OR REPLACE TEMP TABLE going AS
SELECT t.telling_id, t.event_id, t.article_id, t.event_type, m.trigger_text, {_NTH} AS nth, t.arrival, t.lineage,
    t.component
FROM tellings t JOIN mentions m ON m.telling_id = t.telling_id AND m.position = 0
WHERE t.article_id IN (SELECT article_id FROM coming)
"""
# A telling of the same type by the same word takes the place of the one in the older revision.
_HAND_ON = f"""
UPDATE tellings SET arrival = heir.arrival, lineage = heir.lineage FROM (
    SELECT t.telling_id, going.arrival, going.lineage FROM (
        SELECT t.telling_id, t.article_id, t.event_type, m.trigger_text, {_NTH} AS nth
        FROM tellings t JOIN mentions m ON m.telling_id = t.telling_id AND m.position = 0
        WHERE t.article_id IN (SELECT article_id FROM going)
    ) t JOIN going USING (article_id, event_type, trigger_text, nth)
) heir WHERE tellings.telling_id = heir.telling_id;
INSERT INTO former SELECT telling_id, lineage FROM going WHERE telling_id NOT IN (SELECT telling_id FROM tellings);
DELETE FROM former WHERE telling_id IN (SELECT telling_id FROM coming_tellings);
"""


def _replace_articles(connection: duckdb.DuckDBPyConnection) -> None:
    revised = one_value(connection, "SELECT count(*) FROM articles SEMI JOIN coming USING (article_id)")
    if revised:
        _take_away(connection)
    for table in ARTICLE_TABLES:
        connection.execute(
            f"INSERT INTO {table} BY NAME SELECT {_wanted(connection, table)} FROM {_source(table)} "
            "SEMI JOIN coming USING (batch, article_id, content_hash)"
        )
    connection.execute(_CAME)
    if revised:
        connection.execute(_HAND_ON)


def _take_away(connection: duckdb.DuckDBPyConnection) -> None:
    """Removes the rows of articles of which a new revision comes, and notes which tellings go."""
    connection.execute(_GOING)
    connection.execute("INSERT INTO gone FROM going")
    connection.execute(_REGROUP)
    going = (
        ("fresh", "telling_id"),
        ("unlinked", "telling_id"),
        ("links", "one"),
        ("links", "other"),
        ("blocks", "telling_id"),
    )
    for table, column in going:
        connection.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT telling_id FROM going)")
    for table in ("bands", *ARTICLE_TABLES):
        connection.execute(f"DELETE FROM {table} WHERE article_id IN (SELECT article_id FROM coming)")


# The near copies of a revised article may be none of each other without it: they are grouped anew.
_REGROUP = (
    """
CREATE OR REPLACE TEMP TABLE regrouped AS
SELECT article_id FROM articles ANTI JOIN coming USING (article_id)
WHERE voice IN (SELECT voice FROM articles SEMI JOIN coming USING (article_id));
UPDATE articles SET voice = article_id WHERE article_id IN (SELECT article_id FROM regrouped);
INSERT INTO fresh_articles SELECT article_id FROM regrouped;
"""
    + REVOICE
)


def _source(table: str) -> str:
    """Where a table's new rows are; the actors of all kinds lie in one file."""
    if table == "tellings":
        return (
            f"(SELECT e.* EXCLUDE (event_id), e.event_id AS telling_id, {_ARRIVAL} AS arrival, e.event_id AS lineage "
            "FROM new_events e JOIN ranked r USING (batch, article_id, content_hash))"
        )
    if table == "mentions":
        return "(SELECT *, event_id AS telling_id FROM new_mentions)"
    if not table.endswith("_actors"):
        return f"new_{table}"
    owner = {"telling_actors": "event"}.get(table, table.removesuffix("_actors"))
    return f"(SELECT *, owner_id AS {table.removesuffix('_actors')}_id FROM new_actors WHERE owner = '{owner}')"


# Batch, article in the batch, telling in the article.
_ARRIVAL = "(r.sequence << 36) + (r.place << 16) + e.position"


def _wanted(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    """The columns to take over: those that the batches have, older ones may lack some."""
    present = {d[0] for d in connection.execute(f"FROM {_source(table)} LIMIT 0").description or []}
    return ", ".join(f'"{name}"' for name in column_names(table) if name in present)


def _fold_imported(connection: duckdb.DuckDBPyConnection, batch: Batch) -> None:
    """Takes imported rows over as they are; a row with an id that is there takes its place, where it says else."""
    connection.execute(_REPLACED)
    connection.execute(_COME, {"dataset": batch.dataset, "run": batch.run_id})
    connection.execute("INSERT INTO event_actors BY NAME FROM new_event_actors ANTI JOIN same USING (event_id)")
    connection.execute("INSERT INTO mentions BY NAME FROM new_mentions")
    connection.execute(_NEW_LEFT_OUT)


_RUNS = ("first_run", "last_run", "event_hash")
_REPLACED = f"""
CREATE OR REPLACE TEMP TABLE there AS FROM events SEMI JOIN new_events USING (event_id);
CREATE OR REPLACE TEMP TABLE old_actors AS
SELECT * EXCLUDE (event_hash) FROM event_actors SEMI JOIN there USING (event_id);
CREATE OR REPLACE TEMP TABLE coming_actors AS FROM new_event_actors SEMI JOIN there USING (event_id);
CREATE OR REPLACE TEMP TABLE same AS
SELECT event_id FROM (
    SELECT * EXCLUDE ({", ".join(_RUNS)}) FROM there INTERSECT
    SELECT {", ".join(f'"{n}"' for n in column_names("events") if n not in _RUNS)}
    FROM new_events SEMI JOIN there USING (event_id)
) ANTI JOIN (
    SELECT event_id FROM (
        (FROM old_actors EXCEPT FROM coming_actors) UNION ALL (FROM coming_actors EXCEPT FROM old_actors)
    )
) USING (event_id);
DELETE FROM sides WHERE event_hash IN (SELECT event_hash FROM there ANTI JOIN same USING (event_id));
DELETE FROM event_actors WHERE event_id IN (SELECT event_id FROM there ANTI JOIN same USING (event_id));
DELETE FROM events WHERE event_id IN (SELECT event_id FROM there ANTI JOIN same USING (event_id));
DELETE FROM dyads WHERE event_id IN (SELECT event_id FROM there ANTI JOIN same USING (event_id));
DELETE FROM mentions WHERE mention_id IN (SELECT mention_id FROM new_mentions);
"""
_COME = """
INSERT INTO events BY NAME
SELECT n.* REPLACE ($dataset AS dataset), coalesce(t.first_run, $run) AS first_run, $run AS last_run
FROM new_events n ANTI JOIN same USING (event_id) LEFT JOIN there t ON t.event_id = n.event_id
"""
