"""Counts laid out as the rows and columns of a panel: a number of who, a number of the period, and the cell of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dragoman.ledger.panel_shape import DECIMALS, ROLES, SCORES, Shape

Numbers = NDArray[np.int64]
Values = NDArray[np.float64]
Names = Mapping[str, tuple[str | None, str | None, str | None]]


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows of a panel: ``units`` (two numbers of ``keys`` each, or of a key and a role) and ``periods``.

    ``cells`` are the rows that the panel has, as unit times the number of periods plus period; ``of_counts`` says for
    every count which of them it belongs to.
    """

    keys: Sequence[str]
    units: Numbers
    periods: pa.Table
    cells: Numbers
    of_counts: Numbers

    @property
    def unit(self) -> Numbers:
        """The number of each row's unit."""
        return self.cells // max(len(self.periods), 1)

    @property
    def period(self) -> Numbers:
        """The number of each row's period."""
        return self.cells % max(len(self.periods), 1)


def laid_out(shape: Shape, counts: pa.Table, periods: pa.Table, names: Names) -> pa.Table:
    """The panel.

    Args:
        shape: its rows and columns.
        counts: rows of ``panels.counts_query``.
        periods: rows of ``panels.periods_query``.
        names: what keys stand for: name, COW and Gleditsch-Ward number.
    """
    if shape.of_dyads and not shape.directed:
        counts = _whoever_acts(counts)
    grid = _grid(shape, counts, periods)
    days = np.asarray(periods["covered_days"])[grid.period] > 0
    columns = _who(shape, grid, names)
    columns |= {name: pc.take(periods[name].combine_chunks(), pa.array(grid.period)) for name in periods.column_names}
    for name, values in _measured(shape, grid, counts):
        columns[name] = pa.array(values, mask=None if days.all() else ~days & (values == 0))
    return pa.table(columns)


def _whoever_acts(counts: pa.Table) -> pa.Table:
    """Counts of pairs, each event once, under the smaller key first."""
    once = counts.filter(counts["first"])
    ends = once["source"], once["target"]
    for column, end in (("source", pc.min_element_wise(*ends)), ("target", pc.max_element_wise(*ends))):
        once = once.set_column(once.column_names.index(column), column, end)
    return once


def _grid(shape: Shape, counts: pa.Table, periods: pa.Table) -> Grid:
    second = shape.keys[-1] if len(shape.keys) > 1 else None
    said = {k for column in shape.keys if column != "role" for k in pc.unique(counts[column]).to_pylist()}
    keys = sorted(said | shape.named())
    one = _numbers(counts[shape.keys[0]], pa.array(keys, pa.string()))
    order = pa.array(ROLES if second == "role" else keys, pa.string())
    other = _numbers(counts[second], order) if second else np.zeros(len(one), np.int64)
    pairs = np.stack([one, other], axis=1)
    codes = _units(shape, pairs, keys)
    width = max(len(keys), len(ROLES))
    cell = np.searchsorted(codes, one * width + other) * len(periods) + _numbers(counts["period"], periods["period"])
    if shape.zeros:
        cells, of_counts = np.arange(len(codes) * len(periods)), cell
    else:
        cells, of_counts = np.unique(cell, return_inverse=True)
    return Grid(keys, np.stack(np.divmod(codes, width), axis=1), periods, cells, of_counts)


def _numbers(column: Any, order: Any) -> Numbers:
    """For each value its place in an order."""
    return np.asarray(pc.index_in(column, order)).astype(np.int64)


def _units(shape: Shape, found: Numbers, keys: Sequence[str]) -> Numbers:
    """Those that get rows, sorted, each as one number: asked for, else found; of pairs either direction if directed."""
    place = {key: number for number, key in enumerate(keys)}
    width = max(len(keys), len(ROLES))
    if not shape.of_dyads:
        who = [place[a] for a in shape.actors] if shape.actors is not None else found[:, 0]
        roles = range(len(ROLES)) if shape.directed else [0]
        return np.unique([np.asarray(who, np.int64) * width + role for role in roles])
    asked = shape.asked_pairs()
    if asked is not None:
        found = np.array([(place[a], place[b]) for a, b in asked], np.int64).reshape(-1, 2)
    codes = [found[:, 0] * width + found[:, 1], found[:, 1] * width + found[:, 0]]
    return np.unique(codes) if shape.directed else np.unique(np.minimum(*codes))


def _who(shape: Shape, grid: Grid, names: Names) -> dict[str, Any]:
    """The columns that say who a row is of, as dictionaries of few values."""
    columns: dict[str, Any] = {}
    for place, column in enumerate(shape.keys):
        numbers = grid.units[grid.unit, place].astype(np.int32)
        if column == "role":
            columns[column] = pa.DictionaryArray.from_arrays(numbers, pa.array(ROLES))
            continue
        columns[column] = pa.DictionaryArray.from_arrays(numbers, pa.array(grid.keys, pa.string()))
        told = [names.get(key, (None, None, None)) for key in grid.keys]
        prefix = "" if column == "actor" else f"{column}_"
        for number, part in enumerate(("name", "cow", "gw")):
            columns[prefix + part] = _dictionary(numbers, [parts[number] for parts in told])
    return columns


def _dictionary(numbers: NDArray[np.int32], values: Sequence[str | None]) -> pa.DictionaryArray:
    """The values at those numbers; equal ones stand once in the dictionary."""
    coded = pa.array(values, pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(pc.take(coded.indices, pa.array(numbers)), coded.dictionary)


def _measured(shape: Shape, grid: Grid, counts: pa.Table) -> Iterable[tuple[str, Any]]:
    """The columns that count and add up, by name."""

    def added(column: str, rows: NDArray[np.bool_]) -> Values:
        values = np.asarray(counts[column], np.float64)[rows]
        return np.round(np.bincount(grid.of_counts[rows], values, minlength=len(grid.cells)), DECIMALS)

    for name, rows in _kinds(shape, counts):
        yield name, added("events", rows).astype(np.int32)
        yield f"{name}_weighted", added("weighted", rows)
    counted = _equal(counts["status"], "counted")
    for score in SCORES:
        yield score, added(score, counted)
        yield f"{score}_weighted", added(f"{score}_weighted", counted)


def _kinds(shape: Shape, counts: pa.Table) -> Iterable[tuple[str, NDArray[np.bool_]]]:
    """What is counted in columns of its own, and the rows of the counts that it adds up."""
    counted = _equal(counts["status"], "counted")
    yield "events", counted
    for name, (column, kind) in shape.kinds().items():
        yield name, counted & _equal(counts[column], kind)
    for status in shape.apart:
        yield status, _equal(counts["status"], status)


def _equal(column: Any, value: str) -> NDArray[np.bool_]:
    return np.asarray(pc.fill_null(pc.equal(column, value), False))
