"""The facts of a ledger with the models fitted to them, so that several questions share one fit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np

from dragoman.ledger import Ledger
from dragoman.outlook.counting import count_table
from dragoman.outlook.dyads import (
    DyadModel,
    DyadTable,
    Facts,
    Snapshot,
    Snapshots,
    TooLittleHistory,
    fit_dyads,
    forecast_dyads,
)
from dragoman.outlook.dyads.counts import CountTable
from dragoman.outlook.dyads.facts import Floats
from dragoman.outlook.dyads.model import count_spans, usual_parts
from dragoman.outlook.dyads.terms import LOOK_BACK
from dragoman.outlook.ledger_facts import LedgerFacts, facts_from
from dragoman.outlook.scope import Scope

HORIZONS = (7, 30)
TREES, ADDITIVE, RATE, SPANS = "trees", "additive", "rate", "spans"
METHODS = {
    TREES: "additive model and trees",
    ADDITIVE: "additive model",
    RATE: "empirical-Bayes rate of the pair (history is too short for the model)",
    SPANS: "count of past spans (history is too short for a fitted rate)",
}
_LEAST_WEEKS = 0.5  # of the last weeks, the share of which the sources must tell something
_KEPT = 2  # ledgers or scopes whose facts are held


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model of one day and horizon, and what it says of every pair.

    Attributes:
        model: fitted with what was known on the day.
        shot: what was known of every pair on the day.
        table: the odds of every pair.
        note: why it is no more than it is; empty where nothing is lacking.
        counts: of cooperation and conflict, how many acts to expect for every pair.
    """

    model: DyadModel
    shot: Snapshot
    table: DyadTable
    note: str = ""
    counts: CountTable | None = None
    _usual: dict[int, Floats] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """One of ``METHODS``."""
        if self.model.learned is None:
            return RATE if self.model.origins else SPANS
        return TREES if self.table.boosted is not None else ADDITIVE

    @property
    def probability(self) -> Floats:
        """The odds to go by, of shape (pairs, classes)."""
        return self.table.probability if self.table.boosted is None else self.table.boosted

    def usual(self, kind: int) -> Floats:
        """What each addend is on average over the pairs of the day."""
        if kind not in self._usual:
            self._usual[kind] = usual_parts(self.model, self.shot, kind)
        return self._usual[kind]

    def row(self, source: str, target: str) -> int | None:
        """The pair's row in the table; None where nothing was between the two of late."""
        actors = self.model.actors
        if source not in actors or target not in actors:
            return None
        found = np.flatnonzero(
            (self.table.source == actors.index(source)) & (self.table.target == actors.index(target))
        )
        return int(found[0]) if len(found) else None


class Outlook:
    """The facts of one state of a ledger, and the models fitted to them so far. Threads may share it."""

    def __init__(self, held: LedgerFacts) -> None:
        """Args: ``held`` the facts."""
        self.held = held
        self._shots: dict[tuple[int, ...], Snapshots] = {}
        self._fitted: dict[tuple[int, int, bool], Fitted] = {}
        self._guard = threading.Lock()

    def shots(self, *horizons: int) -> Snapshots:
        """Snapshots that count windows of these horizons."""
        asked = tuple(sorted({*HORIZONS, *horizons}))
        return self._shots.setdefault(asked, Snapshots(self.held.facts, asked))

    def fitted(self, day: int, horizon: int, boosted: bool = False) -> Fitted:
        """The model of a day, fitted when first asked for; with little history the best that it bears.

        Args:
            day: the day of the forecast; facts later than it are not used.
            horizon: days ahead.
            boosted: whether trees are grown as well (needs LightGBM).

        Raises:
            TooLittleHistory: the ledger does not suffice even for counting.
        """
        with self._guard:
            asked = (day, horizon, boosted)
            if asked not in self._fitted:
                self._fitted[asked] = self._fit(*asked)
            return self._fitted[asked]

    def _fit(self, day: int, horizon: int, boosted: bool) -> Fitted:
        refuse_gaps(self.held.facts, day)
        shots, note = self.shots(horizon), ""
        try:
            model = fit_dyads(shots, day, horizon, boosted)
        except TooLittleHistory as reason:
            note, model = str(reason), count_spans(shots, day, horizon)
        shot = shots.on(day)
        table = forecast_dyads(model, shot)
        keys = shot.source * len(self.held.facts.actors) + shot.target
        odds = table.probability if table.boosted is None else table.boosted
        return Fitted(model, shot, table, note, count_table(self.held.facts, keys, day, horizon, odds))


def refuse_gaps(facts: Facts, day: int) -> None:
    """Refuse where a week without an act is more likely one without an article.

    Raises:
        TooLittleHistory: in fewer than half of the weeks that are looked back on is anything told.
    """
    recent = facts.between(day - LOOK_BACK, day)
    span = min(LOOK_BACK, day - int(facts.day[0]) + 1) if len(facts) else 0
    weeks = max(span // 7, 1)
    told = len(np.unique((day - recent.day) // 7))
    if told < _LEAST_WEEKS * weeks:
        raise TooLittleHistory(
            f"acts are known of {told} of the last {weeks} weeks: a week without an act may be one without an article. "
            "Code or import more of them, or name another day with --on"
        )


_held: OrderedDict[tuple[str, Scope], Outlook] = OrderedDict()
_holding = threading.Lock()


def outlook_of(ledger: Ledger, scope: Scope | None = None) -> Outlook:
    """The outlook of a ledger as it stands, kept for the next question as long as its snapshot is the same.

    Raises: as :func:`facts_from`.
    """
    scope, snapshot = scope or Scope(), ledger.snapshot
    if snapshot is None:  # a dataset, which has no digest to tell it by
        return Outlook(facts_from(ledger, scope))
    key = (ledger.snapshot_sha256 or str(snapshot.resolve()), scope)
    with _holding:
        if key not in _held:
            _held[key] = Outlook(facts_from(ledger, scope))
        _held.move_to_end(key)
        while len(_held) > _KEPT:
            _held.popitem(last=False)
        return _held[key]
