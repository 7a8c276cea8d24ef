"""Direct quotations, also those that run over several paragraphs."""

from __future__ import annotations

import re

_OPEN_CLOSE = re.compile(r'[“”"]')
_BREAK = re.compile(r"\n\s*\n|\n")
MAX_LENGTH = 3000


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans of direct speech, marks included, in order.

    A quotation that is still open at the end of its paragraph goes on when the next paragraph begins with an
    opening mark (the convention of English newspapers); else it ends with its paragraph.

    >>> quotations('He said: “We won.” Then he left.')
    [(9, 18)]
    """
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for first, last in _paragraphs(text):
        marks = list(_OPEN_CLOSE.finditer(text, first, last))
        continues = start is not None and bool(marks) and marks[0].start() == first and marks[0].group() != "”"
        if start is not None and not continues:
            spans.append((start, min(first, start + MAX_LENGTH)))
            start = None
        start = _scan(marks[1:] if continues else marks, start, text, spans)
    if start is not None:
        spans.append((start, min(len(text), start + MAX_LENGTH)))
    return [(a, _trim(text, a, b)) for a, b in spans]


def _scan(marks: list[re.Match[str]], start: int | None, text: str, spans: list[tuple[int, int]]) -> int | None:
    for mark in marks:
        opens = mark.group() == "“" or (mark.group() == '"' and _opening(text, mark.start(), start))
        if start is None and opens:
            start = mark.start()
        elif start is not None and not opens:
            spans.append((start, mark.end()))
            start = None
    return start


def _opening(text: str, at: int, start: int | None) -> bool:
    return start is None and (at == 0 or not text[at - 1].isalnum())


def _paragraphs(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for gap in _BREAK.finditer(text):
        if gap.start() > at:
            out.append((at, gap.start()))
        at = gap.end()
    if at < len(text):
        out.append((at, len(text)))
    return out


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
