"""One event explained: its tellings, what decided each field, why they are one happening, what became of it."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from dragoman.cli.render import clean, events_table, marked_sentence
from dragoman.ledger import Ledger, history
from dragoman.ledger.feed import links_within, what_changed

Record = dict[str, Any]


def explain_event(ledger: Ledger, event_id: str, console: Console) -> None:
    """Print an event with every mention and the reasons for each field, what links its articles, and its history.

    Args:
        ledger: where it is.
        event_id: its id, or enough of the beginning; a former id leads to what it is part of now.
        console: to print to.
    """
    record = ledger.event(event_id)
    console.print(events_table([record]))
    for number, mention in enumerate(record["mentions"], 1):
        console.print(
            f"\n[bold]mention {number}[/bold] article {mention['article_id']}, sentence {mention['sentence']}",
            highlight=False,
        )
        console.print(marked_sentence(mention, [*record["actors"], *record["recipients"]]))
        for reason in mention["why"].split("; "):
            console.print(Text(f"  {clean(reason)}", "dim"))
    _print_sources(record, console)
    for link in links_within(ledger, record["event_id"]):
        said = f"  {link['one']} and {link['other']} tell the same ({link['score']:.2f}): {link['why']}"
        console.print(Text(clean(said), "dim"))
    for change in history(ledger, record["event_id"]):
        said = f"{change['moment']:%Y-%m-%d %H:%M} {change['change']} {what_changed(change)} (run {change['run_id']})"
        console.print(Text(clean(f"  {said}")))


def _print_sources(record: Record, console: Console) -> None:
    told = record["sources"]
    voices = "" if told["voices"] == told["articles"] else f", {told['voices']} voices without near copies"
    said = f"told by {told['articles']} articles{voices}: {', '.join(told['outlets'])}; first seen {told['first_seen']}"
    console.print(Text(f"\n{clean(said)}"))
    for field, values in (record["disagreements"] or {}).items():
        parts = (f"{v['value']} ({', '.join(v['articles'])})" for v in values)
        console.print(Text(clean(f"  they disagree on {field}: {'; '.join(parts)}"), "yellow"))
