"""Who bears a surname in an article: the person of the rosters, or somebody whom the rosters do not know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from spacy.tokens import Span, Token

from dragoman.actors.entries import Entry, fold
from dragoman.actors.gazetteer import Gazetteer, Match
from dragoman.actors.roles import role_words
from dragoman.actors.rosters import read_rows
from dragoman.actors.spelling import skeleton
from dragoman.language import ParsedSentence

Bearers = Mapping[str, set[str]]
HONORIFICS = frozenset(
    "Mr Mrs Ms Miss Messrs Dr Sir Lady Lord Dame Madame Madam Prof Gen Rep Sen Father Sister".split()
)
POSSESSIVES = ("'s", "’s")
_FIRST_NAME = 3  # letters, or consonants
# named after who leads them: "the Trump Administration"
_LED = frozenset("administration government regime cabinet presidency campaign camp team".split())


def full_names(sentences: Iterable[ParsedSentence], found: Iterable[Sequence[tuple[Match, list[Entry]]]]) -> Bearers:
    """By surname in lower case, the first names of those whom the article names in full and the rosters do not.

    Args:
        sentences: of the article.
        found: for each, the names of the rosters in it.
    """
    bearers: dict[str, set[str]] = {}
    for sentence, names in zip(sentences, found, strict=True):
        known = [m for m, entries in names if any(e.kind != "person" or not e.short for e in entries)]
        for name in sentence.span.ents:
            words = [t for t in name if t.text not in POSSESSIVES]
            while words and (words[0].lower_ in role_words() or words[0].text in HONORIFICS):
                words = words[1:]
            one = not any(t.whitespace_ for t in words[:-1])  # "Akufo-Addo"
            if name.label_ != "PERSON" or one or any(_covers(m, name) for m in known):
                continue
            bearers.setdefault(words[-1].lower_, set()).add(skeleton(words[0].text))
    return bearers


def _covers(match: Match, name: Span) -> bool:
    return bool(match.start < name.end_char and match.end > name.start_char)


def of_another(entry: Entry, text: str, bearers: Bearers) -> bool:
    """Whether a bare surname is that of somebody else whom the article names in full: "Brady" of "Graham Brady"."""
    if entry.kind != "person" or not entry.short:
        return False
    surname = text.lower()
    first_names = bearers.get(surname, set()) | bearers.get(surname.split("-")[-1], set())  # of "el-Haddad"
    his = skeleton(entry.name.split()[0])
    joined = any(len(n) >= _FIRST_NAME and n in skeleton(entry.name) for n in first_names)
    return bool(first_names) and his not in first_names and not joined


def part_of_other_name(gazetteer: Gazetteer, tokens: Sequence[Token], last: Token, entry: Entry) -> bool:
    """Whether a person's name is only part of another name: "San Martin", "Kim Kardashian", "The Hague".

    "The Trump Administration" is his.
    """
    first = tokens[0]
    if last.i + 2 < last.sent.end and last.nbor(1).text == "-" and last.nbor(2).text[:1].isupper():
        return entry.short  # "the Whitman-Walker Clinic"
    if entry.short and (_is_joined_on(gazetteer, first) or _has_another_first_name(last, len(tokens), entry)):
        return True
    if last.dep_ == "compound" and last.head.pos_ == "PROPN" and last.head.i == last.i + 1:
        return last.head.lower_ not in _LED
    if len(tokens) == 1 and entry.short and (_is_title(last) or _goes_on(last, entry) or _is_where(last)):
        return True
    if len(tokens) > 1 or first.i == first.sent.start:
        return False
    before = first.nbor(-1)
    if before.lower_ == "the" and before.head == last and last.dep_ != "compound":
        return True
    if before.pos_ != "PROPN" or before.dep_ != "compound" or before.lower_ in role_words():
        return False
    if before.text[-1] == "." or before.text in HONORIFICS:
        return False
    if any(e.kind != "person" for e in gazetteer.lookup(before.text)):
        return False
    return not _is_in_name(before.text, entry.name)  # "Husni Mubarak"


def _is_in_name(word: str, name: str) -> bool:
    """Whether a name holds a word, however it is spelt, alone or joined: "Abdelfattah", "Abdel Fattah"."""
    bare = skeleton(word)
    return bare in map(skeleton, re.split(r"[\s-]+", name)) or (len(bare) >= _FIRST_NAME and bare in skeleton(name))


def _is_joined_on(gazetteer: Gazetteer, first: Token) -> bool:
    """ "Wright-Patterson", but not "the Trump-Putin summit": behind a hyphen and a name that is no other person's."""
    if first.i - first.sent.start < 2 or first.nbor(-1).text != "-":
        return False
    before = first.nbor(-2)
    whole = f"{before.text}-{first.text}"
    known = gazetteer.lookup(before.text) or gazetteer.lookup(whole)
    return before.pos_ == "PROPN" and len(before) >= _FIRST_NAME and not known


def _has_another_first_name(last: Token, length: int, entry: Entry) -> bool:
    """ "Essam el-Haddad", "Abu Yousef al-Turki": the parser's name of a person holds a first name that is not his."""
    at = last.i - length
    while last.ent_type_ == "PERSON" and at >= last.sent.start and last.doc[at + 1].ent_iob_ == "I":
        word = last.doc[at]
        titled = word.lower_.rstrip(".") in role_words() or word.text.rstrip(".") in HONORIFICS
        if titled or word.pos_ != "PROPN" or len(word) < _FIRST_NAME or word.text[-1] == ".":
            return False
        if not _is_in_name(word.text, entry.name):
            return True
        at -= 1
    return False


def _is_title(token: Token) -> bool:
    """ "Sen. Ted Cruz", "Sen John Kerry": a title before a name, though Hun Sen bears it as his."""
    if token.lower_.rstrip(".") not in role_words():
        return False
    behind = _behind(token)
    return token.text[-1] == "." or (behind is not None and behind.pos_ == "PROPN" and behind.ent_type_ == "PERSON")


def _is_where(token: Token) -> bool:
    """ "police in Lagos": the town, though a president of Chile bears its name."""
    return token.ent_type_ in ("GPE", "LOC") and token.dep_ == "pobj" and token.head.lower_ in ("in", "near", "at")


def _goes_on(token: Token, entry: Entry) -> bool:
    """ "Gabriel Garcia Marquez", "Hakim al-Zamili": the name that it begins ends in a word that his has not."""
    if token.ent_type_ != "PERSON" or token.ent_iob_ != "B":
        return False
    end = token
    while (behind := _behind(end)) is not None and behind.ent_iob_ == "I" and behind.text not in POSSESSIVES:
        end = behind
    if end.i == token.i or end.pos_ != "PROPN":
        return False
    return not _is_in_name(end.text, entry.name)


def _behind(token: Token) -> Token | None:
    return token.nbor(1) if token.i + 1 < token.sent.end else None


@cache
def _women() -> frozenset[str]:
    return frozenset(row["first_name"].lower() for _, row in read_rows("female_first_names"))


def is_woman(name: str) -> bool:
    """Whether a person's first name is a woman's, by the list of such names; no such name says nothing."""
    first = fold(name).lower().split()
    return bool(first) and first[0] in _women()
