"""The words of ``data/magnitudes.csv``: what they say of people, and which nouns are people."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from dragoman.datafiles import read_csv

_ROLES = frozenset({"obj", "surely", "subj", "act", "state", "unit"})
_ENDINGS = ("man", "woman", "er", "or", "ist", "ian", "ant", "ent", "eer", "ee", "ese", "boy", "girl")
_NO_ENDINGS = ("ment",)


@cache
def words(kind: str, role: str) -> frozenset[str]:
    """The words of a kind ("dead", "people") in a role ("obj", "not")."""
    return frozenset(_table().get((kind, role), ()))


@cache
def roles_of(lemma: str) -> tuple[tuple[str, str], ...]:
    """What a word says: pairs of a kind of count and the role of the counted, as ("dead", "obj")."""
    return tuple(key for key, found in _table().items() if lemma in found and key[1] in _ROLES)


@cache
def idioms_of(word: str) -> tuple[tuple[str, str], ...]:
    """The kinds that a word says together with a verb: "hostage" with *took*, "dead" with *shot*."""
    return tuple(key for key, found in _table().items() if key[1] == "idiom" and word in found)


@cache
def _table() -> dict[tuple[str, str], set[str]]:
    out: dict[tuple[str, str], set[str]] = defaultdict(set)
    for _, row in read_csv(files("dragoman.coding") / "data" / "magnitudes.csv"):
        out[row["kind"], row["role"]] |= set(row["words"].split("|"))
    return dict(out)


def lemma_of(token: Token) -> str:
    """The lower-case lemma; of a word that the tagger took for a name, a guess at the singular."""
    lemma: str = token.lemma_.lower()
    if token.pos_ == "PROPN" and len(lemma) > 3 and lemma.endswith("s") and not lemma.endswith("ss"):
        lemma = lemma[:-3] + "man" if lemma.endswith("men") else lemma[:-1]
    return lemma[:-3] + "man" if lemma.endswith("men") and token.tag_ == "NNS" else lemma


def may_be_people(token: Token) -> bool:
    """Whether a counted noun can stand for people: all but things, animals, measures and bodies of people."""
    return lemma_of(token) not in words("people", "not")


def is_person(token: Token) -> bool:
    """Whether a noun without a number surely names a person or, in the plural, persons."""
    lemma = lemma_of(token)
    if lemma in words("people", "not"):
        return False
    if lemma in words("people", "person") or lemma in ("people", "police"):
        return True
    return lemma.endswith(_ENDINGS) and not lemma.endswith(_NO_ENDINGS)
