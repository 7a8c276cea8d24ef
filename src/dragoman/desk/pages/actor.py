"""/actor/ID: who an actor is, what it does and what is done to it, with whom, and who says so."""

from __future__ import annotations

from typing import Any

from dragoman.desk.asking import At, Visit
from dragoman.desk.copying import events_copies
from dragoman.desk.event_rows import COLUMNS, event_row
from dragoman.desk.views import View, page
from dragoman.errors import NotFoundError

Record = dict[str, Any]
_SHOWN = 25
_WHO = """
SELECT name, country, sector, entity_id, offices, events_as_actor, events_as_recipient, events, statements, articles
FROM actors WHERE entity_id = $1 OR lower(name) = lower($1) OR country = $1 ORDER BY events DESC, name LIMIT 25
"""
_MINE = """
mine AS (
    SELECT event_hash, bool_or(acts) AS acts, bool_or(receives) AS receives, any_value(quad_code) AS quad_code
    FROM sides
    WHERE (handle = $1 AND kind <> 'name' OR handle = lower($1) AND kind = 'name') AND status IN ('occurred', 'ongoing')
    GROUP BY event_hash
)"""
_COUNTS = f"""
WITH {_MINE}
SELECT side, quad_code, count(*) AS events FROM (
    SELECT 'actor' AS side, quad_code FROM mine WHERE acts
    UNION ALL SELECT 'recipient', quad_code FROM mine WHERE receives
) WHERE quad_code IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_PARTNERS = f"""
WITH {_MINE}, others AS (
    SELECT DISTINCT event_hash, key FROM event_actors SEMI JOIN mine USING (event_hash)
    WHERE key IS NOT NULL AND country IS DISTINCT FROM $1 AND entity_id IS DISTINCT FROM $1
        AND lower(name) IS DISTINCT FROM lower($1)
), counted AS (
    SELECT key, count(*) AS events, count(*) FILTER (quad_code <= 2) AS cooperation,
        count(*) FILTER (quad_code >= 3) AS conflict
    FROM others JOIN mine USING (event_hash) GROUP BY key ORDER BY events DESC, key LIMIT 20
)
SELECT key, k.name, events, cooperation, conflict FROM counted LEFT JOIN actor_keys k USING (key)
ORDER BY events DESC, key
"""


@page("/actor/{actor_id:path}", "actor.html")
def actor(at: At, actor_id: str) -> View:
    """An actor by country code, identity or name."""
    known = at.answers.once(("actor", actor_id), lambda: _known(at, actor_id))
    events = at.answers.once(
        ("actor events", actor_id), lambda: at.book.events(party=actor_id, sort="-date", limit=_SHOWN)
    )
    return View(
        known["name"],
        known,
        [event_row(e) for e in events],
        COLUMNS,
        events_copies({"party": actor_id}, limit=_SHOWN),
        {"events": events, "most": max((p["events"] for p in known["partners"]), default=1)},
    )


def _known(at: Visit, actor_id: str) -> Record:
    """What holds as long as the snapshot.

    Raises:
        NotFoundError: nothing in the ledger is called that, and it is no country.
    """
    who = at.book.frame(_WHO, [actor_id]).to_records()
    country = at.book.frame("FROM countries WHERE country = ?", [actor_id]).to_records()
    if not who and not country:
        raise NotFoundError(f"{at.book.path}: no event or statement names {actor_id!r}; look for it in /events?party=")
    own = next((w for w in who if actor_id in (w["entity_id"], w["name"])), None)
    name = country[0]["name"] if country else (own or who[0])["name"]
    counts = at.book.frame(_COUNTS, [actor_id]).to_records()
    return {
        "actor": actor_id, "name": name, "country": country[0] if country else None, "called": who,
        "counts": counts, "partners": at.book.frame(_PARTNERS, [actor_id]).to_records(),
        "statements": at.book.statements(source=actor_id, limit=10),
    }  # fmt: skip
