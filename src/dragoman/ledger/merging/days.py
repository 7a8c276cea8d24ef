"""How well the days of two tellings agree, by what is known of how each was told.

A date read in the event's own clause is seldom wrong; an article's own date is that of the news, and what it tells may
have happened days before. ``data/days.csv`` says how often an event lies so many days before the date it was given.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np

from dragoman.datafiles import read_csv
from dragoman.ledger.merging.columns import NO_DAY, SOURCES, Columns, Floats, Ints

FAR = 20  # days from which two dates have nothing to do with each other
NEVER = -3.3  # agreement of days that cannot be the same
_CHANCE = 0.005  # that two days agree where nothing speaks for it
_BY_CHANCE = 0.15  # that the days of two happenings of one week agree
_LAGS = range(-2, 8)


def agreement(c: Columns, i: Ints, j: Ints) -> Floats:
    """The log of how much likelier the days agree than by chance: from -3.4, days apart, to 1.8, surely the same."""
    both = np.where((c.last[i] == c.first[i]) & (c.last[j] == c.first[j]), _points(c, i, j), _ranges(c, i, j))
    known = (c.first[i] != NO_DAY) & (c.first[j] != NO_DAY)
    return np.where(known, np.log(both + _CHANCE) - np.log(_BY_CHANCE), 0.0)


def _points(c: Columns, i: Ints, j: Ints) -> Floats:
    apart = np.clip(c.first[j] - c.first[i], -FAR, FAR)
    found: Floats = _overlaps()[c.source[i], c.source[j], apart + FAR]
    return found


def _ranges(c: Columns, i: Ints, j: Ints) -> Floats:
    """Where one covers several days, each of them is as likely; the other's date is taken as it stands."""
    days = np.maximum(np.minimum(c.last[i], c.last[j]) - np.maximum(c.first[i], c.first[j]) + 1, 0)
    longest = np.maximum(c.last[i] - c.first[i], c.last[j] - c.first[j]) + 1
    share: Floats = 0.5 * days / longest
    return share


@cache
def _overlaps() -> Floats:
    """The probability that two events fall on one day, by both sources and the days between the two dates."""
    kernels = _kernels()
    out = np.zeros((len(SOURCES), len(SOURCES), 2 * FAR + 1))
    for apart in range(-FAR, FAR + 1):
        for at, lag in enumerate(
            _LAGS
        ):  # the event lies `lag` days before the first date, so `lag + apart` before the other
            if lag + apart in _LAGS:
                out[:, :, apart + FAR] += np.outer(kernels[:, at], kernels[:, _LAGS.index(lag + apart)])
    return out


def _kernels() -> Floats:
    out = np.zeros((len(SOURCES), len(_LAGS)))
    for _, row in read_csv(files("dragoman.ledger.merging") / "data" / "days.csv"):
        out[SOURCES.index(row["source"]), _LAGS.index(int(row["lag"]))] = float(row["share"])
    return out
