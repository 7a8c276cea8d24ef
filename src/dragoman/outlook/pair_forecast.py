"""What a forecast over a ledger says: of each class, of each direction, and how good such forecasts have been."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dragoman.ledger import Party
from dragoman.outlook.counting import CountForecast
from dragoman.outlook.reasons import Reason
from dragoman.outlook.scope import Scope
from dragoman.outlook.words import likelihood

SILENT, REFUSED = "silent", "refused"  # beside the methods of dragoman.outlook.fitting
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ClassForecast:
    """The odds that one actor does a class of things to another at least once within the horizon.

    Attributes:
        source: key of who acts.
        target: key of whom towards.
        cls: the class.
        probability: of at least one such act.
        rate: what the pair's own past says by itself (the empirical-Bayes rate); None where it has none.
        base_rate: the share of all pairs with recent dealings that did so within such a span.
        ordinary_odds: odds of an ordinary pair of the day; times the factors of all reasons they are this forecast's.
        reasons: what raises and lowers the odds, strongest first.
    """

    source: str
    target: str
    cls: str
    probability: float
    rate: float | None
    base_rate: float
    ordinary_odds: float | None
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> str:
        """The probability in words (ICD 203)."""
        return likelihood(self.probability)

    def to_record(self) -> Record:
        """As JSON has it."""
        plain = {n: getattr(self, n) for n in ("source", "target", "cls", "probability", "words", "rate", "base_rate")}
        plain["class"] = plain.pop("cls")
        return plain | {"ordinary_odds": self.ordinary_odds, "reasons": [r.to_record() for r in self.reasons]}


@dataclass(frozen=True, slots=True)
class Skill:
    """How good such forecasts have been on this ledger.

    Attributes:
        how: how that is known: a stored backtest, or the weeks that the model was not fitted to.
        forecasts: how many were set beside what came.
        outcomes: how many of them came true.
        bss_base: Brier skill against the class base rates; 0 is no better, 1 perfect.
        bss_eb: Brier skill against the pairs' own empirical-Bayes rates.
        ece: mean distance between what was said and how often it came.
    """

    how: str
    forecasts: int
    outcomes: int
    bss_base: float
    bss_eb: float
    ece: float

    def to_record(self) -> Record:
        """As JSON has it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class PairForecast:
    """What two actors are likely to do to each other.

    Attributes:
        first: one of them.
        second: the other.
        on: the day of the forecast; nothing later is used.
        horizon: days ahead.
        scope: what counts.
        method: ``trees``, ``additive``, ``rate``, ``spans``, ``silent`` (nothing between the two of late: how often
            such pairs begin) or ``refused``.
        note: why it is no more than it is, in words; empty where nothing is lacking.
        forth: what the first does to the second, the likeliest first; empty where refused.
        back: what the second does to the first.
        counts: how many acts of cooperation and conflict to expect in each direction.
        skill: how good such forecasts have been; None where that is not known.
        facts: how many facts it rests on.
        left_out: events that gave no facts, by reason.
    """

    first: Party
    second: Party
    on: dt.date
    horizon: int
    scope: Scope
    method: str
    note: str
    forth: tuple[ClassForecast, ...]
    back: tuple[ClassForecast, ...]
    counts: tuple[CountForecast, ...]
    skill: Skill | None
    facts: int
    left_out: Record

    @property
    def classes(self) -> tuple[ClassForecast, ...]:
        """Both directions."""
        return self.forth + self.back

    def to_record(self) -> Record:
        """As JSON has it."""
        record = {n: getattr(self, n) for n in ("horizon", "method", "note", "facts")}
        record |= {side: _party(getattr(self, side)) for side in ("first", "second")}
        record |= {"on": self.on.isoformat(), "until": (self.on + dt.timedelta(self.horizon)).isoformat()}
        record |= {side: [c.to_record() for c in getattr(self, side)] for side in ("forth", "back")}
        record["counts"] = [c.to_record() for c in self.counts]
        record |= {"scope": self.scope.to_record(), "left_out": dict(self.left_out)}
        return record | {"skill": self.skill and self.skill.to_record()}


def _party(party: Party) -> Record:
    return {"key": party.key, "name": party.name or party.key}
