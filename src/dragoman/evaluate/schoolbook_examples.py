"""From the schoolbook to the examples that the typer learns from.

Every item is parsed as the coder would parse it. A candidate word that lies in an annotated trigger is an example
of that event; every other candidate is an example of none. Besides, an event with both sides named in its sentence
gives a pair: sides marked, trigger not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from dragoman.coding.candidates import candidates
from dragoman.coding.frame_index import FrameIndex
from dragoman.coding.typer.labels import NONE
from dragoman.coding.typer.marking import Question, Span
from dragoman.evaluate.sentencewise import as_article as as_text_article
from dragoman.language import ParsedSentence, Parser, governing
from dragoman.language.predicates import LIGHT_VERBS
from dragoman.records import Article, Block, BlockKind
from dragoman.schoolbook import Event, Item, Party


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


@dataclass(frozen=True, slots=True)
class Taught:
    """A teacher's answer: probabilities of types, and of modes given the annotated type (all 0 for none)."""

    types: NDArray[np.float32]
    modes: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its answers, one for each trigger or one for a marked pair; and a teacher's, if there are any.

    ``silver``: nobody annotated it; the answers are the teacher's likeliest.
    """

    item_id: str
    question: Question
    answers: tuple[Answer, ...]
    taught: tuple[Taught, ...] = ()
    silver: bool = False


def as_article(item: Item) -> Article:
    """An item as the coder would get it: title and paragraphs as blocks."""
    blocks, at = [], 0
    for number, paragraph in enumerate(item.text.split("\n\n")):
        kind: BlockKind = "title" if item.kind == "report" and number == 0 else "paragraph"
        blocks.append(Block(at, at + len(paragraph), kind))
        at += len(paragraph) + 2
    return as_text_article(item.text, blocks=blocks)


def examples(items: Sequence[Item], parser: Parser, frames: FrameIndex) -> Iterator[Example]:
    """All examples that items give, in their order."""
    for item, parsed in zip(items, parser.parse(as_article(i) for i in items), strict=True):
        told = [(e, item.trigger(q)) for e in item.events for q in e.quotes]
        for sentence in parsed.sentences:
            start, end = sentence.record.start, sentence.record.end
            here = [(span, _answer(item, sentence, e, span)) for e, span in told if start <= span[0] < end]
            asked = _of_triggers(sentence, here, frames)
            if asked:
                question = Question(sentence.record.text, tuple(span for span, _ in asked))
                yield Example(item.item_id, question, tuple(answer for _, answer in asked))
            yield from _of_pairs(item, sentence, [answer for _, answer in here])


def _of_triggers(
    sentence: ParsedSentence, told: list[tuple[Span, Answer]], frames: FrameIndex
) -> list[tuple[Span, Answer]]:
    covered: set[int] = set()
    out: list[tuple[Span, Answer]] = []
    words = list(candidates(sentence, frames.evokes))
    for span, answer in told:
        inside = sentence.tokens_in(_inner(sentence, span))
        head = governing(inside)  # where no candidate lies in the trigger
        tokens = [t for t in words if t in inside] or ([head] if head is not None else [])
        fresh = [t for t in tokens[:2] if t.i not in covered]
        covered.update(t.i for t in fresh)
        out += [(sentence.place_of(t), answer) for t in fresh]
    for token in words:
        if token.i not in covered and not _serves(token, covered):
            out.append((sentence.place_of(token), Answer(NONE)))
    return out


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
            yield Example(item.item_id, Question(sentence.record.text, (), *sides), (answer,))


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
