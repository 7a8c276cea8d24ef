"""What the typer tells apart: types, modes, statuses, and the roles of the words around a trigger."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.codebook import Codebook, load_codebook
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


def labels_of(codebook: Codebook | None = None) -> Labels:
    """The labels that a codebook gives."""
    types = tuple((codebook or load_codebook()).modes)
    modes = tuple(f"{t}/{m}" for t in types for m in ("", *sorted((codebook or load_codebook()).modes[t])))
    return Labels((NONE, *types), modes, tuple(STATUSES), ROLES)
