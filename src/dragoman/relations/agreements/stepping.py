"""Which step of which agreement a mention tells: by its trigger and where the agreement is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.relations.agreements.agreement import BINDING, ENDING
from dragoman.relations.agreements.lexicon import StepWord, steps
from dragoman.relations.agreements.naming import Named
from dragoman.relations.series import Record

_AGREEING = ("AGREE", "SUPPORT", "COOPERATE")
_ONLY_SAID = ("REQUEST", "THREATEN")  # what they speak of did not happen
_WORD = re.compile(r"[\w'’\-]+")
# A trigger governs no name beyond these.
_CLAUSE = re.compile(
    r"[.;:!?()\"“”]|\b(?:that|which|who|whom|because|although|while|if|after|before|when|since|as)\b", re.I
)
_REACH_AFTER, _REACH_BEFORE, _REACH_NOUN = 6, 4, 3
NAMED = StepWord("named", "party")


def step_of(row: Record, names: Sequence[Named]) -> tuple[Named, StepWord] | None:
    """The agreement that a mention is about and what befalls it; None where it is about none.

    Args:
        row: with ``text``, ``start``, ``trigger_start``, ``trigger_end``, ``trigger_text``, ``event_type``.
        names: the agreements that its sentence names.
    """
    if not names or row["trigger_start"] is None:
        return None
    text, start, end = row["text"], row["trigger_start"] - row["start"], row["trigger_end"] - row["start"]
    for name in names:
        if name.start <= start < name.end:
            found = _of_noun(text, name, row["event_type"])
            break
    else:
        found = _of_verb(text, start, end, row["trigger_text"], names)
    return found if found and _fits(found[1].step, row["event_type"]) else None


def _fits(step: str, event_type: str) -> bool:
    if step in ENDING:
        return event_type not in _ONLY_SAID
    return event_type in _AGREEING and step in (*BINDING, "negotiated", "named")


def _of_noun(text: str, name: Named, event_type: str) -> tuple[Named, StepWord] | None:
    """The trigger is the agreement's own noun: what is said to befall it stands beside it, else it was concluded."""
    behind = _WORD.findall(_within(text[name.end :]))[:_REACH_NOUN]
    before = list(reversed(_WORD.findall(text[: name.start])))[:_REACH_NOUN]
    for word in (*behind, *before):
        if step := steps().get(word.lower()):
            return name, step
    if name.weak:
        return None
    return name, NAMED if name.definite else steps()["signed"]


def _of_verb(text: str, start: int, end: int, trigger: str, names: Sequence[Named]) -> tuple[Named, StepWord] | None:
    """The trigger says what befalls the agreement that it governs: named soon behind it, or just before (passive)."""
    step = next((steps()[w] for w in trigger.lower().split() if w in steps()), None)
    if step is None:
        return None
    for name in names:
        gap = text[end : name.start]
        if name.start >= end and len(_WORD.findall(gap)) <= _REACH_AFTER and not _CLAUSE.search(gap):
            inner = [steps()[w.lower()] for w in _WORD.findall(gap) if w.lower() in steps()]
            return name, inner[-1] if inner else step
    for name in reversed(names):
        gap = text[name.end : start]
        if name.end <= start and len(_WORD.findall(gap)) <= _REACH_BEFORE and not _CLAUSE.search(gap):
            return name, step
    return None


def _within(text: str) -> str:
    """What stands before the clause ends."""
    border = _CLAUSE.search(text)
    return text[: border.start()] if border else text
