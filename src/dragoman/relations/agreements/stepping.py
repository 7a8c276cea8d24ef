"""Which step of which agreement a mention tells: by its trigger and where the agreement is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.records import HAPPENED
from dragoman.relations.agreements.agreement import BINDING, ENDING
from dragoman.relations.agreements.lexicon import StepWord, modality, steps
from dragoman.relations.agreements.naming import Named
from dragoman.relations.series import Record

_AGREEING = ("AGREE", "SUPPORT", "COOPERATE")
_ONLY_SAID = ("REQUEST", "THREATEN")  # what they speak of did not happen
_WORD = re.compile(r"[\w'’\-]+")
# A trigger governs no name beyond these.
_CLAUSE = re.compile(
    r"[.;:!?()\"“”—–]|\b(?:that|which|who|whom|because|although|while|after|before|when|since|as)\b", re.IGNORECASE
)
# No word beyond these says whether something came about.
_BREAK = re.compile(r"[,.;:!?()\"“”—–]|\b(?:and|but|who|which|because|after|since)\b", re.IGNORECASE)
_END = re.compile(r"[,;:!?()\"“”—–]|(?<![A-Z])\.")
# What may stand between an agreement and what befell it: "a pact (that) was (later) signed".
_PASSIVE = re.compile(
    r"\s*,?\s*(?:(?:which|that)\s+)?(?:(?:is|are|was|were|be|been|being|has|have|had|to|must|should|could|would|will|still|"
    r"not|never|yet|later|then|also|soon|first|just|ever|finally)\s+)*",
    re.IGNORECASE,
)
# What may stand between what befell it and its name: "agreed (on the) pact", "withdrew (Fiji from the) pact".
_BRIDGE = re.compile(
    r"[A-Z\d][\w.'’\-]*|\w+ly|a|an|the|its|their|his|her|our|this|these|any|on|to|up|for|into|out|in|with|of|from|over|"
    r"off|and|plans?|intentions?|decisions?"
)
_HELPING = re.compile(r"\bhelp(?:s|ed|ing)?\s+(?:to\s+)?$", re.IGNORECASE)
_NOT_ONLY = re.compile(r"\bnot (?:just|only|merely|simply)\b")
# How many words are looked at: behind a verb, and where the noun is weak; beside a noun; for whether it came about.
_REACH_AFTER, _REACH_WEAK, _REACH_NOUN, _REACH_BEFORE, _REACH_BEHIND = 6, 3, 3, 6, 15
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
    noun = next((name for name in names if start <= name.end - len(name.head) < end), None)
    found = (
        _of_verb(text, start, end, row["trigger_text"], [_behind(name, text, end) for name in names])
        if noun is None
        else _of_noun(text, noun)
    )
    if found is None or not _fits(found[1].step, row["event_type"]):
        return None
    name, step = found
    told_apart = None
    if row["status"] in HAPPENED and step.step != "named":
        told_apart = _told_apart(text, name, start, end) if noun is None else _noun_told_apart(text, noun)
    role = "mediator" if _HELPING.search(text[:start]) else step.role
    return Found(name, step.step, role, told_apart or row["status"])


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


def _told_apart(text: str, name: Named, start: int, end: int) -> str | None:
    """The status that the words before a verb, and up to the name, give what is told as done; None where none do."""
    return _status("before", _words(_last_clause(text[:start]))[-_REACH_BEFORE:] + _words(text[end : name.start]))


def _noun_told_apart(text: str, name: Named) -> str | None:
    """The same for an agreement's own noun: by the words before it, else by what is said of it."""
    behind = _words(_END.split(text[name.end :], maxsplit=1)[0])[:_REACH_BEHIND]
    before = _words(_last_clause(text[: name.start]))[-_REACH_BEFORE:]
    return _status("before", before) or _status("behind", behind)


def _status(place: str, words: Sequence[str]) -> str | None:
    near = _NOT_ONLY.sub("", " ".join(words))
    return next((told for told, cues in modality(place) if cues.search(near)), None)


def _last_clause(text: str) -> str:
    return text[max((border.end() for border in _BREAK.finditer(text)), default=0) :]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("n't", " not").replace("n’t", " not"))


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
        if name.start >= end and _governs(text[end : name.start], _REACH_WEAK if name.weak else _REACH_AFTER):
            inner = [steps()[w.lower()] for w in _WORD.findall(text[end : name.start]) if w.lower() in steps()]
            return name, inner[-1] if inner else step
    for name in reversed(names):
        gap = text[name.end : start]
        if name.end <= start and _PASSIVE.fullmatch(gap if gap.endswith(" ") else gap + " "):
            return name, step
    return None


def _governs(gap: str, reach: int) -> bool:
    """Whether a verb reaches over what stands between it and a name."""
    words = _WORD.findall(gap)
    bridges = (_BRIDGE.fullmatch(word) or word.lower() in steps() for word in words)
    return len(words) <= reach and not _CLAUSE.search(gap) and all(bridges)
