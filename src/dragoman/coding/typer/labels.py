"""What the typer tells apart: types, modes, statuses, and the roles of the words around a trigger."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.codebook import load_codebook
from dragoman.records import STATUSES

NONE = "NONE"  # the marked word tells no event
ROLES = ("outside", "actor", "recipient", "source")


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the classes of each head, in the order of the model's outputs."""

    types: tuple[str, ...]
    modes: tuple[str, ...]  # "TYPE/mode", "TYPE/" where no mode fits
    statuses: tuple[str, ...]
    roles: tuple[str, ...]

    def mode_of(self, event_type: str, mode: str | None) -> int:
        """Index of a type's mode."""
        return self.modes.index(f"{event_type}/{mode or ''}")


def labels_of() -> Labels:
    """The labels that the codebook gives."""
    modes_of = load_codebook().modes
    modes = tuple(f"{t}/{m}" for t in modes_of for m in ("", *sorted(modes_of[t])))
    return Labels((NONE, *modes_of), modes, tuple(STATUSES), ROLES)
