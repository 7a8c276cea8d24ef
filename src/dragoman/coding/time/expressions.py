"""Where the time expressions of a sentence are, and what each says by its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from dragoman.coding.time import calendar_readers, relative_readers  # noqa: F401  (they register their readers)
from dragoman.coding.time.grammar import READERS, Reader
from dragoman.coding.time.patterns import PATTERNS, TRIGGERS, compiled
from dragoman.coding.time.readings import Found

_LONGEST = 2_000  # characters of a sentence that are looked at; lists and tables run longer


@cache
def _trigger() -> re.Pattern[str]:
    return re.compile(r"(?<![a-z])(?:" + "|".join(f"(?P<{k}>{p})" for k, p in TRIGGERS.items()) + ")", re.I)


@cache
def _rules() -> tuple[tuple[str, frozenset[str], re.Pattern[str], Reader], ...]:
    return tuple((n, frozenset(needs.split()), compiled(p), READERS[n]) for n, (needs, p) in PATTERNS.items())


def expressions(text: str) -> list[Found]:
    """The time expressions of a sentence, left to right, none over another.

    Args:
        text: the sentence. No more than its first 2,000 characters are read.
    """
    text = text[:_LONGEST]
    kinds = _kinds(text)
    if not kinds:
        return []
    found: list[Found] = []
    for name, needs, pattern, read in _rules():
        if needs & kinds:
            for match in pattern.finditer(text):
                reading = read(match)
                if reading is not None:
                    start, end = _trimmed(text, *match.span())
                    found.append(Found(start, end, reading, name))
    return joined(text, _longest(found))


def _kinds(text: str) -> set[str]:
    return {m.lastgroup or "" for m in _trigger().finditer(text)}


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start and text[end - 1] in " .,":
        end -= 1
    while start < end and text[start] in " ":
        start += 1
    return start, end


def _longest(found: Sequence[Found]) -> list[Found]:
    """Of expressions that overlap, the longest; of equally long ones, that of the earlier rule."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: f.start - f.end):
        if all(one.end <= k.start or k.end <= one.start for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


_BETWEEN = re.compile(r"(?:\.?,?\s+(?:on\s+|of\s+|in\s+the\s+)?|\s*\(\s*)$")
_CLOCKS = ("clock", "part")
_DAYS = ("weekday", "month day", "day month", "iso", "deictic", "the day before", "holiday")


def joined(text: str, found: list[Found]) -> list[Found]:
    """A time of day and the day beside it as one expression: "10 a.m. Friday", "Tuesday night", "noon on May 3"."""
    out: list[Found] = []
    for one in found:
        last = out[-1] if out else None
        both = _one_time(last, one) if last and _BETWEEN.fullmatch(text[last.end : one.start]) else None
        if both is not None:
            out[-1] = both
        else:
            out.append(one)
    return out


def _one_time(first: Found, second: Found) -> Found | None:
    clock, day = (first, second) if first.kind in _CLOCKS else (second, first)
    if clock.kind not in _CLOCKS or day.kind not in _DAYS or day.reading.type == "SET":
        return None
    if day.reading.clock and clock.kind == "part":
        return None
    reading = replace(day.reading, type="TIME", clock=clock.reading.clock)
    return Found(first.start, second.end, reading, "clock")
