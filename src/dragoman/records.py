"""The objects that travel through the house, from article to event.

All are frozen dataclasses; their field names are the contract of every table and JSON line that Dragoman
writes. Missing is ``None``; codes are strings; character offsets are 0-based, end-exclusive and point into
``Article.text``.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["occurred", "ongoing", "planned", "possible", "denied"]
STATUSES: tuple[Status, ...] = ("occurred", "ongoing", "planned", "possible", "denied")
HAPPENED: tuple[Status, ...] = ("occurred", "ongoing")  # what is counted unless others are asked for
BlockKind = Literal["title", "byline", "dateline", "heading", "paragraph", "furniture"]
DatePrecision = Literal["day", "week", "month", "year", "range", "none"]
DateSource = Literal["clause", "sentence", "dateline", "publication", "import"]
Stance = Literal["asserts", "denies", "doubts", "praises", "blames", "predicts"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text: a title, byline, heading, paragraph, or page furniture.

    ``furniture`` (link teasers, captions, "READ MORE") stays in the text and is never coded. A ``dateline``
    block is the "SEOUL (Reuters) -" that opens a paragraph; the paragraph's own block starts behind it.
    """

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where and by whom a report was filed: "SEOUL, June 19 (Reuters) -"."""

    place: str | None
    agency: str | None
    date: str | None  # as written, e.g. "June 19"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it is stored.

    ``text`` begins with the title (a blank line behind it) where the article has one, so that one set of
    offsets covers title and body. ``article_id`` derives from the canonical URL, else from the text;
    ``content_hash`` from the text alone: same id with another hash is a revision.
    """

    article_id: str
    content_hash: str
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    published: dt.date | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    licence: str | None = None
    origin: str = ""  # file it was read from
    record: str = ""  # line, row or member within that file


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that was not coded, and why. Nothing is dropped without one of these."""

    origin: str
    record: str
    reason: str  # short code, see articles.reasons
    detail: str  # what was wrong and what to do, for people
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its place in the article; ``index`` counts coded sentences from 0, the title first."""

    index: int
    start: int
    end: int
    text: str
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or is acted upon, resolved at the article's date.

    ``country`` is ISO 3166-1 alpha-3 (XKX, PSE, TWN, HKG as usual in the field) or None; ``sector`` the main
    PLOVER sector, ``sectors`` all; ``entity_id`` identifies a person or group across articles (a Wikidata
    QID or an id of our own); ``text`` the words of the article; ``why`` the rule and the row that decided.
    """

    name: str
    country: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    entity_id: str | None = None
    text: str = ""
    start: int | None = None
    end: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One link in a chain of reporting: a source, the cue that reports, and through whom it came."""

    source: Actor
    cue: str
    cue_start: int
    cue_end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody said something that is no event by itself; ``stance`` says how the source stands to it."""

    statement_id: str
    article_id: str
    sentence: int
    start: int
    end: int
    text: str
    source: Actor
    through: tuple[Actor, ...]
    cue: str
    stance: Stance
    about: tuple[Actor, ...] = ()
    event_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """The word or words that evoke the event."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What was given, signed, demanded or seized."""

    text: str
    kind: str | None = None
    quantity: float | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many people, or how much money, an event is said to have cost or brought.

    ``value`` is the number stated: of a range its lower end, of a bound ("at least 22", "up to 30") the bound, None
    where the words state none ("dozens"). ``low`` and ``high`` are the least and the most that the words admit
    ("dozens": low 24), None where they set no such bound; all three are equal where the number is exact. ``currency``
    is a sum's ISO 4217 code.
    """

    value: int | None
    low: int | None = None
    high: int | None = None
    text: str = ""
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened. Coordinates are WGS84 degrees; ``precision`` says what they stand for."""

    name: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None
    precision: Literal["city", "admin2", "admin1", "country", "area"] | None = None


@dataclass(frozen=True, slots=True)
class When:
    """When it happened; ``start`` and ``end`` are ISO dates of the first and last day it may cover."""

    start: str | None = None
    end: str | None = None
    precision: DatePrecision = "none"
    source: DateSource | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One telling of an event in one sentence."""

    mention_id: str
    article_id: str
    sentence: int
    start: int
    end: int
    text: str
    trigger: Trigger
    event_type: str
    event_mode: str | None
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    status: Status
    when: When
    place: Place | None
    attribution: tuple[Attribution, ...] = ()  # outermost first
    thing: Thing | None = None
    magnitude: dict[str, Count] = field(default_factory=dict)  # by kind, see MAGNITUDES
    contexts: tuple[str, ...] = ()
    confidence: float = 0.0
    why: str = ""
    certainty: float | None = None  # that it happens or happened, -3 to 3, by the article's own word
    source_certainty: float | None = None  # by the word of the nearest source


@dataclass(frozen=True, slots=True)
class Event:
    """One happening, with every mention of it."""

    event_id: str
    event_type: str
    event_mode: str | None
    quad_code: int
    intensity: float | None
    cameo_code: str | None
    goldstein: float | None
    contexts: tuple[str, ...]
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    thing: Thing | None
    when: When
    place: Place | None
    status: Status
    said_by: tuple[Actor, ...]
    magnitude: dict[str, Count]
    confidence: float
    mentions: tuple[Mention, ...]
    certainty: float | None = None  # that it happens or happened, -3 to 3, by the article's own word
    source_certainty: float | None = None  # by the word of the nearest source


@dataclass(frozen=True, slots=True)
class CodedArticle:
    """All that the coder wrote down from one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]


MAGNITUDES = ("dead", "injured", "arrested", "abducted", "displaced", "participants", "troops", "amount", "amount_usd")


def actor_record(actor: Actor) -> dict[str, Any]:
    """The actor as it stands in a JSON record."""
    keys = ("name", "country", "sector", "sectors", "office", "entity_id", "text")
    return {k: list(v) if isinstance(v := getattr(actor, k), tuple) else v for k in keys}


def mention_record(mention: Mention) -> dict[str, Any]:
    """The mention as it stands inside an event's JSON record."""
    return {
        "mention_id": mention.mention_id,
        "article_id": mention.article_id,
        "sentence": mention.sentence,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "trigger": asdict(mention.trigger),
        "attribution": [{**actor_record(a.source), "cue": a.cue} for a in mention.attribution],
        "status": mention.status,
        "certainty": mention.certainty,
        "source_certainty": mention.source_certainty,
        "why": mention.why,
    }


def magnitude_record(magnitude: dict[str, Count]) -> dict[str, Any]:
    """The stated counts as they stand in a JSON record: every kind, and the currency of the amount."""
    amount = magnitude.get("amount")
    values = {k: c.value if (c := magnitude.get(k)) else None for k in MAGNITUDES}
    return {**values, "currency": amount.currency if amount else None}


def bounds_record(magnitude: dict[str, Count]) -> dict[str, Any]:
    """The bounds and words of the counts that are stated, by kind."""
    stated = {k: magnitude[k] for k in MAGNITUDES if k in magnitude}
    return {k: {"low": c.low, "high": c.high, "text": c.text} for k, c in stated.items()}


def event_record(event: Event) -> dict[str, Any]:
    """The event as one JSON object: what ``dragoman code --format jsonl`` writes a line of."""
    return {
        "event_id": event.event_id,
        "event_type": event.event_type,
        "event_mode": event.event_mode,
        "quad_code": event.quad_code,
        "intensity": event.intensity,
        "cameo_code": event.cameo_code,
        "goldstein": event.goldstein,
        "contexts": list(event.contexts),
        "actors": [actor_record(a) for a in event.actors],
        "recipients": [actor_record(a) for a in event.recipients],
        "object": asdict(event.thing) if event.thing else None,
        "date_start": event.when.start,
        "date_end": event.when.end,
        "date_precision": event.when.precision,
        "date_source": event.when.source,
        "place": asdict(event.place) if event.place else None,
        "status": event.status,
        "certainty": event.certainty,
        "source_certainty": event.source_certainty,
        "said_by": [actor_record(a) for a in event.said_by],
        "magnitude": magnitude_record(event.magnitude),
        "magnitude_bounds": bounds_record(event.magnitude),
        "confidence": round(event.confidence, 3),
        "mentions": [mention_record(m) for m in event.mentions],
    }


def statement_record(statement: Statement) -> dict[str, Any]:
    """The statement as one JSON object."""
    return {
        "statement_id": statement.statement_id,
        "article_id": statement.article_id,
        "sentence": statement.sentence,
        "start": statement.start,
        "end": statement.end,
        "text": statement.text,
        "source": actor_record(statement.source),
        "through": [actor_record(a) for a in statement.through],
        "cue": statement.cue,
        "stance": statement.stance,
        "about": [actor_record(a) for a in statement.about],
        "event_ids": list(statement.event_ids),
    }
