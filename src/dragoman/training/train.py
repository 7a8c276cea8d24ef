"""Fine-tuning of an encoder on the schoolbook.

Seeded; logs one JSON object a line to a file; writes a checkpoint after each epoch and resumes from it.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from dragoman.codebook import load_codebook
from dragoman.coding.typer.labels import NONE, Labels, labels_of
from dragoman.coding.typer.marking import Marker
from dragoman.evaluate.schoolbook_examples import Example
from dragoman.training.batches import IGNORE, Batch, RowMaker, batches
from dragoman.training.model import TyperNet

_PAIR_SHARE = 0.7  # of the pairs, that an epoch shows
_WORDS = 1000  # the first entry of the vocabulary that is a piece of a word; before it are special pieces and signs
_SETTLED = 0.3  # of the steps, before which the weights' mean is not taken
_MODE_SHARE, _STATUS_SHARE, _ROLE_SHARE, _QUAD_SHARE = 0.5, 0.3, 0.7, 0.3  # of the loss; that of types: 1


@dataclass(frozen=True, slots=True)
class Course:
    """How to train.

    ``rate`` is the encoder's peak learning rate, the new heads have five times that; ``rows`` texts make a step, in
    which a share ``masked`` of the word pieces is hidden. An epoch shows a share ``varied`` of the variations; where a
    teacher has answered, a share ``trust`` of the annotated targets is the teacher's. ``seed`` decides how the heads
    begin, ``seed`` and ``order`` what comes when. The ``frozen`` lowest encoder layers (and the embeddings) stay as
    they are; ``threads`` are the CPU's that one network takes. What comes out is the moving mean of the weights, of
    decay ``mean``, taken once ``_SETTLED`` of the steps are done. On a GPU, and on a CPU with AVX512-BF16, matrices are
    multiplied in bfloat16, so that the weights differ a little from machine to machine; on one kind of CPU they come
    out the same to the last bit.
    """

    epochs: int = 3
    rate: float = 3e-4
    rows: int = 12
    masked: float = 0.0
    varied: float = 0.3
    trust: float = 0.5
    mean: float = 0.999
    seed: int = 20260101
    order: int = 3
    frozen: int = 0
    device: str = "cpu"
    threads: int = 1


def quad_matrix(labels: Labels) -> Tensor:
    """(types, quads) 0/1: which quad a type lies in; none is a class of its own."""
    codebook = load_codebook()
    out = torch.zeros(len(labels.types), 5)
    for i, name in enumerate(labels.types):
        out[i, 0 if name == NONE else codebook.quad(name)] = 1
    return out


def mode_matrix(labels: Labels) -> Tensor:
    """(modes, modes) bool: whether two modes are of different types."""
    types = [m.partition("/")[0] for m in labels.modes]
    return torch.tensor([[a != b for b in types] for a in types])


def loss_of(net: TyperNet, batch: Batch, quads: Tensor, foreign: Tensor) -> Tensor:
    """Cross-entropies of all heads; quads as the sums of their types, modes among those of the right type."""
    device = batch.ids.device.type
    fast = device != "cpu" or torch.cpu._is_avx512_bf16_supported()  # torch has no public name for this question
    with torch.autocast(device, torch.bfloat16, enabled=fast):
        answers = net(batch.ids, batch.mask, batch.asked)
    types, modes, statuses, roles = (a.float() for a in answers)
    logs = functional.log_softmax(types, dim=-1)
    of_types = -(batch.types * logs).sum(-1)
    of_quads = -((batch.types @ quads) * torch.log(logs.exp() @ quads + 1e-9)).sum(-1)
    total = ((of_types + _QUAD_SHARE * of_quads) * batch.weights).mean()
    told = batch.modes.sum(-1) > 0
    if told.any():
        known = batch.modes[told]
        logs = functional.log_softmax(modes[told].masked_fill(foreign[known.argmax(-1)], -1e4), dim=-1)
        total = total - _MODE_SHARE * (known * logs).sum(-1).mean()
    heads = [(statuses, batch.statuses, _STATUS_SHARE), (roles.flatten(0, 1), batch.roles.flatten(), _ROLE_SHARE)]
    for logits, answer, share in heads:
        if (answer != IGNORE).any():
            total = total + share * functional.cross_entropy(logits, answer, ignore_index=IGNORE)
    return total


def train(
    examples: Sequence[Example],
    encoder: Path,
    out: Path,
    course: Course,
    variations: Sequence[Example] = (),
    start: Path | None = None,
) -> TyperNet:
    """Fine-tunes and returns the network; ``out/state.pt`` holds the last epoch, ``out/log.jsonl`` the course.

    Args:
        examples: what to learn.
        encoder: folder of a pretrained encoder (config, weights, tokenizer.json).
        out: folder for checkpoint and log.
        course: how to train.
        variations: what to learn of a teacher alone; it has answered all of them.
        start: weights to go on from, as ``torch.save`` wrote them, instead of the encoder's and new heads.
    """
    torch.manual_seed(course.seed)
    torch.set_num_threads(course.threads)
    rng = random.Random(course.seed)
    labels = labels_of()
    out.mkdir(parents=True, exist_ok=True)
    net = TyperNet(encoder, labels)
    if start is not None:
        net.load_state_dict(torch.load(start, weights_only=True))
    _freeze(net, course.frozen)
    net.to(course.device)
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(course.mean))
    held = _checkpoint(out, course.device)
    done = int(held["epoch"]) if held else 0
    if done >= course.epochs:
        mean.load_state_dict(held["mean"])
        return _out_of(mean)
    maker = RowMaker(Marker(Tokenizer.from_file(str(encoder / "tokenizer.json"))), labels, course.trust)
    hidden = maker.marker.id_of("[MASK]", "<mask>")
    pad = net.encoder.config.pad_token_id
    pairs = [e for e in examples if not e.question.triggers]
    sentences = [maker.row(e, rng) for e in examples if e.question.triggers]
    others = [maker.row(e, rng) for e in variations]
    some, more = int(_PAIR_SHARE * len(pairs)), int(course.varied * len(others))
    steps = course.epochs * math.ceil((len(sentences) + some + more) / course.rows)
    optimizer = torch.optim.AdamW(_groups(net, course.rate), weight_decay=0.01, fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / (0.08 * steps + 1), (steps - s) / steps))
    quads, foreign = quad_matrix(labels).to(course.device), mode_matrix(labels).to(course.device)
    kept = {"state": net, "optimizer": optimizer, "schedule": schedule, "mean": mean}
    for name, part in kept.items() if held else ():
        part.load_state_dict(held[name])
    for epoch in range(done, course.epochs):
        rng.seed(course.seed + course.order + epoch)
        torch.manual_seed(course.seed + course.order + epoch)
        rows = sentences + [maker.row(e, rng) for e in rng.sample(pairs, some)] + rng.sample(others, more)
        net.train()
        log = _Log(out, epoch, math.ceil(len(rows) / course.rows))
        for batch in batches(rows, course.rows, pad, rng):
            batch = batch.to(course.device)
            if course.masked:
                batch = replace(batch, ids=_masked(batch, course.masked, hidden))
            loss = loss_of(net, batch, quads, foreign)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if schedule.last_epoch > _SETTLED * steps:
                mean.update_parameters(net)
            log.step(loss.detach(), len(batch.ids))
        torch.save({n: k.state_dict() for n, k in kept.items()} | {"epoch": epoch + 1}, out / "state.tmp")
        (out / "state.tmp").replace(out / "state.pt")
    return _out_of(mean)


def _out_of(mean: AveragedModel) -> TyperNet:
    trained: TyperNet = mean.module.to("cpu")
    return trained


class _Log:
    """One line of JSON each 50 steps: the network, mean loss of the epoch so far, rows a second."""

    def __init__(self, out: Path, epoch: int, steps: int) -> None:
        self._out, self._epoch, self._steps = out, epoch, steps
        self._begun, self._done, self._seen = time.perf_counter(), 0, 0
        self._total: float | Tensor = 0.0

    def step(self, loss: Tensor, rows: int) -> None:
        self._total, self._done, self._seen = self._total + loss, self._done + 1, self._seen + rows
        if self._done % 50 and self._done != self._steps:
            return
        line = {
            "network": self._out.name,
            "epoch": self._epoch,
            "step": self._done,
            "of": self._steps,
            "loss": round(float(self._total) / self._done, 4),
            "rows_per_second": round(self._seen / (time.perf_counter() - self._begun), 1),
        }
        with (self._out / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(line, flush=True)


def _masked(batch: Batch, share: float, hidden: int) -> Tensor:
    """The pieces of a batch, a share of those of words hidden; never those that are asked about."""
    hide = (torch.rand(batch.ids.shape, device=batch.ids.device) < share) & (batch.ids >= _WORDS)
    hide[batch.asked[:, :1], batch.asked[:, 1:]] = False
    return batch.ids.masked_fill(hide, hidden)


def _groups(net: TyperNet, rate: float) -> list[dict[str, Any]]:
    """The encoder learns at ``rate``, the new heads at five times that."""
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in net.encoder.parameters()}
    heads = [p for p in net.parameters() if id(p) not in known]
    return [{"params": encoder, "lr": rate}, {"params": heads, "lr": 5 * rate}]


def _freeze(net: TyperNet, layers: int) -> None:
    if layers:
        for parameter in net.encoder.embeddings.parameters():
            parameter.requires_grad = False
        for layer in net.encoder.encoder.layer[:layers]:
            for parameter in layer.parameters():
                parameter.requires_grad = False


def _checkpoint(out: Path, device: str) -> dict[str, Any]:
    """The last checkpoint; empty where there is none."""
    file = out / "state.pt"
    return torch.load(file, map_location=device, weights_only=True) if file.exists() else {}
