"""Tables: CSV, TSV and Parquet, one document a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import IO, Any

from dragoman.articles.limits import MAX_LINE, TooLargeError, lines
from dragoman.articles.raw import Raw, find_columns, from_fields, missing
from dragoman.articles.repair import decode
from dragoman.records import LeftOut

BATCH = 256


def read_csv(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """Rows of a CSV file; a header with more semicolons than commas means semicolons."""
    yield from _delimited(stream, origin, columns, None)


def read_tsv(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """Rows of a tab-separated file."""
    yield from _delimited(stream, origin, columns, "\t")


def _delimited(
    stream: IO[bytes], origin: str, columns: Mapping[str, str], delimiter: str | None
) -> Iterator[Raw | LeftOut]:
    csv.field_size_limit(MAX_LINE)
    rows = _lines(stream)
    first = next(rows, "")
    if delimiter is None:
        delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    where = find_columns(header, columns)
    if "text" not in where:
        yield LeftOut(origin, "", "missing-text", missing(header))
        return
    table = csv.reader(rows, delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            row = next(table, None)
        except csv.Error as error:
            yield LeftOut(origin, f"row {number}", "unreadable", f"broken row: {error}")
            continue
        if row is None:
            return
        if row:
            yield from_fields(dict(zip(header, row, strict=False)), where, origin, f"row {number}")


def _lines(stream: IO[bytes]) -> Iterator[str]:
    for number, line in lines(stream):
        if line is None:
            raise TooLargeError(f"line {number} is longer than {MAX_LINE // 2**20} MB")
        yield decode(line)


def read_parquet(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """Rows of a Parquet file, read in batches of the columns that matter."""
    import pyarrow.parquet as pq

    file: Any = pq.ParquetFile(stream if stream.seekable() else io.BytesIO(stream.read(16 * MAX_LINE)))
    names = list(file.schema_arrow.names)
    where = find_columns(names, columns)
    if "text" not in where:
        yield LeftOut(origin, "", "missing-text", missing(names))
        return
    number = 0
    for batch in file.iter_batches(batch_size=BATCH, columns=sorted(set(where.values()))):
        for row in batch.to_pylist():
            number += 1
            yield from_fields(row, where, origin, f"row {number}")
