"""When an event happened: by its own clause, then by the clauses it hangs on, then by the day of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from dragoman.coding.time.clauses import (
    VERBS,
    at_some_time,
    continued,
    elsewhere,
    for_long,
    form_of,
    in_clause,
    in_complement,
    in_passing,
    joined_behind,
    known_before,
)
from dragoman.coding.time.distances import distance_from
from dragoman.coding.time.placing import Placed, ahead, long_ago, may_date
from dragoman.language import ParsedSentence, Predicate
from dragoman.records import DateSource, Status, When


def when(
    predicate: Predicate,
    sentence: ParsedSentence,
    times: Sequence[Placed],
    written: tuple[dt.date | None, DateSource],
    status: Status,
    told_before: Sequence[Placed] = (),
) -> When:
    """When a predicate's event happened.

    The expression of its own clause first, then a stated distance from a dated event, then the expression of the
    clause that its own continues; where its clause says that it was at some other, untold time ("recently"), nothing;
    then the sentence's only expression; else the publication date, said to be that, for what is told as past or
    present; else nothing.

    Args:
        predicate: the event's predicate.
        sentence: its sentence.
        times: the sentence's time expressions.
        written: the day that the article speaks from, and what that is taken from (``written_on``).
        status: whether it occurred; what is planned, possible or denied takes no date from publication.
        told_before: the expressions of the sentence before it in its paragraph; where that tells of long ago,
            this is not of the article's day either.
    """
    published, _ = written
    head = predicate.head
    every = list(times)
    if status in ("planned", "possible"):
        every = [ahead(p, published) if in_clause(head, p.token) else p for p in every]
    placed = [p for p in every if may_date(p, published, status, head) and not _long_past(p, head, sentence, published)]
    own = [p for p in placed if in_clause(head, p.token)]
    found = (
        _best(own, head, published)
        or distance_from(head, every, published)
        or _of_verbs(continued(head), head, placed, published)
        or _of_verbs(joined_behind(head), head, placed, published)
        or _best([p for p in placed if in_complement(head, p.token)], head, published)
    )
    if found is not None:
        return found
    if any(p.untold for p in own) or at_some_time(head) or (status != "ongoing" and for_long(head)):
        return When()
    of_sentence = _of_sentence(head, placed, published)
    if of_sentence is None and form_of(head) in ("past", "present") and long_ago(told_before, published):
        return When()
    return of_sentence or _of_article(head, written, status)


def lies_ahead(predicate: Predicate, times: Sequence[Placed], published: dt.date | None) -> bool:
    """Whether a word's own clause or phrase dates it behind the article's day: "the 12 June summit", told in May.

    Weekdays and what is reckoned from another event are not taken: they may lie behind.
    """
    if published is None:
        return False
    tomorrow = published + dt.timedelta(days=1)
    return any(
        p.timex.kind != "weekday"
        and p.days is not None
        and p.days[0] > tomorrow
        and in_clause(predicate.head, p.token)
        and may_date(p, published, "planned", predicate.head)
        for p in times
    )


def _long_past(placed: Placed, head: Token, sentence: ParsedSentence, published: dt.date | None) -> bool:
    """What is told in the present tense was not last week: "deplores the raid on 15 February" (but in a headline)."""
    if published is None or placed.days is None or sentence.record.kind == "title" or head.pos_ not in VERBS:
        return False
    return (published - placed.days[1]).days > 1 and form_of(head) == "present"


def _best(placed: Sequence[Placed], head: Token, published: dt.date | None) -> When | None:
    """The nearest expression; those of a day, week or month before vaguer ones."""
    dated = [p for p in placed if p.days]
    if not dated:
        return None
    fine = ("day", "week", "month")
    return min(dated, key=lambda p: (p.precision not in fine, abs(p.token.i - head.i))).as_when("clause", published)


def _of_verbs(verbs: Iterable[Token], head: Token, placed: Sequence[Placed], published: dt.date | None) -> When | None:
    """The expression of the first of some verbs that has one."""
    for verb in verbs:
        beside = [p for p in placed if in_clause(verb, p.token)]
        if beside:
            return _best(beside, head, published)
    return None


def _of_sentence(head: Token, placed: Sequence[Placed], published: dt.date | None) -> When | None:
    dated = [p for p in placed if p.days]
    if len(dated) != 1 or form_of(head) == "past perfect" or elsewhere(head, dated[0].token):
        return None
    return dated[0].as_when("sentence", published)


def _of_article(head: Token, written: tuple[dt.date | None, DateSource], status: Status) -> When:
    """The day of the article, but for what is told as earlier: in the past perfect, or in passing."""
    published, source = written
    if published is None or status in ("planned", "possible", "denied"):
        return When()
    if form_of(head) == "past perfect" or in_passing(head) or known_before(head):
        return When()
    day = published.isoformat()
    return When(day, day, "day", source)
