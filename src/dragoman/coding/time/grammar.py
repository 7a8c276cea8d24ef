"""From a matched pattern to what it says: one reader for each pattern, of the same name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from dragoman.coding.time.readings import Anchor, Reading, Towards
from dragoman.coding.time.values import days_of
from dragoman.coding.time.words import VAGUE, count_of, duration, ordinal_of, unit_named, words

Match = re.Match[str]
Reader = Callable[[Match], Reading | None]
READERS: dict[str, Reader] = {}

_PAST = ("last", "past", "previous", "prior", "preceding", "latest", "recent")
_STEPS: dict[str, tuple[int, Anchor]] = {
    "last": (-1, "now"), "past": (-1, "now"), "this past": (-1, "now"), "latest": (-1, "now"), "next": (1, "now"),
    "coming": (1, "now"), "upcoming": (1, "now"), "this coming": (1, "now"), "this": (0, "now"), "current": (0, "now"),
    "this current": (0, "now"), "present": (0, "now"), "that": (0, "then"), "that same": (0, "then"), "same": (0, "then"),
    "previous": (-1, "then"), "prior": (-1, "then"), "preceding": (-1, "then"), "following": (1, "then"), "": (0, "then"),
}  # fmt: skip
_PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


def reads(name: str) -> Callable[[Reader], Reader]:
    """Register a reader for the pattern of this name."""

    def register(reader: Reader) -> Reader:
        READERS[name] = reader
        return reader

    return register


def _has(match: Match, *groups: str) -> str:
    """The first of these groups that the pattern has and that matched, lower-case."""
    table = match.groupdict()
    return next((" ".join(table[g].lower().split()) for g in groups if table.get(g)), "")


def _year(match: Match, group: str = "year") -> str | None:
    """The year that a pattern's group names in digits or words: "1998", "'98", "nineteen ninety-eight"."""
    text = _has(match, group).replace("-", " ")
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


def _open_year(match: Match) -> str:
    """The year as it stands, or how it lies to the present one ("XXXX@+1"), or open."""
    if year := _year(match):
        return year
    return "XXXX" + _REL_YEAR.get(_has(match, "rel", "rel2"), "")


def _towards(shift: str) -> Towards:
    if shift.startswith(("last", "this past", "the previous")):
        return "last"
    if shift.startswith(("next", "this coming", "coming", "the following", "the next")):
        return "next"
    return "this" if shift == "this" else "then" if shift in ("that", "the same") else ""


def _dated(match: Match, rest: str, shift: str = "") -> Reading:
    """A day, month or season of a year; a day that does not exist has no value."""
    value = f"{_open_year(match)}-{rest}"
    probe = value if value[:1] != "X" else f"2024-{rest}"
    return Reading("DATE", value if days_of(probe) else None, towards=_towards(shift))


@reads("iso")
def _iso(match: Match) -> Reading:
    value = f"{match['y']}-{match['m']}-{match['d']}"
    clock = f"T{match['clock']}" if match["clock"] else ""
    return Reading("TIME" if clock else "DATE", value if days_of(value) else None, clock=clock)


@reads("slashed")
def _slashed(match: Match) -> Reading | None:
    """10/26/89 is American, 26/10/89 is not; 10/11/89 may be either, so only its year is told."""
    month, day, year = int(match["m"]), int(match["d"]), match["y"]
    year = year if len(year) == 4 else f"{'20' if int(year) < 30 else '19'}{year}"
    if month <= 12 and day <= 12 and month != day:
        return Reading("DATE", f"{year}-XX-XX")
    month, day = (day, month) if month > 12 else (month, day)
    value = f"{year}-{month:02d}-{day:02d}"
    return Reading("DATE", value) if days_of(value) else None


@reads("month day")
@reads("day month")
def _month_day(match: Match) -> Reading | None:
    day = ordinal_of(match["day"])
    if not match["month"][0].isupper() or day is None or not 0 < day <= 31:
        return None
    return _dated(match, f"{words('month')[match['month'].lower()]}-{day:02d}")


_BARE_MONTH = re.compile(
    r"(?:in|since|of|until|till|by|from|and|through|during|to|between|before|after|for|last|next|this|early|late|mid|each|every|the)[\s-]+$", re.I
)


@reads("month")
def _month(match: Match) -> Reading | None:
    """ "May", "March", "Sun" are other words too: they need a year, a shift or a preposition beside them."""
    month, shift = match["month"], _has(match, "shift")
    dated = match["year"] or match["rel"] or shift
    if not month[0].isupper() or (len(month) < 5 and month.isupper()):
        return None
    if len(month) < 5 and month.lower() not in ("may", "june", "july") and match.string[match.end("month") :][:1] != ".":
        return None
    if month.lower() in ("may", "march", "mar", "dec", "jan", "sep", "jun", "jul", "oct") and not dated:
        before = match.string[: match.start("month")]
        if not _BARE_MONTH.search(before):
            return None
    number = words("month")[month.lower()]
    if shift in ("each", "every"):
        return Reading("SET", f"XXXX-{number}")
    return _dated(match, number, shift)


@reads("weekday")
def _weekday(match: Match) -> Reading | None:
    word, shift = match["weekday"], _has(match, "shift")
    if not word[0].isupper() or (word.isupper() and len(word) < 4):
        return None
    if len(word) <= 4 and word not in ("Tues", "Thur") and not match.group().endswith("."):
        return None  # "Sun", "Sat", "Mon" and the like are too often other words
    value = f"XXXX-WXX-{words('weekday')[word.lower()]}"
    clock = _PARTS.get(_has(match, "part"), "")
    if match["s"] or match["ps"] or shift.startswith(("each", "every", "alternate")):
        return Reading("SET", value + clock)
    anchor: Anchor = "then" if shift.startswith("the ") else "now"
    return Reading("TIME" if clock else "DATE", value, anchor=anchor, towards=_towards(shift), clock=clock)


@reads("the day before")
def _the_day_before(match: Match) -> Reading:
    step = -1 if match["way"].lower() == "before" else 1
    if match["weekday"]:
        number = int(words("weekday")[match["weekday"].lower()]) + step
        return Reading("DATE", f"XXXX-WXX-{(number - 1) % 7 + 1}", towards="last" if match["last"] else "")
    return Reading("DATE", step={"yesterday": -1, "tomorrow": 1}[match["day"].lower()] + step, unit="day")


@reads("deictic")
def _deictic(match: Match) -> Reading | None:
    if word := _has(match, "word"):
        step = {"yesterday": -1, "overnight": -1, "tomorrow": 1}.get(word, 0)
        clock = "TNI" if word in ("tonight", "overnight") else _PARTS.get(_has(match, "part"), "")
        return Reading("TIME" if clock else "DATE", step=step, unit="day", clock=clock)
    shift, part = _has(match, "shift"), _has(match, "part2")
    step, anchor = _STEPS[shift.removeprefix("the ")]
    if shift == "the next":
        anchor = "then"
    return Reading("TIME", step=step, unit="day", anchor=anchor, clock=_PARTS[part])


_DETERMINER = re.compile(r"^(?:the|its|their|our)\b\s*")


@reads("unit")
def _unit(match: Match) -> Reading | None:
    shift, unit = _has(match, "shift"), _has(match, "unit")
    low = _DETERMINER.sub("", shift)
    step, anchor = _STEPS[low]
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
    return Reading("DATE", step=step, unit=unit, anchor=anchor, towards=_towards(low))


_ENDED = re.compile(r"\s+(?:ended|ending|to)\b", re.I)


@reads("counted")
def _counted(match: Match) -> Reading | None:
    unit, count = unit_named(match["unit"]), count_of(match["count"])
    if match["half"] and count is not None:
        count += 0.5
    tail = _has(match, "tail")
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
    lead, unit = _has(match, "lead").removeprefix("the "), unit_named(match["unit"])
    if match["tail"]:
        return _away(None, unit, _has(match, "tail"))
    if lead in ("recent", "past", "last"):
        return Reading("DATE", "PAST_REF")
    if lead in ("coming", "next", "ensuing"):
        return Reading("DATE", "FUTURE_REF") if lead == "coming" else Reading("DURATION", duration(None, unit))
    return Reading("DURATION", duration(None, unit))


@reads("compared")
def _compared(match: Match) -> Reading:
    if number := ordinal_of(_has(match, "ordinal") or "none"):
        return Reading("DATE", f"XXXX@-1-Q{number}", compares=True)
    return Reading("DATE", step=-1, unit="year", anchor="then", compares=True)


@reads("period")
def _period(match: Match) -> Reading | None:
    """ "the 1988 quarter": the quarter spoken of, in that year."""
    if year := _year(match):
        return Reading("DATE", year, towards="then", compares=True)
    if match["rel"]:
        return Reading("DATE", step=-1, unit="year", anchor="then", compares=True)
    unit = _has(match, "unit2")
    if unit == "time":
        return None
    return Reading("DATE", step=0, unit="quarter" if unit == "period" else unit, anchor="then")


@reads("quarter")
def _quarter(match: Match) -> Reading:
    number = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}.get(_has(match, "ordinal")) or ordinal_of(match["ordinal"])
    year = _year(match) or _has(match, "year2") or _open_year(match)
    return Reading("DATE", f"{year}-Q{number}")


@reads("half")
def _half(match: Match) -> Reading:
    return Reading("DATE", f"{_open_year(match)}-H{1 if _has(match, 'ordinal') == 'first' else 2}")


@reads("season")
def _season(match: Match) -> Reading | None:
    shift, season = _has(match, "shift"), words("season")[match["season"].lower()]
    if match["s"] or shift in ("each", "every"):
        return Reading("SET", f"XXXX-{season}")
    if match["season"].lower() in ("fall", "spring") and shift == "the" and not (match["year"] or match["rel"]):
        return Reading("DATE", f"XXXX-{season}") if match["season"].lower() == "spring" else None
    return _dated(match, season, shift)


@reads("holiday")
def _holiday(match: Match) -> Reading | None:
    if not match["holiday"][0].isupper():
        return None
    day = words("holiday")[match["holiday"].lower()]
    if _has(match, "shift") in ("each", "every"):
        return Reading("SET", f"XXXX-{day}" if day[0].isdigit() and "-t" not in day else duration(1, "year"))
    return Reading("DATE", f"{_open_year(match)}-{day}", towards=_towards(_has(match, "shift")))


@reads("decade")
def _decade(match: Match) -> Reading | None:
    if match["century"]:
        return Reading("DATE", f"{match['century']}{match['ten']}")
    ten = match["short"] or words("decade")[match["word"].lower()]
    if not match["the"] and not match["quote"] and not match.group().lower().startswith(("the", "nineteen", "19", "early", "late", "mid")):
        return None  # ages, temperatures, sums
    return Reading("DATE", f"{'20' if int(ten) < 3 and not match['word'] else '19'}{ten}")


@reads("century")
def _century(match: Match) -> Reading | None:
    number = ordinal_of(match["ordinal"])
    if match["bc"]:
        return Reading("DATE", f"BC{(number or 1) - 1:02d}")
    return Reading("DATE", f"{number - 1:02d}") if number else None


_IN = re.compile(r"\b(?:in|of|since|by|from|the|year|circa)\s+$", re.I)


@reads("year")
def _plain_year(match: Match) -> Reading | None:
    """A year; those of the Islamic and Buddhist calendars are found, and not turned into ours."""
    if match["era"]:
        return _of_era(match["era"], _year(match) or "")
    year = _year(match)
    if year and match["year"][0] in "'’`" and not re.search(r"\b(?:in|of|since|by|from|the|early|late|summer|class)\s+$", match.string[: match.start("year")], re.I):
        return None
    if year and year < "1400" and not _IN.search(match.string[: match.start("year")]):
        return None
    if year and match["year"].lower().startswith("two") and not match["lead"]:
        return None
    return Reading("DATE", year)


@reads("era")
def _era(match: Match) -> Reading | None:
    if match["ad"] and match["ad"].isupper():
        return Reading("DATE", f"{int(match['y']):04d}")
    return _of_era(match["era"], match["y"]) if match["era"] else None


def _of_era(era: str, year: str) -> Reading:
    letters = era.replace(".", "").strip().upper()
    if letters in ("BC", "BCE"):
        return Reading("DATE", f"BC{int(year):04d}")
    return Reading("DATE", f"{int(year):04d}" if letters in ("AD", "CE") else None)


@reads("year end")
def _year_end(match: Match) -> Reading:
    return Reading("DATE", step={"last": -1, "next": 1}.get(_has(match, "rel"), 0), unit="year")


@reads("clock")
def _clock(match: Match) -> Reading | None:
    if word := _has(match, "word"):
        return Reading("TIME", clock=words("part")[word], step=0, unit="day", anchor="then")
    hour = int(_has(match, "hour", "hour24", "hour4"))
    minute = _has(match, "minute", "minute24", "minute4") or "00"
    half = _has(match, "half") or {"morning": "a", "afternoon": "p", "evening": "p"}.get(_has(match, "part"), "")
    if half and not 0 < hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return Reading("TIME", clock=f"T{hour:02d}:{minute}", step=0, unit="day", anchor="then") if hour < 25 else None


@reads("part")
def _part(match: Match) -> Reading:
    return Reading("TIME", clock=_PARTS[_has(match, "part", "part2")], step=0, unit="day", anchor="then")


@reads("every")
def _every(match: Match) -> Reading:
    unit = match["unit"].lower()
    if unit in words("season"):
        return Reading("SET", f"XXXX-{words('season')[unit]}")
    if unit in _PARTS:
        return Reading("SET", f"XXXX-XX-XX{_PARTS[unit]}")
    return Reading("SET", duration(2 if "other" in match.group().lower() else 1, unit))


@reads("set")
def _set(match: Match) -> Reading:
    return Reading("SET", words("set")[_has(match, "word")])


@reads("rate")
def _rate(match: Match) -> Reading:
    return Reading("SET", duration(1, match["unit"].lower()))


@reads("reference")
def _reference(match: Match) -> Reading:
    word = _has(match, "word")
    if word in ("a while", "some time"):
        return Reading("DURATION", f"P{VAGUE}{VAGUE}")
    return Reading("DATE", "PAST_REF" if word == "the time" else words("reference")[word])


def reader_of(name: str) -> Reader:
    """The reader of a pattern."""
    return cast(Reader, READERS[name])
