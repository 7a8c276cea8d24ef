"""Who asks a page for what: the opened ledger, the address, and the filters of events as the address has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dragoman.desk.shelf import Answers
from dragoman.ledger import Ledger
from dragoman.ledger.filters import EventFilters

if TYPE_CHECKING:
    from dragoman.desk.app import Desk

Word = Annotated[str, Field(max_length=200)]
Words = Annotated[list[Word], Field(max_length=50)]
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Address:
    """A page's path without suffix, and the pairs of its query."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.with_suffix("")

    def with_suffix(self, suffix: str) -> str:
        """The same page in another form: ``.json``, ``.csv``, ``.atom`` and so on."""
        query = urlencode(self.pairs)
        return f"{self.path}{suffix}" + (f"?{query}" if query else "")

    def to(self, path: str | None = None, /, **changes: Any) -> Address:
        """The same with something changed: None takes a name out, a list gives it several times."""
        kept = [(k, v) for k, v in self.pairs if k not in changes]
        added = [(k, str(one)) for k, v in changes.items() if v is not None for one in _several(v)]
        return Address(path or self.path, (*kept, *added))

    def all(self, name: str) -> list[str]:
        """The values of a name."""
        return [v for k, v in self.pairs if k == name]

    def toggled(self, name: str, value: Any) -> Address:
        """The same with one value of a name more, or less where it is there; back on the first page."""
        have = self.all(name)
        rest = [v for v in have if v != str(value)]
        return self.to(**{name: rest if str(value) in have else [*rest, str(value)], "after": None, "before": None})


def _several(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page is asked with: the ledger as of now, answers that hold for this snapshot, the address, the desk."""

    book: Ledger
    answers: Answers
    here: Address
    desk: Desk
    theme: Literal["light", "dark", ""]
    base: str  # scheme and host


SUFFIXES = (".feed.json", ".json", ".csv", ".atom", ".svg", ".png")


def visit(request: Request) -> Visit:
    """The visit that a request is."""
    opened = request.app.state.desk.shelf.opened()
    return Visit(
        opened.book, opened.answers, address_of(request), request.app.state.desk, theme_of(request),
        f"{request.url.scheme}://{request.url.netloc}",
    )  # fmt: skip


def address_of(request: Request) -> Address:
    """Where a request goes, without what says in which form."""
    path = request.scope["raw_path"].decode("ascii") if request.scope.get("raw_path") else request.url.path
    path = path.split("?")[0]
    suffix = next((s for s in SUFFIXES if path.endswith(s)), "")
    pairs = tuple((k, v) for k, v in request.query_params.multi_items() if v and k not in ("theme", "token", "width"))
    return Address(path.removesuffix(suffix), pairs)


def theme_of(request: Request) -> Literal["light", "dark", ""]:
    """Light or dark where that was chosen, by the address or before; else as the reader's system has it."""
    chosen = request.query_params.get("theme") or request.cookies.get("theme")
    return "light" if chosen == "light" else "dark" if chosen == "dark" else ""


At = Annotated[Visit, Depends(visit)]


class Asked(BaseModel):
    """Parameters of a page; empty ones, as forms send them, are as if not there, unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    theme: str | None = Field(None, max_length=10)
    width: Annotated[int | None, Field(ge=120, le=2400)] = Field(None, description="of a chart, in pixels")

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        return {k: w for k, v in values.items() if (w := _filled(v)) not in (None, "", [])}


def _filled(value: Any) -> Any:
    return [v for v in value if v != ""] if isinstance(value, list) else value


class EventsAsked(Asked):
    """The ledger's filters on events, by their names in Python (docs/queries.md)."""

    actor: Word | None = None
    recipient: Word | None = None
    party: Word | None = None
    between: Annotated[list[Word], Field(max_length=2)] = []
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    types: Words = []
    modes: Words = []
    quads: Annotated[list[Annotated[int, Field(ge=1, le=4)]], Field(max_length=4)] = []
    statuses: Words = []
    contexts: Words = []
    said_by: Word | None = None
    outlet: Word | None = None
    country: Words = []
    place: Word | None = None
    datasets: Words = []
    search: Annotated[str | None, Field(max_length=500)] = None
    min_confidence: Annotated[float | None, Field(ge=0, le=1)] = None
    article_id: Word | None = None

    @model_validator(mode="after")
    def _two_sides(self) -> EventsAsked:
        if len(self.between) == 1:
            raise ValueError("between: name two parties")
        return self

    def filters(self) -> EventFilters:
        """As ``Ledger.events`` takes them; those not asked for are left out."""
        values = {k: getattr(self, k) for k in EventFilters.__annotations__}
        kept = {k: v for k, v in values.items() if v not in (None, [])}
        if "between" in kept:
            kept["between"] = tuple(kept["between"])
        return kept  # type: ignore[return-value]


class PageOfEventsAsked(EventsAsked):
    """Filters, order and page."""

    sort: Word = "-date"
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 50
    after: Word | None = Field(None, description="the id of the last event of the page before")
    before: Word | None = Field(None, description="the id of the first event of the page behind")


Events = Annotated[PageOfEventsAsked, Query()]
Filters = Annotated[EventsAsked, Query()]
