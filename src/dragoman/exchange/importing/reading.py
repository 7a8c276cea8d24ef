"""Files of rows read into Arrow tables of text, a chunk at a time; what is no row of its file is refused."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as pacsv

from dragoman.exchange.importing.blocks import MAX_LINE, Block, blocks
from dragoman.exchange.importing.cutting import QuotedCutter, Rows, cut_lines
from dragoman.exchange.importing.layouts import Contract, Dialect, Layout, dialect_of, layout_of

CHUNK_ROWS = 250_000
CHUNK_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken over: its line in the file, a short code, and what is wrong and what to do."""

    line: int
    reason: str
    detail: str


@dataclass(slots=True)
class Chunk:
    """Some rows of a file, and those that were refused.

    Attributes:
        table: their columns as text, missing values NULL, and ``line``.
        contract: what they keep to.
        refused: rows that are none.
        repaired: what was mended, by the number of lines.
    """

    table: pa.Table
    contract: Contract
    refused: list[Refusal] = field(default_factory=list)
    repaired: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """How many rows it read."""
        return int(self.table.num_rows) + len(self.refused)


class Reader(Protocol):
    """Reads the chunks of a stream."""

    def __call__(self, stream: IO[bytes], contracts: Sequence[Contract], /) -> Iterator[Chunk]:
        """Args: ``stream`` the file's bytes, ``contracts`` those that its rows may keep to."""


class UnknownLayoutError(Exception):
    """A file's rows keep to no known contract; the message says what was found."""


def read_rows(stream: IO[bytes], contracts: Sequence[Contract]) -> Iterator[Chunk]:
    """The rows of a tab or comma separated file.

    Raises:
        UnknownLayoutError: the file keeps to none of the contracts.
    """
    stretches = blocks(stream)
    first = next((b for b in stretches if b.data.strip()), None)
    if first is None:
        return
    dialect = dialect_of(first.data.lstrip(b"\n").partition(b"\n")[0].decode())
    counted = Counter(_first_cut(first, dialect, contracts))
    usual = counted.most_common(1)[0][0] if counted else len(dialect.first)
    found = layout_of(dialect, usual, contracts)
    if found is None:
        raise UnknownLayoutError(_unknown(dialect, usual, contracts))
    yield from gathered(_parsed(chain([first], stretches), dialect, *found))


def _first_cut(block: Block, dialect: Dialect, contracts: Sequence[Contract]) -> list[int]:
    """The numbers of fields of the rows in the first block, but for the first row: it may be a header."""
    if dialect.quoted:
        rows = QuotedCutter(dialect.delimiter, _expected(dialect, contracts)).cut(block)
    else:
        rows = cut_lines(block, dialect.delimiter)
    counts: list[int] = (rows.counts if len(rows) == 1 else rows.counts[1:]).tolist()
    return counts


def _expected(dialect: Dialect, contracts: Sequence[Contract]) -> frozenset[int]:
    return frozenset({len(dialect.first), *(len(form) for c in contracts for form in c.forms)})


def _unknown(dialect: Dialect, usual: int, contracts: Sequence[Contract]) -> str:
    wanted = " or ".join(f"{len(f)} fields ({f[0]}, {f[1]}, ...)" for c in contracts for f in c.forms)
    begins = ", ".join(c.strip()[:30] for c in dialect.first[:4])
    return f"its rows have {usual} fields and begin {begins!r}; rows of {wanted} are wanted. Is it of this data set?"


def gathered(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
    """Small chunks put together until they hold ``CHUNK_ROWS`` or ``CHUNK_BYTES``."""
    waiting: list[Chunk] = []
    for chunk in chunks:
        waiting.append(chunk)
        rows, size = sum(c.rows for c in waiting), sum(c.table.nbytes for c in waiting)
        if rows >= CHUNK_ROWS or size >= CHUNK_BYTES:
            yield _together(waiting)
            waiting = []
    if waiting:
        yield _together(waiting)


def _together(chunks: list[Chunk]) -> Chunk:
    return Chunk(
        pa.concat_tables([c.table for c in chunks], promote_options="default"),
        chunks[0].contract,
        [r for c in chunks for r in c.refused],
        sum((c.repaired for c in chunks), Counter()),
    )


def repairs(block: Block) -> Counter[str]:
    """What had to be mended in a block, by the number of lines."""
    return +Counter({"not UTF-8, read as Windows-1252": block.latin, "NUL or return read as a blank": block.mended})


def too_long(block: Block) -> list[Refusal]:
    """The refusals of lines that are too long to be rows."""
    detail = f"the line is longer than {MAX_LINE // 2**20} MB: the file is damaged here, or no file of rows"
    return [Refusal(line, "too-large", detail) for line in block.too_long]


def _parsed(stretches: Iterator[Block], dialect: Dialect, contract: Contract, layout: Layout) -> Iterator[Chunk]:
    cutter = QuotedCutter(dialect.delimiter, frozenset({len(layout.names)})) if dialect.quoted else None
    header = layout.header
    for block in stretches:
        rows = cutter.cut(block) if cutter else cut_lines(block, dialect.delimiter)
        if header and len(rows):
            rows, header = rows.only(np.arange(len(rows)) > 0), False
        chunk = _chunk(rows, dialect, contract, layout)
        chunk.refused += too_long(block)
        chunk.repaired += repairs(block)
        yield chunk
    if cutter:
        yield _chunk(cutter.finish(), dialect, contract, layout)


def _chunk(rows: Rows, dialect: Dialect, contract: Contract, layout: Layout) -> Chunk:
    """The rows by their number of fields: each number is parsed as a whole."""
    tables, refused = [_empty(layout)], []
    for count in np.unique(rows.counts).tolist():
        same = rows.only(rows.counts == count)
        if count < len(layout.names):
            refused += [Refusal(line, *_short(count, len(layout.names))) for line in same.lines.tolist()]
            continue
        table, wrong = _parse(same, count, dialect, contract, layout)
        tables.append(table)
        refused += wrong
    return Chunk(pa.concat_tables(tables), contract, sorted(refused, key=lambda r: r.line))


def _short(count: int, wanted: int) -> tuple[str, str]:
    if not count:
        return "open-quote", "a quote in this line is never closed; close it, or double it where it belongs to the text"
    many = f"{count} field{'s' * (count != 1)} instead of {wanted}"
    return "field-count", f"{many}: the line is cut short or broken in two; complete it or take it from a whole file"


def _empty(layout: Layout) -> pa.Table:
    return pa.schema([*((n, pa.string()) for n in layout.names), ("line", pa.int64())]).empty_table()


def _parse(
    rows: Rows, count: int, dialect: Dialect, contract: Contract, layout: Layout
) -> tuple[pa.Table, list[Refusal]]:
    surplus = [f"surplus {n}" for n in range(count - len(layout.names))]
    table = _arrow(rows, [*layout.names, *surplus], dialect, contract)
    if table is None:
        return _one_by_one(rows, count, dialect, contract, layout)
    table = table.append_column("line", pa.array(rows.lines, pa.int64()))
    if not surplus:
        return table, []
    filled = pa.array(np.zeros(len(table), bool))
    for name in surplus:
        filled = pc.or_(filled, pc.is_valid(table[name]))
    wrong = table["line"].filter(filled).to_pylist()
    return table.filter(pc.invert(filled)).drop_columns(surplus), [_long(n, count, layout) for n in wrong]


def _long(line: int, count: int, layout: Layout) -> Refusal:
    detail = f"{count} fields instead of {len(layout.names)}: a field holds a delimiter; take it out or quote the field"
    return Refusal(line, "field-count", detail)


def _arrow(rows: Rows, names: list[str], dialect: Dialect, contract: Contract) -> pa.Table | None:
    """The rows as a table of text; None where Arrow reads quotes in another way than they were counted."""
    try:
        table = pacsv.read_csv(
            pa.BufferReader(pa.py_buffer(rows.data)),
            read_options=pacsv.ReadOptions(column_names=names, block_size=len(rows.data) + 1),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter, quote_char='"' if dialect.quoted else False, double_quote=dialect.quoted,
                newlines_in_values=dialect.quoted, ignore_empty_lines=False,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), null_values=list(contract.missing),
                strings_can_be_null=True, quoted_strings_can_be_null=True, check_utf8=False,
            ),
        )  # fmt: skip
    except pa.ArrowInvalid:
        return None
    return table if len(table) == len(rows) else None


_STRAY = "a quote in the midst of a field beside a delimiter: quote the whole field and double the quotes within"


def _one_by_one(
    rows: Rows, count: int, dialect: Dialect, contract: Contract, layout: Layout
) -> tuple[pa.Table, list[Refusal]]:
    """The slow way for a stretch with quotes in the midst of fields: each row by itself."""
    sound: list[dict[str, str | int | None]] = []
    refused = []
    for line, text in zip(rows.lines.tolist(), rows.texts(), strict=True):
        cells = next(csv.reader(text.splitlines(True), delimiter=dialect.delimiter), [])
        if len(cells) != count:
            refused.append(Refusal(line, "stray-quote", _STRAY))
        elif any(cells[len(layout.names) :]):
            refused.append(_long(line, len(cells), layout))
        else:
            values = {n: None if c in contract.missing else c for n, c in zip(layout.names, cells, strict=False)}
            sound.append({**values, "line": line})
    return pa.Table.from_pylist(sound, schema=_empty(layout).schema), refused


LINES = Contract(("text",), (("text",),), ("text",), {})


def read_lines(stream: IO[bytes], contracts: Sequence[Contract]) -> Iterator[Chunk]:
    """The lines of a file of JSON objects, one a line: column ``text``; blank lines are passed over."""
    yield from gathered(_line_chunk(block, contracts[0]) for block in blocks(stream))


def _line_chunk(block: Block, contract: Contract) -> Chunk:
    rows = cut_lines(block, "\n")
    offsets = np.append(rows.starts, rows.ends[-1:] if len(rows) else 0).astype(np.int32)
    texts = pa.StringArray.from_buffers(len(rows), pa.py_buffer(offsets), pa.py_buffer(rows.data))
    table = pa.table({"text": pc.utf8_trim_whitespace(texts), "line": pa.array(rows.lines, pa.int64())})
    filled = pc.greater(pc.binary_length(table["text"]), 0)
    return Chunk(table.filter(filled), contract, too_long(block), repairs(block))
