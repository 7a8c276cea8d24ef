"""``python -m dragoman.training.teach``: the teacher, and what it says of the schoolbook.

Trains one teacher a fold on the other folds' items and lets it answer its own and all variations, writes the answers
beside the corpus (``taught.npz``, from which ``make train`` teaches the student), then trains one teacher on all and
exports it to where ``typer = "teacher"`` finds it. Minutes on a GPU (``--device cuda``), more than a day on two cores;
a killed run goes on where it was.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from dragoman.coding.typer import Judgement, Typer, labels_of
from dragoman.coding.typer.typer import TEACHER
from dragoman.evaluate.schoolbook_examples import Example, Taught
from dragoman.training.encoders import encoder_folder
from dragoman.training.export import calibrate, export
from dragoman.training.lessons import Lessons, read_lessons
from dragoman.training.teaching import FOLDS, fold_of, taught_by, write_taught
from dragoman.training.train import Course, train

COURSE = Course(epochs=4, rate=6e-5, rows=24, threads=2)

Answered = list[tuple[Example, list[Taught]]]


def answer(lessons: Lessons, encoder: Path, work: Path, course: Course) -> Answered:
    """Trains a teacher a fold; what each says of the items that it has not seen, and the mean of all of variations."""
    answered: Answered = []
    of_variations: list[list[list[Judgement]]] = []
    labels = labels_of()
    for fold in range(FOLDS):
        folder, model = work / f"fold-{fold}", work / f"fold-{fold}.onnx"
        if not model.exists():
            net = train([e for e in lessons.train if fold_of(e) != fold], encoder, folder, course)
            export(net, encoder, labels, model, {"fold": fold}, quantize=False)
        teacher, unseen = Typer(model), [e for e in lessons.train if fold_of(e) == fold]
        for example, judged in zip(unseen, teacher.judge([e.question for e in unseen]), strict=True):
            pairs = zip(judged, example.answers, strict=True)
            answered.append((example, [taught_by([j], a, labels) for j, a in pairs]))
        of_variations.append(teacher.judge([e.question for e in lessons.variations]))
    for example, *judged in zip(lessons.variations, *of_variations, strict=True):
        answered.append((example, [taught_by(js, None, labels) for js in zip(*judged, strict=True)]))
    return answered


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.teach", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--work", type=Path, default=Path("build/teacher"))
    parser.add_argument("--out", type=Path, default=TEACHER)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    asked = parser.parse_args(arguments)
    course = replace(COURSE, device=asked.device)
    lessons, encoder = read_lessons(asked.corpus), encoder_folder("teacher")
    taught = answer(lessons, encoder, asked.work, course)
    net = train(lessons.train, encoder, asked.work / "all", course)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    export(net, encoder, labels_of(), asked.out, {"encoder": "teacher", "epochs": course.epochs, "rate": course.rate})
    calibrate(asked.out, lessons.calibrate)
    write_taught(asked.corpus / "taught.npz", taught)
    print(f'{asked.out}: set [code] typer = "teacher" to use it')
    return 0


if __name__ == "__main__":
    sys.exit(main())
