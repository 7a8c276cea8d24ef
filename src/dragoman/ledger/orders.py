"""Orders of events, and where in one of them a page begins or ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.errors import InputError
from dragoman.ledger.queries import Query


@dataclass(frozen=True, slots=True)
class Key:
    """What events are put in order by; those that lack it come last whichever way it runs."""

    expression: str
    descending: bool = False

    def clause(self, backwards: bool) -> str:
        """Its part of ORDER BY."""
        way = "DESC" if self.descending != backwards else "ASC"
        return f"{self.expression} {way} NULLS {'FIRST' if backwards else 'LAST'}"

    def beyond(self, value: Any, backwards: bool) -> tuple[str, list[Any]]:
        """The condition that an event comes behind (or before) one with this value."""
        sign = "<" if self.descending != backwards else ">"
        if value is None:
            return (f"{self.expression} IS NOT NULL", []) if backwards else ("false", [])
        comes = f"{self.expression} {sign} ?"
        return (comes, [value]) if backwards else (f"({comes} OR {self.expression} IS NULL)", [value])


_DATE = Key("date_start")
ORDERS: Mapping[str, tuple[Key, ...]] = {
    "date": (_DATE,),
    "-date": (Key("date_start", True),),
    "confidence": (Key("confidence", True), _DATE),
    "articles": (Key("telling_count", True), Key("mention_count", True), _DATE),
    "intensity": (Key("abs(intensity)", True), _DATE),
    "-added": (Key("first_run", True), _DATE),
}
_TIES = (Key("first_seen"), Key("article_id"), Key("position"), Key("event_id"))


def keys_of(sort: str) -> tuple[Key, ...]:
    """What an order goes by; ties go by date, first telling and id.

    Raises:
        InputError: there is no such order.
    """
    if sort not in ORDERS:
        raise InputError(f"sort: {sort!r} is not known; there are {', '.join(ORDERS)}")
    return (*ORDERS[sort], *_TIES)


def ordered(sort: str, backwards: bool = False) -> str:
    """The ORDER BY clause for events.

    Raises:
        InputError: there is no such order.
    """
    return "ORDER BY " + ", ".join(key.clause(backwards) for key in keys_of(sort))


def add_bound(query: Query, sort: str, values: Sequence[Any], backwards: bool) -> None:
    """Keeps to the events behind one, or before it, in an order.

    Args:
        query: what else must hold.
        sort: the order.
        values: those of the event, for each of ``keys_of(sort)``.
        backwards: what comes before it instead.
    """
    keys = keys_of(sort)
    either, all_values = [], []
    for place, key in enumerate(keys):
        same = [f"{k.expression} IS NOT DISTINCT FROM ?" for k in keys[:place]]
        condition, own = key.beyond(values[place], backwards)
        either.append(" AND ".join([*same, condition]))
        all_values += [*values[:place], *own]
    query.add(" OR ".join(f"({e})" for e in either), *all_values)
