"""Who each noun, name and pronoun of an article refers to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from dragoman.actors.context import CountryContext
from dragoman.actors.coreference import History
from dragoman.actors.gazetteer import (
    Entry,
    Gazetteer,
    Match,
    country_names,
    is_state,
    on_day,
    read_rows,
    split,
)
from dragoman.actors.offices import holder
from dragoman.actors.places import load_places
from dragoman.actors.roles import Role, is_plural, role_of
from dragoman.language import ParsedArticle, ParsedSentence
from dragoman.records import Actor, Place

Key = tuple[int, int]
_MODIFIERS = frozenset({"amod", "compound", "nmod", "poss", "appos"})
_OF = frozenset({"of", "for", "from", "in", "to", "at", "with"})
_COMMON_BODIES = frozenset({"court", "legislature", "agency", "military", "police", "party", "union"})
_INHERITS = frozenset({"GOV", "CVL", None})
# Offices whose holders the news names by surname alone from the first sentence on.
PROMINENT = frozenset(
    "president|prime minister|supreme leader|chancellor|king|pope|secretary of state|foreign minister|premier|"
    "vice president|secretary-general|leader".split("|")
)
_FORMER = frozenset({"former", "ex", "ousted", "deposed", "late", "then", "onetime"})


@dataclass(frozen=True, slots=True)
class Reference:
    """What a noun phrase refers to: one actor or several, how it was named, and whether that is weak."""

    actors: tuple[Actor, ...]
    kind: str  # person, state, organisation, agent, pronoun, people
    weak: bool = False
    plural: bool = False


@cache
def adjectives() -> dict[str, str]:
    """ISO3 codes to the adjective used for the country ("EGY": "Egyptian")."""
    out: dict[str, str] = {}
    for _, row in read_rows("countries"):
        words = split(row["adjectives"])
        if words and (row["iso3"] not in out or not row["valid_to"]):
            out[row["iso3"]] = words[0]
    return out


def _other_order(entry: Entry, context: CountryContext) -> tuple[bool, int, float]:
    weight = context.weight(entry.country or "")
    return bool(entry.country) and not weight, entry.rank, -weight


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
        self.names: dict[Key, tuple[Match, Entry]] = {}
        self._refs: dict[Key, Reference | None] = {}
        self._people: dict[str, Reference] = {}
        self._roles: dict[str, Reference] = {}
        self._ids: dict[int, ParsedSentence] = {}
        self.context = self._find_names()
        self._history = History()
        for sentence in parsed.sentences:
            self._resolve_sentence(sentence)

    # --- what the coder asks -------------------------------------------------------------------------------

    def at(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The reference of a head token, if it is a political actor."""
        return self._refs.get((sentence.paragraph, token.i))

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

    def _find_names(self) -> CountryContext:
        raw = []
        for sentence in self.parsed.sentences:
            base = sentence.span.start_char
            found = list(self.gazetteer.find(sentence.span.text))
            raw.append([(replace(m, start=m.start + base, end=m.end + base), on_day(m.entries, self.day)) for m in found])
        full = {
            e.entity_id or e.name
            for names in raw
            for _, entries in names
            for e in entries
            if e.kind == "person" and not e.short
        }
        sure = [[(m, es[0]) for m, es in names if len(es) == 1 and not es[0].short] for names in raw]
        rough = CountryContext(sure, self._dateline_country())
        chosen = []
        for sentence, names in zip(self.parsed.sentences, raw, strict=True):
            picked = []
            for match, entries in names:
                entry = self._choose(entries, full, rough)
                if entry and self._place_name(sentence, match, entry):
                    picked.append((match, entry))
            chosen.append(picked)
        return CountryContext(chosen, self._dateline_country())

    def _dateline_country(self) -> str | None:
        line = self.parsed.article.dateline
        if line is None or not line.place:
            return None
        for match in self.gazetteer.find(line.place.title()):
            return match.entries[0].country
        return None

    def _choose(self, entries: list[Entry], full: set[str], context: CountryContext) -> Entry | None:
        persons = [e for e in entries if e.kind == "person"]
        others = [e for e in entries if e.kind != "person"]
        named = [e for e in persons if (e.entity_id or e.name) in full]
        if named and all(e.short for e in persons):
            persons = named
        elif others:
            return min(others, key=lambda e: _other_order(e, context))
        if not persons:
            return None

        def order(entry: Entry) -> tuple[int, float, int, str]:
            lead = 0 if (entry.office or "") in ("president", "prime minister", "supreme leader", "chancellor") else 1
            return entry.rank, -min(context.weight(entry.country or ""), 3.0), lead, entry.name

        best = min(persons, key=order)
        known = not best.short or (best.entity_id or best.name) in full
        prominent = best.rank <= 1 and (best.office or "") in PROMINENT
        at_home = best.rank <= 4 and context.weight(best.country or "") > 0
        return best if known or prominent or at_home else None

    def _place_name(self, sentence: ParsedSentence, match: Match, entry: Entry) -> bool:
        tokens = [t for t in sentence.span if t.idx < match.end and t.idx + len(t) > match.start]
        if not tokens:
            return False
        last = tokens[-1]
        if last.text in ("'s", "’s") and len(tokens) > 1:
            last = tokens[-2]
        if entry.kind == "person" and self._part_of_other_name(tokens, last):
            return False
        if entry.short and last.ent_type_ == "DATE":  # "May"
            return False
        head = next((t for t in tokens if t.head not in tokens or t.head == t), last)
        self.names[sentence.paragraph, head.i] = (match, entry)
        if head != last:
            self.names.setdefault((sentence.paragraph, last.i), (match, entry))
        return True

    @staticmethod
    def _part_of_other_name(tokens: list[Token], last: Token) -> bool:
        if last.dep_ == "compound" and last.head.pos_ == "PROPN" and last.head.i == last.i + 1:
            return True
        first = tokens[0]
        before = first.nbor(-1) if first.i > first.sent.start else None
        if len(tokens) > 1 or before is None or before.dep_ != "compound" or before.head is not last:
            return False
        return before.pos_ == "PROPN" and before.ent_type_ == "PERSON"

    def _name_reference(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        found = self.names.get((sentence.paragraph, token.i))
        if found is None:
            return None
        match, entry = found
        return self._from_entry(sentence, match, self._owned_entry(sentence, token, match, entry))

    def _owned_entry(self, sentence: ParsedSentence, token: Token, match: Match, entry: Entry) -> Entry:
        """ "Ivory Coast's Supreme Court": a body that many states have belongs to the state named with it."""
        if entry.kind not in ("seat", "organisation") or not entry.country:
            return entry
        owners = {
            e.country
            for child in token.children
            if child.dep_ in ("poss", "amod", "compound", "nmod") and not match.start <= child.idx < match.end
            for _, e in self._names_under(sentence, child)
            if e.kind in ("country", "adjective", "capital") and e.country
        }
        if len(owners) != 1 or entry.country in owners:
            return entry
        (country,) = owners
        same = next((e for e in match.entries if e.country == country and e.kind != "person"), None)
        if same is not None:
            return same
        if entry.kind == "seat" or entry.org_kind in _COMMON_BODIES:
            return replace(entry, country=country, entity_id=None)
        return entry

    def _from_entry(self, sentence: ParsedSentence, match: Match, entry: Entry) -> Reference:
        start, end = sentence.offset + match.start, sentence.offset + match.end
        text = self.parsed.article.text[start:end]
        if entry.kind == "group" and entry.members:
            names = country_names()
            members = tuple(
                Actor(names.get(m, m), m, "GOV", ("GOV",), text=text, start=start, end=end, why=f"member of {entry.name} ({entry.row})")
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
        return before.endswith(("ethnic", "minority"))

    def _minority(self, sentence: ParsedSentence, match: Match, span: tuple[str, int, int]) -> Reference:
        """ "ethnic Albanians in Serbia": people of the state they live in, not of the one they are named after."""
        country, reason = self.context.near(sentence.record.index)
        actor = Actor(f"ethnic {span[0]}", country, "CVL", ("CVL",), None, None, *span, f"minority; country: {reason}")
        return Reference((actor,), "people", weak=True, plural=True)

    # --- noun phrases --------------------------------------------------------------------------------------

    def _resolve_sentence(self, sentence: ParsedSentence) -> None:
        for token in sentence.span:
            key = (sentence.paragraph, token.i)
            if token.pos_ == "PRON":
                self._refs[key] = self._history.pronoun(sentence, token, self.parsed)
            elif token.pos_ in ("NOUN", "PROPN") or key in self.names:
                self._refs[key] = self._noun(sentence, token)
            else:
                continue
            self._history.add(sentence, token, self._refs[key])

    def _noun(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        named = self._name_reference(sentence, token)
        if named is not None:
            self._remember(named)
            return named
        if token.dep_ == "compound" and token.head.pos_ in ("NOUN", "PROPN"):
            return None
        role = role_of(token)
        if role is not None:
            return self._role(sentence, token, *role)
        if token.pos_ == "PROPN":
            return self._unknown_name(sentence, token)
        return None

    def _remember(self, reference: Reference) -> None:
        actor = reference.actors[0]
        if reference.kind == "person":
            self._people[actor.name.split()[-1]] = reference
            if actor.office:
                self._roles[actor.office] = reference

    def _modifiers(self, sentence: ParsedSentence, token: Token, first: int) -> list[tuple[Match, Entry]]:
        """Names within a phrase that say whose it is, the nearest first."""
        found: list[tuple[Match, Entry]] = []
        for child in token.children:
            if child.dep_ in _MODIFIERS and child.dep_ != "appos":
                found += self._names_under(sentence, child)
        if not found:
            for i in range(token.i - 1, max(sentence.span.start, first - 3) - 1, -1):
                before = token.doc[i]
                if (sentence.paragraph, i) in self.names and (before.head == token or before.head.head == token):
                    found.append(self.names[sentence.paragraph, i])
        if not found:
            for prep in token.children:
                if prep.dep_ == "prep" and prep.lower_ in _OF:
                    for noun in prep.children:
                        if noun.dep_ == "pobj":
                            found += self._names_under(sentence, noun)
        return found

    def _names_under(self, sentence: ParsedSentence, token: Token, depth: int = 0) -> list[tuple[Match, Entry]]:
        own = self.names.get((sentence.paragraph, token.i))
        out = [own] if own else []
        for child in token.children:
            if child.dep_ == "conj" or (not own and depth < 2 and child.dep_ in ("compound", "amod", "poss", "nmod")):
                out += self._names_under(sentence, child, depth + 1)
        return out

    def _role(self, sentence: ParsedSentence, token: Token, role: Role, first: int) -> Reference | None:
        named = self._apposed_name(sentence, token)
        if named is not None:
            return named
        former = any(t.lower_ in _FORMER for t in token.doc[max(sentence.span.start, first - 4) : first])
        owners = self._modifiers(sentence, token, first)
        start, end = sentence.start_of(token.doc[first]), sentence.end_of(token)
        text = self.parsed.article.text[start:end]
        plural = is_plural(token)
        if owners:
            actors = tuple(self._owned(role, entry, former, (text, start, end)) for _, entry in owners[:4])
            return Reference(tuple(dict.fromkeys(actors)), "agent", role.scope == "weak", plural or len(actors) > 1)
        local = self._locality(sentence, token, first)
        if local is not None:
            actor = self._owned(role, Entry("country", local.name, local.country, "GOV", row="place gazetteer"), former, (text, start, end))
            return Reference((actor,), "agent", role.scope == "weak", plural)
        known = self._roles.get(role.phrase)
        if known is not None and role.office and not plural and not former:
            return replace(known, actors=(replace(known.actors[0], text=text, start=start, end=end, why=f"{text!r}: holder of that office named before"),))
        return self._unowned(sentence, role, former, plural, (text, start, end))

    def _locality(self, sentence: ParsedSentence, token: Token, first: int) -> Place | None:
        """The town or region that an unnamed agent belongs to: "Kent police", "the government of Sindh province"."""
        names = [t for t in token.doc[max(sentence.span.start, first - 2) : first] if t.head == token and t.pos_ == "PROPN"]
        for prep in token.children:
            if prep.dep_ == "prep" and prep.lower_ in ("of", "in", "from"):
                for noun in prep.children:
                    names += [noun, *(c for c in noun.children if c.dep_ in ("compound", "nmod"))]
        for name in names:
            if name.pos_ == "PROPN":
                left = [t.text for t in name.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
                places = load_places()
                place = places.resolve(" ".join([*left, name.text]), self.context.weight) or places.resolve(name.text, self.context.weight)
                if place is not None and place.country:
                    return place
        return None

    def _apposed_name(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        for child in token.children:
            if child.dep_ == "appos" and (sentence.paragraph, child.i) in self.names:
                found = self._name_reference(sentence, child)
                if found and found.kind == "person":
                    return found
        return None

    def _owned(self, role: Role, entry: Entry, former: bool, span: tuple[str, int, int]) -> Actor:
        text, start, end = span
        sector = role.sector
        if sector in _INHERITS and (role.scope == "inherit" or entry.kind in ("organisation", "seat", "person")):
            sector = entry.sector if entry.sector != "ELI" or former else "GOV"
        if entry.kind == "person" and role.sector in (None, "GOV"):
            sector = "GOV"
        office = role.phrase if role.office else None
        if former and role.office:
            sector, office = "ELI", f"former {role.phrase}"
        person = None
        if entry.country and role.office and not former and entry.kind in ("country", "adjective", "capital"):
            person = holder(entry.country, role.phrase, self.day)
        label = adjectives().get(entry.country or "", entry.name) if entry.kind in ("country", "adjective", "capital", "people") else entry.name
        why = f"{role.phrase!r} ({role.row}) of {entry.name} ({entry.row})"
        if person is not None:
            return Actor(person.name, entry.country, person.sector, (person.sector or "GOV",), office, person.entity_id, text, start, end, f"{why}: {person.row} on {self.day}")
        return Actor(f"{label} {role.phrase}", entry.country, sector, (sector,) if sector else (), office, None, text, start, end, why)

    def _unowned(
        self, sentence: ParsedSentence, role: Role, former: bool, plural: bool, span: tuple[str, int, int]
    ) -> Reference | None:
        text, start, end = span
        if role.scope == "inherit" and not role.office:
            return None
        country, reason = self.context.near(sentence.record.index)
        sector = "ELI" if former and role.office else role.sector
        weak = role.scope == "weak"
        label = adjectives().get(country or "", "")
        person = holder(country, role.phrase, self.day) if country and role.office and not plural and not former else None
        why = f"{role.phrase!r} ({role.row}); country: {reason}"
        if person is not None:
            actor = Actor(person.name, country, person.sector, (person.sector or "GOV",), role.phrase, person.entity_id, text, start, end, f"{why}; {person.row} on {self.day}")
        else:
            actor = Actor(f"{label} {role.phrase}".strip(), country, sector, (sector,) if sector else (), role.phrase if role.office else None, None, text, start, end, why)
        return Reference((actor,), "agent", weak or role.scope == "inherit", plural)

    def _unknown_name(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        known = self._people.get(token.text)
        left = [t for t in token.lefts if t.dep_ == "compound" and t.pos_ == "PROPN"]
        start, end = sentence.start_of(left[0] if left else token), sentence.end_of(token)
        text = self.parsed.article.text[start:end]
        if known is not None and not any(t.ent_type_ == "PERSON" for t in left if t.text not in known.actors[0].name):
            return replace(known, actors=(replace(known.actors[0], text=text, start=start, end=end, why=f"same name as {known.actors[0].name}; {known.actors[0].why}"),))
        described = self._description(sentence, token, left)
        if described is None and token.ent_type_ != "PERSON":
            return self._place(sentence, token, text, (start, end))
        names = [t.text for t in left if t.ent_type_ == "PERSON"]
        name = " ".join([*names, token.text])
        country, reason = self.context.near(sentence.record.index)
        if described is not None:
            base = described.actors[0]
            actor = replace(base, name=name, entity_id=None, text=text, start=start, end=end, why=f"{name!r} described: {base.why}")
        else:
            actor = Actor(name, country, "CVL", ("CVL",), text=text, start=start, end=end, why=f"unknown person; country: {reason}")
        reference = Reference((actor,), "person", described is None)
        self._people[token.text] = reference
        return reference

    def _place(self, sentence: ParsedSentence, token: Token, text: str, span: tuple[int, int]) -> Reference | None:
        """A town or region as those who live there: "shelled Samarra"."""
        place = load_places().resolve(text, self.context.weight) or load_places().resolve(token.text, self.context.weight)
        if place is None or place.country is None:
            return None
        actor = Actor(place.name, place.country, "CVL", ("CVL",), text=text, start=span[0], end=span[1], why=f"people of {place.name} (place gazetteer)")
        return Reference((actor,), "place", weak=True)

    def _description(self, sentence: ParsedSentence, token: Token, left: list[Token]) -> Reference | None:
        """The role that comes with an unknown name: a title before it or an apposition behind it."""
        for before in reversed([*left, *[t for t in token.lefts if t.dep_ in ("nmod", "appos", "compound")]]):
            role = role_of(before)
            if role is not None and role[0].scope != "weak":
                owners = self._modifiers(sentence, token, before.i)
                span = (before.text, sentence.start_of(before), sentence.end_of(before))
                if owners:
                    return Reference((self._owned(role[0], owners[0][1], False, span),), "person")
                return self._unowned(sentence, role[0], False, False, span)
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
