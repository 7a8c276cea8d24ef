"""The lexicon of cues: words that report, and what each takes, asserts and lends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from spacy.tokens import Token

from dragoman.datafiles import read_csv
from dragoman.records import Stance

Act = Literal["asserts", "doubts", "denies", "accuses", "praises", "promises", "speculates"]
_STANCES: dict[Act, Stance] = {
    "asserts": "asserts", "doubts": "doubts", "denies": "denies", "accuses": "blames", "praises": "praises",
    "promises": "asserts", "speculates": "predicts",
}  # fmt: skip
_POS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adj"}


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting word.

    ``takes`` says in what shape its content comes: ``that`` (a clause or a quotation), ``to`` (an infinitive),
    ``obj`` (a noun phrase and what follows it), ``as`` and ``named`` ("described her as", "called him a"), or a
    preposition. ``asserts``: whether its source stands by the content. ``act``: what saying it does.
    """

    word: str
    takes: frozenset[str]
    asserts: bool
    act: Act

    @property
    def stance(self) -> Stance:
        """How the source stands to the content, as statements have it."""
        return _STANCES[self.act]


@cache
def cues() -> dict[tuple[str, str], Cue]:
    """Cues by (lemma, part of speech); a verb's particle or preposition is a second word ("call for")."""
    file = files("dragoman.coding") / "data" / "cues.csv"
    return {
        (r["cue"], r["pos"]): Cue(r["cue"], frozenset(r["takes"].split()), r["asserts"] == "yes", cast(Act, r["act"]))
        for _, r in read_csv(file)
    }


@cache
def _second_words() -> frozenset[str]:
    return frozenset(word.split()[0] for word, _ in cues() if " " in word)


def entry_of(token: Token) -> tuple[Cue, Token | None] | None:
    """The lexicon's entry for a word, with the particle or preposition that belongs to it, if any."""
    pos = _POS.get(token.pos_)
    if pos is None:
        return None
    lemma = token.lemma_.lower()
    if pos == "verb" and lemma in _second_words():
        for child in token.rights:
            if child.dep_ in ("prt", "prep", "advmod", "acomp", "agent"):
                found = cues().get((f"{lemma} {child.lower_}", pos))
                if found is not None:
                    return found, child
    found = cues().get((lemma, pos))
    return (found, None) if found is not None else None


def cue_of(token: Token) -> Cue | None:
    """The cue that a verb is, if any."""
    if token.pos_ != "VERB":
        return None
    found = entry_of(token)
    return found[0] if found else None


def introduces(token: Token) -> bool:
    """Whether a word is a verb that takes a clause or a quotation."""
    found = entry_of(token) if token.pos_ == "VERB" else None
    return found is not None and "that" in found[0].takes
