"""Layout: the blocks of an article's text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median

from dragoman.articles.furniture import furniture_tail, is_furniture
from dragoman.records import Block, BlockKind, Dateline

_BLANK = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ENDS = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_QUOTE = tuple("\"'“”‘’«-–—•*")
_NAME = r"(?:[A-Z][\w.'’-]+|[A-Z]\.|de|van|von|al|bin|del|la)"
_BYLINE = re.compile(r"(?:^(?:By|BY|by|Story by|Written by|Posted by)[:\s]+(?=[A-Z])(?!the\b).{2,120}$)")
_NAMES = re.compile(rf"^{_NAME}(?: {_NAME}){{1,3}}(?:(?:,| and| &|,? \|) {_NAME}(?: {_NAME}){{0,4}}){{0,3}}$")
_OUTLET = re.compile(
    r"^(?:The )?(?:Associated Press|Reuters|AP|AFP|Agence France-Presse|CNN|BBC(?: News)?|Xinhua|Bloomberg|"
    r"[A-Z][\w .]{2,30} (?:Correspondent|Writer|Editor|Reporter|Staff|"
    r"Bureau|News|Times|Post|Herald|Tribune))$"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?)"
_CAPS = r"(?:[A-Z][A-Z.'’]*[A-Z.](?:[ -][A-Z][A-Z.'’]*)*)"
_MIXED = r"(?:[A-Z][\w.'’]+(?:[ -](?:of|the|de|al|d'|[A-Z])[\w.'’]*){0,3})"
_DASH = r"(?:--|[-–—―])"
_AGENCY = r"\((?P<agency>[A-Z][\w .&/'’-]{1,50})\)"
_REST = rf"(?:[,/] ?(?:{_MIXED}|{_CAPS})){{0,2}}"
_DATELINES = tuple(
    re.compile(p)
    for p in (
        rf"(?P<place>(?:{_CAPS}|{_MIXED}){_REST}?),? ?(?:\(?(?P<date>{_DAY})\)?)?,? ?{_AGENCY}"
        rf"\s*(?:{_DASH}|:)\s*",
        rf"(?P<place>(?:{_CAPS}|{_MIXED}){_REST}?),? (?P<date>{_DAY})\s*{_DASH}\s*",
        rf"(?P<place>{_CAPS}{_REST})\s*(?:\s{_DASH}|—|--)\s+",
        rf"(?P<place>{_CAPS}{_REST})\s*(?:—|--)\s*",
        r"\((?P<agency>CNN|Reuters|AP|AFP|Bloomberg|UPI|VOA|RFE/RL)\)\s*(?:--|[-–—])?\s*",
    )
)


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks in order, and what byline and dateline say."""

    blocks: tuple[Block, ...]
    byline: str | None
    dateline: Dateline | None


def lay_out(text: str, title: str | None) -> Layout:
    """The blocks of ``text``, which begins with ``title`` where there is one."""
    blocks: list[Block] = []
    byline: str | None = None
    dateline: Dateline | None = None
    started = False
    for number, (start, end) in enumerate(units(text)):
        line = text[start:end]
        kind = _kind(line, number == 0 and title is not None, started)
        if kind == "byline":
            byline = byline or line
        if kind != "paragraph":
            blocks.append(Block(start, end, kind))
            continue
        found = None if started else match_dateline(line)
        if found is not None and found[1] > 0:
            dateline, length = found
            blocks.append(Block(start, start + len(line[:length].rstrip()), "dateline"))
            start += length
        started = True
        blocks.extend(_body(text, start, end))
    return Layout(tuple(blocks), byline, dateline)


def _body(text: str, start: int, end: int) -> list[Block]:
    """A paragraph, its credits at the end split off."""
    tail = furniture_tail(text[start:end])
    if tail is None:
        return [Block(start, end, "paragraph")] if start < end else []
    stop = start + len(text[start : start + tail].rstrip())
    body = [Block(start, stop, "paragraph")] if stop > start else []
    return [*body, Block(start + tail, end, "furniture")]


def _kind(line: str, is_title: bool, started: bool) -> BlockKind:
    if is_title:
        return "title"
    if is_furniture(line):
        return "furniture"
    if not started and len(line) <= 120 and is_byline(line):
        return "byline"
    return "heading" if is_heading(line) else "paragraph"


def is_byline(line: str) -> bool:
    """Whether a line before the first paragraph names the writer or the outlet."""
    return bool(_BYLINE.match(line) or _OUTLET.match(line) or _NAMES.match(line))


def is_heading(line: str) -> bool:
    """A short line that neither ends like a sentence nor begins like a quotation."""
    words = line.split()
    if len(words) > 12 or len(line) > 100 or _ENDS.search(line) or line.startswith(_QUOTE):
        return False
    return not match_dateline(line)


def match_dateline(line: str) -> tuple[Dateline, int] | None:
    """The dateline that opens ``line`` and its length, if one does."""
    for pattern in _DATELINES:
        found = pattern.match(line)
        if found and len(line) > found.end() and found.end() <= 100:
            said = found.groupdict()
            return Dateline(said.get("place"), said.get("agency"), said.get("date")), found.end()
    return None


def units(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph or line that stands by itself, without outer spaces."""
    found, at = [], 0
    for gap in [*_BLANK.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        found += _split(text, at, stop)
        at = gap.end() if gap else stop
    return found


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A stretch without blank lines: one unit where it is hard-wrapped, else its lines."""
    chunk = text[start:end]
    parts = [chunk] if _wrapped(chunk.split("\n")) else chunk.split("\n")
    found, at = [], start
    for part in parts:
        body = part.strip()
        if body:
            first = at + part.index(body)
            found.append((first, first + len(body)))
        at += len(part) + 1
    return found


def _wrapped(rows: list[str]) -> bool:
    """Whether lines break in mid-sentence at an even width."""
    full = [r.strip() for r in rows[:-1]]
    if not full or not 40 <= median(len(r) for r in full) <= 100:
        return False
    broken = sum(not _ENDS.search(r) for r in full)
    goes_on = sum(r.strip()[:1].islower() for r in rows[1:])
    return broken > 0.5 * len(full) and goes_on > 0.3 * len(full)
