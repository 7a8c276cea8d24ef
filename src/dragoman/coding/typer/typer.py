"""The typer: a small encoder that reads a marked word in its sentence and says which event it tells, if any.

The model is one ONNX file. Its metadata holds all else that it needs: the tokenizer, the labels, the temperature
that makes its probabilities calibrated, and where it came from.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from scipy.special import softmax
from tokenizers import Tokenizer

from dragoman.coding.typer.labels import Labels
from dragoman.coding.typer.marking import Marked, Marker, Question, Span
from dragoman.errors import DataError

BUNDLED = "typer.onnx"
TEACHER = Path.home() / ".cache" / "dragoman" / "teacher.onnx"
_LOG = logging.getLogger(__name__)
_BATCH = 16
_RECIPIENT_SHARE, _SOURCE_SHARE = 0.4, 0.5  # a piece is of a recipient, of a source, if its probability is above this
_ACTOR_SHARE, _ACTOR_FLOOR = 0.5, 0.1  # of an actor, if it is above this share of the likeliest piece's, and this


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the typer says of one word or pair.

    ``types``, ``modes`` and ``statuses`` are probabilities in the order of the labels (the first type is none);
    ``actors``, ``recipients`` and ``sources`` the character spans that it takes for them, empty for a pair;
    ``actor_share`` the greatest probability of a piece to be the actor's.
    """

    types: NDArray[np.float32]
    modes: NDArray[np.float32]
    statuses: NDArray[np.float32]
    actors: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()
    sources: tuple[Span, ...] = ()
    actor_share: float = 1.0


class Typer:
    """Runs the model. One object may be shared by threads that take turns."""

    def __init__(self, model: Path) -> None:
        """Args: ``model`` an ONNX file written by ``dragoman.training.export``; a pass takes one thread.

        Raises:
            DataError: the file is missing or is no such model.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            held = self._session.get_modelmeta().custom_metadata_map
            self.labels = Labels(*(tuple(part) for part in json.loads(held["labels"])))
            self.temperature = float(held["temperature"])
            self.about: dict[str, Any] = json.loads(held["about"])
            self.marker = Marker(Tokenizer.from_str(held["tokenizer"]))
            self._pad = int(held["pad"])
        except Exception as e:
            raise DataError(f"{model}: not a typer model ({e}); reinstall dragoman or run `make train`") from e

    def judge(self, questions: Sequence[Question]) -> list[list[Judgement]]:
        """The answers to each question, in their order; texts of like length share a pass."""
        marked = [self.marker.mark(q) for q in questions]
        out: list[list[Judgement]] = [[] for _ in questions]
        order = sorted(range(len(marked)), key=lambda i: len(marked[i].ids))
        for start in range(0, len(order), _BATCH):
            group = order[start : start + _BATCH]
            for i, answers in zip(group, self._pass([marked[i] for i in group]), strict=True):
                out[i] = answers
        return out

    def _pass(self, group: Sequence[Marked]) -> list[list[Judgement]]:
        longest = max(len(m.ids) for m in group)
        ids = np.full((len(group), longest), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, known, m in zip(ids, mask, group, strict=True):
            row[: len(m.ids)], known[: len(m.ids)] = m.ids, 1
        asked = [(i, *a) for i, m in enumerate(group) for a in m.asked]
        inputs = {"ids": ids, "mask": mask, "asked": np.array(asked, dtype=np.int64)}
        types, *rest = self._session.run(None, inputs)
        answers = zip(
            asked, softmax(types / self.temperature, axis=-1), *(softmax(r, axis=-1) for r in rest), strict=True
        )
        out: list[list[Judgement]] = [[] for _ in group]
        words = [[i for i, offset in enumerate(m.offsets) if offset is not None] for m in group]
        spans = [[offset for offset in m.offsets if offset is not None] for m in group]
        for (row_of, *_), of_types, of_modes, of_statuses, of_roles in answers:
            offsets = spans[row_of]
            actor, recipient, source = of_roles[words[row_of], 1:4].T
            doers = _spans(offsets, actor, _ACTOR_FLOOR, _ACTOR_SHARE)
            done_to, said_by = _spans(offsets, recipient, _RECIPIENT_SHARE), _spans(offsets, source, _SOURCE_SHARE)
            share = float(of_roles[: len(group[row_of].ids), 1].max())
            out[row_of].append(Judgement(of_types, of_modes, of_statuses, doers, done_to, said_by, share))
        return out


def _spans(
    offsets: Sequence[Span], shares: NDArray[np.float32], floor: float, of_best: float = 0.0
) -> tuple[Span, ...]:
    """Runs of pieces whose share of a role is above the floor, and above a part of the greatest, as character spans."""
    floor = max(floor, of_best * float(shares.max(initial=0.0)))
    out: list[Span] = []
    for i in np.flatnonzero(shares > floor).tolist():
        offset = offsets[i]
        if out and offset[0] - out[-1][1] <= 1:
            out[-1] = (out[-1][0], offset[1])
        else:
            out.append(offset)
    return tuple(out)


@cache
def load_typer(name: str) -> Typer | None:
    """A typer by name: ``bundled``, ``teacher`` (as ``make train-teacher`` leaves it), ``none``, or a model's path.

    None for ``none``, and, with a warning, for ``bundled`` where the package holds no model.

    Raises:
        DataError: the file is missing or is no such model.
    """
    if name == "none":
        return None
    if name == "bundled":
        file = Path(str(files("dragoman.coding") / "data" / BUNDLED))
        if not file.exists():
            _LOG.warning(
                "%s is missing: the codebook's frames code alone. Reinstall dragoman or run `make train`.", file
            )
            return None
        return Typer(file)
    if name == "teacher" and not TEACHER.exists():
        raise DataError(f'{TEACHER}: there is no teacher yet; run `make train-teacher`, or set typer = "bundled"')
    return Typer(TEACHER if name == "teacher" else Path(name))
