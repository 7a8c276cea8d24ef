"""``dragoman serve``: the desk in a browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.output import out


def serve(
    ledger: Annotated[Path, typer.Argument(help="The ledger's folder.")] = Path("ledger"),
    host: Annotated[str, typer.Option(help="Address; any but this machine's own demands a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 for any that is free.")] = 8753,
    token: Annotated[str | None, typer.Option(help="What readers must show; made where one is needed.")] = None,
    names: Annotated[list[str] | None, typer.Option("--name", help="A host name by which it is reached.")] = None,
    open_it: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:  # fmt: skip
    """Serve the desk: read articles, follow events, ask the ledger in a browser."""
    from dragoman.desk import serve as run

    def ready(address: str) -> None:
        out.print(f"The desk is at {address}  (Ctrl-C ends it)", highlight=False, markup=False, soft_wrap=True)
        if open_it:
            webbrowser.open(address)

    run(ledger, host=host, port=port, token=token, names=names or (), ready=ready)
    return 0
