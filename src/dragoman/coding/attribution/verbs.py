"""Verbs that report: their content by what the lexicon says they take, their cue and source."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Span, Token

from dragoman.coding.attribution.clauses import gerund, reported_clause
from dragoman.coding.attribution.cues import Cue, introduces
from dragoman.coding.attribution.report import Report, Shape
from dragoman.coding.attribution.spans import behind, noun_phrase, trimmed
from dragoman.language.clauses import is_infinitive

_ASPECT = frozenset("continue begin start keep try attempt refuse decline go seem appear fail".split())
_LATER = frozenset("then later now earlier meanwhile further instead still yesterday today".split())
_ADJUNCTS = frozenset("in during on at after before since until while amid despite via over throughout within".split())
_BETWEEN = 40  # tokens between a quotation and its cue
_AFTER_QUOTE = 30  # tokens of a sentence that only says whose the quotation before it is

Content = tuple[Shape, list[Span], Token | None]


def of_verb(verb: Token, entry: Cue, partner: Token | None, free: list[Span]) -> Report | None:
    """The report that a verb makes, if it has any content.

    Args:
        verb: a verb of the lexicon.
        entry: its entry.
        partner: its particle or preposition, where the entry has one.
        free: the paragraph's quotations that stand on their own.
    """
    shape, contents, link = next(_contents(verb, entry, partner, free), ("phrase", [], None))
    raised = "raised" in entry.takes
    if shape in ("phrase", "infinitive") and (_is_passive(verb) or (raised and contents)):
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or not (contents or "obj" in entry.takes):
            return None
        contents = [s for s in (noun_phrase(subject, verb), *contents) if s is not None]
    if not contents:
        return None
    source = None if raised else source_of(verb)
    return Report(shape, entry, verb, cue_span(verb, partner or link), source, tuple(contents))


def _is_passive(verb: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in verb.children)


def _contents(verb: Token, entry: Cue, partner: Token | None, free: list[Span]) -> Iterator[Content]:
    """What a verb may have for content, the likeliest first."""
    if "that" in entry.takes:
        near = _near_quotes(verb, free)
        clause = [c for c in reported_clause(verb, near) if not _of_a_free_relative(c, verb)]
        if clause:
            near = [q for q in near if q.end > verb.sent.start]
        if near or clause:
            yield "quote" if near else "clause", sorted(clause + near, key=lambda s: s.start), None
    if "ing" in entry.takes and (acts := gerund(verb)):
        yield "clause", acts, None
    if partner is not None and partner.dep_ == "prep":
        yield "phrase", _behind_partner(verb, partner), partner
        return
    if "to" in entry.takes and (wish := _infinitive(verb, bool(entry.takes & {"obj", "that"}))) is not None:
        yield "infinitive", [wish], None
    if "obj" in entry.takes and (thing := _object(verb)) is not None:
        yield "phrase", [thing], None
    yield from _behind_prepositions(verb, entry)
    if "named" in entry.takes and (named := _named(verb)) is not None:
        yield "phrase", [named], None


def _of_a_free_relative(content: Span, verb: Token) -> bool:
    """Whether words before a verb are those that its clause stands in: "searched it in what officials said was"."""
    return bool(content.end <= verb.i and content[-1].tag_ == "WP")


def _behind_prepositions(verb: Token, entry: Cue) -> Iterator[Content]:
    for child in verb.rights:
        if child.dep_ in ("prep", "agent") and takes_preposition(entry, child) and (rest := behind(child)) is not None:
            yield "phrase", [rest], child


def takes_preposition(entry: Cue, preposition: Token) -> bool:
    """Whether a cue takes its content behind this preposition."""
    return ("to_pp" if preposition.lower_ == "to" else preposition.lower_) in entry.takes


def _near_quotes(verb: Token, free: list[Span]) -> list[Span]:
    """Free quotations that a verb introduces or follows, with no other cue between."""
    doc, sentence = verb.doc, verb.sent
    out = []
    for quote in free:
        inside = quote.start < sentence.end and quote.end > sentence.start
        if not inside and not (quote.end == sentence.start and len(sentence) < _AFTER_QUOTE):
            continue
        between = doc[quote.end : verb.i] if quote.end <= verb.i else doc[verb.i + 1 : quote.start]
        if len(between) <= _BETWEEN and not any(introduces(t) for t in between):
            out.append(quote)
    return out


def _behind_partner(verb: Token, partner: Token) -> list[Span]:
    """ "called on [Iran to stop]"."""
    rest, wish = behind(partner), _infinitive(verb, False)
    if rest is not None and wish is not None and wish.start == rest.end:
        rest = verb.doc[rest.start : wish.end]
    return [rest] if rest is not None else []


def _infinitive(verb: Token, with_object: bool) -> Span | None:
    """ "plans [to visit]", "urged [Iran to talk]": the object belongs to the content where the verb moves somebody."""
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and is_infinitive(child):
            start = child.left_edge.i
            objects = [c for c in verb.rights if c.dep_ in ("dobj", "dative") and c.i < start]
            if objects and with_object:
                start = objects[0].left_edge.i
            return trimmed(verb.doc[start : child.right_edge.i + 1]) if start > verb.i else None
    return None


def _object(verb: Token) -> Span | None:
    """The object with the complements behind it, up to the first adjunct."""
    thing = next((c for c in verb.rights if c.dep_ in ("dobj", "nsubjpass", "ccomp")), None)
    if thing is None:
        return None
    end = thing.right_edge.i + 1
    for child in verb.rights:
        if child.left_edge.i != end:
            continue
        if child.dep_ == "prep" and child.lower_ in _ADJUNCTS:
            break
        if child.dep_ in ("prep", "xcomp", "oprd", "acomp", "prt"):
            end = child.right_edge.i + 1
    return trimmed(verb.doc[thing.left_edge.i : end])


def _named(verb: Token) -> Span | None:
    """ "called [the vote a farce]"."""
    name = next((c for c in verb.rights if c.dep_ in ("oprd", "xcomp", "ccomp")), None)
    if name is None:
        return _object(verb)
    first = min(c.left_edge.i for c in verb.rights if c.dep_ in ("dobj", name.dep_))
    return trimmed(verb.doc[first : name.right_edge.i + 1]) if first > verb.i else None


def cue_span(verb: Token, partner: Token | None) -> Span:
    """The verb group: auxiliaries, negation and adverbs before the verb, its particle or preposition behind it."""
    doc, top = verb.doc, _leading(verb)
    first, last = top.i, verb.i
    parts = ("aux", "auxpass", "neg", "advmod")
    group = {c.i for c in (*top.children, *verb.children) if c.dep_ in parts and c.i < verb.i}
    if top.dep_ != "advcl":
        group -= {i for i in group if doc[i].tag_ == "TO"}
    while first > 0 and first - 1 in group and doc[first - 1].lower_ not in _LATER:
        first -= 1
    if partner is not None and partner.i - verb.i == 1:
        last = partner.i
    if last + 1 < len(doc) and doc[last + 1].text == ":":
        last += 1
    return doc[first : last + 1]


def _leading(verb: Token) -> Token:
    """The verb of aspect that a cue hangs on: "continued to call for"."""
    near = verb.dep_ == "xcomp" and verb.head.lemma_ in _ASPECT and 0 < verb.i - verb.head.i <= 3
    return verb.head if near else verb


def source_of(verb: Token) -> Span | None:
    """The reporting verb's own subject, or of a passive its agent."""
    top = _leading(verb)
    wanted = "agent" if _is_passive(top) else "nsubj"
    child = next((c for c in top.children if c.dep_ == wanted), None)
    if child is None:
        return None
    return behind(child) if wanted == "agent" else noun_phrase(child, top)
