"""The application: pages, feeds, charts and static files behind the guard."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dragoman import __version__, errors
from dragoman.coding import Coder
from dragoman.desk import answering, charts, feeds, pages
from dragoman.desk.asking import At
from dragoman.desk.live_coder import LiveCoder
from dragoman.desk.security import LOOPBACK, Door, Guard
from dragoman.desk.shelf import Shelf
from dragoman.desk.views import ACTIONS, PAGES, Action, Page, View

_STATUS = {errors.NotFoundError: 404, errors.LedgerLocked: 409, errors.LedgerError: 503, errors.InputError: 400,
           errors.DragomanError: 503}  # fmt: skip
_TITLES = {400: "That cannot be asked", 404: "Not there", 405: "Not here", 409: "The ledger is being written",
           413: "Too much", 422: "That cannot be asked", 503: "The ledger cannot be read"}  # fmt: skip


class Desk:
    """What all requests share: the ledger, the charts, and the coder once it is loaded."""

    def __init__(self, ledger: Path, coder: Coder | None = None) -> None:
        """Opens the ledger; reads with ``coder``, or one of its own.

        Raises:
            LedgerError: there is none, or it cannot be read.
        """
        self.shelf = Shelf(ledger, pages.warm)
        self.charts = charts.Studio()
        self.coder = LiveCoder(ledger, coder)

    def warm(self) -> None:
        """Begins, in the background, what takes long the first time."""
        self.charts.warm()
        self.coder.warm()
        threading.Thread(target=pages.warm, args=(self.shelf.opened(),), daemon=True, name="counts").start()


def desk(
    ledger: str | Path,
    *,
    token: str | None = None,
    names: Sequence[str] = LOOPBACK,
    warm: bool = True,
    coder: Coder | None = None,
) -> FastAPI:
    """The desk over a ledger, as an ASGI application.

    Args:
        ledger: its folder.
        token: what readers must show, as ``?token=``, which becomes a cookie, or as a bearer; None for nobody.
        names: host names by which the desk goes; with a token, addresses in figures are taken as well.
        warm: whether the coder and the charts are made ready in the background when it starts.
        coder: a coder to read with; its own, with the ledger's own actors, by default.

    Raises:
        LedgerError: there is no such ledger, or it cannot be read.
    """

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        if warm:
            app.state.desk.warm()
        yield

    app = FastAPI(title="Dragoman desk", version=__version__, docs_url=None, redoc_url=None, lifespan=life)
    app.state.desk = Desk(Path(ledger).absolute(), coder)
    app.mount("/static", StaticFiles(packages=[("dragoman.desk", "static")]), "static")
    charts.add_charts(app)
    feeds.add_feeds(app)
    for one in PAGES:
        _add_page(app, one)
    for act in ACTIONS:
        _add_action(app, act)
    _add_errors(app)
    app.add_middleware(Guard, door=Door(names, token))
    return app


def _add_page(app: FastAPI, one: Page) -> None:
    """The page in its three forms; those with a suffix first, for a path may hold dots."""
    asked = Depends(one.ask)

    def answer_json(at: At, view: View = asked) -> Response:
        return answering.as_json(at, view)

    def answer_csv(at: At, view: View = asked) -> Response:
        return answering.as_csv(at, view)

    def answer_html(at: At, view: View = asked) -> Response:
        return answering.as_html(one, at, view)

    name = one.ask.__name__
    path = "/overview" if one.path == "/" else one.path
    _route(app, one.method, f"{path}.json", answer_json, f"{name}_json")
    _route(app, one.method, f"{path}.csv", answer_csv, f"{name}_csv")
    _route(app, one.method, one.path, answer_html, name)


def _add_action(app: FastAPI, one: Action) -> None:
    act = Depends(one.act)

    def answer(at: At, done: View | str = act) -> Response:
        return RedirectResponse(done, 303) if isinstance(done, str) else answering.as_html(one.page, at, done)

    _route(app, "POST", one.path, answer, one.act.__name__)


def _route(app: FastAPI, method: str, path: str, answer: Callable[..., Response], name: str) -> None:
    app.api_route(path, methods=[method], name=name, operation_id=name, response_class=Response)(answer)


def _add_errors(app: FastAPI) -> None:
    async def ours(request: Request, error: Exception) -> Response:
        status = next(s for kind, s in _STATUS.items() if isinstance(error, kind))
        return answering.error(request, status, _TITLES[status], str(error))

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        faults = [f"{'.'.join(str(p) for p in e['loc'][1:])}: {e['msg']}" for e in error.errors()]
        return answering.error(request, 422, _TITLES[422], "The address asks for what makes no sense.", faults)

    async def missing(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        message = "There is no such page." if error.status_code == 404 else str(error.detail)
        title = _TITLES.get(error.status_code, "That went wrong")
        return answering.error(request, error.status_code, title, message)

    app.add_exception_handler(errors.DragomanError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, missing)
