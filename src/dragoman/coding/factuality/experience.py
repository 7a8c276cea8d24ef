"""What a rule's status has turned out to mean in the schoolbook, for each type of event.

"Will close the border" is a planned COERCE but a THREATEN that has occurred: the threat is made by saying so. The
counts are made by ``python -m dragoman.training.statuses`` from the schoolbook's training part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from dragoman.datafiles import read_csv
from dragoman.records import STATUSES, Status

_SMOOTHING = 5.0  # cases that the statuses of all events together add to each row


@cache
def log_odds(event_type: str, by_rule: Status) -> Mapping[Status, float]:
    """The logarithm of each status's share among events of this type for which the rules find ``by_rule``."""
    seen = _counts()
    base: Counter[Status] = Counter()
    for counts in seen.values():
        base.update(counts)
    own, total = seen.get((event_type, by_rule), Counter()), base.total()
    smoothed = {s: own[s] + _SMOOTHING * base[s] / total for s in STATUSES}
    return {s: math.log(n / (own.total() + _SMOOTHING)) for s, n in smoothed.items()}


@cache
def _counts() -> dict[tuple[str, Status], Counter[Status]]:
    file = files("dragoman.coding") / "data" / "statuses.csv"
    return {
        (r["event_type"], cast(Status, r["by_rule"])): Counter({s: int(r[s]) for s in STATUSES})
        for _, r in read_csv(file)
    }
