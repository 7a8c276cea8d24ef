"""Tables of a ledger: read from ``data/tables.csv``, made into DuckDB tables and Parquet schemas."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyarrow as pa

from dragoman.errors import DataError

_PARTY = {n: pa.string() for n in ("name", "country", "sector", "office", "entity_id", "text")}
_LINK = {
    **{n: pa.string() for n in ("name", "country", "sector")},
    "sectors": pa.list_(pa.string()),
    **{n: pa.string() for n in ("office", "entity_id", "text")},
    "start": pa.int32(),
    "end": pa.int32(),
    "why": pa.string(),
    "cue": pa.string(),
    "cue_start": pa.int32(),
    "cue_end": pa.int32(),
}
_BOUND = {"kind": pa.string(), "low": pa.int64(), "high": pa.int64(), "text": pa.string()}
_BLOCK = {"start": pa.int32(), "end": pa.int32(), "kind": pa.string()}
_TYPES: dict[str, pa.DataType] = {
    "VARCHAR": pa.string(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
    "BLOCK[]": pa.list_(pa.struct(_BLOCK)),
    "PARTY[]": pa.list_(pa.struct(_PARTY)),
    "BOUND[]": pa.list_(pa.struct(_BOUND)),
    "LINK[]": pa.list_(pa.struct(_LINK)),
}
# The files of a batch of coded articles; the actors of events, mentions and statements share one.
BATCH_TABLES = ("articles", "sentences", "statements", "mentions", "events", "actors", "left_out")
# The files of a batch of imported events.
IMPORT_TABLES = ("events", "event_actors", "mentions", "left_out")
OWN = "dragoman"  # the data set of what is coded here
# Tables with rows of one article each, replaced when a revision of it comes.
ARTICLE_TABLES = ("articles", "sentences", "tellings", "telling_actors", "mentions", "mention_actors",
                  "statements", "statement_actors")  # fmt: skip
# What a fold adds to the rows of a batch.
_FOLDED = {
    "articles": {"voice"},
    "tellings": {"telling_id", "arrival", "lineage", "component"},
    "mentions": {"telling_id", "url", "outlet", "extra"},
    "mention_actors": {"mention_id"},
    "events": {"first_run", "last_run", "event_hash"},
    "event_actors": {"event_hash"},
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its table, name, type and meaning."""

    table: str
    name: str
    type: str
    meaning: str


def data_text(name: str) -> str:
    """A data file of this room as text."""
    return (files("dragoman.ledger") / "data" / name).read_text(encoding="utf-8")


@cache
def columns() -> tuple[Column, ...]:
    """All columns of all tables, in their order.

    Raises:
        DataError: a row has an unknown type or not four fields.
    """
    read = []
    for number, row in enumerate(csv.reader(data_text("tables.csv").splitlines()), 1):
        if number == 1:
            continue
        if len(row) != 4 or row[2] not in _TYPES:
            raise DataError(f"tables.csv, line {number}: expected table,column,type,meaning with a known type")
        read.append(Column(*row))
    return tuple(read)


@cache
def table_names() -> tuple[str, ...]:
    """The tables of a snapshot, in their order."""
    return tuple(dict.fromkeys(c.table for c in columns()))


@cache
def schema_id() -> str:
    """Changes whenever a table, view, index or rule of dyads or sides does, so that an older snapshot is built anew."""
    text = "".join(data_text(name) for name in ("tables.csv", "views.sql", "dyads.sql", "sides.sql", "indexes.sql"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@cache
def view_names() -> tuple[str, ...]:
    """The views of a snapshot, in their order."""
    return tuple(re.findall(r"^CREATE VIEW (\w+)", data_text("views.sql"), re.MULTILINE))


@cache
def column_names(table: str) -> tuple[str, ...]:
    """The columns of a table, in their order."""
    return tuple(c.name for c in columns() if c.table == table)


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return _sql_type(kind.value_type) + "[]"
    if pa.types.is_struct(kind):
        return "STRUCT(" + ", ".join(f'"{f.name}" {_sql_type(f.type)}' for f in kind) + ")"
    return next(name for name, plain in _TYPES.items() if plain == kind)


def create_statements() -> list[str]:
    """What makes the empty tables of a snapshot, and its views."""
    made = []
    for table in table_names():
        inner = ", ".join(f'"{c.name}" {_sql_type(_TYPES[c.type])}' for c in columns() if c.table == table)
        made.append(f'CREATE TABLE "{table}" ({inner})')
    return [*made, data_text("views.sql")]


@cache
def batch_schema(table: str) -> pa.Schema:
    """The Parquet schema of a file in a batch of articles: the table's columns and what ties a row to its text.

    ``events`` are what one article tells: the snapshot's ``tellings``. ``position`` in articles.parquet is the order
    of coding; in actors.parquet ``owner`` says whether ``owner_id`` is an event, a mention or a statement.
    """
    extra: list[tuple[str, pa.DataType]] = [("batch", pa.string()), ("content_hash", pa.string())]
    if table == "articles":
        extra = [("position", pa.int32())]
    elif table == "left_out":
        extra = []
    elif table == "actors":
        extra += [("owner", pa.string()), ("owner_id", pa.string())]
    return pa.schema(extra + _own_columns({"actors": "mention_actors", "events": "tellings"}.get(table, table)))


@cache
def table_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table of the snapshot."""
    return pa.schema([(c.name, _TYPES[c.type]) for c in columns() if c.table == table])


@cache
def import_schema(table: str) -> pa.Schema:
    """The Parquet schema of a file in a batch of imported events: the snapshot's columns."""
    left_out = _FOLDED[table] if table in ("events", "event_actors") else {"telling_id"}
    return pa.schema([(c.name, _TYPES[c.type]) for c in columns() if c.table == table and c.name not in left_out])


def _own_columns(table: str) -> list[tuple[str, pa.DataType]]:
    folded = _FOLDED.get(table, set())
    return [(c.name, _TYPES[c.type]) for c in columns() if c.table == table and c.name not in folded]
