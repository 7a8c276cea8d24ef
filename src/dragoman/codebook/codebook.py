"""The codebook: PLOVER's types, modes, contexts and sectors, and the crosswalk to CAMEO."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dragoman.errors import DataError, NotFoundError

MAY_LACK_ACTOR = frozenset({"ASSAULT", "PROTEST"})  # types that may be told with no doer
# types that are done by saying so
SPEECH_ACTS = frozenset({"AGREE", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
_UNTELLING = frozenset({"diplomatic", "executive"})


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of an event type: how or about what it was done. ``score`` is its intensity, -10 to 10."""

    name: str
    score: float | None
    definition: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's 16 types.

    ``quad``: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict; ``score``
    is its intensity, -10 to 10.
    """

    name: str
    quad: int
    score: float
    requires_recipient: bool
    definition: str
    examples: tuple[str, ...]
    apart: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True, slots=True)
class Context:
    """What an event is about, beside its type; ``words`` are lemmas that tell."""

    name: str
    definition: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class CameoCode:
    """A CAMEO category with its Goldstein score (-10 to 10) and its place in PLOVER.

    ``modes``: those of the type that it covers, the nearest first; empty where it says nothing of the manner.
    ``contexts``: any of them tells this code from its neighbours.
    """

    code: str
    label: str
    goldstein: float | None
    event_type: str | None
    modes: tuple[str, ...]
    contexts: frozenset[str]

    @property
    def mode(self) -> str | None:
        """The nearest mode."""
        return self.modes[0] if self.modes else None


@dataclass(frozen=True, slots=True)
class Decision:
    """A contradiction in the public codebook, and how this project settles it."""

    question: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """Everything that says what an event may be called."""

    version: str
    types: Mapping[str, EventType]
    contexts: Mapping[str, Context]
    sectors: Mapping[str, str]
    decisions: tuple[Decision, ...]
    cameo_codes: Mapping[str, CameoCode]

    @property
    def modes(self) -> dict[str, set[str]]:
        """Names of the modes of every type."""
        return {name: set(t.modes) for name, t in self.types.items()}

    def type(self, name: str) -> EventType:
        """The type of a name, in any case.

        Raises:
            NotFoundError: there is no such type.
        """
        found = self.types.get(name.upper())
        if found is None:
            raise NotFoundError(f"no event type {name!r}; the codebook has {', '.join(self.types)}")
        return found

    def quad(self, event_type: str) -> int:
        """The quad class of a type (1 to 4)."""
        return self.type(event_type).quad

    def intensity(self, event_type: str, mode: str | None) -> float | None:
        """The intensity of a mode, else of its type (-10 to 10; PLOVER manual, table of scores)."""
        entry = self.type(event_type)
        if mode and mode in entry.modes and entry.modes[mode].score is not None:
            return entry.modes[mode].score
        return entry.score

    def cameo(self, event_type: str, mode: str | None, contexts: Sequence[str] = ()) -> tuple[str, float | None] | None:
        """The CAMEO code nearest to a type, mode and contexts, with its Goldstein score.

        Of the codes that the crosswalk leads to this type: the one of that mode, else one that leaves the
        mode open; among those the one whose contexts weigh most (the first context given weighs most);
        among those the first of the file, where general codes stand before special ones. Contexts that
        nearly every act of a state has (diplomatic, executive) do not tell and are passed over.
        """
        telling = [c for c in contexts if c not in _UNTELLING]
        weight = {c: len(telling) - place for place, c in enumerate(telling)}

        def fit(code: CameoCode) -> tuple[int, int]:
            open_mode = 2 if mode is None else 1
            manner = open_mode if not code.modes else 2 if mode in code.modes else 0
            return manner, sum(weight.get(c, 0) for c in code.contexts)

        options = (c for c in self.cameo_codes.values() if c.event_type == event_type.upper())
        best = max(options, key=fit, default=None)
        return (best.code, best.goldstein) if best else None


def _mode(raw: dict[str, Any]) -> Mode:
    return Mode(raw["name"], raw.get("score"), raw["definition"])


def _type(raw: dict[str, Any]) -> EventType:
    modes = {m["name"]: _mode(m) for m in raw.get("mode", [])}
    return EventType(
        raw["name"], raw["quad"], raw["score"], raw["requires_recipient"], raw["definition"],
        tuple(raw["examples"]), raw["apart"], modes,
    )  # fmt: skip


def _parts(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def _cameo() -> dict[str, CameoCode]:
    out: dict[str, CameoCode] = {}
    text = (files("dragoman.codebook") / "data" / "cameo.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        goldstein = float(row["goldstein"]) if row["goldstein"] else None
        out[row["code"]] = CameoCode(
            row["code"], row["label"], goldstein, row["event"] or None,
            tuple(_parts(row["mode"])), frozenset(_parts(row["contexts"])),
        )  # fmt: skip
    return out


@cache
def load_codebook() -> Codebook:
    """The bundled codebook.

    Raises:
        DataError: the data file lacks a field.
    """
    raw = tomllib.loads((files("dragoman.codebook") / "data" / "plover.toml").read_text(encoding="utf-8"))
    try:
        return Codebook(
            raw["version"],
            {t["name"]: _type(t) for t in raw["type"]},
            {c["name"]: Context(c["name"], c["definition"], frozenset(c["words"])) for c in raw["context"]},
            {s["code"]: s["definition"] for s in raw["sector"]},
            tuple(Decision(d["question"], d["decision"], d["reason"]) for d in raw["decision"]),
            _cameo(),
        )
    except KeyError as error:
        raise DataError(f"plover.toml: an entry lacks the field {error}") from error
