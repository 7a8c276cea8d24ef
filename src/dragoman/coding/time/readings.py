"""What a time expression says by its own words, before a calendar is held against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Anchor = Literal["now", "then"]
Towards = Literal["", "last", "next", "this", "then"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The meaning of an expression's own words.

    Either ``value`` is a TIMEX3 value, whose year or week may be open ("XXXX-08-07", "XXXX-WXX-5"), to be filled
    ``towards`` the past, the future or the time spoken of; or it is None and the expression names the ``unit`` that
    lies ``step`` units from its ``anchor``, the creation time ("now") or the time spoken of ("then"). With neither it
    cannot be told from the words. ``clock`` is the part of the day, "T10:30" or "TMO".
    """

    type: TimexType
    value: str | None = None
    step: int = 0
    unit: str = ""
    anchor: Anchor = "now"
    towards: Towards = ""
    clock: str = ""
    compares: bool = False  # "a year earlier" said of a quarter is a quarter, and does not move the time spoken of


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a sentence's text: its span there, and what it says."""

    start: int
    end: int
    reading: Reading
    kind: str  # the rule that found it
