"""Frames propose, the typer decides: which event, if any, each candidate word of a sentence tells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from spacy.tokens import Token

from dragoman.codebook import SPEECH_ACTS, Frame
from dragoman.coding.factuality import REAL, Assessment, log_odds
from dragoman.coding.frame_index import FrameMatch
from dragoman.coding.typer import NONE, Judgement, Labels
from dragoman.language import predicate
from dragoman.records import Status

_FRAME_SHARE = {1: 1.0, 2: 2.0, 3: 3.0}  # what a frame of this strength adds to the log-probability of its type
_MODE_SHARE = 0.4  # of the probability of a type's modes, that one must have
_NONE_SHARE = 1.8  # what is added to the log-probability of no event
_RULES_SHARE = 0.5  # weight of the rules' log-odds of a status beside the typer's (docs/factuality.md)
_DOERS = ("subj", "by", "poss", "mod", "between")
_OTHERS = ("obj", "iobj", "against", "with", "on", "to", "for", "from", "of", "in", "at", "between", "csubj", "comp")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a word tells, and the typer's calibrated probability of the type."""

    event_type: str
    mode: str | None
    probability: float


def decide(options: Sequence[FrameMatch], judgement: Judgement, labels: Labels) -> Decision | None:
    """What a word tells; None where it tells no event.

    Args:
        options: frames that hold for the word, best first.
        judgement: the typer's.
        labels: the typer's labels.
    """
    scores = {t: math.log(p + 1e-6) for t, p in zip(labels.types, judgement.types.tolist(), strict=True)}
    if options and options[0].frame.event_type in scores:
        scores[options[0].frame.event_type] += _FRAME_SHARE[options[0].frame.strength]
    scores[NONE] += _NONE_SHARE
    best = max(scores, key=lambda t: scores[t])
    if best == NONE:
        return None
    probability = float(judgement.types[labels.types.index(best)])
    return Decision(best, sure_mode(best, judgement, labels), probability)


def match_for(decision: Decision, token: Token, options: Sequence[FrameMatch]) -> FrameMatch:
    """The best frame of the decided type, with the typer's mode where it has none; else a frame of the usual slots."""
    for match in options:
        if match.frame.event_type == decision.event_type:
            return match if match.frame.mode else replace(match, frame=replace(match.frame, mode=decision.mode))
    view = predicate(token)
    return FrameMatch(open_frame(decision.event_type, decision.mode, view.pos), view, frozenset(), 0.0)


@cache
def open_frame(event_type: str, mode: str | None, pos: str) -> Frame:
    """The frame of a type that the typer found with no frame of the codebook: sides in the usual slots."""
    return Frame("typer", (), pos, (), event_type, mode, _DOERS, _OTHERS, None, "either", 2)


def mode_of(event_type: str, judgement: Judgement, labels: Labels) -> str | None:
    """The likeliest mode of a type; None where none fits best."""
    return max(_modes_of(event_type, judgement, labels))[1] or None


def sure_mode(event_type: str, judgement: Judgement, labels: Labels) -> str | None:
    """The likeliest mode of a type where it has a fair share of the type's modes; a less likely one is mostly wrong."""
    modes = _modes_of(event_type, judgement, labels)
    share, mode = max(modes)
    sure = share >= _MODE_SHARE * sum(p for p, _ in modes)
    return (mode or None) if sure else None


def _modes_of(event_type: str, judgement: Judgement, labels: Labels) -> list[tuple[float, str]]:
    """The probabilities of a type's modes, with "" for none."""
    named = (m.partition("/") for m in labels.modes)
    modes = zip(judgement.modes.tolist(), named, strict=True)
    return [(p, mode) for p, (owner, _, mode) in modes if owner == event_type]


def weighed(by_rule: Assessment, event_type: str, unreal: bool, judgement: Judgement, labels: Labels) -> Assessment:
    """The likelier status by the rules and the typer together, for an event of a type.

    ``unreal`` is whether plain words say that it has not occurred (``factuality.plainly_unreal``): a typer that takes
    it for real has nothing to say of how it is meant.
    """
    odds = log_odds(event_type, by_rule.status)
    heard = zip(cast(tuple[Status, ...], labels.statuses), judgement.statuses.tolist(), strict=True)
    scores = {status: math.log(p + 1e-3) + _RULES_SHARE * odds[status] for status, p in heard}
    if event_type not in SPEECH_ACTS and unreal:
        if status_of(judgement, labels) in REAL:
            return by_rule
        scores = {status: score for status, score in scores.items() if status not in REAL}
    best = max(scores, key=lambda s: scores[s])
    return by_rule if best == by_rule.status else by_rule.overruled(best)


def status_of(judgement: Judgement, labels: Labels) -> Status:
    """The likeliest status."""
    return cast(Status, labels.statuses[int(judgement.statuses.argmax())])
