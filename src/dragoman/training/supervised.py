"""``python -m dragoman.training.supervised``: the typer taught by the relations set itself, cross-validated.

Nothing of this is shipped. Each fold goes on from the schoolbook's network and learns the other folds' sentences with
the set's own roots; the network alone, without frames, then says which root holds in its own. YIELD is learned as
CONCEDE or RETREAT.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from dragoman.coding.typer import Question, Typer, labels_of
from dragoman.coding.typer.labels import NONE
from dragoman.evaluate.relations import read_rows, scores, spans
from dragoman.evaluate.schoolbook_examples import Answer, Example
from dragoman.training.encoders import encoder_folder
from dragoman.training.export import export
from dragoman.training.train import Course, train

FOLDS = 5
COURSE = Course(epochs=6, rate=1e-4, threads=2)
_YIELD = ("CONCEDE", "RETREAT")


def examples(rows: list[dict[str, str]]) -> list[Example]:
    """The rows as questions about marked pairs, with the set's roots as answers."""
    out = []
    for number, row in enumerate(rows):
        question = Question.of_pair(*spans(row["marked_sentence"]))
        root = row["gold_root"]
        answer = Answer(_YIELD[0], alternative=_YIELD[1]) if root == "YIELD" else Answer(root)
        out.append(Example(f"row-{number}", question, (answer,)))
    return out


def roots(typer: Typer, asked: list[Example]) -> list[str]:
    """The root that is likeliest by the network alone."""
    out = []
    for (judgement,) in typer.judge([e.question for e in asked]):
        shares: dict[str, float] = {}
        for name, share in zip(typer.labels.types, judgement.types.tolist(), strict=True):
            root = "YIELD" if name in _YIELD else name
            shares[root] = shares.get(root, 0.0) + share * (name != NONE)
        out.append(max(shares, key=lambda r: shares[r]))
    return out


def cross_validated(path: Path, start: Path, work: Path, course: Course = COURSE) -> dict[str, Any]:
    """The scores of the task over all rows, each judged by a network that has not seen it."""
    rows, encoder, labels = read_rows(path), encoder_folder("student"), labels_of()
    asked = examples(rows)
    found = [""] * len(rows)
    for fold in range(FOLDS):
        seen = [e for n, e in enumerate(asked) if n % FOLDS != fold]
        net = train(seen, encoder, work / f"fold-{fold}", course, start=start)
        model = work / f"fold-{fold}.onnx"
        export(net, encoder, labels, model, {"fold": fold}, quantize=False)
        found[fold::FOLDS] = roots(Typer(model), asked[fold::FOLDS])
    return scores(rows, found)


def main(arguments: list[str] | None = None) -> int:
    """The command; see the module."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.supervised", description=__doc__)
    parser.add_argument("rows", type=Path, help="a PLV file, as for `dragoman evaluate relations`")
    parser.add_argument("--start", type=Path, default=Path("build/typer/student.pt"), help="as `make train` leaves it")
    parser.add_argument("--work", type=Path, default=Path("build/supervised"))
    asked = parser.parse_args(arguments)
    print(json.dumps(cross_validated(asked.rows, asked.start, asked.work)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
