"""Charts: Vega-Lite specifications drawn to SVG and PNG here, so that no script draws in the browser.

A drawing is a function with the parameters of an address, like a page, that gives an Altair chart or a specification::

    @drawing("/chart/months")
    def months(at: At, asked: Filters) -> alt.Chart: ...

It is found under ``/chart/months.svg`` and ``/chart/months.png`` with the query of the page that shows it; in templates
``{{ chart("/chart/months", here, "What it shows, in words") }}`` (macro in ``parts.html``) places it, light and dark.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import Depends, FastAPI, Request
from starlette.responses import Response

from dragoman.desk.asking import At, Visit
from dragoman.desk.shelf import Answers
from dragoman.desk.views import Asked

Theme = Literal["light", "dark"]
Spec = dict[str, Any]
# By quad code: cooperation blue, conflict orange, words lighter than deeds; told apart by the colour-blind
# (Okabe and Ito 2008, "Color Universal Design"), and by lightness alone in print.
QUAD_COLOURS: Mapping[Theme, tuple[str, str, str, str]] = {
    "light": ("#7fb2dc", "#1f6fae", "#f0a860", "#b84e00"),
    "dark": ("#9cc8ea", "#4a97d6", "#f5c08a", "#e07b2a"),
}
_INK: Mapping[Theme, Mapping[str, str]] = {
    "light": {"text": "#33302b", "faint": "#6b665e", "line": "#ddd8ce"},
    "dark": {"text": "#e4e0d8", "faint": "#a8a297", "line": "#3c3a36"},
}
_FONT = "Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A registered chart: its path without suffix, and the function that gives it."""

    path: str
    ask: Callable[..., Any]


DRAWINGS: list[Drawing] = []


def drawing(path: str) -> Callable[[Asked], Asked]:
    """Registers a function that gives a chart; ``path`` is its address, to which ``.svg`` and ``.png`` are added."""

    def register(ask: Asked) -> Asked:
        DRAWINGS.append(Drawing(path, ask))
        return ask

    return register


def theme_config(theme: Theme) -> Spec:
    """Vega-Lite's ``config`` for the desk's look: quiet axes, the desk's ink, quads in their colours."""
    ink = _INK[theme]
    axis = {
        **{f"{part}Color": ink["faint"] for part in ("label", "title")},
        **{f"{part}Color": ink["line"] for part in ("domain", "grid", "tick")},
        "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal",
    }  # fmt: skip
    return {
        "background": "transparent", "font": _FONT, "axis": axis, "view": {"stroke": None},
        "legend": {"labelColor": ink["text"], "titleColor": ink["faint"], "labelFontSize": 11},
        "title": {"color": ink["text"], "fontSize": 13, "anchor": "start"},
        "text": {"color": ink["text"]}, "range": {"category": list(QUAD_COLOURS[theme])},
    }  # fmt: skip


class Studio:
    """Draws charts, one at a time, and keeps what it drew."""

    def __init__(self) -> None:
        """Nothing is loaded yet; ``warm`` does."""
        self._answers = Answers(256)
        self._turn = threading.Lock()
        self.seconds = 0.0  # that the last drawing took

    def warm(self) -> None:
        """Loads the renderer in the background: its first drawing takes a second, later ones a few hundredths."""
        blank: Spec = {"data": {"values": [{"x": 0}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}
        threading.Thread(target=self.svg, args=(blank, "light"), daemon=True, name="charts").start()

    def svg(self, chart: Any, theme: Theme) -> str:
        """A chart as SVG; text stays text.

        Args:
            chart: an Altair chart, or a Vega-Lite specification with its data.
            theme: light or dark.
        """
        spec = _finished(chart, theme)
        return self._answers.once(("svg", spec), lambda: self._draw(spec, "svg"))  # type: ignore[no-any-return]

    def png(self, chart: Any, theme: Theme) -> bytes:
        """A chart as PNG at twice the size, for screens and slides."""
        spec = _finished(chart, theme)
        return self._answers.once(("png", spec), lambda: self._draw(spec, "png"))  # type: ignore[no-any-return]

    def _draw(self, spec: str, form: str) -> Any:
        import vl_convert

        with self._turn:
            begun = time.perf_counter()
            options: Spec = {"allowed_base_urls": []}  # no data from elsewhere
            drawn: Any = (
                vl_convert.vegalite_to_svg(spec, **options)
                if form == "svg"
                else vl_convert.vegalite_to_png(spec, scale=2, **options)
            )
            self.seconds = time.perf_counter() - begun
        return drawn


def _finished(chart: Any, theme: Theme) -> str:
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    own = spec.get("config", {})
    return json.dumps({**spec, "config": {**own, **theme_config(theme)}}, default=str)


def add_charts(app: FastAPI) -> None:
    """Registers both forms of all drawings."""
    for one in DRAWINGS:
        _add_chart(app, one)


def _add_chart(app: FastAPI, one: Drawing) -> None:
    asked = Depends(one.ask)

    def answer_svg(at: At, request: Request, chart: Any = asked) -> Response:
        return Response(at.desk.charts.svg(_sized(chart, request), _theme(at)), media_type="image/svg+xml")

    def answer_png(at: At, request: Request, chart: Any = asked) -> Response:
        return Response(at.desk.charts.png(_sized(chart, request), _theme(at)), media_type="image/png")

    for suffix, answer in ((".svg", answer_svg), (".png", answer_png)):
        name = f"{one.ask.__name__}_{suffix[1:]}"
        app.get(f"{one.path}{suffix}", name=name, operation_id=name, response_class=Response)(answer)


def _theme(at: Visit) -> Theme:
    return at.theme or "light"


def _sized(chart: Any, request: Request) -> Spec:
    """The specification as wide as the address asks for."""
    spec: Spec = dict(chart) if isinstance(chart, dict) else chart.to_dict()
    width = request.query_params.get("width", "")
    if width.isdigit():
        spec |= {"width": int(width), "autosize": {"type": "fit-x", "contains": "padding"}}
    return spec
