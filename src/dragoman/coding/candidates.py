"""Words that may tell an event: verbs, and nouns and adjectives that are known to."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Token

from dragoman.language import ParsedSentence
from dragoman.language.clauses import is_infinitive

_NEVER = frozenset("be have do say get go seem become appear remain".split())


def candidates(sentence: ParsedSentence, evokes: Callable[[Token], bool]) -> Iterator[Token]:
    """The tokens of a sentence that may tell an event.

    Args:
        sentence: the parsed sentence.
        evokes: whether a noun or adjective is known to tell events (it starts a frame, or the schoolbook has it).
    """
    for token in sentence.span:
        if token.pos_ == "VERB":
            if token.lemma_.lower() not in _NEVER or evokes(token):
                yield token
        elif token.pos_ in ("NOUN", "PROPN", "ADJ", "AUX") and evokes(token):
            yield token


def only_attempts(verb: Token) -> bool:
    """Whether a verb says no more than that the act behind it is attempted: "sought to block the talks"."""
    return verb.lemma_ == "seek" and any(c.dep_ == "xcomp" and is_infinitive(c) for c in verb.children)
