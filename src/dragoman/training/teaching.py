"""What a teacher says of the schoolbook's questions, kept in a file that a student learns from beside the annotation.

Each text is answered by a teacher that was not trained on it (``FOLDS`` teachers, each trained on the rest), so the
answers show where the annotation is doubtful and which types are near each other; a variation by all of them, of whose
answers the mean is kept. A word whose place is known keeps its answer when the passage around it is cut otherwise; a
variation's words keep theirs as long as its text is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.typer.labels import NONE, Labels
from dragoman.coding.typer.typer import Judgement
from dragoman.errors import DataError
from dragoman.evaluate.schoolbook_examples import Answer, Example, Taught

FOLDS = 4


def fold_of(example: Example) -> int:
    """Which teacher answers an example: the one that has not seen its item."""
    return int(hashlib.sha256(f"fold {example.item_id}".encode()).hexdigest()[:8], 16) % FOLDS


def taught_by(judgements: Sequence[Judgement], answer: Answer | None, labels: Labels) -> Taught:
    """The mean of what teachers say; its modes are of the annotated type or, without ``answer``, of the likeliest."""
    types = np.mean([j.types for j in judgements], axis=0)
    modes = np.mean([j.modes for j in judgements], axis=0)
    event_type = answer.event_type if answer else labels.types[int(types.argmax())]
    if event_type == NONE:
        return Taught(types, np.zeros_like(modes))
    own = np.array([m.startswith(f"{event_type}/") for m in labels.modes]) * modes
    return Taught(types, own / max(float(own.sum()), 1e-9))


def write_taught(path: Path, answered: Iterable[tuple[Example, Sequence[Taught]]]) -> None:
    """Writes the answers as one npz: a key for each, and probabilities of types and modes in steps of 1/255."""
    found = [(_key(example, n), t) for example, taught in answered for n, t in enumerate(taught)]
    np.savez_compressed(
        path,
        keys=np.array([key for key, _ in found], dtype=np.uint64),
        types=np.stack([_bytes(t.types) for _, t in found]),
        modes=np.stack([_bytes(t.modes) for _, t in found]),
    )


def with_taught(examples: Iterable[Example], path: Path) -> Iterator[Example]:
    """The examples, each with the teacher's answers where the file has them.

    Raises:
        DataError: no example has an answer there: the file belongs to another corpus.
    """
    with np.load(path) as held:
        place = {int(k): i for i, k in enumerate(held["keys"])}
        types, modes = held["types"], held["modes"]
    found = 0
    for example in examples:
        rows = [place.get(_key(example, n)) for n in range(len(example.answers))]
        if any(r is not None for r in rows):
            found += 1
            taught = tuple(Taught(_shares(types[r]), _shares(modes[r])) if r is not None else None for r in rows)
            example = replace(example, taught=taught)
        yield example
    if not found:
        raise DataError(f"{path}: holds no answer to any of these examples; run `make train-teacher`")


def _bytes(shares: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.round(shares * 255), dtype=np.uint8)


def _shares(steps: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Probabilities that sum to 1, or zeros."""
    shares = steps.astype(np.float32)
    return np.asarray(shares / max(float(shares.sum()), 1.0), dtype=np.float32)


def _key(example: Example, number: int) -> int:
    """A number for one question, by where its words stand in the item's text; of a variation, by the text too."""
    question, start = example.question, example.start
    asked = (question.triggers[number : number + 1], question.actors, question.recipients)
    places = [[(a + start, b + start) for a, b in spans] for spans in asked]
    name = f"{example.item_id}|{places}" + (f"|{question.text}" if example.changed else "")
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
