"""Who may ask the desk, from where, for how much; and what browsers are told to refuse.

Rules: OWASP Cross-Site Request Forgery Prevention (check of Origin and Sec-Fetch-Site), Content Security Policy level
3, DNS rebinding (the Host header must be a name that the desk goes by).
"""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 2 * 2**20  # of a body: an article of two million letters
MOST_QUERY = 8 * 2**10  # of what stands behind the question mark
LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "dragoman_token"
_TOO_MUCH = f"More than {MOST_BYTES // 2**20} MB; `dragoman code FILE --into LEDGER` takes large files."
_READING = ("GET", "HEAD", "OPTIONS")
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Who is let in: the names by which the desk goes, and the token to show, if any."""

    names: Sequence[str] = LOOPBACK
    token: str | None = None

    def knows(self, host: str) -> bool:
        """Whether the desk goes by the name in a Host header; with a token, by any address in figures too."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or (self.token is not None and _is_address(name))

    def opens_for(self, shown: str) -> bool:
        """Whether the token shown is the right one."""
        return self.token is None or hmac.compare_digest(shown.encode(), self.token.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class Guard:
    """ASGI middleware: lets in who may come in, bounds what comes in, and sets the headers of what goes out."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Stands before ``app`` at ``door``."""
        self.app, self.door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, by itself where it is refused."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache, private")
            await send(message)

        refused = self._refusal(scope, Headers(scope=scope))
        if refused is not None:
            await refused(scope, receive, send_with_headers)
            return
        await self.app(scope, _Bounded(receive), send_with_headers)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        host = headers.get("host", "")
        if not self.door.knows(host):
            return _no(421, f"The desk does not go by the name {host[:100]!r}; start it with --name for that.")
        if len(scope["query_string"]) > MOST_QUERY:
            return _no(414, f"The address is longer than {MOST_QUERY} characters behind the question mark.")
        if scope["method"] not in _READING and not _own(headers, host):
            return _no(403, "This came from another site; what changes the ledger is taken from the desk's own pages.")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return _no(
                413, f"More than {MOST_BYTES // 2**20} MB; `dragoman code FILE --into LEDGER` takes large files."
            )
        return self._unknown(scope, headers)

    def _unknown(self, scope: Scope, headers: Headers) -> Response | None:
        if self.door.token is None or scope["path"].startswith("/static/"):
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"))
        shown = next((v for k, v in pairs if k == "token"), None)
        if shown is not None and self.door.opens_for(shown):
            return _entered(scope, pairs, shown)
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        known = [_cookie(headers.get("cookie", "")), bearer if scheme.lower() == "bearer" else ""]
        return None if any(self.door.opens_for(k) for k in known) else _ask_token()


def _own(headers: Headers, host: str) -> bool:
    """Whether a writing request comes from our own pages, or from no browser."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.partition("://")[2] != host:
        return False
    return site in (None, "same-origin", "none")


def _cookie(text: str) -> str:
    try:
        found = SimpleCookie(text).get(COOKIE)
    except Exception:  # a malformed cookie is no cookie
        return ""
    return found.value if found else ""


def _entered(scope: Scope, pairs: Sequence[tuple[str, str]], token: str) -> Response:
    """The same address without the token, which the browser keeps from now on."""
    rest = urlencode([(k, v) for k, v in pairs if k != "token"])
    path = "/" + scope["path"].lstrip("/\\")  # never another host
    response = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
    response.set_cookie(COOKIE, token, httponly=True, samesite="lax")
    return response


def _ask_token() -> Response:
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Dragoman: token</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/static/desk.css">'
        '<main class="enter"><h1>Dragoman</h1><p>This desk asks for the token that <code>dragoman serve</code> printed '
        'when it was started.</p><form><label>Token <input name="token" type="password" autofocus required></label> '
        "<button>Enter</button></form></main></html>"
    )
    return Response(page, 401, {"WWW-Authenticate": "Bearer"}, "text/html")


def _no(status: int, why: str) -> Response:
    return PlainTextResponse(f"{why}\n", status)


class _Bounded:
    """Receives a body of no more than ``MOST_BYTES``, whatever its header says."""

    def __init__(self, receive: Receive) -> None:
        self.receive, self.taken = receive, 0

    async def __call__(self) -> Message:
        message = await self.receive()
        self.taken += len(message.get("body", b""))
        if self.taken > MOST_BYTES:
            raise HTTPException(413, _TOO_MUCH)
        return message
