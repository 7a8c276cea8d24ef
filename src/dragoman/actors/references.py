"""Who each noun, name and pronoun of an article refers to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors.context import CountryContext
from dragoman.actors.coreference import (
    BODY_NOUNS,
    FIRST_PERSON,
    GROUP_NOUNS,
    NUMBERS,
    PAIR_NOUNS,
    RELATED_NOUNS,
    is_definite,
)
from dragoman.actors.described import DescribedActors
from dragoman.actors.gazetteer import Gazetteer
from dragoman.actors.known import Known
from dragoman.actors.named import NamedActors
from dragoman.actors.names import ArticleNames
from dragoman.actors.phrases import MODIFIERS, at_an_edge
from dragoman.actors.reference import Reference, owned_actor
from dragoman.actors.roles import role_of
from dragoman.actors.unknown import UnknownNames
from dragoman.language import ParsedArticle, ParsedSentence
from dragoman.records import Actor

# "thousands of students" are students
PARTITIVES = frozenset(
    "thousands hundreds tens dozens scores millions group groups crowd crowds number handful majority".split()
)
_TWO_SIDES = frozenset({"countries", "nations", "neighbours", "neighbors", "sides"})  # two, where no number is told
_CLOSING = ('"', "”", "''")
_PLACES_OF_NOUNS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_ALSO_ADJECTIVES = frozenset("guerrilla insurgent militant opposition rebel separatist".split())
# Of these the doer may be told by an owner or adjective, and a capital before them says where: "the Kabul bombing".
DEEDS = frozenset(
    "abduction airstrike annexation arrest assassination assault attack beheading blast blockade bombardment bombing "
    "conviction coup crackdown deportation detention execution explosion expulsion imprisonment incursion invasion "
    "kidnapping killing massacre murder occupation persecution raid sentencing shelling shooting siege slaughter "
    "strike torture violence".split()
)


class ArticleActors:
    """Resolves the noun phrases of one article at the article's date.

    After construction, :meth:`at` gives the reference of a head token and :meth:`inside` the references found
    within its noun phrase (possessor, country adjective, "of" and "by" phrases).
    """

    def __init__(self, parsed: ParsedArticle, gazetteer: Gazetteer) -> None:
        """Args: ``parsed`` the article; ``gazetteer`` the rosters' names."""
        day = parsed.article.published.isoformat() if parsed.article.published else None
        self._known = Known(parsed, gazetteer, day, ArticleNames(parsed, gazetteer, day))
        self._named = NamedActors(self._known)
        self._described = DescribedActors(self._known, self._named)
        self._unknown = UnknownNames(self._known, self._named, self._described)
        before: list[ParsedSentence] = []  # in the same paragraph
        for sentence in parsed.sentences:
            before = [s for s in before if s.paragraph == sentence.paragraph]
            self._resolve_sentence(sentence)
            if before:
                self._speaker_behind(before, sentence)
            before.append(sentence)

    @property
    def context(self) -> CountryContext:
        """The countries that the article is about."""
        return self._known.context

    def near(self, sentence: ParsedSentence, sector: str | None) -> tuple[str | None, str]:
        """The country (ISO3) of unnamed people of a sector in a sentence, and where that comes from."""
        return self._known.near(sentence.record.index, sector)

    def at(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The reference of a head token, if it is a political actor."""
        return self._known.refs.get((sentence.paragraph, token.i))

    def doer(self, sentence: ParsedSentence, deed: Token) -> Reference | None:
        """Whose deed a noun is by its own phrase: "Israel's raid", "the Israeli raid", "a raid by troops"."""
        inner = (c for c in deed.children if c.dep_ in ("poss", "amod", "compound", "nmod"))
        for owner in inner:
            if (found := self.at(sentence, owner)) and found.kind != "place":
                return found
        agents = (c for c in deed.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from"))
        for noun in (n for agent in agents for n in agent.children if n.dep_ == "pobj"):
            if found := self.at(sentence, noun) or self.inside(sentence, noun):
                return found
        return None

    def bordering(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The state that a token names for where its edge is: "near the border with Turkey"."""
        return self._named.reference(sentence, token) if at_an_edge(token) else None

    def modifying(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """Whose act a noun is: "police firing", "rebel claims"; None of an actor: "police chief"."""
        if token.dep_ != "compound" and not (token.dep_ == "amod" and token.lower_ in _ALSO_ADJECTIVES):
            return None
        head, role = role_of(token.head), role_of(token)
        if head is not None and head[0].scope != "instrument":
            return None
        return self._described.role(sentence, token, *role) if role is not None and role[0].scope == "strong" else None

    def inside(self, sentence: ParsedSentence, token: Token, depth: int = 0) -> Reference | None:
        """The first actor within a noun phrase: "Israel's raid", "rebel claims", "arrest of X"."""
        for child in token.children:
            if child.dep_ in ("poss", "amod", "compound", "nmod"):
                found = (
                    self.at(sentence, child)
                    or self._named.reference(sentence, child)
                    or self.modifying(sentence, child)
                )
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

    def _resolve_sentence(self, sentence: ParsedSentence) -> None:
        """Resolves nouns and pronouns from left to right; "I", then "our people" last: who speaks may stand behind."""
        for token in sorted(sentence.span, key=_of_who_speaks):
            key = (sentence.paragraph, token.i)
            if token.pos_ == "PRON":
                self._known.refs[key] = self._known.history.pronoun(sentence, token, self._known.parsed)
            elif token.pos_ in ("NOUN", "PROPN") or key in self._known.names.found or _stands_alone(token):
                self._known.refs[key] = self._noun(sentence, token)
            else:
                continue
            self._known.history.add(sentence, token, self._known.refs[key])

    def _speaker_behind(self, before: Sequence[ParsedSentence], sentence: ParsedSentence) -> None:
        """ "Do I have a choice? Our people do not." the president asked: whom "I" means stands in a later sentence."""
        parsed, history = self._known.parsed, self._known.history
        quote = parsed.quote_at(sentence.record.start)
        if quote is None and before[-1].span[-1].text in _CLOSING:
            end = before[-1].start_of(before[-1].span[-1])
            quote = parsed.quote_at(end) or parsed.quote_at(end - 1)
        speaker = history.speaker(sentence, parsed) if quote is not None else None
        if speaker is None:
            return
        for quoted in before:
            mine = [t for t in quoted.span if t.lower_ in FIRST_PERSON and parsed.quote_at(quoted.start_of(t)) == quote]
            if history.speaker(quoted, parsed) is None:
                for token in mine:
                    self._known.refs[quoted.paragraph, token.i] = history.point(quoted, token, speaker)
                for noun in filter(_is_ours, (t.head for t in mine)):
                    self._known.refs[quoted.paragraph, noun.i] = self._noun(quoted, noun)

    def _noun(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        if _party_label(token):
            return None
        named = self._named.reference(sentence, token)
        if named is not None and named.kind == "state" and (at_an_edge(token) or self._only_where(sentence, token)):
            return None
        if named is not None:
            named = self._of_shared_noun(sentence, token) or named
            self._remember(named)
            return named
        if token.dep_ == "compound" and token.head.pos_ in ("NOUN", "PROPN"):
            return None
        pointing = self._points_back(sentence, token) or self._part_of(sentence, token)
        if pointing is not None:
            return pointing
        role = role_of(token)
        if role is not None:
            return self._described.role(sentence, token, *role)
        if token.pos_ == "PROPN" and any(c.isalpha() for c in token.text) and not _inside_name(token):
            return self._unknown.reference(sentence, token)
        return None

    def _of_shared_noun(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "Kyrgyz and Tajik border guards", where the parser joins the first adjective to the noun."""
        found = self._known.names.at(sentence, token)
        if found is None or found[1].kind != "adjective" or token.dep_ in MODIFIERS:
            return None
        for noun in token.rights:
            role = role_of(noun) if noun.dep_ == "conj" else None
            if role is not None and any(self._known.names.at(sentence, c) is not None for c in noun.lefts):
                span = (token.text, sentence.start_of(token), sentence.end_of(token))
                actor = owned_actor(role[0], found[1], False, span, self._known.holder)
                return Reference((actor,), "agent", role[0].scope == "weak", True)
        return None

    def _only_where(self, sentence: ParsedSentence, token: Token) -> bool:
        """Whether a capital says where a deed was done: "the Kabul bombing"."""
        name = self._known.names.at(sentence, token)
        deed = token.dep_ == "compound" and token.head.lemma_.lower() in DEEDS
        return deed and name is not None and name[1].kind == "capital"

    def _points_back(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "both sides", "the two leaders", "the group": nouns that stand for actors named before."""
        number = NUMBERS.get(token.lower_, 0)
        meant = token.lower_ in RELATED_NOUNS or token.lower_ in BODY_NOUNS
        related = meant and _is_the(token) and not any(c.lower_ == "of" for c in token.rights)
        if token.lower_ in PAIR_NOUNS or related:
            number = max((NUMBERS.get(c.lower_, 0) for c in token.lefts), default=0)
            if not number and token.lower_ in _TWO_SIDES and is_definite(token) and not any(token.rights):
                return self._known.history.last_two(sentence, token)
        if number:
            return self._apposed(sentence, token, number) or self._known.history.last_several(sentence, token, number)
        if _of_an_age(token):
            return self._known.history.last_person(sentence, token)
        if token.lower_ in GROUP_NOUNS and is_definite(token):
            return self._known.history.last_group(sentence, token) or self._body_served(sentence, token)
        return None

    def _body_served(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "The agency" whose chief was named last, by his office: "iaea chief"."""
        official = self._known.history.last_official(sentence, token)
        if official is None or not official.actors[0].office:
            return None
        words = official.actors[0].office.removeprefix("former ").split()
        for name in (" ".join(words[:end]) for end in range(len(words) - 1, 0, -1)):
            for entry in (*self._known.gazetteer.lookup(name.upper()), *self._known.gazetteer.lookup(name.title())):
                if entry.kind == "organisation" and entry.sector == "IGO":
                    start, end = sentence.start_of(token), sentence.end_of(token)
                    why = f"{token.text!r} is the body of {official.actors[0].name} ({entry.row})"
                    span = (token.text, start, end)
                    actor = Actor(entry.name, entry.country, "IGO", ("IGO",), None, entry.entity_id, *span, why)
                    return Reference((actor,), "organisation")
        return None

    def _apposed(self, sentence: ParsedSentence, token: Token, number: int) -> Reference | None:
        """ "the two ministers, Prince Faisal and Mr Amir-Abdollahian": those named behind."""
        for child in token.rights:
            if child.dep_ in ("appos", "conj"):
                joined = [t for t in (child, *child.conjuncts) if t != token]
                named = [n for t in joined if (n := self._named.reference(sentence, t)) is not None]
                if len(named) == number or (child.dep_ == "appos" and len(named) > 1):
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
                    found = self._known.refs[key] if key in self._known.refs else self._noun(sentence, whole)
                    return replace(found, plural=True) if found is not None else None
        return None

    def _remember(self, reference: Reference) -> None:
        actor = reference.actors[0]
        if reference.kind == "person":
            self._known.people[actor.name.split()[-1]] = reference
            if actor.office:
                self._known.offices[actor.office] = reference


def _is_the(token: Token) -> bool:
    return any(c.lower_ in ("the", "both", "these") for c in token.lefts)


def _of_who_speaks(token: Token) -> int:
    """0 for most words, 1 for "I" and "our", 2 for "people" of "our people", 3 for "who" behind it."""
    if token.lower_ in FIRST_PERSON:
        return 1
    if token.tag_ in ("WP", "WDT"):
        return 3 * any(a.dep_ == "relcl" and _is_ours(a.head) for a in token.ancestors)
    return 2 * _is_ours(token)


def _is_ours(token: Token) -> bool:
    """Whether a noun is "our people", "my minister"."""
    return token.pos_ == "NOUN" and any(c.dep_ == "poss" and c.lower_ in FIRST_PERSON for c in token.lefts)


def _stands_alone(token: Token) -> bool:
    """Whether a word that is no noun stands for somebody: "the 59-year-old", "the five"."""
    several = token.lower_ in NUMBERS and token.dep_ in _PLACES_OF_NOUNS
    return _of_an_age(token) or (several and any(c.lower_ == "the" for c in token.lefts))


def _of_an_age(token: Token) -> bool:
    """ "the 59-year-old" """
    return bool(token.lower_ == "old" and token.i >= 4 and token.nbor(-2).lower_ == "year")


def _party_label(token: Token) -> bool:
    """Whether a token is the state in "Paul Ryan, R-Wis.", which stands for nobody."""
    return token.i > 1 and token.nbor(-1).text in ("-", "–") and token.nbor(-2).text in ("R", "D", "I")


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
