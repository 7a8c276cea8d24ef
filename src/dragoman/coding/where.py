"""Where: the place of a predicate's clause, never stitched from an unrelated sentence."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from dragoman.actors import ArticleActors, country_names
from dragoman.actors.places import PlaceGazetteer
from dragoman.language import ParsedSentence, Predicate
from dragoman.records import Actor, Place

_LOCATIVE = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "throughout", "within"})
_DOMESTIC = frozenset({"PROTEST", "COERCE", "ASSAULT", "MOBILIZE"})


class Locator:
    """Finds the place of events in one article."""

    def __init__(self, people: ArticleActors, places: PlaceGazetteer) -> None:
        """Args: ``people`` the article's actors (their context weighs ambiguous names); ``places`` the gazetteer."""
        self._people = people
        self._places = places
        self._seen: dict[int, list[tuple[Token, Place]]] = {}

    def where(
        self,
        event_type: str,
        mode: str | None,
        predicate: Predicate,
        sentence: ParsedSentence,
        sides: tuple[tuple[Actor, ...], tuple[Actor, ...]],
    ) -> tuple[Place | None, str]:
        """The place of an event, with the reason.

        Args:
            event_type: PLOVER type; material acts within one country imply that country.
            mode: a visit happens where it goes to.
            predicate: the event's predicate.
            sentence: its sentence.
            sides: actors and recipients.
        """
        if event_type == "CONSULT" and mode == "visit":
            for token in predicate.fill("to") + predicate.fill("obj"):
                place = self._place(token)
                if place is not None:
                    return place, f"destination {token.text!r}"
        located = self._located(sentence)
        own = [(t, p) for t, p in located if predicate.head in t.ancestors]
        if own:
            token, place = min(
                own, key=lambda x: (x[1].precision in ("country", "area"), abs(x[0].i - predicate.head.i))
            )
            return place, f"place in the clause: {token.text!r}"
        clause = [(t, p) for t, p in located if _same_clause(t, predicate.head)]
        if clause:
            token, place = clause[0]
            return place, f"place in the same clause: {token.text!r}"
        if event_type in _DOMESTIC:
            return self._implied(sides, located)
        return None, "no place named"

    def _implied(
        self, sides: tuple[tuple[Actor, ...], tuple[Actor, ...]], located: list[tuple[Token, Place]]
    ) -> tuple[Place | None, str]:
        actors, recipients = sides
        countries = {a.country for a in (*actors, *recipients)} - {None}
        if len(countries) == 1:
            (country,) = countries
            inside = [p for _, p in located if p.country == country]
            if inside:
                return inside[0], "place in the sentence, in the country of both sides"
            if actors and recipients:
                return self.country(country or ""), "both sides belong to this country"
        if len(located) == 1:
            return located[0][1], "only place in the sentence"
        return None, "no place named"

    def country(self, iso3: str) -> Place | None:
        """A country as a place."""
        name = country_names().get(iso3)
        return (
            next((c.place for c in self._places.candidates(name) if c.place.precision == "country"), None)
            if name
            else None
        )

    def _located(self, sentence: ParsedSentence) -> list[tuple[Token, Place]]:
        key = sentence.record.index
        if key not in self._seen:
            found = []
            for prep in sentence.span:
                if prep.dep_ == "prep" and prep.lower_ in _LOCATIVE:
                    for noun in prep.children:
                        if noun.dep_ == "pobj":
                            place = self._place(noun)
                            if place is not None:
                                found.append((noun, place))
            self._seen[key] = found
        return self._seen[key]

    def _place(self, token: Token) -> Place | None:
        """The place a noun names: itself, its apposed region ("Ferguson, Missouri"), or what it is part of."""
        if token.pos_ != "PROPN":
            for child in token.children:
                if child.dep_ in ("compound", "appos", "amod", "poss") and child.pos_ in ("PROPN", "ADJ"):
                    place = self._place(child) if child.pos_ == "PROPN" else None
                    if place is not None:
                        return place
                if child.dep_ == "prep" and child.lower_ in ("of", "in"):
                    for noun in child.children:
                        if noun.dep_ == "pobj" and noun.pos_ == "PROPN":
                            return self._place(noun)
            return None
        words = [
            t.text for t in token.lefts if t.dep_ in ("compound", "nmod", "amod") and t.pos_ in ("PROPN", "ADJ")
        ] + [token.text]
        outer = next((c for c in token.children if c.dep_ in ("appos", "npadvmod", "conj") and c.pos_ == "PROPN"), None)
        lean = self._lean(outer)
        for start in range(len(words)):
            place = self._places.resolve(" ".join(words[start:]), lean)
            if place is not None:
                return place
        return self._place(outer) if outer is not None else None

    def _lean(self, outer: Token | None) -> Callable[[str], float]:
        around = self._places.candidates(outer.text) if outer is not None else []
        strong = {c.place.country for c in around if c.place.precision in ("country", "admin1")}
        weight = self._people.context.weight
        return (lambda c: 50.0 if c in strong else weight(c)) if strong else weight


def _same_clause(token: Token, head: Token) -> bool:
    return bool(_verb_above(token) == _verb_above(head))


def _verb_above(token: Token) -> Token:
    current = token
    while current.head != current and current.pos_ not in ("VERB", "AUX"):
        current = current.head
    return current
