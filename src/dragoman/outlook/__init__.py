"""What is likely next: forecasts from events, with the terms and the events behind them.

Over a ledger: ``forecast`` (two actors), ``forecast_all`` (many pairs), ``reactions`` (who will answer an event),
``backtest`` (how good such forecasts would have been), ``store``, ``stored_forecasts`` and ``scored`` (what was said,
set beside what came), ``watch``, ``unwatch`` and ``watched``. What they rest on is in ``dyads`` and ``links``.
"""

from dragoman.outlook.all_pairs import AllForecast, forecast_all
from dragoman.outlook.dyads.model import TooLittleHistory
from dragoman.outlook.evidence import Asked, evidence
from dragoman.outlook.forecasting import forecast
from dragoman.outlook.ledger_backtest import LedgerBacktest, backtest, stored_backtests
from dragoman.outlook.pair_forecast import ClassForecast, PairForecast, Skill
from dragoman.outlook.reacting import PastCases, Reactions, ThirdParty, reactions
from dragoman.outlook.reasons import Reason
from dragoman.outlook.scope import Scope
from dragoman.outlook.storing import Scored, scored, store, stored_forecasts
from dragoman.outlook.watching import Watched, unwatch, watch, watched

__all__ = [
    "AllForecast",
    "Asked",
    "ClassForecast",
    "LedgerBacktest",
    "PairForecast",
    "PastCases",
    "Reactions",
    "Reason",
    "Scope",
    "Scored",
    "Skill",
    "ThirdParty",
    "TooLittleHistory",
    "Watched",
    "backtest",
    "evidence",
    "forecast",
    "forecast_all",
    "reactions",
    "scored",
    "store",
    "stored_backtests",
    "stored_forecasts",
    "unwatch",
    "watch",
    "watched",
]
