"""What a sentence states of people, word by word: so many killed, injured, arrested, abducted, fled, marching."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from spacy.tokens import Span, Token

from dragoman.coding.magnitude.people import Numbers, Tally, people
from dragoman.coding.magnitude.words import idioms_of, is_person, lemma_of, roles_of, words
from dragoman.language import predicate
from dragoman.language.predicates import clause_subject, conjuncts

_SKIPPED = frozenset(
    "were was been being are is be have had has left lay found feared reported presumed confirmed declared pronounced "
    "also believed reportedly seriously badly critically severely slightly lightly and".split()
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
    return sorted((fact for token in span for fact in _at(token, numbers)), key=lambda f: f.span)


def _at(token: Token, numbers: Numbers) -> Iterator[Fact]:
    for kind, role in _says(token):
        tally = people(_heads(token, role, numbers), numbers)
        if tally is not None and _worth(kind, tally) and not _not_this(token, kind, role, tally):
            yield Fact(kind, tally, token)
    yield from _idiom(token, numbers)
    yield from _toll(token, numbers)


def _says(token: Token) -> list[tuple[str, str]]:
    """What a word says, and of whom: pairs of kind and role."""
    found = [key for key in roles_of(lemma_of(token)) if key[1] != "state"]
    if token.pos_ == "VERB":
        for child in token.children:
            if child.dep_ == "prt" or child.lower_ in ("part", "to", "up", "down", "out"):
                found += roles_of(f"{lemma_of(token)} {child.lower_}")
    return found + [key for key in roles_of(token.lower_) if key[1] == "state"]


def _worth(kind: str, tally: Tally) -> bool:
    """Harm to one or to some is news of its own; that "marchers marched" is not."""
    return kind in _HARM or (tally.value != 1 if tally.value is not None else (tally.low or 0) > 2)


def _heads(token: Token, role: str, numbers: Numbers) -> list[Token]:
    """The nouns that a word says it of."""
    verb, noun = token.pos_ in ("VERB", "AUX"), token.pos_ in ("NOUN", "PROPN")
    if role in ("obj", "surely") and verb:
        heads = _patients(token, numbers)
        return heads if role == "obj" else [t for t in heads if is_person(t) or t.ent_type_ in ("PERSON", "NORP")]
    if role == "subj" and verb:
        view = predicate(token)
        return view.slots.get("subj") or view.slots.get("obj") or []
    if role == "act" and noun:
        return _of_or_owner(token)
    if token.lower_ == "lives" and any(c.dep_ == "poss" for c in token.children):
        return _bereft(token.head)
    if role == "unit" and (noun or token.pos_ == "ADJ"):
        return [token]
    return _before(token) if role == "state" and not verb else []


def _bereft(verb: Token) -> list[Token]:
    """ "*Five* lost their lives", "it cost *five* their lives"."""
    if verb.lemma_ == "lose":
        return clause_subject(verb)
    return predicate(verb).slots.get("iobj", []) if verb.lemma_ == "cost" else []


def _patients(verb: Token, numbers: Numbers) -> list[Token]:
    """Who is killed, wounded, arrested: the object; without one, the subject ("Policeman killed in ambush")."""
    participle = verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    if participle and verb.i > verb.sent.start and numbers.at(verb.nbor(-1)):
        return _before(verb)
    after = _after(verb, numbers)
    view = predicate(verb)
    heads = _whole_list(view.slots.get("obj") or [])
    if after and after[0] not in heads:
        return after
    if heads or "by" in view.slots or not participle:
        return heads
    own = [t for c in verb.children if c.dep_ == "nsubj" for t in conjuncts(c)]
    if not own and verb.dep_ == "conj" and verb.head.tag_ in ("VBN", "VBD"):  # "were shot and killed"
        return [] if any(c.dep_ == "dobj" for c in verb.head.children) else _patients(verb.head, numbers)
    return own or _before(verb)


def _whole_list(heads: list[Token]) -> list[Token]:
    """All of a list of which the parser hung the verb on the last alone ("40 Greeks and 12 Turks killed in ...")."""
    first = heads[0] if len(heads) == 1 else None
    while (
        first is not None
        and first.dep_ == "conj"
        and first.head.pos_ in ("NOUN", "PROPN")
        and first.i - first.head.i < 5
    ):
        first = first.head
    return conjuncts(first) if first is not None else heads


def _after(verb: Token, numbers: Numbers) -> list[Token]:
    """The noun that the number right behind a verb counts, whatever the parser made of it."""
    found = next((f for f in numbers.found if f[0] == verb.i + 1), None)
    if found is None:
        return []
    behind = verb.doc[found[1] + 1 : min(found[1] + 6, verb.sent.end)]
    nouns = list(takewhile(lambda t: t.pos_ in ("NOUN", "PROPN", "ADJ", "DET") or t.lower_ == "of", behind))
    last = next((n for n, t in enumerate(nouns) if t.pos_ == "NOUN" and t.dep_ != "compound"), None)
    if last is not None and nouns[0].lower_ != "of":
        return conjuncts(nouns[last])
    return [verb.doc[found[1]], *_and_another(found[1] + len(nouns) + 1, verb, numbers)]


def _and_another(place: int, verb: Token, numbers: Numbers) -> list[Token]:
    """What a second number counts, where the first counts a people named by an adjective: "30 Thai and 5 Lao"."""
    found = next((f for f in numbers.found if f[0] == place + 1), None)
    if found is None or verb.doc[place].lower_ != "and" or verb.doc[found[1]].dep_ != "nummod":
        return []
    noun = verb.doc[found[1]].head
    return [noun] if noun.i > found[1] else []


def _of_or_owner(noun: Token) -> list[Token]:
    """Whose death, arrest, eviction: the of-phrases' nouns ("of the abbot and of two monks"), else the owner."""
    phrases = [p for p in noun.children if p.lower_ == "of"]
    phrases += [q for p in phrases for q in p.children if q.dep_ == "conj" and q.lower_ == "of"]
    heads = [t for p in phrases for o in p.children if o.dep_ == "pobj" for t in conjuncts(o)]
    owners = [c for c in noun.children if c.dep_ == "poss"]
    return heads or (owners if noun.lemma_ not in ("life", "body") else [])


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


def _idiom(token: Token, numbers: Numbers) -> Iterator[Fact]:
    """ "shot dead 12 men", "took 20 tourists hostage", "has 30 people in custody", "drove 500 from their homes"."""
    kind = next((key[0] for key in idioms_of(token.lower_)), None)
    verb = next((t for t in islice(token.ancestors, 3) if t.pos_ in ("VERB", "AUX")), None) if kind else None
    if kind is None or verb is None:
        return
    tally = people(_idiom_heads(token, kind, verb, numbers), numbers)
    if tally is not None:
        yield Fact(kind, tally, verb)


def _idiom_heads(token: Token, kind: str, verb: Token, numbers: Numbers) -> list[Token]:
    """Of whom an idiom says it; empty where verb and noun make none."""
    lemma = lemma_of(verb)
    if kind == "dead" and lemma not in words("to death", "verb"):
        return []
    if kind == "displaced" and lemma not in words("from home", "verb"):
        return clause_subject(verb) if lemma in ("leave", "abandon") and token.dep_ == "dobj" else []
    if kind == "abducted" and token.tag_ == "NNS":
        return [token] if token.dep_ == "dobj" and lemma in words("captive", "verb") else []
    if token.lower_ == "arrest":
        under = token.dep_ == "pobj" and token.head.lower_ == "under"
        return (clause_subject(verb) if lemma == "be" else _patients(verb, numbers)) if under else []
    near = _before(token.head if token.dep_ == "pobj" else token)
    if near and numbers.at(near[-1]):
        return near
    heads = [t for t in _patients(verb, numbers) if t.i != token.i]
    return heads if people(heads, numbers) else near


_SUMMED = {
    "dead": "dead", "killed": "dead", "died": "dead", "deaths": "dead", "injured": "injured", "wounded": "injured",
    "arrested": "arrested", "detained": "arrested", "protesters": "participants", "demonstrators": "participants",
}  # fmt: skip


def _kind_summed(token: Token) -> str | None:
    """Of whom a "number of ..." is: of the dead, the injured, those at a march."""
    said = [t.lower_ for t in token.subtree]
    return next((_SUMMED[w] for w in said if w in _SUMMED), "participants" if "people" in said else None)


def _toll(token: Token, numbers: Numbers) -> Iterator[Fact]:
    """ "the death toll from the blast rose to 45", "put the number of dead at 31".

    A toll that an attack brings to 45 counts more than the attack and is left out.
    """
    if token.lower_ not in ("toll", "number"):
        return
    verb = token.head
    kind = "dead" if token.lower_ == "toll" else _kind_summed(token)
    told = token.dep_ in ("nsubj", "nsubjpass") or (token.dep_ == "dobj" and verb.lemma_ in ("put", "estimate"))
    if kind is None or not told:
        return
    places = [c for c in verb.children if c.dep_ in ("dobj", "attr", "npadvmod") and c.i > verb.i and c != token]
    places += [o for p in verb.subtree if p.dep_ == "prep" and p.lower_ in ("to", "at") for o in p.children]
    for place in places:
        found = numbers.at(place) or numbers.before(place)
        if found is not None and found[0] > verb.i:
            first, last, number = found
            tally = Tally(number.value, number.low, number.high, first, last)
            yield from (Fact(kind, tally, anchor) for anchor in ((token, verb) if token.dep_ == "dobj" else (token,)))
            return
