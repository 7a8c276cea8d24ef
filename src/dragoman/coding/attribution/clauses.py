"""The clause that a reporting verb reports, before, behind or around it."""

from __future__ import annotations

from spacy.tokens import Span, Token

from dragoman.coding.attribution.cues import introduces
from dragoman.coding.attribution.spans import ASIDE, clause_start, joined, runs, says_that, trimmed
from dragoman.language.clauses import FINITE

_CONTRAST = frozenset("although though while whereas as but".split())
_OWN_PARTS = frozenset({"nsubj", "aux", "neg", "prt"})


def reported_clause(verb: Token, near: list[Span]) -> list[Span]:
    """What a verb reports, in pieces where the reporting clause interrupts it.

    Args:
        verb: the reporting verb.
        near: the quotations that it introduces or follows; what they cover is theirs.
    """
    if not near and (around := _around(verb)):
        return around
    pieces = joined(p for c in verb.children if _is_content(c, verb) for p in _pieces(c, verb))
    if not pieces and not near and _interrupts(verb):
        pieces = runs({t.i for t in verb.head.subtree} - {t.i for t in verb.subtree}, verb.doc)
    pieces = [p for p in pieces if p.start > verb.i or p.end > clause_start(verb)]
    return [p for p in _widened(pieces, verb) if not any(p.start < q.end and q.start < p.end for q in near)]


def gerund(verb: Token) -> list[Span]:
    """ "denied [having fired]"."""
    return next((_pieces(c, verb) for c in verb.rights if c.dep_ in ("xcomp", "ccomp") and _is_gerund(c)), [])


def _is_gerund(verb: Token) -> bool:
    return verb.tag_ == "VBG" or any(c.dep_ == "aux" and c.tag_ == "VBG" for c in verb.children)


def _is_content(clause: Token, verb: Token) -> bool:
    return clause.dep_ == "ccomp" or (clause.dep_ in ("advcl", "dep") and clause.i > verb.i and says_that(clause))


def _around(verb: Token) -> list[Span]:
    """ "A, the ministry said, and B": what a reporting clause set off by commas leaves of its sentence."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or any(c.dep_ in ("mark", "dobj") for c in verb.children):
        return []
    doc, sentence = verb.doc, verb.sent
    first, last = min(subject.left_edge.i, verb.i), max(subject.right_edge.i, verb.i)
    if subject.i < verb.i:
        last = verb.i
    before = doc[clause_start(verb) : first]
    if first <= sentence.start + 2 or doc[first - 1].text not in ASIDE or any(introduces(t) for t in before):
        return []
    comma = next((i for i in range(last + 1, min(last + 4, sentence.end)) if doc[i].text in ASIDE), None)
    behind = doc[comma + 1 : sentence.end] if comma is not None else None
    if not _plain(before):  # "In 2011, the paper reported, he was jailed"
        if comma != last + 1 or behind is None or not _plain(behind) or any(t.pos_ == "VERB" for t in before):
            return []
    elif comma is None and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return []
    pieces = [trimmed(before)]
    if behind is not None and not any(introduces(t) for t in behind):
        pieces.append(trimmed(behind))
    return [p for p in pieces if p is not None]


def _plain(span: Span) -> bool:
    """Whether a span tells something, by a finite verb, and nothing in it reports."""
    return any(t.tag_ in FINITE for t in span) and not any(introduces(t) for t in span)


def _interrupts(verb: Token) -> bool:
    """Whether a reporting clause stands as an aside in what it reports: "the deal, he said, was dead"."""
    if verb.dep_ not in ("parataxis", "ccomp", "dep") or says_that(verb):
        return False
    doc, first = verb.doc, verb.left_edge.i
    return doc[first].text in ASIDE or (first > verb.sent.start and doc[first - 1].text in ASIDE)


def _widened(pieces: list[Span], verb: Token) -> list[Span]:
    """A report that closes its sentence covers all before it, also what the parser hung elsewhere."""
    if not pieces or pieces[0].start >= verb.i:
        return pieces
    start = clause_start(verb)
    if not _plain(verb.doc[start : pieces[0].start]):
        return pieces
    first = trimmed(verb.doc[start : pieces[0].end])
    return [first, *pieces[1:]] if first is not None else pieces


def _pieces(clause: Token, verb: Token) -> list[Span]:
    """The clause's tokens as contiguous spans, without the reporting clause."""
    leave = {verb.i}
    for child in verb.children:
        if child != clause and child.dep_ in _OWN_PARTS:
            leave |= {t.i for t in child.subtree}
    if clause.i > verb.i:
        leave |= _asides(clause)
    inside = list(clause.subtree)
    for word in inside:
        if word.lower_ == "according":  # another's report of the whole
            leave |= {t.i for t in word.subtree}
    return runs({t.i for t in inside} - leave, clause.doc)


def _asides(clause: Token) -> set[int]:
    """Tokens behind the content that are the reporter's own: ", although ...", ", citing ...", ", and Iran did ..."."""
    out: set[int] = set()
    for child in clause.rights:
        first = child.left_edge.i
        if child.dep_ == "conj" and _begins_anew(child):
            out |= {first - 1, *(t.i for t in child.subtree)}
        elif child.dep_ == "advcl" and clause.doc[first - 1].text == "," and _reporters_own(child):
            out |= {t.i for t in child.subtree}
    return out


def _reporters_own(clause: Token) -> bool:
    first = clause.left_edge
    return first.lower_ in _CONTRAST or (clause.tag_ == "VBG" and clause == first)


def _begins_anew(clause: Token) -> bool:
    """ "said that A, and Iran did B": a clause with its own subject behind comma and conjunction is no longer said."""
    doc, first = clause.doc, clause.left_edge.i
    if says_that(clause) or first < 2 or doc[first - 1].pos_ != "CCONJ" or doc[first - 2].text != ",":
        return False
    return any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "PRON" for c in clause.lefts)
