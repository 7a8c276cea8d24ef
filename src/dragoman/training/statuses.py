"""``python -m dragoman.training.statuses``: how the rules' statuses turn out, type by type, in the schoolbook.

Writes ``coding/data/statuses.csv`` from the training part of ``corpus/``; to be run again when the rules of
``coding/factuality`` or the schoolbook have changed.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from dragoman.coding.factuality import assess_word
from dragoman.evaluate.schoolbook import read_corpus
from dragoman.evaluate.schoolbook_examples import as_article
from dragoman.language import Parser, governing, load_pipeline
from dragoman.records import STATUSES
from dragoman.schoolbook import Item, part_of

OUT = Path(str(files("dragoman.coding"))) / "data" / "statuses.csv"


def readings(items: list[Item], parser: Parser) -> Iterator[tuple[str, str, str]]:
    """Type, status by the rules and status by the annotator, of each trigger of each event."""
    for item, parsed in zip(items, parser.parse(as_article(i) for i in items), strict=True):
        told = [(event, item.trigger(quote)) for event in item.events for quote in event.quotes]
        for sentence in parsed.sentences:
            start, title = sentence.record.start, sentence.record.kind == "title"
            for event, span in told:
                head = governing(sentence.tokens_in((span[0] - start, span[1] - start)))
                if head is not None:
                    yield event.event_type, assess_word(head, title).status, event.status


def write(found: Iterable[tuple[str, str, str]], out: Path) -> None:
    """The counts as a table: a row for each type and status by the rules, a column for each status."""
    counts = Counter(found)
    rows = sorted({(event_type, by_rule) for event_type, by_rule, _ in counts})
    with out.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["event_type", "by_rule", *STATUSES])
        table.writerows([*row, *(counts[*row, status] for status in STATUSES)] for row in rows)


def main(corpus: Path = Path("corpus")) -> int:
    """Count over the training part of the schoolbook and write the table."""
    items = [i for i in read_corpus(corpus) if part_of(i) == "train"]
    write(readings(items, Parser(load_pipeline())), OUT)
    return 0


if __name__ == "__main__":
    sys.exit(main())
