"""Which country an article, and each of its sentences, is about: what "the police" and "Georgia" lean on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from dragoman.actors.entries import Entry
from dragoman.actors.gazetteer import Match

_WEIGHT = {
    "country": 2.0,
    "adjective": 2.0,
    "capital": 1.5,
    "seat": 1.5,
    "people": 1.5,
    "person": 0.6,
    "organisation": 1.0,
}
MAIN = "country the article is about"
_MEDIUM = 0.5  # "according to the BBC" sets little in Britain
_TOWN = 1.0
_SCENE = 2.0  # of a place where something happens


class CountryContext:
    """Countries by how often names of theirs occur, for the article and by sentence."""

    def __init__(
        self,
        by_sentence: Sequence[Sequence[tuple[Match, Entry]]],
        dateline: str | None = None,
        scenes: Sequence[Sequence[str]] = (),
        towns: Sequence[Sequence[str]] = (),
    ) -> None:
        """Args: ISO3 codes throughout.

        by_sentence: each sentence's names with the entry chosen.
        dateline: the country of the dateline.
        scenes: the countries in which each sentence is set.
        towns: the countries of the towns that each sentence names.
        """
        self._sentences = [self._count(names) for names in by_sentence]
        for counts, countries in zip(self._sentences, towns, strict=False):
            for country in countries:
                counts[country] += _TOWN
        self._dateline = dateline
        self._scenes = scenes
        total: defaultdict[str, float] = defaultdict(float)
        for counts in self._sentences:
            for country, weight in counts.items():
                total[country] += weight
        for countries in scenes:
            for country in countries:
                total[country] += _SCENE
        if dateline:
            total[dateline] += 2.0
        self._total = total

    @staticmethod
    def _count(names: Sequence[tuple[Match, Entry]]) -> defaultdict[str, float]:
        out: defaultdict[str, float] = defaultdict(float)
        for _, entry in names:
            if entry.country:
                out[entry.country] += _MEDIUM if entry.sector == "JRN" else _WEIGHT.get(entry.kind, 1.0)
        return out

    @property
    def main(self) -> str | None:
        """The country most named in the article, if one stands out at all."""
        return max(self._total, key=lambda c: self._total[c], default=None)

    def weight(self, country: str) -> float:
        """How strongly a country is named in the article."""
        return self._total.get(country, 0.0)

    def naming(self, country: str) -> int:
        """How many sentences name a country (ISO3)."""
        return sum(country in counts for counts in self._sentences)

    def scene(self, sentence: int, besides: frozenset[str] = frozenset()) -> str | None:
        """The country in which a sentence sets something, but for some."""
        scene = [c for c in (self._scenes[sentence] if self._scenes else ()) if c not in besides]
        return max(scene, key=self.weight) if scene else None

    def likeliest(self, share: Callable[[str], float]) -> str | None:
        """The country that the article is about most, each counted by a share of its own; none where all have none."""
        shares = {country: weight * share(country) for country, weight in self._total.items()}
        found = max(shares, key=lambda c: shares[c], default=None)
        return found if found and shares[found] > 0 else None

    def near(self, sentence: int, besides: frozenset[str] = frozenset()) -> tuple[str | None, str]:
        """The country that unnamed local actors of a sentence belong to, and where that comes from.

        Args:
            sentence: its index.
            besides: countries that it cannot be.
        """
        scene = self.scene(sentence, besides)
        if scene:
            return scene, "place named in the sentence"
        here = {c: n for c, n in self._sentences[sentence].items() if c not in besides}
        if len(here) == 1:
            return next(iter(here)), "named in the sentence"
        main = max((c for c in self._total if c not in besides), key=self.weight, default=None)
        if main and (not here or main in here):
            return main, MAIN
        if here:
            return max(here, key=lambda c: here[c]), "named most in the sentence"
        return self._dateline, "dateline"
