"""A document as a format's reader hands it over, before it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.records import LeftOut

FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "article_text", "maintext"),
    "title": ("title", "headline"),
    "date": (
        "date",
        "published",
        "publication_date",
        "published_at",
        "date_publish",
        "pubdate",
        "publish_date",
    ),
    "url": ("url", "link"),
    "source": ("source", "outlet", "publisher", "sitename"),
    "byline": ("byline", "author", "authors"),
    "id": ("id",),
    "licence": ("licence", "license"),
}


@dataclass(frozen=True, slots=True)
class Raw:
    """Text and what the file says about it; nothing checked or repaired yet."""

    text: str
    origin: str
    record: str = ""
    title: str | None = None
    byline: str | None = None
    published: object = None
    source: str | None = None
    url: str | None = None
    licence: str | None = None


def find_columns(names: list[str], columns: Mapping[str, str]) -> dict[str, str]:
    """Which column holds which field: as ``columns`` says, else by the usual names, in any case."""
    lowered = {n.strip().lower(): n for n in reversed(names)}
    found = {}
    for field, guesses in FIELDS.items():
        if field in columns:
            guesses = (columns[field].lower(),)
        name = next((lowered[g] for g in guesses if g in lowered), None)
        if name is not None:
            found[field] = name
    return found


def from_fields(row: Mapping[str, object], where: Mapping[str, str], origin: str, record: str) -> Raw | LeftOut:
    """A record with named fields as a document."""
    if "text" not in where:
        return LeftOut(origin, record, "missing-text", missing(list(row)))
    text = row.get(where["text"])
    if text is None or text == "":
        return LeftOut(origin, record, "missing-text", f"the field {where['text']!r} is empty")
    if not isinstance(text, str):
        detail = f"the field {where['text']!r} holds {type(text).__name__}, not text"
        return LeftOut(origin, record, "wrong-type", detail)
    names = ("title", "byline", "source", "url", "licence")
    said = {n: _string(row.get(where[n])) for n in names if n in where}
    published = row.get(where["date"]) if "date" in where else None
    own = row.get(where["id"]) if "id" in where else None
    if isinstance(own, (str, int)) and own != "":
        record = f"{record} ({str(own)[:80]})".strip()
    return Raw(text, origin, record, published=published, **said)


def missing(names: list[str]) -> str:
    """What to say where no field holds text."""
    shown = ", ".join(str(n)[:40] for n in names[:20]) or "none"
    return f"no text field; found: {shown}; name it with --columns text=NAME"


def _string(value: object) -> str | None:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    if isinstance(value, list):
        value = ", ".join(v for v in value if isinstance(v, str))
    return value if isinstance(value, str) and value.strip() else None
