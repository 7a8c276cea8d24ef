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
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.files import sha256_of
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import run_rows
from dragoman.ledger.tables import (
    ACTOR_TABLES,
    ARTICLE_TABLES,
    column_names,
    create_statements,
    table_schema,
)

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
        for statement in create_statements():
            connection.execute(statement)
        _fill(connection, "runs", run_rows([manifest]))
        _fill(connection, "batches", [_batch_row(manifest, p) for p in manifest["partitions"]])
        _superseded(connection, layout, manifest.get("superseded"))
        for table in (*ARTICLE_TABLES, "left_out"):
            if manifest["counts"]["rows"].get("actors" if table in ACTOR_TABLES else table):
                connection.execute(f'DROP TABLE "{table}"')
                connection.execute(_view(layout.root, table))
        for view in ("revisions", "actors"):
            connection.execute(f"DROP TABLE {view}")
        connection.execute("CREATE VIEW revisions AS SELECT article_id, content_hash, batch, run_id FROM articles")
        connection.execute(f"CREATE VIEW actors AS {_sql('actors.sql')}")
        if manifest.get("merged"):
            merged = _quoted(layout.root / manifest["merged"]["file"])
            connection.execute(f"CREATE VIEW assignments AS FROM read_parquet('{merged}')")
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


def _view(root: Path, table: str) -> str:
    columns = ", ".join(f'"{name}"' for name in column_names(table))
    rows = files_of(root, "actors" if table in ACTOR_TABLES else table)
    if table in ACTOR_TABLES:
        owner = table.removesuffix("_actors")
        named = "" if owner == "event" else f", owner_id AS {owner}_id"
        rows = f"(SELECT *{named} FROM {rows} WHERE owner = '{owner}')"
    kept = "ANTI JOIN superseded USING (batch, article_id, content_hash)"
    if table == "left_out":
        kept = "WHERE NOT EXISTS (FROM articles a WHERE a.origin = t.origin AND a.record = t.record AND a.origin <> '')"
    return f'CREATE VIEW "{table}" AS SELECT {columns} FROM {rows} t SEMI JOIN batches USING (batch) {kept}'


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
        query = _sql("superseded.sql").format(articles=files_of(layout.root, "articles"))
        try:
            return connection.sql(query).to_arrow_table().cast(SUPERSEDED)
        except duckdb.Error as error:
            raise LedgerError(
                f"{layout.root}: a file is damaged: {error}. What is stored is safe; code the inputs of that "
                "partition again with `--engine ray`."
            ) from error


def _sql(name: str) -> str:
    return (files("dragoman.ledger") / "data" / name).read_text(encoding="utf-8")


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
