"""Commands on a ledger as a whole, and on the events that an analyst puts right."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.filesize import decimal
from rich.table import Table

from dragoman.cli.output import LedgerOption, out
from dragoman.cli.render import clean

ledger_app = typer.Typer(no_args_is_help=True, help="Look a ledger over, pack it, clean it up.")
LedgerArgument = Annotated[Path, typer.Argument(help="The ledger's folder.")]
NoteOption = Annotated[str, typer.Option("--note", help="Why, for those who come after.")]
SOME_FOUND = 1


@ledger_app.command()
def info(ledger: LedgerArgument = Path("ledger")) -> int:
    """Say what is in a ledger: rows, data sets and the days they cover, runs, size."""
    from dragoman.ledger import Ledger

    with Ledger.open(ledger) as book:
        table = Table("what", "number", title=str(ledger))
        for name, number in book.counts().items():
            table.add_row(name.replace("_", " "), f"{number:,}")
        held = sum(p.stat().st_size for p in ledger.rglob("*") if p.is_file())
        table.add_row("size", decimal(held))
        out.print(table)
        covered = Table("data set", "events", "first day", "last day")
        for row in book.arrow("coverage").to_pylist():
            covered.add_row(row["dataset"], f"{row['events']:,}", str(row["first_day"]), str(row["last_day"]))
        out.print(covered)
        runs = Table("run", "status", "started", "coded", "events", "left out", "command")
        for row in book.arrow("runs").to_pylist()[-20:]:
            started = row["started"].isoformat(" ", "minutes") if row["started"] else ""
            numbers = (str(row[k]) for k in ("coded", "events", "left_out"))
            runs.add_row(row["run_id"], row["status"], started, *numbers, clean(row["command"] or ""))
        out.print(runs)
    return 0


@ledger_app.command()
def check(
    ledger: LedgerArgument = Path("ledger"),
    repair: Annotated[bool, typer.Option("--repair", help="Put it in order first.")] = False,
) -> int:
    """Read every file of a ledger against its manifest and say what is wrong."""
    from dragoman.cli.doctor import check_ledger

    return 0 if check_ledger(ledger, out, repair) else SOME_FOUND


@ledger_app.command()
def compact(ledger: LedgerArgument = Path("ledger")) -> int:
    """Pack many small batches into few large ones; no row changes."""
    from dragoman.ledger import compact as pack

    done = pack(ledger)
    out.print(f"{done.batches_before} batches are {done.batches_after} now, {decimal(done.freed)} freed")
    return 0


@ledger_app.command()
def vacuum(ledger: LedgerArgument = Path("ledger")) -> int:
    """Remove old snapshots, half-written things, and damaged batches that were coded again."""
    from dragoman.ledger import vacuum as clean_up

    done = clean_up(ledger)
    out.print(f"{done.removed} things removed, {decimal(done.freed)} freed")
    return 0


def merge(
    event_ids: Annotated[list[str], typer.Argument(help="Two events or more, or enough of their ids.")],
    ledger: LedgerOption = Path("ledger"),
    note: NoteOption = "",
) -> int:
    """Make several events one, on this and all later runs."""
    from dragoman.ledger import Ledger, merge_events

    with Ledger.open(ledger) as book:
        out.print(f"they are event {merge_events(book, event_ids, note)} now")
    return 0


def split(
    event_id: Annotated[str, typer.Argument(help="The event, or enough of its id.")],
    parts: Annotated[
        list[str], typer.Argument(help="What is another happening: tellings, articles or mentions of it.")
    ],
    ledger: LedgerOption = Path("ledger"),
    note: NoteOption = "",
) -> int:
    """Make two events of one, on this and all later runs."""
    from dragoman.ledger import Ledger, split_event

    with Ledger.open(ledger) as book:
        kept, other = split_event(book, event_id, parts, note)
    out.print(f"they are events {kept} and {other} now")
    return 0


def changes(
    since: Annotated[str | None, typer.Option("--since", help="A run, or a day (YYYY-MM-DD); all by default.")] = None,
    ledger: LedgerOption = Path("ledger"),
    form: Annotated[str, typer.Option("--format", help="table or jsonl.")] = "table",
) -> int:
    """List events that were added, changed, merged, split or withdrawn since a run or a day."""
    from dragoman.errors import InputError
    from dragoman.ledger import Ledger
    from dragoman.ledger import changes as feed
    from dragoman.ledger.feed import what_changed

    if form not in ("table", "jsonl"):
        raise InputError(f"--format {form!r} is not known; use table or jsonl")
    with Ledger.open(ledger) as book:
        found = feed(book, since)
    if form == "jsonl":
        for row in found:
            sys.stdout.write(json.dumps(_plain(row), ensure_ascii=False) + "\n")
        return 0
    table = Table("when", "run", "event", "change", "what")
    for row in found:
        table.add_row(
            row["moment"].isoformat(" ", "seconds"), row["run_id"], row["event_id"], row["change"], what_changed(row)
        )
    out.print(table)
    return 0


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    before = row["before"]
    return {**row, "moment": row["moment"].isoformat(), "before": json.loads(before) if before else None}
