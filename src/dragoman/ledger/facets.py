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
    "contexts": "unnest(contexts)",
    "said_by": "unnest(list_transform(said_by, lambda s: coalesce(s.country, s.entity_id, s.name)))",
    "outlet": "unnest(outlets)",
}
_SIDES = {"actor": "side = 'actor'", "recipient": "side = 'recipient'", "party": "true"}
FACETS = (*_PLAIN, *_LISTED, *_SIDES)
_COLUMNS = ("event_id", "event_hash", "event_type", "event_mode", "quad_code", "status", "place_country", "dataset",
            "date_start", "contexts", "said_by", "outlets")  # fmt: skip
# Outlets of imported events stand in their mentions.
_OF_MENTIONS = " UNION SELECT event_hash, outlet FROM mentions JOIN chosen USING (event_id) WHERE outlet IS NOT NULL"


def facets_query(names: Sequence[str], query: Query, limit: int) -> tuple[str, list[Any]]:
    """One question for some facets, with its values; its rows: facet, value, label, events.

    Args:
        names: of ``FACETS``: filters, or ``year``.
        query: which events.
        limit: at most so many values of each.

    Raises:
        InputError: there is no such facet.
    """
    if unknown := [n for n in names if n not in FACETS]:
        raise InputError(f"facet: {unknown[0]!r} is not known; there are {', '.join(FACETS)}")
    chosen = f"SELECT {', '.join(_COLUMNS)} FROM events {query.where}"
    each = " UNION ALL ".join(
        f"(SELECT '{name}' AS facet, value, events FROM ({_counted(name, bool(query.conditions))}) "
        f"WHERE value IS NOT NULL ORDER BY events DESC, value {limited(limit)})"
        for name in names
    )
    named = ", ".join(f"'{n}'" for n in ("country", "said_by", *_SIDES))  # values are countries, or actors without one
    return (
        f"WITH chosen AS MATERIALIZED ({chosen}), counted AS ({each}) "
        f"SELECT facet, value, coalesce(name, value) AS label, events FROM counted "
        f"LEFT JOIN actor_keys ON key = value AND facet IN ({named}) ORDER BY facet, events DESC, value",
        query.values,
    )


def _counted(name: str, some: bool) -> str:
    if name in _PLAIN:
        return f"SELECT ({_PLAIN[name]})::VARCHAR AS value, count(*) AS events FROM chosen GROUP BY ALL"
    if name in _SIDES:
        chosen = "SEMI JOIN chosen USING (event_hash)" if some else ""
        each = f"SELECT DISTINCT event_hash, key AS value FROM event_actors {chosen} WHERE {_SIDES[name]}"
    else:
        more = _OF_MENTIONS if name == "outlet" else ""
        each = f"SELECT DISTINCT event_hash, {_LISTED[name]} AS value FROM chosen{more}"
    return f"SELECT value, count(*) AS events FROM ({each}) GROUP BY value"
