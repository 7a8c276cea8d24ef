"""Did it happen? Occurred, ongoing, planned, possible or denied, from tense, modality, negation and what embeds it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from spacy.tokens import Token

from dragoman.datafiles import read_csv
from dragoman.language import Governor, ParsedSentence, Predicate, governors
from dragoman.language import predicate as predicate_of
from dragoman.records import Status

PURPOSE = "a purpose, not said to be reached"
_POSSIBLE = frozenset({"may", "might", "could", "can", "should", "would", "must", "ought"})
_PLANNED = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_IF = frozenset({"if", "unless", "whether", "provided", "lest", "should"})
_COMPLEMENT = frozenset({"xcomp", "ccomp", "pcomp", "acl", "dobj", "pobj", "prep", "nsubjpass", "csubj", "nsubj"})
_REPORTING = frozenset("say tell add announce state note declare report claim insist warn confirm vow".split())
_OF_THE_ACT = frozenset({"of", "for", "from", "to", "against", "about", "on", "into"})
_LASTING = frozenset(
    {"war", "siege", "blockade", "occupation", "investigation", "probe", "inquiry", "protest", "unrest", "conflict"}
)
_PREVENTIVE = frozenset({"without"})


@dataclass(frozen=True, slots=True)
class Assessment:
    """A status with the reason for it."""

    status: Status
    reason: str


@cache
def embedders() -> dict[tuple[str, str], Status]:
    """Embedding words: (lemma, pos) to the status they lend to what they embed."""
    file = files("dragoman.coding") / "data" / "embedders.csv"
    return {(r["word"], r["pos"]): cast(Status, r["effect"]) for _, r in read_csv(file)}


def assess(predicate: Predicate, sentence: ParsedSentence) -> Assessment:
    """The status of what a predicate names."""
    return (
        _negation(predicate)
        or _modality(predicate)
        or _embedding(predicate)
        or _headline_infinitive(predicate, sentence)
        or _aspect(predicate)
        or _continuing(predicate)
        or Assessment("occurred", "told as a fact")
    )


def _negation(predicate: Predicate) -> Assessment | None:
    if predicate.negated:
        return Assessment("denied", "negated")
    if any(g.token.lower_ in _PREVENTIVE and g.relation in ("pobj", "pcomp") for g in governors(predicate.head)):
        return Assessment("denied", "'without'")
    return None


def _modality(predicate: Predicate) -> Assessment | None:
    for modal in predicate.modals:
        if modal in _PLANNED:
            return Assessment("planned", f"'{modal}'")
        if modal in _POSSIBLE:
            if modal == "would" and _reported(predicate.head) and not _conditional(predicate.head):
                return Assessment("planned", "'would' in reported speech: the future seen from then")
            return Assessment("possible", f"'{modal}'")
    if _conditional(predicate.head):
        return Assessment("possible", "in a conditional clause")
    return None


def _reported(token: Token) -> bool:
    return any(g.relation == "ccomp" and g.token.lemma_ in _REPORTING for g in governors(token))


def _conditional(token: Token) -> bool:
    return any(g.marker in _IF for g in governors(token))


def _embedding(predicate: Predicate) -> Assessment | None:
    """The nearest word above that decides: "plans to X", "failed to X", "threat of X"."""
    table = embedders()
    below, preposition = predicate.head, ""
    for governor in governors(predicate.head):
        above = governor.token
        if above.pos_ == "ADP":
            preposition = above.lower_
        if not _embeds(governor, below, preposition):
            return None
        below = above
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "ADJ": "adj"}.get(above.pos_)
        effect = table.get((above.lemma_.lower(), kind)) if kind else None
        if effect is None:
            continue
        if effect == "occurred":
            if governor.relation in ("dobj", "nsubjpass", "nsubj"):
                continue
            return None
        if effect == "ongoing" and governor.relation in ("dobj", "nsubjpass", "nsubj"):
            continue
        if effect == "denied" and any(c.dep_ == "neg" for c in above.children):
            return Assessment("occurred", f"'{above.lemma_}' negated")
        return Assessment(effect, f"embedded by '{above.lemma_}'")
    return None


def _embeds(governor: Governor, below: Token, preposition: str) -> bool:
    """Whether a word above still speaks of the act below it, rather than of something beside it."""
    above, relation = governor.token, governor.relation
    if relation not in _COMPLEMENT or (relation == "nsubj" and above.pos_ == "VERB"):
        return False
    if relation == "ccomp" and above.lemma_ in _REPORTING:
        return False
    if relation == "acl" and below.tag_ != "VB":
        return False
    if relation in ("pobj", "pcomp") or (relation == "prep" and above.pos_ == "VERB"):
        return preposition in _OF_THE_ACT
    return True


def _headline_infinitive(predicate: Predicate, sentence: ParsedSentence) -> Assessment | None:
    """ "Modi to address rally": in a headline the infinitive is the future."""
    head = predicate.head
    infinitive = head.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in head.children)
    if sentence.record.kind == "title" and infinitive and head.dep_ in ("ROOT", "relcl", "acl"):
        return Assessment("planned", "infinitive of a headline")
    if infinitive and head.head.lemma_ == "be" and head.dep_ == "xcomp":
        return Assessment("planned", "'be to'")
    if infinitive and head.dep_ == "advcl":
        return _purpose(head)
    return None


def _purpose(head: Token) -> Assessment:
    """ "will meet Kim to discuss arms": a purpose shares the future of what serves it."""
    above = predicate_of(head.head)
    for served in (_modality(above), _embedding(above)):
        if served is not None and served.status == "planned":
            return Assessment("planned", f"purpose of what is planned: {served.reason}")
    return Assessment("possible", PURPOSE)


def _continuing(predicate: Predicate) -> Assessment | None:
    """ "the war ... has slowed the economy": a lasting state named in a clause of the present."""
    if predicate.pos != "noun" or predicate.lemma not in _LASTING:
        return None
    verb = predicate.head
    while verb.head != verb and verb.pos_ not in ("VERB", "AUX"):
        verb = verb.head
    tenses = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ in ("aux", "auxpass"))}
    return Assessment("ongoing", "a lasting state, told in the present") if tenses & {"VBZ", "VBP"} else None


def _aspect(predicate: Predicate) -> Assessment | None:
    head = predicate.head
    if predicate.pos != "verb" or head.tag_ != "VBG":
        return None
    auxiliaries = [c for c in head.children if c.dep_ == "aux"]
    if any(a.lemma_ == "be" and a.tag_ in ("VBZ", "VBP", "VB") for a in auxiliaries) or (
        any(a.lower_ in ("'s", "’s", "'re", "’re") for a in auxiliaries)
    ):
        if any(c.lower_ == "go" for c in (head,)) and any(c.dep_ == "xcomp" for c in head.children):
            return None
        return Assessment("ongoing", "progressive present")
    if any(a.lower_ == "been" for a in auxiliaries):
        return Assessment("ongoing", "perfect progressive")
    return None
