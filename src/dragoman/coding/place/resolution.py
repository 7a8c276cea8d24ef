"""Which place each name of a text stands for.

Every name has several candidates; those are kept that the text itself makes likely: the region named right behind
("Paris, Texas"), the other places named, near ones most, and the size of the place where nothing else tells. The
names of one text decide on each other in a few rounds of mutual support (relaxation labelling, Rosenfeld et al. 1976).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.place.gazetteer import Candidate, Toponyms
from dragoman.coding.place.names import bare, key
from dragoman.records import Place

Array = NDArray[np.float64]
_EARTH_KM = 6371.0088
_NEAR_KM = 80.0  # how fast the support of a place for its neighbours falls off
_SAME_COUNTY_KM = 60.0  # a town so near to a county's centre may lie in it
_LOCAL = 5.5  # the tenfold power of people up to which a place is known to its neighbours alone
_ROUNDS = 4
_SIZE = {"country": 2.0, "admin1": 0.5, "area": 1.0, "admin2": 0.0, "city": 0.0}
_SENSE = {"name": 0.0, "capital": 1.5, "people": 0.0, "abbreviation": 0.5, "alias": -1.5, "short": -1.8}
_BEHIND = re.compile(r"['’]?,? ?\(?((?:[A-Z][\w.'’-]*)(?: (?:of |and )?[A-Z][\w.'’-]*){0,3})")
_CONTAINERS = frozenset({"country", "admin1", "admin2"})
_POSTAL = re.compile(r"[A-Z]{2,3}")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each clue counts, on the scale of a tenfold population."""

    size: float = 1.0
    near: float = 2.0
    region: float = 2.0
    country: float = 0.5


@dataclass(slots=True)
class _Group:
    """All mentions of one name that stand for one place, with what it may be."""

    candidates: list[Candidate]
    mentions: int = 1


def resolve(
    text: str,
    spans: Sequence[tuple[int, int]],
    gazetteer: Toponyms,
    home: str | None = None,
    weights: Weights = Weights(),
) -> list[Place | None]:
    """The place of each name, None where the gazetteer knows none.

    Args:
        text: the text that holds the names.
        spans: character offsets of the names in it.
        gazetteer: what names may stand for.
        home: the country (ISO3) that the text comes from, where that is known.
        weights: how much each clue counts.
    """
    groups: dict[tuple[str, str], _Group] = {}
    labels: list[tuple[str, str]] = []
    for start, end in spans:
        name = bare(text[start:end])
        options = candidates(gazetteer, name, text[max(start - 2, 0) : start] == ", ")
        container, inside = within(text[end : end + 60], options, gazetteer)
        label = (key(name) + "." * name.endswith("."), container)
        labels.append(label)
        if label in groups:
            groups[label].mentions += 1
        else:
            groups[label] = _Group(inside or options)
    _share(groups)
    known = {label: group for label, group in groups.items() if group.candidates}
    chosen = dict(zip(known, choose([*known.values()], home, weights), strict=True))
    return [chosen[label].place if label in chosen else None for label in labels]


def candidates(gazetteer: Toponyms, name: str, behind_comma: bool = False) -> list[Candidate]:
    """What a name as written may stand for.

    An abbreviation is one only with its full stop ("La.") or as a postal code behind a comma (", LA").
    """
    found = [c for c in gazetteer.candidates(name) if c.place.latitude is not None]
    short = [c for c in found if c.sense == "abbreviation"]
    if short and (name.endswith(".") or (behind_comma and _POSTAL.fullmatch(name))):
        return short
    return [c for c in found if c.sense != "abbreviation"]


def within(behind: str, options: Sequence[Candidate], gazetteer: Toponyms) -> tuple[str, list[Candidate]]:
    """The region that the text names right behind a name, and the candidates that lie in it.

    Args:
        behind: the text behind the name; a country behind one that may be a country is the next of a list.
        options: what the name may stand for.

    Returns:
        The region's key and the candidates within it; an empty key where none is named.
    """
    match = _BEHIND.match(behind)
    if match is None or not behind[: match.start(1)].strip(" ’'") or not options:
        return "", []
    peers = {c.place.precision for c in options if c.place.precision in ("country", "admin1") and c.sense == "name"}
    words = match[1].split()
    for count in range(len(words), 0, -1):
        name = bare(" ".join(words[:count]))
        regions = [c for c in candidates(gazetteer, name, True) if c.place.precision in _CONTAINERS - peers]
        inside = [o for o in options if any(contains(r.place, o.place) for r in regions)]
        if inside:
            return key(name), inside
    return "", []


def contains(region: Place, place: Place) -> bool:
    """Whether a country, region or county holds a place, as far as the gazetteer tells."""
    if region.country != place.country or region == place or place.precision == "country":
        return False
    if region.precision == "country":
        return True
    if region.admin1 != place.admin1 or place.precision == "admin1":
        return False
    return region.precision == "admin1" or kilometres(region, place) <= _SAME_COUNTY_KM


def kilometres(one: Place, other: Place) -> float:
    """The great-circle distance between two places with coordinates."""
    vectors = _vectors([one, other])
    return float(_EARTH_KM * np.arccos(np.clip(vectors[0] @ vectors[1], -1.0, 1.0)))


def _vectors(places: Sequence[Place]) -> Array:
    degrees = np.array([(p.latitude or 0.0, p.longitude or 0.0) for p in places], dtype=float)
    latitude, longitude = np.radians(degrees).T
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1
    )


def _share(groups: dict[tuple[str, str], _Group]) -> None:
    """A name told with its region once ("Paris, Texas") stands for the same place where it is told without."""
    for (name, container), group in groups.items():
        if not container:
            told = [c for (n, where), g in groups.items() if n == name and where for c in g.candidates]
            if told:
                group.candidates = list(dict.fromkeys(told))


def choose(groups: Sequence[_Group], home: str | None, weights: Weights) -> list[Candidate]:
    """The candidate of each group that the others support best."""
    flat = [c for g in groups for c in g.candidates]
    if not flat:
        return []
    owner = np.repeat(np.arange(len(groups)), [len(g.candidates) for g in groups])
    prior = np.array([_prior(c, home, weights) for c in flat])
    count = np.log1p(np.array([float(g.mentions) for g in groups]))
    support = _Support(flat, owner)
    score = prior
    for _ in range(_ROUNDS):
        belief = _softmax(score, owner, len(groups)) * count[owner]
        score = prior + support.given(belief, weights)
    best = [int(np.flatnonzero(owner == g)[np.argmax(score[owner == g])]) for g in range(len(groups))]
    return [flat[i] for i in best]


def _prior(candidate: Candidate, home: str | None, weights: Weights) -> float:
    size = weights.size * np.log10(candidate.population + 100)
    kind = _SIZE.get(candidate.place.precision or "city", 0.0) + _SENSE[candidate.sense]
    return float(size + kind + (weights.country if home and candidate.place.country == home else 0.0))


def _softmax(score: Array, owner: NDArray[np.int64], count: int) -> Array:
    top = np.full(count, -np.inf)
    np.maximum.at(top, owner, score)
    raised = np.exp(np.minimum(score - top[owner], 0.0) * 2.0)
    total = np.zeros(count)
    np.add.at(total, owner, raised)
    return np.asarray(raised / total[owner])


def _telling(candidate: Candidate) -> float:
    """How much a place tells of which others are meant: the larger, the less; the news everywhere names New York."""
    return float(np.clip(1.0 - 0.4 * (np.log10(candidate.population + 1) - _LOCAL), 0.2, 1.0))


class _Support:
    """What every candidate gains from the candidates of the other names."""

    def __init__(self, flat: Sequence[Candidate], owner: NDArray[np.int64]) -> None:
        places = [c.place for c in flat]
        vectors = _vectors(places)
        distance = _EARTH_KM * np.arccos(np.clip(vectors @ vectors.T, -1.0, 1.0))
        country = np.array([p.country or "" for p in places])
        region = np.array([f"{p.country}.{p.admin1}" if p.admin1 else "" for p in places])
        others = owner[:, None] != owner[None, :]
        small = np.array([p.precision in ("city", "admin2") for p in places])
        pairs = small[:, None] & small[None, :]
        self._near = np.exp(-distance / _NEAR_KM) * others * pairs
        telling = np.array([_telling(c) for c in flat])
        self._region = ((region[:, None] == region[None, :]) & (region != "")[:, None]) * others * telling
        self._country = ((country[:, None] == country[None, :]) & (country != "")[:, None]) * others * telling

    def given(self, belief: Array, weights: Weights) -> Array:
        near = weights.near * np.log1p(self._near @ belief)
        region = weights.region * np.log1p(self._region @ belief)
        return np.asarray(near + region + weights.country * np.log1p(self._country @ belief))
