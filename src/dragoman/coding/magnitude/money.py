"""Sums of money in running text, with the currency's ISO 4217 code."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.coding.magnitude.numbers import Number, numbers_in
from dragoman.datafiles import read_csv

_FOR_LARGE_ONLY = frozenset({"won", "real", "mark", "sol", "pound", "crown", "rand", "leone", "som", "lek", "colones"})

_HYPHEN = re.compile(r"(?<=\w)-(?=[A-Za-z])")
_WEIGHT = re.compile(r"\s+of\s+(?!aid|debt|damage)")  # pounds of explosives
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money: its number and currency, and the characters of the text that state it."""

    start: int
    end: int
    number: Number
    currency: str


class _Currencies(NamedTuple):
    """Codes by word and by sign, and the words that mean another currency in another country."""

    words: dict[str, str]
    signs: dict[str, str]
    elsewhere: dict[str, list[tuple[str, re.Pattern[str]]]]
    before: re.Pattern[str]
    after: re.Pattern[str]
    hint: re.Pattern[str]


@cache
def _currencies() -> _Currencies:
    words: dict[str, str] = {}
    signs: dict[str, str] = {}
    elsewhere: dict[str, list[tuple[str, re.Pattern[str]]]] = defaultdict(list)
    for _, row in read_csv(files("dragoman.coding") / "data" / "currencies.csv"):
        words |= dict.fromkeys(row["words"].split("|"), row["code"])
        signs |= dict.fromkeys(filter(None, row["signs"].split("|")), row["code"])
        for word in filter(None, row["elsewhere"].split("|")):
            elsewhere[word].append((row["code"], re.compile(rf"\b(?:{row['places']})", re.I)))
    named = sorted(words.keys() | elsewhere.keys(), key=len, reverse=True)
    word = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in named)
    sign = "|".join(re.escape(s) for s in sorted(signs, key=len, reverse=True))
    after = rf"(?P<gap>\s?(?:of\s+)?|-)(?:(?P<word>(?i:{word})(?:e?s)?)(?![\w-])|(?P<sign>{sign})(?!\w))"
    return _Currencies(
        words, signs, dict(elsewhere), re.compile(rf"(?<![A-Za-z])(?P<sign>{sign})\s?$"), re.compile(after),
        re.compile(rf"(?i:\b(?:{word}))|(?:{sign})"),
    )  # fmt: skip


@lru_cache(maxsize=32)
def sums_in(text: str) -> tuple[Sum, ...]:
    """The sums of money of a text, in their order.

    A word for the money of several countries ("pesos") counts where the text names one of these; "rupees", "riyals",
    "pounds" and "won" without one are India's, Saudi Arabia's, Britain's and South Korea's.

    >>> [(s.number.value, s.currency) for s in sums_in("He owed C$2.5m, 40 crore rupees and €3 billion.")]
    [(2500000.0, 'CAD'), (400000000.0, 'INR'), (3000000000.0, 'EUR')]
    """
    if not _currencies().hint.search(text):
        return ()
    return tuple(_read(text))


def _read(text: str) -> Iterator[Sum]:
    table = _currencies()
    for number in numbers_in(_without_signs(text)):
        bare = _first_digit(text, number)
        before = table.before.search(text, max(0, bare - 5), bare)
        after = table.after.match(text, number.end)
        if before:
            yield Sum(min(number.start, before.start("sign")), number.end, number, table.signs[before.group("sign")])
        elif after and after.group("sign"):
            yield Sum(number.start, after.end(), number, table.signs[after.group("sign")])
        elif after and (code := _code(after, text, number)):
            yield Sum(number.start, after.end(), number, code)


def _without_signs(text: str) -> str:
    """The text with blanks for the signs of money and the hyphens of "a 300-million-dollar loan"; offsets hold."""
    return _HYPHEN.sub(" ", _sign_before_number().sub(lambda m: " " * len(m.group()), text))


@cache
def _sign_before_number() -> re.Pattern[str]:
    sign = "|".join(re.escape(s) for s in sorted(_currencies().signs, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{sign})(?=\s?\d)")


def _first_digit(text: str, number: Number) -> int:
    """Where the number itself begins, behind "at least"; a sign of money stands right before it."""
    match = _DIGIT.search(text, number.start, number.end)
    return match.start() if match else number.start


def _code(after: re.Match[str], text: str, number: Number) -> str | None:
    table = _currencies()
    low = re.sub(r"\s+", " ", after.group("word").lower())
    known = table.words.keys() | table.elsewhere.keys()
    name = next((w for w in (low, low.removesuffix("s"), low.removesuffix("es")) if w in known), None)
    if name is None or (name in _FOR_LARGE_ONLY and (number.value or number.low or 0) < 1000):
        return None
    if name == "pound" and (after.group("gap") == "-" or _WEIGHT.match(text, after.end())):
        return None
    for code, places in table.elsewhere.get(name, []):
        if places.search(text):
            return code
    return table.words.get(name)
