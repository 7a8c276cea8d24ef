"""What happened lately and between whom: questions of the overview, each answered by a few queries of the snapshot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from dragoman.ledger import Ledger
from dragoman.records import HAPPENED
from dragoman.relations.rates import compare

Record = dict[str, Any]
WEEK, WEEKS_BEFORE = 7, 12
_TOLD = "list_contains($1, dataset) AND list_contains($2, status)"
_NAMES = "SELECT key, any_value(name) AS name FROM actor_keys WHERE list_contains($1, key) GROUP BY key"
_WEEKS = f"""
SELECT ($3::DATE - date_start) // 7 AS back, quad_code, count(*) AS events FROM events
WHERE {_TOLD} AND date_start > $3::DATE - 91 AND date_start <= $3::DATE AND quad_code IS NOT NULL GROUP BY ALL
"""
_ARTICLES = """
SELECT ($1::DATE - published) // 7 AS back, count(*) AS articles FROM articles
WHERE published > $1::DATE - 91 AND published <= $1::DATE GROUP BY ALL
"""
_CHANGED = f"""
WITH weekly AS (
    SELECT least(source, target) AS one, greatest(source, target) AS other, quad_code <= 2 AS friendly,
        ($3::DATE - date_start) // 7 AS back, count(*) AS events FROM dyads
    WHERE {_TOLD} AND first AND source <> target AND quad_code IS NOT NULL
        AND date_start > $3::DATE - 91 AND date_start <= $3::DATE GROUP BY ALL
)
SELECT one, other, friendly, coalesce(sum(events) FILTER (back = 0), 0)::INT AS now,
    coalesce(sum(events) FILTER (back > 0), 0)::INT AS before, list(events ORDER BY back) FILTER (back > 0) AS weeks
FROM weekly GROUP BY ALL ORDER BY abs(now - before / 12) DESC, one, other, friendly LIMIT 60
"""
_ACTIVE = f"""
SELECT least(source, target) AS one, greatest(source, target) AS other, count(*) AS events,
    count(*) FILTER (quad_code <= 2) AS cooperation, count(*) FILTER (quad_code >= 3) AS conflict,
    max(date_start) FILTER (year(date_start) < 9990) AS last_day
FROM dyads WHERE {_TOLD} AND first AND source <> target GROUP BY ALL ORDER BY events DESC, one, other LIMIT $3
"""
_OVER_TIME = f"""
SELECT least(source, target) AS one, greatest(source, target) AS other, quad_code <= 2 AS friendly,
    ((date_start - $3::DATE) * $5::INT) // ($4::DATE - $3::DATE + 1) AS bar, count(*) AS events
FROM dyads WHERE {_TOLD} AND first AND date_start BETWEEN $3::DATE AND $4::DATE AND quad_code IS NOT NULL
    AND list_contains($6, least(source, target) || '\t' || greatest(source, target)) GROUP BY ALL
"""


def names_of(book: Ledger, keys: Sequence[str]) -> dict[str, str]:
    """What actors are called, by key; those without a name by the key itself."""
    found = book.frame(_NAMES, [list(set(keys))]).to_records()
    return {key: key for key in keys} | {row["key"]: row["name"] for row in found if row["name"]}


def weeks(book: Ledger, datasets: Sequence[str], last: dt.date) -> list[Record]:
    """The thirteen weeks that end on a day, the last one last: events by quad code, and articles published."""
    counts = {(r["back"], r["quad_code"]): r["events"] for r in _rows(book, _WEEKS, datasets, last)}
    read = {r["back"]: r["articles"] for r in book.frame(_ARTICLES, [last]).to_records()}
    return [
        {"first_day": last - dt.timedelta(7 * back + 6), "last_day": last - dt.timedelta(7 * back),
         "articles": read.get(back, 0), **{f"quad_{q}": counts.get((back, q), 0) for q in (1, 2, 3, 4)}}
        for back in range(WEEKS_BEFORE, -1, -1)
    ]  # fmt: skip


def changed(book: Ledger, datasets: Sequence[str], last: dt.date, most: int = 8) -> list[Record]:
    """Between whom cooperation or conflict differs most from the twelve weeks before, the surest difference first.

    Rates are compared as :func:`dragoman.relations.rates.compare` does, counts divided by the dispersion of the weeks
    before; ``p_value`` is that of one comparison.
    """
    rows = [row | _compared(row) for row in _rows(book, _CHANGED, datasets, last)]
    rows = sorted((r for r in rows if r["p_value"] < 0.1), key=lambda r: (r["p_value"], r["one"], r["other"]))[:most]
    return _named(book, rows)


def _compared(row: Record) -> Record:
    before = np.zeros(WEEKS_BEFORE)
    told = row.pop("weeks") or []
    before[: len(told)] = told  # which of the weeks a count stands in does not matter here
    mean = before.mean()
    spread = max(1.0, float(before.var(ddof=1) / mean)) if mean else 1.0
    found = compare((row["before"], row["now"]), (WEEKS_BEFORE, 1.0), spread)
    return {"usual": round(found.rates[0], 2), "p_value": found.p_value}


def active(book: Ledger, datasets: Sequence[str], most: int = 10) -> list[Record]:
    """The pairs with most events, whichever acts."""
    rows = book.frame(_ACTIVE, [list(datasets), list(HAPPENED), most]).to_records()
    return _named(book, rows)


def over_time(
    book: Ledger, datasets: Sequence[str], pairs: Sequence[Record], span: tuple[dt.date, dt.date], bars: int
) -> dict[tuple[str, str], tuple[list[int], list[int]]]:
    """Events of cooperation and of conflict of each pair, in so many equal parts of a stretch of time."""
    made = {(p["one"], p["other"]): ([0] * bars, [0] * bars) for p in pairs}
    asked = [list(datasets), list(HAPPENED), *span, bars, [f"{one}\t{other}" for one, other in made]]
    for row in book.frame(_OVER_TIME, asked).to_records():
        made[row["one"], row["other"]][0 if row["friendly"] else 1][row["bar"]] = row["events"]
    return made


def _rows(book: Ledger, query: str, datasets: Sequence[str], last: dt.date) -> list[Record]:
    return book.frame(query, [list(datasets), list(HAPPENED), last]).to_records()


def _named(book: Ledger, rows: list[Record]) -> list[Record]:
    names = names_of(book, [row[side] for row in rows for side in ("one", "other")])
    return [{**row, "one_name": names[row["one"]], "other_name": names[row["other"]]} for row in rows]
