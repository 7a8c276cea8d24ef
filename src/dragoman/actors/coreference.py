"""Pronouns to actors named before: conservative, nearest compatible subject first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from spacy.tokens import Token

from dragoman.actors.bearers import is_woman
from dragoman.actors.phrases import LOCATIVE, first_joined
from dragoman.actors.reference import GOVERNMENTS, Reference
from dragoman.language import ParsedArticle, ParsedSentence
from dragoman.language.clauses import objects_of
from dragoman.language.predicates import clause_subject
from dragoman.records import Actor

Key = tuple[str, str | None]
Actors = tuple[Actor, ...]
Fits = Callable[["Reference"], bool]
_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "herself", "hers"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_IT = frozenset({"it", "its", "itself"})
FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our", "myself", "ourselves"})
_SAYING = frozenset(
    "say tell add write note warn insist declare announce tweet argue explain ask state reply promise call shout vow "
    "remark complain recall continue admit claim concede predict observe retort repeat assure joke answer "
    "conclude whisper demand suggest stress emphasize emphasise protest maintain boast plead urge".split()
)
_REACH = 3  # sentences back
_ASIDE = 2.0  # what a state that is only an aside is put back by, in scores of three a sentence
_UNKNOWN = 1.0  # the same, of a person whom no roster has
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_STATES = frozenset("countries nations states governments neighbours neighbors capitals republics".split())
_TOWNS = frozenset({"capital", "city", "town", "port", "resort", "village"})
# those who stand to each other so: "the two rivals", not "two rivals of the mayor"
RELATED_NOUNS = frozenset({"adversaries", "allies", "enemies", "foes", "partners", "rivals", "signatories"})
_STATES_ALONE = frozenset({"state"})
_STATES_AND_BODIES = frozenset({"state", "organisation"})
_SIDES = frozenset({"person", "state", "organisation"})
_ARMIES = frozenset({"militaries", "armies", "navies"})
_PEOPLE_NOUNS = frozenset("leaders men presidents ministers premiers pair duo trio quartet".split())
_RULES = frozenset({"army", "country", "government", "regime", "rule"})
_LEADERS = frozenset({"leaders", "presidents", "premiers"})
_SERVANTS = ("spokes", "advis", "envoy", "ambassador")
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "pair": 2, "duo": 2, "trio": 3, "quartet": 4}
GROUP_NOUNS = frozenset(
    "group agency organization organisation bloc alliance movement union council watchdog fund ministry bank front "
    "party federation commission committee court institute network channel newspaper paper magazine tabloid company "
    "firm carrier airline broadcaster militia army charity lender utility insurer carmaker automaker retailer daily "
    "weekly".split()
)
_TROOPS = frozenset(
    "army guard police junta militia gang unit brigade battalion squad patrol navy family team crew jury court "
    "parliament crowd public government opposition delegation".split()
)
_ANY_GROUP = frozenset({"group", "agency", "organization", "organisation", "bloc", "movement", "watchdog", "alliance"})


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith(("ny", "ty", "ly")) else f"{noun}s"


# what the group is, where its name does not tell
_KINDS_OF_GROUP = {
    "BUS": frozenset("company firm carrier airline bank lender utility insurer carmaker automaker retailer".split()),
    "JRN": frozenset("channel newspaper paper magazine tabloid broadcaster network daily weekly".split()),
    "LAB": frozenset({"union", "federation"}),
    "NGO": frozenset({"charity"}),
}


BODY_NOUNS = {_plural(noun): sector for sector, nouns in _KINDS_OF_GROUP.items() for noun in nouns}
PAIR_NOUNS = frozenset(
    "sides countries leaders nations governments men presidents ministers states premiers neighbours neighbors "
    "republics parties militaries armies capitals powers".split()
)


@dataclass(frozen=True, slots=True)
class _Entry:
    sentence: int
    token: int
    reference: Reference
    subject: bool
    speaks: bool = False
    aside: bool = False  # a state that only says where or whose: "in Alabama", "the Bangkok ward"
    where: bool = False  # of these, one that says where
    first: int = -1  # the token of the first that "and" joins it to


def _serves(actor: Actor) -> bool:
    """Whether somebody serves a leader: a spokesman, an adviser, an envoy."""
    return actor.office is not None and any(word in actor.office for word in _SERVANTS)


def _speaks(token: Token) -> bool:
    verb = token.head
    clear = verb.lemma_ == "make" and any(c.lower_ == "clear" for c in verb.rights)  # "Blinken made clear that"
    return token.dep_ == "nsubj" and (verb.lemma_ in _SAYING or clear)


def _who(reference: Reference) -> frozenset[Key]:
    return frozenset((a.entity_id or a.name, a.country) for a in reference.actors)


def _is_one_person(reference: Reference) -> bool:
    if len(reference.actors) != 1 or reference.plural:
        return False
    if reference.kind == "person":
        return True
    return not reference.weak and reference.kind == "agent" and bool(reference.actors[0].office)


def _said_of(sentence: ParsedSentence, token: Token, entry: _Entry) -> bool:
    """Whether one is only spoken of in what the pronoun's bearer says: "Bush had shown no proof, he said"."""
    if entry.sentence != sentence.record.index or token.dep_ != "nsubj" or token.head.lemma_ not in _SAYING:
        return False
    said = [c for c in token.head.children if c.dep_ in ("ccomp", "parataxis")]
    inner = token.doc[entry.token]
    if any(t.text == ";" for t in token.doc[inner.i : token.i]):  # "the WHO waits; on Saturday it told"
        return False
    if token.head.dep_ in ("ccomp", "parataxis") and inner.i < token.i:  # "Bush, he said, had shown no proof"
        return bool(token.head.head.is_ancestor(inner))
    return any(c == inner or c.is_ancestor(inner) for c in said)


def _is_government(reference: Reference) -> bool:
    """Whether a state is told of by its government: "Indonesia's government"."""
    return reference.kind == "agent" and reference.actors[0].name.split()[-1] in GOVERNMENTS


def _is_troop(reference: Reference) -> bool:
    """Whether one noun means many people: "the presidential guard", "the jury"."""
    actor = reference.actors[0]
    return reference.kind == "agent" and not actor.office and actor.name.split()[-1] in _TROOPS


def is_definite(token: Token) -> bool:
    """Whether a noun stands with "the" or "that" and nothing before it but where it has its seat: "Vienna-based"."""
    left = [c for c in token.children if c.i < token.i and c.lower_ != "based"]
    return len(left) == 1 and left[0].lower_ in ("the", "that")


class History:
    """The actors named so far in an article, for pronouns to point back to."""

    def __init__(self) -> None:
        self._seen: deque[_Entry] = deque(maxlen=60)
        self._speaker: tuple[int, Reference] | None = None

    def add(self, sentence: ParsedSentence, token: Token, reference: Reference | None) -> None:
        """Note that a token refers to somebody."""
        if reference is None or not reference.actors:
            return
        subject, speaks = token.dep_ in ("nsubj", "nsubjpass"), _speaks(token)
        place = token.head if token.dep_ == "amod" and token.head.lower_ in _TOWNS else token
        where = place.dep_ == "pobj" and place.head.lower_ in LOCATIVE
        aside = reference.kind == "state" and (where or token.dep_ in ("amod", "compound", "nmod"))
        where = where and reference.kind == "state"
        first = first_joined(token).i
        self._seen.append(_Entry(sentence.record.index, token.i, reference, subject, speaks, aside, where, first))
        if speaks:
            self._speaker = (sentence.record.index, reference)

    def pronoun(self, sentence: ParsedSentence, token: Token, parsed: ParsedArticle) -> Reference | None:
        """The reference of a pronoun, or None where it is unsure."""
        word = token.lower_
        if word in FIRST_PERSON:
            return self._first_person(sentence, token, parsed)
        if word in _RELATIVE:
            return self._antecedent(sentence, token)
        if word in _HE:
            wanted = self._latest(sentence, token, lambda r: _is_one_person(r) and not is_woman(r.actors[0].name))
        elif word in _SHE:
            own = self._own_saying(sentence, token)
            wanted = own if own is not None and is_woman(own.actors[0].name) else None
            wanted = wanted or self._latest(sentence, token, lambda r: _is_one_person(r) and is_woman(r.actors[0].name))
            wanted = wanted or own or self._latest(sentence, token, _is_one_person)
        elif word in _THEY:
            wanted = self._latest(sentence, token, lambda r: r.plural or r.kind == "organisation" or _is_troop(r), True)
        elif word in _IT:
            wanted = self._latest(sentence, token, lambda r: r.kind in ("state", "organisation") and not r.plural)
        else:
            return None
        return self.point(sentence, token, wanted)

    def _own_saying(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """Who says it of herself: "Thelma Aldana said she would appeal"."""
        clause = token.head
        if token.dep_ != "nsubj" or clause.dep_ != "ccomp" or clause.head.lemma_ not in _SAYING:
            return None
        speakers = [r for s in clause_subject(clause.head) if (r := self._at(sentence, s)) is not None]
        return speakers[0] if len(speakers) == 1 and _is_one_person(speakers[0]) else None

    def _antecedent(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """ "France, which has drawn ...": whom the relative clause describes."""
        verb = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
        if verb is None or token.tag_ not in ("WDT", "WP"):
            return None
        return self.point(sentence, token, self._at(sentence, verb.head))

    def _at(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        same = (e.reference for e in reversed(self._seen) if e.token == token.i and e.sentence == sentence.record.index)
        return next(same, None)

    def last_like(self, sentence: ParsedSentence, sector: str) -> Reference | None:
        """The last named body or described party of a sector, for "the rebels"."""
        for entry in reversed(self._seen):
            if sentence.record.index - entry.sentence > 2 * _REACH:
                return None
            actor = entry.reference.actors[0]
            many = entry.reference.kind == "organisation" or (
                entry.reference.kind == "agent" and entry.reference.plural
            )
            if len(entry.reference.actors) == 1 and actor.sector == sector and many and actor.country:
                return entry.reference
        return None

    def last_person(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The last person named, for "the 59-year-old"."""
        return self.point(sentence, token, self._latest(sentence, token, _is_one_person))

    def subject_before(self, sentence: ParsedSentence) -> Reference | None:
        """The one person whom the sentence before names, for "the agronomist"; None where it names several."""
        people: dict[frozenset[Key], Reference] = {}
        for entry in reversed(self._seen):
            if entry.sentence < sentence.record.index - 1:
                break
            if entry.reference.kind == "person" and _is_one_person(entry.reference):
                people[_who(entry.reference)] = entry.reference
        return next(iter(people.values())) if len(people) == 1 else None

    def last_two(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The states that the last sentence with any names, if they are two: "the countries agreed"."""
        last = next((e.sentence for e in reversed(self._seen) if e.reference.kind == "state"), None)
        named = (e.reference for e in self._seen if e.sentence == last and e.reference.kind == "state")
        states = tuple({a.country: a for r in named for a in r.actors}.values())
        if last is None or sentence.record.index - last > 1 or len(states) != 2:
            return None
        return self.point(sentence, token, Reference(states, "state", plural=True))

    def last_several(self, sentence: ParsedSentence, token: Token, number: int) -> Reference | None:
        """The last so many different parties named: persons for leaders, states for countries, else also bodies."""
        leading, sector = token.lower_ in _LEADERS, BODY_NOUNS.get(token.lower_)
        kinds = self._kinds_of_several(token)

        def fits(entry: _Entry, kinds: frozenset[str] = kinds) -> bool:
            state = _is_government(entry.reference) and "state" in kinds
            if entry.where or not (state or entry.reference.kind in kinds):
                return False
            if leading and any(_serves(a) for a in entry.reference.actors):
                return False
            return sector is None or any(a.sector == sector for a in entry.reference.actors)

        found = self._joined(sentence, number, fits) or self._so_many(sentence, number, fits)
        if found is None and token.lower_ not in _PEOPLE_NOUNS | BODY_NOUNS.keys():
            wider = (_STATES_AND_BODIES, _SIDES) if kinds == _STATES_ALONE else (_SIDES,)  # "the five": a host by name
            found = next((f for w in wider if (f := self._so_many(sentence, number, partial(fits, kinds=w)))), None)
        if found is None:
            return None
        if token.lower_ in _ARMIES:
            found = tuple(replace(a, sector="MIL", sectors=("MIL",)) for a in found)
        return self.point(sentence, token, Reference(found, "state", plural=True))

    def _joined(self, sentence: ParsedSentence, number: int, fits: Callable[[_Entry], bool]) -> Actors | None:
        """So many actors that "and" joined last: "Estonia, Latvia and Lithuania"."""
        groups: dict[tuple[int, int], list[_Entry]] = {}
        for entry in self._seen:
            if sentence.record.index - entry.sentence <= _REACH and fits(entry):
                groups.setdefault((entry.sentence, entry.first), []).append(entry)
        for group in reversed(groups.values()):
            found = {(a.entity_id or a.name, a.country): a for e in group for a in e.reference.actors}
            if len(group) == number == len(found):
                return tuple(found.values())
        return None

    def _so_many(self, sentence: ParsedSentence, number: int, fits: Callable[[_Entry], bool]) -> Actors | None:
        """The last so many actors that fit, no two of one country."""
        found: list[Reference] = []
        for entry in reversed(self._seen):
            if sentence.record.index - entry.sentence > 2 * _REACH:
                break
            known = {key for r in found for key in _who(r)}
            countries = {country for _, country in known if country}
            new = not any(a.country in countries for a in entry.reference.actors)
            if fits(entry) and new and not known & _who(entry.reference):
                found.append(entry.reference)
            if sum(len(r.actors) for r in found) >= number:
                break
        together = tuple(a for r in reversed(found) for a in r.actors)
        return together if len(together) == number else None

    def _kinds_of_several(self, token: Token) -> frozenset[str]:
        """What kinds of parties a plural noun can mean; for "the two" what was named last."""
        if token.lower_ in NUMBERS and token.pos_ != "NOUN":
            last = next((e.reference.kind for e in reversed(self._seen) if e.reference.kind in _SIDES), "state")
            return frozenset({"person"}) if last == "person" else _STATES_AND_BODIES
        if token.lower_ in BODY_NOUNS:
            return frozenset({"organisation"})
        if token.lower_ in _STATES:
            return _STATES_ALONE
        return frozenset({"person"}) if token.lower_ in _PEOPLE_NOUNS else _STATES_AND_BODIES

    def last_group(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The last body named that the noun can mean: "the group", "the fund" (the Monetary Fund), "the firm"."""
        noun = token.lower_

        def fits(reference: Reference) -> bool:
            actor = reference.actors[0]
            if reference.kind not in ("organisation", "agent") or reference.plural or len(reference.actors) > 1:
                return False
            if noun in actor.name.lower().split():
                return True
            named = reference.kind == "organisation"
            return named and (noun in _ANY_GROUP or noun in _KINDS_OF_GROUP.get(actor.sector or "", ()))

        return self.point(sentence, token, self._latest(sentence, token, fits))

    def last_official(self, sentence: ParsedSentence, token: Token) -> Reference | None:
        """The last person named who serves a body of many states, for "the agency" of its chief."""
        return self._latest(sentence, token, lambda r: _is_one_person(r) and r.actors[0].sector == "IGO")

    def _latest(self, sentence: ParsedSentence, token: Token, fits: Fits, many: bool = False) -> Reference | None:
        """The nearest that fits, subjects first; of ``many`` rather a plural than a body."""
        here, speaks = sentence.record.index, _speaks(token)
        not_these = self._subjects_of(sentence, token)
        best: tuple[float, _Entry] | None = None
        for age, entry in enumerate(reversed(self._seen)):
            back = here - entry.sentence
            if back > _REACH:
                break
            if not fits(entry.reference) or _said_of(sentence, token, entry) or _who(entry.reference) in not_these:
                continue
            score = back * 3 + age * 0.3 - (2.5 if entry.subject else 0) - (2 if entry.speaks and speaks else 0)
            score += _ASIDE if entry.aside or (many and not entry.reference.plural) else 0
            score += _UNKNOWN if entry.reference.kind == "person" and entry.reference.weak else 0
            if best is None or score < best[0]:
                best = (score, entry)
        return best[1].reference if best else None

    def speaker(self, sentence: ParsedSentence, parsed: ParsedArticle) -> Reference | None:
        """Who says what a sentence quotes, by its own words: the subject of a verb of saying outside the quotation."""
        for verb in sentence.span:
            if verb.lemma_ in _SAYING and parsed.quote_at(sentence.start_of(verb)) is None:
                for subject in clause_subject(verb):
                    for noun in (subject, *(objects_of(subject) if subject.pos_ in ("NUM", "PRON") else ())):
                        if (found := self._at(sentence, noun)) is not None:
                            return found
        return None

    def _first_person(self, sentence: ParsedSentence, token: Token, parsed: ParsedArticle) -> Reference | None:
        """ "I" and "we" in a quotation are its speaker: of this sentence, else of the one before."""
        if parsed.quote_at(sentence.start_of(token)) is None:
            return None
        speaker = self.speaker(sentence, parsed)
        if speaker is not None:
            return self.point(sentence, token, speaker)
        if self._speaker and sentence.record.index - self._speaker[0] <= _REACH:
            return self.point(sentence, token, self._speaker[1])
        return None

    def _subjects_of(self, sentence: ParsedSentence, token: Token) -> list[frozenset[Key]]:
        """Whom a pronoun cannot mean, as they are the subjects of its own verb: "Ankara asked it to leave"."""
        if token.dep_ == "poss" and token.head.lemma_ in _RULES and token.head.head.lower_ == "against":
            deed = token.head.head.head  # "Trump's strike against his regime"
            owners = (self._at(sentence, c) for c in deed.lefts if c.dep_ == "poss")
            return [_who(reference) for reference in owners if reference is not None]
        if token.dep_ not in ("dobj", "dative") or token.pos_ != "PRON" or token.lower_.endswith(("self", "selves")):
            return []
        found = (self._at(sentence, subject) for subject in clause_subject(token.head))
        return [_who(reference) for reference in found if reference is not None]

    @staticmethod
    def point(sentence: ParsedSentence, token: Token, reference: Reference | None) -> Reference | None:
        """A reference named again by a word that points back to it."""
        if reference is None:
            return None
        start, end = sentence.start_of(token), sentence.end_of(token)
        actors = tuple(
            replace(
                a,
                text=token.text,
                start=start,
                end=end,
                why=f"{token.text!r} points back to {a.text!r}: {a.why.split(' points back')[0]}",
            )
            for a in reference.actors
        )
        return replace(reference, actors=actors)
