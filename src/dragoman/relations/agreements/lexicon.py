"""The words of agreements: what they are called, what they are about, what befalls them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from dragoman.datafiles import read_csv, split_cell
from dragoman.errors import DataError
from dragoman.records import STATUSES

_DATA = files("dragoman.relations.agreements") / "data"
_PLACES = ("name", "terms")
_ROLES = ("party", "mediator")


@dataclass(frozen=True, slots=True)
class StepWord:
    """What a word says befalls an agreement, and whether those who act are its parties or a third (mediator)."""

    step: str
    role: str


@dataclass(frozen=True, slots=True)
class KindWords:
    """Words for one kind of agreement: in its ``name``, or in the ``terms`` that a sentence tells of it."""

    kind: str
    place: str
    pattern: re.Pattern[str]


@cache
def kinds() -> tuple[KindWords, ...]:
    """The kinds, those that decide before others first.

    Raises:
        DataError: a row of kinds.csv has no kind, no words, or an unknown place.
    """
    read = []
    for line, row in read_csv(_DATA / "kinds.csv"):
        words = split_cell(row["words"])
        if not row["kind"] or not words or row["place"] not in _PLACES:
            raise DataError(f"kinds.csv:{line}: a row needs a kind, words, and a place out of {', '.join(_PLACES)}")
        read.append(KindWords(row["kind"], row["place"], _any_of(words)))
    return tuple(read)


def _any_of(words: list[str]) -> re.Pattern[str]:
    """Any of several phrases; ``*`` stands for the rest of a word, or for words where it stands alone."""
    return re.compile(r"\b(?:" + "|".join(_phrase(w) for w in words) + r")\b", re.IGNORECASE)


def _phrase(words: str) -> str:
    parts = [
        r"(?:\S+\s+){0,3}?\S+" if part == "*" else re.escape(part).replace(r"\*", r"\w*") for part in words.split()
    ]
    return r"[\s-]+".join(parts)


@cache
def steps() -> dict[str, StepWord]:
    """What words say befalls an agreement, by the word in small letters.

    Raises:
        DataError: a row of steps.csv has no step, no words, or an unknown role.
    """
    read: dict[str, StepWord] = {}
    for line, row in read_csv(_DATA / "steps.csv"):
        if not row["step"] or not row["words"] or row["role"] not in _ROLES:
            raise DataError(f"steps.csv:{line}: a row needs a step, words, and a role out of {', '.join(_ROLES)}")
        for word in split_cell(row["words"]):
            read.setdefault(word, StepWord(row["step"], row["role"]))
    return read


@cache
def heads() -> dict[str, bool]:
    """Nouns that agreements are called by, and whether one is weak: no agreement unless it is concluded."""
    return {row["head"]: row["weak"] == "yes" for _, row in read_csv(_DATA / "heads.csv")}


@cache
def stops() -> frozenset[str]:
    """Words that no name of an agreement goes back over, beside those for what befalls one."""
    return frozenset(word for _, row in read_csv(_DATA / "stops.csv") for word in split_cell(row["words"]))


@cache
def not_agreements() -> re.Pattern[str]:
    """What looks like an agreement's name and is none."""
    return _any_of([word for _, row in read_csv(_DATA / "not_agreements.csv") for word in split_cell(row["words"])])


@cache
def modality(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words that say that something did not, may, or is to come about: the status and the words, the strongest first.

    Args:
        place: ``before`` a verb or an agreement's name, or ``behind`` such a name.

    Raises:
        DataError: a row of modality.csv has an unknown status.
    """
    read = []
    for line, row in read_csv(_DATA / "modality.csv"):
        if row["status"] not in STATUSES:
            raise DataError(f"modality.csv:{line}: status {row['status']!r} is not known; use {', '.join(STATUSES)}")
        if row["place"] == place:
            read.append((row["status"], re.compile(_any_of(split_cell(row["words"])).pattern)))
    return tuple(read)
