"""The network: a pretrained encoder, and heads over the places of trigger, actor and recipient."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from dragoman.coding.typer.labels import Labels

_ROLE_SIZE = 128


class TyperNet(nn.Module):  # type: ignore[misc]
    """What marked words or pairs tell: type, mode, status, and the role of each word piece.

    Inputs: ``ids`` and ``mask`` (batch, length) int64; ``asked`` (questions, 5) int64: row in the batch, first and last
    piece of the trigger, opening marks of actor and recipient, 0 where there is none. Outputs: logits
    (questions, types), (questions, modes), (questions, statuses), (questions, length, roles).
    """

    def __init__(self, encoder: Path, labels: Labels, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="eager")
        size = self.encoder.config.hidden_size
        self.mix = nn.Sequential(nn.Dropout(dropout), nn.Linear(4 * size, size), nn.GELU(), nn.Dropout(dropout))
        self.types = nn.Linear(size, len(labels.types))
        self.modes = nn.Linear(size, len(labels.modes))
        self.statuses = nn.Linear(size, len(labels.statuses))
        self.of_piece = nn.Linear(size, _ROLE_SIZE)
        self.of_trigger = nn.Linear(size, 2 * _ROLE_SIZE)
        self.roles = nn.Linear(_ROLE_SIZE, len(labels.roles))

    def forward(self, ids: Tensor, mask: Tensor, asked: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """See the class."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        row = asked[:, 0]
        at = hidden[row.unsqueeze(1), asked[:, 1:]] * (asked[:, 1:] > 0).unsqueeze(-1).to(hidden.dtype)
        trigger = (at[:, 0] + at[:, 1]) / 2
        pooled = self.mix(torch.cat([hidden[row, 0], trigger, at[:, 2], at[:, 3]], dim=-1))
        shift, scale = self.of_trigger(trigger).chunk(2, dim=-1)
        pieces = self.of_piece(hidden)[row]
        roles = self.roles(functional.gelu(pieces * (1 + scale.unsqueeze(1)) + shift.unsqueeze(1)))
        return self.types(pooled), self.modes(pooled), self.statuses(pooled), roles


def averaged(networks: Sequence[TyperNet]) -> TyperNet:
    """The first network with the mean of all their weights (a "model soup", Wortsman et al. 2022).

    All must have been trained from one encoder and one seed, so that their heads began alike.
    """
    held = [n.state_dict() for n in networks]
    mean = {k: torch.stack([h[k] for h in held]).mean(0) if v.is_floating_point() else v for k, v in held[0].items()}
    networks[0].load_state_dict(mean)
    return networks[0]
