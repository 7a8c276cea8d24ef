"""Small charts that stand in a line of text or a cell: numbers of an inline SVG, which the style sheet colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BARS = 48


@dataclass(frozen=True, slots=True)
class Spark:
    """Bars of cooperation upwards and conflict downwards, in units of ``width`` by ``height``.

    ``bars`` are x, width, top and height of each, and whether it is conflict.
    """

    width: float
    height: float
    bars: Sequence[tuple[float, float, float, float, bool]]
    middle: float


def spark(
    cooperation: Sequence[float], conflict: Sequence[float], width: float = 120, height: float = 28,
    most: float | None = None,
) -> Spark:  # fmt: skip
    """Two series of counts as a spark.

    Args:
        cooperation: counts by period.
        conflict: those of the same periods.
        width: of the whole.
        height: likewise; the line that divides both lies in the middle.
        most: the count that fills half of the height; the largest where left out.
    """
    middle = height / 2
    top = most or max((*cooperation, *conflict), default=0) or 1
    step = width / max(len(cooperation), 1)
    bars = []
    for number, pair in enumerate(zip(cooperation, conflict, strict=True)):
        for down, count in enumerate(pair):
            if count:
                tall = max(1.0, middle * min(count / top, 1))
                start = middle if down else middle - tall
                bars.append((round(number * step, 2), round(max(step - 0.5, 0.8), 2), round(start, 2),
                             round(tall, 2), bool(down)))  # fmt: skip
    return Spark(width, height, bars, middle)
