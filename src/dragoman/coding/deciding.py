"""Frames propose, the typer decides: which event, if any, each candidate word of a sentence tells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import cast

from spacy.tokens import Token

from dragoman.codebook import Frame
from dragoman.coding.frame_index import FrameMatch
from dragoman.coding.typer import Judgement, Labels
from dragoman.language import predicate
from dragoman.records import Status

_FRAME_SHARE = {1: 0.5, 2: 1.0, 3: 1.5}  # what a frame of this strength adds to the log-probability of its type
_NONE_SHARE = 0.0  # what is added for none where no frame holds
_DOERS = ("subj", "by", "poss", "mod", "between")
_OTHERS = ("obj", "iobj", "against", "with", "on", "to", "for", "from", "of", "in", "at", "between", "csubj", "comp")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a word tells: the frame (one of the codebook's, or the typer's own) and the typer's judgement."""

    match: FrameMatch
    judgement: Judgement | None = None
    probability: float | None = None


@cache
def open_frame(event_type: str, mode: str | None, pos: str) -> Frame:
    """The frame of a type that the typer found with no frame of the codebook: sides in the usual slots."""
    return Frame("typer", (), pos, (), event_type, mode, _DOERS, _OTHERS, None, "either", 2)


def decide(token: Token, options: Sequence[FrameMatch], judgement: Judgement, labels: Labels) -> list[Decision]:
    """The events that a word tells, likeliest first; empty where it tells none.

    Args:
        token: the candidate.
        options: frames that hold for it, best first.
        judgement: the typer's.
        labels: the typer's labels.
    """
    scores = {t: math.log(p + 1e-6) for t, p in zip(labels.types, judgement.types.tolist(), strict=True)}
    none = labels.types[0]
    for match in options[:1]:
        if match.frame.event_type in scores:
            scores[match.frame.event_type] += _FRAME_SHARE[match.frame.strength]
    if not options:
        scores[none] += _NONE_SHARE
    best = max(scores, key=lambda t: scores[t])
    if best == none:
        return []
    share = float(judgement.types[labels.types.index(best)])
    return [Decision(_frame_for(best, token, options, judgement, labels), judgement, share)]


def _frame_for(
    event_type: str, token: Token, options: Sequence[FrameMatch], judgement: Judgement, labels: Labels
) -> FrameMatch:
    """The best frame of the type; its mode from the typer where it has none."""
    mode = mode_of(event_type, judgement, labels)
    for match in options:
        if match.frame.event_type == event_type:
            return match if match.frame.mode else replace(match, frame=replace(match.frame, mode=mode))
    view = predicate(token)
    return FrameMatch(open_frame(event_type, mode, view.pos), view, frozenset(), 0.0)


def mode_of(event_type: str, judgement: Judgement, labels: Labels) -> str | None:
    """The likeliest mode of a type; None where none fits best."""
    of_type = [
        (p, m) for p, m in zip(judgement.modes.tolist(), labels.modes, strict=True) if m.startswith(f"{event_type}/")
    ]
    return max(of_type)[1].partition("/")[2] or None


def status_of(judgement: Judgement, labels: Labels) -> tuple[Status, float]:
    """The likeliest status and its probability."""
    at = int(judgement.statuses.argmax())
    return cast(Status, labels.statuses[at]), float(judgement.statuses[at])
