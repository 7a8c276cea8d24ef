"""Which words of a text name places, and how each name is used.

The parser's entity labels, the words around a name and the gazetteer vote together: "Paris Hilton" and "George
Washington" are persons, the "Washington Post" is a paper, "Moscow said" is a government that a place stands for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Span, Token

from dragoman.coding.place.gazetteer import Candidate, Toponyms
from dragoman.coding.place.names import words_of
from dragoman.coding.place.resolution import candidates, within
from dragoman.language import ParsedSentence

Use = Literal["place", "government", "people", "part"]
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_NO_PLACES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "CARDINAL", "QUANTITY", "LAW", "LANGUAGE"})
LOCATIVE = words_of("leading")
_SKIPPED = words_of("part_of")
_TITLES = words_of("title")
_PAPERS = words_of("medium")
_STREETS = words_of("street")
_SPEAKS = words_of("speaking")
_NATURE = words_of("nature")
_JOINS = frozenset("of the and de del la le al el an - – ' upon on under by-the-".split())
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "his", "her", "its", "their", "our", "my"})
_MODIFIES = frozenset({"compound", "nmod", "amod", "poss"})
_QUARTERS = frozenset({"North", "South", "East", "West"})  # alone they say where in some country
_LONGEST = 6  # words of a name
_KNOWN_SIZE = 100_000  # people of a town that is taken for itself where nothing else tells


@dataclass(frozen=True, slots=True)
class Word:
    """A name of a place where it stands: its first and last token, and how it is used.

    ``use``: the place itself; a government that it stands for; a people or adjective of it; a part of a longer name.
    """

    sentence: ParsedSentence
    span: Span
    use: Use

    @property
    def start(self) -> int:
        """Offset of its first character in the article's text."""
        return self.sentence.start_of(self.span[0])

    @property
    def end(self) -> int:
        """Offset behind its last character in the article's text."""
        return self.sentence.end_of(self.span[-1])


def recognise(sentences: Sequence[ParsedSentence], gazetteer: Toponyms) -> list[Word]:
    """The names of places in sentences of one article, in order; names that the gazetteer lacks included."""
    surnames = _surnames(sentences)
    first = [list(_Reader(s, gazetteer, surnames).words()) for s in sentences]
    sure = frozenset(w.span.text for words in first for w in words if w.use == "place")
    out: list[Word] = []
    for sentence, words in zip(sentences, first, strict=True):
        text, found = sentence.span.text, [w.span.text for w in words]
        again = any(text.count(name) > found.count(name) for name in sure)
        out += _Reader(sentence, gazetteer, surnames, sure).words() if again else words
    return out


def _surnames(sentences: Sequence[ParsedSentence]) -> frozenset[str]:
    """The last words of the persons' full names: who "Lancaster" is once "Burt Lancaster" was named."""
    people = (e for s in sentences for e in s.span.ents if e.label_ == "PERSON" and len(e) > 1)
    return frozenset(next((t.text for t in reversed(e) if t.text[:1].isupper()), "") for e in people)


def locative(token: Token) -> bool:
    """Whether a preposition of place leads to a word: "in", "near the", "from northern"."""
    while not token.is_sent_start:
        token = token.nbor(-1)
        if token.lower_ not in _SKIPPED:
            leaving = token.lower_ == "for" and token.head.lemma_ in ("leave", "depart", "head", "bind")
            return token.lower_ in LOCATIVE or leaving
    return False


class _Reader:
    """Reads the names of places out of one sentence."""

    def __init__(
        self,
        sentence: ParsedSentence,
        gazetteer: Toponyms,
        surnames: frozenset[str],
        sure: frozenset[str] = frozenset(),
    ) -> None:
        self._sentence, self._gazetteer, self._surnames, self._sure = sentence, gazetteer, surnames, sure
        self._doc, self._text = sentence.span.doc, sentence.span.text

    def words(self) -> Iterator[Word]:
        """The names from left to right, the longest first where several begin at one word."""
        end = 0
        for token in self._sentence.span:
            if token.i >= end and token.text[:1].isupper() and token.lower_ != "the":
                found = self._starting(token.i)
                if found is not None:
                    yield found
                    end = found.span.end

    def _starting(self, at: int) -> Word | None:
        for end in range(self._reach(at), at, -1):
            span = self._doc[at:end]
            if not span[-1].text[:1].isalpha() or span[-1].lower_ in _JOINS | _SKIPPED or span.text in _QUARTERS:
                continue
            options = candidates(self._gazetteer, *self._written(span))
            use = self._use(span, options) if options else None
            if use is not None:
                return Word(self._sentence, self._with_stop(span), use)
        return self._unknown(at)

    def _reach(self, at: int) -> int:
        """Where the run of name words that begins here may end at most."""
        end, last = at, min(at + _LONGEST, self._sentence.span.end)
        while end < last and (self._doc[end].text[:1].isupper() or self._doc[end].lower_ in _JOINS):
            end += 1
        return end

    def _written(self, span: Span) -> tuple[str, bool]:
        stop = self._with_stop(span)
        return stop.text, span.start >= 2 and self._doc[span.start - 1].text == ","

    def _with_stop(self, span: Span) -> Span:
        """The name with the full stop of its abbreviation, where the parser has split it off: "La" and "."."""
        end = span.end
        stop = end < self._sentence.span.end and self._doc[end].text == "." and not span[-1].whitespace_
        longer = self._doc[span.start : end + 1]
        short = stop and any(c.sense == "abbreviation" for c in candidates(self._gazetteer, longer.text))
        return longer if short else span

    def _unknown(self, at: int) -> Word | None:
        """A name that only the parser takes for a place."""
        token = self._doc[at]
        if token.ent_type_ not in _PLACES or not _begins(token):
            return None
        end = at + 1
        while end < self._sentence.span.end and self._doc[end].ent_iob_ == "I":
            end += 1
        span = self._doc[at:end]
        if span[-1].text in ("'s", "’s") and len(span) > 1:
            span = span[:-1]
        own = self._apart(span) and span[-1].lower_ not in _STREETS and span.text not in self._surnames
        return Word(self._sentence, span, "place") if own and (locative(token) or span.text in self._sure) else None

    def _use(self, span: Span, options: Sequence[Candidate]) -> Use | None:
        """How a name that the gazetteer knows is used; None where it names no place."""
        token, label = span[-1], span[-1].ent_type_
        if all(c.sense == "people" for c in options):
            return "people" if label not in ("PERSON", "LANGUAGE", "ORG") else None
        end = span.end_char - self._sentence.span.start_char
        region = bool(within(self._text[end : end + 60], options, self._gazetteer)[1])
        placed = region or locative(span[0])
        if (
            not self._apart(span)
            or _common(span, options)
            or (len(span) == 1 and span.text in self._surnames and not placed)
        ):
            return None
        if token.pos_ != "PROPN" and label not in _PLACES and not region:
            return None
        if label in _NO_PLACES and not region:
            return None
        return self._labelled(span, options, placed, region)

    def _labelled(self, span: Span, options: Sequence[Candidate], placed: bool, region: bool) -> Use | None:
        label, entity = span[-1].ent_type_, _entity(span[-1])
        longer = len(entity) > len(span) and not region
        if label == "PERSON":
            return "place" if not longer and (region or _inside(span[0])) else None
        if longer and label in _PLACES | {"ORG"}:
            return self._part(span, entity, options)
        if label in _PLACES:
            return "government" if _speaks(span, options) else "place"
        if region or span.text in self._sure or any(_known(c) for c in options):
            return "place"
        return "place" if placed and label != "ORG" else None

    def _part(self, span: Span, entity: Span, options: Sequence[Candidate]) -> Use | None:
        """ "Ohio" of "the Ohio State Police"; not of the "Ohio River", nor of the "Toledo Blade"."""
        rest = [t for t in entity if t.i >= span.end]
        if any(t.lower_ in _NATURE | _PAPERS for t in rest):
            return None
        words = [t for t in entity if t.i < span.start and t.lower_ not in _SKIPPED and t.text[:1].isupper()]
        sure = any(_known(c) or (c.place.precision == "admin2" and c.sense == "name") for c in options)
        return "part" if sure and not words else None

    def _apart(self, span: Span) -> bool:
        """Whether a name stands for itself: not behind a title ("Mr. London"), not a street's ("Memphis St.")."""
        first, last = span.start, span.end
        before = self._doc[first - 1].lower_ if first > self._sentence.span.start else ""
        after = self._doc[last].lower_ if last < self._sentence.span.end else ""
        return before not in _TITLES and after not in _STREETS


def _inside(token: Token) -> bool:
    """Whether a word stands right behind a preposition that leads to no person: "in Goma", not "to Warren"."""
    return not token.is_sent_start and token.nbor(-1).lower_ in ("in", "near", "outside", "inside", "for")


def _common(span: Span, options: Sequence[Candidate]) -> bool:
    """ "the Metro": an article before a town's name makes it the name of another thing."""
    first, last = span[0], span[-1]
    article = not first.is_sent_start and first.nbor(-1).lower_ in _ARTICLES and last.dep_ not in _MODIFIES
    return article and all(c.place.precision == "city" or c.sense in ("alias", "short") for c in options)


def _begins(token: Token) -> bool:
    """Whether a token is the first word of an entity's name, "the" left out."""
    return bool(token.ent_iob_ == "B" or not token.nbor(-1).text[:1].isupper())


def _known(candidate: Candidate) -> bool:
    named = candidate.sense in ("name", "capital", "abbreviation")
    return named and (candidate.population >= _KNOWN_SIZE or candidate.place.precision in ("country", "admin1"))


def _entity(token: Token) -> Span:
    """The entity that the parser sees a token in, without an owner's ending; the token alone where it sees none."""
    start = end = token.i
    while token.ent_type_ and token.doc[start].ent_iob_ == "I":
        start -= 1
    while token.ent_type_ and end + 1 < len(token.doc) and token.doc[end + 1].ent_iob_ == "I":
        end += 1
    while start < token.i and token.doc[start].lower_ in _SKIPPED:
        start += 1
    if end > token.i and token.doc[end].text in ("'s", "’s"):
        end -= 1
    return token.doc[start : end + 1]


def _speaks(span: Span, options: Sequence[Candidate]) -> bool:
    """ "Moscow said", "Beijing's demands": a capital or country that acts."""
    token = span[-1]
    acts = token.dep_ in ("nsubj", "poss") and (token.dep_ == "poss" or token.head.lemma_ in _SPEAKS)
    return acts and any(c.sense == "capital" or c.place.precision == "country" for c in options)
