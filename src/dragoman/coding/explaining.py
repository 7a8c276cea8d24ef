"""Why a mention says what it says, in words."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.codebook import Frame
from dragoman.coding.factuality import Assessment
from dragoman.coding.participants import Sides
from dragoman.records import Attribution, When


def why(
    frame: Frame,
    probability: float | None,
    sides: Sides,
    assessment: Assessment,
    date: When,
    place_reason: str,
    attribution: Sequence[Attribution],
) -> str:
    """One line that names what gave the type, how each actor was resolved, and what decided status, date and place."""
    parts = [_type(frame, probability)]
    parts += [f"actor {a.name}: {a.why}" for a in sides.actors]
    parts += [f"recipient {a.name}: {a.why}" for a in sides.recipients]
    parts.append(f"status {assessment.status}: {assessment.reason}")
    parts.append(_date(date))
    parts.append(f"place: {place_reason}")
    parts += [f"said by {a.source.name} ('{a.cue}')" for a in attribution]
    return "; ".join(parts)


def _type(frame: Frame, probability: float | None) -> str:
    """Frame and typer; a frame with no triggers is the typer's own, or a guess where nothing held."""
    kind = frame.event_type + (f" {frame.mode}" if frame.mode else "")
    if not frame.triggers:
        return f"a guess: {kind}" if probability is None else f"the typer reads {kind} (probability {probability:.2f})"
    by_frame = f"frame {frame.frame_id} {'|'.join(frame.triggers[:3])!r} ({frame.pos}) gives {kind}"
    return by_frame if probability is None else f"{by_frame} (the typer's probability {probability:.2f})"


def _date(date: When) -> str:
    if date.start is None:
        return "date: none stated"
    if date.source == "publication":
        return f"date: none stated; published {date.start}"
    if date.text is None:
        return f"date: none stated; dateline {date.start}"
    return f"date: {date.text!r} in the {date.source} = {date.start}"
