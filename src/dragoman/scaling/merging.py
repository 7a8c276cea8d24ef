"""Events across the articles of a dataset: copies found, tellings compared block by block, happenings divided.

What comes out is what a ledger makes of the same articles in the same order. The work between the steps lies in a
DuckDB file aside, not in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.ledger.dataset import merged_schemas, open_manifest
from dragoman.ledger.inserting import insert_table
from dragoman.ledger.merging import Link, hanging_together, voices
from dragoman.running import chunks
from dragoman.scaling.clusters import room
from dragoman.scaling.folder import DatasetFolder
from dragoman.scaling.steps import (
    Component,
    Pair,
    Printed,
    Reported,
    bands_of,
    clusters_of,
    copies_of,
    links_of,
    spread,
    tellings_of,
    united_of,
)

_ARTICLES = 200  # in a batch
_PAIRS = 500
_TELLINGS = 1000
_BLOCK = 10_000  # tellings compared in one batch, unless a single block holds more
_LINKS = 20_000
_UNITED = 2000  # tellings of events of several articles
_TABLES = """
CREATE TABLE bands (article_id VARCHAR, band VARCHAR);
CREATE TABLE candidates (one VARCHAR, other VARCHAR);
CREATE TABLE texts (article_id VARCHAR PRIMARY KEY, published DATE, title VARCHAR, text VARCHAR);
CREATE TABLE copies (one VARCHAR, other VARCHAR);
CREATE TABLE voices (article_id VARCHAR, voice VARCHAR);
CREATE TABLE tellings (telling_id VARCHAR, article_id VARCHAR, content BLOB);
CREATE TABLE keys (telling_id VARCHAR, key VARCHAR);
CREATE TABLE links (one VARCHAR, other VARCHAR, score DOUBLE, why VARCHAR);
CREATE TABLE happenings (telling_id VARCHAR, component VARCHAR, cluster VARCHAR);
"""
_CANDIDATES = """
INSERT INTO candidates
SELECT DISTINCT a.article_id AS one, b.article_id AS other
FROM bands a JOIN bands b ON a.band = b.band AND a.article_id < b.article_id
ORDER BY ALL
"""
_COMPARED = f"""
WITH sized AS (
    SELECT key, sum(count(*)) OVER (ORDER BY key) // {_BLOCK} AS batch FROM keys GROUP BY key HAVING count(*) > 1
)
SELECT batch, telling_id, any_value(content) AS content
FROM keys JOIN sized USING (key) JOIN tellings USING (telling_id)
GROUP BY batch, telling_id ORDER BY batch, telling_id
"""
_DISTINCT_LINKS = "SELECT one, other, score, any_value(why) AS why FROM links GROUP BY ALL ORDER BY ALL"
# An event bears the id of its earliest telling.
_ASSIGNED = """
SELECT telling_id, component,
    first_value(telling_id) OVER (PARTITION BY cluster ORDER BY arrival, telling_id) AS event_id
FROM happenings JOIN (SELECT telling_id, arrival FROM tellings) USING (telling_id) ORDER BY telling_id
"""
_TOGETHER = """
WITH several AS (
    SELECT telling_id, event_id FROM assignments QUALIFY count(*) OVER (PARTITION BY event_id) > 1
)
SELECT s.event_id, t.article_id, t.position, t.record, coalesce(v.voice, t.article_id) AS voice, a.source, a.published
FROM several s JOIN tellings t USING (telling_id) JOIN articles a USING (article_id)
LEFT JOIN voices v USING (article_id)
ORDER BY s.event_id, t.arrival, t.telling_id
"""
# Statements name events by their tellings; those that do not bear the event's id are named anew.
_RENAMED = """
WITH said AS (
    SELECT statement_id, unnest(event_ids) AS said, generate_subscripts(event_ids, 1) AS place FROM statements
), known AS (SELECT telling_id, event_id FROM assignments WHERE telling_id <> event_id)
SELECT statement_id, list(coalesce(k.event_id, said) ORDER BY place) AS event_ids
FROM said LEFT JOIN known k ON k.telling_id = said
GROUP BY statement_id HAVING bool_or(k.event_id IS NOT NULL) ORDER BY statement_id
"""


def merged(ray: Any, dataset: DatasetFolder) -> dict[str, pa.Table]:
    """What merging finds, as ``dragoman.ledger.dataset.merged_schemas`` describes it.

    Args:
        ray: connected to the cluster that does the work.
        dataset: with the partitions listed and counted whose events are merged.
    """
    work = dataset.layout.temp / "merging.duckdb"
    work.unlink(missing_ok=True)
    apart = {**dataset.manifest, "merged": None}
    with open_manifest(dataset.layout, apart) as tables, duckdb.connect(str(work)) as aside:
        found = Merging(ray, tables, aside).found()
    work.unlink()
    return {name: found[name].select(s.names).cast(s) for name, s in merged_schemas().items()}


class Merging:
    """One run over a dataset's articles and tellings."""

    def __init__(self, ray: Any, dataset: duckdb.DuckDBPyConnection, work: duckdb.DuckDBPyConnection) -> None:
        """Args: ``ray`` connected, ``dataset`` with a ledger's tables, ``work`` an empty database to work in."""
        self._ray, self._dataset, self._work, self._room = ray, dataset, work, room(ray)
        self._work.execute(_TABLES)

    def found(self) -> dict[str, pa.Table]:
        """All tables of what was found."""
        self._find_copies()
        self._compare()
        self._divide()
        tables = {"voices": self._work.sql("FROM voices ORDER BY ALL").to_arrow_table()}
        tables["links"] = self._work.sql(_DISTINCT_LINKS).to_arrow_table()
        self._lend("happenings", self._work.sql("FROM happenings").to_arrow_table())
        tables["assignments"] = self._dataset.sql(_ASSIGNED).to_arrow_table()
        for name in ("assignments", "voices"):
            self._lend(name, tables[name])
        tables["renamed"] = self._dataset.sql(_RENAMED).to_arrow_table()
        return {**tables, **self._united()}

    def _lend(self, name: str, rows: pa.Table) -> None:
        """Gives the dataset's connection a table, in the place of its own if it has one."""
        self._dataset.register("lent", rows)
        self._dataset.execute(f"CREATE OR REPLACE TABLE {name} AS FROM lent")
        self._dataset.unregister("lent")

    def _find_copies(self) -> None:
        for found in self._spread(bands_of, self._articles()):
            self._keep("bands", found)
        for found in self._spread(copies_of, self._candidates()):
            self._keep("copies", found)
        copies = self._work.sql("SELECT DISTINCT one, other FROM copies").fetchall()
        self._keep("voices", list(voices(sorted({a for pair in copies for a in pair}), copies).items()))

    def _articles(self) -> Iterator[list[Printed]]:
        rows = _rows(self._dataset, "SELECT article_id, published, title, text FROM articles")
        return chunks((Printed(**r) for r in rows), _ARTICLES)

    def _candidates(self) -> Iterator[tuple[list[Pair], list[Printed]]]:
        self._work.execute(_CANDIDATES)
        pairs = "(SELECT one AS id FROM candidates UNION SELECT other FROM candidates)"
        wanted = {row[0] for row in self._work.sql(f"FROM {pairs}").fetchall()}
        for some in self._articles():
            self._keep("texts", [a for a in some if a.article_id in wanted])
        for batch in chunks(((r["one"], r["other"]) for r in _rows(self._work, "FROM candidates")), _PAIRS):
            ids = sorted({article for pair in batch for article in pair})
            query = "SELECT article_id, published, title, text FROM texts WHERE article_id IN (SELECT unnest(?))"
            yield batch, [Printed(*row) for row in self._work.cursor().execute(query, [ids]).fetchall()]

    def _compare(self) -> None:
        for found in self._spread(tellings_of, self._reported()):
            self._keep("tellings", [p[:3] for p in found])
            self._keep("keys", [(p.telling_id, key) for p in found for key in p.keys])
        for links in self._spread(links_of, self._compared()):
            self._keep("links", [(x.one, x.other, x.score, x.why) for x in links])

    def _reported(self) -> Iterator[list[Reported]]:
        voice = dict(self._work.sql("FROM voices").fetchall())
        query = "SELECT t.record, a.published, a.article_id, a.title FROM tellings t JOIN articles a USING (article_id)"
        rows = _rows(self._dataset, query)
        told = (
            Reported(r["record"], r["published"], voice.get(r["article_id"], r["article_id"]), r["title"]) for r in rows
        )
        return chunks(told, _TELLINGS)

    def _compared(self) -> Iterator[list[bytes]]:
        for _, some in groupby(_rows(self._work, _COMPARED), key=lambda r: r["batch"]):
            yield [r["content"] for r in some]

    def _divide(self) -> None:
        links = [Link(*row) for row in self._work.sql(_DISTINCT_LINKS).fetchall()]
        article = dict(
            self._work.sql(
                "SELECT telling_id, article_id FROM tellings "
                "SEMI JOIN (SELECT one AS telling_id FROM links UNION SELECT other FROM links) USING (telling_id)"
            ).fetchall()
        )
        for found in self._spread(clusters_of, _components(links, article)):
            self._keep("happenings", [(m, component, cluster[0]) for component, cluster in found for m in cluster])

    def _united(self) -> dict[str, pa.Table]:
        held: dict[str, list[pa.Table]] = {"united_events": [], "united_actors": []}
        for [found] in self._spread(united_of, self._together()):
            held["united_events"].append(found["events"])
            held["united_actors"].append(found["event_actors"])
        empty = {name: [merged_schemas()[name].empty_table()] for name in held}
        return {name: pa.concat_tables(some or empty[name]).sort_by(_ORDER[name]) for name, some in held.items()}

    def _together(self) -> Iterator[list[tuple[Any, ...]]]:
        held: list[tuple[Any, ...]] = []
        for _, of_event in groupby(_rows(self._dataset, _TOGETHER), key=lambda r: r["event_id"]):
            held += [tuple(r.values()) for r in of_event]
            if len(held) >= _UNITED:
                yield held
                held = []
        if held:
            yield held

    def _spread(self, step: Any, batches: Iterable[Any]) -> Iterator[Any]:
        return (found for found in spread(self._ray, step, batches, self._room) if found)

    def _keep(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            names = [d[0] for d in self._work.execute(f"FROM {table} LIMIT 0").description or []]
            columns = map(list, zip(*rows, strict=True))
            insert_table(self._work, table, pa.table(dict(zip(names, columns, strict=True))))


_ORDER = {
    "united_events": [("event_id", "ascending")],
    "united_actors": [("event_id", "ascending"), ("side", "ascending"), ("position", "ascending")],
}


def _components(links: Sequence[Link], article: dict[str, str]) -> Iterator[list[Component]]:
    """What hangs together, in batches of so many links."""
    held: list[Component] = []
    number = 0
    for group, inside in hanging_together(article, links):
        held.append(({member: article[member] for member in group}, inside))
        number += len(inside)
        if number >= _LINKS:
            yield held
            held, number = [], 0
    if held:
        yield held


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    """Rows, some at a time; the connection may be used for other things meanwhile."""
    for batch in connection.cursor().sql(query).to_arrow_reader(2000):
        yield from batch.to_pylist()
