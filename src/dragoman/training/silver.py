"""Silver: what a teacher reads in project-written news that nobody annotated, for the student to learn from.

``corpus/unlabelled.jsonl`` holds the articles, ``corpus/silver.jsonl`` the teacher's reading of their sentences (one
JSON object a sentence: the text and, for each candidate word, type, mode, status and sides); how sure it is of each
type stands in ``corpus/taught.npz`` beside its answers to the schoolbook.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.coding.candidates import candidates
from dragoman.coding.deciding import mode_of, status_of
from dragoman.coding.frame_index import FrameIndex
from dragoman.coding.typer.labels import NONE, Labels
from dragoman.coding.typer.marking import Question
from dragoman.coding.typer.typer import Judgement
from dragoman.evaluate.schoolbook_examples import Answer, Example, as_article
from dragoman.language import Parser
from dragoman.schoolbook import Item


def questions(items: Sequence[Item], parser: Parser, frames: FrameIndex) -> Iterator[tuple[str, Question]]:
    """The sentences of unlabelled items that have candidate words, each with its item's id."""
    for item, parsed in zip(items, parser.parse(as_article(i) for i in items), strict=True):
        for sentence in parsed.sentences:
            words = list(candidates(sentence, frames.evokes))
            if words:
                yield item.item_id, Question(sentence.record.text, tuple(map(sentence.place_of, words)))


def answered(item_id: str, question: Question, judgements: Sequence[Judgement], labels: Labels) -> Example:
    """A question with what the teacher thinks likeliest."""
    return Example(item_id, question, tuple(_answer(j, labels) for j in judgements), silver=True)


def _answer(judgement: Judgement, labels: Labels) -> Answer:
    event_type = labels.types[int(judgement.types.argmax())]
    if event_type == NONE:
        return Answer(NONE)
    mode, status = mode_of(event_type, judgement, labels), status_of(judgement, labels)
    return Answer(event_type, mode, status, judgement.actors, judgement.recipients, judgement.sources)


def write_silver(path: Path, examples: Iterable[Example]) -> None:
    """Writes the teacher's reading, one sentence a line."""
    with path.open("w", encoding="utf-8") as stream:
        for example in examples:
            told = [
                [trigger, a.event_type, a.mode, a.status, a.actors, a.recipients, a.sources]
                if a.event_type != NONE
                else [trigger]
                for trigger, a in zip(example.question.triggers, example.answers, strict=True)
            ]
            line = {"item_id": example.item_id, "text": example.question.text, "answers": told}
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_silver(path: Path) -> Iterator[Example]:
    """The examples of the file, as ``write_silver`` wrote it."""
    with path.open(encoding="utf-8") as stream:
        for text in stream:
            line = json.loads(text)
            triggers = tuple(tuple(t[0]) for t in line["answers"])
            answers = tuple(_read(t[1:]) for t in line["answers"])
            yield Example(line["item_id"], Question(line["text"], triggers), answers, silver=True)


def _read(told: list[Any]) -> Answer:
    if not told:
        return Answer(NONE)
    event_type, mode, status, *sides = told
    actors, recipients, sources = (tuple((start, end) for start, end in side) for side in sides)
    return Answer(event_type, mode, status, actors, recipients, sources)
