"""Facets: by the values of filters, how many events have each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman.errors import InputError
from dragoman.ledger.queries import Query, limited

_PLAIN = {
    "types": "event_type",
    "modes": "event_mode",
    "quads": "quad_code",
    "statuses": "status",
    "country": "place_country",
    "datasets": "dataset",
    "year": "year(date_start)",
}
_LISTED = {
    "contexts": "contexts",
    "said_by": "list_transform(said_by, lambda s: coalesce(s.country, s.entity_id, s.name))",
    "outlet": "outlets",
}
_SIDES = {"actor": "count(*) FILTER (acts)", "recipient": "count(*) FILTER (receives)", "party": "count(*)"}
FACETS = (*_PLAIN, *_LISTED, *_SIDES)
# Outlets of imported events stand in their mentions.
_OF_MENTIONS = """
UNION ALL SELECT DISTINCT ON (event_id, outlet) outlet FROM mentions JOIN chosen USING (event_id)
WHERE outlet IS NOT NULL AND NOT list_contains(coalesce(in_outlet, []), outlet)
"""
_NAMED = ", ".join(f"'{n}'" for n in ("country", "said_by", *_SIDES))  # values are countries, or actors without one


def facets_query(names: Sequence[str], query: Query, sides: Query, limit: int, keep: bool) -> tuple[str, list[Any]]:
    """One question for some facets, with its values; its rows: facet, value, label, events.

    Args:
        names: of ``FACETS``: filters, or ``year``.
        query: which events, as conditions on table ``events``; of all there are stored counts.
        sides: the same on table ``sides``.
        limit: at most so many values of each.
        keep: whether the events are put aside for all facets; else they are looked for by each, which is faster where
            that costs little.

    Raises:
        InputError: there is no such facet, or the limit is negative.
    """
    if unknown := [n for n in names if n not in FACETS]:
        raise InputError(f"facet: {unknown[0]!r} is not known; there are {', '.join(FACETS)}")
    limited(limit)
    counted, values = "FROM facets WHERE list_contains(?, facet)", [[*names]]
    if query.conditions:
        counted, values = _counted(names, query, sides, keep)
    return (
        f"SELECT facet, value, coalesce(name, value) AS label, events FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY facet ORDER BY events DESC, value) AS place FROM ({counted})"
        f") LEFT JOIN actor_keys ON key = value AND facet IN ({_NAMED}) WHERE place <= {limit} "
        f"ORDER BY facet, events DESC, value",
        values,
    )


def _counted(names: Sequence[str], query: Query, sides: Query, keep: bool) -> tuple[str, list[Any]]:
    """Counts of all values of some facets."""
    of_events = [n for n in names if n not in _SIDES]
    of_sides = [n for n in names if n in _SIDES]
    read, values = list[str](), list[Any]()
    if of_events:
        columns = ", ".join(f"{(_PLAIN | _LISTED)[n]} AS in_{n}" for n in of_events)
        read.append(
            f"chosen AS {'' if keep else 'NOT '}MATERIALIZED (SELECT event_id, {columns} FROM events {query.where})"
        )
        values += query.values
    if of_sides:
        columns = ", ".join(f"{_SIDES[n]} AS in_{n}" for n in of_sides)
        keys = Query(["kind = 'key'", *sides.conditions])
        read.append(f"standing AS MATERIALIZED (SELECT handle, {columns} FROM sides {keys.where} GROUP BY handle)")
        values += sides.values
    each = " UNION ALL ".join(
        f"SELECT '{name}' AS facet, value::VARCHAR AS value, events FROM ({_one(name)})" for name in names
    )
    return f"WITH {', '.join(read)} {each}", values


def _one(name: str) -> str:
    if name in _SIDES:
        return f"SELECT handle AS value, in_{name} AS events FROM standing WHERE in_{name} > 0"
    rows = f"SELECT in_{name} AS value FROM chosen"
    if name in _LISTED:
        listed = f"SELECT unnest(list_distinct(in_{name})) AS value FROM chosen WHERE len(in_{name}) > 0"
        rows = listed + (_OF_MENTIONS if name == "outlet" else "")
    return f"SELECT value, count(*) AS events FROM ({rows}) WHERE value IS NOT NULL GROUP BY value"


WHOLE = _counted(FACETS, Query(), Query(), keep=False)[0]  # the counts of all events, as they are stored
