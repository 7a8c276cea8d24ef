"""The codebook on the screen."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from dragoman.codebook import Codebook, EventType
from dragoman.errors import NotFoundError

QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def print_overview(book: Codebook, console: Console) -> None:
    """All types with quad, score, modes and definition."""
    table = Table("type", "quad", "score", "modes", "what it is", title=f"Codebook {book.version}")
    for entry in book.types.values():
        table.add_row(
            entry.name,
            f"{entry.quad} {QUADS[entry.quad]}",
            f"{entry.score:+.1f}",
            ", ".join(entry.modes),
            entry.definition,
        )
    console.print(table)
    console.print(f"{len(book.contexts)} contexts: {', '.join(book.contexts)}", highlight=False)
    console.print(f"{len(book.sectors)} sectors: {', '.join(book.sectors)}", highlight=False)
    console.print("`dragoman codebook NAME` explains a type, mode, context, sector or CAMEO code.", highlight=False)


def print_entry(book: Codebook, name: str, console: Console) -> None:
    """One entry in full.

    Raises:
        NotFoundError: nothing in the codebook is called that.
    """
    if name.upper() in book.types:
        _print_type(book, book.types[name.upper()], console)
    elif name.lower() in book.contexts:
        console.print(f"[bold]{name.lower()}[/bold] (context): {book.contexts[name.lower()].definition}")
    elif name.upper() in book.sectors:
        console.print(f"[bold]{name.upper()}[/bold] (sector): {book.sectors[name.upper()]}")
    elif name in book.cameo_codes:
        code = book.cameo_codes[name]
        console.print(
            f"[bold]CAMEO {code.code}[/bold] {code.label}: Goldstein {code.goldstein}, PLOVER "
            f"{code.event_type or '-'} {code.mode or ''} {', '.join(sorted(code.contexts))}"
        )
    else:
        _print_modes(book, name.lower(), console)


def _print_type(book: Codebook, entry: EventType, console: Console) -> None:
    console.print(f"[bold]{entry.name}[/bold] quad {entry.quad} ({QUADS[entry.quad]}), score {entry.score:+.1f}")
    console.print(entry.definition)
    console.print(f"[italic]Told apart:[/italic] {entry.apart}")
    for example in entry.examples:
        console.print(f"  e.g. {example}", highlight=False)
    for mode in entry.modes.values():
        score = "" if mode.score is None else f" ({mode.score:+.1f})"
        console.print(f"  [bold]{mode.name}[/bold]{score}: {mode.definition}", highlight=False)
    codes = [c.code for c in book.cameo_codes.values() if c.event_type == entry.name]
    console.print(f"CAMEO codes that lead here: {', '.join(codes)}", highlight=False)
    for decision in book.decisions:
        if entry.name in decision.question or entry.name in decision.decision:
            console.print(f"[italic]Decided:[/italic] {decision.question} {decision.decision} {decision.reason}")


def _print_modes(book: Codebook, name: str, console: Console) -> None:
    found = [(t, t.modes[name]) for t in book.types.values() if name in t.modes]
    if not found:
        raise NotFoundError(
            f"the codebook has no type, mode, context, sector or CAMEO code {name!r}; `dragoman codebook` lists them"
        )
    for entry, mode in found:
        console.print(f"[bold]{entry.name} {mode.name}[/bold]: {mode.definition}", highlight=False)
