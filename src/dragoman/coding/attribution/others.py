"""Reports without a reporting verb: "according to", nouns, adjectives, headlines, signatures; and closing clauses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Doc, Span, Token

from dragoman.actors import DEEDS
from dragoman.coding.attribution.cues import Cue, cues
from dragoman.coding.attribution.report import Report, Shape
from dragoman.coding.attribution.spans import behind, clause_start, has_verb, noun_phrase, says_that, trimmed, whole
from dragoman.coding.attribution.verbs import cue_span, source_of, takes_preposition

_LIGHT = frozenset(
    "claim admit accept take express voice make issue have deliver give offer raise show send draw repeat reiterate "
    "reject face".split()
)
_CLAUSE: Shape = "clause"
_PHRASE: Shape = "phrase"
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "ADP", "PART", "PUNCT"})
_NAME_LENGTH = 8  # tokens of a headline's name
_CLOSING_LENGTH = 8  # tokens of a clause that closes a sentence
_PLAIN = frozenset(
    "say report announce state add note claim confirm write hint declare affirm explain certify tell".split()
)


def according_to(token: Token) -> Report | None:
    """ "..., according to U.S. officials": covers its part of the sentence."""
    to = next((c for c in token.rights if c.lower_ == "to"), None)
    source = behind(to) if to is not None else None
    if to is None or source is None:
        return None
    doc, start = token.doc, clause_start(token)
    before, after = doc[start : token.i], doc[source.end : token.sent.end]
    parts = [before] if token.i > start + 2 else [after]
    if not has_verb(before) and has_verb(after):  # "The next day, according to two officials, he resigned"
        parts = [before, after]
    contents = tuple(c for part in parts if (c := trimmed(part)) is not None)
    entry = cues()["according", "prep"]
    return Report("according", entry, token, doc[token.i : to.i + 1], source, contents) if contents else None


def of_noun(noun: Token, entry: Cue) -> Report | None:
    """ "Iran's claim that ...", "a plan to ...", "expressed concern about ...", "claimed responsibility for ..."."""
    content, link = _noun_content(noun, entry)
    if content is None:
        return None
    if _is_light(noun):
        first, source = cue_span(noun.head, None).start, source_of(noun.head)
    else:
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        source = noun_phrase(owner, noun) if owner is not None else None
        first = min((c.i for c in noun.lefts if c.dep_ in ("amod", "det", "compound")), default=noun.i)
    last = link.i if link is not None and link.i == noun.i + 1 else noun.i
    shape: Shape = "infinitive" if content[0].lower_ == "to" else "noun"
    return Report(shape, entry, noun, noun.doc[first : last + 1], source, (content,))


def _is_light(noun: Token) -> bool:
    return bool(noun.dep_ == "dobj" and noun.head.lemma_ in _LIGHT and noun.head.i < noun.i)


def _noun_content(noun: Token, entry: Cue) -> tuple[Span | None, Token | None]:
    for child in noun.rights:
        finite = child.dep_ in ("acl", "ccomp", "relcl") and says_that(child) and "that" in entry.takes
        infinitive = child.dep_ == "acl" and child.tag_ == "VB" and "to" in entry.takes
        if finite or infinitive:
            return whole(child), None
        if _is_light(noun) and child.dep_ == "prep" and takes_preposition(entry, child):
            return behind(child), child
    return None, None


def of_adjective(word: Token, entry: Cue) -> Report | None:
    """ "was certain that ...", "is critical of ..."."""
    verb = word.head
    if word.dep_ != "acomp" or verb.pos_ not in ("AUX", "VERB"):
        return None
    content, shape = None, _CLAUSE
    for child in (*word.rights, *verb.rights):
        if child.dep_ == "ccomp" and "that" in entry.takes:
            content, shape = whole(child), _CLAUSE
        elif child.dep_ == "prep" and child.head == word and child.lower_ in entry.takes:
            content, shape = behind(child), _PHRASE
    if content is None or verb.i > word.i:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    source = noun_phrase(subject, verb) if subject is not None else None
    return Report(shape, entry, word, word.doc[verb.i : word.i + 1], source, (content,))


def closing_clause(sentence: Span, found: Iterable[Report]) -> Report | None:
    """ "..., the Times reports.": a reporting clause at a sentence's end that the parser took for something else."""
    doc = sentence.doc
    if any(r.cue is not None and sentence.start <= r.cue.start < sentence.end for r in found):
        return None
    word = next((t for t in reversed(sentence[-_CLOSING_LENGTH:]) if _reports(t)), None)
    if word is None:
        return None
    earliest = max(sentence.start + 2, word.i - _CLOSING_LENGTH)
    comma = next((i for i in range(word.i - 2, earliest, -1) if doc[i].text == ","), None)
    if comma is None or not any(t.pos_ in ("NOUN", "PROPN", "PRON") for t in doc[comma + 1 : word.i]):
        return None
    content = trimmed(doc[clause_start(word) : comma])
    entry = cues()[_reported_as(word), "verb"]
    return (
        Report("clause", entry, word, doc[word.i : word.i + 1], doc[comma + 1 : word.i], (content,))
        if content
        else None
    )


def _reported_as(word: Token) -> str:
    """The lemma of a reporting verb, also where the tagger took it for a noun ("the Times reports")."""
    return str(word.lemma_.lower() if word.pos_ == "VERB" else word.lower_.removesuffix("s"))


def _reports(word: Token) -> bool:
    return word.pos_ in ("VERB", "NOUN") and _reported_as(word) in _PLAIN


def headline(doc: Doc) -> Report | None:
    """ "Kremlin: pact is no threat": a name and a colon before a clause, at a paragraph's head."""
    colon = next((t for t in doc[1:_NAME_LENGTH] if t.text == ":"), None)
    if colon is None or not has_verb(doc[colon.i + 1 :]):
        return None
    name, content = doc[: colon.i], trimmed(doc[colon.i + 1 :])
    if not all(t.pos_ in _NAMING and t.text != "," and not t.text[0].isdigit() for t in name):
        return None
    if content is None or name[-1].pos_ not in ("PROPN", "NOUN") or not any(t.pos_ == "PROPN" for t in name):
        return None
    if name[-1].lemma_.lower() in DEEDS:  # "London attack: Trump says"
        return None
    return Report("headline", None, colon, doc[colon.i : colon.i + 1], name, (content,))


def signature(doc: Doc, free: Sequence[Span]) -> Report | None:
    """A quotation signed with a dash and a name: "... -- Jane Roe"."""
    for token in doc[:-1]:
        if token.text not in ("--", "—") or not (token.i == 0 or any(q.end == token.i for q in free)):
            continue
        end = token.i + 1
        while end < len(doc) and doc[end].pos_ == "PROPN":
            end += 1
        alone = end == len(doc) or doc[end].text in (".", "“", '"')
        contents = tuple(q for q in free if end in (q.start, q.start + 1) or q.end == token.i)[:1]
        if end > token.i + 2 and alone:
            return Report("signature", None, token, doc[token.i : token.i + 1], doc[token.i + 1 : end], contents)
    return None
