"""Forecasts as pages ask for them: one model at a time is fitted, and what it says is kept as long as the snapshot."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Annotated, Any

from pydantic import Field, field_validator

from dragoman.desk.asking import Visit
from dragoman.desk.windows import CountedAsked, counted, in_reach
from dragoman.ledger.dyads import Party
from dragoman.outlook import (
    AllForecast,
    PairForecast,
    Scored,
    Watched,
    forecast,
    forecast_all,
    scored,
    stored_backtests,
    stored_forecasts,
    watched,
)

Record = dict[str, Any]
_TURN = threading.Lock()  # fitting takes all of the machine: two at once would both be late


class OutlookAsked(CountedAsked):
    """How many days ahead, from which day on; the last one that the sources cover where left out."""

    horizon: Annotated[int, Field(ge=1, le=365)] = 30
    on: dt.date | None = None

    @field_validator("on")
    @classmethod
    def _in_reach(cls, value: dt.date | None) -> dt.date | None:
        return in_reach(value)


def arguments_of(at: Visit, asked: OutlookAsked) -> Record:
    """What is asked for, as functions of the outlook take it."""
    names = list(counted(at, asked.datasets).names)
    return {"horizon": asked.horizon, "datasets": names} | ({"on": asked.on} if asked.on else {})


def pair_odds(at: Visit, first: str, second: str, asked: OutlookAsked) -> PairForecast:
    """The odds of a pair, with reasons and the events behind them.

    Raises:
        InputError: the day lies outside what the sources cover, or both are the same.
        NotFoundError: no event names one of them.
    """
    given = arguments_of(at, asked)

    def make() -> PairForecast:
        with _TURN:
            return forecast(at.book, first, second, **given)

    return at.answers.once(("odds", first, second, repr(given)), make)


def all_odds(at: Visit, asked: OutlookAsked) -> AllForecast:
    """The odds of the watched pairs, or of the most active where none is watched.

    Raises:
        TooLittleHistory: the ledger does not suffice for odds.
    """
    given = arguments_of(at, asked)
    pairs = tuple(w.pair for w in watched(at.book))

    def make() -> AllForecast:
        with _TURN:
            return forecast_all(at.book, **given)

    return at.answers.once(("all odds", pairs, repr(given)), make)


def track_record(at: Visit) -> Scored:
    """Stored forecasts set beside what came."""
    made = tuple(record["id"] for record in stored_forecasts(at.book))

    def make() -> Scored:
        with _TURN:
            return scored(at.book)

    return at.answers.once(("scored", made), make)


def reliability(at: Visit) -> list[Record]:
    """What was said and how often it came, by level of odds: of stored forecasts, and of the last stored backtest."""
    found = [_level("stored forecasts", row) for row in track_record(at).reliability]
    for test in stored_backtests(at.book)[-1:]:
        for horizon, models in test["horizons"].items():
            best = "trees" if "trees" in models else "additive"
            found += [_level(f"backtest, {horizon} days", row) for row in models.get(best, {}).get("reliability", ())]
    return found


def _level(of: str, row: Any) -> Record:
    low, high, count, said, came = row
    return {"of": of, "low": low, "high": high, "odds": count, "said": said, "came": came}


def watched_pairs(at: Visit) -> list[Record]:
    """The watch list with the names of the actors."""
    return [_named(at, one) for one in watched(at.book)]


def _named(at: Visit, one: Watched) -> Record:
    parties: tuple[Party, Party] = (at.book.party(one.first), at.book.party(one.second))
    names = [party.name or party.key for party in parties]
    return {"one": one.first, "other": one.second, "one_name": names[0], "other_name": names[1], "added": one.added}
