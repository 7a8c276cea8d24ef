"""The outlook of many pairs at once, as a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from dragoman.ledger import Frame, Ledger
from dragoman.outlook.dyads.facts import Floats, Ints
from dragoman.outlook.dyads.newcomers import newcomer_rates
from dragoman.outlook.dyads.rates import positions
from dragoman.outlook.dyads.training import origins
from dragoman.outlook.fitting import Fitted, outlook_of
from dragoman.outlook.forecasting import forecast_day, skill_of
from dragoman.outlook.ledger_backtest import stored_backtests
from dragoman.outlook.ledger_facts import LedgerFacts, date_of
from dragoman.outlook.pair_forecast import SILENT, Skill
from dragoman.outlook.scope import Scope, scope_of
from dragoman.outlook.watching import watched

MOST = 20  # pairs where neither pairs are named nor a watch list is kept
RECENT = 30  # days whose acts are counted beside the odds
_ACTIVE = 90  # days by which the most active pairs are chosen
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AllForecast:
    """The odds of many pairs.

    Attributes:
        on: the day of the forecast.
        horizon: days ahead.
        scope: what counts.
        method: how the odds were made, see ``PairForecast.method``.
        note: why they are no more than they are.
        skill: how good such forecasts have been.
        frame: a row for each direction of each pair and class: source, source_name, target, target_name, class,
            probability, rate, base_rate, recent (acts of the class in the 30 days before), method (``silent`` where
            nothing was between the two of late).
    """

    on: dt.date
    horizon: int
    scope: Scope
    method: str
    note: str
    skill: Skill | None
    frame: Frame


def forecast_all(
    ledger: Ledger,
    *,
    horizon: int = 30,
    on: dt.date | str | None = None,
    classes: str = "quads",
    datasets: str | Sequence[str] | None = None,
    acts: str = "state",
    boosted: bool = False,
    pairs: Sequence[tuple[str, str]] | None = None,
    most: int | None = MOST,
) -> AllForecast:
    """The odds of many pairs, both directions, every class.

    Args:
        ledger, horizon, on, classes, datasets, acts, boosted: see :func:`dragoman.outlook.forecasting.forecast`.
        pairs: which; where left out the watch list, and where there is none the ``most`` most active of the last 90
            days.
        most: how many then; None for all pairs with anything between them in the last 180 days.

    Raises:
        TooLittleHistory: the ledger does not suffice for odds; the message says what is lacking.
        InputError: what is asked for makes no sense.
        NotFoundError: an actor is no country, and no event names it.
    """
    outlook = outlook_of(ledger, scope_of(classes, datasets, acts))
    held = outlook.held
    day = forecast_day(held, on, horizon)
    fitted = outlook.fitted(day, horizon, boosted)
    named = [tuple(ledger.party(p).key for p in pair) for pair in pairs] if pairs is not None else None
    if named is None and most is not None:
        named = [w.pair for w in watched(ledger)] or None
    rows, silent = _chosen(fitted, held, named, most)
    tables = [_table(fitted, held, rows)]
    rates = newcomer_rates(held.facts, origins(held.facts, day, horizon), horizon) if silent else None
    if rates is not None:
        tables.append(_silent(fitted, held, silent, rates))
    skill = skill_of(fitted, stored_backtests(ledger, held.scope))
    frame = Frame(pa.concat_tables(tables))
    return AllForecast(date_of(day), horizon, held.scope, fitted.method, fitted.note, skill, frame)


def _chosen(
    fitted: Fitted, held: LedgerFacts, named: Sequence[Sequence[str]] | None, most: int | None
) -> tuple[Ints, list[tuple[str, str]]]:
    """Rows of the table of odds, and directed pairs that are not in it."""
    if named is None:
        return _most_active(fitted, held, most), []
    directed = [pair for one, other in named for pair in ((one, other), (other, one))]
    found = [(pair, fitted.row(*pair)) for pair in directed]
    rows = np.array([row for _, row in found if row is not None], np.int64)
    return rows, [pair for pair, row in found if row is None]


def _most_active(fitted: Fitted, held: LedgerFacts, most: int | None) -> Ints:
    """Rows of the pairs with most acts of late, both directions side by side, the most active first."""
    number, table = len(held.facts.actors), fitted.table
    if most is None:
        return np.arange(len(table.source))
    recent = held.facts.between(table.day - _ACTIVE, table.day)
    low, high = (f(recent.source, recent.target) for f in (np.minimum, np.maximum))
    pairs, counts = np.unique(low * number + high, return_counts=True)
    wanted = pairs[np.argsort(-counts, kind="stable")[:most]]
    directed = np.stack([wanted, wanted % number * number + wanted // number], axis=1).ravel()
    place, there = positions(table.source * number + table.target, directed)
    return place[there]


def _table(fitted: Fitted, held: LedgerFacts, rows: Ints) -> pa.Table:
    number = len(fitted.model.classes)
    table, actors = fitted.table, held.facts.actors
    recent = held.facts.between(table.day - RECENT, table.day)
    keys = table.source * len(actors) + table.target
    place, there = positions(keys, recent.keys())
    counts = np.bincount((place * number + recent.kind)[there], minlength=len(keys) * number).reshape(-1, number)
    ends = [[actors[i] for i in column[rows]] for column in (table.source, table.target)]
    return _laid_out(held, fitted, ends, (fitted.probability[rows], table.rate[rows], counts[rows]), fitted.method)


def _silent(fitted: Fitted, held: LedgerFacts, pairs: Sequence[tuple[str, str]], rates: Floats) -> pa.Table:
    ends = [[pair[side] for pair in pairs] for side in (0, 1)]
    shape = len(pairs), len(rates)
    odds = np.broadcast_to(rates, shape)
    return _laid_out(held, fitted, ends, (odds, np.full(shape, np.nan), np.zeros(shape, np.int64)), SILENT)


def _laid_out(
    held: LedgerFacts, fitted: Fitted, ends: Sequence[Sequence[str]], numbers: Sequence[Any], method: str
) -> pa.Table:
    classes = fitted.model.classes
    source, target = (np.repeat(np.array(e, object), len(classes)) for e in ends)
    probability, rate, recent = (n.ravel() for n in numbers)
    size = len(probability)
    return pa.table({
        "source": pa.array(source, pa.string()),
        "source_name": pa.array([held.name(k) for k in source], pa.string()),
        "target": pa.array(target, pa.string()),
        "target_name": pa.array([held.name(k) for k in target], pa.string()),
        "class": pa.array(list(classes) * len(ends[0]), pa.string()),
        "probability": pa.array(probability, pa.float64()),
        "rate": pa.array(rate, pa.float64(), from_pandas=True),
        "base_rate": pa.array(np.tile(fitted.model.base, len(ends[0])), pa.float64()),
        "recent": pa.array(recent, pa.int64()),
        "method": pa.array([method] * size, pa.string()),
    })  # fmt: skip
