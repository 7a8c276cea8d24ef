"""How far two annotations of the same texts agree: on what is told at all, and on each field of what both tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.schoolbook.articles import MarkedArticle
from dragoman.schoolbook.items import Item, Span


@dataclass(frozen=True, slots=True)
class Agreement:
    """``items`` are items or articles, ``events_f1`` is of triggers that overlap.

    ``kappa``s are after Cohen (1960), they and the shares are over the events of both.
    """

    items: int
    first: int
    second: int
    both: int
    events_f1: float
    events_and_type_f1: float
    type_kappa: float
    mode: float
    status_kappa: float
    attributed: float


@dataclass(frozen=True, slots=True)
class _Mark:
    """What an annotator marked: where it is told, as what, and whether somebody is said to say so."""

    spans: tuple[Span, ...]
    event_type: str
    mode: str | None
    status: str
    attributed: bool


def agreement(first: Iterable[Item | MarkedArticle], second: Iterable[Item | MarkedArticle]) -> Agreement:
    """Compares items, or marked articles, of the same id; those that only one side has are left out."""
    others = dict(map(_marks, second))
    pairs = [(marks, others[name]) for name, marks in map(_marks, first) if name in others]
    matched = [m for one, two in pairs for m in _matched(one, two)]
    one, two = (sum(len(marks[n]) for marks in pairs) for n in (0, 1))
    same = [(a, b) for a, b in matched if a.event_type == b.event_type]
    return Agreement(
        len(pairs),
        one,
        two,
        len(matched),
        round(2 * len(matched) / max(one + two, 1), 4),
        round(2 * len(same) / max(one + two, 1), 4),
        kappa([(a.event_type, b.event_type) for a, b in matched]),
        _share((a.mode, b.mode) for a, b in same),
        kappa([(a.status, b.status) for a, b in matched]),
        _share((a.attributed, b.attributed) for a, b in matched),
    )


def _marks(held: Item | MarkedArticle) -> tuple[str, list[_Mark]]:
    """The id of an item or article, and what is marked in it."""
    if isinstance(held, MarkedArticle):
        return held.item.item_id, [
            _Mark((t.trigger,), t.event_type, t.mode, t.status, bool(t.sources)) for t in held.tellings
        ]
    return held.item_id, [
        _Mark(tuple(map(held.trigger, e.quotes)), e.event_type, e.mode, e.status, e.said_by is not None)
        for e in held.events
    ]


def kappa(pairs: list[tuple[str, str]]) -> float:
    """Cohen's kappa of two coders' labels.

    >>> kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "a")])
    0.0
    """
    size = max(len(pairs), 1)
    one, two = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(one[k] * two[k] for k in one) / size**2
    observed = sum(a == b for a, b in pairs) / size
    return round((observed - by_chance) / (1 - by_chance), 4) if by_chance < 1 else 1.0


def _share(pairs: Iterable[tuple[object, object]]) -> float:
    held = [a == b for a, b in pairs]
    return round(sum(held) / max(len(held), 1), 4)


def _matched(one: list[_Mark], two: list[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    """Events whose triggers overlap, one to one; those of the same type first."""
    options = [
        (a.event_type != b.event_type, i, j)
        for i, a in enumerate(one)
        for j, b in enumerate(two)
        if any(_overlap(s, t) for s in a.spans for t in b.spans)
    ]
    left: set[int] = set()
    right: set[int] = set()
    for _, i, j in sorted(options):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            yield one[i], two[j]


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]
