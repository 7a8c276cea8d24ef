"""TIMEX3 values as strings, and reckoning with them: the days they cover, the unit they name, steps along it.

Values are those of TimeML 1.2.1 (ISO 8601 with the additions of TIMEX2): "1998-08-07", "1998-W32", "1998-W32-WE",
"1998-08", "1998-Q3", "1998-H1", "1998-SU", "1998", "199" (the nineties), "19" (the twentieth century), any of them with
"T10:30" or "TMO" behind the day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

Days = tuple[dt.date, dt.date]
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # the first month, northern half of the earth
_DAYS_OF = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
_MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "season": 12, "year": 12, "decade": 120, "century": 1200}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d\d)(?:-(?P<day>\d\d))?|W(?P<week>\d\d)(?P<weekend>-WE)?|Q(?P<quarter>[1-4])"
    r"|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)))?(?:T.*)?|(?P<decade>\d{3})|(?P<century>\d\d)"
)
_ORDER = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century")


def unit_of(value: str) -> str | None:
    """The unit that a value names; None of one that is no stretch of the calendar.

    >>> unit_of("1998-Q3"), unit_of("199"), unit_of("P2D")
    ('quarter', 'decade', None)
    """
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    return next((u for u in _ORDER if match.group(u)), "year")


def finer(one: str, other: str) -> bool:
    """Whether one unit is shorter than another."""
    return _ORDER.index(one) < _ORDER.index(other)


def days_of(value: str) -> Days | None:
    """First and last day that a value covers; None where it names no days that exist.

    >>> days_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """
    match = _VALUE.fullmatch(value)
    unit = unit_of(value)
    if match is None or unit is None:
        return None
    try:
        return _days(unit, match)
    except ValueError:
        return None


def _days(unit: str, match: re.Match[str]) -> Days:
    if unit == "century":
        return dt.date(int(match["century"]) * 100, 1, 1), dt.date(int(match["century"]) * 100 + 99, 12, 31)
    if unit == "decade":
        return dt.date(int(match["decade"]) * 10, 1, 1), dt.date(int(match["decade"]) * 10 + 9, 12, 31)
    year = int(match["year"])
    if unit == "day":
        day = dt.date(year, int(match["month"]), int(match["day"]))
        return day, day
    if unit in ("week", "weekend"):
        first = dt.date.fromisocalendar(year, int(match["week"]), 6 if unit == "weekend" else 1)
        return first, dt.date.fromisocalendar(year, int(match["week"]), 7)
    if unit == "season":
        return _months(year, _SEASONS[match["season"]], 3)
    if unit == "year":
        return _months(year, 1, 12)
    size = _MONTHS_OF[unit]
    return _months(year, size * (int(match[unit]) - 1) + 1, size)


def _months(year: int, month: int, count: int) -> Days:
    last = year * 12 + month - 1 + count - 1
    end = dt.date(last // 12, last % 12 + 1, calendar.monthrange(last // 12, last % 12 + 1)[1])
    return dt.date(year, month, 1), end


def value_at(day: dt.date, unit: str) -> str:
    """The value of the unit that a day lies in.

    >>> value_at(dt.date(1998, 8, 7), "week")
    '1998-W32'
    """
    if unit in ("week", "weekend", "fortnight"):
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "season":
        name = next((s for s, first in _SEASONS.items() if first <= day.month < first + 3), "WI")
        return f"{day.year:04d}-{name}"
    short = {"year": 4, "month": 7, "decade": 3, "century": 2}.get(unit)
    if short:
        return day.isoformat()[:short]
    if unit in ("quarter", "half"):
        return f"{day.year:04d}-{unit[0].upper()}{(day.month - 1) // _MONTHS_OF[unit] + 1}"
    return day.isoformat()


def stepped(day: dt.date, count: int, unit: str) -> dt.date | None:
    """The day some units on (or back, where count is negative); None beyond the calendar.

    >>> stepped(dt.date(2024, 3, 31), -1, "month")
    datetime.date(2024, 2, 29)
    """
    try:
        if unit in _DAYS_OF:
            return day + dt.timedelta(days=count * _DAYS_OF[unit])
        months = day.year * 12 + day.month - 1 + count * _MONTHS_OF[unit]
        last = calendar.monthrange(months // 12, months % 12 + 1)[1]
        return dt.date(months // 12, months % 12 + 1, min(day.day, last))
    except (KeyError, ValueError, OverflowError, IndexError):
        return None


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm; Meeus 1991, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    k = (32 + 2 * e + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def nth_weekday(year: int, month: int, number: int, weekday: int) -> dt.date:
    """The so-and-so-many-eth weekday (1 = Monday) of a month."""
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (number - 1))


def part_of_year(year: int, rest: str) -> str | None:
    """The value of a part of a year; None where that year has no such day.

    Args:
        year: four digits at most.
        rest: "08-07", "08", "Q3", "SU", days from Easter ("easter-2"), or the fourth Thursday of November ("4-thu-11").

    >>> part_of_year(2024, "easter-2"), part_of_year(2023, "02-29")
    ('2024-03-29', None)
    """
    if not 1 <= year <= 9998:
        return None
    if rest.startswith("easter"):
        return (easter(year) + dt.timedelta(days=int(rest[6:]))).isoformat()
    if "-thu-" in rest:
        return nth_weekday(year, int(rest[-2:]), int(rest[0]), 4).isoformat()
    value = f"{year:04d}-{rest}"
    return value if days_of(value) else None
