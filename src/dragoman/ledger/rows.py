"""From what was coded to the rows of a batch's files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from dragoman.ledger.record_rows import day, event_row, json_text
from dragoman.ledger.tables import BATCH_TABLES, batch_schema
from dragoman.records import (
    Actor,
    Article,
    Block,
    CodedArticle,
    Count,
    Dateline,
    Event,
    LeftOut,
    Mention,
    Place,
    Statement,
    Thing,
    When,
    bounds_record,
    event_record,
    magnitude_record,
    statement_record,
)

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def rows_of(coded: Sequence[CodedArticle], left_out: Sequence[LeftOut], run_id: str, batch: str) -> Rows:
    """The rows of all files of a batch."""
    rows: Rows = {table: [] for table in BATCH_TABLES}
    for position, one in enumerate(coded):
        rows["articles"].append({"position": position, **_article(one.article), "run_id": run_id, "batch": batch})
        key = {"batch": batch, "content_hash": one.article.content_hash, "article_id": one.article.article_id}
        _add(rows["sentences"], key, ({k: getattr(s, k) for k in _SENTENCE} for s in one.sentences))
        for place, event in enumerate(one.events):
            _add_event(rows, key, event, place)
        for place, statement in enumerate(one.statements):
            _add(rows["statements"], key, [_statement(statement, place)])
            _add(rows["actors"], key, _statement_actors(statement))
    rows["left_out"] = [{**{k: getattr(x, k) for k in _LEFT}, "run_id": run_id, "batch": batch} for x in left_out]
    return rows


def article_of(row: Row) -> Article:
    """An article as a ledger's table ``articles`` holds it."""
    line = Dateline(row["dateline_place"], row["dateline_agency"], row["dateline_date"])
    return Article(
        **{k: row[k] for k in _ARTICLE},
        blocks=tuple(Block(**b) for b in row["blocks"]),
        dateline=line if any((line.place, line.agency, line.date)) else None,
    )


def arrow_tables(rows: Rows) -> dict[str, pa.Table]:
    """The rows as Arrow tables with the schemas of the batch files."""
    return {table: _table(rows[table], batch_schema(table)) for table in BATCH_TABLES}


_SENTENCE = ("index", "start", "end", "text", "kind")
_LEFT = ("origin", "record", "reason", "detail", "article_id")
_ARTICLE = ("article_id", "content_hash", "title", "byline", "published", "source", "url", "language",
            "licence", "origin", "record", "text")  # fmt: skip
_ACTOR = ("name", "country", "sector", "office", "entity_id", "text", "start", "end", "why")


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(rows, schema=schema)
    except UnicodeEncodeError:
        return pa.Table.from_pylist([_scrub(row) for row in rows], schema=schema)


def _scrub(value: Any) -> Any:
    """Half a surrogate pair is no character: it becomes U+FFFD, one for one, so that offsets hold."""
    if isinstance(value, str):
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    if isinstance(value, dict):
        return {k: _scrub(v) for k, v in value.items()}
    return [_scrub(v) for v in value] if isinstance(value, list) else value


def _add(rows: list[Row], key: Row, new: Iterable[Row]) -> None:
    rows.extend({**row, **key} for row in new)


def _add_event(rows: Rows, key: Row, event: Event, position: int) -> None:
    _add(rows["events"], key, [_event(event, position)])
    _add(rows["actors"], key, _sides(event, "event", event.event_id, event.event_id))
    for place, mention in enumerate(event.mentions):
        _add(rows["mentions"], key, [_mention(mention, event.event_id, place)])
        _add(rows["actors"], key, _sides(mention, "mention", mention.mention_id, event.event_id))


def _article(article: Article) -> Row:
    line = article.dateline
    return {
        **{k: getattr(article, k) for k in _ARTICLE},
        "dateline_place": line.place if line else None,
        "dateline_agency": line.agency if line else None,
        "dateline_date": line.date if line else None,
        "blocks": [asdict(b) for b in article.blocks],
    }


def _event(event: Event, position: int) -> Row:
    exact = {"position": position, "date_text": event.when.text, "confidence": event.confidence}
    return {**event_row(event_record(event)), **exact}


def _mention(mention: Mention, event_id: str, position: int) -> Row:
    trigger = mention.trigger
    return {
        "mention_id": mention.mention_id,
        "event_id": event_id,
        "position": position,
        **{k: getattr(mention, k) for k in ("sentence", "start", "end", "text", "event_type", "event_mode")},
        **{k: getattr(mention, k) for k in ("status", "certainty", "source_certainty")},
        "trigger_start": trigger.start,
        "trigger_end": trigger.end,
        "trigger_text": trigger.text,
        **_when(mention.when),
        **_place(mention.place),
        **_thing(mention.thing),
        **_magnitude(mention.magnitude),
        "attribution": [
            {**_actor(a.source), "cue": a.cue, "cue_start": a.cue_start, "cue_end": a.cue_end}
            for a in mention.attribution
        ],
        "contexts": list(mention.contexts),
        "confidence": mention.confidence,
        "why": mention.why,
    }


def _statement(statement: Statement, position: int) -> Row:
    source = statement.source
    return {
        "statement_id": statement.statement_id,
        "position": position,
        **{k: getattr(statement, k) for k in ("sentence", "start", "end", "text", "cue", "stance")},
        **{f"source_{k}": getattr(source, k) for k in ("name", "country", "sector", "office", "entity_id")},
        "event_ids": list(statement.event_ids),
        "record": json_text(statement_record(statement)),
    }


def _statement_actors(statement: Statement) -> list[Row]:
    sides = (("source", (statement.source,)), ("through", statement.through), ("about", statement.about))
    owner = {"owner": "statement", "owner_id": statement.statement_id}
    return [{**owner, **row} for side, actors in sides for row in _side(side, actors)]


def _sides(one: Event | Mention, owner: str, owner_id: str, event_id: str) -> list[Row]:
    named = {"owner": owner, "owner_id": owner_id, "event_id": event_id}
    both = (("actor", one.actors), ("recipient", one.recipients))
    return [{**named, **row} for side, actors in both for row in _side(side, actors)]


def _side(side: str, actors: Sequence[Actor]) -> list[Row]:
    return [{"side": side, "position": n, "key": a.country or a.entity_id, **_actor(a)} for n, a in enumerate(actors)]


def _actor(actor: Actor) -> Row:
    return {**{k: getattr(actor, k) for k in _ACTOR}, "sectors": list(actor.sectors)}


def _thing(thing: Thing | None) -> Row:
    return {f"object_{k}": getattr(thing, k) if thing else None for k in ("text", "kind", "quantity")}


def _magnitude(magnitude: dict[str, Count]) -> Row:
    bounds = [{"kind": kind, **bound} for kind, bound in bounds_record(magnitude).items()]
    return {**magnitude_record(magnitude), "bounds": bounds}


def _place(place: Place | None) -> Row:
    keys = ("name", "country", "admin1", "latitude", "longitude", "geonames_id", "precision")
    return {f"place_{k}": getattr(place, k) if place else None for k in keys}


def _when(when: When) -> Row:
    return {
        "date_start": day(when.start),
        "date_end": day(when.end),
        "date_precision": when.precision,
        "date_source": when.source,
        "date_text": when.text,
    }
