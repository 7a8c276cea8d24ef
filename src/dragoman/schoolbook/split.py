"""Which part of the schoolbook trains, which calibrates, and which is never learned from."""

from __future__ import annotations

import hashlib
from typing import Literal

from dragoman.schoolbook.items import Item

Part = Literal["train", "calibrate", "test"]


def part_of(item: Item) -> Part:
    """The part of an item, by a hash of its id.

    A tenth of the reports and articles tests, a twentieth of the sentences calibrates. A contrast set stays together.
    """
    if item.kind != "sentence":
        return "test" if _hash(item.item_id) % 10 == 0 else "train"
    return "calibrate" if _hash(item.contrast or item.item_id) % 20 == 0 else "train"


def _hash(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16)
