"""Who did it to whom: the frame's slots, searched for actors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from dragoman.actors import DEEDS, ArticleActors, Reference, role_of
from dragoman.actors.phrases import LOCATIVE, at_an_edge, first_joined
from dragoman.codebook import MAY_LACK_ACTOR
from dragoman.codebook.frames import Frame
from dragoman.coding.doing import (
    done_to_by_others,
    is_opposed,
    only_belongs,
    only_in_reach,
    only_says_so,
    who_is_to,
)
from dragoman.coding.typer import Judgement
from dragoman.language import ParsedSentence, Predicate
from dragoman.language.clauses import parted
from dragoman.records import Actor

_SURE_DOER = 0.3  # probability of a doer to the typer, below which what may be told without one is
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_EXCHANGING = frozenset({"exchange", "swap", "trade"})
_FRIENDLY = frozenset({"AGREE", "AID", "CONCEDE", "COOPERATE", "SUPPORT"})
_ONE_SIDED = frozenset({"commit", "invite", "offer", "pledge", "promise", "propose", "undertake", "volunteer", "vow"})
_TIMES = frozenset("anniversary day eve evening month morning night week year".split())
_ON_PLACES = frozenset({"ASSAULT", "COERCE", "AID"})
OF_THE_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})
Found = list[tuple[int, Reference]]
Resolve = Callable[[Token, bool], Reference | None]


@dataclass(frozen=True, slots=True)
class Sides:
    """Actors and recipients of one predicate; ``strong`` says which side is a political actor outright."""

    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    strong_actor: bool
    strong_recipient: bool

    def satisfies(self, needs: str) -> bool:
        """Whether the frame's demand for political actors is met."""
        have_actor, have_recipient = bool(self.actors), bool(self.recipients)
        if needs == "none":
            return True
        if needs == "both":
            return have_actor and have_recipient and (self.strong_actor or self.strong_recipient)
        if needs == "actor":
            return have_actor and (self.strong_actor or self.strong_recipient)
        if needs == "recipient":
            return have_recipient and (self.strong_actor or self.strong_recipient)
        return self.strong_actor or self.strong_recipient


def resolver(people: ArticleActors, sentence: ParsedSentence) -> Resolve:
    """A lookup for one sentence: the token itself, then (where allowed) what stands inside its phrase."""

    def resolve(token: Token, within: bool) -> Reference | None:
        found = people.at(sentence, token) or people.modifying(sentence, token)
        place = within and token.pos_ in ("NOUN", "PROPN") and not at_an_edge(token)
        if found is None and place and token.lemma_.lower() not in _TIMES:  # "on the anniversary of Trump's strike"
            found = people.inside(sentence, token)
        return found

    return resolve


def blaming(event_type: str, people: ArticleActors, sentence: ParsedSentence, resolve: Resolve) -> Resolve:
    """A lookup that, for who is accused, takes a deed for its doer: "condemned the raid on Gaza" accuses not Gaza."""

    def of_doer(token: Token, within: bool) -> Reference | None:
        deed = token.pos_ == "NOUN" and token.lemma_.lower() in DEEDS
        return people.doer(sentence, token) if deed and within else resolve(token, within)

    return of_doer if event_type == "ACCUSE" else resolve


def sides(frame: Frame, predicate: Predicate, resolve: Resolve) -> Sides:
    """The actors and recipients that a frame finds around its predicate."""
    pair = _between(frame, predicate, resolve)
    if pair is not None:
        return pair
    turned = predicate.near.get("recipient")  # "faces criticism from X"
    actor_slots = ("from", "by", *frame.actor) if turned else frame.actor
    doers = _first_filled(actor_slots, predicate, resolve, set())
    doers, against = _without_opposed(doers, predicate.head.doc)
    used = {t for t, _ in doers}
    done_to = _refs(turned, resolve, used) if turned else _first_filled(frame.recipient, predicate, resolve, used)
    done_to = done_to or against
    if frame.event_type not in _ON_PLACES:
        done_to = [(i, r) for i, r in done_to if r.kind != "place"]
    if frame.event_type in MUTUAL:
        done_to = [(i, r) for i, r in done_to if not _is_scene(predicate.head.doc[i], r)]
    own = {a.country for a in _actors(doers) if a.sector in OF_THE_STATE}
    done_to = [(i, r) for i, r in done_to if not (r.kind == "state" and r.actors[0].country in own)]
    return _as_sides(_between_doers(frame.event_type, predicate.head), doers, done_to)


def pointed(event_type: str, head: Token, judgement: Judgement, sentence: ParsedSentence, resolve: Resolve) -> Sides:
    """The actors and recipients that the typer points at for the word ``head``."""
    doc = sentence.span.doc
    unsure = event_type in MAY_LACK_ACTOR and judgement.actor_share < _SURE_DOER
    taken = () if unsure else judgement.actors
    doers = [(i, r) for i, r in _refs_in(taken, sentence, resolve) if not _is_scene(doc[i], r)]
    doers = [(i, r) for i, r in doers if not only_belongs(doc[i], head)]
    if head.lemma_.lower() in DEEDS:  # "Russian airstrikes" are nobody
        doers = [(i, r) for i, r in doers if i != head.i]
    if any(doc[i].dep_ == "nsubj" and doc[i].head == head for i, _ in doers):
        doers = [(i, r) for i, r in doers if not only_says_so(doc[i], head)]
    doers = _in_one_item(doers, head)
    used = {i for i, _ in doers}
    done_to = [(i, r) for i, r in _refs_in(judgement.recipients, sentence, resolve) if i not in used]
    doers, against = _without_opposed(doers, doc)
    done_to = _in_one_item(done_to, head) + against
    done_to = [(i, r) for i, r in done_to if not only_in_reach(doc[i], head)]
    done_to = [(i, r) for i, r in done_to if not only_belongs(doc[i], head)]
    done_to = [(i, r) for i, r in done_to if not _says_where(doc[i], r, used)]
    struck = [(i, r) for i, r in done_to if not _says_where(doc[i], r, {head.i})]
    done_to = struck or done_to  # "a bombing in Kabul" is done to Kabul's people where nobody else is told of
    if event_type in _FRIENDLY:  # "supports the Palestinians in their struggle against Israel"
        done_to = [(i, r) for i, r in done_to if first_joined(doc[i]).head.lower_ != "against"]
    mutual = _between_doers(event_type, head)
    if not mutual:
        suffering = done_to_by_others(head, used, used | {i for i, _ in done_to}, event_type)
        done_to += [(i, r) for i, r in doers if i in suffering]
        doers = [(i, r) for i, r in doers if not any(doc[j].is_ancestor(doc[i]) for j in suffering)]
        # "after Netanyahu spoke, Trump asked him to wait"
        them = _actors([(i, r) for i, r in done_to if i in suffering])
        doers = [(i, r) for i, r in doers if i not in suffering and not all(is_among(a, them) for a in r.actors)]
    return _as_sides(mutual, *_unbroken(None if mutual else head, doers, done_to, sentence, resolve))


def _without_opposed(doers: Found, doc: Doc) -> tuple[Found, Found]:
    """Doers, and those among them whom the deed is told to be against: "the anti-Mubarak uprising"."""
    return [(i, r) for i, r in doers if not is_opposed(doc[i])], [(i, r) for i, r in doers if is_opposed(doc[i])]


def _in_one_item(found: Found, head: Token) -> Found:
    """Those whom no semicolon parts from a deed's word, if any: lists tell of several deeds."""
    near = [(i, r) for i, r in found if not parted(head.doc[i], head)]
    return near or found


def _unbroken(
    verb: Token | None, doers: Found, done_to: Found, sentence: ParsedSentence, resolve: Resolve
) -> tuple[Found, Found]:
    """Both sides with those added whom "and" joins to one of them: "lifted its embargo on Iran, Libya and Sudan".

    Joined ones that stand on both sides are all recipients where somebody else does it, "mediates between A and B",
    and all doers where they are the verb's subject or it comes from them. ``verb`` is None for what is mutual: of two
    who do it the typer may well point at one.
    """
    doc = sentence.span.doc
    refs, receives = dict([*doers, *done_to]), {**{i: True for i, _ in done_to}, **{i: False for i, _ in doers}}
    for i in [*receives]:
        together = sorted({i, *(c.i for c in doc[i].conjuncts)})
        sides_taken = {receives[j] for j in together if j in receives}
        if len(sides_taken) > 1:
            alone = all(receives[j] or j in together for j in receives)
            if alone and not _are_doers(doc[together[0]], verb):
                continue
            sides_taken = {not alone}
        if verb is None and True not in sides_taken:
            continue
        for j in together:
            found = refs.get(j) or (resolve(doc[j], False) if doc[j].pos_ in ("NOUN", "PROPN") else None)
            if found is not None and (j in refs or not found.weak):
                refs[j], receives[j] = found, True in sides_taken
    both = sorted(refs)
    return [(j, refs[j]) for j in both if not receives[j]], [(j, refs[j]) for j in both if receives[j]]


def _are_doers(first: Token, verb: Token | None) -> bool:
    """Whether those joined behind the first do a deed: "Chad and Mali left", "threats from Chad and Mali"."""
    above = first.head
    if first.dep_ == "nsubj":
        return bool(above == verb)
    behind = first.dep_ == "pobj" and above.lower_ in ("by", "from")
    return bool(behind and (above.head == verb or above.head.pos_ == "NOUN"))


def _is_scene(token: Token, found: Reference) -> bool:
    """Whether a state or town only says where: "a bomb in Kabul"."""
    named = found.kind in ("state", "place") and token.pos_ == "PROPN"
    if token.dep_ == "appos" and token.head.pos_ == "PROPN":  # "in Lahore, Pakistan"
        token = token.head
    return named and token.dep_ == "pobj" and token.head.lower_ in LOCATIVE


def _says_where(token: Token, found: Reference, those: set[int]) -> bool:
    """Whether a state or town only says where one of some nouns is: "rockets by militants in Gaza"."""
    holder = first_joined(token).head
    noun = holder.head.i in those and holder.head.pos_ in ("NOUN", "PROPN")
    return noun and found.kind in ("state", "place") and holder.lower_ in LOCATIVE


def those_in(span: tuple[int, int], sentence: ParsedSentence, resolve: Resolve) -> tuple[Actor, ...]:
    """The actors that a phrase (a character span of the sentence's text) names."""
    return _actors(_refs_in([span], sentence, resolve))


def actors_at(tokens: list[Token] | None, resolve: Resolve) -> tuple[Actor, ...]:
    """The actors at some words, where one of them is no mere description."""
    found = [(t.i, r) for t in tokens or [] if (r := resolve(t, False)) is not None]
    return _actors(found) if _strong(found) else ()


def _between_doers(event_type: str, head: Token) -> bool:
    """Whether two who do it do it to each other: they agreed, exchanged threats, but both pledged it to somebody."""
    if head.lemma_ in _EXCHANGING or (head.dep_ == "dobj" and head.head.lemma_ in _EXCHANGING):
        return True
    return event_type in MUTUAL and head.lemma_.lower() not in _ONE_SIDED


def _as_sides(mutual: bool, doers: list[tuple[int, Reference]], done_to: list[tuple[int, Reference]]) -> Sides:
    """Nobody stands on both sides; two doers of a mutual act are its two sides."""
    actors = _actors(doers)
    recipients = tuple(a for a in _actors(done_to) if not is_among(a, actors))
    if mutual and not recipients and len(actors) == 2:
        actors, recipients = actors[:1], actors[1:]
    return Sides(actors, recipients, _strong(doers), _strong(done_to))


def joined(pointed_at: Sides, slotted: Sides) -> Sides:
    """The typer's sides, each filled from the frame's slots where the typer names nobody that is known.

    Of several whom it takes for doers, those are none to whom one of the others does it by the slots.
    """
    actors = pointed_at.actors or tuple(a for a in slotted.actors if not is_among(a, pointed_at.recipients))
    if not pointed_at.recipients and any(is_among(a, slotted.actors) for a in actors):
        actors = tuple(a for a in actors if not is_among(a, slotted.recipients))
    recipients = pointed_at.recipients or tuple(a for a in slotted.recipients if not is_among(a, actors))
    return Sides(
        actors,
        recipients,
        bool(actors) and (pointed_at.strong_actor or slotted.strong_actor),
        pointed_at.strong_recipient or slotted.strong_recipient,
    )


def addressed(event_type: str, predicate: Predicate, who: Sides, resolve: Resolve) -> Sides:
    """The sides with the one who is meant in the place of one who only hears of it.

    Who is to do what is asked: "demanded that Israel ease its rules on Palestinian workers". Whose deed is complained
    of to a body: "complained to the United Nations over an Israeli raid".
    """
    meant: list[tuple[int, Reference]] = []
    if event_type == "REQUEST":
        asking = (predicate.head, *predicate.fill("obj"))  # "repeated its demand that Israel ease its rules"
        meant = _refs([n for word in asking for n in who_is_to(word)], resolve, set())
    elif event_type == "ACCUSE" and _to_a_body(who.recipients, predicate):
        meant = _first_filled(("against", "over", "about"), predicate, resolve, set())
    recipients = tuple(a for a in _actors(meant) if not is_among(a, who.actors))
    strong = bool(recipients) and _strong(meant)
    return replace(who, recipients=recipients, strong_recipient=True) if strong else who


def _to_a_body(recipients: tuple[Actor, ...], predicate: Predicate) -> bool:
    """Whether a complaint is brought to bodies that do nothing: "complained to the United Nations"."""
    brought = any(predicate.fill(slot) for slot in ("to", "with", "before"))
    return brought and bool(recipients) and all(a.sector == "IGO" for a in recipients)


def _refs_in(
    spans: Iterable[tuple[int, int]], sentence: ParsedSentence, resolve: Resolve
) -> list[tuple[int, Reference]]:
    """References of phrases (character spans within the sentence): of their heads and what is joined to them."""
    out: list[tuple[int, Reference]] = []
    for span in spans:
        tokens = sentence.tokens_in(span)
        inside = {t.i for t in tokens}
        heads: list[Token] = []
        for token in tokens:
            joined_to_head = token.dep_ == "conj" and any(token.head == h for h in heads)
            if token.head.i not in inside or token.head == token or joined_to_head:
                heads.append(token)
        heads = list(dict.fromkeys(_of_phrase(t, resolve) for t in _whole_roles(heads)))
        found = _refs(heads, resolve, {i for i, _ in out})
        if not found:
            found = _refs(tokens, resolve, {i for i, _ in out})[:1]
        out += found
    return out


def _whole_roles(heads: list[Token]) -> list[Token]:
    """Heads without those that are only part of a role's words: of "vice-president" the last."""
    parts = {i for head in heads if (role := role_of(head)) is not None for i in range(role[1], head.i)}
    return [head for head in heads if head.i not in parts]


def _of_phrase(token: Token, resolve: Resolve) -> Token:
    """The actor that a modifier belongs to: of "Hungarian and Romanian officials" the officials, whichever is meant."""
    own = resolve(token, False)
    if own is not None and own.kind in ("person", "organisation"):
        return token
    top = token
    while (first := first_joined(top)).dep_ in ("amod", "compound", "nmod"):
        top = first.head
    return top if top is not token and resolve(top, False) is not None else token


def _between(frame: Frame, predicate: Predicate, resolve: Resolve) -> Sides | None:
    """ "talks between A and B", "clashes between police and protesters"."""
    fillers = predicate.fill("between")
    if predicate.pos != "noun" or len(fillers) < 2:
        return None
    found = _refs(fillers, resolve, set())
    actors = _actors(found)
    if len(actors) < 2:
        return None
    return Sides(actors[:1], actors[1:2], True, True) if len(actors) == 2 else Sides(actors, (), True, False)


def _first_filled(
    slots: tuple[str, ...], predicate: Predicate, resolve: Resolve, used: set[int]
) -> list[tuple[int, Reference]]:
    """References of the first slot that holds any; a weak one is kept only if no later slot has a strong one."""
    weak: list[tuple[int, Reference]] = []
    for slot in slots:
        found = _refs(predicate.fill(slot), resolve, used)
        if any(not r.weak for _, r in found):
            return found
        weak = weak or found
    return weak


def _refs(tokens: list[Token] | None, resolve: Resolve, used: set[int]) -> list[tuple[int, Reference]]:
    out = []
    for token in tokens or []:
        if token.i not in used:
            found = resolve(token, True)
            if found is not None:
                out.append((token.i, found))
    return out


def _actors(found: list[tuple[int, Reference]]) -> tuple[Actor, ...]:
    unique: dict[tuple[str | None, ...], Actor] = {}
    for _, reference in found:
        for actor in reference.actors:
            unique.setdefault((actor.entity_id or actor.name, actor.country), actor)
    return tuple(unique.values())[:8]


def is_among(actor: Actor, others: tuple[Actor, ...]) -> bool:
    """Whether an actor, under whatever name, is one of some others."""
    return any((actor.entity_id or actor.name, actor.country) == (o.entity_id or o.name, o.country) for o in others)


def _strong(found: list[tuple[int, Reference]]) -> bool:
    return any(not reference.weak for _, reference in found)
