"""Reported speech in a paragraph: who (source) says by what word (cue) what (content)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span, Token

from dragoman.coding.attribution.cues import Cue, cues, entry_of, introduces
from dragoman.coding.attribution.quoting import Quote, quotes_in

Shape = Literal["clause", "quote", "infinitive", "phrase", "according", "noun", "headline", "signature", "free"]

_TRIM = frozenset(",.;:") | {"--", "—", "–", "-"}
_ASPECT = frozenset("continue begin start keep try attempt refuse decline go seem appear fail".split())
_NAME_LENGTH = 8
_CLOSING_LENGTH = 8
_PLAIN = frozenset("say report announce state add note claim confirm write hint declare affirm explain certify tell".split())
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "ADP", "PART", "PUNCT", "NUM"})
_CLOSERS = frozenset({"”", ")"})
_ASIDE = frozenset({",", "—", "--", "–", "("})
_LATER = frozenset("then later now earlier meanwhile further instead still yesterday today".split())
_CONTRAST = frozenset("although though while whereas as but".split())
_LIGHT = frozenset("claim admit accept take express voice make issue have deliver give offer raise show send draw repeat reiterate reject face".split())
_ADJUNCTS = frozenset("in during on at after before since until while amid despite via over throughout within".split())


@dataclass(frozen=True, slots=True)
class Report:
    """One act of reporting. Spans are of the paragraph's parse; ``source`` may be missing, ``contents`` come in pieces."""

    shape: Shape
    entry: Cue | None
    head: Token | None
    cue: Span | None
    source: Span | None
    contents: tuple[Span, ...]

    @property
    def start(self) -> int:
        """The first token of any part."""
        return min(s.start for s in (self.cue, self.source, *self.contents) if s is not None)


def reports_in(doc: Doc, quoted: Sequence[tuple[int, int]]) -> list[Report]:
    """All reporting in a paragraph, in order.

    Args:
        doc: the parsed paragraph.
        quoted: character spans of direct speech in it.
    """
    quotes = quotes_in(doc, quoted)
    free = [q.span for q in quotes if q.free]
    taken: set[int] = set()
    out: list[Report] = [r for r in (_headline(doc), _signature(doc, free)) if r is not None]
    for token in doc:
        if any(q.start <= token.i < q.end for q in free):
            continue
        report = _report(token, free, taken)
        if report is not None:
            out.append(report)
            taken |= {c.start for c in report.contents}
    for sentence in doc.sents:
        closing = _closing(sentence, out)
        if closing is not None:
            out.append(closing)
    out += [Report("free", None, None, None, None, (q,)) for q in free if q.start not in taken]
    return sorted(out, key=lambda r: r.start)


def _report(token: Token, free: list[Span], taken: set[int]) -> Report | None:
    if token.lower_ == "according":
        return _according(token, free)
    found = entry_of(token)
    if found is None:
        return None
    entry, partner = found
    if token.pos_ == "VERB":
        return _verbal(token, entry, partner, free)
    if token.pos_ == "NOUN":
        return _nominal(token, entry)
    return _adjectival(token, entry)


def _closing(sentence: Span, found: Sequence[Report]) -> Report | None:
    """ "..., the Times reports.": a reporting clause at a sentence's end that the parser took for something else."""
    doc = sentence.doc
    for word in reversed(doc[max(sentence.start, sentence.end - _CLOSING_LENGTH) : sentence.end]):
        entry = _reporting(word)
        if entry is None:
            continue
        comma = next((i for i in range(word.i - 1, max(sentence.start, word.i - 9), -1) if doc[i].text == ","), None)
        if comma is None or comma + 1 == word.i or comma <= sentence.start + 2:
            return None
        named = any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in doc[comma + 1 : word.i])
        if not named or any(r.cue is not None and r.cue.start >= sentence.start and r.cue.end <= sentence.end for r in found):
            return None
        content = _trimmed(doc[_clause_start(word) : comma])
        source = doc[comma + 1 : word.i]
        return Report("clause", entry, word, doc[word.i : word.i + 1], source, (content,)) if content else None
    return None


def _reporting(word: Token) -> Cue | None:
    """The entry of a reporting verb, also where the tagger took it for a noun ("the Times reports")."""
    lemma = word.lemma_.lower() if word.pos_ == "VERB" else word.lower_.removesuffix("s")
    return cues()[lemma, "verb"] if lemma in _PLAIN and word.pos_ in ("VERB", "NOUN") else None


def _headline(doc: Doc) -> Report | None:
    """ "Kremlin: pact is no threat": a name and a colon before a clause."""
    colon = next((t for t in doc[1:_NAME_LENGTH] if t.text == ":"), None)
    if colon is None or doc[-1].i == colon.i or not all(t.pos_ in _NAMING for t in doc[: colon.i]):
        return None
    named = doc[colon.i - 1].pos_ in ("PROPN", "NOUN") and any(t.pos_ == "PROPN" for t in doc[: colon.i])
    if not named or any(t.text == "," or t.like_num or t.text[0].isdigit() for t in doc[: colon.i]):
        return None
    content = _trimmed(doc[colon.i + 1 :])
    says = any(t.pos_ in ("VERB", "AUX") for t in doc[colon.i + 1 :])
    return Report("headline", None, colon, doc[colon.i : colon.i + 1], doc[: colon.i], (content,)) if content and says else None


def _signature(doc: Doc, free: list[Span]) -> Report | None:
    """A quotation signed with a dash and a name: "... -- Jane Roe"."""
    for token in doc:
        if token.text not in ("--", "—") or token.i + 1 >= len(doc):
            continue
        end = token.i + 1
        while end < len(doc) and doc[end].pos_ == "PROPN":
            end += 1
        alone = end == len(doc) or doc[end].text in (".", "“", '"')
        starts = token.i == 0 or any(q.end == token.i for q in free)
        if end > token.i + 2 and alone and starts:
            contents = tuple(q for q in free if end in (q.start, q.start + 1) or q.end == token.i)[:1]
            return Report("signature", None, token, doc[token.i : token.i + 1], doc[token.i + 1 : end], contents)
    return None


# --- verbs


def _verbal(verb: Token, entry: Cue, partner: Token | None, free: list[Span]) -> Report | None:
    shape, contents, link = _content(verb, entry, partner, free)
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    raised = "raised" in entry.takes
    if shape in ("phrase", "infinitive") and (passive or (raised and contents)):
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None or not (contents or "obj" in entry.takes):
            return None
        contents = [s for s in (_phrase(subject, verb), *contents) if s is not None]
    if not contents:
        return None
    cue = _cue_span(verb, partner or link)
    source = None if raised else _source(verb)
    return Report(shape, entry, verb, cue, source, tuple(contents))


def _content(
    verb: Token, entry: Cue, partner: Token | None, free: list[Span]
) -> tuple[Shape, list[Span], Token | None]:
    if "that" in entry.takes:
        near = _near_quotes(verb, free)
        clause = _clause(verb, near)
        if clause:
            near = [q for q in near if q.end > verb.sent.start]
        if near or clause:
            return ("quote" if near else "clause"), sorted(clause + near, key=lambda s: s.start), None
    if "ing" in entry.takes:
        gerund = next((c for c in verb.rights if c.dep_ == "xcomp" and c.tag_ == "VBG"), None)
        if gerund is not None:
            return "clause", _pieces(gerund, verb), None
    if partner is not None and partner.dep_ == "prep":
        rest = _behind(partner)
        infinitive = _infinitive(verb, with_object=False)
        if rest is not None and infinitive is not None and infinitive.start == rest.end:
            rest = verb.doc[rest.start : infinitive.end]
        return "phrase", [rest] if rest else [], partner
    if "to" in entry.takes:
        infinitive = _infinitive(verb, with_object="obj" in entry.takes or "that" in entry.takes)
        if infinitive is not None:
            return "infinitive", [infinitive], None
    if "obj" in entry.takes:
        rest = _object(verb)
        if rest is not None:
            return "phrase", [rest], None
    for child in verb.rights:
        if child.dep_ in ("prep", "agent") and _takes_preposition(entry, child):
            rest = _behind(child)
            if rest is not None:
                return "phrase", [rest], child
    if "named" in entry.takes:
        named = _named(verb)
        if named is not None:
            return "phrase", [named], None
    return "phrase", [], None


def _takes_preposition(entry: Cue, child: Token) -> bool:
    if child.lower_ == "to":
        return "to_pp" in entry.takes
    return child.lower_ in entry.takes and child.lower_ != "obj"


def _near_quotes(verb: Token, free: list[Span]) -> list[Span]:
    """Free quotations that a verb introduces or follows, with no other cue between."""
    sentence = verb.sent
    out = []
    for quote in free:
        inside = quote.start < sentence.end and quote.end > sentence.start
        just_before = quote.end == sentence.start and len(sentence) < 30
        if not (inside or just_before):
            continue
        between = verb.doc[quote.end : verb.i] if quote.end <= verb.i else verb.doc[verb.i + 1 : quote.start]
        if len(between) <= 40 and not any(introduces(t) for t in between):
            out.append(quote)
    return out


def _clause(verb: Token, near: list[Span]) -> list[Span]:
    """The complement clause, in pieces where the reporting clause interrupts it; none that a near quotation covers."""
    aside = [] if near else _around(verb)
    if aside:
        return aside
    clauses = [c for c in verb.children if c.dep_ == "ccomp" or (c.dep_ in ("advcl", "dep") and c.i > verb.i and _marked_that(c))]
    pieces = _joined([p for c in clauses for p in _pieces(c, verb)])
    if not pieces and verb.dep_ in ("parataxis", "ccomp", "dep") and not near and _interrupts(verb):
        pieces = _pieces(verb.head, verb, cut=verb)
    pieces = [p for p in pieces if p.start > verb.i or p.end > _clause_start(verb)]
    return [p for p in _widened(pieces, verb) if not any(p.start < q.end and q.start < p.end for q in near)]


def _joined(pieces: list[Span]) -> list[Span]:
    """Adjacent pieces as one, in order."""
    out: list[Span] = []
    for piece in sorted(pieces, key=lambda p: p.start):
        if out and piece.start <= out[-1].end + 1:
            out[-1] = piece.doc[out[-1].start : max(piece.end, out[-1].end)]
        else:
            out.append(piece)
    return out


def _around(verb: Token) -> list[Span]:
    """ "A, the ministry said, and B": what a reporting clause set off by commas leaves of its sentence."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or any(c.dep_ == "mark" for c in verb.children):
        return []
    doc, sentence = verb.doc, verb.sent
    first = min(subject.left_edge.i, verb.i)
    if first <= sentence.start + 2 or doc[first - 1].text not in _ASIDE:
        return []
    before = doc[_clause_start(verb) : first]
    if not any(t.pos_ in ("VERB", "AUX") for t in before) or any(introduces(t) for t in before):
        return []
    last = max(subject.right_edge.i if subject.i > verb.i else verb.i, verb.i)
    comma = next((i for i in range(last + 1, min(last + 4, sentence.end)) if doc[i].text in _ASIDE), None)
    if comma is None and any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
        return []
    behind = doc[comma + 1 : sentence.end] if comma is not None else None
    if behind is not None and (any(introduces(t) for t in behind) or not len(behind)):
        behind = None
    return [p for p in (_trimmed(before), _trimmed(behind) if behind is not None else None) if p is not None]


def _clause_start(word: Token) -> int:
    """Where the part of the sentence begins in which a word stands: behind the last semicolon before it."""
    start = word.sent.start
    return next((i + 1 for i in range(word.i - 1, start - 1, -1) if word.doc[i].text == ";"), start)


def _widened(pieces: list[Span], verb: Token) -> list[Span]:
    """A report that closes its sentence covers all before it, also what the parser hung elsewhere."""
    if not pieces or pieces[0].start >= verb.i:
        return pieces
    doc, start = verb.doc, _clause_start(verb)
    ahead = doc[start : pieces[0].start]
    if not any(t.pos_ in ("VERB", "AUX") for t in ahead) or any(introduces(t) for t in ahead):
        return pieces
    whole = _trimmed(doc[start : pieces[0].end])
    return [whole, *pieces[1:]] if whole is not None else pieces


def _marked_that(clause: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in clause.children)


def _interrupts(verb: Token) -> bool:
    """Whether a reporting clause stands as an aside in what it reports: "the deal, he said, was dead"."""
    first = min(t.i for t in verb.subtree)
    doc = verb.doc
    opens = doc[first].text in _ASIDE or (first > verb.sent.start and doc[first - 1].text in _ASIDE)
    return opens and not _marked_that(verb)


def _pieces(clause: Token, verb: Token, cut: Token | None = None) -> list[Span]:
    """The clause's tokens as contiguous spans, without the reporting clause."""
    leave = {t.i for t in cut.subtree} if cut is not None else {verb.i}
    if cut is None:
        leave |= {
            t.i for c in verb.children if c != clause and c.dep_ in ("nsubj", "aux", "neg", "prt") for t in c.subtree
        }
    if clause.i > verb.i:
        leave |= _asides(clause, verb)
    indices = sorted(t.i for t in clause.subtree if t.i not in leave)
    runs: list[list[int]] = []
    for i in indices:
        if runs and i == runs[-1][1] + 1:
            runs[-1][1] = i
        else:
            runs.append([i, i])
    spans = [_trimmed(clause.doc[a : b + 1]) for a, b in runs]
    return [s for s in spans if s is not None]


def _asides(clause: Token, verb: Token) -> set[int]:
    """Tokens of a clause set off behind the content that is the reporter's own: ", although ...", ", citing ..."."""
    out: set[int] = set()
    for child in clause.rights:
        first = min(t.i for t in child.subtree)
        if child.dep_ not in ("advcl",) or clause.doc[first - 1].text != ",":
            continue
        if clause.doc[first].lower_ in _CONTRAST or (child.tag_ == "VBG" and child.i == first):
            out |= {t.i for t in child.subtree}
    return out


def _new_sentence(clause: Token, verb: Token) -> bool:
    """ "said that A, and B did C": a clause with its own subject behind comma and conjunction is no longer said."""
    first = clause.left_edge.i
    doc = clause.doc
    joined = doc[first - 1].pos_ == "CCONJ" and doc[first - 2].text == ","
    own = any(c.dep_ in ("nsubj", "nsubjpass") and c.pos_ != "PRON" for c in clause.lefts)
    return joined and own and verb.i < first and not _marked_that(clause)


def _trimmed(span: Span) -> Span | None:
    start, end = span.start, span.end
    doc = span.doc
    while start < end and (doc[start].text in _TRIM or doc[start].text in _CLOSERS):
        start += 1
    while end > start and doc[end - 1].text in _TRIM:
        end -= 1
    if end <= start:
        return None
    return doc[start : _with_closing_mark(doc, start, end)]


def _with_closing_mark(doc: Doc, start: int, end: int) -> int:
    """The end, moved behind the mark that closes a quotation opened within."""
    marks = [t.text for t in doc[start:end] if t.text in ("“", "”", '"')]
    opened = bool(marks) and (marks[-1] == "“" or (marks[-1] == '"' and len(marks) % 2 == 1))
    if opened:
        for i in range(end, min(end + 2, len(doc))):
            if doc[i].text in ("”", '"'):
                return i + 1
    return end


def _infinitive(verb: Token, with_object: bool) -> Span | None:
    """ "plans [to visit]", "urged [Iran to talk]": the object belongs to the content where the verb moves somebody."""
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and any(
            c.lower_ == "to" and c.dep_ == "aux" for c in child.children
        ):
            start = min(t.i for t in child.subtree)
            objects = [c for c in verb.rights if c.dep_ in ("dobj", "dative") and c.i < start]
            if objects and with_object:
                start = min(t.i for t in objects[0].subtree)
            end = max(t.i for t in child.subtree) + 1
            return _trimmed(verb.doc[start:end]) if start > verb.i else None
    return None


def _object(verb: Token) -> Span | None:
    """The object with the complements behind it, up to the first adjunct."""
    objects = [c for c in verb.rights if c.dep_ in ("dobj", "nsubjpass", "ccomp")]
    if not objects:
        return None
    start, end = min(t.i for t in objects[0].subtree), max(t.i for t in objects[0].subtree) + 1
    for child in verb.rights:
        first = min(t.i for t in child.subtree)
        if first != end:
            continue
        if child.dep_ == "prep" and child.lower_ in _ADJUNCTS:
            break
        if child.dep_ in ("prep", "xcomp", "oprd", "acomp", "prt"):
            end = max(t.i for t in child.subtree) + 1
    return _trimmed(verb.doc[start:end])


def _behind(preposition: Token) -> Span | None:
    after = [t.i for c in preposition.rights for t in c.subtree]
    return _trimmed(preposition.doc[min(after) : max(after) + 1]) if after else None


def _named(verb: Token) -> Span | None:
    """ "called [the vote a farce]"."""
    for child in verb.rights:
        if child.dep_ in ("oprd", "xcomp", "ccomp"):
            last = max(t.i for t in child.subtree)
            first = min(t.i for c in verb.rights if c.dep_ in ("dobj", child.dep_) for t in c.subtree)
            return _trimmed(verb.doc[first : last + 1]) if first > verb.i else None
    return _object(verb)


def _cue_span(verb: Token, partner: Token | None) -> Span:
    """The verb group: auxiliaries, negation and adverbs before the verb, its particle and preposition."""
    doc, first, last = verb.doc, verb.i, verb.i
    top = verb
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _ASPECT and verb.i - verb.head.i <= 3:
        top, first = verb.head, verb.head.i
    group = {
        c.i
        for c in (*top.children, *verb.children)
        if c.dep_ in ("aux", "auxpass", "neg", "advmod") and c.i < verb.i and not (c.tag_ == "TO" and top.dep_ != "advcl")
    }
    while first > 0 and first - 1 in group and doc[first - 1].lower_ not in _LATER:
        first -= 1
    if partner is not None and partner.i - verb.i == 1:
        last = partner.i
    if last + 1 < len(doc) and doc[last + 1].text == ":":
        last += 1
    return doc[first : last + 1]


def _source(verb: Token) -> Span | None:
    top = verb.head if verb.dep_ == "xcomp" and verb.head.lemma_ in _ASPECT else verb
    passive = any(c.dep_ == "auxpass" for c in top.children)
    for child in top.children:
        if passive and child.dep_ == "agent":
            return _behind(child)
        if not passive and child.dep_ == "nsubj":
            return _phrase(child, top)
    return None


def _phrase(head: Token, verb: Token) -> Span | None:
    """A subject's noun phrase, with the comma that closes an apposition before the verb."""
    indices = sorted(t.i for t in head.subtree if t != verb)
    run = [head.i]
    known = set(indices)
    while run[0] - 1 in known:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in known:
        run.append(run[-1] + 1)
    span = _trimmed(head.doc[run[0] : run[-1] + 1])
    if span is None:
        return None
    doc = head.doc
    if span.end < verb.i and doc[span.end].text in _ASIDE and any(t.text == doc[span.end].text for t in span):
        return doc[span.start : span.end + 1]
    return span


# --- according to, nouns, adjectives


def _according(token: Token, free: list[Span]) -> Report | None:
    to = next((c for c in token.rights if c.lower_ == "to"), None)
    if to is None:
        return None
    source = _behind(to)
    if source is None:
        return None
    sentence = token.sent
    doc = token.doc
    cue = doc[token.i : to.i + 1]
    start = _clause_start(token)
    if token.i > start + 2:
        content = _trimmed(doc[start : token.i])
    else:
        content = _trimmed(doc[source.end : sentence.end])
    return Report("according", cues()[("according", "prep")], token, cue, source, (content,) if content else ())


def _nominal(noun: Token, entry: Cue) -> Report | None:
    """ "Iran's claim that ...", "a plan to ...", "expressed concern about ..."."""
    content, link = _noun_content(noun, entry)
    if content is None:
        return None
    verb = noun.head
    if noun.dep_ == "dobj" and verb.lemma_ in _LIGHT and verb.i < noun.i:
        first, source = _cue_span(verb, None).start, _source(verb)
    else:
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        source = _phrase(owner, noun) if owner is not None else None
        first = min((c.i for c in noun.lefts if c.dep_ in ("amod", "det", "compound")), default=noun.i)
    last = link.i if link is not None and link.i == noun.i + 1 else noun.i
    shape: Shape = "infinitive" if content[0].lower_ == "to" else "noun"
    return Report(shape, entry, noun, noun.doc[first : last + 1], source, (content,))


def _noun_content(noun: Token, entry: Cue) -> tuple[Span | None, Token | None]:
    for child in noun.rights:
        finite = child.dep_ in ("acl", "ccomp", "relcl") and _marked_that(child)
        infinitive = child.dep_ == "acl" and child.tag_ == "VB" and "to" in entry.takes
        if (finite and "that" in entry.takes) or infinitive:
            indices = [t.i for t in child.subtree]
            return _trimmed(noun.doc[min(indices) : max(indices) + 1]), None
        light = noun.dep_ == "dobj" and noun.head.lemma_ in _LIGHT
        if light and child.dep_ == "prep" and _takes_preposition(entry, child):
            return _behind(child), child
    return None, None


def _adjectival(word: Token, entry: Cue) -> Report | None:
    verb = word.head
    if word.dep_ != "acomp" or verb.pos_ not in ("AUX", "VERB"):
        return None
    content = None
    for child in (*word.rights, *verb.rights):
        if child.dep_ == "ccomp" and "that" in entry.takes:
            indices = [t.i for t in child.subtree]
            content = _trimmed(word.doc[min(indices) : max(indices) + 1])
        elif child.dep_ == "prep" and child.lower_ in entry.takes and child.head == word:
            content = _behind(child)
    if content is None:
        return None
    cue = word.doc[verb.i : word.i + 1]
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    return Report("clause", entry, word, cue, _phrase(subject, verb) if subject is not None else None, (content,))
