"""Tellings to events within a snapshot: near copies, links, clusters, identities.

What is linked to what is a function of the tellings alone, not of the order in which they came: links are stored, and
only the components that a fold touches are clustered anew. An event bears the lineage of its earliest telling.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import count

import duckdb
import pyarrow as pa

from dragoman.ledger.fold import REVOICE
from dragoman.ledger.inserting import insert_rows, one_value
from dragoman.ledger.merging import (
    Link,
    Telling,
    blocks,
    by_component,
    links_among,
    telling_of,
)
from dragoman.ledger.merging.clustering import grouped
from dragoman.ledger.merging.copies import NearDuplicates, Shingles

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ByHand:
    """What an analyst decided: pairs of tellings that belong together, and that do not."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()

    @property
    def tellings(self) -> set[str]:
        """All that the decisions concern."""
        return {t for pair in (*self.together, *self.apart) for t in pair}


def link_fresh(connection: duckdb.DuckDBPyConnection) -> None:
    """Finds the near copies among the articles that came in, and what the unlinked tellings are linked to."""
    _group_voices(connection)
    new = _tellings(connection, "SELECT telling_id FROM unlinked")
    if new:
        connection.execute("DELETE FROM blocks WHERE telling_id IN (SELECT telling_id FROM unlinked)")
        insert_rows(connection, "blocks", [{"block": b, "telling_id": t.telling_id} for t in new for b in blocks(t)])
        old = _tellings(connection, _SHARING)
        insert_rows(connection, "links", [asdict(found) for found in links_among(new, old)])
    connection.execute("DELETE FROM unlinked")
    connection.execute("DELETE FROM fresh_articles")


_SHARING = """
SELECT DISTINCT o.telling_id FROM blocks n JOIN blocks o USING (block)
WHERE n.telling_id IN (SELECT telling_id FROM unlinked) AND o.telling_id NOT IN (SELECT telling_id FROM unlinked)
"""


def _tellings(connection: duckdb.DuckDBPyConnection, which: str) -> list[Telling]:
    rows = connection.execute(
        f"SELECT t.record, a.published, a.voice, a.title FROM tellings t JOIN articles a USING (article_id) "
        f"WHERE t.telling_id IN ({which}) ORDER BY t.telling_id"
    ).fetchall()
    return [telling_of(json.loads(record), published, voice, title) for record, published, voice, title in rows]


def _group_voices(connection: duckdb.DuckDBPyConnection) -> None:
    """Joins the near copies among the fresh articles and those that share a band with them into one voice."""
    copies = NearDuplicates()
    fresh = "SELECT article_id FROM fresh_articles"
    connection.execute(f"DELETE FROM bands WHERE article_id IN ({fresh})")
    read = _shingles(connection, copies, fresh)
    made = [{"band": band, "article_id": a} for a, (shingles, _, _) in read for band in copies.bands(shingles)]
    insert_rows(connection, "bands", made)
    connection.execute(_CANDIDATES)
    known = dict(_shingles(connection, copies, "SELECT one FROM candidates UNION SELECT other FROM candidates"))
    same = []
    for one, other in connection.execute("FROM candidates ORDER BY one, other").fetchall():
        (a, day_a, voice_a), (b, day_b, voice_b) = known[one], known[other]
        if voice_a != voice_b and copies.together(day_a, day_b) and copies.alike(a, b):
            same.append((voice_a, voice_b))
    groups = grouped({voice for pair in same for voice in pair}, same)
    moved = [(voice, group[0]) for group in groups for voice in group[1:]]
    if moved:
        _move_voices(connection, moved)


def _shingles(
    connection: duckdb.DuckDBPyConnection, copies: NearDuplicates, which: str
) -> list[tuple[str, tuple[Shingles, dt.date | None, str]]]:
    """Of each article its shingles, publication day and voice."""
    rows = connection.execute(
        f"SELECT article_id, text, title, published, voice FROM articles WHERE article_id IN ({which})"
    ).fetchall()
    return [(a, (copies.shingles(text, title), day, voice)) for a, text, title, day, voice in rows]


_CANDIDATES = """
CREATE OR REPLACE TEMP TABLE candidates AS
SELECT DISTINCT least(n.article_id, o.article_id) AS one, greatest(n.article_id, o.article_id) AS other
FROM bands n JOIN bands o USING (band)
WHERE n.article_id IN (SELECT article_id FROM fresh_articles) AND o.article_id <> n.article_id
"""
_MOVED = (
    """
CREATE OR REPLACE TEMP TABLE regrouped AS
SELECT article_id FROM articles WHERE voice IN (SELECT now FROM moved);
"""
    + REVOICE
)


def _move_voices(connection: duckdb.DuckDBPyConnection, moved: Sequence[Pair]) -> None:
    connection.register("moved", pa.table({"voice": [a for a, _ in moved], "now": [b for _, b in moved]}))
    connection.execute("UPDATE articles SET voice = moved.now FROM moved WHERE articles.voice = moved.voice")
    connection.execute(_MOVED)
    connection.unregister("moved")


def settle(connection: duckdb.DuckDBPyConnection, by_hand: ByHand, changed: Iterable[str] = ()) -> None:
    """Clusters anew what the fold touched and gives each telling its event; leaves the temporary table ``affected``.

    Args:
        connection: the snapshot that is being made.
        by_hand: all decisions of analysts.
        changed: tellings whose decisions came or went since the snapshot before.
    """
    fresh = one_value(connection, "SELECT EXISTS (FROM fresh) OR EXISTS (FROM gone)")
    also = sorted({*changed, *(by_hand.tellings if fresh else ())})
    connection.register("decided", pa.table({"telling_id": pa.array(also, pa.string())}))
    connection.execute(_TOUCHED)
    connection.unregister("decided")
    members = connection.execute("FROM touched ORDER BY telling_id").fetchall()
    found = connection.execute(
        "SELECT one, other, score, why FROM links WHERE one IN (SELECT telling_id FROM touched) ORDER BY one, other"
    ).fetchall()
    assigned = _clustered(dict(members), [Link(*row) for row in found], by_hand)
    connection.register("assigned", assigned)
    connection.execute(_ASSIGN)
    connection.unregister("assigned")


def _clustered(articles: Mapping[str, str], links: Sequence[Link], by_hand: ByHand) -> pa.Table:
    """Columns telling_id, component, cluster; ``articles`` is the article of each telling."""
    together = [p for p in by_hand.together if articles.keys() >= set(p)]
    apart = [p for p in by_hand.apart if articles.keys() >= set(p)]
    rows: list[tuple[str, str, int]] = []
    number = count()
    for group, found in by_component(articles, links, together, apart):
        for cluster in found:
            place = next(number)
            rows += [(telling, group[0], place) for telling in cluster]
    names = ("telling_id", "component", "cluster")
    schema = pa.schema(zip(names, (pa.string(), pa.string(), pa.int64()), strict=True))
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)


# The components of what came, of what went, of what the newcomers are linked to, and of what was decided by hand.
_TOUCHED = """
CREATE OR REPLACE TEMP TABLE labels AS
SELECT component FROM gone WHERE component IS NOT NULL
UNION SELECT component FROM tellings WHERE component IS NOT NULL AND telling_id IN (
    SELECT telling_id FROM fresh
    UNION SELECT telling_id FROM decided
    UNION SELECT other FROM links WHERE one IN (SELECT telling_id FROM fresh)
    UNION SELECT one FROM links WHERE other IN (SELECT telling_id FROM fresh)
);
CREATE OR REPLACE TEMP TABLE touched AS
SELECT telling_id, article_id FROM tellings
WHERE telling_id IN (SELECT telling_id FROM fresh) OR component IN (SELECT component FROM labels);
"""
_ASSIGN = """
CREATE OR REPLACE TEMP TABLE placed AS
SELECT t.telling_id, t.article_id, a.component, t.event_id AS before,
    first_value(t.lineage) OVER (PARTITION BY a.cluster ORDER BY t.arrival, t.telling_id) AS event_id
FROM assigned a JOIN tellings t USING (telling_id);
CREATE OR REPLACE TEMP TABLE moving AS FROM placed WHERE before IS DISTINCT FROM event_id;
CREATE OR REPLACE TEMP TABLE affected AS
SELECT event_id FROM moving
UNION SELECT before FROM moving WHERE before IS NOT NULL
UNION SELECT event_id FROM gone WHERE event_id IS NOT NULL
UNION SELECT event_id FROM placed WHERE telling_id IN (SELECT telling_id FROM fresh);
UPDATE tellings SET event_id = p.event_id, component = p.component FROM placed p
WHERE tellings.telling_id = p.telling_id
    AND (tellings.event_id, tellings.component) IS DISTINCT FROM (p.event_id, p.component);
UPDATE mentions SET event_id = m.event_id FROM moving m
WHERE mentions.telling_id = m.telling_id AND mentions.event_id <> m.event_id;
UPDATE mention_actors SET event_id = n.event_id FROM mentions n SEMI JOIN moving ON moving.telling_id = n.telling_id
WHERE mention_actors.mention_id = n.mention_id AND mention_actors.event_id <> n.event_id;
"""
