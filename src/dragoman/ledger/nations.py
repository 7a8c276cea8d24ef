"""The states' numbers beside their codes: rows of the table ``countries``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from dragoman.datafiles import read_csv


@cache
def countries() -> dict[str, tuple[str, str | None, str | None]]:
    """By ISO 3166-1 alpha-3 code: name, COW and Gleditsch-Ward number of the state that bears it today.

    From the rosters' ``countries.csv``; states of the past stand there below those that took over.
    """
    found: dict[str, tuple[str, str | None, str | None]] = {}
    for _, row in read_csv(files("dragoman") / "actors" / "data" / "countries.csv"):
        found.setdefault(row["iso3"], (row["name"], row["cow"] or None, row["gw"] or None))
    return found
