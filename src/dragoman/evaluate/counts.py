"""Task ``counts``: how many, in sentences written for this (``corpus/counts.csv``).

A CSV file with the columns id, date, text, trigger (the words that evoke the event; they occur once in the text),
event_type, a column for each kind of count, and currency. A cell holds ``22``, or with bounds ``20-30``, ``>=22`` ("at
least"), ``<=30`` ("up to"), ``~50`` ("about"), ``?>=24`` (no number is stated: "dozens"); it is empty where the text
states no such count of this event. Trigger and type are given, so that the task measures counts alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.coding.magnitude import magnitude
from dragoman.datafiles import read_csv
from dragoman.errors import InputError
from dragoman.evaluate.measures import f1, mean
from dragoman.evaluate.sentencewise import parse_all
from dragoman.language import ParsedArticle, governing, predicate
from dragoman.records import Count

Record = dict[str, Any]
KINDS = ("dead", "injured", "arrested", "abducted", "displaced", "participants", "troops", "amount")
_COLUMNS = frozenset({"id", "date", "text", "trigger", "event_type", "currency", *KINDS})
_CELL = re.compile(r"(?P<sign>>=|<=|~|\?>=)?(?P<first>\d+)(?:-(?P<second>\d+))?")


@dataclass(frozen=True, slots=True)
class CountItem:
    """One row: a text, the event that is asked about, and its counts by kind."""

    name: str
    day: dt.date
    text: str
    trigger: tuple[int, int]
    event_type: str
    counts: Mapping[str, Count]


def read_counts(path: Path) -> Iterator[CountItem]:
    """The rows of a file.

    Raises:
        InputError: a column is missing, a date is none, a trigger does not occur exactly once, or a cell is no count.
    """
    for line, row in read_csv(path):
        if missing := _COLUMNS - set(row):
            raise InputError(f"{path}: no column {', '.join(sorted(missing))}")
        where = f"{path}:{line}"
        places = list(re.finditer(rf"(?<!\w){re.escape(row['trigger'])}(?!\w)", row["text"]))
        if len(places) != 1 or not row["trigger"]:
            raise InputError(f"{where}: trigger {row['trigger']!r} occurs {len(places)} times; it must occur once")
        try:
            day = dt.date.fromisoformat(row["date"])
        except ValueError as e:
            raise InputError(f"{where}: date {row['date']!r} is not YYYY-MM-DD") from e
        counts = {k: parse_cell(row[k], f"{where}: {k}", row["currency"] or None) for k in KINDS if row[k]}
        yield CountItem(row["id"], day, row["text"], places[0].span(), row["event_type"], counts)


def parse_cell(text: str, where: str, currency: str | None = None) -> Count:
    """A count as a cell states it.

    Raises:
        InputError: it is none.

    >>> parse_cell("20-30", "row 1"), parse_cell("?>=24", "row 2").value
    (Count(value=20, low=20, high=30, text='20-30', currency=None), None)
    """
    match = _CELL.fullmatch(text)
    if match is None or (match.group("sign") and match.group("second")):
        raise InputError(f"{where} {text!r} is no count; write 22, 20-30, >=22, <=30, ~50 or ?>=24")
    first, sign = int(match.group("first")), match.group("sign")
    if match.group("second"):
        return Count(first, first, int(match.group("second")), text, currency)
    low = None if sign in ("<=", "~") else first
    high = None if sign in (">=", "~", "?>=") else first
    return Count(None if sign == "?>=" else first, low, high, text, currency)


def run(coder: Coder, path: Path) -> tuple[Record, list[Record]]:
    """Count what every row asks for.

    Returns:
        ``value_accuracy`` over all counts of the gold (the exact value, and currency) and by kind, ``bounds_accuracy``
        (value, low and high), ``presence_f1`` (a count of this kind is stated), ``wrong_where_null`` (counts given
        where the gold has none), ``rows_right`` (all kinds of a row right, with bounds); and a line a row.
    """
    items = list(read_counts(path))
    lines: list[Record] = []
    hits: dict[str, list[bool]] = defaultdict(list)
    bounds: list[bool] = []
    rows: list[bool] = []
    both = predicted = 0
    for item, parsed in zip(items, parse_all(coder, [(i.text, i.day) for i in items]), strict=True):
        found = counts_at(parsed, item.trigger, item.event_type)
        for kind, gold in item.counts.items():
            hits[kind].append(_same_value(found.get(kind), gold))
            bounds.append(_same(found.get(kind), gold))
        both += len(found.keys() & item.counts.keys())
        predicted += len(found)
        rows.append(found.keys() == item.counts.keys() and all(_same(found[k], c) for k, c in item.counts.items()))
        lines.append({"id": item.name, **{k: _shown(found.get(k)) for k in KINDS}})
    every = [hit for kind in hits.values() for hit in kind]
    return {
        "value_accuracy": mean(every),
        "bounds_accuracy": mean(bounds),
        "presence_f1": f1(both, predicted, len(every)),
        "wrong_where_null": predicted - both,
        "rows_right": mean(rows),
        "counts": len(every),
        "rows": len(items),
        "kinds": {kind: mean(hits[kind]) for kind in KINDS if kind in hits},
    }, lines


def counts_at(parsed: ParsedArticle, span: tuple[int, int], event_type: str) -> dict[str, Count]:
    """The counts of the event of a type that the words at a character span evoke; of the words the one that governs."""
    for sentence in parsed.sentences:
        start = sentence.record.start
        head = governing(sentence.tokens_in((span[0] - start, span[1] - start)))
        if head is not None:
            return _known(magnitude(event_type, predicate(head), sentence))
    return {}


def _known(found: Mapping[str, Count]) -> dict[str, Count]:
    return {kind: count for kind, count in found.items() if kind in KINDS}


def _same_value(found: Count | None, gold: Count) -> bool:
    return found is not None and (found.value, found.currency) == (gold.value, gold.currency)


def _same(found: Count | None, gold: Count) -> bool:
    return found is not None and _same_value(found, gold) and (found.low, found.high) == (gold.low, gold.high)


def _shown(count: Count | None) -> Record | None:
    return None if count is None else {k: getattr(count, k) for k in ("value", "low", "high", "text", "currency")}
