"""From what an expression says to its TIMEX3 value: held against the creation time, tense and the time spoken of."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dragoman.coding.time.readings import Reading
from dragoman.coding.time.tense import Tense
from dragoman.coding.time.values import (
    days_of,
    finer,
    part_of_year,
    stepped,
    unit_of,
    value_at,
)

_OPEN = re.compile(r"XXXX(?:@(?P<step>[+-]\d))?-(?P<rest>.+)")
_JUST = 14  # days: a bare "January 14" told as ahead may have passed by so much
_SOON = 75  # days: a bare "November 15" told in the past tense may yet lie so far ahead ("a dividend payable ...")


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is held against.

    ``created`` is the day the document was written; ``spoken`` the value of the last date told before, ``quarter``
    that of the last quarter; ``tense`` that of the clause.
    """

    created: dt.date | None
    spoken: str | None = None
    quarter: str | None = None
    tense: Tense = ""


def value_of(reading: Reading, context: Context) -> str | None:
    """The TIMEX3 value of an expression; None where its words and surroundings do not tell it."""
    if reading.type in ("DURATION", "SET"):
        return reading.value
    value = _day_or_more(reading, context)
    if value is None or not reading.clock:
        return value
    return value + reading.clock if unit_of(value) == "day" else None


def _day_or_more(reading: Reading, context: Context) -> str | None:
    value = reading.value
    if value is None:
        return _stepped(reading, context) if reading.unit else None
    if value.startswith("XXXX-WXX-"):
        return _weekday(int(value[-1]), reading, context)
    if match := _OPEN.fullmatch(value):
        return _filled(match["rest"], int(match["step"]) if match["step"] else None, reading, context)
    if reading.towards == "then" and value.isdigit() and len(value) == 4:
        return _same_part(value, context)
    return value


def _same_part(year: str, context: Context) -> str:
    """ "the 1988 period": the quarter or month spoken of, in that year."""
    return year + context.quarter[4:] if context.quarter else year


def _stepped(reading: Reading, context: Context) -> str | None:
    unit = reading.unit
    if unit == "quarter" and reading.anchor == "then":
        return context.quarter or (_last_full(context.created, unit) if context.created else None)
    spoken = days_of(context.spoken) if context.spoken and reading.anchor == "then" else None
    base = spoken[0] if spoken else context.created
    if base is None:
        return None
    keep = unit_of(context.spoken or "") if reading.compares else None
    if keep in ("quarter", "half", "month", "season") and (reading.anchor == "then" or keep == "quarter"):
        return _kept(reading, context, keep)
    if spoken and finer(unit if unit != "fortnight" else "week", unit_of(context.spoken or "") or "day"):
        return _finer_than_spoken(reading, context)
    if unit == "weekend":
        return _weekend(base, reading, context)
    if unit == "millennium":
        return None
    day = stepped(base, reading.step, unit)
    return value_at(day, "week" if unit == "fortnight" else unit) if day else None


def _kept(reading: Reading, context: Context, unit: str) -> str | None:
    days = days_of(context.spoken or "")
    day = stepped(days[0], reading.step, reading.unit) if days else None
    return value_at(day, unit) if day else None


def _finer_than_spoken(reading: Reading, context: Context) -> str | None:
    """ "two days later" after "in March": nobody knows which day; "the day" is then today's."""
    if reading.step or context.created is None:
        return None
    return value_at(context.created, reading.unit)


def _last_full(day: dt.date, unit: str) -> str | None:
    back = stepped(day, -1, unit)
    return value_at(back, unit) if back else None


def _weekend(base: dt.date, reading: Reading, context: Context) -> str | None:
    ahead = reading.step > 0 or (not reading.step and context.tense == "future")
    step = reading.step
    if not step and not ahead and base.isoweekday() < 5:
        step = -1
    day = stepped(base, step, "week")
    return value_at(day, "weekend") if day else None


def _weekday(number: int, reading: Reading, context: Context) -> str | None:
    """The day of this name: last before, next after, else by tense, the creation day itself counting as it."""
    base = context.created
    if "then" in (reading.towards, reading.anchor) and context.spoken and (days := days_of(context.spoken)):
        base = days[0]
    if base is None:
        return None
    ahead = (number - base.isoweekday()) % 7
    back = ahead - 7 if ahead else 0
    if reading.towards == "last":
        return _days_on(base, back or -7)
    if reading.towards == "next":
        return _days_on(base, ahead or 7)
    future = context.tense == "future" or (reading.towards == "this" and context.tense != "past")
    return _days_on(base, ahead if future else back)


def _days_on(base: dt.date, count: int) -> str | None:
    day = stepped(base, count, "day")
    return value_at(day, "day") if day else None


def _filled(rest: str, step: int | None, reading: Reading, context: Context) -> str | None:
    """A month, day, season or quarter with its year."""
    base = context.created
    if reading.towards == "then" and context.spoken and (days := days_of(context.spoken)):
        base = days[0]
    if base is None:
        return None
    if step is not None:
        return part_of_year(base.year + step, rest)
    if rest[0] in "QH" and not reading.towards:
        return _quarter_of_year(rest, base, context)
    options = [v for y in (base.year - 1, base.year, base.year + 1) if (v := part_of_year(y, rest))]
    return _chosen(options, base, reading, context) if options else None


def _quarter_of_year(rest: str, base: dt.date, context: Context) -> str:
    """A quarter or half with no year is of this one, unless told as past and yet to begin."""
    value = f"{base.year:04d}-{rest}"
    days = days_of(value)
    ahead = days is not None and days[0] > base
    return f"{base.year - 1:04d}-{rest}" if ahead and context.tense == "past" else value


def _chosen(options: list[str], base: dt.date, reading: Reading, context: Context) -> str | None:
    """Of the same day in three years, the one that direction and tense point to; else the nearest."""
    spans = {v: days for v in options if (days := days_of(v))}
    behind = [v for v, (first, last) in spans.items() if (last if reading.towards == "last" else first) <= base]
    before = [v for v in behind if spans[v][1] < base]
    ahead = [v for v, (_, last) in spans.items() if last >= base]
    if reading.towards == "last":
        return before[-1] if before else None
    if reading.towards == "next":
        later = [v for v in ahead if spans[v][0] > base]
        return later[0] if later else None
    if reading.towards == "this":
        return next((v for v in options if v[:4] == f"{base.year:04d}"), None)
    if context.tense == "future":
        just = [v for v in behind if (base - spans[v][1]).days <= _JUST and unit_of(v) == "day"]
        return just[-1] if just else ahead[0] if ahead else None
    if context.tense == "past":
        near = [v for v in ahead if v not in behind and (spans[v][0] - base).days <= _SOON and unit_of(v) == "day"]
        return near[0] if near else behind[-1] if behind else None
    return min(spans, key=lambda v: abs((spans[v][0] - base).days))
