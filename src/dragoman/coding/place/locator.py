"""Where: the place of a predicate's clause, never stitched from another event; else what the act itself implies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Token

from dragoman.actors import country_names
from dragoman.codebook import SPEECH_ACTS
from dragoman.coding.place.gazetteer import Toponyms
from dragoman.coding.place.home import home_of
from dragoman.coding.place.phrases import above, antecedent, happens_at, is_spot, pointing, preposition_of
from dragoman.coding.place.recognition import Word, recognise
from dragoman.coding.place.resolution import resolve
from dragoman.language import ParsedArticle, ParsedSentence, Predicate
from dragoman.records import Actor, Article, Place

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]
Named = tuple[Token, Word, Place]
# Where the place that an act is done to stands: "shelled Kharkiv", "strikes on Sanaa", "withdrew from Gao".
_DONE_TO = {
    "ASSAULT": ("obj", "on", "against", "of", "at", "into"),
    "COERCE": ("obj", "of"),
    "RETREAT": ("from",),
    "MOBILIZE": ("to", "into", "along"),
}
_VISITED = ("to", "obj", "in", "at")
# Done by those in charge of a country, within it, to whomever.
_AT_HOME = frozenset(
    {("COERCE", mode) for mode in ("arrest", "curfew", "martial-law", "censor", "deport")}
    | {("ACCUSE", "investigate"), ("SANCTION", "convict"), ("SANCTION", "expel")}
    | {("MOBILIZE", "police"), ("ASSAULT", "crowd-control")}
    | {("PROTEST", mode) for mode in (None, "demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize")}
)
# Done to another country where that is.
_AT_RECIPIENT = frozenset(
    {("CONSULT", "visit"), ("RETREAT", "withdraw"), ("RETREAT", "access")}
    | {("COERCE", mode) for mode in (None, "seize", "restrict", "withhold")}
)
# Blame, promises and threats at home are told as words that are said nowhere, but for those told from there.
_NOWHERE = frozenset({"ACCUSE", "AGREE", "THREATEN"})


class Locator:
    """Finds the place of events in one article."""

    def __init__(self, parsed: ParsedArticle, gazetteer: Toponyms) -> None:
        """Args: ``parsed`` the article, whose other places weigh ambiguous names; ``gazetteer`` what they may mean."""
        self._parsed, self._gazetteer = parsed, gazetteer

    @cached_property
    def _read(self) -> tuple[dict[int, list[Named]], Place | None]:
        """The resolved names of each sentence by its index, with the word that heads each; and the dateline's place."""
        article = self._parsed.article
        words = recognise(self._parsed.sentences, self._gazetteer)
        spans = [*((w.start, w.end) for w in words), *_dateline(article)]
        found = resolve(article.text, spans, self._gazetteer, home_of(article.url, article.source))
        out: dict[int, list[Named]] = {}
        for word, place in zip(words, found, strict=False):
            if place is not None:
                out.setdefault(word.sentence.record.index, []).append((word.span.root, word, place))
        return out, found[-1] if len(found) > len(words) else None

    @property
    def _places(self) -> dict[int, list[Named]]:
        return self._read[0]

    def _in(self, sentence: ParsedSentence) -> list[Named]:
        return self._places.get(sentence.record.index, [])

    def where(
        self,
        event_type: str,
        mode: str | None,
        predicate: Predicate,
        sentence: ParsedSentence,
        sides: Sides,
        happened: bool = True,
    ) -> tuple[Place | None, str]:
        """The place of an event, with the reason.

        Args:
            event_type: PLOVER type: speech happens where its own verb says, other acts where their clause says.
            mode: a visit happens where it goes to.
            predicate: the event's predicate.
            sentence: its sentence.
            sides: actors and recipients, whose countries say where an act within one country happens.
            happened: whether it is told as having happened; what is not may yet be done elsewhere.
        """
        slots = _VISITED if (event_type, mode) == ("CONSULT", "visit") else _DONE_TO.get(event_type, ())
        goal = self._goal(predicate, slots, sentence)
        if goal is not None and slots is _VISITED and goal[1].country:
            return goal[1], f"destination {goal[0].text!r}"
        told = list(self._told(event_type in SPEECH_ACTS, predicate.head, sentence))
        if told:
            token, place = min(told, key=lambda x: (_rough(x[1]), abs(x[0].i - predicate.head.i)))
            return place, f"place in the clause: {token.text!r}"
        if goal is not None and goal[1].country:
            return goal[1], f"place that it is done to: {goal[0].text!r}"
        return self._implied(event_type, mode, sides, happened)

    def _told(self, speech: bool, head: Token, sentence: ParsedSentence) -> Iterator[tuple[Token, Place]]:
        """The places that the words around a predicate give as where it happens."""
        setting = antecedent(head)
        for token, word, place in self._in(sentence):
            if token == setting:
                yield token, place
            if word.use == "people":
                if not is_spot(token.head) or token.head.lower_ == "border":  # "in the Afghan capital"
                    continue
            elif head.pos_ != "VERB" and token.dep_ in ("compound", "nmod") and token.head == head:
                if place.precision != "country":  # "the Kabul attack", not "the Iran deal"
                    yield token, place
                continue
            preposition = preposition_of(token)
            if preposition is not None and happens_at(preposition, head, speech):
                yield token, place
        for token in pointing(head):
            last = self._last(sentence, token)
            if last is not None:
                yield token, last

    def _last(self, sentence: ParsedSentence, token: Token) -> Place | None:
        """The place that "there" points back to: the last one told before it, in its sentence or the one before."""
        before = [
            *self._places.get(sentence.record.index - 1, []),
            *(n for n in self._in(sentence) if n[0].i < token.i),
        ]
        return next((place for root, _, place in reversed(before) if preposition_of(root) is not None), None)

    def _goal(
        self, predicate: Predicate, slots: tuple[str, ...], sentence: ParsedSentence
    ) -> tuple[Token, Place] | None:
        """The place that an act goes to or is done to: "Mali", "the Kenyan capital", "a Kabul restaurant"."""
        tokens = [t for slot in slots for t in predicate.fill(slot)]
        for token in tokens:
            for root, word, place in self._in(sentence):
                if (root == token and word.use in ("place", "government")) or (is_spot(token) and token in above(root)):
                    return token, place
        return None

    def _implied(self, event_type: str, mode: str | None, sides: Sides, happened: bool) -> tuple[Place | None, str]:
        """The country that an act implies where no place is told."""
        kind = (event_type, mode)
        actors, recipients = ({a.country for a in side if a.country} for side in sides)
        if len(actors) == 1 and (kind in _AT_HOME or (event_type == "COERCE" and not recipients) or _local(sides[0])):
            return self.country(*actors), "done in the country of its actor"
        if len(recipients) == 1 and (_violence(kind, sides) or (kind in _AT_RECIPIENT and actors != recipients)):
            return self.country(*recipients), "done in the country of its recipient"
        if happened and len(actors | recipients) == 1 and all(sides) and all(a.country for side in sides for a in side):
            (country,) = actors | recipients
            filed = self._read[1]
            if event_type not in _NOWHERE or (filed is not None and filed.country == country):
                return self.country(country), "both sides belong to this country"
        return None, "no place named"

    def country(self, iso3: str) -> Place | None:
        """A country as a place."""
        found = self._gazetteer.candidates(country_names().get(iso3) or "")
        return next((c.place for c in found if c.place.precision == "country" and c.place.country == iso3), None)


def hosted(mode: str | None, sides: Sides, place: Place | None) -> str | None:
    """The mode of a meeting, if nothing else tells, by who meets and where.

    Of three countries or more it is multilateral; of two, a visit at one of them and hosted by a third party elsewhere.
    """
    if mode is not None:
        return mode
    ours, theirs = ({a.country for a in side if a.country} for side in sides)
    if len(ours | theirs) > 2:
        return "multilateral"
    if place is None or place.country is None or not (ours and theirs) or ours & theirs:
        return None
    return "visit" if place.country in ours | theirs else "third-party"


def _violence(kind: tuple[str, str | None], sides: Sides) -> bool:
    """Whether an act is violence against people at home: soldiers and captives of others may be anywhere."""
    actors, recipients = ({a.country for a in side if a.country} for side in sides)
    anywhere = kind[1] == "abduct" or any(a.sector == "MIL" for a in sides[1])
    return kind[0] == "ASSAULT" and not (anywhere and actors - recipients)


def _dateline(article: Article) -> Iterator[tuple[int, int]]:
    """Where the dateline's place stands in the text."""
    name = article.dateline.place.split(",")[0].strip() if article.dateline and article.dateline.place else ""
    for block in article.blocks:
        if name and block.kind == "dateline":
            start = article.text.find(name, block.start, block.end)
            if start >= 0:
                yield start, start + len(name)
                return


def _local(actors: tuple[Actor, ...]) -> bool:
    """Whether all actors are courts and police, who act in their own country."""
    return all(a.sector in ("COP", "JUD") for a in actors)


def _rough(place: Place) -> bool:
    return place.precision in ("country", "area")
