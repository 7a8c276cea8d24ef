"""Numbers in running text: digits and words, ranges, bounds and the vague plurals of news."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
WORDS = {w: n for n, w in enumerate(_SMALL)} | {w: 30 + 10 * n for n, w in enumerate(_TENS)}
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "lakh": 10**5, "million": 10**6, "crore": 10**7, "billion": 10**9,
    "trillion": 10**12, "k": 1000, "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
# Plurals that name no number state twice their unit at the least; "several" and the like stand before a scale too.
VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "lakhs": 2 * 10**5, "millions": 2 * 10**6,
         "billions": 2 * 10**9, "tens": 20}  # fmt: skip
_FEW = {"several": 3, "a few": 3, "a handful of": 3}
_LARGEST = 2**53  # what a JSON reader holds without loss


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a text.

    ``start`` and ``end`` are character offsets, bounds ("at least") included. ``value`` is the number stated, of a
    range its lower end, None where none is stated ("dozens"). ``low`` and ``high`` are the least and the most that
    the words admit, as written ("more than 50": low 50), None where they set no such bound.
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None


class _Plain(NamedTuple):
    value: float
    scaled: bool


_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNIT = "|".join(sorted(_SMALL, key=len, reverse=True))
_TEN = "|".join(["twenty", *_TENS])
_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_UNDER_100 = rf"(?:(?:{_TEN})(?:[\s-](?:{'|'.join(_SMALL[1:10])})\b)?|(?:{_UNIT}))\b"
_UNDER_1000 = rf"(?:(?:{_UNDER_100}|an?\b)\s+hundred\b(?:\s+(?:and\s+)?{_UNDER_100})?|{_UNDER_100})"
_HALF = rf"(?:(?:an?|one|two|three)\s+(?:quarters?|thirds?)\s+of\s+an?|half\s+an?|(?:an?\s+)?half)[\s-]+(?:{_SCALE})\b|(?:{_DIGITS}|\b{_UNDER_100})[\s-]+and[\s-]+a[\s-]+half[\s-]+(?:{_SCALE})\b"
_PLAIN = rf"(?:{_HALF}|(?:{_DIGITS}|\b{_UNDER_1000}|\ban?(?=\s+(?:{_SCALE})\b))(?:[\s-]*(?:{_SCALE})\b(?:,?\s+(?:and\s+)?{_UNDER_1000})?)*)"
_MANY = "|".join(VAGUE)
_VAGUE = rf"(?:tens|hundreds|thousands)\s+of\s+(?:thousands|millions)|(?:several|a\s+few|many|some)\s+(?:dozen|hundred|thousand|lakh|million|billion)\b|(?:{_MANY})\b"
_COUPLE = r"\ba\s+couple\b|\bcouple\s+of\b"
_BEFORE = {
    "low": r"at\s+least|(?:well\s+|far\s+|slightly\s+)?(?:more\s+than|over|above)|upwards?\s+of|(?:no|not)\s+(?:fewer|less)\s+than|in\s+excess\s+of|a\s+minimum\s+of",
    "high": r"up\s+to|as\s+many\s+as|as\s+much\s+as|at\s+most|(?:no|not)\s+more\s+than|(?:slightly\s+|just\s+)?(?:fewer\s+than|less\s+than|under|below)|nearly|almost|close\s+to|a\s+maximum\s+of",
    "about": r"about|around|some|roughly|approximately|an\s+estimated|estimated|circa|perhaps|maybe",
}
_PREFIX = "|".join(rf"(?P<{name}>\b(?:{words}))" for name, words in _BEFORE.items())
_NOT_BEFORE = r"(?<![Nn]o\.\s)(?<!umber\s)(?<![\w$€£¥₹₩₽₺₦.,/’'-])"
_NUMBER = re.compile(
    rf"(?:(?:{_PREFIX})\s+(?:the\s+|another\s+|a\s+further\s+)?)?(?P<span>\b(?:between|from)\s+)?{_NOT_BEFORE}"
    rf"(?:(?P<couple>{_COUPLE})|(?P<vague>\b(?:{_VAGUE}))|(?P<first>{_PLAIN})(?P<to>\s*(?:-|–|—|\bto\b|\bor\b|\band\b)\s*(?P<second>{_PLAIN}))?"
    rf"|(?P<few>\b(?:several|a\s+few|a\s+handful\s+of)\b))"
    r"(?P<after>\s+or\s+more\b|\s+or\s+so\b|-plus\b|\+|-odd\b|-strong\b)?",
    re.I,
)  # fmt: skip
# What makes a number no count: a percentage, an ordinal, a clock time, a score, a compound ("five-year"), a code.
_NOT_AFTER = re.compile(
    r"(?:\s*(?:%|percent\b|per\s?cent\b|percentage\b|degrees?\b|°|a\.?m\b|p\.?m\b|o.clock)|-(?!\d)\w|(?:st|nd|rd|th)\b|[:/]\d|\.\d|[A-Za-z])",
    re.I,
)
_HINT = re.compile(
    r"\d|\b(?:" + "|".join([*WORDS, *SCALES, *VAGUE, "several", "few", "couple", "handful"]) + r")\b", re.I
)


@lru_cache(maxsize=32)
def numbers_in(text: str) -> tuple[Number, ...]:
    """The numbers of a text that may count something, in their order.

    Ages, percentages, ordinals, clock times and parts of compounds ("a five-year term", "the F-16") are left out;
    years and sums of money are not, what they stand before tells them apart.

    >>> [(n.value, n.low, n.high) for n in numbers_in("Between 20 and 30 died, at least two dozen fled, dozens hid")]
    [(20.0, 20.0, 30.0), (24.0, 24.0, None), (None, 24, None)]
    """
    if not _HINT.search(text):
        return ()
    out: list[Number] = []
    position = 0
    while match := _NUMBER.search(text, position):
        found, position = _read(text, match)
        out += found
    return tuple(out)


def number(words: str) -> int | None:
    """The value of a number in digits or words; None where the words state none.

    >>> number("1,500"), number("two dozen"), number("half a million"), number("blue")
    (1500, 24, 500000, None)
    """
    found = numbers_in(words)
    return round(found[0].value) if len(found) == 1 and found[0].value is not None else None


def _read(text: str, match: re.Match[str]) -> tuple[list[Number], int]:
    """The number of a match, and where to go on."""
    end = match.end()
    if match.group("first") and match.group("to") and not _is_range(match):
        end = match.end("first")
    if not match.group("after") and _NOT_AFTER.match(text, end):
        return [], end
    low, high, value = _values(match, end)
    if value is None and low is None:
        return [], end
    low, high = _bounded(match, low, high, end)
    if max(low or 0, high or 0, value or 0) > _LARGEST:
        return [], end
    return [Number(match.start(), end, value, low, high)], end


def _is_range(match: re.Match[str]) -> bool:
    """Whether "20 to 30" is one: upwards, and "and" only after "between"."""
    word = match.group("to").strip().lower()
    joined = word[: 3 if word.startswith("and") else 2]
    if joined == "and":
        return bool(match.group("span") and match.group("span").lower().startswith("between"))
    first, second = _range(match)
    if joined == "or":
        return second - first <= max(1, first / 2) and first < second
    return first < second


def _range(match: re.Match[str]) -> tuple[float, float]:
    """The two ends; the first shares the scale of the second ("1.2 to 1.5 million")."""
    first, second = _plain(match.group("first")), _plain(match.group("second"))
    if second.scaled and not first.scaled:
        scale = SCALES[next(w for w in reversed(_tokens(match.group("second"))) if w in SCALES)]
        if first.value * scale < second.value:
            return first.value * scale, second.value
    return first.value, second.value


def _values(match: re.Match[str], end: int) -> tuple[float | None, float | None, float | None]:
    """Low, high and value before the words around the number have their say."""
    if match.group("couple"):
        return 2, 2, 2
    if match.group("few"):
        return _FEW[re.sub(r"\s+", " ", match.group("few").lower())], None, None
    if match.group("vague"):
        return _vague(match.group("vague").lower()), None, None
    if match.group("to") and end == match.end():
        first, second = _range(match)
        return first, second, first
    value = _plain(match.group("first")).value
    return value, value, value


def _vague(words: str) -> float:
    tokens = words.split()
    if tokens[-1] in SCALES:
        return 2.0 * SCALES[tokens[-1]]
    if len(tokens) == 3:
        return VAGUE[tokens[0]] * SCALES[tokens[2][:-1]]
    return VAGUE[tokens[-1]]


def _bounded(
    match: re.Match[str], low: float | None, high: float | None, end: int
) -> tuple[float | None, float | None]:
    """The bounds that the words before and after the number leave."""
    after = (match.group("after") or "").strip().lower() if end == match.end() else ""
    if match.group("low") or after in ("or more", "-plus", "+"):
        return low, None
    if match.group("high"):
        return None, high
    if match.group("about") or after in ("or so", "-odd"):
        return (None, None) if low == high else (low, high)
    return low, high


@cache
def _plain(words: str) -> _Plain:
    """A number without bounds, by its words."""
    tokens = _tokens(words)
    scaled = any(t in SCALES for t in tokens)
    if "of" in tokens:
        part = WORDS.get(tokens[0], 1) / (3 if tokens[1].startswith("third") else 4)
        return _Plain(part * SCALES[tokens[-1]], True)
    if "half" in tokens:
        whole = _plain(" ".join(tokens[: tokens.index("half")])).value
        return _Plain((whole + 0.5) * SCALES[tokens[-1]], True)
    total, current = 0.0, 0.0
    for token in tokens:
        if token in SCALES and total and not current:  # "three lakh crore"
            total *= SCALES[token]
        elif token in SCALES:
            current = (current or 1.0) * SCALES[token]
            if SCALES[token] >= 1000:
                total, current = total + current, 0.0
        elif token not in ("a", "an", "and"):
            current += WORDS[token] if token in WORDS else float(re.sub(r"[,\u00a0\u202f]", "", token))
    return _Plain(total + current, scaled)


def _tokens(words: str) -> list[str]:
    return re.findall(r"[\d,.\u00a0\u202f]*\d|[a-z]+", words.lower())
