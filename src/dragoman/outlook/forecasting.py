"""Forecasts over a ledger: what two actors are likely to do to each other, why, and how far such odds can be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dragoman.errors import InputError
from dragoman.ledger import Ledger, Party
from dragoman.outlook.dyads import Facts, TooLittleHistory
from dragoman.outlook.dyads.newcomers import newcomer_rates
from dragoman.outlook.dyads.terms import LOOK_BACK
from dragoman.outlook.dyads.training import origins
from dragoman.outlook.evidence import evidence
from dragoman.outlook.fitting import METHODS, Fitted, Outlook, outlook_of
from dragoman.outlook.ledger_facts import LedgerFacts, date_of, day_number
from dragoman.outlook.reasons import Reason, account
from dragoman.outlook.scope import Scope
from dragoman.outlook.words import likelihood

REASONS = 6  # told of each forecast, unless more are asked for
SILENT, REFUSED = "silent", "refused"
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
        record |= {"scope": self.scope.to_record(), "left_out": dict(self.left_out)}
        return record | {"skill": self.skill and self.skill.to_record()}


def _party(party: Party) -> Record:
    return {"key": party.key, "name": party.name or party.key}


def forecast(
    ledger: Ledger,
    first: str,
    second: str,
    *,
    horizon: int = 30,
    on: dt.date | str | None = None,
    classes: str = "quads",
    datasets: str | Sequence[str] | None = None,
    acts: str = "state",
    boosted: bool = False,
    reasons: int = REASONS,
    events: int = 3,
) -> PairForecast:
    """What two actors are likely to do to each other within some days.

    Where history does not suffice for the model, the best that it bears is given and ``note`` says why; where it does
    not suffice at all, the forecast is ``refused`` and ``note`` says what is lacking.

    Args:
        ledger: coded articles, imported data sets, or both.
        first: a country code, an entity id, or a name (which stands for its country, where it has one).
        second: likewise.
        horizon: days ahead, 1 to 365.
        on: the day of the forecast; the last one that the sources cover where left out. Nothing later is used.
        classes: ``quads`` or ``types``.
        datasets: which count; must be named where the ledger holds several.
        acts: ``state`` or ``any``, see :class:`dragoman.outlook.scope.Scope`.
        boosted: whether trees are grown on top of the additive model (needs LightGBM).
        reasons: how many are told of each class.
        events: how many events are shown behind each reason.

    Raises:
        InputError: what is asked for makes no sense.
        NotFoundError: one of the two is no country, and no event names it.
    """
    one, other = ledger.party(first), ledger.party(second)
    if one.key == other.key:
        raise InputError(f"{first} and {second} are the same actor; forecasts are of what two do to each other")
    outlook = outlook_of(ledger, scope_of(classes, datasets, acts))
    day = forecast_day(outlook.held, on, horizon)
    made = _Pair(outlook, one, other, day, horizon, boosted).forecast(reasons)
    return _with_evidence(made, ledger, events) if events else made


def scope_of(classes: str, datasets: str | Sequence[str] | None, acts: str) -> Scope:
    """The scope that arguments of forecasts stand for."""
    named = (datasets,) if isinstance(datasets, str) else tuple(datasets) if datasets else None
    return Scope(classes, named, acts=acts)


def forecast_day(held: LedgerFacts, on: dt.date | str | None, horizon: int) -> int:
    """The number of a forecast's day.

    Raises:
        InputError: it is no date or lies outside the days that the sources cover, or the horizon is not 1 to 365.
    """
    if not 1 <= horizon <= 365:
        raise InputError(f"horizon: {horizon} days are not 1 to 365")
    try:
        day = dt.date.fromisoformat(on) if isinstance(on, str) else on or held.last
    except ValueError as error:
        raise InputError(f"on: {on!r} is no date; write it as 2024-06-19") from error
    if not held.first <= day <= held.last:
        raise InputError(f"on: {day} is outside the days that the sources cover, {held.first} to {held.last}")
    return day_number(day)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question about a pair."""

    outlook: Outlook
    first: Party
    second: Party
    day: int
    horizon: int
    boosted: bool

    def forecast(self, reasons: int) -> PairForecast:
        try:
            fitted = self.outlook.fitted(self.day, self.horizon, self.boosted)
            if fitted.row(self.first.key, self.second.key) is None:
                return self._silent(fitted)
        except TooLittleHistory as reason:
            return self._made(REFUSED, str(reason), (), ())
        forth = self._direction(fitted, self.first.key, self.second.key, reasons)
        back = self._direction(fitted, self.second.key, self.first.key, reasons)
        return self._made(fitted.method, fitted.note, forth, back, skill_of(fitted))

    def _made(self, method: str, note: str, forth: Any, back: Any, skill: Skill | None = None) -> PairForecast:
        held = self.outlook.held
        return PairForecast(
            self.first, self.second, date_of(self.day), self.horizon, held.scope, method, note, forth, back, skill,
            len(held.facts.until(self.day)), dict(held.left_out),
        )  # fmt: skip

    def _direction(self, fitted: Fitted, source: str, target: str, reasons: int) -> tuple[ClassForecast, ...]:
        row = fitted.row(source, target)
        found = [self._class(fitted, source, target, kind, int(row or 0), reasons) for kind in self._kinds(fitted)]
        return tuple(sorted(found, key=lambda c: -c.probability))

    def _kinds(self, fitted: Fitted) -> range:
        return range(len(fitted.model.classes))

    def _class(self, fitted: Fitted, source: str, target: str, kind: int, row: int, reasons: int) -> ClassForecast:
        held, cls = self.outlook.held, fitted.model.classes[kind]
        called = held.name(source), held.name(target)
        told = account(fitted, held.facts, source, target, cls, called, row)
        return ClassForecast(
            source, target, cls, float(fitted.probability[row, kind]), float(fitted.table.rate[row, kind]),
            fitted.model.base[kind], told.ordinary, told.reasons[:reasons],
        )  # fmt: skip

    def _silent(self, fitted: Fitted) -> PairForecast:
        """Nothing was between the two of late: how often such pairs begin to deal with each other."""
        facts, names = self.outlook.held.facts, (self.first, self.second)
        two = f"nothing between {' and '.join(p.name or p.key for p in names)} in the {LOOK_BACK} days before"
        recent = facts.between(self.day - LOOK_BACK, self.day)
        for party in names:
            if not _seen(recent, party.key):
                return self._made(
                    REFUSED, f"nothing of {party.name or party.key} in the {LOOK_BACK} days before", (), ()
                )
        rates = newcomer_rates(facts, origins(facts, self.day, self.horizon), self.horizon)
        if rates is None:
            return self._made(REFUSED, f"{two}, and too little history to say how often such pairs begin", (), ())
        note = f"{two}: the odds are how often such pairs began to deal with each other"
        keys = self.first.key, self.second.key
        both = [
            tuple(
                ClassForecast(a, b, cls, float(rate), None, fitted.model.base[kind], None, ())
                for kind, (cls, rate) in enumerate(zip(facts.classes, rates, strict=True))
            )
            for a, b in (keys, keys[::-1])
        ]
        return self._made(SILENT, note, *both)


def _seen(facts: Facts, key: str) -> bool:
    number = facts.actors.index(key) if key in facts.actors else -1
    return bool(((facts.source == number) | (facts.target == number)).any())


def skill_of(fitted: Fitted) -> Skill | None:
    """How good the model was on the weeks that it calibrates on, fitted to those before."""
    learned = fitted.model.learned
    if learned is None:
        return None
    check = learned.trees_check or learned.check
    how = f"{METHODS[fitted.method]} fitted to earlier weeks, on the last weeks whose outcome is known"
    return Skill(how, check.forecasts, check.outcomes, check.bss_base, check.bss_eb, check.ece)


def _with_evidence(made: PairForecast, ledger: Ledger, limit: int) -> PairForecast:
    """The same with the latest events behind each reason; the same acts are asked for once."""
    found: dict[Any, list[Record]] = {}

    def told(forecast: ClassForecast, reason: Reason) -> Reason:
        if reason.ever is None:
            return reason
        sides = {"source": forecast.source, "target": forecast.target, "anyone": None}
        if reason.about[0] == "either":
            return reason
        cls = None if reason.about[2] == "any" else forecast.cls
        asked = (sides[reason.about[0]], sides[reason.about[1]], cls)
        if asked not in found:
            found[asked] = evidence(ledger, made.scope, *asked, made.on, limit=limit)
        return reason.with_evidence(found[asked])

    def shown(side: Sequence[ClassForecast]) -> tuple[ClassForecast, ...]:
        return tuple(replace(c, reasons=tuple(told(c, r) for r in c.reasons)) for c in side)

    return replace(made, forth=shown(made.forth), back=shown(made.back))
