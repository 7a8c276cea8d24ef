"""The formats of an export: what each needs of an event, and what its user must know."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dragoman.errors import DataError, InputError

_OF_STATUS = ("planned", "possible", "denied")


@dataclass(frozen=True, slots=True)
class Need:
    """What an event must have to be written: a condition on ``events``, and why those without it are left out."""

    name: str
    holds: str
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """A format.

    ``has_status``: planned, possible and denied events can be told from others in it. ``main``: the file that a
    path with a suffix names; None where it is always a folder. ``mapping`` and ``lacks``: how values were written,
    and what it cannot hold.
    """

    name: str
    title: str
    has_status: bool
    main: str | None
    needs: tuple[Need, ...]
    mapping: tuple[str, ...]
    lacks: tuple[str, ...]

    def why(self, need: Need) -> str:
        """Why events without what is needed are left out, in words."""
        if need.name not in _OF_STATUS:
            return need.why
        remedy = f"`--status {need.name}` adds them" if self.has_status else "the format cannot tell them from others"
        return f"{need.why}; {remedy}"

    def conditions(self, statuses_asked: bool) -> tuple[Need, ...]:
        """All that an event must have; those on the status fall away where the user chose and the format can say."""
        if statuses_asked and self.has_status:
            return tuple(n for n in self.needs if n.name not in _OF_STATUS)
        return self.needs


def data_folder() -> Traversable:
    """The folder of this part's data files."""
    return files("dragoman.exchange.exporting") / "data"


@cache
def load_forms() -> dict[str, Form]:
    """All formats by name.

    Raises:
        DataError: the data file lacks a field.
    """
    raw = tomllib.loads((data_folder() / "forms.toml").read_text(encoding="utf-8"))
    try:
        needs = {n["name"]: Need(n["name"], n["holds"], n["why"]) for n in raw["need"]}
        return {
            f["name"]: Form(
                f["name"],
                f["title"],
                f["has_status"],
                f.get("main"),
                tuple(needs[n] for n in (*_OF_STATUS, *f["needs"])),
                tuple(f["mapping"]),
                tuple(f["lacks"]),
            )
            for f in raw["form"]
        }
    except KeyError as error:
        raise DataError(f"forms.toml: an entry lacks {error}") from error


def form_of(name: str) -> Form:
    """A format by its name.

    Raises:
        InputError: there is none of that name.
    """
    forms = load_forms()
    if name.lower() not in forms:
        raise InputError(f"--as {name!r} is not known; use one of {', '.join(forms)}")
    return forms[name.lower()]
