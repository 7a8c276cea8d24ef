"""Mentions of events that tell of an agreement, read from a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.ledger import Ledger
from dragoman.ledger.queries import Query
from dragoman.records import HAPPENED
from dragoman.relations.agreements.lexicon import heads
from dragoman.relations.agreements.naming import Named, kind_of, named_in
from dragoman.relations.agreements.states import all_named, parties_named
from dragoman.relations.agreements.stepping import Found, step_of
from dragoman.relations.series import Record

_MENTIONS = """
SELECT m.mention_id, m.event_id, m.article_id, m.sentence, m.start, m.text,
    m.trigger_start, m.trigger_end, m.trigger_text,
    coalesce(m.event_type, e.event_type) AS event_type, coalesce(m.status, e.status) AS status,
    coalesce(m.date_start, e.date_start) AS date_start, coalesce(m.date_precision, e.date_precision) AS date_precision,
    CASE WHEN m.date_start IS NULL THEN e.date_source ELSE m.date_source END AS date_source,
    coalesce(a.published, e.first_seen, e.date_start) AS published
FROM mentions m JOIN events e USING (event_id)
LEFT JOIN (SELECT article_id, published FROM articles) a ON a.article_id = m.article_id
{where}
ORDER BY m.event_id, m.article_id, m.sentence, m.mention_id
"""
# Those of the mention; of an imported one, which has none, those of its event.
_PARTIES = """
WITH asked AS (SELECT unnest($1) AS mention_id, unnest($2) AS event_id),
own AS (
    SELECT mention_id, side, key, name, start, "end" FROM mention_actors
    WHERE event_id IN (SELECT event_id FROM asked) AND mention_id IN (SELECT mention_id FROM asked)
)
FROM own WHERE key IS NOT NULL
UNION ALL
SELECT mention_id, side, key, name, NULL, NULL FROM asked JOIN event_actors USING (event_id)
WHERE key IS NOT NULL AND mention_id NOT IN (SELECT mention_id FROM own)
"""
_SENTENCES = """
SELECT article_id, "index" AS number, text FROM sentences WHERE list_contains($1, article_id)
ORDER BY article_id, number
"""
_SIDES = ("actor", "recipient")
_NEAR = 2  # sentences before and behind that may tell the terms
# A party's events; of two, those that they have with each other, and acts on an agreement in which one of them stands,
# of which others may tell who the second is.
_PARTY = "m.event_id IN (SELECT event_id FROM event_actors WHERE key = ?)"
_PAIR = """m.event_id IN (
    SELECT event_id FROM dyads WHERE (source = ? AND target = ?) OR (source = ? AND target = ?)
    UNION
    SELECT event_id FROM event_actors
    WHERE event_id IN (SELECT event_id FROM events WHERE object_kind = 'agreement') AND list_contains(?, key)
)"""


@dataclass(frozen=True, slots=True)
class Telling:
    """One mention that tells of an agreement: what befell it, by whose deed, how it is called, of which kind it is."""

    step: str
    role: str
    name: Named
    kind: str
    why: str
    actors: Mapping[str, str]
    recipients: Mapping[str, str]
    named: Mapping[str, str]
    date: dt.date | None
    date_precision: str
    date_source: str | None
    status: str
    published: dt.date | None
    event_id: str
    mention_id: str
    article_id: str | None
    text: str

    @property
    def members(self) -> frozenset[str]:
        """The keys of those that it binds: those that its name gives, where it gives two; else all who take part.

        Who only mediates is not bound.
        """
        if len(self.named) > 1 and all_named(self.name):
            return frozenset(self.named)
        bound = self.recipients if self.role == "mediator" else {**self.actors, **self.recipients}
        return frozenset({*bound, *self.named})

    @property
    def done(self) -> bool:
        """Whether it is told as done."""
        return self.status in HAPPENED

    @property
    def definite(self) -> bool:
        """Whether it is told as of something known."""
        return self.name.definite or self.step not in ("signed", "negotiated")

    @property
    def names(self) -> dict[str, str]:
        """What those who take part are called, by key."""
        return {**self.named, **self.recipients, **self.actors}


def tellings(ledger: Ledger, keys: Sequence[str], datasets: Sequence[str] | None) -> list[Telling]:
    """All mentions that tell of an agreement.

    Args:
        ledger: where the events are.
        keys: of no, one or two parties whose events are looked at.
        datasets: the data sets that are looked at; all where left out.
    """
    query = Query()
    if len(keys) == 2:
        query.add(_PAIR, *keys, *reversed(keys), list(keys))
    elif keys:
        query.add(_PARTY, *keys)
    if datasets is not None:
        query.add("list_contains(?, e.dataset)", list(datasets))
    query.add("regexp_matches(m.text, ?, 'i')", r"\b(" + "|".join(heads()) + r")\b")
    rows = ledger.sql(_MENTIONS.format(where=query.where), query.values).to_pylist()
    found = [(row, step) for row in rows if (step := step_of(row, named_in(row["text"])))]
    parties = _parties(ledger, [row for row, _ in found])
    around = _Around(ledger, [row for row, _ in found])
    return [_telling(row, step, parties.get(row["mention_id"], []), around) for row, step in found]


def _parties(ledger: Ledger, rows: Sequence[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    if rows:
        ids = [[row[name] for row in rows] for name in ("mention_id", "event_id")]
        for party in ledger.sql(_PARTIES, ids).to_pylist():
            found.setdefault(party["mention_id"], []).append(party)
    return found


class _Around:
    """The sentences of articles that may tell an agreement's terms: those near, and those that speak of it again."""

    def __init__(self, ledger: Ledger, rows: Iterable[Record]) -> None:
        articles = sorted({row["article_id"] for row in rows if row["article_id"]})
        self._sentences: dict[str, list[tuple[int, str]]] = {}
        for row in ledger.sql(_SENTENCES, [articles]).to_pylist() if articles else []:
            self._sentences.setdefault(row["article_id"], []).append((row["number"], row["text"]))

    def of(self, row: Record, name: Named) -> list[str]:
        """The nearest first."""
        there = [
            (abs(number - row["sentence"]), text)
            for number, text in self._sentences.get(row["article_id"] or "", [])
            if number != row["sentence"] and (abs(number - row["sentence"]) <= _NEAR or _again(text, name))
        ]
        return [text for _, text in sorted(there)]

    def fuller(self, row: Record, name: Named) -> tuple[str, str]:
        """The kind of what "the deal" stands for: of the last agreement before it whose name says one."""
        for number, text in reversed(self._sentences.get(row["article_id"] or "", [])):
            for other in reversed(named_in(text) if number < row["sentence"] else []):
                if _alike(other, name) and (kind := kind_of(other, "", [])) and kind[0] != "other":
                    return kind
        return "other", ""


def _alike(one: Named, other: Named) -> bool:
    """Whether two names can be of one agreement by their nouns."""
    return one.head in _SAME.get(other.head, {other.head})


def _again(sentence: str, name: Named) -> bool:
    """Whether a sentence speaks of something known that is called by nothing but such a noun: "the treaty"."""
    return any(n.definite and n.words.lower() == n.head and not n.weak and n.head in _SAME.get(name.head, {n.head})
               for n in named_in(sentence))  # fmt: skip


_WRITTEN = {"pact", "treaty", "accord", "agreement", "deal"}
_SAME: Mapping[str, set[str]] = dict.fromkeys(_WRITTEN, _WRITTEN)


def _telling(row: Record, found: Found, parties: Sequence[Record], around: _Around) -> Telling:
    kind, why = kind_of(found.name, row["text"], around.of(row, found.name))
    if kind == "other" and found.name.definite:
        kind, why = around.fuller(row, found.name)
    named = parties_named(found.name)
    known = [p for p in parties if p["key"] in named or not _within(p, row, found.name)]
    actors, recipients = ({p["key"]: p["name"] for p in known if p["side"] == side} for side in _SIDES)
    return Telling(
        found.step, found.role, found.name, kind, why, actors, recipients, named,
        None if found.step == "named" else row["date_start"], row["date_precision"] or "none", row["date_source"],
        found.status, row["published"], row["event_id"], row["mention_id"], row["article_id"], row["text"],
    )  # fmt: skip


def _within(party: Record, row: Record, name: Named) -> bool:
    """Whether an actor is but a word of the agreement's name: "Minsk" in "the Minsk accords"."""
    return party["start"] is not None and name.start <= party["start"] - row["start"] < name.end
