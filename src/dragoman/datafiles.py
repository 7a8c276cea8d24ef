"""The package's data files: CSV tables with a header, read row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from dragoman.errors import DataError

ROSTERS = files("dragoman") / "actors" / "data"
OWN_ACTORS = ("actors.csv", "actors.toml")  # a user's own actors, in a ledger's folder


def read_csv(file: Traversable, errors: str = "strict") -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file with their line numbers; cells stripped, rows whose first cell begins with # left out.

    Args:
        file: UTF-8, with or without a byte order mark.
        errors: ``replace`` to read over bytes that are not UTF-8.

    Raises:
        DataError: a row has more fields than the header, or the file is in another encoding.
    """
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig", errors)
    except UnicodeDecodeError as e:
        line = raw[: e.start].count(b"\n") + 1
        raise DataError(f"{file.name}:{line}: byte {raw[e.start]:#04x} is not UTF-8; save the file as UTF-8") from e
    reader = csv.DictReader(text.splitlines())
    for row in reader:
        if None in row:
            raise DataError(f"{file.name}:{reader.line_num}: more fields than columns; quote cells that hold commas")
        if not (next(iter(row.values())) or "").startswith("#"):
            yield reader.line_num, {k: (v or "").strip() for k, v in row.items()}


def read_tables(prefix: str, folder: Traversable = ROSTERS) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows of every CSV file of a folder whose name starts with ``prefix``, each with its ``file:line``.

    Raises:
        DataError: no such file, or a row with more fields than the header.
    """
    found = False
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if not (file.name.startswith(prefix) and file.name.endswith(".csv")):
            continue
        found = True
        for line, row in read_csv(file):
            yield f"{file.name}:{line}", row
    if not found:
        raise DataError(f"no table {prefix}*.csv in {folder}; reinstall the package")


def split_cell(cell: str) -> list[str]:
    """Values of a cell that holds several, parted by ``|``."""
    return [v.strip() for v in cell.split("|") if v.strip()]
