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
    feed (without suffix), empty where there is none.
    """

    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    rows: Sequence[Record] = ()
    columns: Sequence[str] = ()
    copies: Copies = Copies()
    shown: Mapping[str, Any] = field(default_factory=dict)
    datasets: Sequence[str] = ()
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path (as FastAPI writes it), its template, what it asks, its name and place in the menu, if any."""

    path: str
    template: str
    ask: Callable[..., View]
    nav: str = ""
    place: int = 0


PAGES: list[Page] = []


def page(path: str, template: str, *, nav: str = "", place: int = 0) -> Callable[[Asked], Asked]:
    """Registers a function as a page.

    Args:
        path: where it is found, as FastAPI writes it; ``.json`` and ``.csv`` are added.
        template: a file of ``desk/templates``.
        nav: its name in the menu, if it stands there.
        place: its place there.
    """

    def register(ask: Asked) -> Asked:
        PAGES.append(Page(path, template, ask, nav, place))
        return ask

    return register


def menu() -> list[Page]:
    """The pages of the menu, in their order."""
    return sorted((p for p in PAGES if p.nav), key=lambda p: p.place)
