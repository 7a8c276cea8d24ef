"""The shipped network: the mean of two that are trained side by side.

A module of its own, since a spawned process cannot find functions of a package's ``__main__``.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from dragoman.evaluate.schoolbook_examples import Example
from dragoman.training.model import TyperNet, averaged
from dragoman.training.train import Course, train

_MASKED = 0.1  # of the word pieces, hidden from the second network


def student(passages: Sequence[Example], encoder: Path, work: Path, course: Course) -> TyperNet:
    """The mean of two networks that learn from passages side by side, one of them with pieces hidden."""
    courses = {work / "plain": course, work / "masked": replace(course, masked=_MASKED)}
    with ProcessPoolExecutor(len(courses), mp_context=get_context("spawn")) as pool:
        running = [pool.submit(_trained, passages, encoder, out, course) for out, course in courses.items()]
        for run in running:
            run.result()
    plain, masked = (train(passages, encoder, out, course) for out, course in courses.items())  # from their checkpoints
    return averaged(plain, masked)


def _trained(passages: Sequence[Example], encoder: Path, out: Path, course: Course) -> None:
    """Trains, and leaves the network in its checkpoint: a pool hands over in shared memory, which may be small."""
    train(passages, encoder, out, course)
