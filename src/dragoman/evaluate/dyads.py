"""Task ``dyads``: calibrated forecasts of what states do to each other, from a temporal knowledge graph folder.

Actors are the states of ``states_ICEWS18.txt``, classes the quads of ``relation_quads.tsv`` (both found in the folder
or above it). From weekly origins over the last 64 days of what the folder holds, every pair with an event in the last
180 days is forecast 7 and 30 days ahead, with all facts of the origin's day and before. What people and bodies of two
states did to each other is evidence, but no outcome: the folder tells whose they are by the name in brackets behind
theirs, the rosters by their own name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.actors import Gazetteer, load_gazetteer
from dragoman.errors import InputError
from dragoman.evaluate.temporal_graph import OBJECT, RELATION, SUBJECT, TIME, read_graph
from dragoman.outlook.dyads import Facts, Snapshots, facts_of
from dragoman.outlook.dyads.backtesting import (
    ADDITIVE,
    RATE,
    TREES,
    Backtest,
    backtest,
    by_class,
    intervals,
    measures,
    weekly_origins,
)
from dragoman.outlook.dyads.facts import Ints

HORIZONS = (7, 30)
SPAN = 64  # days
_STATES, _QUADS = "states_ICEWS18.txt", "relation_quads.tsv"
_ABOVE = 3  # folders above the given one in which those files are looked for
_IN_BRACKETS = re.compile(r"\(([^()]*)\)$")
_DIGITS = 6
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StateFacts:
    """Facts between states, and the day of each; day 0 is the folder's first."""

    facts: Facts
    last: int


def run(path: Path) -> tuple[Record, list[Record]]:
    """Backtest the forecasts on a folder.

    Returns:
        The measures, and for each forecast a line ``{"origin", "source", "target", "class", "horizon", "probability",
        "outcome"}``, ``origin`` the number of its day, with ``ranker_probability`` where LightGBM is installed.
    """
    held = read_states(path, load_gazetteer())
    shots = Snapshots(held.facts, HORIZONS)
    figures: Record = {"facts": len(held.facts), "days": held.last + 1}
    lines: list[Record] = []
    for horizon in HORIZONS:
        days = weekly_origins(held.last, horizon, SPAN)
        test = backtest(held.facts, days, horizon, find_spec("lightgbm") is not None, os.cpu_count() or 1, shots)
        figures |= _figures(test)
        lines += _lines(test, held.facts.actors)
    return figures, lines


def _figures(test: Backtest) -> Record:
    found: Record = {
        f"forecasts_{test.horizon}": len(test.outcome),
        f"outcomes_{test.horizon}": int(test.outcome.sum()),
    }
    for model, prefix in ((ADDITIVE, ""), (TREES, "ranker_"), (RATE, "rate_")):
        if model not in test.said:
            continue
        values = {f"{prefix}{name}_{test.horizon}": value for name, value in measures(test, model).items()}
        spans = {f"{prefix}{name}_{test.horizon}_interval": value for name, value in intervals(test, model).items()}
        found |= values | spans
        if model != RATE:
            found[f"{prefix}by_class_{test.horizon}"] = by_class(test, model)
    return {name: _rounded(value) for name, value in found.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list | tuple) else value


def _lines(test: Backtest, actors: tuple[str, ...]) -> Iterator[Record]:
    for row in range(len(test.outcome)):
        line = {
            "origin": int(test.origin[row]),
            "source": actors[test.source[row]],
            "target": actors[test.target[row]],
            "class": test.classes[test.kind[row]],
            "horizon": test.horizon,
            "probability": float(test.said[ADDITIVE][row]),
            "outcome": int(test.outcome[row]),
        }
        if TREES in test.said:
            line["ranker_probability"] = float(test.said[TREES][row])
        yield line


def read_states(path: Path, gazetteer: Gazetteer) -> StateFacts:
    """A folder's facts between two states, or between people and bodies of two states.

    Args:
        path: the folder of the graph.
        gazetteer: the rosters, to say whose a named person or body is.

    Raises:
        InputError: the folder, the states or the quads are missing or not of their format, or it names no state.
    """
    graph = read_graph(path)
    states = tuple(dict.fromkeys(s for s in _above(path, _STATES).read_text("utf-8").splitlines() if s))
    quads = _quads(_above(path, _QUADS))
    home, own = _homes(graph.entities, states, gazetteer)
    if not own.any():
        raise InputError(f"{path}: none of its entities is a state of {_STATES}; give a folder with states' names")
    rows = np.concatenate(list(graph.parts.values()))
    days = _days(rows[:, TIME])
    classes = tuple(sorted({q for q in quads.values() if q}))
    kind = np.array([classes.index(quads[r]) if quads.get(r) else -1 for r in graph.relations])[rows[:, RELATION]]
    source, target = home[rows[:, SUBJECT]], home[rows[:, OBJECT]]
    keep = (source >= 0) & (target >= 0) & (kind >= 0)
    direct = own[rows[:, SUBJECT]] & own[rows[:, OBJECT]]
    source, target, kind, day = (c[keep] for c in (source, target, kind, days))
    return StateFacts(facts_of(source, target, kind, day, states, classes, direct=direct[keep]), int(days[-1]))


def _days(times: Ints) -> Ints:
    """Times as numbers of days: the folder's stamps are as far apart as days are."""
    unit = int(np.gcd.reduce(np.diff(times))) or 1
    return np.asarray((times - times[0]) // unit, np.int64)


def _above(path: Path, name: str) -> Path:
    folders = (path, *path.resolve().parents[:_ABOVE])
    found = next((f / name for f in folders if (f / name).is_file()), None)
    if found is None:
        raise InputError(f"{path}: no {name} here or above; put the file beside the folder")
    return found


def _quads(file: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
    header = rows[0] if rows else []
    if not {"relation", "quad"} <= set(header) or any(len(r) != len(header) for r in rows):
        raise InputError(f"{file}: not a table with columns relation and quad parted by tabs; give one")
    name, quad = header.index("relation"), header.index("quad")
    return {row[name]: row[quad] for row in rows[1:]}


def _homes(
    entities: tuple[str, ...], states: tuple[str, ...], gazetteer: Gazetteer
) -> tuple[Ints, np.ndarray[Any, Any]]:
    """Of each entity, the number of its state (-1: none is known), and whether it is the state itself."""
    numbers = {state: n for n, state in enumerate(states)}
    by_country = {c: n for state, n in numbers.items() for c in _countries(state, gazetteer)}
    home = [_home(entity, numbers, by_country, gazetteer) for entity in entities]
    return np.array(home, np.int64), np.array([e in numbers for e in entities])


def _home(entity: str, states: dict[str, int], by_country: dict[str, int], gazetteer: Gazetteer) -> int:
    if entity in states:
        return states[entity]
    bracket = _IN_BRACKETS.search(entity)
    if bracket is not None:
        return states.get(bracket[1], -1)
    words = entity.split()
    names = [entity, *([f"{words[0]} {words[-1]}"] if len(words) > 2 else [])]  # rosters may lack middle names
    found = next((c for c in (_countries(n, gazetteer) for n in names) if c), set())
    return by_country.get(next(iter(found)), -1) if len(found) == 1 else -1


def _countries(name: str, gazetteer: Gazetteer) -> set[str]:
    return {entry.country for entry in gazetteer.lookup(name) if entry.country}
