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
import re
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.building import plain_actors, plain_events
from dragoman.ledger.deriving import add_countries
from dragoman.ledger.facets import WHOLE
from dragoman.ledger.files import sha256_of
from dragoman.ledger.inserting import insert_rows
from dragoman.ledger.layout import Layout
from dragoman.ledger.runs import run_rows
from dragoman.ledger.tables import (
    BATCH_TABLES,
    OWN,
    batch_schema,
    column_names,
    create_statements,
    data_text,
    table_schema,
)

# What Hive, Spark, Arrow and DuckDB read as NULL.
NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
FORMAT = 1
SUPERSEDED = pa.schema([(n, pa.string()) for n in ("batch", "article_id", "content_hash")])
RECODE = "Run the same `dragoman code ... --engine ray` again: it codes anew what is damaged."


_VIEW = re.compile(r"CREATE VIEW (\w+) AS\s(.*?);\n", re.DOTALL)


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
        raise LedgerError(f"{path}: cannot be read: {error}. {RECODE}") from error
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
        insert_rows(connection, "runs", run_rows([manifest]))
        insert_rows(connection, "batches", [_batch_row(manifest, p) for p in manifest["partitions"]])
        _source(connection, "superseded", SUPERSEDED, _file(layout, manifest.get("superseded")))
        for table in BATCH_TABLES:
            there = manifest["counts"]["rows"].get(table)
            _source(connection, f"raw_{table}", batch_schema(table), _counting(layout.root, table) if there else None)
        merged = manifest.get("merged") or {"files": {}}
        for name, schema in merged_schemas().items():
            _source(connection, name, schema, _file(layout, merged["files"].get(name)))
        _make_views(connection, manifest["run_id"])
        connection.execute(views)
        _shut_in(connection, layout.root)
    except duckdb.Error as error:
        connection.close()
        raise LedgerError(f"{layout.root}: the dataset cannot be opened: {error}. {RECODE}") from error
    return connection


@cache
def merged_schemas() -> dict[str, pa.Schema]:
    """What merging finds: to which event tellings belong that are linked to others, whose copies articles are, the
    links, the events of several articles, and statements that name such.
    """
    return {
        "assignments": pa.schema([(n, pa.string()) for n in ("telling_id", "event_id", "component")]),
        "voices": pa.schema([(n, pa.string()) for n in ("article_id", "voice")]),
        "links": table_schema("links"),
        "united_events": table_schema("events"),
        "united_actors": table_schema("event_actors"),
        "renamed": pa.schema([("statement_id", pa.string()), ("event_ids", pa.list_(pa.string()))]),
    }


def _make_views(connection: duckdb.DuckDBPyConnection, run_id: str) -> None:
    for name, body in _VIEW.findall(data_text("dataset.sql")):
        _make_view(connection, name, body)
    events = f"SELECT *, '{run_id}' AS first_run, '{run_id}' AS last_run FROM ({plain_events('told_once')})"
    _make_view(connection, "events", _hashed(f"{events} UNION ALL BY NAME FROM united_events"))
    actors = f"{plain_actors('told_once')} UNION ALL BY NAME FROM united_actors"
    _make_view(connection, "event_actors", _hashed(actors))
    for name in ("actors", "coverage", "dyads", "sides"):
        body = data_text(f"{name}.sql").replace("{which}", "events").replace("{actors}", "event_actors")
        _make_view(connection, name, body)
    _make_view(connection, "facets", WHOLE)


def _hashed(rows: str) -> str:
    """Rows with the hash of their event, as data/derived.sql makes it."""
    return f"SELECT * REPLACE ((md5_number_lower(event_id) >> 1)::BIGINT AS event_hash) FROM ({rows})"


def _make_view(connection: duckdb.DuckDBPyConnection, name: str, body: str) -> None:
    """A view, in the place of the ledger's table where there is one of its name."""
    columns = ", ".join(f'"{c}"' for c in column_names(name)) or "*"
    connection.execute(f"DROP TABLE IF EXISTS {name}")
    query = body.rstrip().removesuffix(";")
    connection.execute(f"CREATE VIEW {name} AS SELECT {columns} FROM (\n{query}\n)")


def _source(connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, rows: str | None) -> None:
    """A view over files, or an empty table of the same columns where there are none."""
    if rows is not None:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
        connection.execute(f"CREATE VIEW {name} AS {rows}")
    else:
        connection.register("found", schema.empty_table())
        connection.execute(f"CREATE OR REPLACE TABLE {name} AS FROM found")
        connection.unregister("found")


def _file(layout: Layout, name: str | None) -> str | None:
    return f"FROM read_parquet('{_quoted(layout.root / name)}')" if name else None


def _counting(root: Path, table: str) -> str:
    """The rows of a table's files that count: of listed partitions and of articles that no other replaces."""
    kept = "" if table == "left_out" else "ANTI JOIN superseded USING (batch, article_id, content_hash)"
    return f"FROM {files_of(root, table)} SEMI JOIN batches USING (batch) {kept}"


def only_reads(query: str) -> bool:
    """Whether a query asks and changes nothing.

    A snapshot is opened read-only; over files, DuckDB would let a query write beside them.
    """
    asks = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)
    try:
        return all(s.type in asks for s in duckdb.extract_statements(query))
    except duckdb.Error:  # whoever runs it is told what is wrong with it
        return True


def names_a_file(error: duckdb.Error) -> bool:
    """Whether an error tells of a file of the dataset that cannot be read, not of the query."""
    return isinstance(error, duckdb.InvalidInputException) and ".parquet'" in str(error)


def _shut_in(connection: duckdb.DuckDBPyConnection, root: Path) -> None:
    connection.execute(f"SET allowed_directories = ['{_quoted(root)}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _batch_row(manifest: dict[str, Any], partition: dict[str, Any]) -> dict[str, Any]:
    return {
        "batch": partition["partition"],
        "run_id": manifest["run_id"],
        "sequence": partition["sequence"],
        "created": dt.datetime.fromisoformat(partition["created"]),
        "documents": partition["documents"],
        "articles": partition["rows"]["articles"],
        "events": partition["rows"]["events"],
        "dataset": OWN,
        "stamp": partition["sha256"],
    }


def files_of(root: Path, table: str) -> str:
    """A table's files, as DuckDB reads them."""
    pattern = _quoted(root / table / "year=*" / "month=*" / "*.parquet")
    return f"read_parquet('{pattern}', hive_partitioning = false)"


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
