"""Forecasts over a ledger: what two actors are likely to do to each other, why, and how far to trust such odds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from dragoman.errors import InputError
from dragoman.ledger import Ledger, Party
from dragoman.outlook.counting import CountForecast, groups_of
from dragoman.outlook.dyads import Facts, TooLittleHistory
from dragoman.outlook.dyads.newcomers import newcomer_rates
from dragoman.outlook.dyads.terms import LOOK_BACK
from dragoman.outlook.dyads.training import origins
from dragoman.outlook.evidence import Asked, evidence
from dragoman.outlook.fitting import Fitted, Outlook, outlook_of
from dragoman.outlook.ledger_backtest import stored_backtests
from dragoman.outlook.ledger_facts import LedgerFacts, date_of, day_number
from dragoman.outlook.pair_forecast import REFUSED, SILENT, ClassForecast, PairForecast, Record, Skill
from dragoman.outlook.reasons import Reason, account
from dragoman.outlook.scope import scope_of

REASONS = 6  # told of each forecast, unless more are asked for


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
    known = stored_backtests(ledger, outlook.held.scope)
    made = _Pair(outlook, one, other, day, horizon, boosted, known).forecast(reasons)
    return _with_evidence(made, ledger, events) if events else made


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
    known: Sequence[Record]

    def forecast(self, reasons: int) -> PairForecast:
        try:
            fitted = self.outlook.fitted(self.day, self.horizon, self.boosted)
        except TooLittleHistory as reason:
            return self._made(REFUSED, str(reason))
        keys = self.first.key, self.second.key
        rows = fitted.row(*keys), fitted.row(*keys[::-1])
        if rows[0] is None or rows[1] is None:
            return self._silent(fitted)
        forth = self._direction(fitted, *keys, rows[0], reasons)
        back = self._direction(fitted, *keys[::-1], rows[1], reasons)
        counts = self._counts(fitted, rows[0]) + self._counts(fitted, rows[1])
        return self._made(fitted.method, fitted.note, forth, back, counts, skill_of(fitted, self.known))

    def _made(
        self,
        method: str,
        note: str,
        forth: tuple[ClassForecast, ...] = (),
        back: tuple[ClassForecast, ...] = (),
        counts: tuple[CountForecast, ...] = (),
        skill: Skill | None = None,
    ) -> PairForecast:
        held = self.outlook.held
        return PairForecast(
            self.first, self.second, date_of(self.day), self.horizon, held.scope, method, note, forth, back, counts,
            skill, len(held.facts.until(self.day)), dict(held.left_out),
        )  # fmt: skip

    def _direction(self, fitted: Fitted, source: str, target: str, row: int, reasons: int) -> tuple[ClassForecast, ...]:
        held, found = self.outlook.held, []
        called = held.name(source), held.name(target)
        for kind, cls in enumerate(fitted.model.classes):
            told = account(fitted, held.facts, source, target, cls, called, row)
            odds = float(fitted.probability[row, kind]), float(fitted.table.rate[row, kind]), fitted.model.base[kind]
            found.append(ClassForecast(source, target, cls, *odds, told.ordinary, told.reasons[:reasons]))
        return tuple(sorted(found, key=lambda c: -c.probability))

    def _counts(self, fitted: Fitted, row: int) -> tuple[CountForecast, ...]:
        if fitted.counts is None:
            return ()
        actors, table = self.outlook.held.facts.actors, fitted.table
        ends = actors[table.source[row]], actors[table.target[row]]
        mean, quantiles = fitted.counts.mean[row].tolist(), fitted.counts.quantiles[row].tolist()
        groups = groups_of(fitted.model.classes)
        return tuple(CountForecast(*ends, group, mean[n], *quantiles[n]) for n, group in enumerate(groups))

    def _silent(self, fitted: Fitted) -> PairForecast:
        """Nothing was between the two of late: how often such pairs begin to deal with each other."""
        facts, days = self.outlook.held.facts, f"in the {LOOK_BACK} days before"
        recent = facts.between(self.day - LOOK_BACK, self.day)
        names = {party.key: party.name or party.key for party in (self.first, self.second)}
        unseen = [name for key, name in names.items() if not _seen(recent, key)]
        rates = newcomer_rates(facts, origins(facts, self.day, self.horizon), self.horizon)
        if unseen:
            return self._made(REFUSED, f"nothing of {' or '.join(unseen)} {days}: nothing to go by")
        two = f"nothing between {' and '.join(names.values())} {days}"
        if rates is None:
            return self._made(REFUSED, f"{two}, and too little history to say how often such pairs begin")
        forth, back = (
            tuple(
                ClassForecast(source, target, cls, float(rate), None, base, None, ())
                for cls, rate, base in zip(facts.classes, rates, fitted.model.base, strict=True)
            )
            for source, target in permutations(names)
        )
        note = f"{two}: the odds are how often such pairs began to deal with each other"
        return self._made(SILENT, note, forth, back)


def _seen(facts: Facts, key: str) -> bool:
    number = facts.actors.index(key) if key in facts.actors else -1
    return bool(((facts.source == number) | (facts.target == number)).any())


def skill_of(fitted: Fitted, known: Sequence[Record]) -> Skill | None:
    """How good such forecasts have been: by the last backtest that was stored, else by the model's own check.

    Args:
        fitted: the model.
        known: stored backtests of its scope.
    """
    for record in reversed(known):
        told = record["horizons"].get(str(fitted.model.horizon), {}).get(fitted.method)
        if told is not None:
            how = f"backtest from weekly origins, outcomes from {record['first']} to {record['last']}"
            return Skill(how, *(told[n] for n in ("forecasts", "outcomes", "bss_base", "bss_eb", "ece")))
    learned = fitted.model.learned
    if learned is None:
        return None
    check = learned.trees_check or learned.check
    how = "the model of earlier weeks on the last ones whose outcome is known"
    return Skill(how, check.forecasts, check.outcomes, check.bss_base, check.bss_eb, check.ece)


def _with_evidence(made: PairForecast, ledger: Ledger, limit: int) -> PairForecast:
    """The same with the latest events behind each reason."""
    asked = {(one, reason): _acts(one, reason, made.on) for one in made.classes for reason in one.reasons}
    wanted = list(dict.fromkeys(a for a in asked.values() if a))
    found = dict(zip(wanted, evidence(ledger, made.scope, wanted, limit), strict=True))

    def told(one: ClassForecast) -> ClassForecast:
        behind = ((reason, asked[one, reason]) for reason in one.reasons)
        return replace(one, reasons=tuple(r.with_evidence(found[a]) if a else r for r, a in behind))

    return replace(made, forth=tuple(map(told, made.forth)), back=tuple(map(told, made.back)))


def _acts(one: ClassForecast, reason: Reason, on: dt.date) -> Asked | None:
    """The acts that a reason is about; None where it is about no acts between actors."""
    sides = {"source": one.source, "target": one.target, "anyone": None}
    if reason.ever is None or reason.about[0] not in sides:
        return None
    cls = None if reason.about[2] == "any" else one.cls
    return Asked(sides[reason.about[0]], sides[reason.about[1]], cls, on)
