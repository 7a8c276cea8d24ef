"""``dragoman forecast``: what is likely next between two actors, of many pairs, after an event; and how good it was."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dragoman.cli.output import FormatOption, LedgerOption, check_format, err, out, write_csv_rows, write_lines
from dragoman.errors import InputError

_OK, _REFUSED = 0, 1
HorizonOption = Annotated[int, typer.Option(min=1, max=365, help="Days ahead.")]
ClassesOption = Annotated[str, typer.Option(help="quads or types.")]
DatasetsOption = Annotated[list[str] | None, typer.Option("--dataset", help="`dragoman` or imported data sets.")]
ActsOption = Annotated[str, typer.Option(help="state: what states do; any: their people and bodies too.")]
BoostedOption = Annotated[bool, typer.Option("--boosted", help="Grow trees as well (needs LightGBM).")]


def forecast(
    sides: Annotated[list[str] | None, typer.Argument(help="No, one or two actors (ISO3 code, name or id).")] = None,
    ledger: LedgerOption = Path("ledger"),
    horizon: HorizonOption = 30,
    on: Annotated[str | None, typer.Option(help="Day of the forecast (YYYY-MM-DD); the last one covered.")] = None,
    classes: ClassesOption = "quads",
    datasets: DatasetsOption = None,
    acts: ActsOption = "state",
    boosted: BoostedOption = False,
    after: Annotated[str | None, typer.Option(help="Who will answer this event: its id.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="With one actor: towards whom it does this next.")] = None,
    by: Annotated[bool, typer.Option("--by", help="With --type: who does it to the actor instead.")] = False,
    reasons: Annotated[int, typer.Option(min=0, help="Reasons told of each class.")] = 4,
    every: Annotated[bool, typer.Option("--all", help="All pairs, not those watched or most active.")] = False,
    store: Annotated[bool, typer.Option("--store", help="Keep it in the ledger, to be scored later.")] = False,
    score: Annotated[bool, typer.Option("--score", help="Score the stored forecasts against what came.")] = False,
    form: FormatOption = "table",
) -> int:
    """Say what is likely next between two actors, of the watched or most active pairs, or after an event."""
    from dragoman.ledger import Ledger

    check_format(form)
    shared = {"horizon": horizon, "classes": classes, "datasets": datasets, "acts": acts}
    with Ledger.open(ledger) as book:
        if score:
            return _score(book, form)
        if after is not None:
            return _after(book, after, form, shared)
        if not sides:
            asked = {**shared, "on": on, "boosted": boosted} | ({"most": None} if every else {})
            return _all(book, form, store, asked)
        if len(sides) == 1 and kind is not None:
            return _who(book, sides[0], kind, form, {"by": by, "on": on, "datasets": datasets, "acts": acts})
        if len(sides) != 2:
            raise InputError("forecast takes no actor, two actors, or one actor with --type, such as --type CONSULT")
        return _pair(book, sides, form, store, {**shared, "on": on, "boosted": boosted, "reasons": reasons})


def _pair(book: Any, sides: list[str], form: str, store: bool, asked: dict[str, Any]) -> int:
    from dragoman import outlook
    from dragoman.cli.outlook_pages import pair_page

    made = outlook.forecast(book, *sides, **asked)
    if store and made.classes:
        _told_stored(outlook.store(book, made))
    if form == "jsonl":
        write_lines([made.to_record()])
    elif form == "csv":
        names = ("source", "target", "class", "probability", "words", "rate", "base_rate")
        write_csv_rows([{n: c.to_record()[n] for n in names} for c in made.classes], names)
    else:
        pair_page(made, out)
    return _OK if made.classes else _REFUSED


def _all(book: Any, form: str, store: bool, asked: dict[str, Any]) -> int:
    import sys

    from dragoman import outlook
    from dragoman.cli.outlook_pages import all_page

    made = outlook.forecast_all(book, **asked)
    if store:
        _told_stored(outlook.store(book, made))
    if form == "csv":
        made.frame.write_csv(sys.stdout)
    elif form == "jsonl":
        write_lines(made.frame.to_records())
    else:
        all_page(made, out)
    return _OK


def _after(book: Any, event_id: str, form: str, asked: dict[str, Any]) -> int:
    from dragoman import outlook
    from dragoman.cli.outlook_pages import reactions_page

    made = outlook.reactions(book, event_id, **asked)
    if form == "jsonl":
        write_lines([made.to_record()])
    elif form == "csv":
        names = ("actor", "name", "class", "probability", "words", "usual", "followed")
        write_csv_rows([{n: a.to_record()[n] for n in names} for a in made.answers], names)
    else:
        reactions_page(made, out)
    return _OK


def _who(book: Any, actor: str, kind: str, form: str, asked: dict[str, Any]) -> int:
    from dragoman.cli.outlook_pages import who_page
    from dragoman.outlook.who_next import who_next

    made = who_next(book, actor, kind, **asked)
    if form == "jsonl":
        write_lines([made.to_record()])
    elif form == "csv":
        names = ("actor", "name", "share")
        write_csv_rows([{n: getattr(a, n) for n in names} for a in made.answers], names)
    else:
        who_page(made, out)
    return _OK


def _score(book: Any, form: str) -> int:
    from dragoman import outlook
    from dragoman.cli.outlook_pages import scored_page

    horizons = sorted({record["horizon"] for record in outlook.stored_forecasts(book)})
    found = [outlook.scored(book, horizon) for horizon in horizons]
    if form == "jsonl":
        write_lines([s.to_record() for s in found])
    elif form == "csv":
        names = ("id", "made", "on", "horizon", "source", "target", "class", "probability", "rate", "outcome")
        write_csv_rows([{n: row[n] for n in names} for s in found for row in s.rows], names)
    else:
        scored_page(found, out)
    return _OK


def _told_stored(record: dict[str, Any]) -> None:
    err.print(f"stored as {record['id']} ({len(record['forecasts'])} odds)", highlight=False)


def backtest(
    ledger: Annotated[Path, typer.Argument(help="The ledger's folder.")] = Path("ledger"),
    horizons: Annotated[list[int] | None, typer.Option("--horizon", min=1, max=365, help="Days ahead.")] = None,
    weeks: Annotated[int, typer.Option(min=1, help="Weekly origins.")] = 9,
    classes: ClassesOption = "quads",
    datasets: DatasetsOption = None,
    acts: ActsOption = "state",
    boosted: BoostedOption = False,
    store: Annotated[bool, typer.Option(help="Keep the result, for forecasts to cite.")] = True,
    form: FormatOption = "table",
) -> int:
    """Measure how good the forecasts of a ledger would have been, from weekly origins with what was known then."""
    from dragoman import outlook
    from dragoman.cli.outlook_pages import backtest_page, backtest_rows
    from dragoman.ledger import Ledger

    check_format(form)
    asked: dict[str, Any] = {"classes": classes, "datasets": datasets, "acts": acts, "boosted": boosted}
    with Ledger.open(ledger) as book:
        made = outlook.backtest(book, horizons=horizons or (7, 30), weeks=weeks, store=store, **asked)
    if form == "jsonl":
        write_lines([made.to_record()])
    elif form == "csv":
        write_csv_rows(backtest_rows(made))
    else:
        backtest_page(made, out)
    return _OK


watch_app = typer.Typer(no_args_is_help=True, help="The watch list: pairs whose outlook is asked for again and again.")
SideArgument = Annotated[str, typer.Argument(help="ISO3 code, name or id.")]


@watch_app.command("add")
def watch_add(first: SideArgument, second: SideArgument, ledger: LedgerOption = Path("ledger")) -> int:
    """Put a pair on the watch list."""
    from dragoman import outlook
    from dragoman.ledger import Ledger

    with Ledger.open(ledger) as book:
        out.print(f"watched: {' '.join(outlook.watch(book, first, second).pair)}", highlight=False, markup=False)
    return _OK


@watch_app.command("remove")
def watch_remove(first: SideArgument, second: SideArgument, ledger: LedgerOption = Path("ledger")) -> int:
    """Take a pair off the watch list."""
    from dragoman import outlook
    from dragoman.ledger import Ledger

    with Ledger.open(ledger) as book:
        out.print(f"no longer watched: {' '.join(outlook.unwatch(book, first, second).pair)}", markup=False)
    return _OK


@watch_app.command("list")
def watch_list(ledger: LedgerOption = Path("ledger"), form: FormatOption = "table") -> int:
    """List the pairs that are watched."""
    from dragoman import outlook
    from dragoman.ledger import Ledger

    check_format(form)
    with Ledger.open(ledger) as book:
        rows = [{"first": w.first, "second": w.second, "added": w.added} for w in outlook.watched(book)]
    if form == "jsonl":
        write_lines(rows)
    elif form == "csv":
        write_csv_rows(rows, ("first", "second", "added"))
    else:
        for row in rows:
            out.print(f"{row['first']} {row['second']}  since {row['added']}", highlight=False, markup=False)
    return _OK
