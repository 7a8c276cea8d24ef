"""``python -m dragoman.training``: from ``corpus/`` to the shipped model.

Trains, exports to ONNX (int8), compares int8 with fp32, calibrates, measures the held-out tenth, and writes the model
with a report beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import asdict, fields, replace
from importlib.resources import files
from itertools import chain
from pathlib import Path

from dragoman.coding import Coder
from dragoman.coding.typer import Typer, labels_of
from dragoman.evaluate.schoolbook import ARTICLES, corpus_files, measure, read_corpus, read_rare
from dragoman.evaluate.schoolbook_examples import Example, examples, examples_of_articles
from dragoman.schoolbook import part_of, read_articles
from dragoman.schoolbook.split import Part
from dragoman.training.encoders import encoder_folder
from dragoman.training.export import calibrate, export, fidelity
from dragoman.training.teaching import with_taught
from dragoman.training.train import Course, train


def divided(corpus: Path) -> dict[Part, list[Example]]:
    """The examples of the schoolbook by part: train, calibrate, test."""
    coder = Coder(typer="none")
    rare, articles = read_rare(corpus), read_articles(corpus / ARTICLES)
    items, hasty = read_corpus(corpus) + rare, {i.item_id for i in rare}
    parts = {i.item_id: part_of(i) for i in (*items, *(a.item for a in articles))}
    made: dict[Part, list[Example]] = {"train": [], "calibrate": [], "test": []}
    found = chain(
        examples(items, coder.parser, coder.frames), examples_of_articles(articles, coder.parser, coder.frames)
    )
    for example in found:
        if example.item_id in hasty:
            example = _without_statuses(example)
        made[parts[example.item_id]].append(example)
    return made


def _without_statuses(example: Example) -> Example:
    """Of items in rarer words types, modes and sides are learned; their statuses, in haste, were seldom told apart."""
    return replace(example, answers=tuple(replace(a, status=None) for a in example.answers))


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--encoder", default="student", help="student, teacher or a folder")
    parser.add_argument("--work", type=Path, default=Path("build/typer"), help="checkpoint, log; a killed run resumes")
    parser.add_argument("--out", type=Path, default=Path(str(files("dragoman.coding"))) / "data" / "typer.onnx")
    parser.add_argument("--taught", type=Path, help="a teacher's answers, to learn from beside the annotation")
    parser.add_argument("--share", type=float, default=1.0, help="share of the training items to learn from")
    for field in fields(Course):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default, help="see train.Course")
    asked = parser.parse_args(arguments)
    course = Course(**{f.name: getattr(asked, f.name) for f in fields(Course)})
    made = divided(asked.corpus)
    learned = [e for e in made["train"] if _share(e.item_id) < asked.share]
    if asked.taught:
        learned = list(with_taught(learned, asked.taught))
    encoder, labels = encoder_folder(asked.encoder), labels_of()
    net = train(learned, encoder, asked.work, course)
    about = {"encoder": asked.encoder, "share": asked.share, "taught": bool(asked.taught), **asdict(course)}
    about |= {"corpus": _digest(asked.corpus), "examples": len(learned)}
    export(net, encoder, labels, asked.work / "fp32.onnx", about, quantize=False)
    export(net, encoder, labels, asked.out, about)
    check = [e for e in made["calibrate"] if e.question.triggers]
    report = {
        **about,
        "fidelity": fidelity(asked.work / "fp32.onnx", asked.out, [e.question for e in check]),
        "temperature": calibrate(asked.out, check),
        "held_out": measure(Typer(asked.out), made["test"]),
        "megabytes": round(asked.out.stat().st_size / 1e6, 2),
    }
    (asked.work / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(json.dumps(report))
    return 0


def _share(name: str) -> float:
    return int(hashlib.sha256(f"share {name}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def _digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(f.read_bytes() for f in corpus_files(folder))).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
