"""Frames: which verb, noun or adjective, with which company, evokes which event.

A frame file is CSV that an analyst edits in a spreadsheet, one row a frame:

===========  =========================================================================================
column       meaning
===========  =========================================================================================
trigger      lemma or ``a|b|c`` alternatives; a particle follows after a blank (``call off``)
pos          ``verb``, ``noun`` or ``adj``
when         conditions, all required, parted by blanks: ``SLOT=WORDS`` (a head word of the slot is one of
             WORDS), ``SLOT~WORDS`` (any word within the slot's phrase is), ``SLOT=*`` (the slot is filled),
             ``SLOT=ACTOR`` (the slot holds a political actor); ``!`` before it negates. WORDS is
             ``a|b|@class``; classes stand in ``classes*.csv``
type, mode   what it evokes (codebook names); mode may be empty
actor        slots to search for the actor, best first, parted by ``|``; ``-`` if none is to be sought
recipient    the same for the recipient
object       slot of the thing given, signed, demanded or seized; may be empty
needs        ``both``, ``actor``, ``recipient``, ``either`` or ``none``: who must be a political actor
strength     1 (weak hint) to 3 (says it outright)
note         free text
===========  =========================================================================================

Slots are roles after undoing the passive: ``subj``, ``obj``, ``iobj``, a preposition (``with``, ``against``,
``by`` ...), ``poss`` (*Putin's* visit), ``mod`` (*Russian* attack, *border* talks), ``comp`` (anybody inside
the complement clause except its subject), ``csubj`` (the complement clause's own subject), ``that`` (the head verb
of a finite complement clause), ``must`` (the same, where it stands with *must* or *should*), ``xcomp`` (the head
verb of an infinitive or -ing complement), ``adv`` (adverbs and particles), ``gov`` (the word above). For a noun,
``subj`` is the subject of the light verb that governs it (*Putin* paid a visit). A row with ``-`` for both sides and
``both`` under needs takes its pattern out: nothing is evoked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from dragoman.datafiles import read_csv
from dragoman.errors import DataError

Needs = Literal["both", "actor", "recipient", "either", "none"]
_NEEDS = ("both", "actor", "recipient", "either", "none")
_POS = ("verb", "noun", "adj")
_COLUMNS = (
    "trigger",
    "pos",
    "when",
    "type",
    "mode",
    "actor",
    "recipient",
    "object",
    "needs",
    "strength",
    "note",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One requirement of a frame on the company its trigger keeps."""

    slot: str
    words: frozenset[str]
    within: bool = False  # any word of the phrase, not its head alone
    negated: bool = False
    wants: Literal["words", "filled", "actor"] = "words"


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of a frame file. ``frame_id`` is ``file:line``, as shown by ``dragoman explain``."""

    frame_id: str
    triggers: tuple[str, ...]
    pos: str
    conditions: tuple[Condition, ...]
    event_type: str
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    thing: str | None
    needs: Needs
    strength: int
    note: str = ""


def load_classes(folder: Traversable) -> dict[str, frozenset[str]]:
    """Word classes from every ``classes*.csv`` of a folder (columns ``class,words``)."""
    classes: dict[str, frozenset[str]] = {}
    places: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.startswith("classes") and file.name.endswith(".csv"):
            for line, row in read_csv(file):
                name = row.get("class", "").lstrip("@")
                if not name or not row.get("words"):
                    raise DataError(f"{file.name}:{line}: class and words must both be filled")
                words = frozenset(w.strip() for w in row["words"].split("|") if w.strip())
                classes[name] = classes.get(name, frozenset()) | words
                places[name] = f"{file.name}:{line}"
    return {name: _resolved(name, classes, places[name]) for name in classes}


def _resolved(name: str, classes: Mapping[str, frozenset[str]], place: str) -> frozenset[str]:
    try:
        return _resolve(classes[name], classes)
    except DataError as error:
        raise DataError(f"{place} (@{name}): {error}") from error


def _resolve(words: frozenset[str], classes: Mapping[str, frozenset[str]], depth: int = 0) -> frozenset[str]:
    if depth > 5:
        raise DataError("word classes refer to each other in a circle")
    out: set[str] = set()
    for word in words:
        if word.startswith("@"):
            if word[1:] not in classes:
                raise DataError(f"unknown word class {word}")
            out |= _resolve(classes[word[1:]], classes, depth + 1)
        else:
            out.add(word)
    return frozenset(out)


def parse_condition(text: str, classes: Mapping[str, frozenset[str]]) -> Condition:
    """One ``SLOT=WORDS`` condition.

    >>> parse_condition("!obj~nuclear|missile", {}).negated
    True
    """
    negated = text.startswith("!")
    body = text.removeprefix("!")
    sign = "~" if "~" in body and ("=" not in body or body.index("~") < body.index("=")) else "="
    slot, found, value = body.partition(sign)
    if not found or not slot or not value:
        raise DataError(f"condition {text!r} is not SLOT=WORDS or SLOT~WORDS")
    if value in ("*", "ACTOR"):
        wants: Literal["filled", "actor"] = "filled" if value == "*" else "actor"
        return Condition(slot, frozenset(), sign == "~", negated, wants)
    words = _resolve(frozenset(value.split("|")), classes)
    return Condition(slot, words, sign == "~", negated)


def _frame(
    name: str, line: int, row: dict[str, str], classes: Mapping[str, frozenset[str]], modes: Mapping[str, set[str]]
) -> Frame:
    where = f"{name}:{line} ({row.get('trigger', '?')})"
    missing = [c for c in _COLUMNS if c not in row]
    if missing:
        raise DataError(f"{where}: column(s) {', '.join(missing)} missing")
    if not row["trigger"]:
        raise DataError(f"{where}: trigger is empty")
    if row["pos"] not in _POS:
        raise DataError(f"{where}: pos must be one of {', '.join(_POS)}, not {row['pos']!r}")
    if row["type"] not in modes:
        raise DataError(f"{where}: type {row['type']!r} is not in the codebook")
    if row["mode"] and row["mode"] not in modes[row["type"]]:
        raise DataError(f"{where}: {row['type']} has no mode {row['mode']!r}")
    if row["needs"] not in _NEEDS:
        raise DataError(f"{where}: needs must be one of {', '.join(_NEEDS)}, not {row['needs']!r}")
    if row["strength"] not in ("1", "2", "3"):
        raise DataError(f"{where}: strength must be 1, 2 or 3, not {row['strength']!r}")
    try:
        conditions = tuple(parse_condition(c, classes) for c in row["when"].split())
    except DataError as error:
        raise DataError(f"{where}: {error}") from error
    return Frame(
        frame_id=f"{name}:{line}",
        triggers=tuple(t.strip() for t in row["trigger"].split("|") if t.strip()),
        pos=row["pos"],
        conditions=conditions,
        event_type=row["type"],
        mode=row["mode"] or None,
        actor=_slots(row["actor"]),
        recipient=_slots(row["recipient"]),
        thing=row["object"] or None,
        needs=row["needs"],  # type: ignore[arg-type]
        strength=int(row["strength"]),
        note=row["note"],
    )


def _slots(text: str) -> tuple[str, ...]:
    return () if text in ("", "-") else tuple(s.strip() for s in text.split("|") if s.strip())


def read_frames(folder: Traversable, modes: Mapping[str, set[str]]) -> list[Frame]:
    """Every frame of a folder, checked against the codebook's types and modes.

    Args:
        folder: holds ``classes*.csv`` and frame files (all other ``*.csv``).
        modes: the codebook's types, each with the names of its modes.

    Raises:
        DataError: a row breaks the format; the message names file, line and field.
    """
    classes = load_classes(folder)
    frames: list[Frame] = []
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".csv") and not file.name.startswith("classes"):
            frames += [_frame(file.name.removesuffix(".csv"), n, r, classes, modes) for n, r in read_csv(file)]
    return frames


@cache
def bundled_folder() -> Traversable:
    """The folder of frame files that the package brings."""
    return files("dragoman.codebook") / "data" / "frames"
