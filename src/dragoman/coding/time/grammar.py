"""From a matched pattern to what it says: one reader for each pattern, of the same name; what readers share."""

from __future__ import annotations

import re
from collections.abc import Callable

from dragoman.coding.time.readings import Anchor, Reading, Towards
from dragoman.coding.time.values import days_of
from dragoman.coding.time.words import count_of

Match = re.Match[str]
Reader = Callable[[Match], Reading | None]
READERS: dict[str, Reader] = {}

STEPS: dict[str, tuple[int, Anchor]] = {
    "last": (-1, "now"), "past": (-1, "now"), "this past": (-1, "now"), "latest": (-1, "now"), "next": (1, "now"),
    "coming": (1, "now"), "upcoming": (1, "now"), "this coming": (1, "now"), "this": (0, "now"), "current": (0, "now"),
    "this current": (0, "now"), "present": (0, "now"), "that": (0, "then"), "that same": (0, "then"),
    "same": (0, "then"), "previous": (-1, "then"), "prior": (-1, "then"), "preceding": (-1, "then"),
    "following": (1, "then"), "": (0, "then"),
}  # fmt: skip
PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


def reads(name: str) -> Callable[[Reader], Reader]:
    """Register a reader for the pattern of this name."""

    def register(reader: Reader) -> Reader:
        READERS[name] = reader
        return reader

    return register


def has(match: Match, *groups: str) -> str:
    """The first of these groups that the pattern has and that matched, lower-case."""
    table = match.groupdict()
    return next((" ".join(table[g].lower().split()) for g in groups if table.get(g)), "")


def year_of(match: Match, group: str = "year") -> str | None:
    """The year that a pattern's group names in digits or words: "1998", "'98", "nineteen ninety-eight"."""
    text = has(match, group).replace("-", " ")
    if not text:
        return None
    digits = text.lstrip("'’`")
    if digits.isdigit():
        return digits if len(digits) == 4 else f"{'20' if int(digits) < 30 else '19'}{digits}"
    first, _, rest = text.partition(" ")
    if first == "two":
        return f"{2000 + int(count_of(rest.removeprefix('thousand').replace('and', '') or '') or 0)}"
    return f"{1900 + int(count_of(rest) or 0) if rest != 'hundred' else 1900}"


_REL_YEAR = {"last": "@-1", "this": "@+0", "the": "@+0", "next": "@+1"}


def open_year(match: Match) -> str:
    """The year as it stands, or how it lies to the present one ("XXXX@+1"), or open."""
    if year := year_of(match):
        return year
    return "XXXX" + _REL_YEAR.get(has(match, "rel", "rel2"), "")


def towards_of(shift: str) -> Towards:
    """Which way a word like "last", "the following" or "that" points."""
    if shift.startswith(("last", "this past", "the previous")):
        return "last"
    if shift.startswith(("next", "this coming", "coming", "the following", "the next")):
        return "next"
    return "this" if shift == "this" else "then" if shift in ("that", "the same") else ""


def in_year(match: Match, rest: str, shift: str = "") -> Reading:
    """A day, month or season of a year; a day that does not exist has no value."""
    value = f"{open_year(match)}-{rest}"
    probe = value if value[:1] != "X" else f"2024-{rest}"
    return Reading("DATE", value if days_of(probe) else None, towards=towards_of(shift))
