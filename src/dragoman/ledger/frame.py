"""A table of results: Arrow within, pandas, polars or CSV where asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.csv as pacsv

from dragoman.errors import InputError


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of one kind, one variable a column; missing is null.

    ``arrow`` is the table itself; ``notes`` says what the table does not show, such as how many events had no date.
    """

    arrow: pa.Table
    notes: Mapping[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.arrow.num_rows)

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in their order."""
        return list(self.arrow.column_names)

    def to_pandas(self) -> Any:
        """A pandas DataFrame; whole numbers with gaps stay whole (``Int32``, ``Int64``), dates are ``datetime64``.

        Raises:
            InputError: pandas is not installed.
        """
        pandas = _library("pandas")
        gaps = {f.type for f in self.arrow.schema if pa.types.is_integer(f.type) and self.arrow[f.name].null_count}
        whole = {kind: pandas.Series([], dtype=f"Int{kind.bit_width}").dtype for kind in gaps}
        return self.arrow.to_pandas(types_mapper=whole.get, date_as_object=False)

    def to_polars(self) -> Any:
        """A polars DataFrame.

        Raises:
            InputError: polars is not installed.
        """
        return _library("polars").from_arrow(self.arrow)

    def to_records(self) -> list[dict[str, Any]]:
        """Plain dictionaries, one a row."""
        rows: list[dict[str, Any]] = self.arrow.to_pylist()
        return rows

    def write_csv(self, to: str | Path | TextIO) -> None:
        """Writes CSV in UTF-8 with a header; lists in a cell are joined with ``; ``, missing is empty.

        Args:
            to: a path, or a stream that is open for text.
        """
        sink = pa.BufferOutputStream()
        pacsv.write_csv(_flat(self.arrow), sink)
        text = sink.getvalue().to_pybytes()
        if isinstance(to, str | Path):
            Path(to).write_bytes(text)
        else:
            to.write(text.decode("utf-8"))


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise InputError(f"{name} is not installed; `pip install 'dragoman[frames]'` brings it") from error


def _flat(table: pa.Table) -> pa.Table:
    columns = []
    for column in table.columns:
        kind = column.type
        if pa.types.is_list(kind) or pa.types.is_struct(kind):
            column = pa.array([_cell(v) for v in column.to_pylist()], pa.string())
        columns.append(column)
    return pa.table(columns, names=table.column_names)


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, list) and not any(isinstance(v, dict) for v in value):
        return "; ".join("" if v is None else str(v) for v in value)
    return json.dumps(value, ensure_ascii=False, default=str)
