"""Actors without a name: an office or a generic noun, with the state, body or town that it belongs to."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors.coreference import GROUP_NOUNS, is_definite
from dragoman.actors.entries import Entry
from dragoman.actors.gazetteer import Match
from dragoman.actors.known import LOCALS, Known
from dragoman.actors.named import NamedActors
from dragoman.actors.owning import RELATED, as_meant
from dragoman.actors.phrases import LOCATIVE, name_behind, place_name
from dragoman.actors.places import load_places
from dragoman.actors.reference import Reference, adjectives, each_member, known_again, owned_actor, served
from dragoman.actors.roles import Role, is_plural, role_of, sector_taken, spelt
from dragoman.language import ParsedSentence
from dragoman.language.clauses import duty_of
from dragoman.records import Actor, Place

# Unnamed people whom a text rarely gives a country: suspects and attackers, migrants, investors.
_FROM_ANYWHERE = frozenset({"UAF", "REF", "BUS"})
_ABROAD = frozenset(
    "foreign international other global western world african asian caribbean european nordic scandinavian".split()
)
# "the rebels", "the militia": those of that kind named last
_TOLD_AGAIN = frozenset({"REB", "PRM", "UAF", "BUS", "JRN", "EDU", "LAB", "REL", "REF", "CRM"})
_ABROAD_IN_OFFICE = frozenset({"ambassador", "envoy", "consul", "attache", "diplomat"})
_POSTED = frozenset({"in"})
_SPEAKING = frozenset({"spokesman", "spokeswoman", "spokesperson"})  # of governments, where of nobody named
_OF_REGIONS = frozenset({"governor", "lieutenant governor", "deputy governor", "state senator"})
_OFFICERS = frozenset({"officer", "officers"})
# what somebody named is called again by his calling or his lot
_EPITHETS = frozenset(
    "agronomist academic actor actress architect author banker billionaire businessman businesswoman cardiologist "
    "cleric comedian dissident doctor economist engineer exile footballer fugitive industrialist lawyer magnate "
    "millionaire novelist physician playwright poet priest professor singer strongman surgeon tycoon veteran warlord "
    "writer".split()
)
_FOLLOWING = frozenset({"loyal", "belong", "faithful"})
_TRADES = frozenset({"AGR", "BUS", "EDU", "JRN", "LAB", "MED"})
_NAMED_BEHIND = GROUP_NOUNS | frozenset("neighbour neighbor ally rival foe country nation republic partner".split())
_CHAMBERS = frozenset({"LEG", "JUD"})
# who is what the body is that they belong to: "the leader of a farmers' union"
_BELONGING = frozenset(
    "leader head chief chairman chairwoman chairperson chair president member delegate spokesman spokeswoman "
    "spokesperson director founder organiser organizer secretary representative treasurer coordinator "
    "commander".split()
)
_NO_BODY = frozenset({None, "GOV", "CVL"})
_ATTACKERS = frozenset("assailant assailants attacker attackers gunman gunmen shooter shooters".split())
_OUT = frozenset({"ELI", "PTY", "OPP", "CVL", None})
_SERVING = frozenset({"GOV", "LEG", "MIL", "JUD", "COP", "SPY"})
_UNTOLD = RELATED | frozenset(  # of no country unless one is told
    "terrorist terrorists extremist extremists diplomat diplomats world countries nations states governments".split()
)
_STATES = frozenset({"country", "nation", "state"})
_ANY = frozenset({"another", "any", "each", "every", "no", "one", "some", "which"})


class DescribedActors:
    """References of roles: "the Turkish foreign minister", "police in Lima", "the rebels"."""

    def __init__(self, known: Known, named: NamedActors) -> None:
        """Args: ``known`` what is known of the article; ``named`` its names."""
        self._known, self._named = known, named

    def role(self, sentence: ParsedSentence, token: Token, role: Role, first: int) -> Reference | None:
        """The actor that a role stands for: a person named beside it, its owner's, one told before, or somebody local.

        Args:
            sentence: where it stands.
            token: the head of the phrase.
            role: the role that ends there.
            first: index of the role's first token.
        """
        named = self._apposed_name(sentence, token, role)
        if named is not None:
            return self._in_office(sentence, token, role, first, named)
        if is_plural(token) and self._names_a_person(sentence, name_behind(sentence, token)):
            return None  # "Presidents Traore and Sankara" are those two
        told = self._told_behind(sentence, token, role)
        if told is not None:
            return told
        role = _installed(token, _of_body(token, role))
        if role.phrase in _OFFICERS and self._known.of_police:
            role = replace(role, sector="COP")
        start, end = sentence.start_of(token.doc[first]), sentence.end_of(token)
        span = (self._known.parsed.article.text[start:end], start, end)
        former, plural = self._named.is_former(sentence, first), is_plural(token)
        scene = self._known.context.scene(sentence.record.index)
        owners = as_meant(role, token, self._owners(sentence, token, role, first), scene)
        if owners:
            actors = tuple(dict.fromkeys(owned_actor(role, o, former, span, self._known.holder) for o in owners))
            if len(actors) == 1:
                self._note_local(sentence, role, actors[0].country)
            return Reference(actors, "agent", role.scope == "weak", plural or len(actors) > 1)
        included = self._including(sentence, token)
        if included is not None:
            return included
        again = self._told_before(sentence, token, role, span, former)
        if again is not None:
            return again
        return self.unowned(role, self._country(sentence, token, role), former, plural, span)

    def _owners(self, sentence: ParsedSentence, token: Token, role: Role, first: int) -> list[Entry]:
        """Whose a role is: a name's, a pronoun's, or a town's."""
        owners = self._known.names.owners(sentence, token, first) or self._followed(sentence, token)
        abroad = _posted_abroad(role)
        if abroad or role.scope == "instrument":  # "a diplomat at the Chinese embassy", "a bomb at the Chinese embassy"
            where = _POSTED if abroad else LOCATIVE
            owners = [(m, e) for m, e in owners if not _behind(token, m, where)]
        if role.phrase in _OF_REGIONS:
            owners = [(m, self._known.names.of_region(e)) for m, e in owners]
        owners = _of_the_state(owners, role)
        named = [self._at_home(sentence, token, e) for _, e in owners]
        if len(set(named)) == 1 and named[0].members and not is_plural(token) and _one_of_many(token):
            return [Entry("country", "unnamed", None, "GOV", row=named[0].row)]  # "a member of the Six"
        if named:
            return [one for entry in named[:4] for one in each_member(entry)]
        mine = self._of_pronoun(sentence, token)
        if mine is not None:
            own = "country" if mine.sector in _NO_BODY else "organisation"  # "his members" are the union's
            return [Entry(own, mine.name, mine.country, mine.sector or "GOV", row=f"of {mine.name}")]
        local = None if abroad or role.scope == "instrument" else self._locality(sentence, token, first)
        return [Entry("country", local.name, local.country, "GOV", row="place gazetteer")] if local else []

    def _in_office(self, sentence: ParsedSentence, token: Token, role: Role, first: int, named: Reference) -> Reference:
        """A person whom the rosters have out of office, in that which the text gives: "the minister, Mr Palsson"."""
        (actor, *others) = named.actors
        out = named.kind == "person" and not others and actor.sector in _OUT
        if not out or not role.office or self._named.is_former(sentence, first):
            return named
        owners = self._owners(sentence, token, role, first)
        span = (actor.text, actor.start or 0, actor.end or 0)
        held = owned_actor(role, owners[0], False, span, self._known.holder) if owners else None
        sector = held.sector if held else role.sector
        if sector not in _SERVING:
            return named
        why = f"{actor.why}; {role.phrase!r} ({role.row})"
        return replace(named, actors=(replace(actor, sector=sector, sectors=(sector,), office=role.phrase, why=why),))

    def _names_a_person(self, sentence: ParsedSentence, token: Token | None) -> bool:
        known = self._known.names.at(sentence, token) if token is not None else None
        return known is not None and known[1].kind == "person"

    def _told_behind(self, sentence: ParsedSentence, token: Token, role: Role) -> Reference | None:
        """People as the noun behind them tells who they are: "two men, members of the Basij"."""
        if role.scope != "weak" or role.sector != "CVL":
            return None
        for child in token.rights:
            told = role_of(child) if child.dep_ == "appos" and child.pos_ == "NOUN" else None
            if told is not None and told[0].scope != "instrument" and told[0].sector != "CVL":
                return self.role(sentence, child, *told)
        return None

    def _including(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """Several, as those named among them: "news outlets, including CNN and Reuters"."""
        preps = (c for c in token.rights if c.dep_ == "prep" and c.lower_ == "including") if is_plural(token) else ()
        nouns = [n for prep in preps for c in prep.rights if c.dep_ == "pobj" for n in (c, *c.conjuncts)]
        found = [f for n in nouns if (f := self._named.reference(sentence, n)) is not None]
        actors = tuple(dict.fromkeys(a for f in found for a in f.actors))
        return Reference(actors, found[0].kind, False, True) if actors else None

    def _followed(self, sentence: ParsedSentence, token: Token) -> list[tuple[Match, Entry]]:
        """Whose people say or are said to be: "fighters loyal to Khalifa Haftar", "men belonging to the FARC"."""
        for word in token.subtree if is_plural(token) else ():
            if word.i > token.i and word.lemma_.lower() in _FOLLOWING:
                leaders = (n for p in word.rights if p.lower_ == "to" for n in p.rights if n.dep_ == "pobj")
                found = [(m, e) for n in leaders for m, e in self._known.names.under(sentence, n)]
                if any(e.kind in ("organisation", "person") for _, e in found):
                    return found
        return []

    def _told_before(
        self, sentence: ParsedSentence, token: Token, role: Role, span: tuple[str, int, int], former: bool
    ) -> Reference | None:
        """The holder of that office named before; of armed men, those of the kind named last."""
        known = None if former else self._known.offices.get(role.phrase)
        if known is not None and role.office and not is_plural(token):
            return known_again(known, span, f"{span[0]!r}: holder of that office named before")
        if not former and role.sector in _TOLD_AGAIN and is_definite(token):
            like = self._known.history.last_like(sentence, role.sector)
            if like is not None:
                return known_again(like, span, f"{span[0]!r}: the last named of that kind")
        once = [c.lower_ for c in token.lefts] == ["the", "former"]  # "the former general"
        called_so = once or (not former and role.phrase in _EPITHETS and is_definite(token))
        if called_so and token.dep_ in ("nsubj", "nsubjpass") and not is_plural(token):
            person = self._known.history.subject_before(sentence)
            if person is not None and person.kind == "person":
                return known_again(person, span, f"{span[0]!r}: the one person named before")
        return None

    def _country(self, sentence: ParsedSentence, token: Token, role: Role) -> tuple[str | None, str]:
        if role.sector == "REF" and (fled := self._fled(sentence, token)):
            return fled, "from where they fled"
        if role.country:
            return role.country, "the one state that has the office"
        if role.phrase == "administration" and is_definite(token) and self._known.context.naming("USA") > 1:
            return "USA", "the state whose government news call so"
        if role.sector == "BUS" and (own := self._known.names.set_within(sentence, token)):
            return own, "place named with them"
        if role.phrase in _ATTACKERS and (where := self._known.context.scene(sentence.record.index)):
            return where, "place named in the sentence"
        foreign = token.dep_ != "appos" and any(t.lower_ in _ABROAD for t in token.lefts)
        any_state = role.phrase in _STATES and any(t.lower_ in _ANY for t in token.lefts)  # "every country"
        if foreign or any_state or role.sector in _FROM_ANYWHERE or role.phrase in _UNTOLD:
            return None, "not told"
        somebody = _one_of_many(token) or not (role.office or is_definite(token))
        if role.sector == "GOV" and somebody and (spoken_of := self._spoken_of(sentence, token)):
            return spoken_of, "of whom they speak"
        sponsors = self._known.names.sponsors(sentence, token)
        if _posted_abroad(role) and (post := self._locality(sentence, token, token.i)) and post.country:
            sponsors |= {post.country}  # "the consul in Lyon" is not France's
        if role.sector == "REB":
            return self._of_rebels(sentence, sponsors)
        country, reason = self._known.near(sentence.record.index, role.sector, sponsors)
        self._note_local(sentence, role, country)
        return country, reason

    def _spoken_of(self, sentence: ParsedSentence, token: Token) -> str | None:
        """The state whose doings officials tell of: "Israel will withdraw, a senior official said"."""
        verb = token.head
        told = [c for c in verb.children if c.dep_ == "ccomp"] if token.dep_ == "nsubj" and verb.lemma_ == "say" else ()
        free = (c for c in told if duty_of(c) is None)  # that it must is what others ask of it
        for noun in (n for clause in free for n in clause.children if n.dep_ in ("nsubj", "nsubjpass")):
            found = self._known.refs.get((sentence.paragraph, noun.i)) or self._named.reference(sentence, noun)
            if found is not None and found.kind == "state" and len(found.actors) == 1:
                return found.actors[0].country
        return None

    def _note_local(self, sentence: ParsedSentence, role: Role, country: str | None) -> None:
        """Where the police or the crowd of an article are, for their next mention without a place."""
        if country and role.sector in LOCALS and country == self._known.context.scene(sentence.record.index):
            self._known.locals[LOCALS[role.sector]] = country

    def _fled(self, sentence: ParsedSentence, token: Token) -> str | None:
        """The country that refugees left: "refugees fleeing the war in Liberia", "migrants who fled Homs"."""
        behind = [v for v in token.rights if v.dep_ in ("acl", "relcl")] + list(token.doc[token.i + 1 : token.i + 2])
        flights = (v for v in behind if v.lemma_ in ("flee", "escape"))
        return next((c for v in flights if (c := self._known.names.left_behind(sentence, v))), None)

    def _of_rebels(self, sentence: ParsedSentence, sponsors: frozenset[str]) -> tuple[str | None, str]:
        """Where unnamed rebels fight: where the sentence is set, else where the article's armed groups are."""
        rebels, day = self._known.gazetteer.rebels, self._known.day

        def groups(country: str) -> int:
            return 0 if country in sponsors else sum(e.active(day) for e in rebels.get(country, ()))

        scene = self._known.context.scene(sentence.record.index, sponsors)
        if scene and groups(scene):  # not where their delegates talk
            return scene, "place named in the sentence"
        country = self._known.context.likeliest(groups)
        return (country, "the article's country with most armed groups") if country else (None, "not told")

    def _at_home(self, sentence: ParsedSentence, token: Token, entry: Entry) -> Entry:
        """A community without a state ("Hindu zealots") as of where the phrase or else the sentence has them."""
        if entry.country or entry.org_kind not in ("religious", "ethnic"):
            return entry
        home = self._known.names.home(sentence, token)
        return replace(entry, country=home or self._known.context.near(sentence.record.index)[0])

    def _of_pronoun(self, sentence: ParsedSentence, token: Token) -> Actor | None:
        """Whose a phrase is by its pronoun: "our people", "his military leaders"."""
        inner = [c for t in token.lefts if t.dep_ == "poss" and t.pos_ == "NOUN" for c in t.lefts]
        for child in (*token.lefts, *inner):  # "his children's commissioner"
            if child.dep_ == "poss" and child.pos_ == "PRON":
                known = self._known.refs.get((sentence.paragraph, child.i))
                if known is not None and not known.weak and len(known.actors) == 1 and known.actors[0].country:
                    return known.actors[0]
        return None

    def _locality(self, sentence: ParsedSentence, token: Token, first: int) -> Place | None:
        """The town or region that an unnamed agent belongs to: "Kent police", "the government of Sindh province"."""
        names = [
            t for t in token.doc[max(sentence.span.start, first - 2) : first] if t.head == token and t.pos_ == "PROPN"
        ]
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "in", "from"):
                for noun in prep.children:
                    names += [noun, *(c for c in noun.children if c.dep_ in ("compound", "nmod"))]
        for name in names:
            if name.pos_ == "PROPN":
                places, weight = load_places(), self._known.context.weight
                place = places.resolve(place_name(name), weight) or places.resolve(name.text, weight)
                if place is not None and place.country:
                    return place
        return None

    def _apposed_name(self, sentence: ParsedSentence, token: Token, role: Role) -> Reference | None:
        """Who is named behind a role: "the minister, Katsuya Okada"; behind a noun for it also a body or a state."""
        kinds = ("person", "organisation", "state") if role.phrase.split()[-1] in _NAMED_BEHIND else ("person",)
        for child in token.children:
            if child.dep_ == "appos" and (sentence.paragraph, child.i) in self._known.names.found:
                found = self._named.reference(sentence, child)
                if found and found.kind in kinds:
                    return found
        return None

    def unowned(
        self, role: Role, located: tuple[str | None, str], former: bool, plural: bool, span: tuple[str, int, int]
    ) -> Reference | None:
        """A role that nobody is named to own, in the country that its surroundings give.

        Args:
            role: the role.
            located: its country (ISO3, or None) and where that comes from.
            former: whether it is said to be past.
            plural: whether it is told of several.
            span: its words and their offsets in the article's text.
        """
        if role.scope == "instrument" or (role.scope == "inherit" and not role.office):
            return None  # a bomb or a spokesman of nobody named is nobody
        country, reason = located
        why = f"{role.phrase!r} ({role.row}); country: {reason}"
        weak = role.scope in ("weak", "inherit")
        held = role.office and not plural and not former
        person = self._known.holder(country, role.phrase) if country and held else None
        if person is not None:
            sectors = (person.sector or "GOV",)
            why = f"{why}; {person.row} on {self._known.day}"
            actor = Actor(person.name, country, sectors[0], sectors, role.phrase, person.entity_id, *span, why)
            return Reference((actor,), "agent", weak, plural)
        sector = "ELI" if former and (role.office or served(role)) else role.sector
        if former and role.sector in _TRADES:  # "a retired welder"
            sector = "CVL"
        if sector is None and role.phrase in _SPEAKING:
            sector = "GOV"
        name = f"{adjectives().get(country or '', '')} {spelt(role.phrase)}".strip()
        office = role.phrase if role.office else None
        actor = Actor(name, country, sector, (sector,) if sector else (), office, None, *span, why)
        return Reference((actor,), "agent", weak, plural)


def _of_the_state(owners: list[tuple[Match, Entry]], role: Role) -> list[tuple[Match, Entry]]:
    """Owners without what a state among them makes its own: "East Germany's Politburo", "China's U.N. ambassador".

    A branch or follower is its body's: "Yemen's al-Qaeda branch".
    """
    if role.sector == "JUD":  # nobody owns a court
        owners = [(m, e) for m, e in owners if e.kind != "person"]
    states = {e.country for _, e in owners if e.kind in ("country", "adjective")}
    if not states:
        return owners
    bodies = [(m, e) for m, e in owners if e.kind == "organisation" and e.sector not in ("IGO", *_CHAMBERS)]
    if role.scope == "inherit" and bodies and not role.office:
        home = next(iter(states)) if len(states) == 1 else None
        return [(m, replace(e, country=e.country or home)) for m, e in bodies]
    if role.scope == "inherit" and any(e.kind == "seat" and e.country in states for _, e in owners):
        chamber = any(e.kind == "seat" and e.sector in _CHAMBERS for _, e in owners)  # "France's Senate spokesman"
        owners = [(m, e) for m, e in owners if (e.kind == "seat") == chamber]
    posted = _posted_abroad(role)
    return [
        (m, e)
        for m, e in owners
        if not (e.kind == "seat" and e.country not in states) and not (posted and e.sector == "IGO")
    ]


def _one_of_many(token: Token) -> bool:
    return any(c.lower_ in ("a", "an", "one") for c in token.lefts)


def _of_body(token: Token, role: Role) -> Role:
    """A leader, member or spokesman as the body has it that the phrase names by a noun: "head of a rights group"."""
    if role.phrase.split()[-1].removesuffix("s") not in _BELONGING:
        return role
    noun = token
    for _ in range(2):  # "a delegate of the local branch of the teachers' union"
        preps = (c for c in noun.rights if c.dep_ == "prep" and c.lower_ in ("of", "for", "from"))
        behind = next((n for prep in preps for n in prep.rights if n.dep_ == "pobj"), None)
        if behind is None:
            return role
        noun = behind
        body = role_of(noun) if noun.pos_ == "NOUN" else None
        if body is not None:
            told = body[0].scope in ("strong", "weak") and body[0].sector not in _NO_BODY
            return replace(role, sector=body[0].sector, office=False, scope="strong") if told else role
    return role


def _installed(token: Token, role: Role) -> Role:
    """Somebody told by calling or lot, of the sector of the office that the clause puts him in."""
    taken = sector_taken(token) if role.scope == "weak" and not role.office else None
    return replace(role, sector=taken) if taken else role


def _posted_abroad(role: Role) -> bool:
    """Whether holders of a role serve in other countries than their own: "the consul in Lyon", "diplomats in Seoul"."""
    return role.phrase.split()[-1].removesuffix("s") in _ABROAD_IN_OFFICE


def _behind(token: Token, match: Match, prepositions: frozenset[str]) -> bool:
    """Whether a name says where somebody or something is, not whose: "in Seoul"."""
    places = (c for c in token.rights if c.dep_ == "prep" and c.lower_ in prepositions)
    return any(p.idx <= match.start < p.right_edge.idx + len(p.right_edge) for p in places)
