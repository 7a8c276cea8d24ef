"""What became of events since a run or a day."""

from __future__ import annotations

import datetime as dt

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.queries import day
from dragoman.ledger.reader import Record

_ADDED = """
SELECT e.first_run AS run_id, r.started AS moment, e.event_id, 'added' AS change, NULL AS other,
    NULL AS fields, NULL AS before
FROM events e JOIN runs r ON r.run_id = e.first_run WHERE r.started > ?
"""
_CHANGED = """
SELECT c.run_id, c.moment, c.event_id, c.change, c.other, c.fields, c.before
FROM changes c LEFT JOIN runs r USING (run_id) WHERE coalesce(r.started, c.moment) > ?
"""

_LINKS = """
SELECT a.article_id AS one, b.article_id AS other, score, why FROM links
JOIN tellings a ON a.telling_id = one JOIN tellings b ON b.telling_id = other
WHERE a.event_id = ? AND b.event_id = a.event_id ORDER BY score DESC, one, other LIMIT 20
"""


def changes(ledger: Ledger, since: str | dt.date | None = None) -> list[Record]:
    """Events that were added, changed, merged, split or withdrawn, in the order in which that came about.

    Args:
        ledger: the ledger.
        since: a run's id, or enough of its beginning: what came after it; or a day (UTC), itself included;
            everything by default.

    Returns:
        records with run_id, moment (UTC), event_id, change, other (the event it was merged into or split from), fields
        (that changed) and before (the record until then, as JSON).

    Raises:
        NotFoundError: no run, or more than one, has an id that begins so.
    """
    moment = _moment(ledger, since)
    query = f"SELECT * FROM ({_ADDED} UNION ALL {_CHANGED}) ORDER BY moment, event_id, change"
    return list(ledger.sql(query, [moment, moment]).to_pylist())


def history(ledger: Ledger, event_id: str) -> list[Record]:
    """What became of one event, oldest first, in the same form."""
    return list(
        ledger.sql(f"{_CHANGED} AND event_id = ? ORDER BY moment", [dt.datetime(1, 1, 1), event_id]).to_pylist()
    )


def what_changed(change: Record) -> str:
    """The fields that changed, or the other event of a merger or split; empty where there is neither."""
    return ", ".join(change["fields"] or ()) or change["other"] or ""


def links_within(ledger: Ledger, event_id: str) -> list[Record]:
    """Why the articles of an event tell of one happening: one, other (articles), score (0 to 1), why; surest first."""
    return list(ledger.sql(_LINKS, [event_id]).to_pylist())


def _moment(ledger: Ledger, since: str | dt.date | None) -> dt.datetime:
    if since is None:
        return dt.datetime(1, 1, 1)
    query = "SELECT started FROM runs WHERE starts_with(run_id, ?)"
    rows = ledger.sql(query, [str(since)]).to_pylist()
    if len(rows) == 1:
        started: dt.datetime = rows[0]["started"]
        return started
    try:
        first = day(since, "since") or dt.date.min
    except InputError as error:
        what = "several runs begin" if rows else "no run begins"
        raise NotFoundError(
            f"{ledger.path}: {what} with {since!r}, and it is no day. `dragoman ledger info` lists the runs."
        ) from error
    return dt.datetime.combine(first, dt.time()) - dt.timedelta(microseconds=1)
