"""Sides that an act implies where the text leaves them out.

"Four men were arrested" tells of police; a curfew is laid upon the people of the state that lays it; a threat told with
no addressee is aimed at the other state of its clause, else of its article.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from dragoman.actors import DEEDS, ArticleActors, country_names
from dragoman.actors.phrases import LOCATIVE
from dragoman.actors.reference import adjectives
from dragoman.coding.doing import yielding
from dragoman.coding.frame_index import FrameMatch
from dragoman.coding.participants import Sides
from dragoman.language import ParsedSentence
from dragoman.records import Actor

_IMPLIED = {
    ("COERCE", "arrest"): ("police", "COP"),
    ("COERCE", "deport"): ("authorities", "GOV"),
    ("COERCE", "curfew"): ("authorities", "GOV"),
    ("COERCE", "martial-law"): ("authorities", "GOV"),
    ("SANCTION", "convict"): ("court", "JUD"),
    ("ACCUSE", "investigate"): ("prosecutors", "JUD"),
    ("RETREAT", "release"): ("authorities", "GOV"),
    ("ASSAULT", "crowd-control"): ("police", "COP"),
}
_CHARGED = frozenset({"charge", "indict", "accuse", "arraign", "book"})
_DOERS = ("subj", "by")
_DONE_TO = frozenset(
    "arrest detention release capture killing murder death execution assassination expulsion conviction indictment "
    "abduction kidnapping extradition deportation imprisonment sentencing beheading".split()
)
_STATE = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
_ON_OTHERS = frozenset({("SANCTION", "discontinue"), ("AID", None)})
# Acts that, like REJECT, often have no recipient; in the others somebody is meant.
_ALONE = frozenset({("CONSULT", "multilateral"), ("RETREAT", "resign"), ("ASSAULT", "explosives")})
_AT_HOME = frozenset(
    ("COERCE", mode) for mode in (None, "restrict", "censor", "curfew", "martial-law", "arrest", "withhold")
) | {("ASSAULT", "crowd-control")}
_FORETELLING = frozenset({"caution", "predict", "warn"})
_AGAINST_OTHERS = frozenset({"strike", "boycott"})  # employers, sellers
_BY_ORDER = frozenset({"COP", "MIL"})
_PEACEFUL = frozenset({"JRN", "NGO"})  # they tell of violence, and do none
_NAMED = frozenset({"state", "organisation", "person", "agent"})
_OUTSIDE = frozenset({"relcl", "conj", "parataxis", "nsubj", "nsubjpass", "agent", "advcl"})


def with_implied(match: FrameMatch, who: Sides, sentence: ParsedSentence, people: ArticleActors) -> Sides:
    """The sides, with the implied doer and recipient where none is named; unchanged for acts that imply nobody."""
    who = _victims_on_their_side(match, who)
    if match.frame.event_type == "PROTEST" and match.frame.mode != "strike":
        who = replace(who, actors=tuple(a for a in who.actors if a.sector not in _BY_ORDER))  # "Police break up march"
    if match.frame.event_type == "ASSAULT":
        who = replace(who, actors=tuple(a for a in who.actors if a.sector not in _PEACEFUL))
    if match.frame.event_type == "ACCUSE":
        who = _blamed_for_the_deed(match, who, sentence)
    if not who.actors:
        who = _with_doer(match, who, sentence, people)
    if who.actors:
        who = _without_own(match, who)
    if who.actors and not who.recipients:
        who = _with_recipient(match, who, sentence, people)
    return who


def _with_doer(match: FrameMatch, who: Sides, sentence: ParsedSentence, people: ArticleActors) -> Sides:
    frame, predicate = match.frame, match.predicate
    role = _IMPLIED.get((frame.event_type, frame.mode or ""))
    if frame.event_type == "ACCUSE" and predicate.lemma in _CHARGED:
        role = _IMPLIED["ACCUSE", "investigate"]
    elif frame.event_type == "ACCUSE" and predicate.near.get("recipient"):  # "drew criticism"
        role = ("critics", "CVL")
    if role is None or any(predicate.fill(slot) for slot in _DOERS):
        return who
    noun, sector = role
    country, reason = people.near(sentence, sector)
    why = f"{noun} implied by {predicate.head.text!r}; country: {reason if country else 'not told'}"
    return replace(who, actors=(_unnamed(noun, country, sector, why),), strong_actor=True)


def _unnamed(noun: str, country: str | None, sector: str, why: str) -> Actor:
    name = f"{adjectives().get(country) or country_names().get(country, country)} {noun}" if country else noun
    return Actor(name, country, sector, (sector,), why=why)


def _victims_on_their_side(match: FrameMatch, who: Sides) -> Sides:
    """ "Abdeslam's arrest" is done to him, not by him."""
    head = match.predicate.head
    if head.pos_ != "NOUN" or head.lemma_.lower() not in _DONE_TO or len(who.actors) != 1:
        return who
    if any(c.lower_ == "of" for c in head.rights):  # "Israel's killing of a journalist"
        return who
    owners = [t for t in head.lefts if t.dep_ == "poss"]
    (actor,) = who.actors
    if not any(t.text in actor.text.split() for t in owners):
        return who
    return Sides((), who.recipients or who.actors, False, who.strong_actor)


def _without_own(match: FrameMatch, who: Sides) -> Sides:
    """A state threatens and sanctions others: an organ of its own as recipient is a slip of reading."""
    kind = (match.frame.event_type, match.frame.mode)
    if kind[0] != "THREATEN" and kind not in _ON_OTHERS:
        return who
    own = {a.country for a in who.actors if a.sector in _STATE and a.country}
    kept = tuple(r for r in who.recipients if r.country not in own or r.sector not in _STATE)
    return replace(who, recipients=kept, strong_recipient=who.strong_recipient and bool(kept))


def _with_recipient(match: FrameMatch, who: Sides, sentence: ParsedSentence, people: ArticleActors) -> Sides:
    frame = match.frame
    kind = (frame.event_type, frame.mode)
    own = {a.country for a in who.actors}
    if frame.event_type == "MOBILIZE":
        return _with_neighbour(match, who, own, sentence, people)
    if frame.event_type == "THREATEN":
        who = _with_who_can_avert(match, who, own, sentence, people)
    if who.recipients or kind in _ALONE or frame.event_type == "REJECT" or _blames_a_deed(match):
        return who
    outside = _OUTSIDE - {"advcl"} if frame.event_type == "PROTEST" else _OUTSIDE  # "to demand the resignation of X"
    for token in _clause(match.predicate.head, outside):
        found = people.at(sentence, token)
        if found is None or found.weak or found.kind not in _NAMED:
            continue
        others = tuple(a for a in found.actors if a.country and a.country not in own)
        if others:
            return replace(who, recipients=others[:1], strong_recipient=True)
    threat = frame.event_type == "THREATEN" and match.predicate.lemma not in _FORETELLING
    if threat and len(own) == 1 and own != {None} and {a.sector for a in who.actors} <= _STATE:
        home = _own_people(match, own, sentence, people)
        other = _other_party(match, own, people) if frame.mode else ()
        return replace(who, recipients=(home,) if home else other)
    if kind in _AT_HOME or (frame.event_type == "PROTEST" and frame.mode not in _AGAINST_OTHERS):
        countries = own - {None}
        sectors = {a.sector for a in who.actors}
        if len(countries) == 1 and (frame.event_type == "PROTEST" or sectors <= _STATE):
            (country,) = countries
            noun, sector = ("government", "GOV") if frame.event_type == "PROTEST" else ("people", "CVL")
            why = f"{noun} of the state in which {match.predicate.head.text!r} is done"
            return replace(who, recipients=(_unnamed(noun, country, sector, why),))
    return who


def _with_who_can_avert(
    match: FrameMatch, who: Sides, own: set[str | None], sentence: ParsedSentence, people: ArticleActors
) -> Sides:
    """ "threatened to strike unless Chad withdraws": whoever must yield is threatened."""
    head = match.predicate.head
    for token in (s for verb in head.subtree for s in yielding(verb, head)):
        found = people.at(sentence, token)
        if found is not None and not found.weak and not {a.country for a in found.actors} & own:
            return replace(who, recipients=found.actors, strong_recipient=True)
    return who


def _own_people(
    match: FrameMatch, own: set[str | None], sentence: ParsedSentence, people: ArticleActors
) -> Actor | None:
    """A state's own people, where what it threatens is to be done in its own land: "a curfew in Algiers"."""
    for token in _clause(match.predicate.head, _OUTSIDE):
        found = people.at(sentence, token) if token.dep_ == "pobj" and token.head.lower_ in LOCATIVE else None
        if found is not None and found.kind in ("state", "place") and found.actors[0].country in own:
            why = f"people of the state in which {match.predicate.head.text!r} would be done"
            return _unnamed("people", found.actors[0].country, "CVL", why)
    return None


def _other_party(match: FrameMatch, own: set[str | None], people: ArticleActors) -> tuple[Actor, ...]:
    """The state, besides the own ones, that the article is about most: "Iran has vowed revenge"."""
    country = people.context.likeliest(lambda c: c not in own and people.context.naming(c) > 1)
    if country is None:
        return ()
    why = f"the state besides that the article is about most; none told of {match.predicate.head.text!r}"
    return (Actor(country_names().get(country, country), country, "GOV", ("GOV",), why=why),)


def _blames_a_deed(match: FrameMatch) -> bool:
    """ "condemned the bombing": whoever did it is meant, and not told."""
    told = (t for slot in ("obj", "of") for t in match.predicate.fill(slot))
    return match.frame.event_type == "ACCUSE" and any(t.lemma_.lower() in DEEDS for t in told)


def _blamed_for_the_deed(match: FrameMatch, who: Sides, sentence: ParsedSentence) -> Sides:
    """Where deeds alone are blamed, whom their phrases name: "condemned the raid by Chad and told Mali so"."""
    deeds = match.predicate.fill("obj")
    if not deeds or any(t.lemma_.lower() not in DEEDS for t in deeds):
        return who
    phrases = [(sentence.start_of(d.left_edge), sentence.end_of(d.right_edge)) for d in deeds]
    kept = tuple(r for r in who.recipients if r.start is None or any(a <= r.start < b for a, b in phrases))
    return replace(who, recipients=kept, strong_recipient=who.strong_recipient and bool(kept))


def _with_neighbour(
    match: FrameMatch, who: Sides, own: set[str | None], sentence: ParsedSentence, people: ArticleActors
) -> Sides:
    """ "moved tanks to the border with Chad": at whose edge forces gather, they gather against."""
    for token in _clause(match.predicate.head, _OUTSIDE):
        found = people.bordering(sentence, token)
        others = tuple(a for a in found.actors if a.country not in own) if found is not None else ()
        if others:
            return replace(who, recipients=others[:1], strong_recipient=True)
    return who


def _clause(head: Token, outside: frozenset[str]) -> list[Token]:
    """The words beneath a predicate from near to far, without those of relative clauses and of what is coordinated."""
    out, layer = [], [head]
    while layer:
        layer = [c for t in layer for c in t.children if c.dep_ not in outside]
        out += layer
    return out
