"""From links to happenings: average-link clustering that an analyst's word binds."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.ledger.merging.scoring import Link

THRESHOLD = 0.55  # mean score of all pairs across two clusters from which they are one happening
_UNIT = 10_000  # scores are counted in whole parts of one, so that sums are exact in any order
Pair = tuple[str, str]


def components(ids: Iterable[str], links: Iterable[Link]) -> list[list[str]]:
    """The connected components of the link graph; members and components in order of ids.

    >>> components(["c", "b", "a"], [Link("a", "c", 0.9, "")])
    [['a', 'c'], ['b']]
    """
    return grouped(ids, ((x.one, x.other) for x in links))


def grouped(ids: Iterable[str], pairs: Iterable[Pair]) -> list[list[str]]:
    """Groups of ids that pairs hold together, directly or through others; ids that no pair names stand alone.

    >>> grouped(["d", "a", "b", "c"], [("a", "b"), ("b", "c")])
    [['a', 'b', 'c'], ['d']]
    """
    parent = {i: i for i in ids}

    def root(item: str) -> str:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for one, other in pairs:
        a, b = root(one), root(other)
        if a != b:
            parent[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = defaultdict(list)
    for item in sorted(parent):
        groups[root(item)].append(item)
    return [groups[key] for key in sorted(groups)]


def clusters(
    members: Sequence[str], links: Sequence[Link], together: Sequence[Pair] = (), apart: Sequence[Pair] = ()
) -> list[tuple[str, ...]]:
    """The happenings within one component: its members divided, whatever their order and that of the links.

    Average-link agglomerative clustering (UPGMA, Sokal and Michener 1958): the two clusters with the highest mean
    score over all pairs across them become one as long as that mean reaches ``THRESHOLD``; a pair without a link
    scores 0, ties go to the lesser ids.

    Args:
        members: ids.
        links: among the members; others are passed over.
        together: pairs that are one happening by an analyst's word.
        apart: pairs that are not, by the same; it yields to ``together`` where both bind one pair.
    """
    return _Forest(members, links, together, apart).grown()


class _Forest:
    """Clusters that grow; each is named by its least member."""

    def __init__(
        self, members: Sequence[str], links: Sequence[Link], together: Sequence[Pair], apart: Sequence[Pair]
    ) -> None:
        known = set(members)
        bound = [p for p in together if known.issuperset(p)]
        self.held = {group[0]: group for group in grouped(members, bound)}
        home = {m: name for name, group in self.held.items() for m in group}
        self.sums: dict[str, dict[str, int]] = {name: {} for name in self.held}
        self.apart: dict[str, set[str]] = {name: set() for name in self.held}
        for one, other in sorted(p for p in apart if known.issuperset(p)):
            self._forbid(home[one], home[other])
        for x in sorted(links, key=lambda x: (x.one, x.other)):
            if x.one in known and x.other in known and home[x.one] != home[x.other]:
                self._add(home[x.one], home[x.other], round(x.score * _UNIT))
        self.heap = [self._entry(a, b) for a, near in self.sums.items() for b in near if a < b]
        heapq.heapify(self.heap)

    def grown(self) -> list[tuple[str, ...]]:
        """The clusters once none can be joined any more."""
        while self.heap:
            entry = heapq.heappop(self.heap)
            _, a, b = entry
            if -entry[0] < THRESHOLD * _UNIT:
                break
            if b in self.sums.get(a, ()) and entry == self._entry(a, b) and b not in self.apart[a]:
                self._join(a, b)
        return [tuple(sorted(self.held[name])) for name in sorted(self.held)]

    def _forbid(self, a: str, b: str) -> None:
        if a != b:
            self.apart[a].add(b)
            self.apart[b].add(a)

    def _add(self, a: str, b: str, units: int) -> None:
        self.sums[a][b] = self.sums[b][a] = self.sums[a].get(b, 0) + units

    def _entry(self, a: str, b: str) -> tuple[float, str, str]:
        return (-self.sums[a][b] / (len(self.held[a]) * len(self.held[b])), a, b)

    def _join(self, a: str, b: str) -> None:
        """Cluster b into cluster a, the lesser name."""
        self.held[a] = self.held[a] + self.held.pop(b)
        for near, total in self.sums.pop(b).items():
            del self.sums[near][b]
            if near != a:
                self._add(a, near, total)
        for far in self.apart.pop(b):
            self.apart[far].discard(b)
            self._forbid(a, far)
        for near in self.sums[a]:
            if self._mean_may_do(a, near):
                heapq.heappush(self.heap, self._entry(*sorted((a, near))))

    def _mean_may_do(self, a: str, b: str) -> bool:
        return b not in self.apart[a] and -self._entry(a, b)[0] >= THRESHOLD * _UNIT
