"""All time expressions of an article, in order, each with its value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from dragoman.coding.time.anchoring import Context, value_of
from dragoman.coding.time.expressions import expressions
from dragoman.coding.time.readings import Found, Reading, TimexType
from dragoman.coding.time.tense import Tense, tense_at
from dragoman.coding.time.values import days_of, unit_of
from dragoman.language import ParsedArticle, ParsedSentence, governing
from dragoman.records import Article, DateSource

_FILED_WITHIN = 14  # days between dateline and publication


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression of an article: character span in its text, TIMEX3 type and value ("" where it has none)."""

    start: int
    end: int
    type: TimexType
    value: str
    text: str
    sentence: int
    kind: str  # the rule that found it


def written_on(article: Article) -> tuple[dt.date | None, DateSource]:
    """The day that an article speaks from: that of its dateline, where it has one near its publication, else that.

    Returns:
        The day and what it is taken from.
    """
    published, dateline = article.published, article.dateline
    if published is not None and dateline is not None and dateline.date:
        found = expressions(dateline.date)
        value = value_of(found[0].reading, Context(published)) if found else None
        days = days_of(value or "")
        if days and days[0] == days[1] and abs((published - days[0]).days) <= _FILED_WITHIN:
            return days[0], "dateline"
    return published, "publication"


def timexes(parsed: ParsedArticle) -> list[Timex]:
    """The time expressions of an article, in the order of its text, anchored on the day that it speaks from."""
    out: list[Timex] = []
    created, _ = written_on(parsed.article)
    spoken: str | None = None
    quarter: str | None = None
    for sentence in parsed.sentences:
        found = [f for f in expressions(sentence.record.text) if _holds(f, sentence)]
        for one in found:
            timex = _anchored(one, sentence, Context(created, spoken, quarter))
            out.append(timex)
            if timex.type in ("DATE", "TIME") and not one.reading.compares and days_of(timex.value):
                spoken = timex.value.partition("T")[0]
                quarter = spoken if unit_of(spoken) == "quarter" else quarter
    return out


def _anchored(found: Found, sentence: ParsedSentence, context: Context) -> Timex:
    tense = _tense(found, sentence) if _by_tense(found.reading) else ""
    value = value_of(found.reading, replace(context, tense=tense))
    base = sentence.record.start
    text = sentence.record.text[found.start : found.end]
    index = sentence.record.index
    return Timex(base + found.start, base + found.end, found.reading.type, value or "", text, index, found.kind)


def _by_tense(reading: Reading) -> bool:
    """Whether tense decides: a day, month or season without its year, and no word that says which."""
    open_year = (reading.value or "").startswith("XXXX")
    return reading.type in ("DATE", "TIME") and (open_year or reading.unit == "weekend")


def _tense(found: Found, sentence: ParsedSentence) -> Tense:
    before = sentence.record.text[: found.start].rstrip().lower()
    if before.endswith((" since", " until", " by")):
        return "past" if before.endswith("since") else "future"
    head = governing(sentence.tokens_in((found.start, found.end)))
    return tense_at(head) if head is not None else ""


def _holds(found: Found, sentence: ParsedSentence) -> bool:
    """Whether the words are of time here, by their parse: "2014 troops" and "may" are not."""
    if found.kind == "year":
        tokens = sentence.tokens_in((found.start, found.end))
        return not tokens or not _counts(tokens)
    return True


_OPENING = frozenset("in since during by until till the from of early late its their his her this after before".split())


def _counts(tokens: Sequence[Token]) -> bool:
    """Whether a number counts the plural noun behind it, rather than dates it."""
    number = tokens[-1]
    head = number.head
    if number.dep_ != "nummod" or head.tag_ not in ("NNS", "NNPS") or head.i < number.i:
        return False
    before = number.doc[tokens[0].i - 1].lower_ if tokens[0].i else ""
    return before not in _OPENING
