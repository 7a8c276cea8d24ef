"""Names spelt otherwise than in the rosters: transliterations ("Kadhafi", "Miloshevich") and slips ("Mitterand")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import cache

from dragoman.actors.entries import LEADERS, Entry, fold, on_day
from dragoman.actors.gazetteer import Gazetteer
from dragoman.actors.offices import office_name
from dragoman.actors.roles import Role

_SIMILAR = 0.84  # of the letters of a surname: "Mitterand" for Mitterrand
_SAME_SKELETON = 0.65  # of the letters, besides the skeleton
_SLIP = 0.9  # of the letters of a state's name
_LONG_NAME = 6  # letters
_SOFT = frozenset("aeiouyj")  # "Yanukovich" for Janukovitch, "Umar" for Omar
_LEFT_OUT = frozenset("aeiouyh")  # of skeletons
_PARTICLES = frozenset({"al", "el", "ul", "bin", "ben", "ibn", "abu", "de", "da", "van", "von", "the"})
# Letters that transliterations take for one another; vowels and h are left out.
_ALIKE = (
    ("x", "ks"),
    ("j(?=an$)", "y"),
    ("tsch|tch|sch|sh|ch|zh|tz|ts|dj|dzh|j|z|c(?=[eiy])|(?<=vi)c$", "s"),
    ("ck|kh|gh|q|c|g", "k"),
    ("w|ph|f|b(?=h)", "v"),
)


@cache
def skeleton(word: str) -> str:
    """The consonants of a name with those that transliterations mix up made one.

    >>> skeleton("Kadhafi") == skeleton("Gaddafi") == skeleton("Qaddhafi")
    True
    """
    text = fold(word).lower().replace("'", "")
    for letters, one in _ALIKE:
        text = re.sub(letters, one, text)
    text = re.sub("[^a-z]|[aeiouyh]", "", text)
    return re.sub(r"(.)\1+", r"\1", text)


def _words(name: str) -> list[str]:
    words = [w for w in re.split(r"[\s-]+", fold(name)) if w and w.lower() not in _PARTICLES]
    return words or [name]


def similar_holder(gazetteer: Gazetteer, name: str, role: Role, country: str | None, day: str | None) -> Entry | None:
    """The holder of an office whose name is spelt almost like this one, if exactly one person is.

    Args:
        gazetteer: the rosters' names.
        name: as written, at least a surname of six letters.
        role: the title before it.
        country: ISO3 of whose office it is, where the text says.
        day: the article's ISO date.
    """
    words = fold(name).lower().split()
    if not words or len(words[-1]) < 6:
        return None
    near: dict[str, list[Entry]] = defaultdict(list)
    for entry in _by_initial(gazetteer).get((office_name(role.phrase), words[-1][0]), ()):
        if country and entry.country != country:
            continue
        other = fold(entry.name).lower().split()
        if not _alike(words[-1], other[-1]) or (len(words) > 1 and words[0][0] != other[0][0]):
            continue
        if not day or entry.start[:4] <= day[:4]:
            near[entry.entity_id or entry.name].append(entry)
    if len(near) != 1:
        return None
    (terms,) = near.values()
    return on_day(terms, day)[0]


def similar_state(gazetteer: Gazetteer, name: str, day: str | None) -> Entry | None:
    """The state whose name of one word this misspells by a letter: "Ethopia", "Afganistan", "Phillipines".

    Args:
        gazetteer: the rosters' names.
        name: one word, as written.
        day: the article's ISO date.
    """
    alike = (e for e in _states(gazetteer).get(skeleton(name), ()) if e.name[-1] == name[-1])
    near = [e for e in alike if _alike(fold(name).lower(), fold(e.name).lower(), _SLIP)]
    found = on_day(near, day) if near and len(name) >= _LONG_NAME and not gazetteer.lookup(name) else []
    return found[0] if len({e.country for e in found}) == 1 else None


def similar_person(gazetteer: Gazetteer, name: str, weight: Callable[[str], float], day: str | None) -> Entry | None:
    """The person of the rosters whose full name this spells in another transliteration, if exactly one is.

    Args:
        gazetteer: the rosters' names.
        name: first name and surname, in either order, or the surname alone of somebody whose country is named.
        weight: how strongly the article names a country (ISO3).
        day: the article's ISO date.
    """
    words = _words(name)
    last = skeleton(words[-1])
    if len(last) < 2 or (len(words) == 1 and len(last) < 3):
        return None
    near: dict[str, list[Entry]] = defaultdict(list)
    for entry in _by_skeleton(gazetteer).get(last, ()):
        other = _words(entry.name)
        at_home = weight(entry.country or "") > 0
        surnames = words[-1].lower(), other[-1].lower()
        if not _begin_alike(*surnames) or not _alike(*surnames, _SAME_SKELETON):
            continue
        if len(words) > 1 and len(other) > 1:
            same_first = skeleton(words[0]) == skeleton(other[0]) and _alike(words[0].lower(), other[0].lower(), 0.4)
            least = 0.7 if surnames[0] == surnames[1] else 0.5  # "Jennifer Epstein" is not Jeffrey Epstein
            same_first = same_first or (at_home and _alike(words[0].lower(), other[0].lower(), least))
        else:
            same_first = at_home
        if same_first:
            near[entry.entity_id or entry.name].append(entry)
    called = [terms for terms in near.values() if _words(terms[0].name)[0].lower() == words[0].lower()]
    people = [on_day(terms, day)[0] for terms in called or near.values()]
    people = [p for p in people if p.rank <= 4 or not day]
    best = [p for p in people if weight(p.country or "") > 0] or people
    sitting = [p for p in best if p.rank <= 1]
    leading = [p for p in sitting if (p.office or "") in LEADERS]
    found = leading if len(words) == 1 else sitting or best  # a surname alone must be that of a leader in office
    return found[0] if len(found) == 1 else None


def _begin_alike(one: str, other: str) -> bool:
    """Whether two names begin with letters that stand for one another: not "Mohamed" and "Hamid"."""
    first, second = fold(one)[:1], fold(other)[:1]
    if first == second or {first, second} <= _SOFT:
        return True
    return not {first, second} & _LEFT_OUT  # of one skeleton, they begin with consonants that stand for one another


def _alike(one: str, other: str, least: float = _SIMILAR) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= least


@cache
def _by_initial(gazetteer: Gazetteer) -> dict[tuple[str, str], list[Entry]]:
    out: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for (_, office), entries in gazetteer.holders.items():
        for entry in entries:
            out[office, fold(entry.name).lower().split()[-1][0]].append(entry)
    return dict(out)


@cache
def _states(gazetteer: Gazetteer) -> dict[str, list[Entry]]:
    out: dict[str, list[Entry]] = defaultdict(list)
    for entry in gazetteer.entries:
        if entry.kind == "country" and " " not in entry.name:
            out[skeleton(entry.name)].append(entry)
    return dict(out)


@cache
def _by_skeleton(gazetteer: Gazetteer) -> dict[str, list[Entry]]:
    out: dict[str, list[Entry]] = defaultdict(list)
    for entry in gazetteer.people:
        out[skeleton(_words(entry.name)[-1])].append(entry)
    return dict(out)
