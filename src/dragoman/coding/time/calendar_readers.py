"""Readers of what names its place in the calendar: days, months, seasons, quarters, years, decades."""

from __future__ import annotations

import re

from dragoman.coding.time.grammar import PARTS, Match, has, in_year, open_year, reads, towards_of, year_of
from dragoman.coding.time.readings import Anchor, Reading
from dragoman.coding.time.values import days_of, part_of_year
from dragoman.coding.time.words import duration, ordinal_of, words


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
    return in_year(match, f"{words('month')[match['month'].lower()]}-{day:02d}")


_BARE_MONTH = re.compile(
    r"(?:in|since|of|until|till|by|from|and|through|during|to|between|before|after|for|last|next|this|early|late|mid|each|every|the)[\s-]+$",
    re.I,
)


@reads("month")
def _month(match: Match) -> Reading | None:
    """ "May", "March", "Sun" are other words too: they need a year, a shift or a preposition beside them."""
    month, shift = match["month"], has(match, "shift")
    dated = match["year"] or match["rel"] or shift
    if not month[0].isupper() or (len(month) < 5 and month.isupper()):
        return None
    if (
        len(month) < 5
        and month.lower() not in ("may", "june", "july")
        and match.string[match.end("month") :][:1] != "."
    ):
        return None
    if month.lower() in ("may", "march", "mar", "dec", "jan", "sep", "jun", "jul", "oct") and not dated:
        before = match.string[: match.start("month")]
        if not _BARE_MONTH.search(before) or (month == "May" and before.lower().endswith("the ")):
            return None
    number = words("month")[month.lower()]
    if shift in ("each", "every"):
        return Reading("SET", f"XXXX-{number}")
    return in_year(match, number, shift)


@reads("weekday")
def _weekday(match: Match) -> Reading | None:
    word, shift = match["weekday"], has(match, "shift")
    if not word[0].isupper() or (word.isupper() and len(word) < 4):
        return None
    if len(word) <= 4 and word not in ("Tues", "Thur") and not match.group().endswith("."):
        return None  # "Sun", "Sat", "Mon" and the like are too often other words
    value = f"XXXX-WXX-{words('weekday')[word.lower()]}"
    clock = PARTS.get(has(match, "part"), "")
    if match["s"] or match["ps"] or shift.startswith(("each", "every", "alternate")):
        return Reading("SET", value + clock)
    anchor: Anchor = "then" if shift.startswith("the ") else "now"
    return Reading("TIME" if clock else "DATE", value, anchor=anchor, towards=towards_of(shift), clock=clock)


@reads("the day before")
def _the_day_before(match: Match) -> Reading:
    step = -1 if match["way"].lower() == "before" else 1
    if match["weekday"]:
        number = int(words("weekday")[match["weekday"].lower()]) + step
        return Reading("DATE", f"XXXX-WXX-{(number - 1) % 7 + 1}", towards="last" if match["last"] else "")
    return Reading("DATE", step={"yesterday": -1, "tomorrow": 1}[match["day"].lower()] + step, unit="day")


@reads("quarter")
def _quarter(match: Match) -> Reading:
    number = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}.get(has(match, "ordinal")) or ordinal_of(match["ordinal"])
    year = year_of(match) or has(match, "year2") or open_year(match)
    return Reading("DATE", f"{year}-Q{number}")


@reads("half")
def _half(match: Match) -> Reading:
    return Reading("DATE", f"{open_year(match)}-H{1 if has(match, 'ordinal') == 'first' else 2}")


@reads("season")
def _season(match: Match) -> Reading | None:
    shift, season = has(match, "shift"), words("season")[match["season"].lower()]
    if match["s"] or shift in ("each", "every"):
        return Reading("SET", f"XXXX-{season}")
    if match["season"].lower() in ("fall", "spring") and shift == "the" and not (match["year"] or match["rel"]):
        return Reading("DATE", f"XXXX-{season}") if match["season"].lower() == "spring" else None
    return in_year(match, season, shift)


@reads("holiday")
def _holiday(match: Match) -> Reading | None:
    if not match["holiday"][0].isupper():
        return None
    day = words("holiday")[match["holiday"].lower()]
    if has(match, "shift") in ("each", "every"):
        return Reading("SET", f"XXXX-{day}" if day[0].isdigit() and "-t" not in day else duration(1, "year"))
    year = open_year(match)
    value = part_of_year(int(year), day) if year.isdigit() else f"{year}-{day}"
    return Reading("DATE", value, towards=towards_of(has(match, "shift")))


@reads("decade")
def _decade(match: Match) -> Reading | None:
    if match["century"]:
        return Reading("DATE", f"{match['century']}{match['ten']}")
    ten = match["short"] or words("decade")[match["word"].lower()]
    if (
        not match["the"]
        and not match["quote"]
        and not match.group().lower().startswith(("the", "nineteen", "19", "early", "late", "mid"))
    ):
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
        return _of_era(match["era"], year_of(match) or "")
    year = year_of(match)
    if (
        year
        and match["year"][0] in "'’`"
        and not re.search(
            r"\b(?:in|of|since|by|from|the|early|late|summer|class)\s+$", match.string[: match.start("year")], re.I
        )
    ):
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
