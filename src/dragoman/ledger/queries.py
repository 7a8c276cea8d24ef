"""Questions to a snapshot as SQL: which events, statements, mentions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from dragoman.errors import InputError
from dragoman.records import STATUSES, Stance

Day = dt.date | str


@dataclass(slots=True)
class Query:
    """A WHERE clause that grows by conditions, and its values."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    def add(self, condition: str, *values: Any) -> None:
        """One more condition that must hold."""
        self.conditions.append(condition)
        self.values.extend(values)

    @property
    def where(self) -> str:
        """The clause, empty where nothing is asked."""
        return "WHERE " + " AND ".join(f"({c})" for c in self.conditions) if self.conditions else ""


# What became of an id that no event bears: a telling's own id, one of an older revision, an event that was merged.
REDIRECT = """
SELECT now FROM (
    SELECT 0 AS rank, event_id AS now FROM tellings WHERE lineage = ?
    UNION ALL SELECT 1, event_id FROM tellings WHERE telling_id = ?
    UNION ALL SELECT 2, t.event_id FROM former f JOIN tellings t USING (lineage) WHERE f.telling_id = ?
    UNION ALL
    (SELECT 3, other FROM changes WHERE event_id = ? AND change = 'merged' ORDER BY moment DESC LIMIT 1)
) ORDER BY rank LIMIT 1
"""
_FEW = 500  # values that DuckDB looks up in an index one by one
_IS = "(country = ? OR entity_id = ? OR lower(name) = lower(?))"
_STANDS = "(handle = ? AND kind <> 'name' OR handle = lower(?) AND kind = 'name')"  # in a row of table sides
_BETWEEN = f"""
event_hash IN (
    SELECT event_hash FROM (FROM sides WHERE {_STANDS}) a JOIN (FROM sides WHERE {_STANDS}) b USING (event_hash)
    WHERE (a.acts AND b.receives) OR (b.acts AND a.receives) OR (a.acts AND b.acts AND a.together > ?)
)""".strip()


def _on_side(actor: str, side: str) -> tuple[str, list[Any]]:
    """Somebody stands on a side: ``acts``, ``receives``, or ``any``."""
    which = "" if side == "any" else f"{side} AND "
    return f"event_hash IN (SELECT event_hash FROM sides WHERE {which}{_STANDS})", [actor] * 2


def _between(first: str, second: str) -> tuple[str, list[Any]]:
    """Either does something to the other, or both stand on one side of an act that has no other side."""
    return _BETWEEN, [first, first, second, second, int(first == second)]


def several(value: str | Sequence[str] | None) -> list[str] | None:
    """One or several values as a list."""
    return [value] if isinstance(value, str) else None if value is None else list(value)


def among(column: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """The condition that a column has one of some values; few of them are looked up by its index, where it has one."""
    if 0 < len(values) <= _FEW:
        return f"{column} IN ({', '.join('?' * len(values))})", [*values]
    return f"{column} IN (SELECT unnest(?))", [[*values]]


def day(value: Day | None, name: str) -> dt.date | None:
    """A date, given as such or in ISO form.

    Raises:
        InputError: it is no date.
    """
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except ValueError as error:
        raise InputError(f"{name}: {value!r} is no date; write it as 2024-06-19") from error


def limited(limit: int | None) -> str:
    """The LIMIT clause.

    Raises:
        InputError: the limit is negative.
    """
    if limit is not None and limit < 0:
        raise InputError(f"limit: {limit} is negative; leave it out to get all")
    return "" if limit is None else f"LIMIT {int(limit)}"


def events_query(
    who: tuple[str | None, str | None, str | None],
    between: tuple[str, str] | None,
    dates: tuple[Day | None, Day | None],
    types: str | Sequence[str] | None,
    statuses: str | Sequence[str] | None,
    article_id: str | None,
) -> Query:
    """The conditions on ``events`` that the filters of ``Ledger.events`` stand for.

    ``who`` is the actor, the recipient, and who may be either.
    """
    query = Query()
    for name, side in zip(who, ("acts", "receives", "any"), strict=True):
        if name is not None:
            condition, values = _on_side(name, side)
            query.add(condition, *values)
    if between is not None:
        condition, values = _between(*between)
        query.add(condition, *values)
    _add_dates(query, *dates)
    if wanted := several(types):
        query.add("list_contains(?, event_type)", [t.upper() for t in wanted])
    if wanted := several(statuses):
        _known(wanted, STATUSES, "status")
        query.add("list_contains(?, status)", wanted)
    if article_id is not None:
        query.add("event_id IN (SELECT event_id FROM tellings WHERE article_id = ?)", article_id)
    return query


def _add_dates(query: Query, first: Day | None, last: Day | None) -> None:
    date_from, date_to = day(first, "date_from"), day(last, "date_to")
    if date_from is not None:
        query.add("coalesce(date_end, date_start) >= ?", date_from)
    if date_to is not None:
        query.add("coalesce(date_start, date_end) <= ?", date_to)


def statements_query(
    source: str | None, about: str | None, stances: str | Sequence[str] | None, article_id: str | None
) -> Query:
    """The conditions on ``statements`` that the filters of ``Ledger.statements`` stand for."""
    query = Query()
    for who, side in ((source, "source"), (about, "about")):
        if who is not None:
            held = f"statement_id IN (SELECT statement_id FROM statement_actors WHERE side = '{side}' AND {_IS})"
            query.add(held, who, who, who)
    if wanted := several(stances):
        _known(wanted, get_args(Stance), "stance")
        query.add("list_contains(?, stance)", wanted)
    if article_id is not None:
        query.add("article_id = ?", article_id)
    return query


def _known(wanted: Sequence[str], known: Sequence[str], what: str) -> None:
    for value in wanted:
        if value not in known:
            raise InputError(f"{what}: {value!r} is not known; there are {', '.join(known)}")
