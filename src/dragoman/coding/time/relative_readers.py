"""Readers of what is told from somewhere else, and of lengths, times of day and what recurs."""

from __future__ import annotations

import re

from dragoman.coding.time.grammar import PARTS, STEPS, Match, has, reads, towards_of, year_of
from dragoman.coding.time.readings import Anchor, Reading
from dragoman.coding.time.words import VAGUE, count_of, duration, ordinal_of, unit_named, words


@reads("deictic")
def _deictic(match: Match) -> Reading | None:
    if word := has(match, "word"):
        step = {"yesterday": -1, "overnight": -1, "tomorrow": 1}.get(word, 0)
        clock = "TNI" if word in ("tonight", "overnight") else PARTS.get(has(match, "part"), "")
        return Reading("TIME" if clock else "DATE", step=step, unit="day", clock=clock)
    shift, part = has(match, "shift"), has(match, "part2")
    step, anchor = STEPS[shift.removeprefix("the ")]
    if shift == "the next":
        anchor = "then"
    return Reading("TIME", step=step, unit="day", anchor=anchor, clock=PARTS[part])


_DETERMINER = re.compile(r"^(?:the|its|their|our)\b\s*")


@reads("unit")
def _unit(match: Match) -> Reading | None:
    shift, unit = has(match, "shift"), has(match, "unit")
    low = _DETERMINER.sub("", shift)
    step, anchor = STEPS[low]
    if shift.startswith("the next") and unit == "day":
        anchor = "then"
    if low == "" and unit in ("decade", "century", "millennium", "half"):
        return None
    if unit == "period" or (unit == "quarter" and low in ("", "latest")):
        return Reading("DATE", step=0, unit="quarter", anchor="then")
    if low == "" and unit != "day":
        anchor = "now"
    if shift == "the" and unit == "year" and _ENDED.match(match.string, match.end()):
        return Reading("DURATION", "P1Y")
    if low in ("last", "past", "next", "coming") and shift.startswith("the") and unit in ("decade", "century"):
        return Reading("DURATION", duration(1, unit))
    return Reading("DATE", step=step, unit=unit, anchor=anchor, towards=towards_of(low))


_ENDED = re.compile(r"\s+(?:ended|ending|to)\b", re.I)


@reads("counted")
def _counted(match: Match) -> Reading | None:
    unit, count = unit_named(match["unit"]), count_of(match["count"])
    if match["half"] and count is not None:
        count += 0.5
    tail = has(match, "tail")
    if match["age"] or (not tail and _no_length(match, unit)):
        return None
    if tail:
        return _away(count, unit, tail)
    value = duration(count, unit)
    return Reading("SET" if match["set"] else "DURATION", value)


def _no_length(match: Match, unit: str) -> bool:
    """ "a second man", "three-quarters", "a quarter of it", CBS's "60 Minutes"."""
    article = match["count"].lower() in ("a", "an")
    if unit == "quarter" and not match["lead"] and (article or "-" in match["sep"]):
        return True
    if article and ("-" in match["sep"] or (unit == "second" and not match["half"])):
        return True
    return match["unit"][0].isupper() and not match.group()[0].isupper()


def _away(count: float | None, unit: str, tail: str) -> Reading:
    """ "two weeks ago", "a year earlier", "three days later": a date so far from now or from the time spoken of."""
    back = tail in ("ago", "earlier", "before", "prior", "previously", "before that")
    anchor: Anchor = "now" if tail in ("ago", "from now", "hence") else "then"
    if count is None and tail == "ago":
        return Reading("DATE", "PAST_REF")
    if count is None or unit in ("second", "minute", "hour"):
        return Reading("DURATION", duration(count, unit))
    if unit in ("decade", "century", "millennium"):
        count, unit = count * {"decade": 10, "century": 100, "millennium": 1000}[unit], "year"
    if unit == "night":
        unit = "day"
    whole = -int(count) if back else int(count)
    return Reading("DATE", step=whole, unit=unit, anchor=anchor, compares=unit == "year" and count == 1)


@reads("plural")
def _plural(match: Match) -> Reading | None:
    lead, unit = has(match, "lead").removeprefix("the "), unit_named(match["unit"])
    if match["tail"]:
        return _away(None, unit, has(match, "tail"))
    if lead in ("recent", "past", "last"):
        return Reading("DATE", "PAST_REF")
    if lead in ("coming", "next", "ensuing"):
        return Reading("DATE", "FUTURE_REF") if lead == "coming" else Reading("DURATION", duration(None, unit))
    return Reading("DURATION", duration(None, unit))


@reads("compared")
def _compared(match: Match) -> Reading:
    if number := ordinal_of(has(match, "ordinal") or "none"):
        return Reading("DATE", f"XXXX@-1-Q{number}", compares=True)
    return Reading("DATE", step=-1, unit="year", anchor="then", compares=True)


@reads("period")
def _period(match: Match) -> Reading | None:
    """ "the 1988 quarter": the quarter spoken of, in that year."""
    if year := year_of(match):
        return Reading("DATE", year, towards="then", compares=True)
    if match["rel"]:
        return Reading("DATE", step=-1, unit="year", anchor="then", compares=True)
    unit = has(match, "unit2")
    if unit == "time":
        return None
    return Reading("DATE", step=0, unit="quarter" if unit == "period" else unit, anchor="then")


@reads("year end")
def _year_end(match: Match) -> Reading:
    return Reading("DATE", step={"last": -1, "next": 1}.get(has(match, "rel"), 0), unit="year")


@reads("clock")
def _clock(match: Match) -> Reading | None:
    if word := has(match, "word"):
        return Reading("TIME", clock=words("part")[word], step=0, unit="day", anchor="then")
    hour = int(has(match, "hour", "hour24", "hour4"))
    minute = has(match, "minute", "minute24", "minute4") or "00"
    half = has(match, "half") or {"morning": "a", "afternoon": "p", "evening": "p"}.get(has(match, "part"), "")
    if half and not 0 < hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Reading("TIME", clock=f"T{hour:02d}:{minute}", step=0, unit="day", anchor="then") if hour < 25 else None


@reads("part")
def _part(match: Match) -> Reading:
    return Reading("TIME", clock=PARTS[has(match, "part", "part2")], step=0, unit="day", anchor="then")


@reads("every")
def _every(match: Match) -> Reading:
    unit = match["unit"].lower()
    if unit in words("season"):
        return Reading("SET", f"XXXX-{words('season')[unit]}")
    if unit in PARTS:
        return Reading("SET", f"XXXX-XX-XX{PARTS[unit]}")
    return Reading("SET", duration(2 if "other" in match.group().lower() else 1, unit))


@reads("set")
def _set(match: Match) -> Reading:
    return Reading("SET", words("set")[has(match, "word")])


@reads("rate")
def _rate(match: Match) -> Reading:
    return Reading("SET", duration(1, match["unit"].lower()))


@reads("reference")
def _reference(match: Match) -> Reading:
    word = has(match, "word")
    if word in ("a while", "some time"):
        return Reading("DURATION", f"P{VAGUE}{VAGUE}")
    return Reading("DATE", "PAST_REF" if word == "the time" else words("reference")[word])
