"""Task ``schoolbook``: the typer alone on the tenth of the reports and articles that it never learned from."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.coding.deciding import mode_of, status_of
from dragoman.coding.typer import NONE, Judgement, Labels, Typer
from dragoman.errors import InputError
from dragoman.evaluate.measures import macro_f1, mean
from dragoman.evaluate.schoolbook_examples import Answer, Example, examples, examples_of_articles
from dragoman.schoolbook import Item, part_of, read_articles, read_items

ARTICLES = "articles.jsonl"
_BINS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def corpus_files(folder: Path) -> list[Path]:
    """The annotated files of the schoolbook, but for a teacher's answers all that the typer learns from."""
    names = ("reports", "sentences", "reports_rare", "sentences_rare", "articles")
    return [folder / f"{name}.jsonl" for name in names]


def read_corpus(folder: Path) -> list[Item]:
    """The items of the schoolbook that are measured on: reports and sentences.

    Raises:
        InputError: the folder does not hold these two files and that of the marked articles.
    """
    files = corpus_files(folder)[:2]
    missing = [f.name for f in (*files, folder / ARTICLES) if not f.exists()]
    if missing:
        raise InputError(f"{folder}: no {' and '.join(missing)} here; give the schoolbook's folder (corpus/)")
    return [item for file in files for item in read_items(file)]


def read_rare(folder: Path) -> list[Item]:
    """The items told in rarer words, which the typer learns from beside the schoolbook."""
    return [item for file in corpus_files(folder)[2:4] for item in read_items(file)]


def measure(typer: Typer, held_out: Iterable[Example]) -> dict[str, Any]:
    """Figures of a typer on examples: F1 of types with and without none, of statuses, accuracy of modes, reliability.

    Modes and statuses are judged of words that tell an event, modes given the right type. ``reliability`` has a row
    a bin of the probability given to the likeliest class: mean probability, share right, number.
    """
    held = [e for e in held_out if e.question.triggers]
    return _figures(held, typer.judge([e.question for e in held]), typer.labels)


def _figures(held: Sequence[Example], judged: Sequence[Sequence[Judgement]], labels: Labels) -> dict[str, Any]:
    pairs = list(zip((a for e in held for a in e.answers), (j for js in judged for j in js), strict=True))
    told = [(a, j) for a, j in pairs if a.event_type != NONE]
    best = [(a.event_type, labels.types[int(j.types.argmax())]) for a, j in pairs]
    return {
        "types_macro_f1": macro_f1([(a.event_type, labels.types[1 + int(j.types[1:].argmax())]) for a, j in told]),
        "types_and_none_macro_f1": macro_f1(best),
        "event_or_none_macro_f1": macro_f1([(a != NONE, b != NONE) for a, b in best]),
        "status_macro_f1": macro_f1([(a.status, status_of(j, labels)) for a, j in told]),
        "mode_accuracy": mean(a.mode == mode_of(a.event_type, j, labels) for a, j in told if a.mode),
        "reliability": _reliability(pairs, labels.types),
        "triggers": len(pairs),
        "events": len(told),
    }


def _reliability(pairs: Sequence[tuple[Answer, Judgement]], types: Sequence[str]) -> list[dict[str, float]]:
    rows = []
    for low, high in itertools.pairwise(_BINS):
        inside = [(a, j) for a, j in pairs if low < float(j.types.max()) <= high]
        if inside:
            right = [a.event_type == types[int(j.types.argmax())] for a, j in inside]
            said = mean(float(j.types.max()) for _, j in inside)
            rows.append({"from": low, "to": high, "said": said, "right": mean(right), "words": len(inside)})
    return rows  # type: ignore[return-value]


def run(coder: Coder, folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Judge the held-out tenth of the reports, and that of the marked articles.

    Returns:
        The measures, those of the articles named ``articles_...``, and one line ``{"item", "start", "end", "type"}`` a
        word; of an article ``start`` and ``end`` are those in its sentence too.

    Raises:
        InputError: the coder has no typer.
    """
    if coder.typer is None:
        raise InputError("the task schoolbook measures the typer, and this coder has none; set [code] typer")
    begun = time.perf_counter()
    items = [i for i in read_corpus(folder) if part_of(i) == "test"]
    marked = [a for a in read_articles(folder / ARTICLES) if part_of(a.item) == "test"]
    of_reports = (e for e in examples(items, coder.parser, coder.frames) if e.question.triggers)
    figures, lines = _judged(coder.typer, list(of_reports))
    of_articles, more = _judged(coder.typer, list(examples_of_articles(marked, coder.parser, coder.frames)))
    figures |= {f"articles_{name}": value for name, value in of_articles.items() if name != "reliability"}
    return figures | {"seconds": round(time.perf_counter() - begun, 2)}, lines + more


def _judged(typer: Typer, held: Sequence[Example]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The figures of examples, and a line for each of their words."""
    judged = typer.judge([e.question for e in held])
    lines = [
        {"item": e.item_id, "start": s, "end": t, "type": typer.labels.types[int(j.types.argmax())]}
        for e, judgements in zip(held, judged, strict=True)
        for (s, t), j in zip(e.question.triggers, judgements, strict=True)
    ]
    return _figures(held, judged, typer.labels), lines
