"""Publication dates as they are written in files. What cannot be read is ``None``, never today."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:[a-z]+,?\s+)?"
_NUMERIC = re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:\D|$)")
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?\d{6})?Z?$")
_AMERICAN = re.compile(rf"{_WEEKDAY}{_NAME}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b", re.I)
_BRITISH = re.compile(rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_NAME},?[\s-]+(?P<y>\d{{4}})\b", re.I)
_EPOCH = re.compile(r"\d{9,10}(?:\.\d+)?$|\d{12,13}$")


def parse_date(value: object) -> dt.date | None:
    """The day that ``value`` names: a date, ISO or RFC 2822 text, "June 19, 2024", seconds since 1970."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        value = str(int(value)) if value == value and abs(value) < 1e15 else ""
    return _parse(value.strip()[:60]) if isinstance(value, str) else None


def _parse(text: str) -> dt.date | None:
    if not text.isascii():
        return None
    for pattern in (_NUMERIC, _COMPACT, _AMERICAN, _BRITISH):
        if found := pattern.match(text):
            return _day(found["y"], found["m"], found["d"])
    if _EPOCH.match(text):
        return _epoch(float(text))
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def _epoch(seconds: float) -> dt.date | None:
    if seconds > 1e11:
        seconds /= 1000
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def in_future(day: dt.date) -> bool:
    """Whether the day lies after tomorrow (UTC)."""
    return day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
