"""Spans of a parsed paragraph: subtrees, trimmed to what a reader would mark."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

ASIDE = frozenset({",", "—", "--", "–", "("})  # set a clause apart from its sentence
_TRIM = frozenset(",.;:") | {"--", "—", "–", "-"}
_CLOSERS = frozenset({"”", ")"})
_QUOTE_MARKS = frozenset({"“", "”", '"'})


def trimmed(span: Span) -> Span | None:
    """The span without punctuation at its edges, but with the mark that closes a quotation opened within."""
    doc, start, end = span.doc, span.start, span.end
    while start < end and (doc[start].text in _TRIM or doc[start].text in _CLOSERS):
        start += 1
    while end > start and (doc[end - 1].text in _TRIM or _unopened(doc[start:end])):
        end -= 1
    return doc[start : _with_closing_mark(doc, start, end)] if end > start else None


def _unopened(span: Span) -> bool:
    """Whether a span ends with a parenthesis that opens before it."""
    return bool(span[-1].text == ")") and not any(t.text == "(" for t in span)


def _with_closing_mark(doc: Doc, start: int, end: int) -> int:
    marks = [t.text for t in doc[start:end] if t.text in _QUOTE_MARKS]
    if marks and (marks[-1] == "“" or (marks[-1] == '"' and len(marks) % 2 == 1)):
        for i in range(end, min(end + 2, len(doc))):
            if doc[i].text in ("”", '"'):
                return i + 1
    return end


def whole(head: Token) -> Span | None:
    """All that hangs on a word, trimmed."""
    return trimmed(head.doc[head.left_edge.i : head.right_edge.i + 1])


def behind(preposition: Token) -> Span | None:
    """What a preposition governs."""
    after = list(preposition.rights)
    first, last = min((c.left_edge.i for c in after), default=0), max((c.right_edge.i for c in after), default=0)
    return trimmed(preposition.doc[first : last + 1]) if after else None


def noun_phrase(head: Token, verb: Token) -> Span | None:
    """A verb's subject or a noun's owner, with the comma or dash that closes an apposition before the verb."""
    doc, inside = head.doc, {t.i for t in head.subtree if t != verb}
    first = last = head.i
    while first - 1 in inside:
        first -= 1
    while last + 1 in inside:
        last += 1
    span = trimmed(doc[first : last + 1])
    if span is None or span.end >= verb.i or doc[span.end].text not in ASIDE:
        return span
    opened = any(t.text == doc[span.end].text for t in span)
    return doc[span.start : span.end + 1] if opened else span


def runs(indices: Iterable[int], doc: Doc) -> list[Span]:
    """Token indices as contiguous trimmed spans."""
    found: list[list[int]] = []
    for i in sorted(indices):
        if found and i == found[-1][1] + 1:
            found[-1][1] = i
        else:
            found.append([i, i])
    spans = [trimmed(doc[a : b + 1]) for a, b in found]
    return [s for s in spans if s is not None]


def joined(pieces: Iterable[Span]) -> list[Span]:
    """Pieces in order, those that adjoin (but for one token) as one."""
    out: list[Span] = []
    for piece in sorted(pieces, key=lambda p: p.start):
        if out and piece.start <= out[-1].end + 1:
            out[-1] = piece.doc[out[-1].start : max(piece.end, out[-1].end)]
        else:
            out.append(piece)
    return out


def clause_start(word: Token) -> int:
    """Where the part of the sentence begins in which a word stands: behind the last semicolon before it."""
    start: int = word.sent.start
    return next((i + 1 for i in range(word.i - 1, start - 1, -1) if word.doc[i].text == ";"), start)


def says_that(clause: Token) -> bool:
    """Whether a clause is marked as content: "that ...", "whether ..."."""
    return any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in clause.children)


def has_verb(span: Span) -> bool:
    """Whether a span holds a verb."""
    return any(t.pos_ in ("VERB", "AUX") for t in span)
