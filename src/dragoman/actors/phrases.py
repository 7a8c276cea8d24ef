"""The phrase around a name: the words of a place, of a water, at an edge, joined to others."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors.gazetteer import Match
from dragoman.language import ParsedSentence

LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "throughout", "within"})
_WATERS_OF = frozenset({"Gulf", "Sea", "Bay", "Strait", "Straits", "Isthmus", "Horn"})
WATERS = frozenset({"Gulf", "Sea", "Ocean", "Strait", "Straits", "Channel"})
_EDGES = frozenset("coast coasts coastline shore shores waters border borders frontier outskirts".split())
MODIFIERS = frozenset({"amod", "compound", "nmod", "poss"})


def place_name(token: Token) -> str:
    """The words of a place's name: "Khost" of "the eastern province of Khost", "New York", "Gulf of Oman" of "Oman"."""
    first = token  # "York" hangs on "City" and "New" on "York"
    while (
        first.i
        and (before := first.nbor(-1)).dep_ == "compound"
        and before.pos_ == "PROPN"
        and before.head.i <= token.i
    ):
        first = before
    name = token.doc[first.i : token.i + 1].text
    water = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else None
    return f"{water.text} of {name}" if water is not None and water.text in _WATERS_OF else name


def word_before(sentence: ParsedSentence, match: Match) -> Token | None:
    """The word right before a name within its sentence."""
    first = next((t for t in sentence.span if match.start <= t.idx < match.end), None)
    return first.nbor(-1) if first is not None and first.i > sentence.span.start else None


def name_behind(sentence: ParsedSentence, token: Token) -> Token | None:
    """The last word of the name that begins right behind a word."""
    name = token.nbor(1) if token.i + 1 < sentence.span.end else token
    while name.dep_ == "compound" and name.head.i > name.i:
        name = name.head
    titled = name.head != token or name.dep_ == "appos"  # not "the rebels Assad calls terrorists"
    called = titled and not any(a.dep_ == "relcl" and a.head == token for a in name.ancestors)
    return name if name is not token and called and token.nbor(1).pos_ == "PROPN" else None


def of_a_water(first: Token, last: Token) -> bool:
    """Whether a name is part of a water's, for which no state stands: "the Gulf of Oman", "the South China Sea"."""
    sentence = last.sent
    if first.i >= sentence.start + 2 and first.nbor(-1).lower_ == "of" and first.nbor(-2).text in _WATERS_OF:
        return True
    return last.i + 1 < sentence.end and last.nbor(1).text in WATERS


def first_joined(token: Token) -> Token:
    """The first of those that "and" joins a word to: "Afghan" of "Afghan and Pakistani"."""
    while token.dep_ == "conj" and token.head != token:
        token = token.head
    return token


def at_an_edge(token: Token) -> bool:
    """Whether a state is named for where its edge is, "off the coast of Iran"; "closed its border with it" means it."""
    token = first_joined(token)
    if token.dep_ in MODIFIERS:
        token = token.head
    elif token.dep_ == "pobj" and token.head.lower_ in ("of", "with", "between"):
        token = token.head.head
    return token.lower_ in _EDGES and token.dep_ == "pobj"
