"""Direct speech inside a paragraph: which quotations stand on their own and which are words within a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span

from dragoman.coding.attribution.cues import introduces

_MARKS = frozenset("“”\"'‘’`") | {"''", "``"}
_BOUNDARY = frozenset(",.:;?!—–-") | {"--", "...", "…"}
_CLOSING = frozenset(",.?!…") | {"...", "—", "--"}
_SENTENCE_END = frozenset('.?!:”"') | {"...", "—", "--"}
_SCARE = 3  # words; a shorter quotation that nothing sets off is a word in the sentence


def free_quotes(doc: Doc, spans: Sequence[tuple[int, int]]) -> list[Span]:
    """The quotations of a paragraph that stand on their own, marks included.

    Args:
        doc: the parsed paragraph.
        spans: character spans of direct speech in it, clipped to it.
    """
    found = (doc.char_span(start, end, alignment_mode="contract") for start, end in spans)
    return [s for s in found if s is not None and len(s) > 2 and _is_free(doc, s)]


def _is_free(doc: Doc, span: Span) -> bool:
    inner = [t for t in span if t.text not in _MARKS]
    words = [t for t in inner if t.is_alpha]
    if not words:
        return False
    closes = inner[-1].text in _CLOSING
    before = doc[span.start - 1] if span.start else None
    if before is None or before.text in _SENTENCE_END:
        return closes or len(words) > _SCARE
    if before.pos_ == "VERB":
        return introduces(before) and (closes or len(words) > _SCARE)
    return closes and before.text in _BOUNDARY and any(t.pos_ in ("VERB", "AUX") for t in inner)
