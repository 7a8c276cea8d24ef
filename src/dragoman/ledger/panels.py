"""A panel as one query: events to cells, cells into the rows that are wanted, with zeros where nothing happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.ledger.panel_shape import Shape, Window, placed
from dragoman.ledger.queries import Query


@dataclass(frozen=True, slots=True)
class Part:
    """A named step of a query, and the values of its question marks."""

    name: str
    text: str
    values: Sequence[Any] = field(default=())


def panel_query(shape: Shape, window: Window, events: Query) -> tuple[str, list[Any]]:
    """The query of a panel and its values.

    Args:
        shape: rows and columns.
        window: days and data sets.
        events: conditions on table ``events``, on statuses and data sets too.
    """
    parts = [
        _told(shape, window, events),
        _pairs_in_events(shape) if shape.of_dyads else _actors_in_events(shape),
        _cells(shape),
        _periods(shape, window),
        _pair_units(shape) if shape.of_dyads else _actor_units(shape),
    ]
    steps = ", ".join(f"{p.name} AS ({p.text})" for p in parts)
    return f"WITH {steps} {_filled(shape)}", [v for p in parts for v in p.values]


def unplaced_query(shape: Shape, events: Query) -> tuple[str, list[Any]]:
    """How many events of the panel's parties stand in no cell because of their date, whatever the window."""
    parties = _pairs_in_events(shape) if shape.of_dyads else _actors_in_events(shape)
    query = Query([*events.conditions, f"date_start IS NULL OR NOT {placed(shape.period)}"])
    text = f"""
        WITH {parties.name} AS ({parties.text}), unplaced AS (SELECT event_id, date_start FROM events {query.where})
        SELECT count(*) FILTER (date_start IS NULL) AS undated, count(*) FILTER (date_start IS NOT NULL) AS too_wide
        FROM unplaced SEMI JOIN parties USING (event_id)"""
    return text, [*parties.values, *events.values]


def _told(shape: Shape, window: Window, events: Query) -> Part:
    """The events that are counted, each with its period."""
    query = Query([*events.conditions, placed(shape.period), "date_start BETWEEN ? AND ?"])
    text = f"""
        SELECT event_id, event_type, quad_code, intensity, goldstein, status,
            date_trunc('{shape.period}', date_start)::DATE AS period
        FROM events {query.where}"""
    return Part("told", text, [*events.values, window.first, window.last])


# A side of a pair has an actor of the sectors: it acts, or is acted upon; in a mutual act it stands on any side.
_OF_SECTORS = """EXISTS (
    FROM event_actors a
    WHERE a.event_id = dyads.event_id AND a.key = dyads.{key} AND (dyads.mutual OR a.side = '{side}')
        AND list_has_any(list_append(coalesce(a.sectors, []), a.sector), ?))"""


def _pairs_in_events(shape: Shape) -> Part:
    query = Query()
    if not shape.directed:
        query.add("first")
    if shape.pairs is not None:
        query.add("(source, target) IN (SELECT (unnest(?), unnest(?)))", *_both_ways(shape.pairs))
    elif not shape.domestic:
        query.add("source <> target")
    if shape.actors is not None:
        query.add("list_contains(?, source) AND list_contains(?, target)", *[list(shape.actors)] * 2)
    if shape.party is not None:
        query.add("source = ? OR target = ?", shape.party, shape.party)
    if shape.sectors is not None:
        for key, side in (("source", "actor"), ("target", "recipient")):
            query.add(_OF_SECTORS.format(key=key, side=side), list(shape.sectors))
    return Part("parties", f"SELECT event_id, {_sides(shape)}, weight FROM dyads {query.where}", query.values)


def _both_ways(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    wanted = sorted({(a, b) for one, other in pairs for a, b in ((one, other), (other, one))})
    return [a for a, _ in wanted], [b for _, b in wanted]


def _sides(shape: Shape) -> str:
    directed = "source, target"
    return directed if shape.directed else "least(source, target) AS source, greatest(source, target) AS target"


# Actors by side, or whatever their side; whoever takes part in a mutual act stands on either.
_BY_SIDE = """
SELECT event_id, key, country, sectors, sector,
    unnest(CASE WHEN m.event_id IS NULL THEN [side] ELSE ['actor', 'recipient'] END) AS role
FROM event_actors LEFT JOIN (SELECT DISTINCT event_id FROM dyads WHERE mutual AND NOT first) m USING (event_id)
"""
_ANY_SIDE = "SELECT event_id, key, country, sectors, sector, NULL AS role FROM event_actors"


def _actors_in_events(shape: Shape) -> Part:
    """The share of an event is by all actors of the side, whether they are counted or not."""
    query, fits, values = Query(["fits"]), "true", []
    if shape.sectors is not None:
        fits, values = "bool_or(list_has_any(list_append(coalesce(sectors, []), sector), ?))", [list(shape.sectors)]
    if shape.unit.startswith("country"):
        query.add("state")
    if shape.actors is not None:
        query.add("list_contains(?, actor)", list(shape.actors))
    text = f"""
        SELECT event_id, actor, role, weight FROM (
            SELECT event_id, key AS actor, role, bool_or(country IS NOT NULL) AS state, {fits} AS fits,
                1 / count(*) OVER (PARTITION BY event_id, role) AS weight
            FROM ({_BY_SIDE if shape.directed else _ANY_SIDE}) WHERE key IS NOT NULL GROUP BY event_id, key, role
        ) {query.where}"""
    return Part("parties", text, [*values, *query.values])


def _cells(shape: Shape) -> Part:
    counted = ", ".join(f"{what} AS {name}" for name, what in shape.measures().items())
    keys = ", ".join(shape.keys)
    return Part(
        "cells", f"SELECT {keys}, period, {counted} FROM told JOIN parties USING (event_id) GROUP BY {keys}, period"
    )


def _periods(shape: Shape, window: Window) -> Part:
    """Every period of the window, its days that the sources cover, and the articles of it that were read."""
    text = f"""
        SELECT day::DATE AS period, coalesce(covered_days, 0) AS covered_days, coalesce(articles, 0) AS articles
        FROM (SELECT unnest(generate_series(date_trunc('{shape.period}', ?), ?, INTERVAL 1 {shape.period})) AS day)
        LEFT JOIN (
            SELECT date_trunc('{shape.period}', day) AS day, count(DISTINCT day) AS covered_days FROM (
                SELECT unnest(generate_series(greatest(first_day, ?), least(last_day, ?), INTERVAL 1 day)) AS day
                FROM coverage WHERE list_contains(?, dataset)
            ) GROUP BY ALL
        ) USING (day)
        LEFT JOIN (
            SELECT date_trunc('{shape.period}', published) AS day, count(*) AS articles FROM articles
            WHERE published BETWEEN ? AND ? GROUP BY ALL
        ) USING (day)"""
    days = [window.first, window.last]
    return Part("periods", text, [*days, *days, list(window.datasets), *days])


_NAMED = """
SELECT u.source, s.name AS source_name, s.cow AS source_cow, s.gw AS source_gw,
    u.target, t.name AS target_name, t.cow AS target_cow, t.gw AS target_gw
FROM ({rows}) u LEFT JOIN actor_keys s ON s.key = u.source LEFT JOIN actor_keys t ON t.key = u.target
"""


def _pair_units(shape: Shape) -> Part:
    """The pairs that get rows: those asked for, all of the actors, or those that occur; if directed, both ways."""
    values: list[Any] = []
    if shape.pairs is not None:
        rows = f"SELECT DISTINCT {_sides(shape)} FROM (SELECT unnest(?) AS source, unnest(?) AS target)"
        values += _both_ways(shape.pairs)
    elif shape.complete:
        a, b = "(SELECT unnest(?) AS source)", "(SELECT unnest(?) AS target)"
        rows = (
            f"SELECT DISTINCT {_sides(shape)} FROM {a} JOIN {b} ON {'true' if shape.domestic else 'source <> target'}"
        )
        values += [list(shape.actors or ())] * 2
    else:
        rows = "SELECT source, target FROM cells"
        rows += " UNION SELECT target, source FROM cells" if shape.directed else " GROUP BY ALL"
    return Part("units", _NAMED.format(rows=rows), values)


def _actor_units(shape: Shape) -> Part:
    rows, values = "SELECT DISTINCT actor FROM cells", []
    if shape.actors is not None:
        rows, values = "SELECT unnest(?) AS actor", [list(shape.actors)]
    role = ", unnest(['actor', 'recipient']) AS role" if shape.directed else ""
    return Part("units", f"SELECT actor, name, cow, gw{role} FROM ({rows}) LEFT JOIN actor_keys ON key = actor", values)


def _filled(shape: Shape) -> str:
    """The rows: a cell without events is zero where the sources cover some of its days, else NULL."""
    counted = ", ".join(
        f"CASE WHEN covered_days > 0 THEN coalesce({name}, 0) ELSE {name} END AS {name}" for name in shape.measures()
    )
    keys = ", ".join(shape.keys)
    rows = (
        "units CROSS JOIN periods LEFT JOIN cells"
        if shape.zeros
        else "units JOIN cells USING (" + keys + ") JOIN periods"
    )
    using = f"{keys}, period" if shape.zeros else "period"
    return (
        f"SELECT units.*, period, covered_days, articles, {counted} FROM {rows} USING ({using}) ORDER BY {keys}, period"
    )
