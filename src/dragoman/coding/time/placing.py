"""A time expression at its place in the parse, with the days that it covers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman.coding.time.clauses import form_of, prepositions
from dragoman.coding.time.document import Timex, timexes
from dragoman.coding.time.values import Days, days_of, stepped, unit_of
from dragoman.language import ParsedArticle, ParsedSentence, governing
from dragoman.records import HAPPENED, DatePrecision, DateSource, Status, When

_PRECISIONS: dict[str, DatePrecision] = {
    "day": "day", "week": "week", "weekend": "range", "month": "month", "quarter": "range", "season": "range",
    "half": "range", "year": "year",
}  # fmt: skip
_BOUNDS = frozenset({"before", "after", "ahead", "until", "till", "than", "like", "following"})
_FIRST_DAY = re.compile(r"\b(\d{1,2})(?:, \d{1,2})*\s*(?:and|to|-|–)\s*$")
_EDGE = re.compile(r"\b(beginning|start|end)\b", re.I)
_PAST = re.compile(r"\b(?:past (?:week|month|year|decade)|(?:past|last) [\w-]+ (?:day|week|month|year)s)\b", re.I)
_LENGTH = re.compile(r"P(\d{1,3})([DWMY])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
NEWS = dt.timedelta(days=45)  # what an article tells as news is not older
_UNTOLD = ("PAST_REF", "FUTURE_REF", "")


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression with the token that heads it, the word before it, and the days it covers, if any."""

    timex: Timex
    token: Token
    before: str
    days: Days | None
    precision: DatePrecision

    @property
    def untold(self) -> bool:
        """Whether it says that something was at another time than now, and not at which: "recently", "the 1990s"."""
        value = self.timex.value
        return self.days is None and self.timex.type == "DATE" and (value in _UNTOLD or len(value) in (2, 3))

    def as_when(self, source: DateSource, published: dt.date | None) -> When:
        """The date it gives an event; "since Friday" runs to the day of publication."""
        if self.days is None:
            return When()
        (first, last), precision = self.days, self.precision
        if self.before == "since" and published is not None and last < published:
            last, precision = published, "range"
        return When(first.isoformat(), last.isoformat(), precision, source, self.timex.text)


def place(timex: Timex, sentence: ParsedSentence, written: dt.date | None) -> Placed | None:
    """An expression placed in its sentence's parse; None for sets, and where the parse does not hold it.

    Args:
        timex: the expression.
        sentence: its sentence.
        written: the day that the article speaks from, where "the past ten days" end.
    """
    start = timex.start - sentence.record.start
    inside = sentence.tokens_in((start, timex.end - sentence.record.start))
    head = governing(inside)
    if head is None or timex.type == "SET":
        return None
    before = inside[0].doc[inside[0].i - 1].lower_ if inside[0].i else ""
    days, precision = _covered(timex, sentence.record.text[:start], written)
    return Placed(timex, head, before, days, precision)


def placed_by_sentence(parsed: ParsedArticle, written: dt.date | None) -> dict[int, list[Placed]]:
    """The time expressions of an article, placed, by the index of their sentence.

    Args:
        parsed: the article.
        written: the day that it speaks from.
    """
    out: dict[int, list[Placed]] = {}
    for timex in timexes(parsed):
        placed = place(timex, parsed.sentences[timex.sentence], written)
        if placed is not None:
            out.setdefault(timex.sentence, []).append(placed)
    return out


def _covered(timex: Timex, before: str, written: dt.date | None) -> tuple[Days | None, DatePrecision]:
    """The days of an expression and how precise they are."""
    if _PAST.search(timex.text) and written is not None:
        return _up_to(written, timex), "range"
    unit = unit_of(timex.value) if timex.type in ("DATE", "TIME") else None
    days = days_of(timex.value) if unit in _PRECISIONS else None
    if unit is None or days is None:
        return None, "none"
    if timex.kind == "day month" and (first := _FIRST_DAY.search(before)) and 0 < int(first[1]) < days[0].day:
        return (days[0].replace(day=int(first[1])), days[1]), "range"
    if unit == "year" and (edge := _EDGE.search(timex.text)):
        month = days_of(f"{timex.value}-{'12' if edge[1].lower() == 'end' else '01'}")
        return month or days, "month"
    return days, _PRECISIONS[unit]


def _up_to(written: dt.date, timex: Timex) -> Days | None:
    """The days of "the past year", "the last ten days": up to the day that the article speaks from."""
    length = _LENGTH.fullmatch(timex.value)
    unit = _UNITS[length[2]] if length else unit_of(timex.value) if timex.type == "DATE" else None
    first = stepped(written, -int(length[1]) if length else -1, unit) if unit else None
    return (first, written) if first else None


def ahead(placed: Placed, published: dt.date | None) -> Placed:
    """For what is planned: the next day of this name, where a weekday was taken for the last one."""
    if placed.days is None or published is None or placed.timex.kind != "weekday" or placed.days[1] >= published:
        return placed
    later = stepped(placed.days[0], 1, "week")
    return replace(placed, days=(later, later), precision="day") if later else placed


def long_ago(times: Sequence[Placed], published: dt.date | None) -> bool:
    """Whether expressions date something to more than ``NEWS`` before the article."""
    if published is None:
        return False
    dated = (d for p in times if p.timex.type in ("DATE", "TIME") and (d := days_of(p.timex.value)) is not None)
    return any(last < published - NEWS for _, last in dated)


def may_date(placed: Placed, published: dt.date | None, status: Status, event: Token) -> bool:
    """Whether an expression can date an event of this status: not one "before Friday", nor what occurred, next week."""
    if placed.before == "since" and status != "ongoing" and form_of(event) != "perfect":
        return False  # "the worst since 1931"
    between = [above for above in prepositions(placed.token) if not above.is_ancestor(event)]
    if any(above.lower_ in _BOUNDS for above in between):
        return False
    if placed.days is None or published is None:
        return True
    first, last = placed.days
    if status in HAPPENED:
        return (first - published).days <= 1
    return status != "planned" or last >= published
