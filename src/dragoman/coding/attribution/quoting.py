"""Direct speech inside a paragraph: which quotations stand on their own and which are words within a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from dragoman.coding.attribution.cues import introduces

_MARKS = frozenset("“”\"'‘’`") | {"''", "``"}
_BOUNDARY = frozenset(",.:;?!—–-") | {"--", "...", "…"}
_CLOSING = frozenset(",.?!…") | {"...", "—", "--"}
_SENTENCE_END = frozenset(".?!:”\"") | {"...", "—", "--"}
_SCARE = 3  # words; a shorter quotation that nothing sets off is a word in the sentence


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of one paragraph, marks included. ``free``: set off from the sentence it stands in."""

    span: Span
    free: bool


def quotes_in(doc: Doc, spans: Sequence[tuple[int, int]]) -> list[Quote]:
    """The quotations of a paragraph.

    Args:
        doc: the parsed paragraph.
        spans: character spans of direct speech in it, clipped to it.
    """
    out = []
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="contract")
        if span is not None and len(span) > 2:
            out.append(Quote(span, _free(doc, span)))
    return out


def _free(doc: Doc, span: Span) -> bool:
    words = [t for t in span if t.is_alpha]
    if not words:
        return False
    before = doc[span.start - 1] if span.start else None
    inner = [t for t in span if t.text not in _MARKS]
    closes = inner[-1].text in _CLOSING
    if before is None or before.text in _SENTENCE_END:
        return closes or len(words) > _SCARE
    if before.pos_ == "VERB":
        return introduces(before) and (closes or len(words) > _SCARE)
    clause = any(t.pos_ in ("VERB", "AUX") for t in inner)
    return before.text in _BOUNDARY and closes and clause
