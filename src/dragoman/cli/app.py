"""The commands. Exit codes: 0 all coded, 1 something was left out or found wrong, 2 usage or input error."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman import __version__
from dragoman.cli import render
from dragoman.cli.actors import actors_app
from dragoman.cli.exporting import cite, export
from dragoman.cli.forecasting import backtest, forecast, watch_app
from dragoman.cli.importing import import_files
from dragoman.cli.ledger import changes, ledger_app, merge, split
from dragoman.cli.output import FormatOption, LedgerOption, check_format, err, out, write_rows
from dragoman.cli.progress import progress_bar
from dragoman.cli.querying import search, show
from dragoman.cli.relations import agreements, alliances, network, relation
from dragoman.cli.serving import serve
from dragoman.config import load_config
from dragoman.errors import DragomanError, InputError
from dragoman.records import CodedArticle, LeftOut, event_record, statement_record

OK, SOME_LEFT_OUT, USAGE = 0, 1, 2
app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Reads news and writes down who did what to whom, when, where, who says so and how sure that is.",
)  # fmt: skip


def main() -> None:
    """Run the command line; errors of ours become one line and exit code 2."""
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else OK)
    except DragomanError as error:
        err.print(f"dragoman: {error}", style="red", highlight=False, markup=False)
        sys.exit(USAGE)
    except (KeyboardInterrupt, typer.Abort):
        err.print("dragoman: stopped; what was coded or imported so far is kept", highlight=False)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(OK)
    except typer._click.exceptions.ClickException as error:
        error.show()
        sys.exit(USAGE)


def _date(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is not a date; write it as YYYY-MM-DD") from error


def _columns(pairs: list[str] | None) -> dict[str, str]:
    columns = {}
    for pair in pairs or []:
        name, found, column = pair.partition("=")
        if not found or not name or not column:
            raise InputError(f"--columns {pair!r}: write FIELD=COLUMN, for example text=body")
        columns[name] = column
    return columns


@app.command()
def code(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, - for standard input, or `examples` (bundled).")],
    into: Annotated[Path | None, typer.Option("--into", help="Ledger folder to write to.")] = None,
    date: Annotated[str | None, typer.Option(help="Publication date (YYYY-MM-DD) where none is stated.")] = None,
    columns: Annotated[list[str] | None, typer.Option(help="FIELD=COLUMN where names differ, e.g. text=body.")] = None,
    form: FormatOption = "table",
    records: Annotated[str, typer.Option(help="events or statements.")] = "events",
    workers: Annotated[int | None, typer.Option(min=1, help="Processes to code with.")] = None,
    actors: Annotated[list[Path] | None, typer.Option("--actors", help="CSV or TOML file of own actors.")] = None,
    engine: Annotated[str, typer.Option(help="local, or ray: a cluster, into a dataset.")] = "local",
    address: Annotated[str | None, typer.Option(help="Head of the Ray cluster, HOST:PORT or auto.")] = None,
) -> int:
    """Code articles into events; print them, or keep them in a ledger."""
    from dragoman import api
    from dragoman.examples import folder

    check_format(form)
    if records not in ("events", "statements"):
        raise InputError(f"--records {records!r} is not known; use events or statements")
    sources = [str(folder()) if p == "examples" and not Path(p).exists() else p for p in paths]
    options: dict[str, Any] = {"date": _date(date), "columns": _columns(columns), "actors": actors or []}
    options["workers"] = workers or (int(load_config()["code"]["workers"]) if engine == "local" else None)
    _check_engine(engine, address, into)
    with progress_bar(err, sources) as progress:
        if engine == "ray" and into is not None:
            summary = api.code_into_dataset(into, sources, address=address, progress=progress, **options)
            left = summary.left_out
        elif into is not None:
            summary = api.code_into(into, sources, progress=progress, **options)
            left = summary.left_out
        else:
            left = _print_coded(api.code(sources, progress=progress, **options), form, records)
            return SOME_LEFT_OUT if left else OK
    err.print(f"{summary} -> {into}", highlight=False, markup=False)
    return SOME_LEFT_OUT if left else OK


def _check_engine(engine: str, address: str | None, into: Path | None) -> None:
    if engine not in ("local", "ray"):
        raise InputError(f"--engine {engine!r} is not known; use local or ray")
    if engine == "ray" and into is None:
        raise InputError("--engine ray writes a dataset; name its folder with --into")
    if engine == "local" and address is not None:
        raise InputError("--address is for --engine ray")


def _print_coded(results: Any, form: str, kind: str) -> int:
    left, rows = 0, []
    for result in results:
        if isinstance(result, LeftOut):
            left += 1
            what = render.clean(f"left out: {result.origin} {result.record}: {result.reason}: {result.detail}")
            err.print(what, style="yellow", highlight=False, markup=False)
            continue
        made = _records(result, kind)
        if form == "jsonl":
            write_rows(made, form, kind)
        else:
            rows += made
    if form != "jsonl":
        write_rows(rows, form, kind)
    return left


def _records(result: CodedArticle, kind: str) -> list[dict[str, Any]]:
    if kind == "statements":
        return [statement_record(s) for s in result.statements]
    return [event_record(e) for e in result.events]


@app.command()
def explain(
    event_id: Annotated[str, typer.Argument(help="The event's id, or enough of its beginning.")],
    ledger: LedgerOption = Path("ledger"),
) -> int:
    """Explain one event: its sentences, what decided each field, why they are one event, what became of it."""
    from dragoman.cli.explaining import explain_event
    from dragoman.ledger import Ledger

    with Ledger.open(ledger) as book:
        explain_event(book, event_id, out)
    return OK


@app.command()
def codebook(
    name: Annotated[str | None, typer.Argument(help="A type, mode, context, sector or CAMEO code.")] = None,
) -> int:
    """List the codebook, or explain one entry of it."""
    from dragoman.cli.codebook import print_entry, print_overview
    from dragoman.codebook import load_codebook

    book = load_codebook()
    if name is None:
        print_overview(book, out)
    else:
        print_entry(book, name, out)
    return OK


app.add_typer(actors_app, name="actors")
app.add_typer(ledger_app, name="ledger")
app.add_typer(watch_app, name="watch")
app.command("import")(import_files)
for command in (
    show, search, relation, network, agreements, alliances, forecast, backtest,
    export, cite, merge, split, changes, serve,
):  # fmt: skip
    app.command()(command)


@app.command()
def evaluate(
    task: Annotated[
        str,
        typer.Argument(help="articles, links, dyads, ...; an unknown one lists all."),
    ],
    path: Annotated[Path, typer.Argument(help="The gold file or folder.")],
    predictions: Annotated[Path | None, typer.Option(help="Write one JSON line for each gold item here.")] = None,
) -> int:
    """Measure the coder on labelled data; the last line is one JSON object with every figure."""
    from rich.table import Table

    from dragoman.evaluate import evaluate as run

    figures = run(task, path, predictions)
    table = Table("figure", "value", title=f"{task}: {path.name}")
    for key, value in figures.items():
        if not isinstance(value, dict | list):
            table.add_row(key, str(value))
    err.print(table)
    sys.stdout.write(json.dumps(figures) + "\n")
    return OK


@app.command()
def doctor(
    ledger: Annotated[Path | None, typer.Option("--ledger", help="Also check this ledger.")] = None,
    rosters: Annotated[bool, typer.Option("--rosters", help="List roster rows not checked for a year.")] = False,
    repair: Annotated[bool, typer.Option("--repair", help="Put the ledger in order first.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Code the documents that were left out once more.")] = False,
) -> int:
    """Check the installation and a ledger; list what was left out and why."""
    from dragoman.cli.doctor import check_installation, check_ledger, check_rosters

    sound = check_installation(out)
    if (repair or retry) and ledger is None:
        raise InputError("--repair and --retry need a ledger; name it with --ledger")
    if retry and ledger is not None:
        from dragoman.api import retry_left_out

        out.print(f"retried: {retry_left_out(ledger)}", highlight=False)
    if ledger is not None:
        sound = check_ledger(ledger, out, repair) and sound
    if rosters:
        check_rosters(out)
    return OK if sound else SOME_LEFT_OUT


@app.command()
def version() -> int:
    """Print the version."""
    out.print(__version__)
    return OK
