"""Questions to the ledger as lines of Python and as SQL that a reader can paste."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.desk.views import Copies
from dragoman.ledger.filters import matching
from dragoman.ledger.orders import ordered
from dragoman.ledger.queries import limited


def events_copies(filters: Mapping[str, Any], sort: str = "-date", limit: int | None = None) -> Copies:
    """How to ask for events by filters.

    Args:
        filters: as ``Ledger.events`` takes them.
        sort: their order.
        limit: at most so many.
    """
    given = {**filters, "sort": sort, **({"limit": limit} if limit else {})}
    python = f"ledger.events({arguments(given)})"
    if "search" in filters:
        return Copies(python)
    query = matching(filters)
    rest = f"{query.where}\n{ordered(sort)} {limited(limit)}".strip()
    return Copies(python, filled(f"SELECT * EXCLUDE (record) FROM events\n{rest}", query.values))


def arguments(values: Mapping[str, Any]) -> str:
    """Keyword arguments as Python writes them.

    >>> arguments({"party": "PRK", "types": ["CONSULT"]})
    "party='PRK', types=['CONSULT']"
    """
    return ", ".join(f"{k}={(v.isoformat() if isinstance(v, dt.date) else v)!r}" for k, v in values.items())


def filled(query: str, values: Sequence[Any]) -> str:
    """SQL with its question marks filled in.

    >>> filled("SELECT ? = ANY (?)", ["it's", ["a"]])
    "SELECT 'it''s' = ANY (['a'])"
    """
    parts = query.split("?")
    return "".join(p + (literal(v)) for p, v in zip(parts, values, strict=False)) + parts[-1]


def literal(value: Any) -> str:
    """A value as DuckDB's SQL writes it."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, dt.date | dt.datetime):
        return f"{'TIMESTAMP' if isinstance(value, dt.datetime) else 'DATE'} '{value.isoformat()}'"
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(v) for v in value)}]"
    return "'" + str(value).replace("'", "''") + "'"
