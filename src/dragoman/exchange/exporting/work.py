"""The writing of one export: rows of a query into files, counted and told of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from dragoman.exchange.exporting.session import Session

Told = Callable[[int], None]
Sink = Callable[[pa.RecordBatch], None]


@dataclass(slots=True)
class Work:
    """A session, the folder to write into, and how many rows went into which file.

    ``told`` hears how many rows of the main table have been written since it last heard.
    """

    session: Session
    folder: Path
    told: Told | None = None
    rows: dict[str, int] = field(default_factory=dict)

    def batches(self, query: str, main: bool = False) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
        """The rows of a query over ``slice``, piece by piece; those of the main table are told of."""
        schema, found = self.session.sliced(query)
        return schema, self._told_of(found) if main else found

    def _told_of(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            if self.told is not None:
                self.told(batch.num_rows)

    def count(self, name: str, rows: int) -> None:
        """Notes rows that went into a file."""
        self.rows[name] = self.rows.get(name, 0) + rows

    def table(self, name: str, query: str, form: Delimited, main: bool = False) -> None:
        """Writes a query's rows into one delimited file."""
        schema, batches = self.batches(query, main)
        with self.delimited(name, schema, form) as write:
            for batch in batches:
                write(batch)

    @contextmanager
    def delimited(self, name: str, schema: pa.Schema, form: Delimited) -> Iterator[Sink]:
        """Opens a delimited file with the columns of a schema; gives what writes rows into it."""
        options = pacsv.WriteOptions(
            include_header=False, delimiter=form.delimiter, quoting_style="needed" if form.quoted else "none"
        )
        typed = form.typed(schema)
        self.count(name, 0)
        with (self.folder / name).open("wb") as file:
            if form.header:
                file.write((form.delimiter.join(schema.names) + "\n").encode())
            with pacsv.CSVWriter(file, typed, write_options=options) as writer:

                def write(batch: pa.RecordBatch) -> None:
                    writer.write_batch(form.filled(batch, typed))
                    self.count(name, batch.num_rows)

                yield write

    def lines(self, name: str, query: str, frame: tuple[bytes, bytes, bytes] = (b"", b"\n", b"\n")) -> None:
        """Writes a query's one column as text, one row a line.

        Args:
            name: the file.
            query: the query; its column is text without line ends.
            frame: what stands before the first, between two and behind the last.
        """
        before, between, after = frame
        _, batches = self.batches(query, main=True)
        self.count(name, 0)
        with (self.folder / name).open("wb") as file:
            file.write(before)
            for batch in batches:
                texts = [line.encode() for line in batch.column(0).to_pylist()]
                file.write((between if self.rows[name] else b"") + between.join(texts))
                self.count(name, len(texts))
            file.write(after if self.rows[name] or before else b"")


@dataclass(frozen=True, slots=True)
class Delimited:
    """How a delimited file is written: between cells, whether with names, with quotes, and what stands for missing."""

    delimiter: str
    header: bool = True
    quoted: bool = False
    missing: str | None = None

    def typed(self, schema: pa.Schema) -> pa.Schema:
        """The columns as they are written: text alone where missing is a word."""
        return schema if self.missing is None else pa.schema([(n, pa.string()) for n in schema.names])

    def filled(self, batch: pa.RecordBatch, typed: pa.Schema) -> pa.RecordBatch:
        """The rows with the word for missing in its places."""
        if self.missing is None:
            return batch
        columns = [column.cast(pa.string()).fill_null(self.missing) for column in batch.columns]
        return pa.RecordBatch.from_arrays(columns, schema=typed)
