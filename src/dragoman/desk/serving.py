"""The desk on a port of this machine."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from dragoman.desk.app import desk
from dragoman.desk.security import LOOPBACK
from dragoman.errors import InputError

DEFAULT_PORT = 8753


def serve(
    ledger: str | Path, *, host: str = "127.0.0.1", port: int = DEFAULT_PORT, token: str | None = None,
    names: Sequence[str] = (), ready: Callable[[str], None] = print,
) -> None:  # fmt: skip
    """Serves the desk until it is interrupted.

    Args:
        ledger: the ledger's folder.
        host: the address to listen on; any but the machine's own loopback demands a token.
        port: the port; 0 for any that is free.
        token: what readers must show; made where ``host`` demands one and none is given.
        names: further host names by which it is reached.
        ready: told the address to open, with the token where there is one, once it listens.

    Raises:
        LedgerError: there is no such ledger, or it cannot be read.
        InputError: the port is taken, or the host is not one of this machine.
    """
    import uvicorn

    token = token or (None if host in LOOPBACK else secrets.token_urlsafe(24))
    own = [host, socket.gethostname()] if host not in LOOPBACK else []
    app = desk(ledger, token=token, names=[*LOOPBACK, *own, *names])
    taken = _listening(host, port)
    shown = f"[{host}]" if ":" in host else host
    query = f"?token={token}" if token else ""
    ready(f"http://{shown}:{taken.getsockname()[1]}/{query}")
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=30)
    try:
        uvicorn.Server(config).run(sockets=[taken])
    finally:
        taken.close()


def _listening(host: str, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise InputError(f"--host {host} --port {port}: cannot listen there: {error.strerror}") from error
    made.listen(128)
    return made
