"""Which phrases of place tell where a predicate happens: a matter of the parse alone."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.coding.place.names import words_of

_AT = words_of("at")
# Words for a spot that a name may stand beside: "at Kabul airport", "in the capital of Chad", "near the Syrian border".
SPOTS = words_of("spot")
_HOUSES = words_of("house")
_BODIES = words_of("body")
_ABOUT = frozenset({"on", "off"})  # "on Syria" is a topic, "on the Syrian coast" a place
_CHAIN = frozenset({"compound", "nmod", "poss", "conj", "appos", "amod", "npadvmod"})
# What stands behind these is another happening, with a place of its own.
_APART = words_of("apart")
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def above(token: Token) -> list[Token]:
    """The words that a name's word belongs to within its phrase, nearest first: "capital" of "the capital of Chad"."""
    out = []
    while token.dep_ in _CHAIN or (token.dep_ == "pobj" and token.head.lower_ in ("of", "between", "with")):
        token = token.head if token.dep_ in _CHAIN else token.head.head
        out.append(token)
    return out


def is_spot(token: Token) -> bool:
    """Whether a noun is a kind of place."""
    return token.lower_ in SPOTS


def preposition_of(token: Token) -> Token | None:
    """The preposition of place that a name's phrase hangs on: "near" of "near the city of Gao"."""
    for word in [token, *above(token)]:
        if word != token and word.pos_ not in ("PROPN", "NUM") and not is_spot(word):
            return None
        if word.dep_ == "pobj" and word.head.lower_ in _AT:
            return word.head if word != token or word.head.lower_ not in _ABOUT else None
    return None


def happens_at(preposition: Token, head: Token, speech: bool) -> bool:
    """Whether a phrase of place tells where a predicate happens.

    Args:
        preposition: the phrase's.
        head: the predicate's word.
        speech: whether it is a speech act, whose objects have places of their own.
    """
    holder = _holder(preposition)
    if preposition.i > head.sent.start and preposition.nbor(-1).lower_ in _BODIES:  # "the government in Kyiv"
        return False
    if holder == head:
        return True
    if any(t.lower_ in _APART for t in _path(holder, head)):
        return False
    return _of_speech(holder, preposition, head) if speech else _of_act(holder, head)


def _of_speech(holder: Token, preposition: Token, head: Token) -> bool:
    """ "condemned in Paris", "said in Paris that it rejects", "the embassy in Paris rejected" """
    verbs = [_verb(head)]
    if verbs[0].dep_ == "ccomp":
        verbs.append(verbs[0].head)
    if holder.dep_ in _SUBJECTS and holder.head in verbs:
        return holder.lower_ in _HOUSES or preposition.nbor(-1).text == ","
    return holder in verbs


def _of_act(holder: Token, head: Token) -> bool:
    """Whether what a phrase of place hangs on belongs to an act: its verb, what it takes, a clause of means."""
    verb = _verb(holder)
    told = verb.dep_ in ("acl", "relcl") and verb.head == head  # "talks that go on in Geneva"
    if verb != _verb(head) and not told and not _of_argument(holder, head):
        return False
    if holder.pos_ in ("VERB", "AUX"):
        return True
    return not (holder.lower_ in _BODIES or (holder.pos_ == "PROPN" and holder.lower_ not in _HOUSES))


def _holder(preposition: Token) -> Token:
    """The word that a phrase hangs on, other prepositions passed over."""
    holder = preposition.head
    while holder.pos_ in ("ADP", "SCONJ") and holder.head != holder:
        holder = holder.head
    return holder


def _path(token: Token, head: Token) -> Iterator[Token]:
    """The words from one up to a predicate, or to the verb of its clause."""
    while token.head != token and token != head and token.pos_ not in ("VERB", "AUX"):
        token = token.head
        yield token


def _of_argument(holder: Token, head: Token) -> bool:
    """ "shot two men *working* in Khost": a participle that modifies what the predicate takes."""
    return bool(holder.dep_ == "acl" and _verb(holder.head) == _verb(head) and holder.head.i > head.i)


def _verb(token: Token) -> Token:
    """The verb whose clause a word stands in; a clause of means ("killed by driving ...") belongs to the verb's."""
    while token.head != token and (token.pos_ not in ("VERB", "AUX") or token.dep_ in ("aux", "auxpass", "pcomp")):
        token = token.head
    return token


def pointing(head: Token) -> Iterator[Token]:
    """The "there" and "here" of a predicate's clause."""
    for word in (head, *head.children, *_verb(head).children):
        if word.lower_ in ("there", "here") and word.dep_ == "advmod":
            yield word


def antecedent(head: Token) -> Token | None:
    """The noun whose place a clause is set in: "Singapore" of "Singapore, where they will meet"."""
    verb = _verb(head)
    where = any(c.lower_ == "where" for c in verb.children)
    return verb.head if where and verb.dep_ == "relcl" else None
