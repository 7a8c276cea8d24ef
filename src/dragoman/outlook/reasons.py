"""Why a forecast is what it is: its terms put together by whose acts they tell of, in words, with what was seen.

A term of one half-life says little alone, as the others lean on it; together those about the same acts say how much
these raise or lower the odds. What they add is set against what the same terms add for the pairs of the day on
average, so that the odds are those of an ordinary pair times the factors of all reasons, exactly.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import logit

from dragoman.outlook.dyads import Facts, Term, explain_dyad
from dragoman.outlook.dyads.facts import Booleans
from dragoman.outlook.dyads.terms import About
from dragoman.outlook.fitting import Fitted
from dragoman.outlook.ledger_facts import date_of

_APART = ("pattern", "third party")  # what others like the two do is no act of theirs
_BEFORE = 30  # days before a forecast whose acts are told apart
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """What acts of one kind add to a forecast.

    Attributes:
        group: ``acts``, ``pattern``, ``third party`` or ``trees``.
        text: which acts, in words.
        about: who acts (source, target, anyone, either), towards whom, of what class (``class`` or ``any``).
        factor: by what they multiply the odds of an ordinary pair.
        recent: how many there were in the 30 days before; None where they are no acts between actors.
        ever: how many in all.
        last: the day of the last one.
        terms: the model's addends, as they are.
        evidence: the latest of the acts, see :func:`dragoman.outlook.evidence.evidence`.
    """

    group: str
    text: str
    about: About
    factor: float
    recent: int | None
    ever: int | None
    last: dt.date | None
    terms: tuple[Term, ...]
    evidence: tuple[Record, ...] = ()

    def with_evidence(self, events: Sequence[Record]) -> Reason:
        """The same with the events behind it."""
        return replace(self, evidence=tuple(events))

    def to_record(self) -> Record:
        """As JSON has it; the single terms are left out."""
        names = ("group", "text", "factor", "recent", "ever", "last", "evidence")
        return {name: getattr(self, name) for name in names} | {"last": self.last and self.last.isoformat()}


@dataclass(frozen=True, slots=True)
class Account:
    """A forecast's odds as a product: those of an ordinary pair, times the factor of each reason, largest first."""

    ordinary: float
    reasons: tuple[Reason, ...]


def account(
    fitted: Fitted, facts: Facts, source: str, target: str, cls: str, called: tuple[str, str], row: int
) -> Account:
    """Account for one forecast.

    Args:
        fitted: the model of the day.
        facts: the facts that it was fitted to.
        source: key of who acts.
        target: key of whom towards.
        cls: the class.
        called: what the two are called.
        row: the pair's row in the table of odds.
    """
    kind = fitted.model.classes.index(cls)
    told = explain_dyad(fitted.model, fitted.shot, source, target, cls, called)
    usual = fitted.usual(kind)
    beyond: dict[tuple[str, About], list[tuple[Term, float]]] = {}
    for term, mean in zip(told.terms, usual.tolist(), strict=True):
        group = term.group.removeprefix("wide ")
        key = (group if group in _APART else "acts", term.about)
        beyond.setdefault(key, []).append((term, term.contribution - mean))
    day = fitted.model.day
    known = facts.until(day)
    reasons = [_reason(key, parts, known, day, (source, target, cls), called) for key, parts in beyond.items()]
    if fitted.table.boosted is not None:
        more = logit(fitted.table.boosted[row, kind]) - logit(fitted.table.probability[row, kind])
        words = "what trees find in several of these together"
        reasons.append(Reason("trees", words, ("source", "target", "class"), float(np.exp(more)), None, None, None, ()))
    reasons.sort(key=lambda r: -abs(np.log(r.factor)))
    return Account(float(np.exp(told.constant + usual.sum())), tuple(reasons))


def _reason(
    key: tuple[str, About],
    parts: Sequence[tuple[Term, float]],
    known: Facts,
    day: int,
    asked: tuple[str, str, str],
    called: tuple[str, str],
) -> Reason:
    group, about = key
    factor, terms = float(np.exp(sum(more for _, more in parts))), tuple(term for term, _ in parts)
    if group in _APART:
        return Reason(group, terms[0].name.split(",")[0], about, factor, None, None, None, terms)
    days = known.day[_acts(known, about, asked)]
    last = date_of(days[-1]) if len(days) else None
    recent = int((days > day - _BEFORE).sum())
    return Reason(group, _text(about, asked[2], called), about, factor, recent, len(days), last, terms)


def _acts(known: Facts, about: About, asked: tuple[str, str, str]) -> Booleans:
    """Which facts are acts of that kind."""
    numbers = {"source": known.actors.index(asked[0]), "target": known.actors.index(asked[1])}
    if about[0] == "either":
        two = list(numbers.values())
        return np.isin(known.source, two) & np.isin(known.target, two)
    keep = np.ones(len(known), bool)
    for side, column in zip(about[:2], (known.source, known.target), strict=True):
        if side in numbers:
            keep &= column == numbers[side]
    return keep if about[2] == "any" else keep & (known.kind == known.classes.index(asked[2]))


def _text(about: About, cls: str, called: tuple[str, str]) -> str:
    names = dict(zip(("source", "target"), called, strict=True))
    if about[0] == "either":
        return f"how long it has been since anything between {called[0]} and {called[1]}"
    who, whom = (names.get(side, side) for side in about[:2])
    return f"{cls if about[2] == 'class' else 'acts of any class'} by {who} towards {whom}"
