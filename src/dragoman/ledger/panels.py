"""What a panel counts, as queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.ledger.panel_shape import SCORES, Shape, Window, placed
from dragoman.ledger.queries import Query
from dragoman.ledger.tables import OWN

_FEW_PAIRS = 20
_KINDS = {"quad": "quad_code::VARCHAR", "type": "event_type"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a query, and the values of its question marks."""

    text: str
    values: Sequence[Any] = field(default=())


def counts_query(shape: Shape, window: Window, events: Query) -> tuple[str, list[Any]]:
    """Events counted by who, period, kind and status; statuses that count together are ``counted``.

    Pairs are counted in either direction; ``first`` is true in one of both for each event, see ``panel_layout``.

    Args:
        shape: rows and columns of the panel.
        window: its days.
        events: conditions on the events that count, on statuses and data sets too: on table ``dyads`` for a panel of
            pairs, else on table ``events``.
    """
    standing = _standing(shape)
    query = Query([*events.conditions, placed(shape.period), "date_start BETWEEN ? AND ?"])
    query.values = [*events.values, window.first, window.last]
    keys = ", ".join((*shape.keys, "first") if shape.of_dyads else shape.keys)
    columns = {column for column, _ in shape.kinds().values()}
    kinds = "".join(f"{text} AS {name}, " for name, text in _KINDS.items() if name in columns)
    scores = ", ".join(f"coalesce(sum({s}), 0) AS {s}, coalesce(sum({s} * weight), 0) AS {s}_weighted" for s in SCORES)
    text = f"""
        SELECT {keys}, date_trunc('{shape.period}', date_start)::DATE AS period, {kinds}
            CASE WHEN list_contains(?, status) THEN 'counted' ELSE status END AS status, count(*) AS events,
            sum(weight) AS weighted, {scores}
        FROM ({standing.text}) {query.where} GROUP BY ALL"""
    return text, [list(shape.statuses), *standing.values, *query.values]


def unplaced_query(shape: Shape, events: Query, parties: bool) -> tuple[str, list[Any]]:
    """How many events stand in no cell because of their date, whatever the window.

    Args:
        shape: rows and columns of the panel.
        events: conditions as for ``counts_query``.
        parties: count only those with parties that the panel has; that takes longer.
    """
    rows = _standing(shape) if parties else Part("FROM dyads" if shape.of_dyads else "FROM events")
    # Of few parties as cases alone: DuckDB would test conditions on dates, for all rows, before those on parties.
    cases = {"undated": "date_start IS NULL", "too_wide": f"date_start IS NOT NULL AND NOT {placed(shape.period)}"}
    counted = ", ".join(f"count(DISTINCT CASE WHEN {case} THEN event_id END) AS {name}" for name, case in cases.items())
    query = Query(list(events.conditions), [*rows.values, *events.values])
    if not parties:
        query.add(" OR ".join(cases.values()))
    return f"SELECT {counted} FROM ({rows.text}) {query.where}", query.values


def _standing(shape: Shape) -> Part:
    """Events with who stands in them, in the columns that say who a row is of, each with its share of the event."""
    if shape.of_dyads:
        return _pairs_in_events(shape)
    actors = _actors_in_events(shape)
    return Part(f"FROM events JOIN ({actors.text}) USING (event_id)", actors.values)


# A side of a pair has an actor of the sectors: it acts, or is acted upon; in a mutual act it stands on any side.
_OF_SECTORS = """EXISTS (
    FROM event_actors a
    WHERE a.event_id = dyads.event_id AND a.key = dyads.{key} AND (dyads.mutual OR a.side = '{side}')
        AND list_has_any(list_append(coalesce(a.sectors, []), a.sector), ?))"""


def _pairs_in_events(shape: Shape) -> Part:
    query = Query()
    if shape.pairs is not None:
        query.add(*_these(shape.pairs))
    elif not shape.domestic:
        query.add("source <> target")
    if shape.actors is not None:
        query.add("list_contains(?, source) AND list_contains(?, target)", *[list(shape.actors)] * 2)
    if shape.party is not None:
        query.add("source = ? OR target = ?", shape.party, shape.party)
    if shape.sectors is not None:
        for key, side in (("source", "actor"), ("target", "recipient")):
            query.add(_OF_SECTORS.format(key=key, side=side), list(shape.sectors))
    return Part(f"FROM dyads {query.where}", query.values)


def _these(pairs: Sequence[tuple[str, str]]) -> tuple[Any, ...]:
    """A condition on pairs, whichever acts, with its values; that on a few is one for which not all rows are read."""
    wanted = sorted({(a, b) for one, other in pairs for a, b in ((one, other), (other, one))})
    if 0 < len(wanted) <= _FEW_PAIRS:
        text = " OR ".join(["source = ? AND target = ?"] * len(wanted))
        return text, *(key for pair in wanted for key in pair)
    return "(source, target) IN (SELECT (unnest(?), unnest(?)))", [a for a, _ in wanted], [b for _, b in wanted]


# Actors by side, or whatever their side; whoever takes part in a mutual act stands on either.
_BY_SIDE = """
SELECT event_id, key, country, sectors, sector, side AS role FROM event_actors
UNION ALL
SELECT event_id, key, country, sectors, sector, CASE side WHEN 'actor' THEN 'recipient' ELSE 'actor' END
FROM event_actors SEMI JOIN (FROM dyads WHERE mutual AND NOT first) USING (event_id)
"""
_ANY_SIDE = "SELECT event_id, key, country, sectors, sector, 'any' AS role FROM event_actors"


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
        WITH standing AS (
            SELECT event_id, key AS actor, role, bool_or(country IS NOT NULL) AS state, {fits} AS fits
            FROM ({_BY_SIDE if shape.directed else _ANY_SIDE}) WHERE key IS NOT NULL GROUP BY event_id, key, role
        ), beside AS (SELECT event_id, role, count(*) AS several FROM standing GROUP BY ALL HAVING count(*) > 1)
        SELECT event_id, actor, role, 1 / coalesce(several, 1) AS weight
        FROM standing LEFT JOIN beside USING (event_id, role) {query.where}"""
    return Part(text, [*values, *query.values])


def periods_query(shape: Shape, window: Window) -> tuple[str, list[Any]]:
    """Every period of the window, its days that the sources cover, and the articles of it that were read.

    Nobody knows how many articles were read for an imported data set: NULL where only such are counted.
    """
    text = f"""
        SELECT day::DATE AS period, coalesce(covered_days, 0)::INTEGER AS covered_days,
            ({"coalesce(articles, 0)" if OWN in window.datasets else "NULL"})::INTEGER AS articles
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
        ) USING (day)
        ORDER BY period"""
    days = [window.first, window.last]
    return text, [*days, *days, list(window.datasets), *days]
