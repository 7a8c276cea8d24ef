"""Rolling-origin backtests: on each day of forecasting, forecast with what was known then, then see what came.

At each origin the model is fitted anew to the days of forecasting whose outcomes were known by then (Tashman 2000), so
nothing after an origin can reach its forecasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.outlook import scores
from dragoman.outlook.dyads import DyadTable, Facts, Snapshots, fit_dyads, forecast_dyads, outcomes
from dragoman.outlook.dyads.facts import Booleans, Floats, Ints

RATE, ADDITIVE, TREES = "rate", "additive", "trees"


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts of one horizon with what came, a row for each origin, pair and class.

    Attributes:
        horizon: days ahead.
        origin: day of the forecast.
        source: number of the acting actor.
        target: number of the one acted upon.
        kind: number of the class.
        outcome: whether an event of the class came.
        said: by model, the probability.
        classes: names by number.
    """

    horizon: int
    origin: Ints
    source: Ints
    target: Ints
    kind: Ints
    outcome: Booleans
    said: dict[str, Floats]
    classes: tuple[str, ...]


def weekly_origins(last: int, horizon: int, span: int) -> list[int]:
    """Days of forecasting a week apart within the last ``span`` days, the outcome of each known by the last day.

    >>> weekly_origins(269, 30, 64)
    [205, 212, 219, 226, 233]
    """
    return list(range(last - span, last - horizon + 1, 7))


def backtest(
    facts: Facts,
    days: Sequence[int],
    horizon: int,
    boosted: bool = False,
    threads: int = 1,
    shots: Snapshots | None = None,
) -> Backtest:
    """Forecast every pair at every origin, the model fitted anew each time, and set beside it what came.

    Args:
        facts: the whole table.
        days: the origins, whose horizons must end within the facts.
        horizon: days ahead.
        boosted: whether trees are grown as well (needs LightGBM).
        threads: for the trees.
        shots: snapshots to share between horizons; new ones by default.

    Raises:
        TooLittleHistory: too little before the first origin.
    """
    shots = shots or Snapshots(facts, (horizon,))
    parts: list[tuple[DyadTable, Booleans]] = []
    for day in days:
        shot = shots.on(day)
        model = fit_dyads(shots, day, horizon, boosted, threads)
        parts.append((forecast_dyads(model, shot), outcomes(facts, shot, horizon)))
    return _gathered(parts, horizon, facts.classes)


def _gathered(parts: Sequence[tuple[DyadTable, Booleans]], horizon: int, classes: tuple[str, ...]) -> Backtest:
    number = len(classes)
    said = {RATE: _joined([t.rate for t, _ in parts]), ADDITIVE: _joined([t.probability for t, _ in parts])}
    if all(t.boosted is not None for t, _ in parts):
        said[TREES] = _joined([t.boosted for t, _ in parts])
    return Backtest(
        horizon,
        np.concatenate([np.full(t.rate.size, t.day) for t, _ in parts]),
        np.concatenate([np.repeat(t.source, number) for t, _ in parts]),
        np.concatenate([np.repeat(t.target, number) for t, _ in parts]),
        np.concatenate([np.tile(np.arange(number), len(t.source)) for t, _ in parts]),
        _joined([came for _, came in parts]),
        said,
        classes,
    )


def _joined(tables: Sequence[Any]) -> NDArray[Any]:
    return np.concatenate([table.ravel() for table in tables])


def measures(test: Backtest, model: str) -> dict[str, float]:
    """The scores of one model: Brier skill against the class base rates and against the empirical-Bayes rate, and more.

    The class base rate is each class's share of outcomes over the whole backtest, known in hindsight.

    Args:
        test: a backtest.
        model: a key of ``said``.
    """
    said, came = test.said[model], test.outcome
    base = scores.base_rates(came, test.kind)
    return {
        "bss_base": scores.brier_skill(said, came, base),
        "bss_eb": scores.brier_skill(said, came, test.said[RATE]),
        "brier": scores.brier(said, came),
        "ece": scores.ece(said, came),
        "ece_by_count": scores.ece_by_count(said, came),
        "log_loss": scores.log_loss(said, came),
        "auc": scores.auc(said, came),
    }


def intervals(test: Backtest, model: str) -> dict[str, tuple[float, float]]:
    """95 % intervals of the two skills, origins (weeks) resampled as blocks.

    Args: as for ``measures``.
    """
    said, came = test.said[model], test.outcome
    references = {"bss_base": scores.base_rates(came, test.kind), "bss_eb": test.said[RATE]}
    return {name: scores.skill_interval(said, came, other, test.origin) for name, other in references.items()}


def by_class(test: Backtest, model: str) -> dict[str, dict[str, Any]]:
    """For each class: forecasts, outcomes, skills, the Brier score's decomposition and the reliability table.

    A row of the table: lowest and highest probability, number of forecasts, mean probability, share that came.

    Args: as for ``measures``.
    """
    return {name: _of_class(test, model, number) for number, name in enumerate(test.classes)}


def _of_class(test: Backtest, model: str, number: int) -> dict[str, Any]:
    rows = test.kind == number
    said, came = test.said[model][rows], test.outcome[rows]
    parts = scores.decompose(said, came)
    return {
        "forecasts": len(said),
        "outcomes": int(came.sum()),
        "bss_base": scores.brier_skill(said, came, np.full(len(came), came.mean())),
        "bss_eb": scores.brier_skill(said, came, test.said[RATE][rows]),
        "decomposition": {name: getattr(parts, name) for name in parts.__dataclass_fields__},
        "reliability": [(b.low, b.high, b.count, b.said, b.came) for b in scores.reliability_by_level(said, came)],
    }


def which_class(test: Backtest, model: str) -> dict[str, float]:
    """Given that something comes between two actors, how well their odds tell which class it is.

    Each class that came is ranked by its odds among those that did not come (ties at their mean rank).

    Args: as for ``measures``.

    Returns:
        ``mrr`` (mean reciprocal rank), ``hits1``, ``hits3``; the same with ``_base`` for classes ranked by how often
        they come at large.
    """
    shape = -1, len(test.classes)
    came = test.outcome.reshape(shape)
    base = np.broadcast_to(came.mean(axis=0), came.shape)
    said = test.said[model].reshape(shape)
    return {f"{name}{suffix}": value for suffix, odds in (("", said), ("_base", base))
            for name, value in _ranked(odds, came).items()}  # fmt: skip


def _ranked(odds: Floats, came: Booleans) -> dict[str, float]:
    ranks = [np.zeros(0)]
    for kind in range(came.shape[1]):
        rows = came[:, kind]
        own, others, wrong = odds[rows, kind : kind + 1], odds[rows], ~came[rows]
        ranks.append(1 + ((others > own) & wrong).sum(axis=1) + ((others == own) & wrong).sum(axis=1) / 2)
    rank = np.concatenate(ranks)
    if not len(rank):
        return {}
    return {"mrr": float((1 / rank).mean()), "hits1": float((rank <= 1).mean()), "hits3": float((rank <= 3).mean())}
