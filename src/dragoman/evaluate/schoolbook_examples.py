"""From the schoolbook to the examples that the typer learns from.

Every item is parsed as the coder would parse it. A candidate word that lies in an annotated trigger is an example
of that event; every other candidate is an example of none. The words of a sentence make one example, as the coder asks
about them, or those of a passage: what is learned in passages serves to read sentences. Besides, an event with both
sides named in its sentence gives a pair: sides marked, trigger not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from dragoman.coding.candidates import candidates
from dragoman.coding.frame_index import FrameIndex
from dragoman.coding.selection import WITH_CONTENT, lies_inside
from dragoman.coding.typer import NONE, Question
from dragoman.coding.typer.marking import Span
from dragoman.evaluate.sentencewise import as_article as as_text_article
from dragoman.language import ParsedArticle, ParsedSentence, Parser, governing
from dragoman.language.predicates import LIGHT_VERBS
from dragoman.records import Article, Block, BlockKind
from dragoman.schoolbook import Event, Item, MarkedArticle, Party, Telling

PASSAGE = 480  # characters; the encoder reads some 160 word pieces
_AHEAD = frozenset({"planned", "possible"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question is to be answered with: the event, and the character spans of its sides and source."""

    event_type: str
    mode: str | None = None
    status: str | None = None
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    alternative: str | None = None

    def moved(self, by: int) -> Answer:
        """The same in a text that begins ``by`` characters earlier."""
        actors, recipients, sources = (
            tuple(_moved(s, by) for s in side) for side in (self.actors, self.recipients, self.sources)
        )
        return replace(self, actors=actors, recipients=recipients, sources=sources)


@dataclass(frozen=True, slots=True)
class Taught:
    """A teacher's answer: probabilities of types, and of modes given the annotated type (all 0 where it tells none)."""

    types: NDArray[np.float32]
    modes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its answers, one for each trigger or one for a marked pair; and a teacher's, where there are any.

    ``start`` is where the question's text begins in its item's, ``tags`` are the tags (Penn Treebank) of its triggers.
    ``changed`` tells, of a variation, whether each trigger is another word than the annotated one.
    """

    item_id: str
    question: Question
    answers: tuple[Answer, ...]
    taught: tuple[Taught | None, ...] = ()
    start: int = 0
    tags: tuple[str, ...] = ()
    changed: tuple[bool, ...] = ()


Told = list[tuple[Span, Answer]]


def as_article(item: Item) -> Article:
    """An item as the coder would get it: title and paragraphs as blocks."""
    blocks, at = [], 0
    for number, paragraph in enumerate(item.text.split("\n\n")):
        kind: BlockKind = "title" if item.kind != "sentence" and number == 0 else "paragraph"
        blocks.append(Block(at, at + len(paragraph), kind))
        at += len(paragraph) + 2
    return as_text_article(item.text, blocks=blocks)


def examples(items: Sequence[Item], parser: Parser, frames: FrameIndex, longest: int = 0) -> Iterator[Example]:
    """All examples that reports and sentences give, in their order.

    Args:
        items: the items.
        parser: what parses them.
        frames: the codebook's.
        longest: characters of a passage that makes one example; 0 for one a sentence.
    """
    for item, parsed in zip(items, parser.parse(as_article(i) for i in items), strict=True):
        told = [(e, item.trigger(q)) for e in item.events for q in e.quotes]

        def here(sentence: ParsedSentence, item: Item = item, told: list[tuple[Event, Span]] = told) -> Told:
            inside = [(e, s) for e, s in told if sentence.record.start <= s[0] < sentence.record.end]
            return [(_inner(sentence, span), _answer(item, sentence, event, span)) for event, span in inside]

        yield from _of_words(item.item_id, parsed, here, frames, longest)
        for sentence in parsed.sentences:
            yield from _of_pairs(item, sentence, [answer for _, answer in here(sentence)])


def examples_of_articles(
    articles: Sequence[MarkedArticle], parser: Parser, frames: FrameIndex, longest: int = 0
) -> Iterator[Example]:
    """All examples that marked articles give, in their order; arguments as for ``examples``."""
    for article, parsed in zip(articles, parser.parse(as_article(a.item) for a in articles), strict=True):

        def here(sentence: ParsedSentence, article: MarkedArticle = article) -> Told:
            start, end = sentence.record.start, sentence.record.end
            inside = [t for t in article.tellings if start <= t.trigger[0] < end]
            return _without_content(sentence, [(_moved(t.trigger, -start), _of_telling(t, start)) for t in inside])

        yield from _of_words(article.item.item_id, parsed, here, frames, longest)


def _of_words(
    item_id: str, parsed: ParsedArticle, here: Callable[[ParsedSentence], Told], frames: FrameIndex, longest: int
) -> Iterator[Example]:
    """An example for each passage, with every candidate word in it."""
    for passage in _passages(parsed.sentences, longest):
        start, end, asked = passage[0].record.start, 0, []
        for sentence in passage:
            by = sentence.record.start - start
            found = _of_triggers(sentence, here(sentence), frames)
            asked += [(_moved(sentence.place_of(token), by), answer.moved(by), token.tag_) for token, answer in found]
            end = sentence.record.end if found else end
        if asked:
            spans, answers, tags = zip(*asked, strict=True)
            yield Example(item_id, Question(parsed.article.text[start:end], spans), answers, start=start, tags=tags)


def _passages(sentences: Sequence[ParsedSentence], longest: int) -> Iterator[list[ParsedSentence]]:
    """The sentences in their order, as many together as one paragraph and ``longest`` characters hold."""
    held: list[ParsedSentence] = []
    for sentence in sentences:
        apart = held and sentence.paragraph != held[0].paragraph
        if apart or (held and sentence.record.end - held[0].record.start > longest):
            yield held
            held = []
        held.append(sentence)
    if held:
        yield held


def _of_triggers(sentence: ParsedSentence, told: Told, frames: FrameIndex) -> list[tuple[Token, Answer]]:
    covered: set[int] = set()
    out: list[tuple[Token, Answer]] = []
    words = list(candidates(sentence, frames.evokes))
    for span, answer in told:
        inside = sentence.tokens_in(span)
        head = governing(inside)  # where no candidate lies in the trigger
        tokens = [t for t in words if t in inside] or ([head] if head is not None else [])
        fresh = [t for t in tokens[:2] if t.i not in covered]
        covered.update(t.i for t in fresh)
        out += [(t, answer) for t in fresh]
    for token in words:
        if token.i not in covered and not _serves(token, covered):
            out.append((token, Answer(NONE)))
    return out


def _without_content(sentence: ParsedSentence, told: Told) -> Told:
    """Without acts still ahead that are what a request, refusal, threat or promise is about: these are one event."""
    heads = {span: governing(sentence.tokens_in(span)) for span, _ in told}
    speech = {h.i for span, a in told if a.event_type in WITH_CONTENT and (h := heads[span]) is not None}
    out = []
    for span, answer in told:
        head = heads[span]
        verb = head is not None and head.pos_ == "VERB" and answer.status in _AHEAD
        if not (verb and head is not None and lies_inside(head, speech - {head.i})):
            out.append((span, answer))
    return out


def _of_telling(telling: Telling, start: int) -> Answer:
    answer = Answer(
        telling.event_type,
        telling.mode,
        telling.status,
        telling.actors,
        telling.recipients,
        telling.sources,
        telling.alternative,
    )
    return answer.moved(-start)


def _answer(item: Item, sentence: ParsedSentence, event: Event, near: Span) -> Answer:
    return Answer(
        event.event_type,
        event.mode,
        event.status,
        tuple(_parties(item, sentence, event.actors, near)),
        tuple(_parties(item, sentence, event.recipients, near)),
        tuple(_parties(item, sentence, [event.said_by] if event.said_by else [], near)),
        event.alternative,
    )


def _of_pairs(item: Item, sentence: ParsedSentence, told: list[Answer]) -> Iterator[Example]:
    """Events whose two sides are named here, and between which nothing else is told."""
    for answer in told:
        sides = (answer.actors, answer.recipients)
        rivals = {a.event_type for a in told if (a.actors, a.recipients) == sides}
        if all(sides) and len(rivals) == 1:
            question = Question(sentence.record.text, (), *sides)
            yield Example(item.item_id, question, (answer,), start=sentence.record.start)


def _moved(span: Span, by: int) -> Span:
    return span[0] + by, span[1] + by


def _parties(item: Item, sentence: ParsedSentence, parties: Iterable[Party], near: Span) -> Iterator[Span]:
    for party in parties:
        span = item.party(party, near)
        if span and sentence.record.start <= span[0] and span[1] <= sentence.record.end:
            yield _inner(sentence, span)


def _inner(sentence: ParsedSentence, span: Span) -> Span:
    return span[0] - sentence.record.start, span[1] - sentence.record.start


def _serves(token: Token, covered: set[int]) -> bool:
    """Whether a light verb only carries a trigger noun: *hold* talks."""
    return token.lemma_.lower() in LIGHT_VERBS and any(c.i in covered for c in token.children)
