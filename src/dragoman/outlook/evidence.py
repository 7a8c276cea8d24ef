"""The events and sentences behind a term of a forecast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.ledger import Ledger
from dragoman.ledger.filters import QUADS
from dragoman.outlook.scope import Scope

Record = dict[str, Any]
_QUAD_CODES = {name.replace("_", " "): str(code) for code, name in QUADS.items()}
_KINDS = {"quads": "e.quad_code::VARCHAR", "types": "e.event_type"}
# Of each question the latest events, with the sentence that tells each first and where that stands.
_EVENTS = """
WITH asked AS (
    SELECT unnest($1) AS n, unnest($2::VARCHAR[]) AS who, unnest($3::VARCHAR[]) AS whom, unnest($4::VARCHAR[]) AS kind,
        unnest($5::DATE[]) AS since, unnest($6::DATE[]) AS until
), near AS (
    SELECT d.source, d.target, e.event_id, e.date_start, e.event_type, e.event_mode, e.quad_code, e.status, e.dataset,
        e.url, {kind} AS kind
    FROM dyads d JOIN events e USING (event_id)
    WHERE (list_contains($7, d.source) OR list_contains($7, d.target)) AND d.source <> d.target
        AND list_contains($8, e.status) AND ($9::VARCHAR[] IS NULL OR list_contains($9, e.dataset))
        AND e.date_start <= (SELECT max(until) FROM asked)
), found AS (
    SELECT a.n, m.* EXCLUDE (kind) FROM near m JOIN asked a ON (a.who IS NULL OR a.who = m.source)
        AND (a.whom IS NULL OR a.whom = m.target) AND (a.kind IS NULL OR a.kind = m.kind)
        AND (a.since IS NULL OR m.date_start >= a.since) AND m.date_start <= a.until
    QUALIFY row_number() OVER (PARTITION BY a.n ORDER BY m.date_start DESC, m.event_id, m.source, m.target) <= $10
), told AS (
    SELECT m.event_id, m.text, m.article_id, m.url, m.outlet FROM mentions m SEMI JOIN found USING (event_id)
    QUALIFY row_number() OVER (PARTITION BY m.event_id ORDER BY m.article_id, m.position) = 1
)
SELECT f.n, f.source, f.target, f.event_id, f.date_start AS date, f.event_type, f.event_mode, f.quad_code, f.status,
    f.dataset, t.text, t.article_id, a.title, a.published, coalesce(a.source, t.outlet) AS outlet,
    coalesce(a.url, t.url, f.url) AS url
FROM found f LEFT JOIN told t USING (event_id)
LEFT JOIN (SELECT article_id, title, published, source, url FROM articles) a ON a.article_id = t.article_id
ORDER BY f.n, f.date_start DESC, f.event_id, f.source, f.target
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which acts are wanted.

    Attributes:
        source: key of who acts; None for anyone, if ``target`` is named.
        target: key of whom towards; None for anyone, if ``source`` is named.
        cls: name of the class, of the scope's classes; None for any.
        until: the last day; later events are not looked at.
        since: the first day.
    """

    source: str | None
    target: str | None
    cls: str | None
    until: dt.date
    since: dt.date | None = None


def evidence(ledger: Ledger, scope: Scope, asked: Sequence[Asked], limit: int = 3) -> list[list[Record]]:
    """The latest events that answer each question, with the sentence that tells it and where that stands.

    Acts of people and bodies of the two are among them.

    Args:
        ledger: the ledger.
        scope: what counts; its data sets and statuses hold.
        asked: questions; one query answers all.
        limit: at most so many events each.

    Returns:
        For each question, dictionaries with source, target, event_id, date, event_type, event_mode, quad_code, status,
        dataset, text, article_id, title, published, outlet, url; what is not known is None.
    """
    found: list[list[Record]] = [[] for _ in asked]
    if not asked or not limit:
        return found
    kinds = [_QUAD_CODES[a.cls] if a.cls and scope.classes == "quads" else a.cls for a in asked]
    columns = [[a.source for a in asked], [a.target for a in asked], kinds]
    days = [[a.since for a in asked], [a.until for a in asked]]
    keys = sorted({key for a in asked for key in (a.source, a.target) if key})
    datasets = list(scope.datasets) if scope.datasets else None
    values = [list(range(len(asked))), *columns, *days, keys, list(scope.statuses), datasets, limit]
    for row in ledger.sql(_EVENTS.format(kind=_KINDS[scope.classes]), values).to_pylist():
        found[row.pop("n")].append(row)
    return found
