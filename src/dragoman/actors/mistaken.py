"""Names that mean somebody or some place else than the bearer whom the rosters know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.actors.bearers import POSSESSIVES, is_woman
from dragoman.actors.choosing import is_prominent
from dragoman.actors.entries import Entry
from dragoman.actors.gazetteer import Gazetteer, Match
from dragoman.actors.places import load_places
from dragoman.actors.roles import role_of
from dragoman.language import ParsedSentence

_IN_BRACKETS = re.compile(r"\(([A-Z]{2,7})\)")
_WORDS_BEFORE = 9
_AS_LARGE, _LARGE = 0.15, 200_000  # of a capital's people, and people, that its namesake must have to be meant
_SMALL = frozenset({"a", "al", "and", "d", "de", "del", "des", "di", "du", "for", "in", "la", "of", "on", "the", "to"})


def is_numbered(text: str, match: Match) -> bool:
    """Whether letters with a number name a road or an aircraft, no body: "the PA-150"."""
    numbered = text[match.end : match.end + 1] == "-" and text[match.end + 1 : match.end + 2].isdigit()
    return numbered and text[match.start : match.end].isupper() and match.entries[0].sector != "IGO"


def has_its_article(text: str, start: int, entry: Entry) -> bool:
    """Whether a name stands as its bearer is called: "the Guardian", "The Base", but not "an air force base"."""
    article, _, rest = entry.name.partition(" ")
    return article != "The" or " " in rest or text[:start].lower().endswith("the ")


def is_a_product(entry: Entry, head: Token) -> bool:
    """Whether a maker's name is that of what it makes: "shot with a Kalashnikov"."""
    return entry.kind == "organisation" and entry.sector == "BUS" and any(c.lower_ in ("a", "an") for c in head.lefts)


def is_hardly_meant(sentence: ParsedSentence, match: Match, entry: Entry, weight: float) -> bool:
    """Whether a surname alone, of somebody whom the article never names in full, is likely somebody or something else.

    Args:
        sentence: where it stands.
        match: the name.
        entry: the person chosen; nothing is said of other entries and of full names.
        weight: how strongly the article names his country.
    """
    span = sentence.span.doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None or entry.kind != "person" or not entry.short:
        return False
    name = span[-2] if span[-1].text in POSSESSIVES and len(span) > 1 else span[-1]
    before = name.nbor(-1) if name.i > name.sent.start else None
    titled = before is not None and role_of(before) is not None
    if name.pos_ != "PROPN" and weight < 1 and not titled:
        return True  # "Key lawmakers", "May God", "Note:"
    stands_alone = bool(name.ent_type_) and name.dep_ != "compound" and not any(name.lefts)
    if not weight and entry.rank > 1 and name.ent_type_ != "PERSON" and not stands_alone:
        return True  # "the Arab Spring"
    if before is not None and before.text.rstrip(".") == "Mr" and is_woman(entry.name):
        return True
    modifier = name.dep_ in ("compound", "nmod") and name.ent_type_ != "PERSON"
    return modifier and not is_prominent(entry)  # "the Garland attack", "a Rhodes scholar"


def is_another_town(entry: Entry, name: str, states: set[str], told_of: set[str]) -> bool:
    """Whether a capital of a state that the article tells nothing of is a city of one that it names: "Tripoli".

    Args:
        entry: one that the name leads to.
        name: as written.
        states: whose names or adjectives the article holds (ISO3).
        told_of: and those whose people, persons or bodies it names.
    """
    if entry.kind != "capital" or entry.country in told_of:
        return False
    towns = [t for t in load_places().candidates(name) if t.place.name == name]
    own = max((t.size for t in towns if t.place.country == entry.country), default=0)
    return own > 0 and any(t.place.country in states and t.size >= max(_LARGE, _AS_LARGE * own) for t in towns)


def introduced(text: str, gazetteer: Gazetteer) -> Iterator[str]:
    """The acronyms that a text makes its own: "Forces for Defence of Democracy (FDD)" are not Zambia's FDD."""
    for found in _IN_BRACKETS.finditer(text):
        name = _spelt_out(found[1], text[: found.start()])
        if name and not gazetteer.lookup(name) and not _is_named(name, found[1], gazetteer):
            yield found[1]


def _spelt_out(short: str, before: str) -> str:
    """The words right before an acronym whose initials make it; "" where none do."""
    words = list(re.finditer(r"[\w'’-]+", before))[-_WORDS_BEFORE:]
    for at in range(len(words) - 1, -1, -1):
        initials = "".join(w[0][0] for w in words[at:] if w[0].lower() not in _SMALL).upper()
        if initials == short and words[at][0][0].isupper():
            return before[words[at].start() :].rstrip()
        if len(initials) > len(short):
            return ""
    return ""


def _is_named(name: str, short: str, gazetteer: Gazetteer) -> bool:
    """Whether a bearer of the acronym is called almost so, by half of the words of his name, or by it alone."""
    told = _content(name)
    bearers = [entry.name for entry in gazetteer.lookup(short)]
    return any(b == short or 2 * len(told & _content(b)) >= len(_content(b)) for b in bearers)


def _content(name: str) -> set[str]:
    return {w for w in re.findall(r"\w+", name.lower()) if w not in _SMALL}
