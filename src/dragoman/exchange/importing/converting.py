"""Chunks of rows converted into the tables of an imported batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import duckdb
import numpy as np
import pyarrow as pa

from dragoman.exchange.importing.cells import members
from dragoman.exchange.importing.kinds import Kind
from dragoman.exchange.importing.lookups import add_codes
from dragoman.exchange.importing.phrases import name, text
from dragoman.exchange.importing.reading import Chunk, Refusal
from dragoman.exchange.importing.repeats import Seen
from dragoman.ledger.tables import import_schema


@dataclass(slots=True)
class Converted:
    """What became of a chunk.

    Attributes:
        tables: by data set, the tables of a batch.
        refused: rows that were not taken over.
        repeated: how many of them stand again further on in the file.
        warnings: fields that could not be read in rows that were taken over, by the number of rows.
        stored: rows taken over, less those of earlier chunks that stand again in this one.
    """

    tables: dict[str, dict[str, pa.Table]]
    refused: list[Refusal]
    repeated: int
    warnings: Counter[str] = field(default_factory=Counter)
    stored: int = 0


def convert(connection: duckdb.DuckDBPyConnection, chunk: Chunk, kind: Kind, seen: Seen) -> Converted:
    """The rows of a chunk as tables for ``Writer.add_imported``.

    Args:
        connection: as ``lookups.connect`` makes it.
        chunk: some rows of a file.
        kind: what they are.
        seen: the ids of the file so far; those of this chunk are added.
    """
    _read(connection, chunk.table, kind)
    refused = _refused(connection)
    repeats = _repeats(connection, seen)
    _take(connection, kind, repeats)
    found = Converted({d: _tables(connection, kind, d) for d in _datasets(connection)}, [], len(repeats))
    found.refused = sorted([*chunk.refused, *refused, *repeats], key=lambda r: r.line)
    found.warnings = _warnings(connection, kind)
    found.stored = chunk.table.num_rows - len(refused) - len(repeats)
    return found


def _read(connection: duckdb.DuckDBPyConnection, table: pa.Table, kind: Kind) -> None:
    """Makes the table ``read``: the rows as the kind reads them."""
    kept = members(table, [n for n in table.column_names if n not in kind.taken and n != "line"])
    connection.register("chunk", _whole(table, kind).append_column("kept", kept))
    if kind.codes:
        add_codes(connection, _distinct(connection, kind.codes))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE read AS {kind.select}")
    connection.unregister("chunk")


def _whole(table: pa.Table, kind: Kind) -> pa.Table:
    """The table with all columns of its contract; those that the file lacks are NULL."""
    for column in kind.contract.columns:
        if column not in table.column_names:
            table = table.append_column(column, pa.nulls(len(table), pa.string()))
    return table


def _distinct(connection: duckdb.DuckDBPyConnection, column: str) -> list[str]:
    rows = connection.execute(f"SELECT DISTINCT {name(column)} FROM chunk WHERE {name(column)} IS NOT NULL").fetchall()
    return [value for (value,) in rows]


def _refused(connection: duckdb.DuckDBPyConnection) -> list[Refusal]:
    rows = connection.execute("SELECT line, reason, detail FROM read WHERE reason IS NOT NULL").fetchall()
    return [Refusal(*row) for row in rows]


def _repeats(connection: duckdb.DuckDBPyConnection, seen: Seen) -> list[Refusal]:
    """The rows, of this chunk or of those before it, whose id stands again further on."""
    rows = connection.execute("SELECT hash(id) AS hash, line FROM read WHERE reason IS NULL ORDER BY line").fetchnumpy()
    pairs = seen.add(np.asarray(rows["hash"], np.uint64), np.asarray(rows["line"], np.int64))
    return [
        Refusal(line, "repeated-id", f"its id stands again in line {later}, which was taken: keep one of the two rows")
        for line, later in pairs
    ]


def _take(connection: duckdb.DuckDBPyConnection, kind: Kind, repeats: Iterable[Refusal]) -> None:
    """Makes the tables ``taken`` (rows that become events or mentions) and ``persons`` (their actors)."""
    connection.register("coming", pa.table({"line": pa.array([r.line for r in repeats], pa.int64())}))
    connection.execute("CREATE OR REPLACE TEMP TABLE repeated AS FROM coming")
    connection.unregister("coming")
    names = {d[0] for d in connection.execute("FROM read LIMIT 0").description or []}
    dataset = "dataset" if "dataset" in names else f"{text(kind.dataset)} AS dataset"
    own = "event_id" if "event_id" in names else "dataset || ':' || id AS event_id"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW taken AS SELECT * EXCLUDE (reason, detail{_less(names)}), {dataset}, {own} "
        "FROM read WHERE reason IS NULL AND line NOT IN (SELECT line FROM repeated)"
    )
    if "people" in names:
        connection.execute(_SECTORS.format(sectors=kind.sectors, split=_SPLIT))
        word = "lower(trim(p.country))" if kind.countries == "countries" else "p.country"
        connection.execute(_PERSONS.format(countries=kind.countries, word=word))


def _less(names: set[str]) -> str:
    return "".join(f", {n}" for n in ("dataset", "event_id") if n in names)


_SPLIT = r"'\s*[,;|]\s*'"
_SECTORS = """
CREATE OR REPLACE TEMP TABLE spread AS SELECT dataset, event_id, unnest(people, recursive := false) AS p FROM taken;
CREATE OR REPLACE TEMP TABLE cells AS
SELECT cell, list(DISTINCT s.value ORDER BY s.value) FILTER (s.value IS NOT NULL) AS sectors,
    first(s.value ORDER BY place) FILTER (s.value IS NOT NULL) AS first, bool_or(s.value IS NULL) AS unknown
FROM (
    SELECT cell, unnest(string_split_regex(cell, {split})) AS part,
        generate_subscripts(string_split_regex(cell, {split}), 1) AS place
    FROM (SELECT DISTINCT p.sectors AS cell FROM spread UNION SELECT DISTINCT p.sector FROM spread)
    WHERE cell IS NOT NULL
) LEFT JOIN {sectors} s ON s.word = part OR s.word = lower(part)
GROUP BY cell;
"""
_PERSONS = """
CREATE OR REPLACE TEMP TABLE persons AS
SELECT dataset, event_id, p.side, p.position, coalesce(c.value, p.entity_id, e.value) AS key,
    coalesce(p.name, p.text, p.country) AS name, c.value AS country, coalesce(m.first, s.first) AS sector,
    coalesce(s.sectors, m.sectors, []) AS sectors, p.office,
    coalesce(p.entity_id, CASE WHEN c.value IS NULL THEN e.value END) AS entity_id, p.text,
    p.country IS NOT NULL AND c.word IS NULL AS strange, coalesce(s.unknown, m.unknown, false) AS unknown
FROM spread
LEFT JOIN {countries} c ON c.word = {word}
LEFT JOIN cells m ON m.cell = p.sector
LEFT JOIN cells s ON s.cell = p.sectors
LEFT JOIN entities e ON c.value IS NULL AND e.word = lower(p.name)
"""


def _datasets(connection: duckdb.DuckDBPyConnection) -> list[str]:
    return [d for (d,) in connection.execute("SELECT DISTINCT dataset FROM taken ORDER BY dataset").fetchall()]


def _tables(connection: duckdb.DuckDBPyConnection, kind: Kind, dataset: str) -> dict[str, pa.Table]:
    made = {}
    if kind.events:
        made["events"] = _as_stored(connection, "events", "FROM taken", dataset)
        made["event_actors"] = _as_stored(connection, "event_actors", "FROM persons", dataset)
    if kind.mentions:
        made["mentions"] = _as_stored(connection, "mentions", kind.mentions, dataset)
    return made


def _as_stored(connection: duckdb.DuckDBPyConnection, table: str, source: str, dataset: str) -> pa.Table:
    """Rows with the columns that a batch has; those that the source lacks are NULL, or what an imported row is."""
    there = {d[0] for d in connection.execute(f"SELECT * FROM ({source}) LIMIT 0").description or []}
    default = _DEFAULTS.get(table, {})
    wanted = (name(n) if n in there else f"{default.get(n, 'NULL')} AS {name(n)}" for n in import_schema(table).names)
    query = f"SELECT {', '.join(wanted)} FROM ({source}) WHERE dataset = {text(dataset)}"
    return connection.sql(query).to_arrow_table()


_DEFAULTS = {
    "events": {"status": "'occurred'", "said_by": "[]", "bounds": "[]", "contexts": "[]", "outlets": "[]"},
    "event_actors": {"why": "'imported'"},
}


def _warnings(connection: duckdb.DuckDBPyConnection, kind: Kind) -> Counter[str]:
    found: Counter[str] = Counter()
    rows = connection.execute("SELECT warned, count(*) FROM taken WHERE warned <> '' GROUP BY ALL").fetchall()
    for warned, count in rows:
        for what in warned.split("|"):
            found[what] += count
    if kind.events:
        query = "SELECT coalesce(count_if(strange), 0), coalesce(count_if(unknown), 0) FROM persons"
        for strange, unknown in connection.execute(query).fetchall():
            found.update({"country of an actor is unknown": strange, "sector of an actor is unknown": unknown})
    return +found
