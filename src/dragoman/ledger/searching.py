"""Words to look for in sentences: what a query may say, and which sentences answer it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.errors import InputError, LedgerError
from dragoman.ledger.snapshot import REPAIR

Record = dict[str, Any]
Span = tuple[int, int]
_MARKS = ("\ue000", "\ue001")  # private use: no text of an article has them
# A quoted phrase, what parts or joins, a NEAR group, a word.
_PART = re.compile(r'"(?:[^"]|"")*"\*?|[()]|NEAR\([^()]*\)|[^\s()"]+|"')
_PLAIN = re.compile(r"\w+\*?")
_JOINING = ("AND", "OR", "NOT")
_HELP = (
    'write words (all must stand in the sentence), "a phrase", AND, OR, NOT between words, brackets, missil* for a '
    "beginning, NEAR(missile test, 5)"
)
ORDERS = {
    "relevance": "f.score DESC",
    "date": "a.published NULLS LAST",
    "-date": "a.published DESC NULLS LAST",
}
# The best sentences with their articles; the lists of what was found stand for the three first question marks.
FOUND = """
SELECT f.row, s.article_id, a.title, a.source AS outlet, a.published, a.url, s."index" AS sentence, s.start, s."end",
    s.kind, s.text, f.score
FROM (SELECT unnest(?) AS row, unnest(?) AS article_id, unnest(?) AS number, unnest(?) AS score) f
JOIN sentences s ON s.article_id = f.article_id AND s."index" = f.number JOIN articles a ON a.article_id = f.article_id
"""
TOLD = """
SELECT m.article_id, m.sentence, e.event_id, e.event_type, e.event_mode, e.status
FROM (SELECT unnest(?) AS article_id, unnest(?) AS sentence) f JOIN mentions m USING (article_id, sentence)
JOIN events e USING (event_id) GROUP BY ALL ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that answers: its row in the index, article, number in it, and how well (more is better)."""

    row: int
    article_id: str
    number: int
    score: float


def match_expression(text: str) -> str:
    """What people write as FTS5 takes it: words with hyphens, apostrophes or dots are looked for as phrases.

    >>> match_expression("Jong-un AND (missile OR rocket*)")
    '"Jong-un" AND ( missile OR rocket* )'

    Raises:
        InputError: nothing is asked for.
    """
    parts = _PART.findall(text)
    if not any(re.search(r"\w", part) for part in parts):
        raise InputError(f"search: {text!r} names no word; {_HELP}")
    return " ".join(_expression(part) for part in parts)


def _expression(part: str) -> str:
    if part in (*_JOINING, "(", ")", '"') or part.startswith(('"', "NEAR(")) or _PLAIN.fullmatch(part):
        return part
    word, star = (part[:-1], "*") if part.endswith("*") else (part, "")
    return f'"{word}"{star}'


def found(index: sqlite3.Connection, text: str) -> list[Found]:
    """All sentences that answer a query, in no order; the score is BM25.

    Raises:
        InputError: the query cannot be read.
        LedgerError: the index is damaged.
    """
    query = "SELECT rowid, article_id, number, -bm25(sentences) FROM sentences WHERE sentences MATCH ?"
    return [Found(*row) for row in _ask(index, query, [match_expression(text)], text)]


def hits(index: sqlite3.Connection, text: str, rows: list[int]) -> dict[int, list[Span]]:
    """By row, where in the sentence the words that were looked for stand (0-based, end-exclusive)."""
    query = f"""
        SELECT rowid, highlight(sentences, 0, '{_MARKS[0]}', '{_MARKS[1]}') FROM sentences
        WHERE sentences MATCH ? AND rowid IN ({", ".join(str(int(r)) for r in rows)})"""
    return {row: list(_spans(marked)) for row, marked in _ask(index, query, [match_expression(text)], text)}


def _ask(index: sqlite3.Connection, query: str, values: list[Any], text: str) -> list[tuple[Any, ...]]:
    try:
        return index.execute(query, values).fetchall()
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error) and "unterminated" not in str(error):
            raise LedgerError(f"the index over sentences cannot be read: {error}. {REPAIR}") from error
        raise InputError(f"search: {text!r} cannot be read ({str(error).removeprefix('fts5: ')}); {_HELP}") from error
    except sqlite3.DatabaseError as error:
        raise LedgerError(f"the index over sentences is damaged: {error}. {REPAIR}") from error


def _spans(marked: str) -> Iterator[Span]:
    place, start = 0, 0
    for letter in marked:
        if letter == _MARKS[0]:
            start = place
        elif letter == _MARKS[1]:
            yield start, place
        else:
            place += 1
