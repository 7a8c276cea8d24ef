"""``python -m dragoman.training.train``: fine-tune an encoder on the schoolbook.

Seeded; logs one JSON object a line to a file; writes a checkpoint after each epoch and resumes from it.
"""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from dragoman.codebook import load_codebook
from dragoman.coding.typer.labels import NONE, Labels, labels_of
from dragoman.coding.typer.marking import Marker
from dragoman.training.batches import IGNORE, Batch, RowMaker, batches
from dragoman.training.examples import Example
from dragoman.training.model import TyperNet

SEED = 20260101
_ROWS = 16  # a step
_PAIR_SHARE = 0.7  # of the pairs, that an epoch shows


def quad_matrix(labels: Labels) -> Tensor:
    """(types, quads) 0/1: which quad a type lies in; none is a class of its own."""
    codebook = load_codebook()
    out = torch.zeros(len(labels.types), 5)
    for i, name in enumerate(labels.types):
        out[i, 0 if name == NONE else codebook.quad(name)] = 1
    return out


def loss_of(net: TyperNet, batch: Batch, quads: Tensor) -> Tensor:
    """Cross-entropies of all heads; quads as the sums of their types."""
    types, modes, statuses, roles = net(batch.ids, batch.mask, batch.asked)
    logs = functional.log_softmax(types, dim=-1)
    of_types = -(batch.types * logs).sum(-1)
    of_quads = -((batch.types @ quads) * torch.log(logs.exp() @ quads + 1e-9)).sum(-1)
    total = ((of_types + 0.3 * of_quads) * batch.weights).mean()
    for logits, answer, share in ((modes, batch.modes, 0.3), (statuses, batch.statuses, 0.3)):
        if (answer != IGNORE).any():
            total = total + share * functional.cross_entropy(logits, answer, ignore_index=IGNORE)
    if (batch.roles != IGNORE).any():
        total = total + 0.7 * functional.cross_entropy(roles.flatten(0, 1), batch.roles.flatten(), ignore_index=IGNORE)
    return total


def train(
    examples: Sequence[Example],
    encoder: Path,
    out: Path,
    epochs: int,
    rate: float,
    frozen: int,
    threads: int,
) -> TyperNet:
    """Fine-tunes and returns the network; ``out/state.pt`` holds the last epoch, ``out/log.jsonl`` the course.

    Args:
        examples: what to learn.
        encoder: folder of a pretrained encoder (config, weights, tokenizer.json).
        out: folder for checkpoint and log.
        epochs: passes over the events.
        rate: peak learning rate of the encoder; the heads have five times that.
        frozen: lower encoder layers (and embeddings) that stay as they are.
        threads: of the CPU.
    """
    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    rng = random.Random(SEED)
    labels = labels_of()
    out.mkdir(parents=True, exist_ok=True)
    net = TyperNet(encoder, labels)
    _freeze(net, frozen)
    maker = RowMaker(Marker(Tokenizer.from_file(str(encoder / "tokenizer.json"))), labels)
    pad = net.encoder.config.pad_token_id
    pairs = [e for e in examples if not e.question.triggers]
    sentences = [maker.row(e, rng) for e in examples if e.question.triggers]
    some = int(_PAIR_SHARE * len(pairs))
    steps = epochs * math.ceil((len(sentences) + some) / _ROWS)
    optimizer = torch.optim.AdamW(_groups(net, rate), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(s / (0.08 * steps + 1), (steps - s) / steps))
    quads = quad_matrix(labels)
    done = _resume(net, optimizer, schedule, out)
    for epoch in range(done, epochs):
        rng.seed(SEED + epoch)
        rows = sentences + [maker.row(e, rng) for e in rng.sample(pairs, some)]
        net.train()
        _epoch(net, list(batches(rows, _ROWS, pad, rng)), optimizer, schedule, quads, out, epoch)
        state = {"state": net.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}
        torch.save({**state, "epoch": epoch + 1}, out / "state.tmp")
        (out / "state.tmp").replace(out / "state.pt")
    return net


def _epoch(
    net: TyperNet, steps: list[Batch], optimizer: Any, schedule: Any, quads: Tensor, out: Path, epoch: int
) -> None:
    begun, total, seen = time.perf_counter(), 0.0, 0
    for number, batch in enumerate(steps, 1):
        loss = loss_of(net, batch, quads)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total, seen = total + loss.item(), seen + len(batch.ids)
        if number % 50 == 0 or number == len(steps):
            rate = seen / (time.perf_counter() - begun)
            _log(
                out,
                epoch=epoch,
                step=number,
                of=len(steps),
                loss=round(total / number, 4),
                rows_per_second=round(rate, 1),
            )


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


def _resume(net: TyperNet, optimizer: Any, schedule: Any, out: Path) -> int:
    if not (out / "state.pt").exists():
        return 0
    held = torch.load(out / "state.pt", map_location="cpu", weights_only=True)
    net.load_state_dict(held["state"])
    optimizer.load_state_dict(held["optimizer"])
    schedule.load_state_dict(held["schedule"])
    return int(held["epoch"])


def _log(out: Path, **fields: Any) -> None:
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write(json.dumps(fields) + "\n")
    print(fields, flush=True)
