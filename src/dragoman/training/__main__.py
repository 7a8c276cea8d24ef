"""``python -m dragoman.training``: from ``corpus/`` to the shipped model.

Trains, exports to ONNX (int8), compares int8 with fp32, calibrates, measures what was held out, and writes the model
with a report beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import asdict, fields, replace
from importlib.resources import files
from pathlib import Path

import torch

from dragoman.coding.typer import Typer, labels_of
from dragoman.evaluate.schoolbook import corpus_files, measure
from dragoman.training.encoders import encoder_folder
from dragoman.training.export import calibrate, export, fidelity
from dragoman.training.lessons import read_lessons
from dragoman.training.student import student
from dragoman.training.train import Course


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--encoder", default="student", help="student, teacher or a folder")
    parser.add_argument(
        "--work", type=Path, default=Path("build/typer"), help="checkpoints, logs; a killed run resumes"
    )
    parser.add_argument("--out", type=Path, default=Path(str(files("dragoman.coding"))) / "data" / "typer.onnx")
    parser.add_argument("--taught", type=Path, help="a teacher's answers, to learn from beside the annotation")
    parser.add_argument("--share", type=float, default=1.0, help="share of the training items to learn from")
    for field in fields(Course):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default, help="see train.Course")
    asked = parser.parse_args(arguments)
    course = Course(**{f.name: getattr(asked, f.name) for f in fields(Course)})
    lessons = read_lessons(asked.corpus, asked.taught, asked.share)
    if not asked.taught:
        lessons = replace(lessons, variations=[])  # nobody has said what they tell
    encoder, labels = encoder_folder(asked.encoder), labels_of()
    net = student(lessons, encoder, asked.work, course)
    torch.save(net.state_dict(), asked.work / "student.pt")
    about = {"encoder": asked.encoder, "share": asked.share, "taught": bool(asked.taught), **asdict(course)}
    about |= {"corpus": _digest(asked.corpus), "examples": len(lessons.train), "variations": len(lessons.variations)}
    export(net, encoder, labels, asked.work / "fp32.onnx", about, quantize=False)
    export(net, encoder, labels, asked.out, about)
    report = {
        **about,
        "fidelity": fidelity(asked.work / "fp32.onnx", asked.out, [e.question for e in lessons.calibrate]),
        "temperature": calibrate(asked.out, lessons.calibrate),
        "held_out": measure(Typer(asked.out), lessons.test),
        "held_out_articles": measure(Typer(asked.out), lessons.test_articles),
        "megabytes": round(asked.out.stat().st_size / 1e6, 2),
    }
    (asked.work / "report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    print(json.dumps(report))
    return 0


def _digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(f.read_bytes() for f in corpus_files(folder))).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
