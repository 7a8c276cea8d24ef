"""The events and sentences behind a term of a forecast."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dragoman.ledger import Ledger
from dragoman.ledger.filters import QUADS
from dragoman.ledger.queries import Query
from dragoman.outlook.scope import Scope

Record = dict[str, Any]
_QUAD_CODES = {name.replace("_", " "): code for code, name in QUADS.items()}
# The latest events with, of each, the sentence that tells it first and where that stands.
_EVENTS = """
WITH found AS (
    SELECT d.source, d.target, e.event_id, e.date_start, e.event_type, e.event_mode, e.quad_code, e.status, e.dataset,
        e.url
    FROM dyads d JOIN events e USING (event_id) {where} AND e.date_start IS NOT NULL
    ORDER BY e.date_start DESC, e.event_id, d.source, d.target LIMIT {limit}
), told AS (
    SELECT m.event_id, m.text, m.article_id, m.url, m.outlet FROM mentions m SEMI JOIN found USING (event_id)
    QUALIFY row_number() OVER (PARTITION BY m.event_id ORDER BY m.article_id, m.position) = 1
)
SELECT f.source, f.target, f.event_id, f.date_start AS date, f.event_type, f.event_mode, f.quad_code, f.status,
    f.dataset, t.text, t.article_id, a.title, a.published, coalesce(a.source, t.outlet) AS outlet,
    coalesce(a.url, t.url, f.url) AS url
FROM found f LEFT JOIN told t USING (event_id)
LEFT JOIN (SELECT article_id, title, published, source, url FROM articles) a ON a.article_id = t.article_id
ORDER BY date DESC, event_id, f.source, f.target
"""


def evidence(
    ledger: Ledger,
    scope: Scope,
    source: str | None,
    target: str | None,
    cls: str | None,
    until: dt.date,
    *,
    since: dt.date | None = None,
    limit: int = 3,
) -> list[Record]:
    """The latest events between two actors, each with the sentence that tells it and where that stands.

    Acts of people and bodies of the two are among them.

    Args:
        ledger: the ledger.
        scope: what counts; its data sets and statuses hold.
        source: key of who acts; None for anyone.
        target: key of whom towards; None for anyone.
        cls: name of the class, of the scope's classes; None for any.
        until: the last day; later events are not looked at.
        since: the first day.
        limit: at most so many.

    Returns:
        Dictionaries with source, target, event_id, date, event_type, event_mode, quad_code, status, dataset, text,
        article_id, title, published, outlet, url; what is not known is None.
    """
    query = Query()
    query.add("list_contains(?, e.status)", list(scope.statuses))
    query.add("e.date_start <= ?", until)
    query.add("d.source <> d.target")
    for column, value in (("d.source", source), ("d.target", target)):
        if value is not None:
            query.add(f"{column} = ?", value)
    if scope.datasets:
        query.add("list_contains(?, e.dataset)", list(scope.datasets))
    if cls is not None:
        quads = scope.classes == "quads"
        query.add("e.quad_code = ?" if quads else "e.event_type = ?", _QUAD_CODES[cls] if quads else cls)
    if since is not None:
        query.add("e.date_start >= ?", since)
    found: list[Record] = ledger.sql(_EVENTS.format(where=query.where, limit=int(limit)), query.values).to_pylist()
    return found
