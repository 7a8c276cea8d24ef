"""How each format is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from dragoman.exchange.exporting.gexf import write_gexf
from dragoman.exchange.exporting.restoring import restored
from dragoman.exchange.exporting.session import ROWS, query_text
from dragoman.exchange.exporting.work import Delimited, Work

_POLECAT = Delimited("\t", missing="None")
_GDELT = Delimited("\t", header=False)
_ICEWS = Delimited("\t")
_CSV = Delimited(",", quoted=True)
_FEATURES = (b'{"type":"FeatureCollection","features":[\n', b",\n", b"\n]}\n")
_PARTITION = ds.partitioning(pa.schema([("year", pa.int32()), ("month", pa.int32())]), flavor="hive")
# Numbers of events: GDELT's are 64-bit, readers of ICEWS hold them in 32.
_GDELT_BITS, _ICEWS_BITS = 63, 31
_MOST_PARTITIONS = 20_000  # months, a millennium and a half
Writer = Callable[[Work, bool], None]


def _polecat(work: Work, one_file: bool) -> None:
    schema, batches = work.batches(restored("polecat", "events.txt", '"file"'), main=True)
    columns = pa.schema(list(schema)[:-1])
    if one_file:
        with work.delimited("events.txt", columns, _POLECAT) as write:
            for batch in batches:
                write(batch.select(columns.names))
        return
    for name, pieces in groupby(_by_last_column(batches), key=itemgetter(0)):
        with work.delimited(name, columns, _POLECAT) as write:
            for _, piece in pieces:
                write(piece)


def _by_last_column(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[str, pa.RecordBatch]]:
    """Rows that lie together and have the same text in the last column, with that text and without the column."""
    for batch in batches:
        names = batch.column(batch.num_columns - 1)
        runs = pc.run_end_encode(names)
        start = 0
        for name, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            yield name, batch.slice(start, end - start).select(batch.schema.names[:-1])
            start = end


def _gdelt(work: Work, _: bool) -> None:
    work.session.pair("gdelt", _GDELT_BITS)
    work.table("events.export.CSV", restored("gdelt", "events.export.CSV"), _GDELT, main=True)
    work.table("events.mentions.CSV", query_text("gdelt_mentions"), _GDELT)
    work.table("event_ids.csv", query_text("event_ids"), _CSV)


def _icews(work: Work, _: bool) -> None:
    work.session.pair("icews", _ICEWS_BITS)
    work.table("events.tab", restored("icews", "events.tab"), _ICEWS, main=True)
    work.table("event_ids.csv", query_text("event_ids"), _CSV)


def _csv(work: Work, _: bool) -> None:
    work.table("events.csv", query_text("csv"), _CSV, main=True)
    work.table("event_actors.csv", query_text("csv_actors"), _CSV)


def _plover(work: Work, _: bool) -> None:
    work.lines("events.jsonl", query_text("plover"))


def _jsonl(work: Work, _: bool) -> None:
    work.lines("events.jsonl", query_text("jsonl"))


def _geojson(work: Work, _: bool) -> None:
    work.lines("events.geojson", query_text("geojson"), _FEATURES)


def _parquet(work: Work, _: bool) -> None:
    for table in ("events", "event_actors", "mentions"):
        _partitioned(work, table)
    schema, batches = work.session.whole(query_text("parquet_articles"))
    with pq.ParquetWriter(work.folder / "articles.parquet", schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)
            work.count("articles.parquet", batch.num_rows)


def _partitioned(work: Work, table: str) -> None:
    """A table in a folder by year and month; the rows come in the order of their days."""
    schema, batches = work.batches(query_text(f"parquet_{table}"), main=table == "events")

    def visited(file: ds.WrittenFile) -> None:
        name = str(file.path).removeprefix(str(work.folder) + "/")
        work.count(name, file.metadata.num_rows)

    (work.folder / table).mkdir()
    ds.write_dataset(
        pa.RecordBatchReader.from_batches(schema, batches),
        work.folder / table,
        format="parquet",
        partitioning=_PARTITION,
        use_threads=False,
        file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
        file_visitor=visited,
        basename_template="part-{i}.parquet",
        min_rows_per_group=ROWS,
        max_rows_per_group=4 * ROWS,
        max_partitions=_MOST_PARTITIONS,
    )


def _gexf(work: Work, _: bool) -> None:
    work.session.pair("", _GDELT_BITS)
    actors = {row.pop("key"): row for row in work.session.rows(query_text("gexf_nodes"))}
    ties = work.session.rows(query_text("gexf_edges"))
    named = ((tie.pop("one"), tie.pop("other"), {"weight": tie["count"], **tie}) for tie in ties)
    work.rows["network.gexf"] = write_gexf(work.folder / "network.gexf", actors, named)


WRITERS: Mapping[str, Writer] = {
    "polecat": _polecat,
    "gdelt": _gdelt,
    "icews": _icews,
    "plover": _plover,
    "parquet": _parquet,
    "csv": _csv,
    "jsonl": _jsonl,
    "geojson": _geojson,
    "gexf": _gexf,
}
