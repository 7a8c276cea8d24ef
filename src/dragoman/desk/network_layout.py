"""Where the actors of a network stand in its picture, and which of its ties are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from dragoman.ledger import Ledger
from dragoman.records import HAPPENED
from dragoman.relations import Network, Node

Record = dict[str, Any]
_PAIRS = """
SELECT least(source, target) AS one, greatest(source, target) AS other, count(*) AS events,
    count(*) FILTER (quad_code <= 2) AS cooperation, count(*) FILTER (quad_code >= 3) AS conflict FROM dyads
WHERE first AND source <> target AND list_contains($1, dataset) AND list_contains($2, status)
    AND date_start BETWEEN $3 AND $4 GROUP BY ALL ORDER BY events DESC, one, other
"""
_SEED = 20240619
_TURNS = 200


@dataclass(frozen=True, slots=True)
class Between:
    """All that two actors do to each other, whichever acts: one line of the picture."""

    one: str
    other: str
    events: int
    cooperation: int
    conflict: int

    @property
    def net(self) -> int:
        """Cooperation less conflict: the line's sign."""
        return self.cooperation - self.conflict


@dataclass(frozen=True, slots=True)
class Picture:
    """The strongest ties between the largest actors, with a place for each actor.

    ``places`` are x and y from 0 to 1; ``left_out`` is how many actors and ties of the network are not drawn.
    """

    actors: Sequence[Node]
    ties: Sequence[Between]
    places: dict[str, tuple[float, float]]
    left_out: tuple[int, int]


def between(book: Ledger, found: Network, datasets: Sequence[str]) -> list[Between]:
    """The ties of a network, each event of a pair once whichever acts, the strongest first.

    Args:
        book: the ledger that the network was asked of.
        found: the network.
        datasets: the data sets that it counts.
    """
    wanted = {frozenset((tie.source, tie.target)) for tie in found.ties}
    rows = book.frame(_PAIRS, [list(datasets), list(HAPPENED), found.date_from, found.date_to]).to_records()
    return [Between(**row) for row in rows if frozenset((row["one"], row["other"])) in wanted]


def picture(network: Network, all_ties: Sequence[Between], most_actors: int, most_ties: int) -> Picture:
    """Lays a network and its ties out.

    Friends attract each other (Fruchterman and Reingold 1991, "Graph drawing by force-directed placement", weighed by
    the logarithm of events of cooperation); ties of conflict alone hold their ends together a little, so that
    adversaries stand apart but not off the picture. The seed is fixed: the same network looks the same.
    """
    actors = list(network.actors[:most_actors])
    keys = {node.key for node in actors}
    ties = [tie for tie in all_ties if tie.one in keys and tie.other in keys][:most_ties]
    graph = nx.Graph()
    graph.add_nodes_from(sorted(keys))
    for tie in ties:
        graph.add_edge(tie.one, tie.other, weight=0.15 + math.log1p(tie.cooperation))
    places = _spread(graph)
    return Picture(actors, ties, places, (len(network.actors) - len(actors), len(all_ties) - len(ties)))


def _spread(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    if not graph:
        return {}
    distance = 2.2 / math.sqrt(len(graph))
    found = nx.spring_layout(graph, k=distance, iterations=_TURNS, seed=_SEED, weight="weight")
    keys = list(found)
    columns = [_evened([float(found[key][axis]) for key in keys]) for axis in (0, 1)]
    return {key: (columns[0][n], columns[1][n]) for n, key in enumerate(keys)}


def _evened(values: Sequence[float]) -> list[float]:
    """Numbers from 0 to 1: half as they lie, half by their rank, so that a crowd is apart; a few stay in the middle."""
    low, high = min(values), max(values)
    order = sorted(range(len(values)), key=lambda n: (values[n], n))
    rank = {place: n / max(len(values) - 1, 1) for n, place in enumerate(order)}
    room = min(1.0, 0.2 + len(values) / 20)
    even = [0.5 * (v - low) / ((high - low) or 1) + 0.5 * rank[n] for n, v in enumerate(values)]
    return [0.5 + room * (v - 0.5) for v in even]
