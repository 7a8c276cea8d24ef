"""How good a ledger's data are: what was left out, what stayed unresolved, who tells it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dragoman.ledger import Ledger

Record = dict[str, Any]
_EVENTS = """
SELECT count(*) AS events, count(*) FILTER (date_start IS NULL) AS undated,
    count(*) FILTER (date_source = 'publication') AS dated_by_publication,
    count(*) FILTER (place_country IS NULL) AS unplaced, count(*) FILTER (len(said_by) > 0) AS claimed,
    count(*) FILTER (status IN ('occurred', 'ongoing')) AS happened,
    count(*) FILTER (status IN ('planned', 'possible')) AS ahead, count(*) FILTER (status = 'denied') AS denied,
    count(*) FILTER (voice_count > 1) AS several_voices, avg(confidence) AS confidence
FROM events WHERE list_contains($1, dataset)
"""
_ACTORS = """
SELECT count(*) AS named, count(*) FILTER (key IS NULL) AS unresolved FROM event_actors
"""
_OF_THESE = "SEMI JOIN (SELECT event_id FROM events WHERE list_contains($1, dataset)) USING (event_id)"
_SOURCES = """
SELECT coalesce(source, 'unnamed') AS outlet, count(*) AS articles, count(*) OVER () AS outlets FROM articles
GROUP BY source ORDER BY articles DESC, outlet LIMIT 8
"""
_LEFT_OUT = "SELECT reason, count(*) AS documents FROM left_out GROUP BY reason ORDER BY documents DESC, reason"


def quality(book: Ledger, datasets: Sequence[str], *, whole: bool) -> Record:
    """Counts of events and actors that lack something, of outlets, and of documents that were left out by reason.

    Args:
        book: the ledger.
        datasets: the data sets that count.
        whole: whether the ledger holds no others, so that they need not be told apart.
    """
    events = book.frame(_EVENTS, [list(datasets)]).to_records()[0]
    actors = book.frame(*((_ACTORS, []) if whole else (_ACTORS + _OF_THESE, [list(datasets)]))).to_records()[0]
    return {
        **events, **actors,
        "sources": book.frame(_SOURCES).to_records(), "left_out": book.frame(_LEFT_OUT).to_records(),
    }  # fmt: skip
