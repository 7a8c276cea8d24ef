"""Which names an article holds, and which roster row each stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors.bearers import POSSESSIVES, full_names, of_another, part_of_other_name
from dragoman.actors.choosing import choose
from dragoman.actors.context import CountryContext
from dragoman.actors.entries import LEADERS, Entry, on_day
from dragoman.actors.gazetteer import Gazetteer, Match
from dragoman.actors.mistaken import (
    has_its_article,
    introduced,
    is_a_product,
    is_another_town,
    is_hardly_meant,
    is_numbered,
)
from dragoman.actors.phrases import LOCATIVE, MODIFIERS, WATERS, of_a_water, place_name, word_before
from dragoman.actors.places import load_places
from dragoman.actors.roles import role_of
from dragoman.language import ParsedArticle, ParsedSentence

Key = tuple[int, int]
Found = list[list[tuple[Match, list[Entry]]]]  # by sentence
_SPONSORED = ("-backed", "-supported", "-trained", "-armed", "-funded", "-sponsored", "-aligned", "-allied")
_LONGEST_SPONSORED = max(map(len, _SPONSORED))
_SIDING = ("anti-", "pro-")
_AT_OR_FROM = LOCATIVE | {"from"}
LIVING = frozenset({"in", "of", "from", "across", "throughout"})
_SIDES = frozenset({"East", "West", "North", "South", "Inner", "Northern", "Southern", "Eastern", "Western", "Upper"})
_OF_STATES = frozenset({"adjective", "country"})
_PLACE_NAMES = frozenset({"GPE", "LOC", "FAC"})
_MAY_BE_PLACES = _PLACE_NAMES | {
    "",
    "ORG",
    "PERSON",
    "NORP",
    "WORK_OF_ART",
    "PRODUCT",
}  # what the parser's NER calls towns that it does not know
_OF = frozenset({"of", "for", "from", "in", "to", "at", "with"})
_SPEAKERS = frozenset("analyst delegate diplomat expert official source spokesman spokeswoman".split())
_KOREAS = {"North": "North Korea", "South": "South Korea"}
_COMMON_BODIES = frozenset({"court", "legislature", "agency", "military", "police", "party", "union"})


def _is_where_one_speaks(noun: Token) -> bool:
    """Whether a place is only where speakers are: "relief officials in Nairobi said"."""
    return bool(noun.lemma_ in _SPEAKERS and noun.dep_ == "nsubj" and noun.head.lemma_ == "say")


def _is_sure(entry: Entry) -> bool:
    """Whether a name that only one bears means him before anything else is known: in full, or of who leads a state."""
    return not entry.short or (entry.rank <= 1 and (entry.office or "") in LEADERS)


class ArticleNames:
    """The names of one article by the token that heads them, chosen for the article's day and countries."""

    def __init__(self, parsed: ParsedArticle, gazetteer: Gazetteer, day: str | None) -> None:
        """Args: ``parsed`` the article; ``gazetteer`` the rosters' names; ``day`` its ISO date."""
        self.parsed = parsed
        self.gazetteer = gazetteer
        self.day = day
        self.found: dict[Key, tuple[Match, Entry]] = {}
        self._texts: dict[int, str] = {
            s.record.index: s.span.text for s in parsed.sentences
        }  # a span makes its text anew each time
        self._propers: dict[int, list[Token]] = {
            s.record.index: [t for t in s.span if t.pos_ == "PROPN"] for s in parsed.sentences
        }
        self.context = self._find()

    def at(self, sentence: ParsedSentence, token: Token) -> tuple[Match, Entry] | None:
        """The name that a token heads, if any."""
        return self.found.get((sentence.paragraph, token.i))

    def _find(self) -> CountryContext:
        raw = []
        for sentence in self.parsed.sentences:
            base, text = sentence.span.start_char, self._texts[sentence.record.index]
            here = []
            for match in self.gazetteer.find(text):
                entries = [e for e in match.entries if has_its_article(text, match.start, e)]
                if entries and not is_numbered(text, match):
                    placed = replace(match, start=match.start + base, end=match.end + base)
                    here.append((placed, on_day(entries, self.day)))
            raw.append(here)
        raw = self._meant(raw)
        in_full = [e for names in raw for _, entries in names for e in entries if e.kind == "person" and not e.short]
        full = {e.entity_id or e.name for e in in_full}
        raw = [self._with_surnames(s, names, in_full) for s, names in zip(self.parsed.sentences, raw, strict=True)]
        sure = [
            [(m, es[0]) for m, es in names if len(es) == 1 and _is_sure(es[0]) and not self._names_a_water(sentence, m)]
            for sentence, names in zip(self.parsed.sentences, raw, strict=True)
        ]
        dateline = self._dateline_country()
        rough = CountryContext(sure, dateline)
        scenes = [self._scene(sentence, rough) for sentence in self.parsed.sentences]
        towns = [self._towns(sentence, rough) for sentence in self.parsed.sentences]
        rough = CountryContext(sure, dateline, scenes, towns)
        bearers = full_names(self.parsed.sentences, raw)
        chosen = []
        for sentence, names in zip(self.parsed.sentences, raw, strict=True):
            picked = []
            for match, entries in names:
                text = self._text_of(sentence, match)
                own = [e for e in entries if (e.entity_id or e.name) in full or not of_another(e, text, bearers)]
                entry = choose(self._as_titled(sentence, match, own), full, rough, self.day)
                if entry is None or (
                    (entry.entity_id or entry.name) not in full
                    and is_hardly_meant(sentence, match, entry, rough.weight(entry.country or ""))
                ):
                    continue
                if self._place_name(sentence, match, entry):
                    picked.append((match, entry))
            sided = [(m, e) for m, e in picked if not self._sponsors(sentence, m)]
            chosen.append(sided + self._koreas(sentence, rough))
        scenes = [self._scene(sentence, rough) for sentence in self.parsed.sentences]
        towns = [self._towns(sentence, rough) for sentence in self.parsed.sentences]
        return CountryContext(chosen, dateline, scenes, towns)

    def _meant(self, raw: Found) -> Found:
        """Names without those that mean somebody or something else: the text's own acronyms, capitals' namesakes."""
        strange = {short for text in self._texts.values() for short in introduced(text, self.gazetteer)}
        every = [e for names in raw for _, entries in names for e in entries if e.country]
        states = {e.country for e in every if e.country and (e.kind in _OF_STATES or e.org_kind == "military")}
        told_of = {e.country for e in every if e.kind != "capital" and e.country}
        out: Found = []
        for sentence, names in zip(self.parsed.sentences, raw, strict=True):
            kept = []
            for match, entries in names:
                text = self._text_of(sentence, match)
                meant = [e for e in entries if not is_another_town(e, text, states, told_of)]
                if meant and text not in strange:
                    kept.append((match, meant))
            out.append(kept)
        return out

    def _with_surnames(
        self, sentence: ParsedSentence, names: list[tuple[Match, list[Entry]]], in_full: list[Entry]
    ) -> list[tuple[Match, list[Entry]]]:
        """Adds to a bare surname those whom the article names in full by it, though the rosters give it to others."""
        out = []
        for match, entries in names:
            if any(e.short for e in entries):
                text, known = self._text_of(sentence, match), {e.name for e in entries}
                more = (e for e in in_full if e.name.split()[-1] == text and e.name not in known)
                entries = [*entries, *(replace(e, short=True) for e in dict.fromkeys(more))]
            out.append((match, entries))
        return out

    def _text_of(self, sentence: ParsedSentence, match: Match) -> str:
        base = sentence.span.start_char
        return self._texts[sentence.record.index][match.start - base : match.end - base]

    def _names_a_water(self, sentence: ParsedSentence, match: Match) -> bool:
        """Whether a water's word follows a name: "the Indian Ocean"."""
        behind = self._texts[sentence.record.index][match.end - sentence.span.start_char :][:20].split(maxsplit=1)
        return bool(behind) and behind[0].strip(".,;") in WATERS

    def _towns(self, sentence: ParsedSentence, context: CountryContext) -> list[str]:
        """The countries of the towns and regions that a sentence names and the rosters do not know."""
        found = []
        for token in self._propers[sentence.record.index]:
            a_name = token.ent_type_ in _PLACE_NAMES and token.dep_ != "compound"
            if a_name and (sentence.paragraph, token.i) not in self.found:
                place = load_places().resolve(place_name(token), context.weight)
                if place is not None and place.country:
                    found.append(place.country)
        return found

    def _scene(self, sentence: ParsedSentence, context: CountryContext) -> list[str]:
        """The countries in which a sentence sets something: "in Hong Kong", "near Douma"."""
        found = []
        for token in self._propers[sentence.record.index]:
            if token.dep_ != "pobj" or token.head.lower_ not in LOCATIVE:
                continue
            if token.ent_type_ not in _MAY_BE_PLACES or _is_where_one_speaks(token.head.head):
                continue
            if country := self._country_of(sentence, token, context):
                found.append(country)
        return found

    def set_within(self, sentence: ParsedSentence, token: Token) -> str | None:
        """The country of the first place that a phrase itself names behind its head: "who left Kayes", "from Homs"."""
        behind = (t for t in token.subtree if t.i > token.i and t.dep_ == "pobj" and t.head.lower_ in _AT_OR_FROM)
        return self._first_country(sentence, behind)

    def home(self, sentence: ParsedSentence, token: Token, said: frozenset[str] = LIVING) -> str | None:
        """The country where a phrase says by a preposition that people live: "Muslims in India"."""
        preps = (c for c in token.rights if c.dep_ == "prep" and c.lower_ in said)
        return self._first_country(sentence, (t for prep in preps for t in prep.rights if t.dep_ == "pobj"))

    def left_behind(self, sentence: ParsedSentence, verb: Token) -> str | None:
        """The country that a verb of flight says was left: its object, or a place with that, or "from" it."""
        objects = [t for t in verb.rights if t.dep_ == "dobj"]
        inner = [t for o in objects for t in o.subtree if t.dep_ == "pobj"]
        where = ("from", "in") if objects else ("from",)  # "fleeing the war in Liberia"
        origins = [t for p in verb.rights if p.dep_ == "prep" and p.lower_ in where for t in p.rights]
        return self._first_country(sentence, [*objects, *inner, *origins])

    def _first_country(self, sentence: ParsedSentence, places: Iterable[Token]) -> str | None:
        named = (self._country_of(sentence, place, self.context) for place in places if place.text[:1].isupper())
        return next((country for country in named if country), None)

    def of_region(self, entry: Entry) -> Entry:
        """A state as the region of another of the same name that the article names: of Niger the Nigerian state."""
        if entry.kind != "country":
            return entry
        places = load_places()
        for candidate in (*places.candidates(entry.name), *places.candidates(f"{entry.name} State")):
            country = candidate.place.country or entry.country
            if (
                candidate.place.precision == "admin1"
                and country != entry.country
                and self.context.weight(country or "")
            ):
                return replace(entry, country=country, entity_id=None)
        return entry

    def _country_of(self, sentence: ParsedSentence, token: Token, context: CountryContext) -> str | None:
        """The country of a place that a token heads the name of."""
        name = self.found.get((sentence.paragraph, token.i))
        if name is not None:
            return name[1].country if name[1].kind in ("country", "capital") else None
        place = load_places().resolve(place_name(token), context.weight)
        return place.country if place is not None else None

    def _koreas(self, sentence: ParsedSentence, context: CountryContext) -> list[tuple[Match, Entry]]:
        """ "The North", "the South" where the article is about Korea."""
        if not context.weight("PRK"):
            return []
        found = []
        for token in sentence.span[1:]:
            alone = token.dep_ not in ("compound", "amod") and not any(c.lower_ == "of" for c in token.rights)
            if token.text in _KOREAS and token.nbor(-1).lower_ == "the" and alone:
                (entry, *_) = self.gazetteer.lookup(_KOREAS[token.text])
                match = Match(token.idx, token.idx + len(token), (entry,))
                found.append((match, entry))
                self.found[sentence.paragraph, token.i] = (match, entry)
        return found

    def _dateline_country(self) -> str | None:
        line = self.parsed.article.dateline
        if line is None or not line.place:
            return None
        for match in self.gazetteer.find(line.place.title()):
            return match.entries[0].country
        place = load_places().resolve(line.place.title(), lambda _: 0.0)
        return place.country if place is not None else None

    def _as_titled(self, sentence: ParsedSentence, match: Match, entries: list[Entry]) -> list[Entry]:
        """ "Prime Minister May": behind a title, a name that others bear too is that of who holds an office."""
        persons = [e for e in entries if e.kind == "person"]
        before = word_before(sentence, match) if persons and len(entries) > 1 else None
        title = role_of(before) if before is not None else None
        if title is None or not title[0].office:
            return entries
        sitting = [e for e in persons if e.rank <= 1]
        held = [e for e in persons if (e.office or "").removeprefix("former ") == title[0].phrase]
        return sitting or held or entries

    def _place_name(self, sentence: ParsedSentence, match: Match, entry: Entry) -> bool:
        span = sentence.span.doc.char_span(match.start, match.end, alignment_mode="expand")
        if span is None:
            return False
        tokens = list(span)
        last = tokens[-1]
        if last.text in POSSESSIVES and len(tokens) > 1:
            last = tokens[-2]
        if entry.kind == "person" and part_of_other_name(self.gazetteer, tokens, last, entry):
            return False
        if entry.short and last.ent_type_ == "DATE":  # "May"
            return False
        if entry.kind == "group" and last.i + 1 < last.sent.end and last.nbor(1).text[:1].isupper():
            return False  # "West Africans" are not "the West"
        if entry.kind == "organisation" and self._shares_noun(sentence, tokens):
            return True
        head = next((t for t in tokens if t.head not in tokens or t.head == t), last)
        if is_a_product(entry, head) or (entry.kind in _OF_STATES and of_a_water(tokens[0], last)):
            return False
        if entry.kind == "country":
            entry = self._region(tokens, entry)
        self.found[sentence.paragraph, head.i] = (match, entry)
        if head != last:
            self.found.setdefault((sentence.paragraph, last.i), (match, entry))
        return True

    def _region(self, tokens: list[Token], entry: Entry) -> Entry:
        """ "East Azerbaijan", "Inner Mongolia": a region that is named after a state and lies in another."""
        first = tokens[0]
        before = first.nbor(-1) if first.i > first.sent.start else first
        if before.text not in _SIDES:
            return entry
        place = load_places().resolve(f"{before.text} {' '.join(t.text for t in tokens)}", lambda _: 0.0)
        if place is None or not place.country or place.country == entry.country:
            return entry
        return replace(entry, country=place.country, name=place.name, entity_id=None)

    def _shares_noun(self, sentence: ParsedSentence, tokens: list[Token]) -> bool:
        """ "Ethiopian and Eritrean troops": the second adjective stands for its state, the noun belongs to both."""
        first = tokens[0]
        if len(tokens) < 2 or first.dep_ != "conj" or first.head in tokens or first.head.head not in tokens:
            return False
        for entry in self.gazetteer.lookup(first.text):
            if entry.kind == "adjective":
                match = Match(first.idx, first.idx + len(first), (entry,))
                self.found[sentence.paragraph, first.i] = (match, entry)
                return True
        return False

    def owned_entry(self, sentence: ParsedSentence, token: Token, match: Match, entry: Entry) -> Entry:
        """ "Ivory Coast's Supreme Court": a body that many states have belongs to the state named with it."""
        if (
            entry.kind not in ("seat", "organisation")
            or not entry.country
            or self._names_its_state(sentence, match, entry)
        ):
            return entry
        owners = {
            e.country
            for child in token.children
            if child.dep_ in ("poss", "amod", "compound", "nmod") and not match.start <= child.idx < match.end
            for _, e in self.under(sentence, child)
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

    def _names_its_state(self, sentence: ParsedSentence, match: Match, entry: Entry) -> bool:
        """Whether the body's name holds its state's: "Eritrean Defence Forces"."""
        words = self._text_of(sentence, match).split()
        starts = (words[0], " ".join(words[:2]))  # "New Zealand police"
        named = (e for start in starts for e in self.gazetteer.lookup(start) if e.kind in _OF_STATES)
        return any(e.country == entry.country for e in named)

    def owners(self, sentence: ParsedSentence, token: Token, first: int) -> list[tuple[Match, Entry]]:
        """Names within a phrase that say whose it is: modifiers, else names before it, else "of" phrases."""
        words = token.doc[min(first, token.i) : token.i + 1]  # of "vice-president" any may be the head
        inner = [c for word in words for c in word.children if c.dep_ in MODIFIERS and (c.i < first or word == token)]
        prepositional = [
            noun
            for prep in token.children
            if prep.dep_ == "prep" and prep.lower_ in _OF
            for noun in prep.children
            if noun.dep_ == "pobj"
        ]
        found = (
            [n for c in inner for n in self.under(sentence, c)]
            or self._before(sentence, token, first)
            or [n for c in prepositional for n in self.under(sentence, c)]
        )
        return [(m, e) for m, e in found if not self._sponsors(sentence, m)]

    def sponsors(self, sentence: ParsedSentence, token: Token) -> frozenset[str]:
        """Countries that a phrase names as those who back it: "U.S.-backed rebels"."""
        words = (w for c in token.lefts for w in (c, *c.lefts))
        inner = [n for w in words for n in self.under(sentence, w)]
        return frozenset(e.country for m, e in inner if e.country and self._sponsors(sentence, m))

    def _sponsors(self, sentence: ParsedSentence, match: Match) -> bool:
        """Whether a name says whom others back or oppose: "U.S.-backed rebels", "anti-Syrian"; theirs they are not."""
        base, text = sentence.span.start_char, self._texts[sentence.record.index]
        behind, before = text[match.end - base :][:_LONGEST_SPONSORED], text[: match.start - base][-5:]
        return behind.lower().startswith(_SPONSORED) or before.lower().endswith(_SIDING)

    def _before(self, sentence: ParsedSentence, token: Token, first: int) -> list[tuple[Match, Entry]]:
        found = []
        for i in range(token.i - 1, max(sentence.span.start, first - 3) - 1, -1):
            before = token.doc[i]
            if (sentence.paragraph, i) in self.found and (before.head == token or before.head.head == token):
                found.append(self.found[sentence.paragraph, i])
        return found

    def under(self, sentence: ParsedSentence, token: Token, depth: int = 0) -> list[tuple[Match, Entry]]:
        """Names that a token heads or that stand as modifiers beneath it, coordinated ones included."""
        own = self.found.get((sentence.paragraph, token.i))
        out = [own] if own else []
        for child in token.children:
            if child.dep_ == "conj" or (not own and depth < 2 and child.dep_ in ("compound", "amod", "poss", "nmod")):
                out += self.under(sentence, child, depth + 1)
        return out
