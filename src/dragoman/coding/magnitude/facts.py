"""What a sentence states of people, one clause at a time: so many killed, injured, arrested, abducted, fled, marching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from dragoman.coding.magnitude.people import Numbers, Tally, people
from dragoman.coding.magnitude.words import lemma_of, roles_of, words
from dragoman.language import predicate
from dragoman.language.predicates import conjuncts

_SKIPPED = frozenset(
    "were was been being are is be have had has left lay found feared reported presumed confirmed declared pronounced also "
    "believed reportedly seriously badly critically severely slightly lightly and".split()
)
_EXCLUSIVE = frozenset({"dead", "injured"})  # "killed or wounded 30": so many of both, nobody knows of which
_HARM = frozenset({"dead", "injured", "arrested", "abducted"})


@dataclass(frozen=True, slots=True)
class Fact:
    """So many people, of whom the ``anchor`` says what became of them or what they do."""

    kind: str
    tally: Tally
    anchor: Token

    @property
    def span(self) -> tuple[int, int]:
        """First and last token of what states it."""
        return min(self.tally.first, self.anchor.i), max(self.tally.last, self.anchor.i)


def facts(span: Span, numbers: Numbers) -> list[Fact]:
    """All that a sentence states, in its order."""
    out: list[Fact] = []
    for token in span:
        for fact in _at(token, numbers):
            if not any(f.kind == fact.kind and f.tally.first == fact.tally.first for f in out):
                out.append(fact)
    return sorted(out, key=lambda f: f.span)


def _at(token: Token, numbers: Numbers) -> Iterator[Fact]:
    for kind, role in roles_of(_word(token)):
        heads = _heads(token, kind, role)
        tally = people(heads, numbers) if heads else None
        if tally is None and role in ("obj", "state") and _participle(token):
            tally = people(_before(token), numbers)
        if tally is not None and _worth(kind, tally) and not _not_this(token, kind, role, tally):
            yield Fact(kind, tally, token)
    yield from _to_death(token, numbers)
    yield from _toll(token, numbers)


def _word(token: Token) -> str:
    return token.lower_ if token.lower_ in ("dead", "wounded", "injured", "displaced") and token.pos_ != "VERB" else lemma_of(token)


def _participle(token: Token) -> bool:
    return token.pos_ != "VERB" or token.tag_ in ("VBN", "VBD")


def _worth(kind: str, tally: Tally) -> bool:
    """Harm to one or to some is news of its own; that "marchers marched" is not."""
    return kind in _HARM or (tally.value != 1 if tally.value is not None else (tally.low or 0) > 2)


def _heads(token: Token, kind: str, role: str) -> list[Token]:
    """The nouns that a word says it of."""
    if role == "obj" and token.pos_ in ("VERB", "AUX"):
        return _patients(token)
    if role == "subj" and token.pos_ in ("VERB", "AUX"):
        view = predicate(token)
        return view.slots.get("subj") or view.slots.get("obj") or []
    if role == "act" and token.pos_ in ("NOUN", "PROPN"):
        return _of_or_owner(token)
    if token.lower_ == "lives" and token.head.lemma_ == "lose" and token.dep_ == "dobj" and any(c.dep_ == "poss" for c in token.children):
        return predicate(token.head).slots.get("subj") or []
    if role == "unit" and token.pos_ in ("NOUN", "PROPN", "ADJ"):
        return [token]
    if role == "state" and token.pos_ != "VERB":
        return _before(token)
    return []


def _patients(verb: Token) -> list[Token]:
    """Who is killed, wounded, arrested: the object; without one, the subject ("Policeman killed in ambush")."""
    view = predicate(verb)
    heads = view.slots.get("obj") or []
    if heads or "by" in view.slots:
        return heads
    if verb.tag_ in ("VBN", "VBD") and not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        own = [t for c in verb.children if c.dep_ == "nsubj" for t in conjuncts(c)]
        return own
    return []


def _of_or_owner(noun: Token) -> list[Token]:
    heads = [t for p in noun.children if p.lower_ == "of" for o in p.children if o.dep_ == "pobj" for t in conjuncts(o)]
    return heads or [c for c in noun.children if c.dep_ == "poss"]


def _before(token: Token) -> list[Token]:
    """The phrase that ends right before a state ("left five dead", "12 people feared dead")."""
    place = token.i - 1
    while place > token.sent.start and token.i - place < 5 and token.doc[place].lower_ in _SKIPPED:
        place -= 1
    if place < token.sent.start or token.doc[place].pos_ not in ("NOUN", "NUM", "PROPN", "PRON"):
        return []
    head = token.doc[place]
    while head.dep_ == "conj" and head.head.pos_ in ("NOUN", "NUM", "PROPN") and head.head.i < head.i:
        head = head.head
    return [t for t in conjuncts(head) if t.i <= place]


def _not_this(token: Token, kind: str, role: str, tally: Tally) -> bool:
    """What looks like a count of this kind and is none."""
    if role == "unit" and tally.first == tally.last == token.i:
        return True
    if role == "unit" and tally.low == 2 and tally.value is None:
        return True
    if kind in _EXCLUSIVE and role == "obj":
        return _shared(token)
    return False


def _shared(verb: Token) -> bool:
    """ "killed or wounded": one number for the dead and the injured together."""
    for step in (1, -1):
        place = verb.i + 2 * step
        if verb.sent.start <= place < verb.sent.end and verb.doc[verb.i + step].lower_ in ("and", "or"):
            other = {kind for kind, role in roles_of(lemma_of(verb.doc[place])) if role == "obj"}
            own = {kind for kind, role in roles_of(lemma_of(verb)) if role == "obj"}
            if other & _EXCLUSIVE and not other & own:
                return True
    return False


def _to_death(token: Token, numbers: Numbers) -> Iterator[Fact]:
    """ "shot dead 12 men", "were beaten to death"."""
    after = token.doc[token.i + 1 : min(token.i + 8, token.sent.end)]
    if token.pos_ == "VERB" and lemma_of(token) in words("to death", "verb"):
        for place, word in enumerate(after):
            if word.lower_ == "dead" or (word.lower_ == "death" and place and after[place - 1].lower_ == "to"):
                tally = people(_patients(token), numbers)
                if tally is not None:
                    yield Fact("dead", tally, token)
                return


def _toll(token: Token, numbers: Numbers) -> Iterator[Fact]:
    """ "the death toll from the blast rose to 45"; a toll that an attack brings to 45 counts more than the attack."""
    if token.lower_ != "toll" or token.dep_ not in ("nsubj", "nsubjpass"):
        return
    verb = token.head
    places = [c for c in verb.children if c.dep_ in ("dobj", "attr", "npadvmod")]
    places += [o for p in verb.children if p.dep_ == "prep" and p.lower_ in ("to", "at") for o in p.children]
    for place in places:
        found = numbers.at(place) or numbers.before(place)
        if found is not None and found[0] > verb.i:
            first, last, number = found
            yield Fact("dead", Tally(number.value, number.low, number.high, first, last), token)
            return
