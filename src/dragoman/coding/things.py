"""The object of an event: what was given, signed, demanded or seized."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from dragoman.codebook import Frame
from dragoman.coding.magnitude import number
from dragoman.datafiles import read_csv
from dragoman.language import ParsedSentence, Predicate
from dragoman.records import Thing

_WITH_THING = frozenset({"AID", "AGREE", "SUPPORT", "COERCE", "SANCTION", "COOPERATE", "MOBILIZE", "RETREAT"})


@cache
def kinds() -> dict[str, str]:
    """Nouns to the kind of thing they name ("limousine": "vehicle")."""
    file = files("dragoman.coding") / "data" / "things.csv"
    return {word: row["kind"] for _, row in read_csv(file) for word in row["words"].split("|")}


def thing_of(frame: Frame, predicate: Predicate, sentence: ParsedSentence) -> Thing | None:
    """The thing that a frame's object slot holds; for acts that move or bind things, the direct object's."""
    slots = [frame.thing] if frame.thing else (["obj", "of"] if frame.event_type in _WITH_THING else [])
    for slot in slots:
        for head in predicate.fill(slot):
            kind = kinds().get(head.lemma_.lower())
            if kind is not None or (frame.thing and head.pos_ == "NOUN"):
                return Thing(_phrase(head, sentence), kind, _quantity(head))
    return None


def _phrase(head: Token, sentence: ParsedSentence) -> str:
    first = min([head.i, *[t.i for t in head.lefts if t.dep_ not in ("punct", "cc")]])
    return str(head.doc[first : head.i + 1].text)


def _quantity(head: Token) -> float | None:
    counted = [c for c in head.lefts if c.dep_ in ("nummod", "quantmod")]
    if counted:
        value = number(head.doc[counted[0].left_edge.i : counted[-1].i + 1].text)
        return None if value is None else float(value)
    return 1.0 if any(c.lower_ in ("a", "an") for c in head.children) else None
