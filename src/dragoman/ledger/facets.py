"""Facets: by the values of one filter, how many events have each."""

from __future__ import annotations

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
    "contexts": "unnest(contexts)",
    "said_by": "unnest(list_transform(said_by, lambda s: coalesce(s.country, s.entity_id, s.name)))",
    "outlet": "unnest(outlets)",
}
_SIDES = {"actor": "side = 'actor'", "recipient": "side = 'recipient'", "party": "true"}
FACETS = (*_PLAIN, *_LISTED, *_SIDES)
# Outlets of imported events stand in their mentions.
_OF_MENTIONS = " UNION SELECT event_hash, outlet FROM mentions JOIN chosen USING (event_id) WHERE outlet IS NOT NULL"
_NAMED = ("country", "said_by", *_SIDES)  # values are countries, or actors without one, and have names


def facet_query(name: str, query: Query, limit: int) -> tuple[str, list[Any]]:
    """The question for one facet, with its values.

    Args:
        name: one of ``FACETS``: a filter, or ``year``.
        query: which events.
        limit: at most so many values.

    Raises:
        InputError: there is no such facet.
    """
    if name in _PLAIN:
        values = f"SELECT ({_PLAIN[name]})::VARCHAR AS value, count(*) AS events FROM events {query.where} GROUP BY ALL"
    elif name in _SIDES:
        these = f"SEMI JOIN (SELECT event_hash FROM events {query.where}) USING (event_hash)"
        chosen = these if query.conditions else ""
        each = f"SELECT DISTINCT event_hash, key AS value FROM event_actors {chosen} WHERE {_SIDES[name]}"
        values = f"SELECT value, count(*) AS events FROM ({each}) GROUP BY value"
    elif name in _LISTED:
        values = _listed(name, query)
    else:
        raise InputError(f"facet: {name!r} is not known; there are {', '.join(FACETS)}")
    counted = f"SELECT * FROM ({values}) WHERE value IS NOT NULL ORDER BY events DESC, value {limited(limit)}"
    label, names = ("coalesce(name, value)", "LEFT JOIN actor_keys ON key = value") if name in _NAMED else ("value", "")
    shown = f"SELECT value, {label} AS label, events FROM counted {names} ORDER BY events DESC, value"
    return f"WITH counted AS ({counted}) {shown}", query.values


def _listed(name: str, query: Query) -> str:
    each = f"SELECT DISTINCT event_hash, {_LISTED[name]} AS value FROM chosen"
    more = _OF_MENTIONS if name == "outlet" else ""
    chosen = f"WITH chosen AS (SELECT * FROM events {query.where})"
    return f"{chosen} SELECT value, count(*) AS events FROM ({each}{more}) GROUP BY value"
