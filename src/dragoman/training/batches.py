"""From examples to batches: rows of like length together, each with the answers to its questions."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from dragoman.coding.typer.labels import NONE, Labels
from dragoman.coding.typer.marking import Marked, Marker, Question, Span
from dragoman.evaluate.schoolbook_examples import Answer, Example, Taught

IGNORE = -100
_ONE_SIDE = 0.15  # of pairs: the other side is left unmarked
_SMOOTHING = 0.03  # of the probability, spread over all types
_NONE_WEIGHT = 0.7  # of a word that tells no event; of one that does: 1
_OTHER_SHARE = 0.3  # of the probability, for an equally defensible type


@dataclass(frozen=True, slots=True)
class Targets:
    """What one question is to be answered with; ``types`` and ``modes`` are distributions (no mode: all 0)."""

    types: NDArray[np.float32]
    modes: NDArray[np.float32]
    status: int
    roles: list[int]
    weight: float


@dataclass(frozen=True, slots=True)
class Row:
    """One text with its questions and their answers."""

    marked: Marked
    targets: list[Targets]


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step."""

    ids: Tensor
    mask: Tensor
    asked: Tensor
    types: Tensor
    modes: Tensor
    statuses: Tensor
    roles: Tensor
    weights: Tensor

    def to(self, device: str) -> Batch:
        """The same on a device."""
        return Batch(*(getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)))


class RowMaker:
    """Makes rows from examples; where a teacher has answered, a share ``trust`` of types and modes is the teacher's."""

    def __init__(self, marker: Marker, labels: Labels, trust: float = 0.5) -> None:
        self.marker, self.labels, self.trust = marker, labels, trust

    def row(self, example: Example, rng: random.Random) -> Row:
        """The row of an example; of a pair, one side is hidden at times."""
        question = example.question
        if not question.triggers and rng.random() < _ONE_SIDE:
            actors, recipients = (question.actors, ()) if rng.random() < 0.7 else ((), question.recipients)
            question = Question(question.text, (), actors, recipients)
        marked = self.marker.mark(question)
        taught = example.taught or [None] * len(example.answers)
        if example.changed:
            known = zip(example.answers, taught, example.changed, strict=True)
            return Row(marked, [self._varied(a, t, c, marked) for a, t, c in known if t])
        pairs = zip(example.answers, taught, strict=True)
        return Row(marked, [self._targets(a, t, marked, bool(question.triggers)) for a, t in pairs])

    def _targets(self, answer: Answer, taught: Taught | None, marked: Marked, words: bool) -> Targets:
        told = answer.event_type != NONE
        types, modes = self._types(answer), self._modes(answer)
        if taught is not None:
            types = (1 - self.trust) * types + self.trust * taught.types
            if told and taught.modes.any():
                modes = (1 - self.trust) * modes + self.trust * taught.modes
        return Targets(
            types,
            modes,
            self.labels.statuses.index(answer.status) if told and answer.status else IGNORE,
            _roles(answer, marked) if told and words else [IGNORE] * len(marked.ids),
            1.0 if told else _NONE_WEIGHT,
        )

    def _varied(self, answer: Answer, taught: Taught, changed: bool, marked: Marked) -> Targets:
        """Of a variation all is the teacher's but status and sides of a word that stands and still tells an event."""
        likeliest = self.labels.types[int(taught.types.argmax())]
        stands = not changed and NONE not in (answer.event_type, likeliest)
        same = stands and answer.event_type == likeliest
        return Targets(
            taught.types,
            taught.modes,
            self.labels.statuses.index(answer.status) if same and answer.status else IGNORE,
            _roles(answer, marked) if stands else [IGNORE] * len(marked.ids),
            1.0 if likeliest != NONE else _NONE_WEIGHT,
        )

    def _types(self, answer: Answer) -> NDArray[np.float32]:
        count = len(self.labels.types)
        out = np.full(count, _SMOOTHING / count, dtype=np.float32)
        other = _OTHER_SHARE if answer.alternative else 0.0
        out[self.labels.types.index(answer.event_type)] += (1 - other) * (1 - _SMOOTHING)
        if answer.alternative:
            out[self.labels.types.index(answer.alternative)] += other * (1 - _SMOOTHING)
        return out

    def _modes(self, answer: Answer) -> NDArray[np.float32]:
        out = np.zeros(len(self.labels.modes), dtype=np.float32)
        if answer.event_type != NONE:
            out[self.labels.mode_of(answer.event_type, answer.mode)] = 1.0
        return out


def _roles(answer: Answer, marked: Marked) -> list[int]:
    sides = (answer.actors, answer.recipients, answer.sources)
    out = []
    for offset in marked.offsets:
        held = [n for n, spans in enumerate(sides, 1) if offset and any(_inside(offset, s) for s in spans)]
        out.append(IGNORE if offset is None else held[0] if held else 0)
    return out


def _inside(offset: Span, span: Span) -> bool:
    return span[0] <= offset[0] and offset[1] <= span[1]


def batches(rows: Sequence[Row], size: int, pad: int, rng: random.Random) -> Iterator[Batch]:
    """Batches of rows of like length, in random order."""
    noise = [rng.uniform(-3, 3) for _ in rows]
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].marked.ids) + noise[i])
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield collate([rows[i] for i in group], pad)


def collate(rows: Sequence[Row], pad: int) -> Batch:
    """One batch of rows, padded."""
    longest = max(len(r.marked.ids) for r in rows)
    ids = torch.full((len(rows), longest), pad, dtype=torch.long)
    mask = torch.zeros((len(rows), longest), dtype=torch.long)
    for i, row in enumerate(rows):
        ids[i, : len(row.marked.ids)] = torch.tensor(row.marked.ids)
        mask[i, : len(row.marked.ids)] = 1
    targets = [t for r in rows for t in r.targets]
    roles = torch.full((len(targets), longest), IGNORE, dtype=torch.long)
    for i, target in enumerate(targets):
        roles[i, : len(target.roles)] = torch.tensor(target.roles)
    return Batch(
        ids,
        mask,
        torch.tensor([(i, *asked) for i, r in enumerate(rows) for asked in r.marked.asked]),
        torch.from_numpy(np.stack([t.types for t in targets])),
        torch.from_numpy(np.stack([t.modes for t in targets])),
        torch.tensor([t.status for t in targets]),
        roles,
        torch.tensor([t.weight for t in targets]),
    )
