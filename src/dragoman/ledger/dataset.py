"""Datasets: a ledger too large for one file, as Parquet files by table and month, opened in place.

    dataset.json                                     the manifest; what it lists is what readers see
    parts/PARTITION.json                             says that a partition is done: its files with hashes and rows
    TABLE/year=YYYY/month=MM/PARTITION.parquet       rows of the articles published in that month
    superseded/DIGEST.parquet                        articles of which another telling counts
    merged/DIGEST.parquet                            to which event across articles each telling belongs

``dragoman.scaling`` writes one; nothing else does.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.deriving import add_countries
from dragoman.ledger.files import sha256_of
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import run_rows
from dragoman.ledger.tables import (
    ARTICLE_TABLES,
    column_names,
    create_statements,
    data_text,
    table_schema,
)

ACTOR_TABLES = ("telling_actors", "mention_actors", "statement_actors")
# What Hive, Spark, Arrow and DuckDB read as NULL.
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
FORMAT = 1
SUPERSEDED = pa.schema([(n, pa.string()) for n in ("batch", "article_id", "content_hash")])
REPAIR = "Run the same `dragoman code ... --engine ray` again: it codes anew what is damaged."


def is_dataset(layout: Layout) -> bool:
    """Whether the folder holds a dataset instead of batches and snapshots."""
    return layout.dataset.exists()


def read_manifest(layout: Layout) -> dict[str, Any]:
    """The manifest of a dataset.

    Raises:
        LedgerError: it cannot be read, or is of a newer format.
    """
    path = layout.dataset
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        number = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LedgerError(f"{path}: cannot be read: {error}. {REPAIR}") from error
    if not isinstance(number, int) or number > FORMAT:
        raise LedgerError(
            f"{path}: format {number!r} is not known to this version, which knows up to {FORMAT}. Upgrade dragoman."
        )
    return dict(manifest)


def part_note(layout: Layout, name: str) -> dict[str, Any]:
    """The note of a partition that is done, its files read against it.

    Raises:
        LedgerError: the note or a file is missing or damaged; the message says which.
    """
    place = f"parts/{name}.json"
    try:
        note: dict[str, Any] = json.loads((layout.root / place).read_text(encoding="utf-8"))
        for place, stated in note["files"].items():
            if sha256_of(layout.root / place) != stated["sha256"]:
                raise LedgerError(f"{place} was changed: its SHA-256 is not the one in its note")
        return note
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(f"{place} cannot be read: {error}") from error


def damaged_partitions(layout: Layout) -> dict[str, str]:
    """What is wrong with partitions that the manifest lists, by name; reads all files."""
    damaged = {}
    for partition in read_manifest(layout)["partitions"]:
        try:
            part_note(layout, partition["partition"])
        except LedgerError as error:
            damaged[partition["partition"]] = str(error)
    return damaged


def open_dataset(layout: Layout) -> duckdb.DuckDBPyConnection:
    """A connection with the tables of a ledger as views over the dataset's files; it can reach nothing else.

    Raises:
        LedgerError: the manifest or a file is damaged.
    """
    return open_manifest(layout, read_manifest(layout))


def open_manifest(layout: Layout, manifest: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    """As ``open_dataset``, by a manifest that may not be published yet."""
    connection = duckdb.connect(":memory:")
    try:
        *tables, views = create_statements()
        for statement in tables:
            connection.execute(statement)
        add_countries(connection)
        _fill(connection, "runs", run_rows([manifest]))
        _fill(connection, "batches", [_batch_row(manifest, p) for p in manifest["partitions"]])
        _superseded(connection, layout, manifest.get("superseded"))
        rows = manifest["counts"]["rows"]
        held = [t for t in (*ARTICLE_TABLES, "left_out") if rows.get(_file_of(t))]
        connection.execute(_assignments(layout, manifest))
        for table in held:
            connection.execute(f'DROP TABLE "{table}"')
            connection.execute(_view(layout.root, table))
        for table in _MADE:
            connection.execute(f'DROP TABLE "{table}"')
            connection.execute(f"CREATE VIEW {table} AS {_made(table)}")
        connection.execute(views)
        _shut_in(connection, layout.root)
    except duckdb.Error as error:
        connection.close()
        raise LedgerError(f"{layout.root}: the dataset cannot be opened: {error}. {REPAIR}") from error
    return connection


def only_reads(query: str) -> bool:
    """Whether a query asks and changes nothing.

    A snapshot is opened read-only; over files, DuckDB would let a query write beside them.
    """
    asks = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    try:
        return all(s.type in asks for s in duckdb.extract_statements(query))
    except duckdb.Error:  # whoever runs it is told what is wrong with it
        return True


def _shut_in(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    connection.execute(f"SET allowed_directories = ['{_quoted(root)}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    found = pa.Table.from_pylist(rows, schema=table_schema(table))
    connection.register("found", found)
    connection.execute(f'INSERT INTO "{table}" BY NAME FROM found')
    connection.unregister("found")


def _batch_row(manifest: dict[str, Any], partition: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch": partition["partition"],
        "run_id": manifest["run_id"],
        "sequence": partition["sequence"],
        "created": dt.datetime.fromisoformat(partition["created"]),
        "documents": partition["documents"],
        "articles": partition["rows"]["articles"],
        "events": partition["rows"]["events"],
        "stamp": partition["sha256"],
    }


def _superseded(connection: duckdb.DuckDBPyConnection, layout: Layout, name: str | None) -> None:
    connection.execute("CREATE TABLE superseded (batch VARCHAR, article_id VARCHAR, content_hash VARCHAR)")
    if name:
        connection.execute(f"INSERT INTO superseded FROM read_parquet('{_quoted(layout.root / name)}')")


def files_of(root: Path, table: str) -> str:
    """A table's files, as DuckDB reads them."""
    pattern = _quoted(root / table / "year=*" / "month=*" / "*.parquet")
    return f"read_parquet('{pattern}', hive_partitioning = false)"


def _file_of(table: str) -> str:
    """The table of the dataset that holds a snapshot's table."""
    return "actors" if table in ACTOR_TABLES else {"tellings": "events"}.get(table, table)


def _assignments(layout: Layout, manifest: dict[str, Any]) -> str:
    """Which event each telling belongs to; until events were merged, each is one by itself."""
    if not manifest.get("merged"):
        return "CREATE TABLE assignments (telling_id VARCHAR, event_id VARCHAR)"
    return f"CREATE VIEW assignments AS FROM read_parquet('{_quoted(layout.root / manifest['merged']['file'])}')"


# How the columns of a snapshot that the files lack are made.
_SELECTED = {
    "articles": "t.*, t.article_id AS voice",
    "tellings": "t.* EXCLUDE (event_id), t.event_id AS telling_id, coalesce(g.event_id, t.event_id) AS event_id, "
    "NULL AS arrival, t.event_id AS lineage, NULL AS component",
    "telling_actors": "t.* EXCLUDE (event_id), t.event_id AS telling_id",
    "mentions": "t.* EXCLUDE (event_id), t.event_id AS telling_id, coalesce(g.event_id, t.event_id) AS event_id, "
    "NULL AS url, NULL AS outlet, NULL AS extra",
    "mention_actors": "t.* EXCLUDE (event_id), t.owner_id AS mention_id, coalesce(g.event_id, t.event_id) AS event_id",
    "statement_actors": "t.*, t.owner_id AS statement_id",
}
_GIVEN = {"tellings", "mentions", "mention_actors"}
_SHARED = ", ".join(
    f't."{n}"' for n in column_names("events") if n in column_names("tellings") and n not in ("record", "event_id")
)
_OWN_VIEWS = {
    "revisions": "SELECT article_id, content_hash, batch, run_id FROM articles",
    # An event has the values of its first telling; its others stand in tellings and mentions.
    "events": f"""
SELECT t.event_id, 'dragoman' AS dataset, {_SHARED}, s.* EXCLUDE (event_id), NULL AS disagreements, NULL AS url,
    NULL AS extra, a.run_id AS first_run, a.run_id AS last_run, t.record
FROM tellings t JOIN articles a USING (article_id) JOIN (
    SELECT event_id, count(*) AS telling_count, count(*) AS voice_count, min(published) AS first_seen,
        max(published) AS last_seen, list(DISTINCT source ORDER BY source) AS outlets
    FROM tellings JOIN articles USING (article_id) GROUP BY event_id
) s USING (event_id) WHERE t.telling_id = t.event_id""",
    "event_actors": """
SELECT t.event_id, c.* EXCLUDE (telling_id) FROM telling_actors c
JOIN (SELECT telling_id, event_id FROM tellings WHERE telling_id = event_id) t USING (telling_id)""",
    "coverage": "SELECT 'dragoman' AS dataset, min(published) AS first_day, max(published) AS last_day, "
    "(SELECT count(*) FROM events) AS events FROM articles",
}


def _made(table: str) -> str:
    """What a snapshot's table is made from in a dataset, which holds what was coded alone."""
    if table in ("actors", "dyads"):
        return data_text(f"{table}.sql").format(which="events")
    return _OWN_VIEWS[table]


_MADE = ("revisions", "events", "event_actors", "actors", "coverage", "dyads")


def _view(root: Path, table: str) -> str:
    columns = ", ".join(f'"{name}"' for name in column_names(table))
    rows = files_of(root, _file_of(table))
    kept = "ANTI JOIN superseded USING (batch, article_id, content_hash)"
    if table == "left_out":
        kept = "WHERE NOT EXISTS (FROM articles a WHERE a.origin = t.origin AND a.record = t.record AND a.origin <> '')"
    if table in ACTOR_TABLES:
        owner = {"telling_actors": "event"}.get(table, table.removesuffix("_actors"))
        rows = f"(FROM {rows} WHERE owner = '{owner}')"
    counted = f"(FROM {rows} t SEMI JOIN batches USING (batch) {kept})"
    given = "LEFT JOIN assignments g ON g.telling_id = t.event_id" if table in _GIVEN else ""
    made = f"SELECT {_SELECTED.get(table, 't.*')} FROM {counted} t {given}"
    return f'CREATE VIEW "{table}" AS SELECT {columns} FROM ({made})'


def find_superseded(layout: Layout, manifest: dict[str, Any]) -> pa.Table:
    """Articles of which the dataset holds another telling that counts: a repeated text's later copies, and all
    but the newest text of an article.

    Raises:
        LedgerError: a file is damaged.
    """
    if not manifest["counts"]["rows"].get("articles"):
        return SUPERSEDED.empty_table()
    with duckdb.connect(":memory:", config={"temp_directory": str(layout.temp / "spill")}) as connection:
        order = pa.table({k: [p[k] for p in manifest["partitions"]] for k in ("partition", "sequence")})
        connection.register("ordered", order)
        query = data_text("superseded.sql").format(articles=files_of(layout.root, "articles"))
        try:
            return connection.sql(query).to_arrow_table().cast(SUPERSEDED)
        except duckdb.Error as error:
            raise LedgerError(
                f"{layout.root}: a file is damaged: {error}. What is stored is safe; code the inputs of that "
                "partition again with `--engine ray`."
            ) from error


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
