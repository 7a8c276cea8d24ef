"""An article's text with what was read in it marked: blocks of segments, each segment with all that it is part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Record = dict[str, Any]
_RUN_ON = "dateline"  # a block that opens the paragraph behind it


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that tells something: ``kind`` is trigger, actor, recipient or quote.

    ``about`` is the id of the event, or of the statement, that it belongs to; offsets are 0-based, end-exclusive.
    """

    start: int
    end: int
    kind: str
    about: str
    quad: int | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """Letters that are all part of the same marks; ``anchor`` names a sentence that begins with them."""

    text: str
    kinds: str = ""
    about: str = ""
    anchor: str = ""
    link: str = ""  # the event or statement that its first trigger or quote leads to


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A title, paragraph or other block, cut into segments."""

    kind: str
    segments: tuple[Segment, ...]


def marked(
    text: str, blocks: Iterable[Mapping[str, Any]], marks: Sequence[Mark], sentences: Iterable[Mapping[str, Any]]
) -> list[MarkedBlock]:
    """The text of an article, block by block.

    Args:
        text: as it is stored.
        blocks: start, end and kind of each.
        marks: what is told where; they may overlap.
        sentences: ``start`` and ``index`` of each, for anchors ``s0``, ``s1`` and so on.
    """
    anchors = {s["start"]: f"s{s['index']}" for s in sentences}
    return [
        MarkedBlock(kind, tuple(_segments(text, start, end, marks, anchors)))
        for start, end, kind in _joined(blocks)
        if text[start:end].strip()
    ]


def _joined(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, int, str]]:
    begun: int | None = None
    for block in blocks:
        if block["kind"] == _RUN_ON:
            begun = block["start"]
            continue
        yield (block["start"] if begun is None else begun), block["end"], block["kind"]
        begun = None


def _segments(text: str, start: int, end: int, marks: Sequence[Mark], anchors: Mapping[int, str]) -> Iterator[Segment]:
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    cuts = {start, end, *(a for a in anchors if start < a < end)}
    cuts |= {min(max(place, start), end) for m in inside for place in (m.start, m.end)}
    places = sorted(cuts)
    for first, last in pairwise(places):
        over = [m for m in inside if m.start <= first and m.end >= last]
        yield _segment(text[first:last], over, anchors.get(first, ""))


def _segment(text: str, over: Sequence[Mark], anchor: str) -> Segment:
    kinds = dict.fromkeys(m.kind for m in over)
    quads = dict.fromkeys(f"q{m.quad}" for m in over if m.kind == "trigger" and m.quad)
    leading = sorted(over, key=lambda m: ("trigger", "quote").index(m.kind) if m.kind in ("trigger", "quote") else 9)
    link = leading[0].about if leading and leading[0].kind in ("trigger", "quote") else ""
    return Segment(text, " ".join([*kinds, *quads]), " ".join(dict.fromkeys(m.about for m in over)), anchor, link)


def marks_of_mentions(mentions: Iterable[Mapping[str, Any]], quads: Mapping[str, int]) -> Iterator[Mark]:
    """The marks of mentions as the ledger has them: triggers, actors and recipients.

    Args:
        mentions: rows of ``mentions`` with their actors and recipients.
        quads: quad codes by event id.
    """
    for mention in mentions:
        event = mention["event_id"]
        yield Mark(mention["trigger_start"], mention["trigger_end"], "trigger", event, quads.get(event))
        for side in ("actors", "recipients"):
            for actor in mention[side]:
                if actor["start"] is not None:
                    yield Mark(actor["start"], actor["end"], side[:-1], event)


def marks_of_statements(statements: Iterable[Mapping[str, Any]]) -> Iterator[Mark]:
    """The marks of what is quoted or reported."""
    for one in statements:
        yield Mark(one["start"], one["end"], "quote", one["statement_id"])
