"""The commands that give events away: export, and the citations that go with them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from dragoman.exchange.exporting import Exported
    from dragoman.exchange.exporting.exporting import Progress as Told

ALL_STATUSES = "all"


def export(
    out: Annotated[Path, typer.Argument(help="A folder, or a file (with a suffix) with its companions beside it.")],
    form: Annotated[
        str, typer.Option("--as", help="polecat, gdelt, icews, plover, parquet, csv, jsonl, geojson or gexf.")
    ],
    ledger: Annotated[Path, typer.Option("--ledger", help="The ledger's folder.")] = Path("ledger"),
    since: Annotated[str | None, typer.Option("--from", help="First day (YYYY-MM-DD).")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Last day (YYYY-MM-DD).")] = None,
    actor: Annotated[str | None, typer.Option(help="Who acts: ISO3 code, identity or name.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Who is acted upon.")] = None,
    party: Annotated[str | None, typer.Option(help="Who stands on either side.")] = None,
    between: Annotated[tuple[str, str] | None, typer.Option(help="Two parties that deal with each other.")] = None,
    types: Annotated[list[str] | None, typer.Option("--type", help="Event types.")] = None,
    quads: Annotated[list[int] | None, typer.Option("--quad", help="Quad codes, 1 to 4.")] = None,
    statuses: Annotated[
        list[str] | None, typer.Option("--status", help="Statuses, or all; occurred and ongoing by default.")
    ] = None,
    said_by: Annotated[str | None, typer.Option("--said-by", help="Who is a source of the claim.")] = None,
    country: Annotated[str | None, typer.Option(help="Where it happened (ISO3 code).")] = None,
    datasets: Annotated[list[str] | None, typer.Option("--dataset", help="dragoman, or imported ones.")] = None,
) -> int:
    """Write events of a ledger in another format, with codebook, citations and a manifest."""
    from dragoman.exchange.exporting import Filters
    from dragoman.exchange.exporting import export as run
    from dragoman.ledger import Ledger
    from dragoman.records import STATUSES

    asked = list(STATUSES) if statuses and ALL_STATUSES in statuses else statuses or None
    filters = Filters(
        actor, recipient, party, between, since, until, types or None, quads or None, asked, said_by, country,
        datasets or None,
    )  # fmt: skip
    console = Console(stderr=True)
    with Ledger.open(ledger) as book, _bar(console) as told:
        done = run(book, form, out, filters, progress=told)
    _report(done, console)
    return 0


@contextmanager
def _bar(console: Console) -> Iterator[Told | None]:
    """A progress bar; None where no one would see it."""
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("exporting"), BarColumn(), MofNCompleteColumn(), TextColumn("left"), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("exporting", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _report(done: Exported, console: Console) -> None:
    def say(text: str, style: str | None = None) -> None:
        console.print(text, style=style, highlight=False, markup=False, soft_wrap=True)

    say(f"{done.events:,} of {done.matching:,} events -> {done.path} ({done.form})")
    for name, rows in list(done.rows.items())[:_FILES_SHOWN]:
        say(f"  {name}: {rows:,} rows")
    if len(done.rows) > _FILES_SHOWN:
        say(f"  and {len(done.rows) - _FILES_SHOWN} more files; all stand in manifest.json")
    for one in done.left_out:
        say(f"left out: {one.events:,} ({one.reason}): {one.why}", "yellow")


_FILES_SHOWN = 8


def cite(
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX.")] = False,
    ledger: Annotated[Path | None, typer.Option("--ledger", help="Also the data sets imported into it.")] = None,
) -> int:
    """Print how to cite Dragoman and every work, data set and model that it rests on."""
    from dragoman.exchange.citing import as_bibtex, as_text, resources
    from dragoman.ledger import Ledger

    datasets: list[str] = []
    if ledger is not None:
        with Ledger.open(ledger) as book:
            datasets = book.sql("SELECT DISTINCT dataset FROM events ORDER BY ALL")["dataset"].to_pylist()
    cited = resources(datasets)
    sys.stdout.write(as_bibtex(cited) if bibtex else as_text(cited))
    return 0
