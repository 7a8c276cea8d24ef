"""What a clause's own words do to its act: modals, negation, adverbs, adjectives, conditions, aspect."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from dragoman.coding.factuality.lexicon import embedders, hedges, modals
from dragoman.coding.factuality.scale import POSSIBLE, Signature

_AUXILIARIES = frozenset({"aux", "auxpass"})
_NEGATABLE = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative"})
_AT_NO = frozenset({"time", "way", "circumstance", "means", "case", "account", "point"})
_OBJECTS = frozenset({"dobj", "attr"})
_BEYOND = frozenset({"but", "else", "except", "less", "more", "other", "short"})
_SHORT_OF = frozenset({"almost", "nearly"})
_NEGATED = Signature("denied", -2.5, -2.5, 2.5, "negated")
_HOLDING = frozenset("have see make serve take pose show know find expect be hold offer give bring leave want".split())
_CONSEQUENCE = Signature("possible", POSSIBLE, POSSIBLE, -POSSIBLE, "if a condition holds")
_YET = Signature("denied", -2.0, -2.0, 2.0, "'yet to'")


def operators(node: Token) -> Iterator[Signature]:
    """What the node's own words do to it, outermost first."""
    children = list(node.children)
    if node.pos_ in ("VERB", "AUX"):
        yield from _condition(node, children)
        yield from _adverbs(node, children)
        if is_negated(node, children):
            yield _NEGATED
        yield from _modal(node, children)
        if node.i > 1 and node.nbor(-1).lower_ == "to" and node.nbor(-2).lower_ == "yet":
            yield _YET
    else:
        yield from _attributes(children, is_denied_by_its_verb(node))
        yield from _adverbs(node, children)


def _condition(node: Token, children: list[Token]) -> Iterator[Signature]:
    for child in children:
        if child.dep_ == "mark" and child.lower_ in hedges("conjunction"):
            yield hedges("conjunction")[child.lower_]
    if inverted(node, children):
        yield hedges("conjunction")["if"]
    elif any(is_condition(c) for c in children) and not is_past(node):
        yield _CONSEQUENCE


def is_condition(clause: Token) -> bool:
    """Whether a clause states a condition: "if it fails", "should it fail"."""
    if clause.dep_ != "advcl":
        return False
    inside = list(clause.children)
    return any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "provided") for c in inside) or inverted(
        clause, inside
    )


def inverted(node: Token, children: list[Token]) -> bool:
    """ "Should bombs fall", "had they known": a condition told by the order of its words."""
    if node.dep_ != "advcl":
        return False
    first = children[0] if children else node
    return (
        first.dep_ in _AUXILIARIES
        and first.lower_ in ("should", "had", "were")
        and any(c.dep_ in ("nsubj", "nsubjpass") and c.i > first.i for c in children)
    )


def is_past(node: Token) -> bool:
    """Whether a verb stands in the past tense or the perfect, with no modal."""
    auxiliaries = [c for c in node.children if c.dep_ in _AUXILIARIES]
    tags = {node.tag_, *(c.tag_ for c in auxiliaries)}
    return "MD" not in tags and ("VBD" in tags or any(c.lemma_ == "have" for c in auxiliaries))


def is_negated(verb: Token, children: list[Token]) -> bool:
    """Whether a verb is negated; "did not sign until June" is not, "neither signed nor left" is, both times."""
    if any(c.lower_ == "until" for c in children):
        return False
    return any(negates(child, verb) for child in children) or (verb.dep_ == "conj" and _after_nor(verb))


def _after_nor(verb: Token) -> bool:
    return any(c.lower_ == "nor" and c.dep_ == "cc" and c.i < verb.i for c in verb.head.children)


def negates(child: Token, verb: Token) -> bool:
    """Whether a child negates the verb: "not", a subject such as "nobody", an object with "no".

    "Has no plans", "sees no end": the object is denied, the verb is not.
    """
    none = hedges("determiner")
    if child.dep_ == "prep":
        return any(c.dep_ == "pobj" and _is_none(c) for c in child.children)
    if child.dep_ == "neg" or (child.dep_ == "aux" and child.lower_.endswith(("n't", "n’t"))):
        return child.lower_ not in hedges("adverb")
    if child.lower_ == "longer":
        return any(c.lower_ == "no" for c in child.children)
    if child.dep_ not in _NEGATABLE or (child.dep_ in _OBJECTS and verb.lemma_ in _HOLDING):
        return False
    return child.lower_ in none or _is_not_one(child) or any(d.lower_ in none for d in _determiners(child))


def _is_not_one(noun: Token) -> bool:
    """ "not one soldier", "not a single shot"."""
    first = noun.left_edge
    return first.lower_ == "not" and first.nbor().lower_ in ("one", "a", "an", "single") if first != noun else False


def _is_none(noun: Token) -> bool:
    """ "asked for nothing", "at no time", "in no way", but not "held for nothing more than watching"."""
    if noun.lower_ in ("nothing", "nobody", "none"):
        return noun.i + 1 == noun.sent.end or noun.nbor(1).lower_ not in _BEYOND
    return noun.lemma_ in _AT_NO and any(c.lower_ == "no" for c in noun.children)


def _determiners(noun: Token) -> Iterator[Token]:
    return (c for c in noun.children if c.dep_ in ("det", "neg", "preconj", "amod"))


def is_denied_by_its_verb(noun: Token) -> bool:
    """Whether a noun's own "no" has been read as the negation of the verb above it."""
    return noun.head.pos_ in ("VERB", "AUX") and negates(noun, noun.head)


def _adverbs(node: Token, children: list[Token]) -> Iterator[Signature]:
    table = hedges("adverb")
    for child in children:
        if child.dep_ == "advmod" and child.left_edge.lower_ == "never":
            yield table["never"]
        elif child.lower_ in table and child.dep_ in ("advmod", "neg", "preconj"):
            if child.lower_ in _SHORT_OF and not (node.pos_ == "VERB" and 0 < node.i - child.i <= 1):
                continue
            yield table[child.lower_]


def _attributes(children: list[Token], told_above: bool) -> Iterator[Signature]:
    for child in children:
        if child.dep_ in ("det", "neg", "preconj") and child.lower_ in hedges("determiner"):
            if not told_above:
                yield hedges("determiner")[child.lower_]
        elif child.dep_ in ("amod", "compound"):
            found = hedges("attribute").get(child.lower_.rpartition("-")[2])
            if found is not None:
                yield found
        elif child.dep_ == "acl" and child.tag_ == "VBN":  # "talks cancelled after a row"
            called_off = embedders().get((child.lemma_, "verb", "np")) or embedders().get((child.lemma_, "verb", "any"))
            if called_off is not None and called_off.effect == "denied" and not is_past(child):
                yield called_off


_WOULD = frozenset({"would", "'d", "’d"})
_AHEAD = _WOULD | {"will", "shall", "'ll", "’ll", "may", "might"}


def _is_reported(node: Token, children: list[Token]) -> bool:
    """Whether a past verb reports the clause ("said it would", "it would, he said"): "would" is its future then."""
    above = node.head
    while above != node and node.dep_ == "conj":
        node, above = above, above.head
    if any(is_condition(c) for c in children):
        return False
    if node.dep_ in ("ccomp", "acl") and (above.tag_ in ("VBD", "VBN") or above.pos_ == "NOUN"):
        return True
    return any(c.dep_ in ("parataxis", "ccomp") and c.tag_ == "VBD" and not is_marked(c) for c in children)


def is_marked(clause: Token) -> bool:
    """Whether a conjunction opens the clause."""
    return any(c.dep_ == "mark" for c in clause.children)


def has_modal_ahead(verb: Token) -> bool:
    """Whether a verb's own modal says in plain words that it has not come about: "will attack", "may be attacked"."""
    auxiliaries = [c for c in verb.children if c.dep_ == "aux"]
    return any(a.lower_ in _AHEAD for a in auxiliaries) and not any(a.lemma_ == "have" for a in auxiliaries)


def _modal(node: Token, children: list[Token]) -> Iterator[Signature]:
    found = next((c for c in children if c.dep_ == "aux" and c.tag_ == "MD" and c.lower_ in modals()), None)
    if found is not None:
        perfect = any(c.dep_ == "aux" and c.lower_ in ("have", "'ve", "’ve", "of") for c in children)
        modal = modals()["will" if found.lower_ in _WOULD and _is_reported(node, children) else found.lower_]
        yield modal.perfect if perfect and node.tag_ == "VBN" else modal.plain
