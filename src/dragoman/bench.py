"""Bench: articles and words a second, peak memory, time by room, and the ratio to the bare parser.

Run as ``python -m dragoman.bench [CORPUS]``; by default on ``../shared/corpus/news.jsonl.gz`` (or where the
environment variable DRAGOMAN_SHARED points), else on the bundled examples. Everything in one process and one
thread, so that the figures compare.
"""

from __future__ import annotations

import json
import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import spacy
from rich.console import Console
from rich.table import Table

from dragoman.actors import ArticleActors
from dragoman.articles import read
from dragoman.coding import Coder
from dragoman.examples import folder
from dragoman.language.pipeline import DEFAULT_MODEL
from dragoman.ledger import Ledger
from dragoman.records import Article, CodedArticle
from dragoman.running import code_into

T = TypeVar("T")


def corpus_path() -> Path:
    """The corpus to time on: the shared one where it is, else the bundled examples."""
    shared = Path(os.environ.get("DRAGOMAN_SHARED", "../shared")) / "corpus" / "news.jsonl.gz"
    return shared if shared.exists() else folder()


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """The result of a call and the seconds it took."""
    begun = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begun


def bare_parser(texts: list[str]) -> float:
    """Seconds of a stock spaCy pipeline, all components, batch of 8, over whole texts; loading not counted."""
    nlp = spacy.load(DEFAULT_MODEL)
    _, seconds = timed(lambda: sum(len(doc) for doc in nlp.pipe(texts, batch_size=8)))
    return seconds


def store(ledger: Path, coded: list[CodedArticle]) -> None:
    """Write coded articles into a new ledger and publish it."""
    with Ledger.create_or_open(ledger).write() as writer:
        for result in coded:
            writer.add(result)


def measure(path: Path) -> dict[str, Any]:
    """All figures for one corpus."""
    documents, reading = timed(lambda: list(read(path)))
    articles = [d for d in documents if isinstance(d, Article)]
    texts = [a.text for a in articles]
    words = sum(len(t.split()) for t in texts)
    coder, loading = timed(Coder)
    parsed, parsing = timed(lambda: list(coder.parser.parse(articles)))
    people, actors = timed(lambda: [ArticleActors(p, coder.gazetteer) for p in parsed])
    readings, read_s = timed(lambda: [coder.read(p, who) for p, who in zip(parsed, people, strict=True)])
    found = [
        [(one, sentence, reading) for one, sentence in coder.found(p, who, reading.voices)]
        for p, who, reading in zip(parsed, people, readings, strict=True)
    ]
    _, mentions_s = timed(lambda: [coder.mention(*one) for of_one in found for one in of_one])
    fields = read_s + mentions_s
    coded, coding = timed(lambda: [coder.code_parsed(p) for p in parsed])
    with TemporaryDirectory() as scratch:
        _, storing = timed(lambda: store(Path(scratch) / "stored", coded))
        _, whole = timed(lambda: code_into(Path(scratch) / "ledger", [path], coder=coder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bare = bare_parser(texts)
    return {
        "corpus": path.name, "articles": len(articles), "left_out": len(documents) - len(articles), "words": words,
        "events": sum(len(c.events) for c in coded), "statements": sum(len(c.statements) for c in coded),
        "load_s": loading, "articles_s": reading, "language_s": parsing, "actors_s": actors,
        "coding_s": coding - actors, "fields_s": fields, "rules_to_parser": (actors + fields) / parsing,
        "ledger_s": storing, "whole_s": whole,
        "bare_parser_s": bare, "ratio_to_bare_parser": whole / bare,
        "articles_per_s": len(articles) / whole, "words_per_s": words / whole, "peak_mb": peak,
    }  # fmt: skip


def main() -> None:
    """Print the figures as a table and, last, as one JSON line."""
    figures = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else corpus_path())
    table = Table("figure", "value", title="dragoman bench")
    for key, value in figures.items():
        table.add_row(key, f"{value:.2f}" if isinstance(value, float) else str(value))
    Console(stderr=True).print(table)
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}))


if __name__ == "__main__":
    main()
