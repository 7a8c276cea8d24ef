"""The counts of an event: of all that its sentence states, what belongs to it and is of a kind its type can have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from dragoman.coding.magnitude.belonging import belonging
from dragoman.coding.magnitude.facts import facts
from dragoman.coding.magnitude.money import Sum, sums_in
from dragoman.coding.magnitude.people import Numbers, Tally, people
from dragoman.coding.magnitude.words import lemma_of, words
from dragoman.language import ParsedSentence, Predicate
from dragoman.language.predicates import conjuncts
from dragoman.records import Count

_WANTED = {
    "ASSAULT": ("dead", "injured", "abducted", "displaced"),
    "COERCE": ("arrested", "displaced", "amount"),
    "PROTEST": ("dead", "injured", "arrested", "participants"),
    "MOBILIZE": ("troops",),
    "RETREAT": ("troops", "amount"),
    "CONCEDE": ("troops", "amount"),
    "AID": ("amount", "troops"),
    "AGREE": ("amount", "troops"),
    "COOPERATE": ("amount", "troops"),
    "REQUEST": ("amount", "troops"),
    "THREATEN": ("amount", "troops"),
    "REJECT": ("amount", "troops"),
    "SANCTION": ("amount",),
    "SUPPORT": ("amount",),
}
_OF_PEOPLE = frozenset({"dead", "injured", "arrested", "abducted", "displaced", "participants"})


def magnitude(event_type: str, view: Predicate, sentence: ParsedSentence) -> dict[str, Count]:
    """The counts that a sentence states of an event.

    Args:
        event_type: decides which kinds of count are looked for.
        view: the predicate that evokes the event.
        sentence: where it stands.

    Returns:
        Counts by kind, as in ``records.MAGNITUDES``; a kind of which the event's own clauses state nothing is left
        out. Beside "amount" with its currency stands "amount_usd" where the sum is stated in US dollars.
    """
    wanted = _WANTED.get(event_type)
    if wanted is None:
        return {}
    span = sentence.span
    out: dict[str, Count] = {}
    numbers = Numbers(span)
    if _OF_PEOPLE & set(wanted):
        for fact in belonging(view.head, facts(span, numbers)):
            kind = "arrested" if event_type == "COERCE" and fact.kind == "abducted" else fact.kind
            if kind in wanted and kind not in out:
                out[kind] = _count(fact.tally, span)
    if "participants" in wanted and "participants" not in out:
        out |= _named("participants", _marchers(view, numbers), span)
    if "troops" in wanted and numbers.found and lemma_of(view.head) not in words("release", "verb"):
        out |= _named("troops", _troops(view.head, span, numbers), span)
    if "amount" in wanted:
        out |= _money(view.head, span)
    return out


def _count(tally: Tally, span: Span) -> Count:
    text = span.doc[tally.first : tally.last + 1].text
    return Count(_whole(tally.value), _whole(tally.low), _whole(tally.high), text)


def _named(kind: str, tally: Tally | None, span: Span) -> dict[str, Count]:
    return {kind: _count(tally, span)} if tally is not None else {}


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _marchers(view: Predicate, numbers: Numbers) -> Tally | None:
    """Who takes part: the subject of what the protest does, the of- or by-phrase of a noun for it."""
    found = numbers.before(view.head)
    if found is not None and "strong" in view.head.doc[found[0] : found[1] + 1].text:  # "the 3,000-strong march"
        return Tally(found[2].value, found[2].low, found[2].high, found[0], found[1])
    slots = ("subj", "of", "by", "with", "involving") if view.pos == "noun" else ("subj", "by")
    for slot in slots:
        tally = people([t for t in view.fill(slot) if t.pos_ != "VERB"], numbers)
        if tally is not None and (tally.low or tally.value or 0) > 2:
            return tally
    return None


def _troops(trigger: Token, span: Span, numbers: Numbers) -> Tally | None:
    """The counted soldiers nearest to the trigger within what it governs; of two at one distance none."""
    found: list[tuple[int, Tally]] = []
    soldiers = [t for t in span if t.pos_ in ("NOUN", "PROPN", "NUM") and lemma_of(t) in words("people", "troops")]
    soldiers = [t for t in soldiers if not _named_before(t)]
    for token in soldiers:
        reach = None if token.dep_ == "conj" and token.head in soldiers else _reach(trigger, token)
        if reach is not None:
            heads = [_whole_of(t, numbers) for t in conjuncts(token) if t in soldiers]
            tally = people([t for t in heads if numbers.at(t) or numbers.before(t)], numbers)
            if tally is not None and ((tally.value or 0) > 1 or (tally.low or 0) > 2):
                found.append((reach, tally))
    return _nearest(found)


def _named_before(noun: Token) -> bool:
    """ "the two men": whoever was named, no soldiers."""
    return lemma_of(noun) == "man" and any(child.lower_ in ("the", "both", "these", "those") for child in noun.lefts)


def _whole_of(noun: Token, numbers: Numbers) -> Token:
    """ "80,000 *of its soldiers*": the number that heads the phrase."""
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else noun
    return above if numbers.at(above) else noun


def _nearest(found: Sequence[tuple[int, Tally]]) -> Tally | None:
    if not found:
        return None
    least = min(reach for reach, _ in found)
    best = [tally for reach, tally in found if reach == least]
    return best[0] if len(best) == 1 else None


_EDGES = frozenset(
    "dobj pobj prep attr appos nmod compound nummod quantmod amod npadvmod dative conj xcomp pcomp acl nsubj nsubjpass "
    "poss oprd advmod agent dep".split()
)
_CLAUSES = frozenset({"xcomp", "ccomp", "pcomp", "acl", "advcl", "relcl"})
_OR = re.compile(r",?\s*(?:\(\s*)?(?:or|equal to|worth|equivalent to)?\s*")
_APART = frozenset(
    "over about after against before despite since following until like than amid during including".split()
)
_FARTHEST = 8


def _reach(trigger: Token, token: Token) -> int | None:
    """The edges from a noun or number up to the trigger, or to the verb that lends the trigger its objects."""
    lent = _lending(trigger)
    current, clauses = token, 0
    for steps in range(_FARTHEST):
        if current.i == trigger.i or (lent is not None and current.i == lent.i):
            return steps
        clauses += current.dep_ in _CLAUSES
        if current.dep_ == "prep" and current.lower_ in _APART:
            return None
        if clauses > 1 or (current.dep_ not in _EDGES and current.dep_ not in _CLAUSES) or current.head.i == current.i:
            return None
        current = current.head
    return None


def _lending(trigger: Token) -> Token | None:
    """The verb whose objects are a noun's own: "*opened* a credit", "the pledges *reached* 3bn", "*took part* in"."""
    above = trigger.head
    if trigger.pos_ not in ("NOUN", "PROPN"):
        return None
    if trigger.dep_ in ("dobj", "nsubjpass", "attr"):
        return above
    if trigger.dep_ == "nsubj" and above.lemma_ in words("sum", "verb"):
        return above
    joins = trigger.dep_ == "pobj" and above.lower_ == "in" and above.head.lemma_ in ("take", "participate", "join")
    return above.head if joins else None


def _money(trigger: Token, span: Span) -> dict[str, Count]:
    """The sum nearest to the trigger within what it governs, and its value in US dollars where that is stated."""
    sums = sums_in(span.text)
    near = [(reach, s) for s in sums if (reach := _sum_reach(trigger, s, span)) is not None]
    if not near:
        return {}
    least = min(reach for reach, _ in near)
    first, *others = [s for reach, s in near if reach == least]
    if others and not _same_sum(first, others[0], span):
        return {}
    out = {"amount": _amount(first, span)}
    for one in [first, *(s for s in sums if _same_sum(first, s, span))]:
        if one.currency == "USD":
            out["amount_usd"] = _amount(one, span)
            break
    return out


def _amount(one: Sum, span: Span) -> Count:
    number = one.number
    return Count(
        _whole(number.value), _whole(number.low), _whole(number.high), span.text[one.start : one.end], one.currency
    )


def _same_sum(first: Sum, second: Sum, span: Span) -> bool:
    """Whether a second sum is the first in another currency: "500 million euros ($540 million)"."""
    if first.currency == second.currency or second.start < first.end:
        return False
    return bool(_OR.fullmatch(span.text[first.end : second.start]))


def _sum_reach(trigger: Token, one: Sum, span: Span) -> int | None:
    places = [_reach(trigger, t) for t in _tokens(one, span)]
    known = [p for p in places if p is not None]
    return min(known) if known else None


def _tokens(one: Sum, span: Span) -> Iterator[Token]:
    for token in span:
        start = token.idx - span.start_char
        if start < one.end and start + len(token) > one.start:
            yield token
