"""The package's data files: CSV tables with a header, read row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from dragoman.errors import DataError


def read_csv(file: Traversable) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with their line numbers; cells stripped, rows whose first cell begins with # left out.

    Raises:
        DataError: a row has more fields than the header.
    """
    reader = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    for row in reader:
        if None in row:
            raise DataError(f"{file.name}:{reader.line_num}: more fields than columns; quote cells that hold commas")
        if not (next(iter(row.values())) or "").startswith("#"):
            yield reader.line_num, {k: (v or "").strip() for k, v in row.items()}
