"""``dragoman actors``: own actors checked, their effect on a ledger, and the actors that a ledger knows."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dragoman.records import Actor

actors_app = typer.Typer(no_args_is_help=True, help="Own actors and those of a ledger.")
_OUT = Console(width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140)
_OK, _WRONG = 0, 1
_LISTED = """
    SELECT coalesce(entity_id, name) AS actor, any_value(name) AS name, country, sector,
           count(DISTINCT event_id) FILTER (WHERE side = 'actor') AS as_actor,
           count(DISTINCT event_id) FILTER (WHERE side = 'recipient') AS as_recipient,
           count(DISTINCT article_id) AS articles
    FROM event_actors GROUP BY ALL ORDER BY as_actor + as_recipient DESC, actor LIMIT ?
"""


@actors_app.command()
def check(files: Annotated[list[Path], typer.Argument(help="CSV or TOML files of own actors.")]) -> int:
    """Validate files of own actors; every fault with file, line, field and remedy."""
    from dragoman.actors.additions import faults, read_rows_of

    wrong = 0
    for file in files:
        rows = read_rows_of(file)
        for fault in faults(rows):
            wrong += 1
            _OUT.print(str(fault), highlight=False, markup=False, soft_wrap=True)
        _OUT.print(f"{file}: {len(rows)} rows read", highlight=False, markup=False)
    return _WRONG if wrong else _OK


@actors_app.command()
def diff(
    files: Annotated[list[Path], typer.Argument(help="CSV or TOML files of own actors.")],
    ledger: Annotated[Path, typer.Option("--on", help="The ledger's folder.")] = Path("ledger"),
) -> int:
    """Show which events of a ledger files of own actors would change."""
    from dragoman.revising import changed_events

    table = Table("article", "type", "word", "before", "after", "sentence", title="events that would change")
    found = 0
    for one in changed_events(ledger, files):
        found += 1
        cells = (one.article_id, one.event_type, one.trigger, _sides(one.before), _sides(one.after), one.text[:80])
        table.add_row(*map(escape, cells))
    _OUT.print(table)
    _OUT.print(f"{found} events would change", highlight=False)
    return _OK


@actors_app.command("list")
def list_actors(
    ledger: Annotated[Path, typer.Option("--ledger", help="The ledger's folder.")] = Path("ledger"),
    limit: Annotated[int, typer.Option(min=1)] = 50,
) -> int:
    """List the actors of a ledger with the number of their events and articles."""
    from dragoman.ledger import Ledger

    with Ledger.open(ledger) as book:
        rows = book.sql(_LISTED, [limit]).to_pylist()
    table = Table("actor", "name", "country", "sector", "events as actor", "as recipient", "articles")
    for row in rows:
        table.add_row(*(escape("" if v is None else str(v)) for v in row.values()))
    _OUT.print(table)
    return _OK


def _sides(sides: tuple[tuple[Actor, ...], tuple[Actor, ...]] | None) -> str:
    if sides is None:
        return "no event"
    return " -> ".join(", ".join(f"{a.name} ({a.country or '-'} {a.sector or '-'})" for a in side) for side in sides)
