"""Names that the rosters do not have: spelt otherwise, described in the text, or of a place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from dragoman.actors.bearers import HONORIFICS
from dragoman.actors.described import DescribedActors
from dragoman.actors.entries import Entry
from dragoman.actors.known import Known
from dragoman.actors.named import NamedActors
from dragoman.actors.phrases import LOCATIVE, of_a_water, place_name
from dragoman.actors.places import load_places
from dragoman.actors.reference import Reference, known_again, owned_actor
from dragoman.actors.roles import Role, role_of, sector_taken, title_of
from dragoman.actors.spelling import similar_holder, similar_person, similar_state
from dragoman.actors.titles import of_title, plain, titled
from dragoman.language import ParsedSentence
from dragoman.records import Actor

_CLERICAL = frozenset({"father", "sister", "brother", "rev", "reverend", "pastor", "rabbi", "imam", "mullah", "sheikh"})


_LEADS = frozenset("lead head run chair found direct own command represent".split())
_SEATS = {"Brussels": "European Union"}  # towns that stand for the body that sits there, when they act
_PARTS_OF_TOWNS = frozenset("east west north south eastern western northern southern central old new greater".split())
_TOWN = 50_000  # people of a place that one may know by its name alone
_TAKEN_FOR = frozenset({"GPE", "ORG"})  # what the parser may take a foreign person's name for
_IN = frozenset({"in"})
_SHORT = 3  # letters of a name that must be written as the place's own
_BELONGS = _LEADS | frozenset("belong fight work speak elect join campaign serve write report volunteer".split())
# what those do for a living whom a text only tells the deeds of
_DEEDS_OF = {
    "EDU": "teach lecture study research", "BUS": "own sell trade export import", "JRN": "edit report blog broadcast",
    "AGR": "farm herd grow plough plow harvest breed raise", "REL": "preach", "MED": "nurse", "CRM": "smuggle traffic",
    "REF": "flee",
}  # fmt: skip


@cache
def _sector_by_deed() -> dict[str, str]:
    return {verb: sector for sector, verbs in _DEEDS_OF.items() for verb in verbs.split()}


def _of_clause(verb: Token) -> list[Token]:
    """Objects of a verb and nouns behind its prepositions or theirs."""
    behind = [t for t in verb.subtree if t.i > verb.i and t.dep_ == "pobj"]
    return [t for t in verb.rights if t.dep_ in ("dobj", "attr")] + behind


def _is_somebody(token: Token) -> bool:
    """Whether a relative clause tells of a name as of a person: "Sarri, whose family has herded reindeer"."""
    clauses = (c for c in token.rights if c.dep_ == "relcl")
    return any(t.lower_ in ("who", "whose", "whom") for verb in clauses for t in verb.subtree if t.i < verb.i)


class UnknownNames:
    """References of names that no roster row bears."""

    def __init__(self, known: Known, named: NamedActors, described: DescribedActors) -> None:
        """Args: ``known`` what is known of the article; ``named`` and ``described`` its other actors."""
        self._known, self._named, self._described = known, named, described

    def reference(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """Whom or what a name that no roster bears stands for."""
        known = self._known.people.get(token.text)
        left = [t for t in token.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
        start, end = sentence.start_of(left[0] if left else token), sentence.end_of(token)
        text = self._known.parsed.article.text[start:end]
        if known is not None:
            first = known.actors[0]
            if not any(t.ent_type_ == "PERSON" for t in left if t.lower_ not in first.name.lower()):
                return known_again(known, (text, start, end), f"same name as {first.name}; {first.why}")
        meant = self._known_otherwise(sentence, token, left, (text, start, end))
        if meant is not None:
            self._known.people[token.text] = meant
            return meant
        described = self._description(sentence, token, left) or self._told_of(sentence, token)
        if described is None and any(c.lower_ in ("a", "an") for c in token.lefts):
            return None  # "shot with a Kalashnikov"
        if described is None and (token.ent_type_ != "PERSON" or self._is_a_town(token)) and not _is_somebody(token):
            return self._place(sentence, token, text, (start, end))
        names = [t.text for t in left if t.ent_type_ == "PERSON"]
        name = " ".join([*names, token.text])
        country, reason = self._where(sentence, token)
        if described is not None:
            base = described.actors[0]
            if "; country: " in base.why:  # not where the sentence is set, but where the clause has him
                heads = (token, *(c for c in token.rights if c.dep_ == "appos"))
                clauses = (c for head in heads for c in head.rights if c.dep_ == "relcl")
                own = next((o for c in clauses if (o := self._known.names.set_within(sentence, c))), base.country)
                base = replace(base, country=own)
            why = f"{name!r} described: {base.why}"
            actor = replace(base, name=name, entity_id=None, text=text, start=start, end=end, why=why)
        else:
            why = f"unknown person; country: {reason}"
            titles = {t.lower_.rstrip(".") for t in token.lefts}
            sector = sector_taken(token) or ("REL" if titles & _CLERICAL else "CVL")
            actor = Actor(name, country, sector, (sector,), None, None, text, start, end, why)
        reference = Reference((actor,), "person", described is None)
        self._known.people[token.text] = reference
        if names:
            self._known.people.setdefault(names[0], reference)  # "Ibrahim" of "Ibrahim El-Bakraoui"
        return reference

    def _is_a_town(self, token: Token) -> bool:
        """Whether one word, taken for a person's name, is a town's: "an attack on Douma"."""
        where = token.dep_ == "pobj" and token.head.lower_ in LOCATIVE | {"on"} and not any(token.lefts)
        return where and any(c.size >= _TOWN for c in load_places().candidates(token.text))

    def _where(self, sentence: ParsedSentence, token: Token) -> tuple[str | None, str]:
        """The country of somebody unknown: of the place that the own phrase names, else of the surroundings."""
        own = self._known.names.set_within(sentence, token)
        return (own, "place named with the name") if own else self._known.context.near(sentence.record.index)

    def _told_of(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """What a relative clause says that somebody does: "who teaches law", "who leads a farmers' union"."""
        for verb in token.rights:
            if verb.dep_ not in ("relcl", "acl"):
                continue
            for noun in _of_clause(verb):
                body = self._named.reference(sentence, noun)
                if body is not None and body.kind == "organisation" and verb.lemma_ in _BELONGS:
                    return replace(body, actors=(replace(body.actors[0], office=None),), kind="person", plural=False)
                role = role_of(noun)
                works_as = noun.dep_ == "pobj" and noun.head.lower_ == "as"
                if role is not None and role[0].sector and (works_as or verb.lemma_ in _LEADS):
                    return self._described.role(sentence, noun, *role)
            sector = _sector_by_deed().get(verb.lemma_)
            if sector is not None and verb.dep_ == "relcl":
                span = (verb.text, sentence.start_of(verb), sentence.end_of(verb))
                country, reason = self._where(sentence, token)
                why = f"{verb.text!r} tells the sector; country: {reason}"
                return Reference((Actor(token.text, country, sector, (sector,), None, None, *span, why),), "person")
        return None

    def _known_otherwise(
        self, sentence: ParsedSentence, token: Token, left: list[Token], span: tuple[str, int, int]
    ) -> Reference | None:
        """An unknown name that the title before it or another transliteration makes known.

        "former president Carter", "President Francois Mitterand", "Moammar Kadhafi".
        """
        titles = [t for t in token.lefts if role_of(t) is not None]
        role = role_of(titles[-1]) if titles else None
        words = [t for t in [*left, token] if not titles or t.i > titles[-1].i]
        name = " ".join(t.text for t in words if t.text.rstrip(".") not in HONORIFICS)
        held = self._known
        entry = self._of_title(sentence, token, name, *role) if role is not None and role[0].office else None
        in_full = bool(left) and token.ent_type_ in _TAKEN_FOR and not load_places().candidates(span[0])
        if entry is None and (token.ent_type_ in ("PERSON", "") or role is not None or in_full):
            entry = similar_person(held.gazetteer, name, held.context.weight, held.day)
        alone = not left and not titles and token.ent_type_ != "PERSON"
        if entry is None and alone and not load_places().candidates(name):
            entry = similar_state(held.gazetteer, name, held.day)
        if entry is None:
            return None
        why = f"{name!r} as {entry.name!r} ({entry.row})" + (f" on {self._known.day}" if self._known.day else "")
        sectors = (entry.sector,) if entry.sector else ()
        actor = Actor(entry.name, entry.country, entry.sector, sectors, entry.office, entry.entity_id, *span, why)
        return Reference((actor,), "state" if entry.kind == "country" else "person")

    def _of_title(self, sentence: ParsedSentence, token: Token, name: str, role: Role, first: int) -> Entry | None:
        """The holder of an office by a name that is his, or almost."""
        held = self._known
        role, former = plain(role, self._named.is_former(sentence, first))
        people = [e for e in held.gazetteer.lookup(name) if e.kind == "person"]
        entry = of_title(people, role, former, held.day, held.context.weight)
        if entry is not None:
            return titled([entry], entry, role, former)
        country = next((e.country for _, e in held.names.owners(sentence, token, first) if e.country), None)
        return similar_holder(held.gazetteer, name, role, country, held.day)

    def _place(self, sentence: ParsedSentence, token: Token, text: str, span: tuple[int, int]) -> Reference | None:
        """A town or region as those who live there: "shelled Samarra"."""
        if of_a_water(token, token):
            return None
        if text in _SEATS and token.dep_ in ("nsubj", "nsubjpass"):
            (body, *_) = self._known.gazetteer.lookup(_SEATS[text])
            why = f"seat of {body.name} ({body.row})"
            actor = Actor(body.name, None, body.sector, ("IGO",), None, body.entity_id, text, *span, why)
            return Reference((actor,), "organisation")
        weight = self._known.context.weight
        before = [t.lower_ for t in token.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
        alone = (token.text,) if _PARTS_OF_TOWNS.issuperset(before) else ()  # "East Aleppo", not "Friendship Bridge"
        names = dict.fromkeys((place_name(token), text, *alone))
        place = next((p for name in names if (p := load_places().resolve(name, weight)) is not None), None)
        if place is None or place.country is None or (len(text) <= _SHORT and text != place.name):
            return None  # "God" is not Göd in Hungary
        within = self._known.names.home(sentence, token, _IN)
        if within and within != place.country:
            place = replace(place, country=within)  # "Hwaseong in North Hamgyong province of North Korea"
        acts = place.precision == "admin1" and token.dep_ == "nsubj"  # "Victoria has declared a state of disaster"
        sector, who = ("GOV", "government") if acts else ("CVL", "people")
        why = f"{who} of {place.name} (place gazetteer)"
        actor = Actor(place.name, place.country, sector, (sector,), None, None, text, *span, why)
        return Reference((actor,), "place", weak=True)

    def _description(self, sentence: ParsedSentence, token: Token, left: list[Token]) -> Reference | None:
        """The role that comes with an unknown name: a title before it or an apposition behind it."""
        for before in reversed([*left, *[t for t in token.lefts if t.dep_ in ("nmod", "appos", "compound")]]):
            role = title_of(before)
            if role is not None and role[0].scope != "weak":
                owners = self._known.names.owners(sentence, token, before.i)
                span = (before.text, sentence.start_of(before), sentence.end_of(before))
                if owners:
                    return Reference((owned_actor(role[0], owners[0][1], False, span, self._known.holder),), "person")
                near = self._where(sentence, token)
                return self._described.unowned(role[0], near, False, False, span)
        for child in token.children:
            if child.dep_ == "appos":
                role = role_of(child)
                if role is not None:
                    return self._described.role(sentence, child, *role)
        if token.dep_ == "appos":
            role = role_of(token.head)
            if role is not None:
                return self._described.role(sentence, token.head, *role)
        return None
