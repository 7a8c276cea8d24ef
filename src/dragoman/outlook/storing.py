"""Forecasts stored when they were made, and scored later against what came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman import __version__
from dragoman.ledger import Ledger
from dragoman.outlook import scores
from dragoman.outlook.all_pairs import AllForecast
from dragoman.outlook.dyads import Facts
from dragoman.outlook.fitting import outlook_of
from dragoman.outlook.keeping import keep, kept
from dragoman.outlook.ledger_facts import day_number
from dragoman.outlook.pair_forecast import PairForecast
from dragoman.outlook.scope import Scope

FOLDER = "forecasts"
Record = dict[str, Any]


def store(ledger: Ledger, made: PairForecast | AllForecast) -> Record:
    """Keep a forecast in the ledger's folder as it is; it is never changed afterwards.

    Stored are the day, horizon, scope, version, method and skill, the ledger's last covered day, and for each class and
    direction the probability, the rates and the reasons with their factors.

    Returns:
        The record, with its ``id`` and when it was ``made``.

    Raises:
        LedgerError: the folder cannot be written.
    """
    covered = outlook_of(ledger, made.scope).held.last
    record: Record = {n: getattr(made, n) for n in ("horizon", "method", "note")}
    record |= {"on": made.on.isoformat(), "covered": covered.isoformat(), "version": __version__}
    record |= {"scope": made.scope.to_record(), "snapshot": ledger.snapshot_sha256}
    record |= {"skill": made.skill and made.skill.to_record(), "forecasts": _lines(made)}
    return keep(ledger, FOLDER, f"{made.on}-{made.horizon}d", record)


def _lines(made: PairForecast | AllForecast) -> list[Record]:
    names = ("source", "target", "class", "probability", "rate", "base_rate")
    if isinstance(made, AllForecast):
        return [{n: row[n] for n in names} for row in made.frame.to_records()]
    told = []
    for one in made.classes:
        record = one.to_record()
        reasons = [{"text": r.text, "factor": r.factor} for r in one.reasons]
        told.append({n: record[n] for n in names} | {"ordinary_odds": one.ordinary_odds, "reasons": reasons})
    return told


def stored_forecasts(ledger: Ledger) -> list[Record]:
    """All forecasts that are kept in the ledger's folder, in the order in which they were made.

    Raises:
        LedgerError: a file cannot be read, or is not as it was written.
    """
    return kept(ledger, FOLDER)


@dataclass(frozen=True, slots=True)
class Scored:
    """Stored forecasts set beside what came.

    Attributes:
        horizon: days ahead; None for all.
        forecasts: single odds whose horizon lies within what the sources cover by now.
        outcomes: how many of them came true.
        pending: odds whose horizon has not ended yet.
        hindsight: of the forecasts, those made when the ledger held days later than theirs already.
        brier: mean squared error.
        bss_base: Brier skill against the base rates that were stored beside the odds.
        bss_eb: against the pairs' own rates, where there were any.
        ece: mean distance between what was said and how often it came.
        reliability: rows of lowest and highest probability, number, mean probability, share that came.
        rows: each of them: id, made, on, horizon, source, target, class, probability, outcome.
    """

    horizon: int | None
    forecasts: int
    outcomes: int
    pending: int
    hindsight: int
    brier: float | None
    bss_base: float | None
    bss_eb: float | None
    ece: float | None
    reliability: tuple[tuple[float, ...], ...]
    rows: tuple[Record, ...]

    def to_record(self) -> Record:
        """As JSON has it, the single rows left out."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "rows"}


def scored(ledger: Ledger, horizon: int | None = None) -> Scored:
    """Score the stored forecasts whose horizon lies within what the sources cover by now.

    Args:
        ledger: the ledger.
        horizon: only those so many days ahead.

    Raises:
        LedgerError: a file cannot be read.
    """
    rows: list[Record] = []
    pending = 0
    for record in stored_forecasts(ledger):
        if horizon is not None and record["horizon"] != horizon:
            continue
        held = outlook_of(ledger, _scope(record["scope"])).held
        start = day_number(dt.date.fromisoformat(record["on"]))
        if start + record["horizon"] > day_number(held.last):
            pending += len(record["forecasts"])
            continue
        rows += _with_outcomes(record, held.facts.between(start, start + record["horizon"]))
    return _scores(rows, pending, horizon)


def _scope(record: Record) -> Scope:
    return Scope(record["classes"], tuple(record["datasets"]), tuple(record["statuses"]), record["acts"])


def _with_outcomes(record: Record, later: Facts) -> Iterable[Record]:
    came = later.chosen(later.direct)
    seen = {
        (later.actors[s], later.actors[t], later.classes[k])
        for s, t, k in zip(came.source.tolist(), came.target.tolist(), came.kind.tolist(), strict=True)
    }
    origin = {n: record[n] for n in ("id", "made", "on", "horizon")} | {"hindsight": record["covered"] > record["on"]}
    for line in record["forecasts"]:
        yield origin | line | {"outcome": (line["source"], line["target"], line["class"]) in seen}


def _scores(rows: Sequence[Record], pending: int, horizon: int | None) -> Scored:
    if not rows:
        return Scored(horizon, 0, 0, pending, 0, None, None, None, None, (), ())
    said, base = (np.array([row[n] for row in rows], float) for n in ("probability", "base_rate"))
    rate = np.array([np.nan if row["rate"] is None else row["rate"] for row in rows])
    came, own = np.array([row["outcome"] for row in rows], bool), ~np.isnan(rate)
    table = tuple((b.low, b.high, b.count, b.said, b.came) for b in scores.reliability_by_level(said, came))
    return Scored(
        horizon, len(rows), int(came.sum()), pending, sum(row["hindsight"] for row in rows), scores.brier(said, came),
        scores.brier_skill(said, came, base),
        scores.brier_skill(said[own], came[own], rate[own]) if own.any() else None,
        scores.ece(said, came), table, tuple(rows),
    )  # fmt: skip
