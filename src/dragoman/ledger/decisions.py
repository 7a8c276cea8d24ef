"""What analysts decide by hand: that tellings are of one happening, or are not. Kept on all later runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations, product
from typing import Any, Literal

from dragoman.errors import LedgerError
from dragoman.ledger.files import write_atomic
from dragoman.ledger.layout import Layout
from dragoman.ledger.uniting import ByHand, Pair

Kind = Literal["together", "apart"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: groups of tellings that are one event, or that are as many events as there are groups."""

    number: int
    kind: Kind
    groups: tuple[tuple[str, ...], ...]
    run_id: str
    made: str
    note: str = ""

    def pairs(self) -> list[Pair]:
        """The pairs of tellings that it speaks of: all those across groups."""
        crossed = (product(a, b) for a, b in combinations(self.groups, 2))
        return [(min(p), max(p)) for pairs in crossed for p in pairs if p[0] != p[1]]


def write_decision(
    layout: Layout, kind: Kind, groups: Sequence[Sequence[str]], run: tuple[str, str], note: str
) -> Decision:
    """Writes a decision down; only for the holder of the writer's lock.

    Args:
        layout: the ledger.
        kind: what is decided.
        groups: the tellings, by what they are part of.
        run: the run's id and the time.
        note: why, in the analyst's words.
    """
    number = 1 + max((d.number for d in read_decisions(layout)), default=0)
    decision = Decision(number, kind, tuple(tuple(sorted(g)) for g in groups), *run, note)
    content = json.dumps(asdict(decision), ensure_ascii=False, indent=1).encode() + b"\n"
    write_atomic(layout.decisions / f"{number:06d}.json", content, layout.temp)
    return decision


def read_decisions(layout: Layout) -> list[Decision]:
    """All decisions, oldest first.

    Raises:
        LedgerError: a file cannot be read.
    """
    found = []
    for path in sorted(layout.decisions.glob("*.json")):
        try:
            stated = json.loads(path.read_text(encoding="utf-8"))
            groups = tuple(tuple(str(t) for t in group) for group in stated.pop("groups"))
            found.append(Decision(groups=groups, **stated))
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise LedgerError(
                f"{path}: this decision of an analyst cannot be read: {error}. Mend the file, or remove it to undo it."
            ) from error
    return sorted(found, key=lambda d: d.number)


def by_hand(decisions: Sequence[Decision], current: Mapping[str, str]) -> ByHand:
    """All decisions as pairs of tellings; of two that speak of one pair the later holds.

    Args:
        decisions: oldest first.
        current: by the telling that a decision names, the one that is in its place now.
    """
    latest: dict[Pair, Any] = {}
    for decision in decisions:
        for one, other in decision.pairs():
            if one in current and other in current:
                a, b = current[one], current[other]
                latest[min(a, b), max(a, b)] = decision.kind
    chosen = {kind: tuple(p for p, k in latest.items() if k == kind) for kind in ("together", "apart")}
    return ByHand(chosen["together"], chosen["apart"])
