"""Reported speech in a paragraph: who (source) says by what word (cue) what (content)."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from dragoman.coding.attribution.cues import entry_of
from dragoman.coding.attribution.others import according_to, closing_clause, headline, of_adjective, of_noun, signature
from dragoman.coding.attribution.quoting import free_quotes
from dragoman.coding.attribution.report import Report
from dragoman.coding.attribution.verbs import of_verb


def reports_in(doc: Doc, quoted: Sequence[tuple[int, int]]) -> list[Report]:
    """All reporting in a paragraph, in order; inside a quotation that stands on its own nothing is looked for.

    Args:
        doc: the parsed paragraph.
        quoted: character spans of direct speech in it.
    """
    free = free_quotes(doc, quoted)
    spoken = {i for q in free for i in range(q.start, q.end)}
    found = [headline(doc), signature(doc, free)]
    found += [_of_word(token, free) for token in doc if token.i not in spoken]
    out = [r for r in found if r is not None]
    out += [c for s in doc.sents if (c := closing_clause(s, out)) is not None]
    taken = {c.start for r in out for c in r.contents}
    out += [Report("free", None, None, None, None, (q,)) for q in free if q.start not in taken]
    return sorted(out, key=lambda r: r.anchor)


def _of_word(token: Token, free: list[Span]) -> Report | None:
    if token.lower_ == "according":
        return according_to(token)
    found = entry_of(token)
    if found is None:
        return None
    entry, partner = found
    if token.pos_ == "VERB":
        return of_verb(token, entry, partner, free)
    return of_noun(token, entry) if token.pos_ == "NOUN" else of_adjective(token, entry)
