"""codebook/: what an event may be called, and which words evoke it."""

from dragoman.codebook.codebook import (
    MAY_LACK_ACTOR,
    SPEECH_ACTS,
    CameoCode,
    Codebook,
    Context,
    Decision,
    EventType,
    Mode,
    load_codebook,
)
from dragoman.codebook.frames import Condition, Frame, bundled_folder, read_frames

__all__ = [
    "MAY_LACK_ACTOR",
    "SPEECH_ACTS",
    "CameoCode",
    "Codebook",
    "Condition",
    "Context",
    "Decision",
    "EventType",
    "Frame",
    "Mode",
    "bundled_folder",
    "load_codebook",
    "read_frames",
]
