"""A view as HTML, JSON or CSV, and errors in the same forms."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dragoman import __version__
from dragoman.desk.asking import SUFFIXES, Address, Visit, address_of, theme_of
from dragoman.desk.templates import environment
from dragoman.desk.views import Page, View, menu
from dragoman.exchange.citing import as_text, resources

Record = dict[str, Any]


def as_html(page: Page, at: Visit, view: View) -> Response:
    """The page for people."""
    if view.moved:
        return RedirectResponse(view.moved, 303)
    return html(page.template, at.theme, at.here, view.status, {**view.data, **view.shown}, view=view, rows=view.rows,
                at=at, cite=citation(at, view))  # fmt: skip


def html(template: str, theme: str, here: Address, status: int, shown: Mapping[str, Any], **more: Any) -> Response:
    """A template filled in."""
    frame = {"menu": menu(), "theme": theme, "here": here, "version": __version__}
    return HTMLResponse(environment().get_template(template).render({**shown, **frame, **more}), status)


def as_json(at: Visit, view: View) -> Response:
    """The page's data for programs."""
    told = {
        "title": view.title, "address": at.base + str(at.here), "snapshot": snapshot_name(at),
        "snapshot_sha256": at.book.snapshot_sha256, **view.data, "rows": list(view.rows),
    }  # fmt: skip
    return Response(dumped(told), view.status, media_type="application/json")


def dumped(value: Any) -> bytes:
    """JSON in UTF-8; dates as ISO 8601."""
    return json.dumps(value, ensure_ascii=False, default=_plain).encode("utf-8", "replace")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, Address):
        return str(value)
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    return str(value)


def as_csv(at: Visit, view: View) -> Response:
    """The page's rows as a table; several values in a cell are joined with ``; ``, missing is empty."""
    columns = view.columns or list(dict.fromkeys(k for row in view.rows for k in row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(c)) for c in columns] for row in view.rows)
    name = at.here.path.strip("/").replace("/", "-") or "overview"
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in name) + ".csv"
    headers = {"Content-Disposition": f'inline; filename="{safe}"'}
    return Response(out.getvalue().encode("utf-8", "replace"), 200, headers, "text/csv; charset=utf-8")


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple) and not any(isinstance(v, dict | list) for v in value):
        return "; ".join("" if v is None else str(v) for v in value)
    return dumped(value).decode() if isinstance(value, dict | list | tuple) else value


def citation(at: Visit, view: View) -> str:
    """How to cite a view: the ledger, its snapshot, the address, the day; then the works that it builds on."""
    digest = (at.book.snapshot_sha256 or "none")[:16]
    own = (
        f'"{view.title}". Ledger "{at.book.path.name}", snapshot {snapshot_name(at)} (SHA-256 {digest}). '
        f"Dragoman {__version__}, {at.here}, read on {dt.date.today().isoformat()}."
    )
    return f"{own}\n\n{as_text(resources(view.datasets))}"


def snapshot_name(at: Visit) -> str:
    """The file that is read."""
    return at.book.snapshot.name if at.book.snapshot else "none"


def error(request: Request, status: int, title: str, message: str, details: Sequence[str] = ()) -> Response:
    """What went wrong, in the form that was asked for."""
    if request.url.path.endswith(SUFFIXES):
        return Response(dumped({"error": message, "details": list(details)}), status, media_type="application/json")
    shown = {"title": title, "message": message, "details": details, "status": status}
    return html("error.html", theme_of(request), address_of(request), status, shown)
