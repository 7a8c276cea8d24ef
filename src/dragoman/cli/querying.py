"""``dragoman show`` and ``dragoman search``: what a ledger holds, by filters and by words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from dragoman.cli.output import FormatOption, LedgerOption, check_format, out, write_lines, write_rows
from dragoman.cli.render import clean
from dragoman.errors import InputError

_OK = 0
_LAPSES = 5
Several = list[str] | None
FromOption = Annotated[str | None, typer.Option("--from", help="First day (YYYY-MM-DD).")]
ToOption = Annotated[str | None, typer.Option("--to", help="Last day (YYYY-MM-DD).")]


def show(
    sides: Annotated[list[str] | None, typer.Argument(help="No, one or two actors (ISO3 code, name or id).")] = None,
    ledger: LedgerOption = Path("ledger"),
    since: FromOption = None,
    until: ToOption = None,
    actor: Annotated[str | None, typer.Option(help="Who acts.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Who is acted upon.")] = None,
    types: Annotated[Several, typer.Option("--type", help="Event types.")] = None,
    modes: Annotated[Several, typer.Option("--mode", help="Event modes.")] = None,
    quads: Annotated[list[int] | None, typer.Option("--quad", help="Quad codes, 1 to 4.")] = None,
    statuses: Annotated[Several, typer.Option("--status", help="Statuses.")] = None,
    contexts: Annotated[Several, typer.Option("--context", help="Contexts.")] = None,
    said_by: Annotated[str | None, typer.Option(help="Who says so; `none`: the articles themselves.")] = None,
    outlet: Annotated[str | None, typer.Option(help="An outlet that tells it.")] = None,
    datasets: Annotated[Several, typer.Option("--dataset", help="`dragoman` or imported data sets.")] = None,
    country: Annotated[Several, typer.Option(help="Where it happened (ISO3 code).")] = None,
    place: Annotated[str | None, typer.Option(help="Where it happened (name).")] = None,
    words: Annotated[str | None, typer.Option("--search", help="Words of the sentences that tell it.")] = None,
    min_confidence: Annotated[float | None, typer.Option(help="Least confidence, 0 to 1.")] = None,
    sort: Annotated[str, typer.Option(help="date, -date, confidence, articles or intensity.")] = "date",
    limit: Annotated[int, typer.Option(min=1)] = 200,
    form: FormatOption = "table",
    records: Annotated[str, typer.Option(help="events or statements.")] = "events",
    panel: Annotated[str | None, typer.Option(help="Counts instead, by dyad_month, country_week and the like.")] = None,
    by: Annotated[str, typer.Option(help="Columns of a panel: quad, type, both or none.")] = "quad",
    apart: Annotated[Several, typer.Option(help="Statuses with columns of their own in a panel.")] = None,
    undirected: Annotated[bool, typer.Option(help="A panel of pairs whichever acts.")] = False,
    zeros: Annotated[bool, typer.Option(help="Rows of a panel without events.")] = True,
) -> int:
    """Show events of a ledger, or counts of them; of two actors, also how long it had been since the last such."""
    from dragoman.ledger import Ledger

    check_format(form)
    who = sides or []
    if len(who) > 2:
        raise InputError(f"show takes no more than two actors, not {len(who)}")
    filters: dict[str, Any] = {
        "date_from": since, "date_to": until, "actor": actor, "recipient": recipient, "types": types, "modes": modes,
        "quads": quads, "statuses": statuses, "contexts": contexts, "said_by": said_by, "outlet": outlet,
        "datasets": datasets, "country": country, "place": place, "search": words, "min_confidence": min_confidence,
    }  # fmt: skip
    with Ledger.open(ledger) as book:
        if records == "statements":
            about = who[0] if who else None
            write_rows(book.statements(source=said_by, about=about, limit=limit), form, "statements")
        elif panel is not None:
            shape = {
                "by": None if by == "none" else by,
                "apart": apart or (),
                "directed": not undirected,
                "zeros": zeros,
            }
            _show_panel(book, who, panel, form, {**shape, **filters})
        else:
            _show_events(book, who, form, {**filters, "sort": sort, "limit": limit})
    return _OK


def _show_events(book: Any, who: list[str], form: str, asked: dict[str, Any]) -> None:
    from dragoman.ledger.lapses import lapses

    sides = {"party": who[0]} if len(who) == 1 else {"between": (who[0], who[1])} if who else {}
    write_rows(book.events(**asked, **sides), form)
    if len(who) == 2 and form == "table":
        whole = {**asked, **sides, "date_from": None, "statuses": None, "limit": None}
        for lapse in lapses(book.events(**whole))[:_LAPSES]:
            out.print(lapse.text, style="dim", highlight=False)


def _show_panel(book: Any, who: list[str], unit: str, form: str, asked: dict[str, Any]) -> None:
    if len(who) == 2:
        asked["pairs"] = [(who[0], who[1])]
    elif who:
        asked["party" if unit.startswith("dyad") else "actors"] = who[0] if unit.startswith("dyad") else who
    frame = book.panel(unit, **asked)
    if form == "csv":
        frame.write_csv(sys.stdout)
    elif form == "jsonl":
        write_lines(frame.to_records())
    else:
        out.print(_panel_table(frame))
        for what, count in frame.notes.items():
            if count:
                out.print(f"{count} events stand in no row: {what.replace('_', ' ')}", style="dim", highlight=False)


def _panel_table(frame: Any) -> Table:
    """The counts that are not all zero; names, numbers of states, weights and sums are left to CSV."""
    left_out = ("_weighted", "name", "cow", "gw", "covered_days")
    rows = frame.to_records()
    shown = [c for c in frame.columns if not c.endswith(left_out) and (c == "events" or any(row[c] for row in rows))]
    table = Table(pad_edge=False, box=box.SIMPLE_HEAD)
    for column in shown:
        table.add_column(column.replace("_", " "))
    for row in rows:
        table.add_row(*(_cell(row[c]) for c in shown))
    return table


def _cell(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def search(
    query: Annotated[str, typer.Argument(help='Words; AND, OR, NOT, "a phrase", missil*, NEAR(a b, 5).')],
    ledger: LedgerOption = Path("ledger"),
    since: FromOption = None,
    until: ToOption = None,
    outlet: Annotated[str | None, typer.Option(help="Of this outlet only.")] = None,
    sort: Annotated[str, typer.Option(help="relevance, date or -date.")] = "relevance",
    limit: Annotated[int, typer.Option(min=1)] = 50,
    form: FormatOption = "table",
) -> int:
    """Search the sentences of a ledger; each comes with its article and the events that it tells."""
    from dragoman.ledger import Ledger

    check_format(form)
    with Ledger.open(ledger) as book:
        found = book.search(query, date_from=since, date_to=until, outlet=outlet, sort=sort, limit=limit)
    if form == "jsonl":
        write_lines(found)
    elif form == "csv":
        _write_found(found)
    else:
        out.print(_found_table(found))
    return _OK


def _write_found(found: list[dict[str, Any]]) -> None:
    import csv

    columns = ("article_id", "title", "outlet", "published", "url", "sentence", "start", "end", "kind", "text", "score")
    writer = csv.writer(sys.stdout)
    writer.writerow([*columns, "event_ids"])
    for row in found:
        writer.writerow([*(row[c] for c in columns), "; ".join(e["event_id"] for e in row["events"])])


def _found_table(found: list[dict[str, Any]]) -> Table:
    table = Table(pad_edge=False, box=box.SIMPLE_HEAD)
    for column in ("published", "outlet", "sentence", "tells", "article"):
        table.add_column(column, overflow="fold")
    for row in found:
        text = Text(clean(row["text"]))
        for start, end in row["hits"]:
            text.stylize("bold reverse", start, end)
        tells = ", ".join(f"{e['event_type']} {e['event_id'][:8]}" for e in row["events"])
        published = str(row["published"] or "")
        table.add_row(published, Text(clean(row["outlet"] or "")), text, tells, row["article_id"][:8])
    return table
