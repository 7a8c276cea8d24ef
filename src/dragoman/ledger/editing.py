"""What an analyst puts right by hand: events that are one, an event that is two."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger.decisions import Kind, write_decision
from dragoman.ledger.files import ledger_errors
from dragoman.ledger.layout import Layout
from dragoman.ledger.ledger import Ledger
from dragoman.ledger.lock import writer_lock
from dragoman.ledger.recovery import recover
from dragoman.ledger.runs import RunInfo, RunLog, now
from dragoman.ledger.snapshot import publish

_OF_TELLINGS = """
SELECT DISTINCT t.telling_id FROM tellings t LEFT JOIN mentions m USING (telling_id)
WHERE t.event_id = ? AND (starts_with(t.telling_id, ?) OR starts_with(t.article_id, ?)
    OR starts_with(m.mention_id, ?)) ORDER BY ALL
"""


def merge_events(ledger: Ledger, event_ids: Sequence[str], note: str = "") -> str:
    """Makes several events one, on this and all later runs, and gives the id that it bears.

    Args:
        ledger: where they are.
        event_ids: two or more, or enough of the beginning of each.
        note: why, in the analyst's words.

    Raises:
        NotFoundError: there is no such event.
        InputError: fewer than two events, or an imported one.
        LedgerLocked: another process is writing.
    """
    found = list(dict.fromkeys(ledger.event(e)["event_id"] for e in event_ids))
    if len(found) < 2:
        raise InputError(f"merge: needs two different events, not {', '.join(found)}")
    groups = [_tellings(ledger, event) for event in found]
    _decide(ledger, "together", groups, note)
    return ledger.now(groups[0][0])


def split_event(ledger: Ledger, event_id: str, parts: Sequence[str], note: str = "") -> tuple[str, str]:
    """Makes two events of one, on this and all later runs, and gives their ids.

    Args:
        ledger: where it is.
        event_id: the event, or enough of the beginning of its id.
        parts: what is another happening: tellings, articles or mentions, or enough of the beginning of their ids.
        note: why, in the analyst's words.

    Raises:
        NotFoundError: there is no such event, or nothing of it has such an id.
        InputError: the parts are all of it, or it is imported.
        LedgerLocked: another process is writing.
    """
    event = ledger.event(event_id)["event_id"]
    apart: list[str] = []
    for part in parts:
        found = ledger.sql(_OF_TELLINGS, [event, part, part, part])
        if not part or not len(found):
            raise NotFoundError(
                f"{ledger.path}: event {event} has no telling, article or mention {part!r}. "
                f"`dragoman explain {event}` lists them."
            )
        apart += found["telling_id"].to_pylist()
    rest = [t for t in _tellings(ledger, event) if t not in apart]
    if not apart or not rest:
        raise InputError(f"split: {'all' if apart else 'none'} of event {event} was named; name a part of it")
    _decide(ledger, "apart", [rest, sorted(set(apart))], note)
    return ledger.now(rest[0]), ledger.now(apart[0])


def _tellings(ledger: Ledger, event_id: str) -> list[str]:
    found = ledger.sql("SELECT telling_id FROM tellings WHERE event_id = ? ORDER BY arrival", [event_id])
    tellings: list[str] = found["telling_id"].to_pylist()
    if not tellings:
        raise InputError(f"event {event_id} was imported; only events that were coded here are merged or split")
    return tellings


def _decide(ledger: Ledger, kind: Kind, groups: Sequence[Sequence[str]], note: str) -> None:
    layout = Layout(ledger.path)
    with writer_lock(layout), ledger_errors(layout.root, "writing a decision"):
        found = recover(layout)
        log = RunLog(RunInfo(command=" ".join(sys.argv)), layout)
        log.begin()
        write_decision(layout, kind, groups, (log.info.run_id, now()), note)
        log.end(None)
        publish(layout, found.batches, log.info.run_id)
    ledger.close()
