"""Where commands print, and in which formats."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from dragoman.cli import render
from dragoman.errors import InputError

FORMATS = ("table", "jsonl", "csv")
PIPE_WIDTH = 140  # columns of a table that goes to a file or pipe, unless COLUMNS says otherwise
out = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPE_WIDTH)
err = Console(stderr=True)
LedgerOption = Annotated[Path, typer.Option("--ledger", help="The ledger's folder.")]
FormatOption = Annotated[str, typer.Option("--format", help="table, jsonl or csv.")]


def check_format(form: str) -> None:
    """Whether there is such a format.

    Raises:
        InputError: there is none.
    """
    if form not in FORMATS:
        raise InputError(f"--format {form!r} is not known; use one of {', '.join(FORMATS)}")


def write_rows(rows: list[dict[str, Any]], form: str, kind: str = "events") -> None:
    """Prints events or statements as a table, JSON lines or CSV; statements have no CSV."""
    if kind == "statements" and form != "table":
        write_lines(rows)
    elif form == "table":
        out.print(render.statements_table(rows) if kind == "statements" else render.events_table(rows))
    else:
        render.write_records(rows, form)


def write_csv_rows(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> None:
    """Prints rows as CSV with these columns; by default those of the first row, and nothing where there is none."""
    if columns is None and not rows:
        return
    writer = csv.DictWriter(sys.stdout, columns if columns is not None else list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)


def write_lines(rows: list[dict[str, Any]]) -> None:
    """Prints JSON lines; dates as ISO 8601."""
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
