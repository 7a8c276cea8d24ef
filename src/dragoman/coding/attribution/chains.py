"""Who says so: sources of reported speech, and the chain from the event up to the article's own voice."""

from __future__ import annotations

from spacy.tokens import Token

from dragoman.actors import ArticleActors, Reference
from dragoman.coding.attribution.cues import cue_of
from dragoman.language import Governor, ParsedArticle, ParsedSentence, governors
from dragoman.language.predicates import clause_subject, conjuncts
from dragoman.records import Attribution

_NOMINAL = frozenset(
    {"announcement", "statement", "claim", "report", "allegation", "accusation", "warning", "assertion", "testimony"}
)
_BACKGROUND = frozenset({"after", "before", "since", "when", "while"})
_CLOSING = 14  # tokens at a sentence's end that may hold its reporting clause
_PLAIN = frozenset({"say", "report", "announce", "claim", "state", "add", "confirm", "write", "tell"})


def chain(
    token: Token, sentence: ParsedSentence, parsed: ParsedArticle, people: ArticleActors, speakers: Speakers
) -> tuple[Attribution, ...]:
    """The sources of what a predicate tells, outermost first; empty where the article says it itself."""
    links: list[Attribution] = []
    for depth, governor in enumerate(governors(token)):
        if governor.relation == "pcomp" and governor.token.lower_ in _BACKGROUND:
            break  # "would allow it after speaking with Xi": taken for granted
        if (
            governor.token.pos_ == "NOUN"
            and governor.token.lemma_ in _NOMINAL
            and governor.relation in ("ccomp", "acl")
        ):
            links += _nominal(governor.token, sentence, people)
        if _reports(governor, depth):
            links += _links(governor.token, sentence, people)
    links += _according(token, sentence, people)
    if not links:
        links += _closing(token, sentence, people)
    if not links:
        quote = parsed.quote_at(sentence.start_of(token))
        if quote is not None:
            speaker = speakers.of_quote(quote, sentence)
            if speaker is not None:
                links.append(speaker)
    return tuple(reversed(links))


def _reports(governor: Governor, depth: int) -> bool:
    """Whether a word above reports the act as its content."""
    cue = cue_of(governor.token)
    if cue is None or not cue.asserts:
        return False
    if governor.relation in ("ccomp", "parataxis"):
        return True
    return cue.stance == "blames" and governor.relation in ("pcomp", "prep", "xcomp") and depth < 3


def _nominal(noun: Token, sentence: ParsedSentence, people: ArticleActors) -> list[Attribution]:
    """The source of "the office's announcement that", or of the verb that issues it."""
    owners = [c for c in noun.children if c.dep_ == "poss"]
    if not owners and noun.dep_ == "dobj":
        owners = clause_subject(noun.head)
    start, end = sentence.start_of(noun), sentence.end_of(noun)
    found = [people.at(sentence, o) for o in owners]
    return [Attribution(a, noun.lemma_, start, end) for r in found if r for a in r.actors[:3]]


def _links(verb: Token, sentence: ParsedSentence, people: ArticleActors) -> list[Attribution]:
    out = []
    for subject in clause_subject(verb):
        found = people.at(sentence, subject) or people.inside(sentence, subject)
        if found:
            out += [
                Attribution(a, verb.lemma_, sentence.start_of(verb), sentence.end_of(verb)) for a in found.actors[:3]
            ]
    if any(c.dep_ == "auxpass" for c in verb.children):
        out = [
            Attribution(a, verb.lemma_, sentence.start_of(verb), sentence.end_of(verb))
            for c in verb.children
            if c.dep_ == "agent"
            for o in c.children
            for r in [people.at(sentence, o)]
            if r
            for a in r.actors[:3]
        ]
    return out


def _according(token: Token, sentence: ParsedSentence, people: ArticleActors) -> list[Attribution]:
    """ "..., according to U.S. officials": holds for the clause it hangs on."""
    clause = {token.i, *(g.token.i for g in governors(token))}
    for word in sentence.span:
        if word.lower_ != "according":
            continue
        if not clause & {a.i for a in word.ancestors}:
            continue
        for to in word.children:
            for noun in to.children:
                if noun.dep_ == "pobj":
                    return [
                        Attribution(a, "according to", sentence.start_of(word), sentence.end_of(to))
                        for n in conjuncts(noun)
                        for r in [people.at(sentence, n) or people.inside(sentence, n)]
                        if r
                        for a in r.actors[:3]
                    ]
    return []


def _closing(token: Token, sentence: ParsedSentence, people: ArticleActors) -> list[Attribution]:
    """ "..., the Pentagon says", "..., said the sources": a reporting clause that closes the sentence.

    Parsers often hang such a clause beside the report instead of above it; the comma before it is the sign.
    """
    for verb in reversed(sentence.span[-_CLOSING:] if len(sentence.span) > _CLOSING else sentence.span):
        cue = cue_of(verb)
        if cue is None or not cue.asserts or verb.lemma_ not in _PLAIN:
            continue
        first = min([verb.i, *(t.i for c in verb.children if c.dep_ == "nsubj" for t in c.subtree)])
        before = verb.doc[first - 1] if first > sentence.span.start else None
        if before is not None and before.text in (",", "”", '"') and token.i < first:
            return _links(verb, sentence, people)
        return []
    return []


class Speakers:
    """Speakers of an article's quotations: of the sentence's own reporting verb, else the last one named."""

    def __init__(self, parsed: ParsedArticle, people: ArticleActors) -> None:
        """Args: ``parsed`` the article; ``people`` its references."""
        self._by_sentence: dict[int, Attribution] = {}
        for sentence in parsed.sentences:
            found = self._speaker(sentence, parsed, people)
            if found is not None:
                self._by_sentence[sentence.record.index] = found
        self._quotes = {q: self._find(q, parsed) for q in parsed.quotes}

    def of_quote(self, quote: tuple[int, int], sentence: ParsedSentence) -> Attribution | None:
        """The speaker of a quotation."""
        return self._quotes.get(quote) or self._by_sentence.get(sentence.record.index)

    @staticmethod
    def _speaker(sentence: ParsedSentence, parsed: ParsedArticle, people: ArticleActors) -> Attribution | None:
        for verb in sentence.span:
            if cue_of(verb) is None or parsed.quote_at(sentence.start_of(verb)) is not None:
                continue
            for subject in clause_subject(verb):
                found: Reference | None = people.at(sentence, subject)
                if found:
                    return Attribution(found.actors[0], verb.lemma_, sentence.start_of(verb), sentence.end_of(verb))
        return None

    def _find(self, quote: tuple[int, int], parsed: ParsedArticle) -> Attribution | None:
        touching = [s.record.index for s in parsed.sentences if s.record.start < quote[1] and s.record.end > quote[0]]
        for index in touching:
            if index in self._by_sentence:
                return self._by_sentence[index]
        first = touching[0] if touching else 0
        for index in (first - 1, (touching[-1] + 1) if touching else 0, first - 2):
            if index in self._by_sentence:
                return self._by_sentence[index]
        return None
