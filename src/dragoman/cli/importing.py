"""``dragoman import``: events of other data sets into a ledger, with a report of what was refused and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dragoman.cli.progress import import_bar
from dragoman.cli.render import clean
from dragoman.errors import InputError
from dragoman.exchange.importing import ImportReport, import_into

_ERR = Console(stderr=True)
_OK, _SOME_LEFT_OUT = 0, 1
_SHOWN = 20  # files with trouble that are listed one by one


def import_files(
    kind: Annotated[str, typer.Argument(help="polecat, gdelt, icews, acled, plover or jsonl.")],
    files: Annotated[list[str], typer.Argument(help="Files, plain, gzip or zip, or folders of them.")],
    into: Annotated[Path | None, typer.Option("--into", help="Ledger folder to write to.")] = None,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="The same.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also files that were imported.")] = False,
) -> int:
    """Import events of other data sets into a ledger; every refused row is kept with file, line and reason."""
    target = into or ledger
    if target is None:
        raise InputError("name the ledger to write to: --into LEDGER")
    with import_bar(_ERR) as progress:
        report = import_into(target, kind, files, again=again, progress=progress)
    _print(report)
    _ERR.print(f"{report} -> {target}", highlight=False, markup=False, soft_wrap=True)
    return _SOME_LEFT_OUT if report.refused or report.problems else _OK


def _print(report: ImportReport) -> None:
    for file in report.problems[:_SHOWN]:
        said = clean(f"{file.origin}: {file.problem}")
        _ERR.print(said, style="yellow", highlight=False, markup=False, soft_wrap=True)
    _counted("refused (`dragoman doctor --ledger` lists them)", report.counted("reasons"))
    _counted("stored, but for one field", report.counted("warnings"))
    _counted("mended lines", report.counted("repaired"))


def _counted(title: str, counts: Counter[str]) -> None:
    if counts:
        table = Table("what", "rows", title=title, title_justify="left")
        for what, rows in counts.most_common():
            table.add_row(what, f"{rows:,}")
        _ERR.print(table)
