"""``python -m dragoman.training``: from ``corpus/`` to the shipped model, or to the teacher.

Trains, exports to ONNX (int8), compares int8 with fp32, calibrates, measures the held-out tenth, and writes the model
with a report beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.coding.typer import NONE, Typer, labels_of
from dragoman.evaluate.measures import macro_f1, mean
from dragoman.schoolbook import Item, part_of, read_items
from dragoman.training.encoders import encoder_folder
from dragoman.training.examples import Example, examples
from dragoman.training.export import calibrate, export, fidelity
from dragoman.training.teaching import with_taught
from dragoman.training.train import Course, train


def read_corpus(folder: Path) -> list[Item]:
    """All items of the schoolbook."""
    return [item for file in _files(folder) for item in read_items(file)]


def measure(typer: Typer, held_out: Iterable[Example]) -> dict[str, Any]:
    """Figures of a model on examples: macro F1 of types with and without none, of statuses, accuracy of modes."""
    held = [e for e in held_out if e.question.triggers]
    judged = [j for answers in typer.judge([e.question for e in held]) for j in answers]
    truth = [a for e in held for a in e.answers]
    labels = typer.labels
    told = [(a, j) for a, j in zip(truth, judged, strict=True) if a.event_type != NONE]
    modes = [(a, labels.modes[int(j.modes.argmax())].partition("/")[2]) for a, j in told if a.mode]
    return {
        "types_macro_f1": macro_f1([(a.event_type, labels.types[1 + int(j.types[1:].argmax())]) for a, j in told]),
        "types_and_none_macro_f1": macro_f1(
            [(a.event_type, labels.types[int(j.types.argmax())]) for a, j in zip(truth, judged, strict=True)]
        ),
        "event_or_none_macro_f1": macro_f1(
            [(a.event_type != NONE, int(j.types.argmax()) > 0) for a, j in zip(truth, judged, strict=True)]
        ),
        "status_macro_f1": macro_f1([(a.status, labels.statuses[int(j.statuses.argmax())]) for a, j in told]),
        "mode_accuracy": mean(a.mode == m for a, m in modes),
        "triggers": len(truth),
        "events": len(told),
    }


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
    items = read_corpus(asked.corpus)
    coder = Coder(typer="none")
    made: dict[str, list[Example]] = {"train": [], "calibrate": [], "test": []}
    parts = {i.item_id: part_of(i) for i in items}
    for example in examples(items, coder.parser, coder.frames):
        made[parts[example.item_id]].append(example)
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
    answers = [labels.types.index(a.event_type) for e in check for a in e.answers]
    report = {
        **about,
        "fidelity": fidelity(asked.work / "fp32.onnx", asked.out, [e.question for e in check]),
        "temperature": calibrate(asked.out, [e.question for e in check], answers),
        "held_out": measure(Typer(asked.out), made["test"]),
        "megabytes": round(asked.out.stat().st_size / 1e6, 2),
    }
    (asked.work / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(json.dumps(report))
    return 0


def _share(name: str) -> float:
    return int(hashlib.sha256(f"share {name}".encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def _digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(f.read_bytes() for f in _files(folder))).hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    return [folder / "reports.jsonl", folder / "sentences.jsonl"]


if __name__ == "__main__":
    sys.exit(main())
