"""The shipped network: the mean of two that are trained side by side.

A module of its own, since a spawned process cannot find functions of a package's ``__main__``.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from dragoman.training.lessons import Lessons
from dragoman.training.model import TyperNet, averaged
from dragoman.training.train import Course, train

_TRUST = 0.7  # in the teacher, of the second network


def student(lessons: Lessons, encoder: Path, work: Path, course: Course) -> TyperNet:
    """The mean of two networks that learn side by side, the second more from the teacher than from the annotation."""
    courses = {work / "first": course, work / "second": replace(course, trust=_TRUST)}
    with ProcessPoolExecutor(len(courses), mp_context=get_context("spawn")) as pool:
        running = [pool.submit(_trained, lessons, encoder, out, course) for out, course in courses.items()]
        for run in running:
            run.result()
    return averaged([_train(lessons, encoder, out, course) for out, course in courses.items()])  # from checkpoints


def _train(lessons: Lessons, encoder: Path, out: Path, course: Course) -> TyperNet:
    return train(lessons.train, encoder, out, course, lessons.variations)


def _trained(lessons: Lessons, encoder: Path, out: Path, course: Course) -> None:
    """Trains, and leaves the network in its checkpoint: a pool hands over in shared memory, which may be small."""
    _train(lessons, encoder, out, course)
