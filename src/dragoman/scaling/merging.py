"""Events across the articles of a dataset: copies found, tellings compared block by block, happenings divided.

The work between the steps lies in a DuckDB file aside, not in memory. What comes out is one row a telling: the event
it belongs to, which bears the id of its first telling. It is a function of the dataset alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeVar

import duckdb
import pyarrow as pa

from dragoman.ledger.dataset import open_manifest
from dragoman.ledger.merging import voices
from dragoman.ledger.merging.clustering import grouped
from dragoman.scaling.clusters import room
from dragoman.scaling.folder import DatasetFolder
from dragoman.scaling.steps import (
    Pair,
    Printed,
    Reported,
    bands_of,
    clusters_of,
    copies_of,
    grown,
    links_of,
    spread,
    tellings_of,
)

_ARTICLES = 200  # in a batch
_PAIRS = 500
_TELLINGS = 1000
_BLOCK = 10_000  # tellings compared in one batch, unless a single block holds more
_LINKS = 20_000
_TABLES = """
CREATE TABLE bands (article_id VARCHAR, band VARCHAR);
CREATE TABLE candidates (one VARCHAR, other VARCHAR);
CREATE TABLE texts (article_id VARCHAR PRIMARY KEY, published DATE, title VARCHAR, text VARCHAR);
CREATE TABLE copies (one VARCHAR, other VARCHAR);
CREATE TABLE voices (article_id VARCHAR, voice VARCHAR);
CREATE TABLE tellings (telling_id VARCHAR, content BLOB);
CREATE TABLE keys (telling_id VARCHAR, key VARCHAR);
CREATE TABLE links (one VARCHAR, other VARCHAR, score DOUBLE);
CREATE TABLE happenings (telling_id VARCHAR, happening BIGINT);
"""
_CANDIDATES = """
INSERT INTO candidates
SELECT DISTINCT a.article_id AS one, b.article_id AS other
FROM bands a JOIN bands b ON a.band = b.band AND a.article_id < b.article_id
ORDER BY ALL
"""
_COMPARED = """
WITH sized AS (
    SELECT key, sum(count(*)) OVER (ORDER BY key) // {size} AS batch FROM keys GROUP BY key HAVING count(*) > 1
)
SELECT batch, telling_id, any_value(content) AS content
FROM keys JOIN sized USING (key) JOIN tellings USING (telling_id)
GROUP BY batch, telling_id ORDER BY batch, telling_id
"""
T = TypeVar("T")


def merged(ray: Any, dataset: DatasetFolder) -> pa.Table:
    """Every telling (``telling_id``) with the event it belongs to (``event_id``), in order of tellings.

    Args:
        ray: connected to the cluster that does the work.
        dataset: with the partitions listed and counted whose events are merged.
    """
    work = dataset.layout.temp / "merging.duckdb"
    work.unlink(missing_ok=True)
    with open_manifest(dataset.layout, dataset.manifest) as tables, duckdb.connect(str(work)) as aside:
        rows = Merging(ray, tables, aside).assignments()
    work.unlink()
    return rows


class Merging:
    """One run over a dataset's articles and events."""

    def __init__(self, ray: Any, dataset: duckdb.DuckDBPyConnection, work: duckdb.DuckDBPyConnection) -> None:
        """Args: ``ray`` connected, ``dataset`` with a ledger's tables, ``work`` an empty database to work in."""
        self._ray, self._dataset, self._work, self._room = ray, dataset, work, room(ray)
        self._work.execute(_TABLES)

    def assignments(self) -> pa.Table:
        """Every telling with the event it belongs to, in order of tellings."""
        self._find_copies()
        self._compare()
        self._divide()
        order = self._dataset.sql(
            "SELECT telling_id, published, article_id, position FROM tellings "
            "LEFT JOIN (SELECT article_id, published FROM articles) USING (article_id)"
        ).to_arrow_table()
        self._work.register("ordered", order)
        return self._work.sql(
            "SELECT telling_id, first_value(telling_id) OVER (PARTITION BY coalesce(happening::VARCHAR, telling_id) "
            "ORDER BY published NULLS LAST, article_id, position) AS event_id "
            "FROM ordered LEFT JOIN happenings USING (telling_id) ORDER BY telling_id"
        ).to_arrow_table()

    def _find_copies(self) -> None:
        for found in self._spread(bands_of, self._articles()):
            self._keep("bands", zip(*found, strict=True))
        for found in self._spread(copies_of, self._candidates()):
            self._keep("copies", zip(*found, strict=True))
        copies = self._work.sql("SELECT DISTINCT one, other FROM copies").fetchall()
        told = voices(sorted({a for pair in copies for a in pair}), copies)
        self._keep("voices", zip(*told.items(), strict=True))

    def _articles(self) -> Iterator[list[Printed]]:
        rows = _rows(self._dataset, "SELECT article_id, published, title, text FROM articles")
        return _batches((Printed(**r) for r in rows), _ARTICLES)

    def _candidates(self) -> Iterator[tuple[list[Pair], list[Printed]]]:
        self._work.execute(_CANDIDATES)
        pairs = "(SELECT one AS id FROM candidates UNION SELECT other FROM candidates)"
        wanted = {row[0] for row in self._work.sql(f"FROM {pairs}").fetchall()}
        for some in self._articles():
            self._keep("texts", zip(*[a for a in some if a.article_id in wanted], strict=True))
        for batch in _batches(((r["one"], r["other"]) for r in _rows(self._work, "FROM candidates")), _PAIRS):
            ids = sorted({article for pair in batch for article in pair})
            query = "SELECT article_id, published, title, text FROM texts WHERE article_id IN (SELECT unnest(?))"
            yield batch, [Printed(*row) for row in self._work.cursor().execute(query, [ids]).fetchall()]

    def _compare(self) -> None:
        for found in self._spread(tellings_of, self._told()):
            self._keep("tellings", zip(*[p[:2] for p in found], strict=True))
            keys = [(p.telling_id, key) for p in found for key in p.keys]
            self._keep("keys", zip(*keys, strict=True))
        for links in self._spread(links_of, self._compared()):
            self._keep("links", zip(*links, strict=True))

    def _told(self) -> Iterator[list[Reported]]:
        voice = dict(self._work.sql("FROM voices").fetchall())
        rows = _rows(
            self._dataset,
            "SELECT t.record, a.published, a.article_id, a.title FROM tellings t JOIN articles a USING (article_id)",
        )
        told = (
            Reported(r["record"], r["published"], voice.get(r["article_id"], r["article_id"]), r["title"]) for r in rows
        )
        return _batches(told, _TELLINGS)

    def _compared(self) -> Iterator[list[bytes]]:
        rows = _rows(self._work, _COMPARED.format(size=_BLOCK))
        for _, some in groupby(rows, key=lambda r: r["batch"]):
            yield [r["content"] for r in some]

    def _divide(self) -> None:
        links = self._work.sql("SELECT DISTINCT one, other, score FROM links ORDER BY ALL").fetchall()
        self._work.execute("CREATE TABLE linked AS SELECT one AS telling_id FROM links UNION SELECT other FROM links")
        self._work.register("told", self._dataset.sql("SELECT telling_id, article_id FROM tellings").to_arrow_table())
        articles = dict(self._work.sql("FROM told SEMI JOIN linked USING (telling_id)").fetchall())
        number = 0
        batches = (({m: articles[m] for m in members}, inside) for members, inside in _components(links))
        for found in self._spread(clusters_of, batches):
            rows = [(member, n) for n, cluster in enumerate(found, number) for member in cluster]
            number += len(found)
            self._keep("happenings", zip(*rows, strict=True))

    def _spread(self, step: Any, batches: Iterable[Any]) -> Iterator[Any]:
        return (found for found in spread(self._ray, step, batches, self._room) if found)

    def _keep(self, table: str, columns: Iterable[Sequence[Any]]) -> None:
        names = [d[0] for d in self._work.execute(f"FROM {table} LIMIT 0").description or []]
        held = list(map(list, columns))
        if held:
            found = pa.table(dict(zip(names, held, strict=True)))
            self._work.register("found", found)
            self._work.execute(f"INSERT INTO {table} BY NAME FROM found")
            self._work.unregister("found")


def _components(
    links: Sequence[tuple[str, str, float]],
) -> Iterator[tuple[list[str], list[tuple[str, str, float]]]]:
    """Tellings that hang together with their links, small groups taken together."""
    groups = grouped({member for x in links for member in x[:2]}, [x[:2] for x in links])
    home = {member: group[0] for group in groups for member in group}
    members = {group[0]: group for group in groups}
    held: dict[str, list[tuple[str, str, float]]] = {name: [] for name in members}
    for one in links:
        held[home[one[0]]].append(one)
    for names in grown({name: len(some) for name, some in held.items()}, _LINKS):
        yield [m for n in names for m in members[n]], [x for n in names for x in held[n]]


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[dict[str, Any]]:
    """Rows, some at a time; the connection may be used for other things meanwhile."""
    for batch in connection.cursor().sql(query).to_arrow_reader(2000):
        yield from batch.to_pylist()


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    held: list[T] = []
    for item in items:
        held.append(item)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held
