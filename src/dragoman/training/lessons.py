"""What is learned from, what calibrates, and what is never learned from: the examples of ``corpus/``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.coding import Coder
from dragoman.evaluate.schoolbook import ARTICLES, read_corpus, read_rare
from dragoman.evaluate.schoolbook_examples import PASSAGE, Example, examples, examples_of_articles
from dragoman.schoolbook import Item, MarkedArticle, part_of, read_articles
from dragoman.schoolbook.split import Part
from dragoman.training.teaching import with_taught
from dragoman.training.variations import variations, vocabulary

VARIATIONS = 2  # of each lesson


@dataclass(frozen=True, slots=True)
class Lessons:
    """Examples of the training part, passage by passage; of the other parts, sentence by sentence.

    ``variations`` of the training part come with a teacher's answers, if it has given any; ``test`` holds the
    schoolbook's reports, ``test_articles`` the marked articles.
    """

    train: list[Example]
    variations: list[Example]
    calibrate: list[Example]
    test: list[Example]
    test_articles: list[Example]


def read_lessons(corpus: Path, taught: Path | None = None, share: float = 1.0) -> Lessons:
    """The lessons of a corpus.

    Args:
        corpus: the folder.
        taught: a teacher's answers, to learn from beside the annotation.
        share: of the training items to learn from, by a hash of their ids.
    """
    coder = Coder(typer="none")
    plain, rare, articles = read_corpus(corpus), read_rare(corpus), read_articles(corpus / ARTICLES)

    def found(part: Part, longest: int) -> Iterator[Example]:
        def wanted(item: Item) -> bool:
            return part_of(item) == part

        own: list[Item] = [i for i in plain if wanted(i)]
        marked: list[MarkedArticle] = [a for a in articles if wanted(a.item)]
        yield from examples(own, coder.parser, coder.frames, longest)
        if part == "train":
            hasty = [i for i in rare if wanted(i)]
            yield from map(_without_statuses, examples(hasty, coder.parser, coder.frames, longest))
        if part != "calibrate":
            yield from examples_of_articles(marked, coder.parser, coder.frames, longest)

    learned = list(found("train", PASSAGE))
    varied = list(variations(learned, vocabulary(learned), VARIATIONS))
    if taught:
        learned = list(with_taught(learned, taught))
        varied = [e for e in with_taught(varied, taught) if e.taught and None not in e.taught]
    ids, tested = {a.item.item_id for a in articles}, list(found("test", 0))
    return Lessons(
        train=[e for e in learned if _place(e) < share],
        variations=[e for e in varied if _place(e) < share],
        calibrate=[e for e in found("calibrate", 0) if e.question.triggers],
        test=[e for e in tested if e.item_id not in ids],
        test_articles=[e for e in tested if e.item_id in ids],
    )


def _without_statuses(example: Example) -> Example:
    """Of items in rarer words types, modes and sides are learned; their statuses, in haste, were seldom told apart."""
    return replace(example, answers=tuple(replace(a, status=None) for a in example.answers))


def _place(example: Example) -> float:
    name = example.item_id.partition("~")[0]  # a variation goes with its item
    return int(hashlib.sha256(f"share {name}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF
