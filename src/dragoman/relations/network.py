"""Who deals with whom in a stretch of time, how friendly, in which groups, and who stands in the middle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import networkx as nx

from dragoman.errors import InputError
from dragoman.exchange.exporting.gexf import write_gexf
from dragoman.ledger import Ledger
from dragoman.ledger.filters import Strings
from dragoman.ledger.queries import Day, day
from dragoman.records import HAPPENED
from dragoman.relations.series import Record

_SEED = 20240619
_MOST_PATHS = 400_000  # actors times ties up to which betweenness is computed: a second
# Who stands between others is a matter of ways: where more is done together, the way is shorter.
_TIES = """
SELECT source, target, count(*) AS events, count(*) FILTER (quad_code <= 2) AS cooperation,
    count(*) FILTER (quad_code >= 3) AS conflict, round(sum(weight) FILTER (quad_code <= 2 AND first), 9) AS together,
    round(sum(weight) FILTER (quad_code >= 3 AND first), 9) AS against,
    round(coalesce(sum(intensity), 0), 9) AS intensity, round(coalesce(sum(goldstein), 0), 9) AS goldstein,
    min(date_start) AS first_day, max(date_start) AS last_day
FROM dyads
WHERE source <> target AND date_start BETWEEN $1 AND $2 AND list_contains($3, status) AND list_contains($4, dataset)
GROUP BY source, target ORDER BY source, target
"""
_NAMES = "SELECT key, any_value(name) AS name, any_value(cow) AS cow, any_value(gw) AS gw FROM actor_keys GROUP BY key"


@dataclass(frozen=True, slots=True)
class Tie:
    """What one actor does to another: events, of cooperation and of conflict, sums of scores, first and last day.

    ``net`` is cooperation less conflict: the sign of the tie.
    """

    source: str
    target: str
    events: int
    cooperation: int
    conflict: int
    intensity: float
    goldstein: float
    first_day: dt.date
    last_day: dt.date

    @property
    def net(self) -> int:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict


@dataclass(frozen=True, slots=True)
class Node:
    """An actor of a network.

    ``partners`` is with how many others it has a tie. ``cooperation`` and ``conflict`` are weighted degrees: events
    with all others, either direction, each once; one that gives several pairs counts by its share in each.
    ``community`` is the number of its group (0 the largest; None where it cooperates with nobody), ``pagerank`` its
    centrality in cooperation, ``betweenness`` on which share of the shortest ways of cooperation it stands (None in
    networks too large for it).
    """

    key: str
    name: str
    cow: str | None
    gw: str | None
    partners: int
    cooperation: float
    conflict: float
    community: int | None
    pagerank: float
    betweenness: float | None

    @property
    def net(self) -> float:
        """Cooperation less conflict."""
        return self.cooperation - self.conflict

    def to_record(self) -> Record:
        """As a JSON object."""
        return {**asdict(self), "net": self.net}


@dataclass(frozen=True, slots=True)
class Network:
    """The actors with any tie from ``date_from`` to ``date_to``, largest first, and what each does to each."""

    date_from: dt.date
    date_to: dt.date
    actors: Sequence[Node]
    ties: Sequence[Tie]
    communities: Sequence[Sequence[str]]

    def to_record(self) -> Record:
        """As a JSON object."""
        return {
            "date_from": self.date_from, "date_to": self.date_to,
            "actors": [node.to_record() for node in self.actors],
            "ties": [{**asdict(tie), "net": tie.net} for tie in self.ties],
            "communities": [list(group) for group in self.communities],
        }  # fmt: skip

    def write_gexf(self, path: str | Path) -> int:
        """Writes it for Gephi and its like, its ties weighted by events; returns how many ties there are.

        Raises:
            InputError: the file cannot be written.
        """
        record = self.to_record()
        actors = {node["key"]: {"label": node["name"], **node} for node in record["actors"]}
        ties = [(tie["source"], tie["target"], {"weight": tie["events"], **_texts(tie)}) for tie in record["ties"]]
        try:
            return write_gexf(Path(path), actors, ties)
        except OSError as error:
            raise InputError(f"{path}: cannot be written: {error.strerror}") from error


def _texts(tie: Record) -> Record:
    return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in tie.items() if k not in ("source", "target")}


def network(
    ledger: Ledger,
    date_from: Day | None = None,
    date_to: Day | None = None,
    *,
    datasets: Strings | None = None,
    min_events: int = 1,
) -> Network:
    """The network of all actors by the events between them; what is done within a country stands apart.

    Args:
        ledger: where the events are; those count that occurred or are going on.
        date_from: first day on which they begin; that of the sources' coverage where left out.
        date_to: last such day.
        datasets: the data sets that count; to be named where there are several.
        min_events: leave out ties of fewer events, both directions together.

    Raises:
        InputError: the days make no sense, or several data sets would be added up.
    """
    counted = ledger.counted_datasets(datasets)
    first, last = ledger.window(day(date_from, "date_from"), day(date_to, "date_to"), counted)
    rows = ledger.sql(_TIES, [first, last, list(HAPPENED), counted]).to_pylist()
    between: dict[frozenset[str], int] = {}
    for row in rows:
        pair = frozenset((row["source"], row["target"]))
        between[pair] = between.get(pair, 0) + row["events"]
    rows = [row for row in rows if between[frozenset((row["source"], row["target"]))] >= min_events]
    names = {row.pop("key"): row for row in ledger.sql(_NAMES).to_pylist()}
    communities, nodes = _placed(_graph(rows), names)
    return Network(first, last, nodes, [_tie(row) for row in rows], communities)


def _tie(row: Mapping[str, Any]) -> Tie:
    return Tie(**{name: row[name] for name in Tie.__slots__})


def _graph(rows: Sequence[Mapping[str, Any]]) -> nx.Graph:
    """One edge for each pair: what they do together and against each other, each event once."""
    graph = nx.Graph()
    for row in rows:
        one, other = row["source"], row["target"]
        if not graph.has_edge(one, other):
            graph.add_edge(one, other, together=0.0, against=0.0)
        for name in ("together", "against"):
            graph[one][other][name] += row[name] or 0.0
    return graph


def _placed(graph: nx.Graph, names: Mapping[str, Mapping[str, Any]]) -> tuple[list[list[str]], list[Node]]:
    """The communities and the actors, the largest first."""
    friendly = nx.Graph()
    friendly.add_nodes_from(graph)
    friendly.add_weighted_edges_from((a, b, w) for a, b, w in graph.edges(data="together") if w > 0)
    groups = nx.community.louvain_communities(friendly, weight="weight", seed=_SEED)
    communities = sorted((sorted(group) for group in groups if len(group) > 1), key=lambda group: (-len(group), group))
    community = {key: number for number, group in enumerate(communities) for key in group}
    rank = nx.pagerank(friendly, weight="weight") if graph else {}
    between = _betweenness(friendly)
    nodes = [
        Node(
            key, names.get(key, {}).get("name") or key, names.get(key, {}).get("cow"), names.get(key, {}).get("gw"),
            graph.degree(key), graph.degree(key, weight="together"), graph.degree(key, weight="against"),
            community.get(key), rank[key], between.get(key),
        )
        for key in graph
    ]  # fmt: skip
    return communities, sorted(nodes, key=lambda node: (-node.cooperation - node.conflict, node.key))


def _betweenness(friendly: nx.Graph) -> dict[str, float]:
    if len(friendly) * friendly.number_of_edges() > _MOST_PATHS:
        return {}
    for _, _, edge in friendly.edges(data=True):
        edge["length"] = 1 / edge["weight"]
    found: dict[str, float] = nx.betweenness_centrality(friendly, weight="length")
    return found
