"""Parts: a coded partition as the Parquet files of its months, and the note that says it is done."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import pyarrow as pa

from dragoman.ledger.dataset import FORMAT, NO_VALUE
from dragoman.ledger.files import parquet_bytes
from dragoman.ledger.rows import Row, Rows, arrow_tables, rows_of
from dragoman.ledger.tables import BATCH_TABLES
from dragoman.records import Article, CodedArticle, LeftOut
from dragoman.running import Result
from dragoman.scaling.partitions import Partition


@dataclass(frozen=True, slots=True)
class Part:
    """What became of a partition: its files, by path below the dataset's folder, and the note."""

    name: str
    files: Mapping[str, bytes]
    note: Mapping[str, Any]


Kept = TypeVar("Kept", Article | LeftOut, CodedArticle | LeftOut)


def distinct(documents: Iterable[Kept]) -> list[Kept]:
    """The documents without later copies of the same text of the same article."""
    found: dict[Any, Kept] = {}
    for number, document in enumerate(documents):
        article = document.article if isinstance(document, CodedArticle) else document
        key = (article.article_id, article.content_hash) if isinstance(article, Article) else number
        found.setdefault(key, document)
    return list(found.values())


def part_of(partition: Partition, results: Sequence[Result], run_id: str, seconds: float) -> Part:
    """The part that a partition's results make: the same results make the same files, byte for byte.

    Args:
        partition: what was coded.
        results: of its distinct documents, in order.
        run_id: the recipe's name.
        seconds: how long it took, for the note.
    """
    coded = [r for r in results if isinstance(r, CodedArticle)]
    left = [r for r in results if isinstance(r, LeftOut)]
    rows = rows_of(coded, left, run_id, partition.name)
    files, stated = {}, {}
    for table, month, some in _by_month(rows, [c.article for c in coded]):
        path = f"{table}/{month}/{partition.name}.parquet"
        files[path] = parquet_bytes(some)
        digest = hashlib.sha256(files[path]).hexdigest()
        stated[path] = {"sha256": digest, "bytes": len(files[path]), "rows": some.num_rows}
    first, last = partition.ends
    note = {
        "format": FORMAT,
        "partition": partition.name,
        "sequence": partition.sequence,
        "sha256": partition.sha256,
        "first": first,
        "last": last,
        "documents": len(partition.documents),
        "skipped": len(partition.documents) - len(results),
        "rows": {table: len(rows[table]) for table in BATCH_TABLES},
        "left_out_by_reason": dict(sorted(Counter(x.reason for x in left).items())),
        "seconds": round(seconds, 3),
        "files": stated,
    }
    return Part(partition.name, files, note)


def _by_month(rows: Rows, articles: Sequence[Article]) -> Iterable[tuple[str, str, pa.Table]]:
    """The rows of each table that belong to each month, as Arrow tables."""
    month = {(a.article_id, a.content_hash): month_of(a.published) for a in articles}
    by_month: dict[str, Rows] = defaultdict(lambda: {table: [] for table in BATCH_TABLES})
    for table in BATCH_TABLES:
        for row in rows[table]:
            by_month[_month(row, month)][table].append(row)
    for name in sorted(by_month):
        for table, some in arrow_tables(by_month[name]).items():
            if some.num_rows:
                yield table, name, some


def _month(row: Row, month: Mapping[tuple[str, str], str]) -> str:
    return month[row["article_id"], row["content_hash"]] if "content_hash" in row else month_of(None)


def month_of(published: dt.date | None) -> str:
    """The folder of a month of publication, as Hive names it."""
    if published is None:
        return f"year={NO_VALUE}/month={NO_VALUE}"
    return f"year={published.year:04d}/month={published.month:02d}"
