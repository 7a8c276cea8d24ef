"""When: time expressions of a sentence, anchored on the article's date, and the one that belongs to a predicate."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.language import ParsedSentence, Predicate, governors
from dragoman.records import DatePrecision, DateSource, When

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_DAYS |= {"mon": 0, "tues": 1, "weds": 2, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "a few": 3, "several": 3, "a couple of": 2, "fifteen": 15, "twenty": 20, "thirty": 30}
_MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.?|May|June|July|Aug(?:ust|\.)?|Sept(?:ember|\.)?|Sep\.?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_COUNT = r"(?P<count>\d{1,3}|a few|a couple of|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"

# Order matters: the first pattern that matches at a place wins.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")),
    ("month_day", re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:\s*,?\s*(?P<year>(?:19|20)\d\d)\b)?")),
    ("month_day", re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*(?P<year>(?:19|20)\d\d))?\b")),
    ("month", re.compile(rf"\b(?:(?P<shift>last|next|this|early|late|mid)[\s-]+)?{_MONTH}(?:\s+of)?,?(?:\s+(?P<year>(?:19|20)\d\d))?(?=[\s,.;:)\-–—]|$)")),
    ("ago", re.compile(rf"\b(?:about|nearly|almost|some|over|more than)?\s*{_COUNT}\s+{_UNIT}\s+(?P<way>ago|earlier|before|prior|later|from now)\b", re.I)),
    ("within", re.compile(rf"\b(?:over|in|during|for|within)\s+the\s+(?P<shift>past|last|next|coming)\s+(?:{_COUNT}\s+)?{_UNIT}\b", re.I)),
    ("weekday", re.compile(rf"\b(?:(?P<shift>last|next|this|coming)\s+)?{_WEEKDAY}\b")),
    ("relative", re.compile(r"\b(?P<word>yesterday|today|tonight|tomorrow|last night|this morning|this afternoon|this evening)\b", re.I)),
    ("shifted", re.compile(r"\b(?:(?P<part>early|earlier|late|later|mid)\s+)?(?P<shift>last|next|this|the previous|the coming|the past)\s+(?P<unit>week|weekend|month|year|spring|summer|autumn|fall|winter|decade|century)\b", re.I)),
    ("since", re.compile(r"\bsince\s+(?P<year>(?:19|20)\d\d)\b", re.I)),
    ("decade", re.compile(r"\b(?:the\s+)?(?:early\s+|late\s+|mid-?\s*)?(?P<year>(?:19|20)\d0)s\b")),
    ("year", re.compile(r"\b(?:(?:in|of|during|since|by|from|until|after|before|early|late|mid-?|the)\s+)?(?P<year>(?:19[4-9]|20[0-4])\d)\b(?!\s*(?:people|soldiers|troops|dead|men|women))")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time expression: character span within the sentence, its value, and how precise that is."""

    start: int
    end: int
    first: dt.date
    last: dt.date
    precision: DatePrecision
    text: str
    fixed: bool  # names its own year, so that tense need not decide


def time_expressions(text: str, anchor: dt.date | None, future: bool = False) -> list[TimeExpression]:
    """Time expressions of a sentence with their values, left to right.

    Args:
        text: the sentence.
        anchor: the article's date; expressions that need one are left out where it is None.
        future: whether bare weekdays and months lie ahead of the anchor rather than behind it.
    """
    found: list[TimeExpression] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < e.end and e.start < match.end() for e in found):
                continue
            if kind == "month" and match.group("month") in ("May", "March", "Mar.") and not _month_context(text, match):
                continue
            value = _value(kind, match, anchor, future)
            if value is not None:
                first, last, precision, fixed = value
                found.append(
                    TimeExpression(match.start(), match.end(), first, last, precision, match.group().strip(), fixed)
                )
    return sorted(found, key=lambda e: e.start)


_Value = tuple[dt.date, dt.date, DatePrecision, bool]


def _month_context(text: str, match: re.Match[str]) -> bool:
    """ "May" and "March" are months only after a preposition, a shift or before a year."""
    before = text[: match.start()].rstrip().rsplit(" ", 1)[-1].lower()
    return bool(match.group("year") or match.group("shift")) or before in (
        "in", "since", "of", "until", "by", "last", "next", "from", "and", "this", "late", "early", "through", "during", "till",
    )  # fmt: skip


def _value(kind: str, match: re.Match[str], anchor: dt.date | None, future: bool) -> _Value | None:
    try:
        if kind in ("iso", "month_day"):
            return _day_of_month(match, anchor, future)
        if kind in ("year", "since", "decade"):
            return _year(kind, int(match.group("year")), anchor)
        if kind == "month":
            return _month(match, anchor, future)
        if anchor is None:
            return None
        return {"ago": _ago, "within": _within, "weekday": _weekday, "relative": _relative, "shifted": _shifted}[kind](
            match, anchor, future
        )
    except (ValueError, OverflowError):
        return None


def _month_number(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS[word.lower().rstrip(".")]


def _day_of_month(match: re.Match[str], anchor: dt.date | None, future: bool) -> _Value | None:
    month, day = _month_number(match.group("month")), int(match.group("day"))
    year = match.group("year")
    if year:
        date = dt.date(int(year), month, day)
        return date, date, "day", True
    if anchor is None:
        return None
    date = dt.date(anchor.year, month, day)
    if not future and date > anchor + dt.timedelta(days=60):
        date = dt.date(anchor.year - 1, month, day)
    elif future and date < anchor - dt.timedelta(days=60):
        date = dt.date(anchor.year + 1, month, day)
    return date, date, "day", False


def _span_of_month(year: int, month: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _month(match: re.Match[str], anchor: dt.date | None, future: bool) -> _Value | None:
    month, year, shift = _month_number(match.group("month")), match.group("year"), match.group("shift")
    if year:
        return (*_span_of_month(int(year), month), "month", True)
    if anchor is None:
        return None
    number = anchor.year
    if (future or shift == "next") and month < anchor.month:
        number += 1
    elif not future and (month > anchor.month or (shift == "last" and month >= anchor.month)):
        number -= 1
    return (*_span_of_month(number, month), "month", False)


def _year(kind: str, year: int, anchor: dt.date | None) -> _Value:
    if kind == "since" and anchor is not None:
        return dt.date(year, 1, 1), anchor, "range", True
    if kind == "decade":
        return dt.date(year, 1, 1), dt.date(year + 9, 12, 31), "range", True
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", True


def _count(match: re.Match[str]) -> int:
    word = (match.group("count") or "one").lower()
    return int(word) if word.isdigit() else _NUMBERS[word]


def _ago(match: re.Match[str], anchor: dt.date, _: bool) -> _Value:
    count, unit = _count(match), match.group("unit").lower()
    sign = 1 if match.group("way").lower() in ("later", "from now") else -1
    return _shift(anchor, sign * count, unit)


def _shift(anchor: dt.date, count: int, unit: str) -> _Value:
    if unit == "day":
        date = anchor + dt.timedelta(days=count)
        return date, date, "day", True
    if unit == "week":
        middle = anchor + dt.timedelta(weeks=count)
        monday = middle - dt.timedelta(days=middle.weekday())
        return monday, monday + dt.timedelta(days=6), "week", True
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + count
        return (*_span_of_month(months // 12, months % 12 + 1), "month", True)
    year = anchor.year + count * (10 if unit == "decade" else 1)
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", True


def _within(match: re.Match[str], anchor: dt.date, _: bool) -> _Value:
    ahead = match.group("shift").lower() in ("next", "coming")
    count = _count(match) * (1 if ahead else -1)
    other = _shift(anchor, count, match.group("unit").lower())[0]
    return (anchor, other, "range", True) if ahead else (other, anchor, "range", True)


def _weekday(match: re.Match[str], anchor: dt.date, future: bool) -> _Value:
    wanted = _DAYS[match.group("weekday").lower()]
    shift = (match.group("shift") or "").lower()
    ahead = shift in ("next", "coming") or (future and shift != "last")
    days = (wanted - anchor.weekday()) % 7 if ahead else -((anchor.weekday() - wanted) % 7)
    if (shift == "last" and days == 0) or (shift == "next" and days == 0):
        days += 7 if ahead else -7
    date = anchor + dt.timedelta(days=days)
    return date, date, "day", True


def _relative(match: re.Match[str], anchor: dt.date, _: bool) -> _Value:
    word = match.group("word").lower()
    days = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    date = anchor + dt.timedelta(days=days)
    return date, date, "day", True


_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _shifted(match: re.Match[str], anchor: dt.date, _: bool) -> _Value:
    shift, unit = match.group("shift").lower(), match.group("unit").lower()
    step = {"last": -1, "the previous": -1, "the past": -1, "next": 1, "the coming": 1}.get(shift, 0)
    if unit == "weekend":
        saturday = anchor - dt.timedelta(days=(anchor.weekday() - 5) % 7) + dt.timedelta(weeks=max(step, 0))
        return saturday, saturday + dt.timedelta(days=1), "range", True
    if unit in _SEASONS:
        year = anchor.year + (step if step > 0 or _SEASONS[unit] > anchor.month or step == 0 else 0)
        first = dt.date(year, _SEASONS[unit], 1)
        return first, first + dt.timedelta(days=90), "range", True
    if unit == "century":
        first_year = (anchor.year // 100 + step) * 100
        return dt.date(first_year, 1, 1), dt.date(first_year + 99, 12, 31), "range", True
    return _shift(anchor, step, unit)


def when(
    predicate: Predicate,
    sentence: ParsedSentence,
    published: dt.date | None,
    future: bool,
    open_ended: bool,
) -> When:
    """When a predicate's event happened.

    The expression of its own clause first, then the sentence's only one; else the publication date, said to be
    that, for what is told as past or present; else nothing.

    Args:
        predicate: the event's predicate.
        sentence: its sentence.
        published: the article's date.
        future: whether the event lies ahead (planned), which turns bare weekdays and months forward.
        open_ended: whether no date is to be taken from publication (possible, planned).
    """
    text = sentence.span.text
    found = time_expressions(text, published, future)
    base = sentence.span.start_char
    own = [e for e in found if _in_clause(predicate, sentence, e, base)]
    if own:
        return _as_when(_nearest(own, predicate.head.idx - base), "clause")
    if len(found) == 1 and not _elsewhere(predicate, sentence, found[0], base):
        return _as_when(found[0], "sentence")
    if published is not None and not open_ended:
        day = published.isoformat()
        return When(day, day, "day", "publication")
    return When()


def _as_when(expression: TimeExpression, source: DateSource) -> When:
    return When(
        expression.first.isoformat(), expression.last.isoformat(), expression.precision, source, expression.text
    )


def _nearest(expressions: list[TimeExpression], at: int) -> TimeExpression:
    order = {"day": 0, "range": 2}
    return min(expressions, key=lambda e: (order.get(e.precision, 1) > 1, min(abs(e.start - at), abs(e.end - at))))


def _anchor_token(sentence: ParsedSentence, expression: TimeExpression, base: int) -> Token | None:
    inside = [t for t in sentence.span if base + expression.start <= t.idx < base + expression.end]
    return next((t for t in inside if t.head not in inside), None) if inside else None


def _clause_head(token: Token) -> Token:
    """The verb whose clause a token stands in, or the noun that heads it where the phrase is inside a noun phrase."""
    current = token
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        current = current.head
    return current


def _in_clause(predicate: Predicate, sentence: ParsedSentence, expression: TimeExpression, base: int) -> bool:
    token = _anchor_token(sentence, expression, base)
    if token is None:
        return False
    head = predicate.head
    if head in token.ancestors and (head.pos_ not in ("VERB", "AUX") or _clause_head(token) == head):
        return True
    if head.pos_ in ("VERB", "AUX"):
        return False
    return _clause_head(token) == _clause_head(head) and not _in_other_noun(token, head)


def _in_other_noun(token: Token, head: Token) -> bool:
    """Whether the expression hangs inside another noun's phrase ("the 1994 accord")."""
    current = token
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        current = current.head
        if (
            current.pos_ in ("NOUN", "PROPN")
            and current != head
            and head not in current.ancestors
            and token.dep_ in ("compound", "nummod", "amod", "poss")
        ):
            return True
    return False


def _elsewhere(predicate: Predicate, sentence: ParsedSentence, expression: TimeExpression, base: int) -> bool:
    """Whether the sentence's only expression plainly dates another clause than the predicate's."""
    token = _anchor_token(sentence, expression, base)
    if token is None:
        return False
    if token.dep_ in ("nummod", "compound", "amod", "poss") and token.head != predicate.head:
        return True  # "the 2015 deal" dates the deal
    clause = _clause_head(token)
    above = {g.token.i for g in governors(predicate.head)} | {predicate.head.i}
    if clause.i in above:
        return False
    return clause.dep_ in ("relcl", "acl", "advcl", "ccomp") and clause.i not in above
