"""Semicolons: parsers lose the thread there, and hang what stands on one side on a word of the other.

Parts of a sentence that have finite verbs are told each for itself. One that has none is an item of a list, "the plan
called for a truce; an exchange of prisoners; opening the border", and stands beside the last complement of the verb
before the list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from dragoman.coding.factuality.embedding import steps_up
from dragoman.language.clauses import is_finite

_COMPLEMENTS = frozenset({"dobj", "attr", "xcomp", "ccomp", "pcomp", "pobj"})


def beside(head: Token) -> Token | None:
    """The word with which the head of a list's item is coordinated: a complement of the verb before it, or that verb.

    None where the word heads no item of such a list.
    """
    first, *rest = _parts(head.sent)
    if not any(head in part for part in rest) or any(_tells(t) for part in rest for t in part):
        return None
    verb = next((t for t in first if _tells(t) and not any(a in first and _tells(a) for a in t.ancestors)), None)
    if verb is None:
        return None
    if head.tag_ == "VB" and any(c.tag_ == "MD" for c in verb.children):
        return verb if head not in verb.ancestors else None
    stem = max(_complements(verb, first), key=lambda t: t.i, default=None)
    if stem is None or any(step.governor == head for step in steps_up(stem)):  # which is read by its item itself
        return None
    return stem


def _parts(words: Sequence[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    for word in words:
        if word.text == ";":
            parts.append([])
        else:
            parts[-1].append(word)
    return parts


def _tells(word: Token) -> bool:
    """Whether a word is a finite verb with a subject; parsers may take "the plan called for" as "the plan, called"."""
    if word.pos_ not in ("VERB", "AUX") or not is_finite(word):
        return False
    return word.dep_ == "acl" or any(c.dep_.startswith("nsubj") for c in word.children)


def _complements(verb: Token, first: Sequence[Token]) -> Iterator[Token]:
    for child in verb.children:
        if child.i < verb.i or child not in first:
            continue
        if child.dep_ == "prep":
            yield from (c for c in child.children if c.dep_ in _COMPLEMENTS and c in first)
        elif child.dep_ in _COMPLEMENTS or (child.dep_ == "advcl" and child.tag_ == "VB"):
            yield child
