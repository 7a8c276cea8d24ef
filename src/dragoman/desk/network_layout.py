"""Where the actors of a network stand in its picture, and which of its ties are drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from dragoman.relations import Network, Node

Record = dict[str, Any]
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


def between(network: Network) -> list[Between]:
    """The ties of a network, both directions of a pair together, the strongest first."""
    counts: dict[tuple[str, str], list[int]] = {}
    for tie in network.ties:
        pair = (min(tie.source, tie.target), max(tie.source, tie.target))
        row = counts.setdefault(pair, [0, 0, 0])
        for n, value in enumerate((tie.events, tie.cooperation, tie.conflict)):
            row[n] += value
    return sorted((Between(*pair, *row) for pair, row in counts.items()), key=lambda t: (-t.events, t.one, t.other))


def picture(network: Network, most_actors: int, most_ties: int) -> Picture:
    """Lays a network out.

    Friends attract each other (Fruchterman and Reingold 1991, "Graph drawing by force-directed placement", weighed by
    the logarithm of events of cooperation); ties of conflict alone hold their ends together a little, so that
    adversaries stand apart but not off the picture. The seed is fixed: the same network looks the same.
    """
    actors = list(network.actors[:most_actors])
    keys = {node.key for node in actors}
    all_ties = between(network)
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
    """Numbers from 0 to 1: half as they lie, half by their rank, so that a crowd is drawn apart."""
    low, high = min(values), max(values)
    order = sorted(range(len(values)), key=lambda n: (values[n], n))
    rank = {place: n / max(len(values) - 1, 1) for n, place in enumerate(order)}
    return [0.5 * (v - low) / ((high - low) or 1) + 0.5 * rank[n] for n, v in enumerate(values)]
