"""A time expression at its place in the parse, with the days that it covers."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman.coding.time.clauses import form_of, prepositions
from dragoman.coding.time.document import Timex
from dragoman.coding.time.values import Days, days_of, stepped, unit_of
from dragoman.language import ParsedSentence
from dragoman.records import DatePrecision, DateSource, Status, When

_PRECISIONS: dict[str, DatePrecision] = {
    "day": "day", "week": "week", "weekend": "range", "month": "month", "quarter": "range", "season": "range",
    "half": "range", "year": "year",
}  # fmt: skip
_BOUNDS = frozenset({"before", "after", "until", "till", "than", "like", "following"})
_FIRST_DAY = re.compile(r"\b(\d{1,2})(?:, \d{1,2})*\s*(?:and|to|-|–)\s*$")
_UNTOLD = ("PAST_REF", "FUTURE_REF", "")


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression with the token that heads it, the word before it, and the days it covers, if any."""

    timex: Timex
    token: Token
    before: str
    days: Days | None

    @property
    def precision(self) -> DatePrecision:
        """How precise the days are."""
        if self.days and self.days[0] != self.days[1] and unit_of(self.timex.value) == "day":
            return "range"
        return _PRECISIONS.get(unit_of(self.timex.value) or "", "none")

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


def place(timex: Timex, sentence: ParsedSentence) -> Placed | None:
    """An expression placed in its sentence's parse; None for sets, and where the parse does not hold it."""
    start = timex.start - sentence.record.start
    inside = sentence.tokens_in((start, timex.end - sentence.record.start))
    head = next((t for t in inside if t.head not in inside or t.head == t), None)
    if head is None or timex.type == "SET":
        return None
    before = inside[0].doc[inside[0].i - 1].lower_ if inside[0].i else ""
    return Placed(timex, head, before, _days(timex, sentence.record.text[:start]))


def _days(timex: Timex, before: str) -> Days | None:
    unit = unit_of(timex.value) if timex.type in ("DATE", "TIME") else None
    days = days_of(timex.value) if unit in _PRECISIONS else None
    if days is None:
        return None
    if timex.kind == "day month" and (first := _FIRST_DAY.search(before)) and 0 < int(first[1]) < days[0].day:
        return days[0].replace(day=int(first[1])), days[1]
    return days


def ahead(placed: Placed, published: dt.date | None) -> Placed:
    """For what is planned: the next day of this name, where a weekday was taken for the last one."""
    if placed.days is None or published is None or placed.timex.kind != "weekday" or placed.days[1] >= published:
        return placed
    later = stepped(placed.days[0], 1, "week")
    return replace(placed, days=(later, later)) if later else placed


def may_date(placed: Placed, published: dt.date | None, status: Status, event: Token) -> bool:
    """Whether an expression can date an event of this status: not one "before Friday", nor what occurred, next week."""
    if placed.before == "since" and status != "ongoing" and form_of(event) != "perfect":
        return False  # "the worst since 1986"
    if any(above.lower_ in _BOUNDS for above in prepositions(placed.token)):
        return False
    if placed.days is None or published is None:
        return True
    first, last = placed.days
    if status in ("occurred", "ongoing"):
        return (first - published).days <= 1
    return status != "planned" or last >= published
