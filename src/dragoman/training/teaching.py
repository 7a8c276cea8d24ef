"""What a teacher says of the schoolbook's questions, kept in a file that a student learns from beside the annotation.

Each text is answered by a teacher that was not trained on it (``FOLDS`` teachers, each trained on the rest), so the
answers show where the annotation is doubtful and which types are near each other. A word whose place is known keeps its
answer when the passage around it is cut otherwise.
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
from dragoman.evaluate.schoolbook_examples import Example, Taught

FOLDS = 4


def fold_of(example: Example) -> int:
    """Which teacher answers an example: the one that has not seen its item."""
    return int(hashlib.sha256(f"fold {example.item_id}".encode()).hexdigest()[:8], 16) % FOLDS


def write_taught(path: Path, answered: Iterable[tuple[Example, Sequence[Judgement]]], labels: Labels) -> None:
    """Writes the answers as one npz: a key for each, probabilities of types, of modes given the annotated type."""
    keys, types, modes = [], [], []
    for example, judgements in answered:
        for number, (answer, judgement) in enumerate(zip(example.answers, judgements, strict=True)):
            keys.append(_key(example, number))
            types.append(judgement.types)
            modes.append(_within(judgement.modes, answer.event_type, labels))
    np.savez_compressed(
        path,
        keys=np.array(keys, dtype=np.uint64),
        types=np.stack(types).astype(np.float16),
        modes=np.stack(modes).astype(np.float16),
    )


def with_taught(examples: Iterable[Example], path: Path) -> Iterator[Example]:
    """The examples, each with the teacher's answers where the file has them.

    Raises:
        DataError: no example has an answer there: the file belongs to another corpus.
    """
    with np.load(path) as held:
        place = {int(k): i for i, k in enumerate(held["keys"])}
        types, modes = held["types"].astype(np.float32), held["modes"].astype(np.float32)
    found = 0
    for example in examples:
        rows = [place.get(_key(example, n)) for n in range(len(example.answers))]
        if any(r is not None for r in rows):
            found += 1
            taught = tuple(Taught(types[r], modes[r]) if r is not None else None for r in rows)
            example = replace(example, taught=taught)
        yield example
    if not found:
        raise DataError(f"{path}: holds no answer to any of these examples; run `make train-teacher`")


def _within(modes: NDArray[np.float32], event_type: str, labels: Labels) -> NDArray[np.float32]:
    if event_type == NONE:
        return np.zeros_like(modes)
    own = np.array([m.startswith(f"{event_type}/") for m in labels.modes]) * modes
    return np.asarray(own / max(float(own.sum()), 1e-9), dtype=np.float32)


def _key(example: Example, number: int) -> int:
    """A number for one question of an item, by where the words in question stand in the item's text."""
    question, start = example.question, example.start
    asked = (question.triggers[number : number + 1], question.actors, question.recipients)
    places = [[(a + start, b + start) for a, b in spans] for spans in asked]
    name = f"{example.item_id}|{places}"
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")
