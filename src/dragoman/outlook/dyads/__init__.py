"""dyads/: the odds that one actor does a class of things to another within so many days."""

from dragoman.outlook.dyads.facts import Facts, facts_of
from dragoman.outlook.dyads.model import (
    DyadForecast,
    DyadModel,
    DyadTable,
    Term,
    TooLittleHistory,
    explain_dyad,
    fit_dyads,
    forecast_dyads,
)
from dragoman.outlook.dyads.terms import Snapshot, outcomes, snapshot
from dragoman.outlook.dyads.training import Snapshots

__all__ = [
    "DyadForecast",
    "DyadModel",
    "DyadTable",
    "Facts",
    "Snapshot",
    "Snapshots",
    "Term",
    "TooLittleHistory",
    "explain_dyad",
    "facts_of",
    "fit_dyads",
    "forecast_dyads",
    "outcomes",
    "snapshot",
]
