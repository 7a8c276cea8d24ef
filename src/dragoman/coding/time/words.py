"""The words of time: what they are called and what they stand for, and the counts before them."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from dragoman.datafiles import read_csv

VAGUE = "X"  # an unknown count in a value: "a few days" = PXD
_VAGUE = frozenset({"few", "several", "many", "some", "recent", "coming", "these", "numerous", "various"})


@cache
def words(kind: str) -> dict[str, str]:
    """The words of one kind in ``time_words.csv`` (month, weekday, unit, ...), lower-case, with their values."""
    file = files("dragoman.coding") / "data" / "time_words.csv"
    return {r["word"]: r["value"] for _, r in read_csv(file) if r["kind"] == kind}


def either(kind: str) -> str:
    """A regular expression for any word of a kind, the longest first."""
    return "|".join(w.replace(".", r"\.") for w in sorted(words(kind), key=lambda w: (-len(w), w)))


_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = "|".join(w for w in words("number") if w not in ("hundred", "thousand"))
_CARDINAL = rf"(?:(?:{_TENS})[- ](?:one|two|three|four|five|six|seven|eight|nine)|{_SMALL})"
# A count of units: 12, 2,000, 2 1/2, 1.5, twenty-four, a hundred, a couple of, several, a.
COUNT = (
    r"(?:(?<![\d.,:/-])\d{1,3}(?:,\d{3}|000)?(?:\.\d|[- ]1/2| and a half)?(?![\d/])"
    rf"|(?:an?|{_CARDINAL}) (?:hundred|thousand)(?: and)?(?: {_CARDINAL})?|{_CARDINAL}(?: (?:and a half|1/2))?"
    r"|(?:an?|the) couple(?: of)?|(?:the )?couple of|(?:half )?a dozen|dozens of|(?:quite )?(?:a )?few|several|many"
    r"|half an?|an?)"
)


def count_of(text: str) -> float | None:
    """What a count says; None for "a few", "several".

    >>> count_of("twenty four"), count_of("2 1/2"), count_of("a couple of"), count_of("several")
    (24.0, 2.5, 2.0, None)
    """
    parts = text.lower().replace("-", " ").replace(",", "").split()
    if not parts or _VAGUE & set(parts) or "dozens" in parts:
        return None
    fixed = {"couple": 2.0, "dozen": 6.0 if parts[0] == "half" else 12.0}
    if found := next((fixed[p] for p in parts if p in fixed), None):
        return found
    if parts[0] == "half":
        return 0.5
    return _sum(parts)


def _sum(parts: list[str]) -> float | None:
    total, numbers = 0.0, words("number")
    for at, part in enumerate(parts):
        if part in ("1/2", "half"):
            total += 0.5
        elif part in ("hundred", "thousand"):
            total = max(total, 1.0) * int(numbers[part])
        elif part in numbers:
            total += int(numbers[part])
        elif part in ("a", "an") and at == 0:
            total = 1.0 if len(parts) == 1 else 0.0
        elif re.fullmatch(r"\d{1,7}(?:\.\d)?", part):
            total += float(part)
    return total or None


def ordinal_of(text: str) -> int | None:
    """The number of an ordinal: "third", "23rd", "8"."""
    low = text.lower().replace(" ", "-")
    if low in words("ordinal"):
        return int(words("ordinal")[low])
    digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", low)
    return int(digits.group(1)) if digits else None


def unit_named(text: str) -> str:
    """The unit of a word in singular, plural or possessive; "" where it is none."""
    low = re.sub(r"['’]s?$", "", text.lower())
    table = words("unit")
    return table.get(low) or table.get(low.removesuffix("s"), "")


_DESIGNATOR = {
    "second": ("T", "S", 1), "minute": ("T", "M", 1), "hour": ("T", "H", 1), "day": ("", "D", 1), "night": ("", "D", 1),
    "week": ("", "W", 1), "fortnight": ("", "W", 2), "weekend": ("", "WE", 1), "month": ("", "M", 1),
    "quarter": ("", "Q", 1),
    "year": ("", "Y", 1), "decade": ("", "Y", 10), "century": ("", "Y", 100), "millennium": ("", "Y", 1000),
}  # fmt: skip
_HALVES = {"year": ("", 6, "M"), "hour": ("", 30, "M"), "minute": ("", 30, "S"), "day": ("T", 12, "H")}


def duration(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a length of time; a None count is unknown.

    >>> duration(2, "day"), duration(None, "year"), duration(2.5, "year"), duration(2, "decade")
    ('P2D', 'PXY', 'P2Y6M', 'P20Y')
    """
    clock, letter, factor = _DESIGNATOR[unit]
    if count is None:
        vague = {"decade": "DE", "century": "CE", "millennium": "ML"}.get(unit, letter)
        return f"P{clock}{VAGUE}{vague}"
    if count % 1 == 0.5 and unit in _HALVES:
        inner, half, small = _HALVES[unit]
        whole = f"{int(count)}{letter}" if count >= 1 else ""
        return f"P{clock}{whole}{inner}{half}{small}"
    return f"P{clock}{count * factor:g}{letter}"
