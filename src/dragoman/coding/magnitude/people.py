"""How many people a noun phrase names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from dragoman.coding.magnitude.numbers import Number, numbers_in
from dragoman.coding.magnitude.words import is_person, lemma_of, may_be_people, words
from dragoman.language.predicates import conjuncts

_NOBODY = frozenset({"nobody", "none", "no-one"})
_HE = frozenset({"he", "him", "his", "she", "her"})
_THEY = frozenset({"they", "them", "their", "we", "us", "our"})
_ONE = frozenset({"a", "an", "one", "another", "single", "lone"})


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of people, with the tokens (first and last index) that say it."""

    value: float | None
    low: float | None
    high: float | None
    first: int
    last: int


class Numbers:
    """The numbers of a sentence by the tokens they cover."""

    def __init__(self, span: Span) -> None:
        """Args: ``span`` the parsed sentence."""
        self.found: list[tuple[int, int, Number]] = []
        numbers = numbers_in(span.text)
        if numbers:
            places = [(t.idx - span.start_char, t.idx - span.start_char + len(t), t.i) for t in span]
            for number in numbers:
                inside = [i for start, end, i in places if start < number.end and end > number.start]
                if inside:
                    self.found.append((inside[0], inside[-1], number))

    def at(self, token: Token) -> tuple[int, int, Number] | None:
        """The number that a token is part of."""
        return next((f for f in self.found if f[0] <= token.i <= f[1]), None)

    def before(self, token: Token) -> tuple[int, int, Number] | None:
        """The number that counts a noun: the nearest to its left, with only words of its own phrase between."""
        for found in reversed(self.found):
            if found[1] < token.i:
                between = token.doc[found[1] + 1 : token.i]
                return found if len(between) <= 6 and all(map(_inside_phrase, between)) else None
        return None


def _inside_phrase(token: Token) -> bool:
    if token.lower_ in ("of", "the", "other", "more", "-", "“", '"', "’s", "'s"):
        return True
    if token.lower_ == "and":
        return token.nbor(-1).pos_ in ("ADJ", "PROPN") and token.nbor(1).pos_ in ("ADJ", "PROPN")
    return token.pos_ in ("ADJ", "NOUN", "PROPN", "DET") or token.tag_ in ("VBN", "VBG", "POS", "HYPH")


def people(heads: Sequence[Token], numbers: Numbers) -> Tally | None:
    """How many people the coordinated heads of a phrase name together; None where they name none for certain.

    A singular person is one, a bare plural at least two; animals and things among the heads are left out, and parts
    of what was counted already ("three people, two of them children") are not added.
    """
    listed = [h for n, h in enumerate(_with_list(heads, numbers)) if not (n and _is_part(h, heads[0]))]
    found = [_of_one(head, numbers) for head in listed]
    if any(found):
        found = [tally or _one_more(head) for head, tally in zip(listed, found, strict=True)]
    tallies: list[Tally] = []
    for head, tally in zip(listed, found, strict=True):
        shares = tallies and tally and tally.value is None and tally.low == 2 and not list(head.lefts)
        if tally and not shares and not any(t.first == tally.first for t in tallies):
            tallies.append(tally)  # but in "2,000 women and children" the number is of both
    return _together(tallies)


def _with_list(heads: Sequence[Token], numbers: Numbers) -> list[Token]:
    """The heads, and what a list has behind the first where the parser took it for an apposition."""
    out = list(heads)
    for head in heads:
        if numbers.at(head) is None and numbers.before(head) is None and head.tag_ in ("NN", "NNP"):
            for child in head.children:
                if child.dep_ == "appos" and any(c.dep_ == "conj" for c in child.children):
                    out += [t for t in conjuncts(child) if t not in out]
    return out


def _one_more(head: Token) -> Tally | None:
    """ "six students and a surgeon": in such company any singular is a person."""
    if head.tag_ == "NN" and may_be_people(head) and any(c.dep_ in ("det", "poss", "nummod") for c in head.children):
        return Tally(1, 1, 1, head.left_edge.i, head.i)
    return None


def _together(tallies: Sequence[Tally]) -> Tally | None:
    if not tallies:
        return None

    def total(values: list[float | None]) -> float | None:
        known = [v for v in values if v is not None]
        return sum(known) if len(known) == len(values) else None

    return Tally(
        total([t.value for t in tallies]),
        total([t.low for t in tallies]),
        total([t.high for t in tallies]),
        min(t.first for t in tallies),
        max(t.last for t in tallies),
    )


def _is_part(head: Token, first: Token) -> bool:
    """Whether a coordinated noun names some of those counted before it."""
    between = head.doc[first.i + 1 : head.i]
    if any(t.lower_ in ("including", "included", "among") for t in between):
        return True
    after = head.doc[head.i + 1 : min(head.i + 3, head.sent.end)]
    return len(after) == 2 and after[0].lower_ == "of" and after[1].lower_ in ("them", "whom", "these")


def _of_one(head: Token, numbers: Numbers) -> Tally | None:
    if head.pos_ == "PRON" and head.tag_ in ("PRP", "PRP$"):
        return _uncounted(head)
    if lemma_of(head) in words("people", "group") or head.lower_ in ("dozens", "lives"):
        inner = [t for p in head.children if p.lower_ == "of" for t in p.children if t.dep_ == "pobj"]
        counted = [_counted(t, numbers) for t in inner]
        if counted and counted[0] is not None:
            return counted[0]
    return _none_at_all(head) or _counted(head, numbers) or _uncounted(head)


def _none_at_all(head: Token) -> Tally | None:
    """ "nobody", "no one", "no civilians", "no arrests"."""
    if head.lower_ in _NOBODY:
        return Tally(0, 0, 0, head.i, head.i)
    no = next((c for c in head.children if c.lower_ in ("no", "neither")), None)
    if no is None and head.lower_ == "one" and head.i > head.sent.start:
        no = head.nbor(-1)
    if no is None or no.lower_ not in ("no", "neither") or no.i >= head.i or no.nbor(1).is_punct:  # "No. 2 leader"
        return None
    counted = head.lower_ == "one" or is_person(head) or lemma_of(head) in _UNITS
    return Tally(0, 0, 0, no.i, head.i) if counted else None


_UNITS = frozenset("death fatality life injury arrest detention casualty abduction".split())


def _counted(head: Token, numbers: Numbers) -> Tally | None:
    own = numbers.at(head)
    found = own or numbers.before(head)
    if found is None:
        return None
    first, last, number = found
    noun = head if own is None else _counted_noun(head)
    if not may_be_people(noun) or not may_be_people(head) or _is_year(number, head, own is not None):
        return None
    return Tally(number.value, number.low, number.high, first, max(noun.i, last))


def _counted_noun(head: Token) -> Token:
    """ "dozens of villagers": the noun behind a number that heads its phrase."""
    for prep in head.children:
        if prep.lower_ == "of" and prep.i > head.i:
            for noun in prep.children:
                if noun.dep_ == "pobj" and noun.lower_ not in ("them", "whom"):
                    return noun
    return head


def _is_year(number: Number, head: Token, alone: bool) -> bool:
    """ "the 2011 arrests", "killed in 1999": four digits that can be a year."""
    if number.value is None or not 1900 <= number.value <= 2100 or number.end - number.start != 4:
        return False
    return alone or not is_person(head)


def _uncounted(head: Token) -> Tally | None:
    """One for a singular person, at least two for a plural."""
    one, some = Tally(1, 1, 1, head.left_edge.i, head.i), Tally(None, 2, None, head.left_edge.i, head.i)
    if head.pos_ == "PRON":
        return one if head.lower_ in _HE else some if head.lower_ in _THEY else None
    if head.pos_ == "PROPN" and not is_person(head):
        return _name(head, one, some)
    if not is_person(head):
        return None
    plural = head.tag_ in ("NNS", "NNPS") or head.lower_ in ("people", "police")
    return some if plural else one


def _name(head: Token, one: Tally, some: Tally) -> Tally | None:
    if head.ent_type_ == "PERSON":
        return one
    if head.ent_type_ == "NORP":
        if head.tag_ == "NNPS" or head.lower_.endswith("s"):
            return some
        return one if any(c.lower_ in _ONE for c in head.children) else None
    return None
