"""What is forecast: of which classes, and which events count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.errors import InputError
from dragoman.records import HAPPENED

CLASSES = ("quads", "types")
ACTS = ("state", "any")


@dataclass(frozen=True, slots=True)
class Scope:
    """What counts.

    Attributes:
        classes: ``quads`` (verbal and material cooperation and conflict) or ``types`` (the codebook's).
        datasets: ``dragoman`` (coded from articles) or imported ones; None where the ledger has one alone.
        statuses: of the events that count.
        acts: ``state``: an outcome is what a state does through its organs, or an actor of no country; what its people
            and bodies do is evidence. ``any``: all acts are outcomes.

    Raises:
        InputError: there are no such classes or acts.
    """

    classes: str = "quads"
    datasets: tuple[str, ...] | None = None
    statuses: tuple[str, ...] = HAPPENED
    acts: str = "state"

    def __post_init__(self) -> None:
        for field, known in (("classes", CLASSES), ("acts", ACTS)):
            if getattr(self, field) not in known:
                raise InputError(f"{field}: {getattr(self, field)!r} is not known; use {' or '.join(known)}")

    def to_record(self) -> dict[str, Any]:
        """As JSON has it."""
        return {name: getattr(self, name) for name in ("classes", "datasets", "statuses", "acts")}


def scope_of(classes: str, datasets: str | Sequence[str] | None, acts: str) -> Scope:
    """The scope that arguments of forecasts stand for."""
    named = (datasets,) if isinstance(datasets, str) else tuple(datasets) if datasets else None
    return Scope(classes, named, acts=acts)
