"""Which step of which agreement a mention tells: by its trigger and where the agreement is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.relations.agreements.agreement import BINDING, ENDING, HAPPENED
from dragoman.relations.agreements.lexicon import StepWord, modality, steps
from dragoman.relations.agreements.naming import Named
from dragoman.relations.series import Record

_AGREEING = ("AGREE", "SUPPORT", "COOPERATE")
_ONLY_SAID = ("REQUEST", "THREATEN")  # what they speak of did not happen
_WORD = re.compile(r"[\w'’\-]+")
# A trigger governs no name beyond these, nor does a word before it say whether it came about.
_CLAUSE = re.compile(
    r"[.;:!?()\"“”—–]|\b(?:that|which|who|whom|because|although|while|after|before|when|since|as)\b", re.IGNORECASE
)
_BREAK = re.compile(r"[,.;:!?()\"“”—–]|\b(?:and|but|who|which|because|after|since)\b", re.IGNORECASE)
# What may stand between an agreement and what befell it: "a pact (that) was (later) signed".
_PASSIVE = re.compile(
    r"\s*,?\s*(?:(?:which|that)\s+)?(?:(?:is|are|was|were|be|been|being|has|have|had|to|must|should|could|would|will|still|"
    r"not|never|yet|later|then|also|soon|first|just|ever|finally)\s+)*",
    re.IGNORECASE,
)
_HELPING = re.compile(r"\bhelp(?:s|ed|ing)?\s+(?:to\s+)?$", re.IGNORECASE)
_REACH_AFTER, _REACH_WEAK, _REACH_NOUN, _REACH_MODAL = 6, 3, 3, 6
_NAMED = StepWord("named", "party")


@dataclass(frozen=True, slots=True)
class Found:
    """The agreement that a mention is about, what befell it, and whether that came about."""

    name: Named
    step: str
    role: str
    status: str


def step_of(row: Record, names: Sequence[Named]) -> Found | None:
    """The agreement that a mention is about and what befalls it; None where it is about none.

    Args:
        row: with ``text``, ``start``, ``trigger_start``, ``trigger_end``, ``trigger_text``, ``event_type``, ``status``.
        names: the agreements that its sentence names.
    """
    if not names or row["trigger_start"] is None:
        return None
    text, start, end = row["text"], row["trigger_start"] - row["start"], row["trigger_end"] - row["start"]
    of_noun = next((name for name in names if start <= name.end - len(name.head) < end), None)
    if of_noun is not None:
        found = _of_noun(text, of_noun)
    else:
        found = _of_verb(text, start, end, row["trigger_text"], [_behind(name, text, end) for name in names])
    if found is None or not _fits(found[1].step, row["event_type"]):
        return None
    name, step = found
    role = "mediator" if _HELPING.search(text[:start]) else step.role
    return Found(name, step.step, role, _status(row["status"], text[: name.start if of_noun else start], step.step))


def _behind(name: Named, text: str, end: int) -> Named:
    """A name that goes back over the trigger begins behind it."""
    if not name.start < end < name.end:
        return name
    start = end + len(text[end:]) - len(text[end:].lstrip())
    return replace(name, start=start, words=text[start : name.end])


def _fits(step: str, event_type: str) -> bool:
    if step in ENDING:
        return event_type not in _ONLY_SAID
    return event_type in _AGREEING and step in (*BINDING, "negotiated", "named")


def _status(status: str, before: str, step: str) -> str:
    """The event's, or what the words before the verb say where the event is told as done."""
    if status not in HAPPENED or step == "named":
        return status
    clause = before[max((border.end() for border in _BREAK.finditer(before)), default=0) :]
    near = " ".join(_WORD.findall(clause)[-_REACH_MODAL:]).replace("n't", " not").replace("n’t", " not")
    return next((told for told, words in modality() if words.search(near)), status)


def _of_noun(text: str, name: Named) -> tuple[Named, StepWord] | None:
    """The trigger is the agreement's own noun: what is said to befall it stands beside it, else it was concluded."""
    behind = text[name.end :]
    passive = _PASSIVE.match(behind)
    after = _WORD.match(behind, passive.end()) if passive else None
    before = _WORD.findall(text[: name.start])[-_REACH_NOUN:]
    for word in ([after[0]] if after else []) + before[::-1]:
        if step := steps().get(word.lower()):
            return name, step
    if name.weak:
        return None
    return name, _NAMED if name.definite else steps()["signed"]


def _of_verb(text: str, start: int, end: int, trigger: str, names: Sequence[Named]) -> tuple[Named, StepWord] | None:
    """The trigger says what befalls the agreement that it governs: named soon behind it, or just before (passive)."""
    step = next((steps()[w] for w in trigger.lower().split() if w in steps()), None)
    if step is None:
        return None
    for name in names:
        gap = text[end : name.start]
        reach = _REACH_WEAK if name.weak else _REACH_AFTER
        if name.start >= end and len(_WORD.findall(gap)) <= reach and not _CLAUSE.search(gap):
            inner = [steps()[w.lower()] for w in _WORD.findall(gap) if w.lower() in steps()]
            return name, inner[-1] if inner else step
    for name in reversed(names):
        gap = text[name.end : start]
        if name.end <= start and _PASSIVE.fullmatch(gap if gap.endswith(" ") else gap + " "):
            return name, step
    return None
