"""The notation in which the schoolbook is written: plain text, one line an event.

A report::

    === wire | KEN | 1998-08-12
    Gunmen raid a market in Garissa

    GARISSA, Kenya - Gunmen from the Front raided a market on Tuesday, police said.
    ---
    ! ASSAULT/firearms | *raided* a market | Gunmen from the Front KEN REB | - | occurred | police KEN COP | 1998-08-11

A sentence or two (``=@name`` makes it a member of a contrast set), with no line where it tells of no event::

    = France recalled its ambassador.
    - SANCTION/withdraw | *recalled* its | France FRA GOV | -

Fields of an event: type/mode (``TYPE~OTHER`` for an equally good second type), quotes with the trigger starred
(``//`` between several), actors, recipients (``+`` between several; ``words [Name] COUNTRY SECTOR``), status,
source, date, place. ``-`` is none; ``!`` before the type marks what the report is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from dragoman.records import Status
from dragoman.schoolbook.items import Event, Item, Party, Place, Quote

_PARTY = re.compile(r"^(?P<text>.*?)\s*(?:\[(?P<name>[^\]]+)\]\s*)?(?P<country>[A-Z]{3}|-) (?P<sector>[A-Z]{3})$")
_TYPE = re.compile(r"^(?P<type>[A-Z]+)(?:/(?P<mode>[a-z-]+))?(?:~(?P<other>[A-Z]+))?$")


class NotationError(ValueError):
    """A line that does not follow the notation; the message names line and remedy."""


def read_notation(path: Path) -> tuple[list[Item], list[str]]:
    """Items of a file in the notation, and one message for each line that does not follow it."""
    items: list[Item] = []
    errors: list[str] = []
    for number, lines in _chunks(path.read_text(encoding="utf-8").splitlines()):
        try:
            items.append(_item(f"{path.stem}-{len(items) + 1:03}", number, lines, errors))
        except NotationError as e:
            errors.append(f"{path.name}:{number}: {e}")
    return items, errors


def _chunks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    starts = [i for i, line in enumerate(lines) if re.match(r"=(@\S+)? |=== ", line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start + 1, lines[start:end]


def _item(item_id: str, number: int, lines: list[str], errors: list[str]) -> Item:
    if lines[0].startswith("=== "):
        return _report(item_id, number, lines, errors)
    body = [line for line in lines[1:] if line.strip()]
    events = _events(body, number, errors)
    mark, _, text = lines[0].partition(" ")
    contrast = mark.removeprefix("=").removeprefix("@") or None
    return Item(item_id, "sentence", _flat(text), events, contrast=contrast)


def _report(item_id: str, number: int, lines: list[str], errors: list[str]) -> Item:
    head = [part.strip() for part in lines[0].removeprefix("===").split("|")]
    if len(head) != 3:
        raise NotationError("head must be `=== voice | COUNTRY | YYYY-MM-DD`")
    if "---" not in lines:
        raise NotationError("no line `---` between text and events")
    at = lines.index("---")
    paragraphs = [_flat(p) for p in re.split(r"\n\s*\n|\n", "\n".join(lines[1:at]).strip()) if p.strip()]
    events = _events([line for line in lines[at + 1 :] if line.strip()], number + at + 1, errors)
    text = "\n\n".join(paragraphs)
    return Item(
        item_id, "report", text, events, voice=head[0], country=head[1] if head[1] != "-" else None, date=head[2]
    )


def _events(lines: list[str], number: int, errors: list[str]) -> tuple[Event, ...]:
    events = []
    for offset, line in enumerate(lines, 1):
        try:
            events.append(_event(line))
        except NotationError as e:
            errors.append(f"item at line {number}, event {offset}: {e}: {line[:90]}")
    return tuple(events)


def _event(line: str) -> Event:
    if line[:2] not in ("- ", "! "):
        raise NotationError("an event line begins with `- ` or `! `")
    fields = [f.strip() for f in line[2:].split("|")]
    if not 4 <= len(fields) <= 8:
        raise NotationError(f"{len(fields)} fields; 4 to 8 are asked for")
    kind, quotes, actors, recipients, status, source, date, place = fields + ["-"] * (8 - len(fields))
    named = _TYPE.match(kind)
    if not named:
        raise NotationError(f"{kind!r} is no TYPE/mode~OTHER")
    return Event(
        event_type=named["type"],
        mode=named["mode"],
        quotes=tuple(_quote(q) for q in quotes.split(" // ")),
        actors=_parties(actors),
        recipients=_parties(recipients),
        status=cast(Status, "occurred" if status == "-" else status),
        said_by=None if source == "-" else _party(source),
        date=None if date == "-" else date,
        place=None if place == "-" else _place(place),
        central=line[0] == "!",
        alternative=named["other"],
    )


def _quote(text: str) -> Quote:
    parts = text.strip().split("*")
    if len(parts) != 3 or not parts[1].strip():
        raise NotationError(f"{text!r} must hold one *trigger* between stars")
    return Quote(_flat("".join(parts)), _flat(parts[1]))


def _parties(text: str) -> tuple[Party, ...]:
    return () if text == "-" else tuple(_party(p) for p in text.split(" + "))


def _party(text: str) -> Party:
    found = _PARTY.match(_flat(text))
    if not found:
        raise NotationError(f"{text!r} must end in COUNTRY SECTOR, e.g. `Ankara TUR GOV` or `NATO - IGO`")
    country = None if found["country"] == "-" else found["country"]
    return Party(found["text"], found["name"] or found["text"], country, found["sector"])


def _place(text: str) -> Place:
    name, _, country = text.rpartition(" ")
    if not name or not re.fullmatch(r"[A-Z]{3}|-", country):
        raise NotationError(f"place {text!r} must be `Name COUNTRY`")
    return Place(name, None if country == "-" else country)


def _flat(text: str) -> str:
    return " ".join(text.split())
