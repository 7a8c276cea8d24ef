"""Who each noun, name and pronoun of an article refers to."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors.coreference import FIRST_PERSON, GROUP_NOUNS, NUMBERS, PAIR_NOUNS, History, is_definite
from dragoman.actors.entries import Entry, is_state
from dragoman.actors.gazetteer import Gazetteer, Match
from dragoman.actors.names import ArticleNames
from dragoman.actors.places import load_places
from dragoman.actors.reference import Reference, adjectives, each_member, known_again, owned_actor
from dragoman.actors.roles import Role, is_plural, role_of
from dragoman.actors.rosters import country_names
from dragoman.actors.spelling import similar_holder, similar_person
from dragoman.actors.titles import FORMER, of_title, titled
from dragoman.language import ParsedArticle, ParsedSentence
from dragoman.records import Actor, Place

Key = tuple[int, int]
# Unnamed people whom a text rarely gives a country: suspects and attackers, migrants, investors.
_FROM_ANYWHERE = frozenset({"UAF", "REF", "BUS"})
_ABROAD = frozenset({"foreign", "international", "other", "global", "western", "world"})
# "the rebels", "the militia": those of that kind named last
_TOLD_AGAIN = frozenset({"REB", "PRM", "UAF"})
_LONE = frozenset({"terrorist", "terrorists", "extremist", "extremists"})
# "thousands of students" are students
PARTITIVES = frozenset(
    "thousands hundreds tens dozens scores millions group groups crowd crowds number handful majority".split()
)


class ArticleActors:
    """Resolves the noun phrases of one article at the article's date.

    After construction, :meth:`at` gives the reference of a head token and :meth:`inside` the references found
    within its noun phrase (possessor, country adjective, "of" and "by" phrases).
    """

    def __init__(self, parsed: ParsedArticle, gazetteer: Gazetteer) -> None:
        """Args: ``parsed`` the article; ``gazetteer`` the rosters' names."""
        self.parsed = parsed
        self.day = parsed.article.published.isoformat() if parsed.article.published else None
        self.gazetteer = gazetteer
        self._refs: dict[Key, Reference | None] = {}
        self._people: dict[str, Reference] = {}
        self._roles: dict[str, Reference] = {}
        self.names = ArticleNames(parsed, gazetteer, self.day)
        self.context = self.names.context
        self._history = History()
        for sentence in parsed.sentences:
            self._resolve_sentence(sentence)

    def _holder(self, country: str, office: str) -> Entry | None:
        return self.gazetteer.holder(country, office, self.day)

    # --- what the coder asks -------------------------------------------------------------------------------

    def at(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The reference of a head token, if it is a political actor."""
        return self._refs.get((sentence.paragraph, token.i))

    def modifying(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """Whose act a noun is: "police firing", "army helicopters"; None of an actor: "police chief"."""
        if token.dep_ != "compound":
            return None
        head, role = role_of(token.head), role_of(token)
        if head is not None and head[0].scope != "instrument":
            return None
        return self._role(sentence, token, *role) if role is not None and role[0].scope == "strong" else None

    def inside(self, sentence: ParsedSentence, token: Token, depth: int = 0) -> Reference | None:
        """The first actor within a noun phrase: "Israel's raid", "the village's residents", "arrest of X"."""
        for child in token.children:
            if child.dep_ in ("poss", "amod", "compound", "nmod"):
                found = self.at(sentence, child) or self._name_reference(sentence, child)
                if found:
                    return found
        for child in token.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in ("of", "by", "against", "between", "from", "for"):
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        found = self.at(sentence, noun)
                        if found is None and depth < 2:
                            found = self.inside(sentence, noun, depth + 1)
                        if found:
                            return found
        return None

    # --- names ---------------------------------------------------------------------------------------------

    def _name_reference(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        found = self.names.at(sentence, token)
        if found is None:
            return None
        match, entry = found
        if entry.kind == "person":
            return self._person(sentence, match, entry)
        return self._from_entry(sentence, match, self.names.owned_entry(sentence, token, match, entry))

    def _person(self, sentence: ParsedSentence, match: Match, entry: Entry) -> Reference:
        """A person of the rosters as the title before the name has it."""
        before = self._title(sentence, match)
        if before is None:
            return self._from_entry(sentence, match, entry)
        role, first, head = before
        former = self._is_former(sentence, first)
        meant = of_title([e for e in match.entries if e.kind == "person"], role, former, self.day, self.context.weight)
        if meant is not None and (former or entry.rank > 1 or entry.short):
            entry = meant
        same = [e for e in match.entries if e.kind == "person" and e.entity_id == entry.entity_id]
        owners = self.names.owners(sentence, head, first)
        if any(o.sector == "IGO" for _, o in owners):  # "U.N. mediator Diego Cordovez"
            return self._from_entry(sentence, match, replace(entry, country=None, sector="IGO", office=role.phrase))
        return self._from_entry(sentence, match, titled(same, entry, role, former))

    def _title(self, sentence: ParsedSentence, match: Match) -> tuple[Role, int, Token] | None:
        """The role that ends right before a name, with its first token's index and its last token."""
        inside = [t for t in sentence.span if match.start <= t.idx < match.end]
        if not inside or inside[0].i == sentence.span.start:
            return None
        last = inside[0].nbor(-1)
        found = role_of(last) if last.pos_ in ("NOUN", "PROPN") else None
        return (found[0], found[1], last) if found is not None else None

    def _is_former(self, sentence: ParsedSentence, first: int) -> bool:
        return any(t.lower_ in FORMER for t in sentence.span.doc[max(sentence.span.start, first - 4) : first])

    def _from_entry(self, sentence: ParsedSentence, match: Match, entry: Entry) -> Reference:
        start, end = sentence.offset + match.start, sentence.offset + match.end
        text = self.parsed.article.text[start:end]
        if entry.kind == "group" and entry.members:
            names = country_names()
            members = tuple(
                Actor(
                    names.get(m, m),
                    m,
                    "GOV",
                    ("GOV",),
                    text=text,
                    start=start,
                    end=end,
                    why=f"member of {entry.name} ({entry.row})",
                )
                for m in entry.members
            )
            return Reference(members, "state", plural=True)
        name = entry.name
        if is_state(entry) or entry.kind == "adjective":
            name = country_names().get(entry.country or "", entry.name) if entry.kind != "seat" else entry.name
        sectors = (entry.sector,) if entry.sector else ()
        if entry.kind == "people" and self._ethnic(sentence, match):
            return self._minority(sentence, match, (text, start, end))
        actor = Actor(
            name, entry.country, entry.sector, sectors, entry.office, entry.entity_id, text, start, end,
            f"{entry.kind} {text!r} ({entry.row})" + (f" on {self.day}" if self.day else ""),
        )  # fmt: skip
        kind = "state" if is_state(entry) or entry.kind == "adjective" else entry.kind
        return Reference((actor,), kind, weak=entry.kind == "people", plural=entry.kind == "people")

    def _ethnic(self, sentence: ParsedSentence, match: Match) -> bool:
        before = sentence.span.text[: match.start - sentence.span.start_char].rstrip().lower()
        return bool(before.endswith(("ethnic", "minority")))

    def _minority(self, sentence: ParsedSentence, match: Match, span: tuple[str, int, int]) -> Reference:
        """ "ethnic Albanians in Serbia": people of the state they live in, not of the one they are named after."""
        country, reason = self.context.near(sentence.record.index)
        actor = Actor(f"ethnic {span[0]}", country, "CVL", ("CVL",), None, None, *span, f"minority; country: {reason}")
        return Reference((actor,), "people", weak=True, plural=True)

    # --- noun phrases --------------------------------------------------------------------------------------

    def _resolve_sentence(self, sentence: ParsedSentence) -> None:
        """Resolves every noun and pronoun from left to right; "I" and "we" last: who speaks often stands behind."""
        for token in sorted(sentence.span, key=lambda t: t.lower_ in FIRST_PERSON):
            key = (sentence.paragraph, token.i)
            if token.pos_ == "PRON":
                self._refs[key] = self._history.pronoun(sentence, token, self.parsed)
            elif token.pos_ in ("NOUN", "PROPN") or key in self.names.found:
                self._refs[key] = self._noun(sentence, token)
            else:
                continue
            self._history.add(sentence, token, self._refs[key])

    def _noun(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        if _party_label(token):
            return None
        named = self._name_reference(sentence, token)
        if named is not None:
            self._remember(named)
            return named
        if token.dep_ == "compound" and token.head.pos_ in ("NOUN", "PROPN"):
            return None
        pointing = self._points_back(sentence, token) or self._part_of(sentence, token)
        if pointing is not None:
            return pointing
        role = role_of(token)
        if role is not None:
            return self._role(sentence, token, *role)
        if token.pos_ == "PROPN" and any(c.isalpha() for c in token.text) and not _inside_name(token):
            return self._unknown_name(sentence, token)
        return None

    def _points_back(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "both sides", "the two leaders", "the group": nouns that stand for actors named before."""
        number = NUMBERS.get(token.lower_, 0)
        if token.lower_ in PAIR_NOUNS:
            number = max((NUMBERS.get(c.lower_, 0) for c in token.lefts), default=0)
        if number:
            return self._apposed(sentence, token) or self._history.last_several(sentence, token, number)
        if token.lower_ == "old" and token.i >= 4 and token.nbor(-2).lower_ == "year":  # "the 59-year-old"
            return self._history.last_person(sentence, token)
        if token.lower_ in GROUP_NOUNS and is_definite(token):
            return self._history.last_group(sentence, token)
        return None

    def _apposed(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "the two ministers, Prince Faisal and Mr Amir-Abdollahian": those named behind."""
        for child in token.rights:
            if child.dep_ == "appos":
                named = [n for t in (child, *child.conjuncts) if (n := self._name_reference(sentence, t)) is not None]
                if len(named) > 1:
                    return replace(named[0], actors=tuple(a for n in named for a in n.actors), plural=True)
        return None

    def _part_of(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "thousands of students", "a group of diplomats": those of whom the phrase counts some."""
        if token.lower_ not in PARTITIVES:
            return None
        for preposition in token.rights:
            for whole in preposition.rights if preposition.lower_ == "of" else ():
                if whole.dep_ == "pobj":
                    key = (sentence.paragraph, whole.i)
                    found = self._refs[key] if key in self._refs else self._noun(sentence, whole)
                    return replace(found, plural=True) if found is not None else None
        return None

    def _remember(self, reference: Reference) -> None:
        actor = reference.actors[0]
        if reference.kind == "person":
            self._people[actor.name.split()[-1]] = reference
            if actor.office:
                self._roles[actor.office] = reference

    def _role(self, sentence: ParsedSentence, token: Token, role: Role, first: int) -> Reference | None:
        named = self._apposed_name(sentence, token)
        if named is not None:
            return named
        former = self._is_former(sentence, first)
        owners = [(m, self._at_home(sentence, e)) for m, e in self.names.owners(sentence, token, first)]
        start, end = sentence.start_of(token.doc[first]), sentence.end_of(token)
        text = self.parsed.article.text[start:end]
        plural = is_plural(token)
        if owners:
            of_whom = [one for _, entry in owners[:4] for one in each_member(entry)]
            actors = tuple(owned_actor(role, entry, former, (text, start, end), self._holder) for entry in of_whom)
            return Reference(tuple(dict.fromkeys(actors)), "agent", role.scope == "weak", plural or len(actors) > 1)
        mine = self._of_pronoun(sentence, token)
        if mine is not None:
            owner = Entry("country", mine.name, mine.country, "GOV", row=f"of {mine.name}")
            actor = owned_actor(role, owner, former, (text, start, end), self._holder)
            return Reference((actor,), "agent", role.scope == "weak", plural)
        local = self._locality(sentence, token, first)
        if local is not None:
            actor = owned_actor(
                role,
                Entry("country", local.name, local.country, "GOV", row="place gazetteer"),
                former,
                (text, start, end),
                self._holder,
            )
            return Reference((actor,), "agent", role.scope == "weak", plural)
        known = self._roles.get(role.phrase)
        if known is not None and role.office and not plural and not former:
            return known_again(known, (text, start, end), f"{text!r}: holder of that office named before")
        like = (
            self._history.last_like(sentence, role.sector)
            if role.sector in _TOLD_AGAIN and is_definite(token)
            else None
        )
        if like is not None and not former:
            again = like.actors[0]
            why = f"{text!r}: the last named of that kind; {again.why}"
            actor = replace(again, text=text, start=start, end=end, why=why)
            return Reference((actor,), like.kind, False, True)
        abroad = role.sector in _FROM_ANYWHERE or role.phrase in _LONE or any(t.lower_ in _ABROAD for t in token.lefts)
        country = (
            (None, "not told")
            if abroad
            else self.context.near(sentence.record.index, self.names.sponsors(sentence, token))
        )
        return self._unowned(role, country, former, plural, (text, start, end))

    def _at_home(self, sentence: ParsedSentence, entry: Entry) -> Entry:
        """A community without a state ("Hindu zealots") as that of the country the sentence is set in."""
        if entry.country or entry.org_kind not in ("religious", "ethnic"):
            return entry
        return replace(entry, country=self.context.near(sentence.record.index)[0])

    def _of_pronoun(self, sentence: ParsedSentence, token: Token) -> Actor | None:
        """Whose a phrase is by its pronoun: "our people", "his military leaders"."""
        for child in token.lefts:
            if child.dep_ == "poss" and child.pos_ == "PRON":
                known = self._refs.get((sentence.paragraph, child.i))
                if known is not None and len(known.actors) == 1 and known.actors[0].country:
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
                left = [t.text for t in name.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
                places = load_places()
                place = places.resolve(" ".join([*left, name.text]), self.context.weight) or places.resolve(
                    name.text, self.context.weight
                )
                if place is not None and place.country:
                    return place
        return None

    def _apposed_name(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        for child in token.children:
            if child.dep_ == "appos" and (sentence.paragraph, child.i) in self.names.found:
                found = self._name_reference(sentence, child)
                if found and found.kind == "person":
                    return found
        return None

    def _unowned(
        self,
        role: Role,
        located: tuple[str | None, str],
        former: bool,
        plural: bool,
        span: tuple[str, int, int],
    ) -> Reference | None:
        text, start, end = span
        if role.scope == "instrument" or (role.scope == "inherit" and not role.office):
            return None  # a bomb or a spokesman of nobody named is nobody
        country, reason = located
        sector = "ELI" if former and role.office else role.sector
        weak = role.scope == "weak"
        label = adjectives().get(country or "", "")
        person = self._holder(country, role.phrase) if country and role.office and not plural and not former else None
        why = f"{role.phrase!r} ({role.row}); country: {reason}"
        if person is not None:
            actor = Actor(
                person.name,
                country,
                person.sector,
                (person.sector or "GOV",),
                role.phrase,
                person.entity_id,
                text,
                start,
                end,
                f"{why}; {person.row} on {self.day}",
            )
        else:
            actor = Actor(
                f"{label} {role.phrase}".strip(),
                country,
                sector,
                (sector,) if sector else (),
                role.phrase if role.office else None,
                None,
                text,
                start,
                end,
                why,
            )
        return Reference((actor,), "agent", weak or role.scope == "inherit", plural)

    def _unknown_name(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        known = self._people.get(token.text)
        left = [t for t in token.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
        start, end = sentence.start_of(left[0] if left else token), sentence.end_of(token)
        text = self.parsed.article.text[start:end]
        if known is not None and not any(t.ent_type_ == "PERSON" for t in left if t.text not in known.actors[0].name):
            first = known.actors[0]
            return known_again(known, (text, start, end), f"same name as {first.name}; {first.why}")
        meant = self._known_otherwise(sentence, token, left, (text, start, end))
        if meant is not None:
            self._people[token.text] = meant
            return meant
        described = self._description(sentence, token, left)
        if described is None and token.ent_type_ != "PERSON":
            return self._place(sentence, token, text, (start, end))
        names = [t.text for t in left if t.ent_type_ == "PERSON"]
        name = " ".join([*names, token.text])
        country, reason = self.context.near(sentence.record.index)
        if described is not None:
            base = described.actors[0]
            actor = replace(
                base, name=name, entity_id=None, text=text, start=start, end=end, why=f"{name!r} described: {base.why}"
            )
        else:
            actor = Actor(
                name,
                country,
                "CVL",
                ("CVL",),
                text=text,
                start=start,
                end=end,
                why=f"unknown person; country: {reason}",
            )
        reference = Reference((actor,), "person", described is None)
        self._people[token.text] = reference
        return reference

    def _known_otherwise(
        self, sentence: ParsedSentence, token: Token, left: list[Token], span: tuple[str, int, int]
    ) -> Reference | None:
        """An unknown name that the title before it or another transliteration makes known.

        "former president Carter", "President Francois Mitterand", "Moammar Kadhafi".
        """
        titles = [t for t in token.lefts if role_of(t) is not None]
        role = role_of(titles[-1]) if titles else None
        words = [t for t in [*left, token] if not titles or t.i > titles[-1].i]
        name = " ".join(t.text for t in words)
        entry = None
        if role is not None and role[0].office:
            entries = [e for e in self.gazetteer.lookup(name) if e.kind == "person"]
            entry = of_title(entries, role[0], self._is_former(sentence, role[1]), self.day, self.context.weight)
            if entry is not None:
                entry = titled([entry], entry, role[0], self._is_former(sentence, role[1]))
            else:
                owners = self.names.owners(sentence, token, role[1])
                country = next((e.country for _, e in owners if e.country), None)
                entry = similar_holder(self.gazetteer, name, role[0], country, self.day)
        if entry is None and (token.ent_type_ in ("PERSON", "") or role is not None):
            entry = similar_person(self.gazetteer, name, self.context.weight, self.day)
        if entry is None:
            return None
        why = f"{name!r} as {entry.name!r} ({entry.row})" + (f" on {self.day}" if self.day else "")
        sectors = (entry.sector,) if entry.sector else ()
        actor = Actor(entry.name, entry.country, entry.sector, sectors, entry.office, entry.entity_id, *span, why)
        return Reference((actor,), "person")

    def _place(self, sentence: ParsedSentence, token: Token, text: str, span: tuple[int, int]) -> Reference | None:
        """A town or region as those who live there: "shelled Samarra"."""
        place = load_places().resolve(text, self.context.weight) or load_places().resolve(
            token.text, self.context.weight
        )
        if place is None or place.country is None:
            return None
        actor = Actor(
            place.name,
            place.country,
            "CVL",
            ("CVL",),
            text=text,
            start=span[0],
            end=span[1],
            why=f"people of {place.name} (place gazetteer)",
        )
        return Reference((actor,), "place", weak=True)

    def _description(self, sentence: ParsedSentence, token: Token, left: list[Token]) -> Reference | None:
        """The role that comes with an unknown name: a title before it or an apposition behind it."""
        for before in reversed([*left, *[t for t in token.lefts if t.dep_ in ("nmod", "appos", "compound")]]):
            role = role_of(before)
            if role is not None and role[0].scope != "weak":
                owners = self.names.owners(sentence, token, before.i)
                span = (before.text, sentence.start_of(before), sentence.end_of(before))
                if owners:
                    return Reference((owned_actor(role[0], owners[0][1], False, span, self._holder),), "person")
                near = self.context.near(sentence.record.index)
                return self._unowned(role[0], near, False, False, span)
        for child in token.children:
            if child.dep_ == "appos":
                role = role_of(child)
                if role is not None:
                    return self._role(sentence, child, *role)
        if token.dep_ == "appos":
            role = role_of(token.head)
            if role is not None:
                return self._role(sentence, token.head, *role)
        return None


def _party_label(token: Token) -> bool:
    """Whether a token is the state in "Paul Ryan, R-Wis.", which stands for nobody."""
    before = [t.text for t in token.doc[max(token.i - 2, 0) : token.i]]
    return len(before) == 2 and before[0] in ("R", "D", "I") and before[1] in ("-", "–")


def _inside_name(token: Token) -> bool:
    """Whether a token is part of a person's name whose head is another: "al" of "Hamad bin Khalifa al-Thani"."""
    if token.ent_type_ != "PERSON":
        return False
    start = end = token.i
    while token.doc[start].ent_iob_ == "I":
        start -= 1
    while end + 1 < len(token.doc) and token.doc[end + 1].ent_iob_ == "I":
        end += 1
    return bool(token.doc[start : end + 1].root.i != token.i)
