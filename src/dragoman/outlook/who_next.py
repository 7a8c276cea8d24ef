"""Given an actor and an event type, who is next: the links model asked over a ledger, its rules told in words."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dragoman.errors import InputError
from dragoman.ledger import Ledger, Party
from dragoman.outlook.dyads import Facts
from dragoman.outlook.evidence import Asked, evidence
from dragoman.outlook.fitting import Outlook, outlook_of, refuse_gaps
from dragoman.outlook.forecasting import forecast_day
from dragoman.outlook.ledger_facts import date_of
from dragoman.outlook.links import History, Kin, LinkModel, fit
from dragoman.outlook.links.history import Past
from dragoman.outlook.links.questions import Questions
from dragoman.outlook.links.words import HeldRule, held
from dragoman.outlook.scope import Scope, scope_of

MOST_FACTS = 150_000  # learned from, the latest
MOST = 10  # answers told
_RULES = 3  # told of each answer
_fitting = threading.Lock()
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NextActor:
    """One answer.

    Attributes:
        actor: its key.
        name: what it is called.
        share: of the belief among all candidates (the model's softmax): how much likelier than the others, no odds.
        terms: the named terms of its score, each less what it is for the candidates on average; largest first.
        rules: the strongest rules that hold between the two, in words.
        evidence: the latest events between the two.
    """

    actor: str
    name: str
    share: float
    terms: tuple[tuple[str, float], ...]
    rules: tuple[str, ...]
    evidence: tuple[Record, ...]

    def to_record(self) -> Record:
        """As JSON has it."""
        return {n: getattr(self, n) for n in ("actor", "name", "share", "rules", "evidence")} | {
            "terms": dict(self.terms)
        }


@dataclass(frozen=True, slots=True)
class NextActors:
    """Towards whom an actor does a type of thing next, or who does it to the actor.

    Attributes:
        actor: whom the question is about.
        event_type: the type.
        by: whether the actor is the one acted upon.
        on: the day before the one that is asked for; nothing later is used.
        scope: what counts.
        facts: how many facts were learned from.
        answers: the likeliest first.
    """

    actor: Party
    event_type: str
    by: bool
    on: dt.date
    scope: Scope
    facts: int
    answers: tuple[NextActor, ...]

    def to_record(self) -> Record:
        """As JSON has it."""
        record: Record = {n: getattr(self, n) for n in ("event_type", "by", "facts")}
        record |= {"actor": self.actor.key, "name": self.actor.name, "on": self.on.isoformat()}
        return record | {"scope": self.scope.to_record(), "answers": [a.to_record() for a in self.answers]}


def who_next(
    ledger: Ledger,
    actor: str,
    event_type: str,
    *,
    by: bool = False,
    on: dt.date | str | None = None,
    datasets: str | Sequence[str] | None = None,
    acts: str = "state",
    most: int = MOST,
    events: int = 1,
) -> NextActors:
    """Towards whom an actor does a type of thing next.

    Args:
        ledger: the ledger.
        actor: a country code, an entity id or a name.
        event_type: one of the codebook's types.
        by: ask who does it to the actor instead.
        on: the day of the forecast; the last one covered where left out.
        datasets, acts: see :func:`dragoman.outlook.forecasting.forecast`.
        most: how many answers are told.
        events: how many of the latest events between the two are shown with each.

    Raises:
        InputError: nothing of the actor or of that type is known by then, or what is asked for makes no sense.
        NotFoundError: the actor is no country, and no event names it.
        TooLittleHistory: the ledger does not suffice.
    """
    party = ledger.party(actor)
    outlook = outlook_of(ledger, scope_of("types", datasets, acts))
    day, kind = forecast_day(outlook.held, on, 1), event_type.upper()
    facts = _learned_from(outlook.held.facts, day)
    for what, known in ((party.key, facts.actors), (kind, facts.classes)):
        if what not in known:
            raise InputError(f"nothing of {what!r} is known; of this ledger's facts there are {', '.join(known[:20])}")
    refuse_gaps(facts, day)
    history, model = _fitted(outlook, facts, day)
    subject = facts.actors.index(party.key)
    relation = facts.classes.index(kind) + (len(facts.classes) if by else 0)
    past = history.before(day + 1)
    answers = _answers(model, past, facts, subject, relation)[:most]
    told = [_told(outlook, facts, party, answer) for answer in answers]
    shown = _with_evidence(ledger, outlook, party, told, day, events)
    return NextActors(party, kind, by, date_of(day), outlook.held.scope, len(facts), shown)


def _learned_from(facts: Facts, day: int) -> Facts:
    """The latest facts of actors themselves."""
    known = facts.until(day)
    known = known.chosen(known.direct)
    first = known.day[-MOST_FACTS] if len(known) > MOST_FACTS else known.day[0] if len(known) else 0
    return known.between(int(first) - 1, day)


_models: dict[tuple[int, int], tuple[Outlook, History, LinkModel]] = {}


def _fitted(outlook: Outlook, facts: Facts, day: int) -> tuple[History, LinkModel]:
    """The facts day by day and the model of a day; the last one is kept."""
    with _fitting:
        key = (id(outlook), day)
        if key not in _models:
            rows = np.stack([facts.source, facts.kind, facts.target, facts.day], axis=1)
            history = History(rows, len(facts.actors), len(facts.classes), Kin.of_names(facts.actors))
            _models.clear()
            _models[key] = outlook, history, fit(history, day + 1)
        return _models[key][1:]


@dataclass(frozen=True, slots=True)
class _Answer:
    actor: int
    share: float
    terms: dict[str, float]
    rules: list[HeldRule]


def _answers(model: LinkModel, past: Past, facts: Facts, subject: int, relation: int) -> list[_Answer]:
    asked = Questions(np.array([subject]), np.array([relation]), np.zeros(2, np.int64), np.zeros(0, np.int64))
    found = model.answers(past, asked)
    there = (found.actor[0] >= 0) & (found.actor[0] != subject)  # acts within an actor are no answer
    share = np.exp(found.score[0][there] - found.score[0][there].max(initial=-np.inf))
    rows, others = found.rows[0][there], found.actor[0][there].tolist()
    terms = [model.additive.terms(found.context[0], row) for row in rows]
    usual = {name: float(np.mean([t[name] for t in terms])) for name in (terms[0] if terms else {})}
    return [
        _Answer(
            other, float(part), {name: value - usual[name] for name, value in told.items()},
            held(model.rules, past, subject, relation, other),
        )
        for other, part, told in zip(others, share / share.sum(), terms, strict=True)
    ]  # fmt: skip


def _told(outlook: Outlook, facts: Facts, party: Party, answer: _Answer) -> NextActor:
    key = facts.actors[answer.actor]
    names = outlook.held.name(party.key), outlook.held.name(key)
    terms = sorted(answer.terms.items(), key=lambda part: -abs(part[1]))
    rules = tuple(_in_words(rule, facts.classes, *names) for rule in answer.rules[:_RULES])
    return NextActor(key, names[1], answer.share, tuple(terms), rules, ())


def _with_evidence(
    ledger: Ledger, outlook: Outlook, party: Party, answers: Sequence[NextActor], day: int, limit: int
) -> tuple[NextActor, ...]:
    """The same with the latest events between the two, either way."""
    ends = [e for a in answers for e in ((party.key, a.actor), (a.actor, party.key))]
    found = evidence(ledger, outlook.held.scope, [Asked(*e, None, date_of(day)) for e in ends], limit)
    both = [sorted(f + b, key=lambda e: e["date"], reverse=True) for f, b in zip(found[::2], found[1::2], strict=True)]
    return tuple(replace(a, evidence=tuple(events[:limit])) for a, events in zip(answers, both, strict=True))


def _in_words(rule: HeldRule, classes: Sequence[str], name: str, other: str) -> str:
    turned = rule.before >= len(classes)
    who, whom = (other, name) if turned else (name, other)
    ago = "a day ago" if rule.age == 1 else f"{rule.age} days ago"
    often = "once" if rule.times == 1 else f"{rule.times} times"
    return f"{classes[rule.before % len(classes)]} by {who} towards {whom}, last {ago}, {often}: {rule.weight:+.2f}"
