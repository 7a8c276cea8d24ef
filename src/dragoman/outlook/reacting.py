"""Who will answer an event, and how: the odds that third parties act towards those who took part in it.

The odds come from the dyad forecasts of the event's day, on which the event is on record. Beside them stands what each
third party usually does within such a span, and what followed similar events of the past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.outlook.dyads import Facts, TooLittleHistory
from dragoman.outlook.dyads.facts import Floats, Ints
from dragoman.outlook.evidence import Asked, evidence
from dragoman.outlook.fitting import Fitted, outlook_of
from dragoman.outlook.forecasting import forecast_day, skill_of
from dragoman.outlook.ledger_backtest import stored_backtests
from dragoman.outlook.ledger_facts import LedgerFacts, date_of
from dragoman.outlook.pair_forecast import Skill
from dragoman.outlook.scope import Scope, scope_of
from dragoman.outlook.words import likelihood

MOST = 20  # answers told
_CASES = 20  # similar events looked back on
_FEW = 3  # below these, acts of the same kind by or towards either side count as similar too
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PastCases:
    """Similar events of the past: those of the same class between the same sides, or else by or towards one of them.

    Attributes:
        how: what makes them similar, in words.
        days: of each.
    """

    how: str
    days: tuple[dt.date, ...]


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """How likely one third party does a class of things to a side of the event within the horizon.

    Attributes:
        actor: its key.
        name: what it is called.
        cls: the class.
        probability: of at least one such act towards any side.
        usual: how often it does so within such a span anyway (its own empirical-Bayes rate).
        followed: in how many of the past cases it did so.
        evidence: those acts, the latest first.
    """

    actor: str
    name: str
    cls: str
    probability: float
    usual: float
    followed: int
    evidence: tuple[Record, ...] = ()

    def to_record(self) -> Record:
        """As JSON has it."""
        plain = {n: getattr(self, n) for n in ("actor", "name", "probability", "usual", "followed", "evidence")}
        return plain | {"class": self.cls, "words": likelihood(self.probability)}


@dataclass(frozen=True, slots=True)
class Reactions:
    """Who will answer an event.

    Attributes:
        event: its record.
        sides: keys of those who took part.
        on: the day from which days are counted: the event's.
        horizon: days ahead.
        scope: what counts.
        answers: the likeliest first.
        cases: the past cases.
        skill: how good dyad forecasts have been.
        note: why they are no more than they are.
    """

    event: Record
    sides: tuple[str, ...]
    on: dt.date
    horizon: int
    scope: Scope
    answers: tuple[ThirdParty, ...]
    cases: PastCases
    skill: Skill | None
    note: str

    def to_record(self) -> Record:
        """As JSON has it."""
        record: Record = {n: getattr(self, n) for n in ("event", "sides", "horizon", "note")}
        record |= {"on": self.on.isoformat(), "scope": self.scope.to_record()}
        record |= {"answers": [a.to_record() for a in self.answers]}
        record |= {"cases": {"how": self.cases.how, "days": [d.isoformat() for d in self.cases.days]}}
        return record | {"skill": self.skill and self.skill.to_record()}


def reactions(
    ledger: Ledger,
    event_id: str,
    *,
    horizon: int = 7,
    classes: str = "quads",
    datasets: str | Sequence[str] | None = None,
    acts: str = "state",
    most: int = MOST,
    events: int = 3,
) -> Reactions:
    """Who acts towards those who took part in an event within some days of it, and how.

    Args:
        ledger: the ledger.
        event_id: the event's id or the beginning of it.
        horizon: days ahead, 1 to 365.
        classes, datasets, acts: see :func:`dragoman.outlook.forecasting.forecast`; ``datasets`` is the event's own
            where left out.
        most: how many answers are told.
        events: how many past acts are shown behind each.

    Raises:
        NotFoundError: there is no such event.
        InputError: it has no day within what the sources cover, or fewer than two sides.
        TooLittleHistory: the ledger does not suffice for odds.
    """
    event = ledger.event(event_id)
    pairs = ledger.sql("SELECT source, target FROM dyads WHERE event_id = ? AND source <> target", [event["event_id"]])
    sides = tuple(sorted({*pairs["source"].to_pylist(), *pairs["target"].to_pylist()}))
    if len(sides) < 2 or not event["date_start"]:
        raise InputError(f"{event_id}: the event has no day or no two sides that are known; name another")
    own = ledger.sql("SELECT dataset FROM events WHERE event_id = ?", [event["event_id"]])["dataset"][0].as_py()
    outlook = outlook_of(ledger, scope_of(classes, datasets or own, acts))
    held = outlook.held
    day = forecast_day(held, event["date_start"], horizon)
    fitted = outlook.fitted(day, horizon)
    cls = _class(event, held.scope)
    cases = _cases(held.facts, sides, cls, day, horizon)
    answers = _answers(fitted, held, sides, cases, horizon)[:most]
    told = _with_evidence(ledger, held, answers, cases, horizon, events)
    days = PastCases(cases.how, tuple(date_of(d) for d in cases.days))
    skill = skill_of(fitted, stored_backtests(ledger, held.scope))
    return Reactions(
        event, sides, date_of(day), horizon, held.scope, told, days, skill, fitted.note
    )  # fmt: skip


def _class(event: Record, scope: Scope) -> str:
    names = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
    return str(event["event_type"]) if scope.classes == "types" else names[event["quad_code"] - 1]


@dataclass(frozen=True, slots=True)
class _Cases:
    """Past cases: what makes them similar, the day of each, latest first, and who took part."""

    how: str
    days: tuple[int, ...]
    sides: tuple[tuple[int, ...], ...]


def _cases(facts: Facts, sides: Sequence[str], cls: str, day: int, horizon: int) -> _Cases:
    """Earlier acts of the class whose horizon ended by the day, no two within one horizon."""
    known = facts.until(day - horizon)
    two = np.array([facts.actors.index(s) for s in sides if s in facts.actors], np.int64)
    alike = known.direct & (known.kind == (facts.classes.index(cls) if cls in facts.classes else -1))
    source, target = np.isin(known.source, two), np.isin(known.target, two)
    between = _thinned(known.chosen(alike & source & target), horizon)
    if len(between) >= _FEW:
        return _case(f"{cls} between the same", between, known, two)
    wider = _thinned(known.chosen(alike & (source | target)), horizon)
    return _case(f"{cls} by or towards one of the same", wider, known, two)


def _thinned(known: Facts, horizon: int) -> list[tuple[int, int, int]]:
    """The latest acts, at most one in each horizon: day, source, target."""
    kept: list[tuple[int, int, int]] = []
    for row in range(len(known) - 1, -1, -1):
        day = int(known.day[row])
        if not kept or kept[-1][0] - day >= horizon:
            kept.append((day, int(known.source[row]), int(known.target[row])))
        if len(kept) == _CASES:
            break
    return kept


def _case(how: str, found: Sequence[tuple[int, int, int]], known: Facts, two: Ints) -> _Cases:
    return _Cases(how, tuple(d for d, _, _ in found), tuple((s, t) for _, s, t in found))


def _answers(fitted: Fitted, held: LedgerFacts, sides: Sequence[str], cases: _Cases, horizon: int) -> list[ThirdParty]:
    two = np.array([held.facts.actors.index(s) for s in sides if s in held.facts.actors], np.int64)
    third, given, usual = _towards(fitted, two)
    if not len(third):
        names = " or ".join(held.name(s) for s in sides)
        raise TooLittleHistory(f"no third party had to do with {names} of late: too little for odds")
    followed = _followed(held.facts, cases, third, horizon)
    actors, classes = held.facts.actors, fitted.model.classes
    found = [
        ThirdParty(
            actors[actor], held.name(actors[actor]), cls, float(given[row, kind]), float(usual[row, kind]),
            int(followed[row, kind]),
        )
        for row, actor in enumerate(third.tolist())
        for kind, cls in enumerate(classes)
    ]  # fmt: skip
    return sorted(found, key=lambda a: (-a.probability, a.actor, a.cls))


def _towards(fitted: Fitted, two: Ints) -> tuple[Ints, Floats, Floats]:
    """Third parties, and by class the odds and the rates of acting towards any side, taken as independent."""
    table = fitted.table
    rows = np.flatnonzero(np.isin(table.target, two) & ~np.isin(table.source, two))
    third, place = np.unique(table.source[rows], return_inverse=True)
    both = []
    for odds in (fitted.probability, table.rate):
        none = np.ones((len(third), odds.shape[1]))
        np.multiply.at(none, place, 1 - odds[rows])
        both.append(1 - none)
    return third, both[0], both[1]


def _followed(facts: Facts, cases: _Cases, third: Ints, horizon: int) -> Ints:
    """In how many of the past cases each third party acted towards a side of it, by class."""
    counts = np.zeros((len(third), len(facts.classes)), np.int64)
    for day, sides in zip(cases.days, cases.sides, strict=True):
        later = facts.between(day, day + horizon)
        kept = later.chosen(later.direct & np.isin(later.target, sides) & np.isin(later.source, third))
        cells = np.unique(np.searchsorted(third, kept.source) * len(facts.classes) + kept.kind)
        counts.ravel()[cells] += 1
    return counts


def _with_evidence(
    ledger: Ledger, held: LedgerFacts, answers: Sequence[ThirdParty], cases: _Cases, horizon: int, limit: int
) -> tuple[ThirdParty, ...]:
    """The same with the acts that followed the past cases, the latest first."""
    actors = held.facts.actors
    asked = [
        [
            Asked(answer.actor, actors[side], answer.cls, date_of(day + horizon), date_of(day + 1))
            for day, sides in zip(cases.days, cases.sides, strict=True)
            for side in sides
        ]
        for answer in answers
    ]
    found = iter(evidence(ledger, held.scope, [one for own in asked for one in own], 1))
    behind = [[event for _ in own for event in next(found)] for own in asked]
    return tuple(replace(a, evidence=tuple(events[:limit])) for a, events in zip(answers, behind, strict=True))
