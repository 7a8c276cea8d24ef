"""What a page gives, and the register of pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Record = dict[str, Any]
Asked = TypeVar("Asked", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Copies:
    """How to ask the same elsewhere: lines of Python in which ``ledger`` is opened, and SQL for the snapshot.

    Either is empty where there is no such way.
    """

    python: str = ""
    sql: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows.

    ``data`` goes out as JSON, beside ``rows``, and by its names to the template; ``rows`` go out as CSV, one variable a
    column. ``shown`` is for the template alone. ``datasets`` are those to cite; ``feed`` is the path of the same as a
    feed (without suffix), empty where there is none; ``moved`` is where a browser is sent on, if anywhere.
    """

    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Record] = ()
    columns: Sequence[str] = ()
    copies: Copies = Copies()
    shown: Mapping[str, Any] = field(default_factory=dict)
    datasets: Sequence[str] = ()
    feed: str = ""
    status: int = 200
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path (as FastAPI writes it), its template, what it asks, its name and place in the menu, if any.

    ``method`` is POST for a page that a form leads to.
    """

    path: str
    template: str
    ask: Callable[..., View]
    nav: str = ""
    place: int = 0
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class Action:
    """What changes the ledger: its path, and what does it and gives where to go on, or a view that says why not."""

    path: str
    act: Callable[..., View | str]
    page: Page


PAGES: list[Page] = []
ACTIONS: list[Action] = []


def page(path: str, template: str, *, nav: str = "", place: int = 0, method: str = "GET") -> Callable[[Asked], Asked]:
    """Registers a function as a page.

    Args:
        path: where it is found, as FastAPI writes it; ``.json`` and ``.csv`` are added.
        template: a file of ``desk/templates``.
        nav: its name in the menu, if it stands there.
        place: its place there.
        method: ``POST`` for a page that a form leads to.
    """

    def register(ask: Asked) -> Asked:
        PAGES.append(Page(path, template, ask, nav, place, method))
        return ask

    return register


def action(path: str, template: str) -> Callable[[Asked], Asked]:
    """Registers a function that changes the ledger and gives where to go on, or a view for ``template``."""

    def register(act: Asked) -> Asked:
        ACTIONS.append(Action(path, act, Page(path, template, act, method="POST")))
        return act

    return register


def menu() -> list[Page]:
    """The pages of the menu, in their order."""
    return sorted((p for p in PAGES if p.nav), key=lambda p: p.place)
