"""Backtests over a ledger: how good its forecasts would have been, stored so that later forecasts can say so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from dragoman import __version__
from dragoman.ledger import Ledger
from dragoman.outlook import scores
from dragoman.outlook.counting import count_coverage
from dragoman.outlook.dyads import Facts, Snapshots, TooLittleHistory
from dragoman.outlook.dyads.backtesting import (
    ADDITIVE,
    RATE,
    TREES,
    Backtest,
    by_class,
    intervals,
    measures,
    which_class,
)
from dragoman.outlook.dyads.backtesting import backtest as roll
from dragoman.outlook.dyads.training import LEAST_HISTORY, STEP
from dragoman.outlook.fitting import HORIZONS, outlook_of, refuse_gaps
from dragoman.outlook.keeping import keep, kept
from dragoman.outlook.ledger_facts import LedgerFacts, date_of, day_number
from dragoman.outlook.scope import Scope, scope_of

FOLDER = "backtests"
WEEKS = 9  # origins, a week apart
_LEAST_OUTCOMES = 30
_LEAST_WEEKS_LEARNED = 10
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LedgerBacktest:
    """How good forecasts on a ledger would have been.

    Attributes:
        scope: what counts.
        first: the first origin.
        last: the last day of any outcome.
        version: of the package.
        horizons: by horizon (as text, in days), by model (``additive``, ``trees``, ``rate``): ``forecasts``,
            ``outcomes``, the measures of :func:`dragoman.outlook.dyads.backtesting.measures`, ``intervals``,
            ``by_class``, ``reliability``, ``which`` (class it is, given two actors), and ``counts`` (of the best model,
            how often intervals of numbers held).
    """

    scope: Scope
    first: dt.date
    last: dt.date
    version: str
    horizons: Record

    def to_record(self) -> Record:
        """As JSON has it."""
        record = asdict(self)
        return record | {"first": self.first.isoformat(), "last": self.last.isoformat()}


def backtest(
    ledger: Ledger,
    *,
    horizons: Sequence[int] = HORIZONS,
    weeks: int = WEEKS,
    classes: str = "quads",
    datasets: str | Sequence[str] | None = None,
    acts: str = "state",
    boosted: bool = False,
    store: bool = False,
) -> LedgerBacktest:
    """Forecast every pair from weekly origins with what was known then, and set beside it what came.

    Args:
        ledger: the ledger.
        horizons: days ahead.
        weeks: how many origins; those whose horizon had not ended by the last covered day are left out.
        classes, datasets, acts, boosted: see :func:`dragoman.outlook.forecasting.forecast`.
        store: whether the result is kept in the ledger's folder, for forecasts to cite.

    Raises:
        TooLittleHistory: too little before the first origin, or too little after it.
    """
    held = outlook_of(ledger, scope_of(classes, datasets, acts)).held
    shots = Snapshots(held.facts, tuple(sorted(horizons)))
    found, firsts = {}, []
    for horizon in sorted(horizons):
        days = _origins(held, horizon, weeks)
        for day in days:
            refuse_gaps(held.facts, day)
        found[str(horizon)] = _figures(held.facts, roll(held.facts, days, horizon, boosted, shots=shots))
        firsts.append(days[0])
    made = LedgerBacktest(held.scope, date_of(min(firsts)), held.last, __version__, found)
    if store:
        keep(ledger, FOLDER, f"{held.last}", made.to_record())
    return made


def _origins(held: LedgerFacts, horizon: int, weeks: int) -> list[int]:
    """Days of forecasting, a week apart, the last whose outcomes are known last."""
    last, first = day_number(held.last) - horizon, day_number(held.first)
    least = first + LEAST_HISTORY + horizon + _LEAST_WEEKS_LEARNED * STEP
    days = [d for d in range(day_number(held.last) - STEP * weeks - 1, last + 1, STEP) if d >= least]
    if not days:
        need = least - first + max(horizon, STEP * weeks)
        raise TooLittleHistory(
            f"a backtest {horizon} days ahead needs {need} days, the sources cover {day_number(held.last) - first}; "
            "code or import more"
        )
    return days


def _figures(facts: Facts, test: Backtest) -> Record:
    if test.outcome.sum() < _LEAST_OUTCOMES:
        raise TooLittleHistory(
            f"{int(test.outcome.sum())} acts in {len(np.unique(test.origin))} weeks of forecasting {test.horizon} days "
            f"ahead: to say how good forecasts are, {_LEAST_OUTCOMES} are needed; take more --weeks or import more"
        )
    models = [m for m in (ADDITIVE, TREES, RATE) if m in test.said]
    found = {m: _of_model(test, m) for m in models}
    best = TREES if TREES in test.said else ADDITIVE
    found[best]["counts"] = count_coverage(facts, test, best)
    return found


def _of_model(test: Backtest, model: str) -> Record:
    counted = {"forecasts": len(test.outcome), "outcomes": int(test.outcome.sum())}
    bins = scores.reliability_by_level(test.said[model], test.outcome)
    told = {"intervals": intervals(test, model), "by_class": by_class(test, model)}
    told["which"] = which_class(test, model)
    table = {"reliability": [(b.low, b.high, b.count, b.said, b.came) for b in bins]}
    return counted | measures(test, model) | told | table


def stored_backtests(ledger: Ledger, scope: Scope | None = None) -> list[Record]:
    """The backtests that are kept in the ledger's folder, oldest first.

    Args:
        ledger: the ledger.
        scope: only those of this scope.
    """
    wanted = None if scope is None else json.loads(json.dumps(scope.to_record()))
    return [r for r in kept(ledger, FOLDER) if wanted is None or r["scope"] == wanted]
