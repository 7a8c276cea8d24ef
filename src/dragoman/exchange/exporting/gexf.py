"""Networks as GEXF 1.2, for Gephi and its like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import networkx as nx

Row = Mapping[str, Any]


def write_gexf(path: Path, actors: Mapping[str, Row], ties: Iterable[tuple[str, str, Row]]) -> int:
    """Writes a directed network; actors without a tie are left out.

    Args:
        path: the file.
        actors: what is known of each, by key; what is None is left out, GEXF has no word for missing.
        ties: who does something to whom, and the figures of it; ``weight`` is what viewers draw.

    Returns:
        How many ties there are.

    Raises:
        OSError: the file cannot be written.
    """
    graph = nx.DiGraph(defaultedgetype="directed")
    for one, other, figures in ties:
        for end in (one, other):
            graph.add_node(end, **_told(actors[end]))
        graph.add_edge(one, other, **_told(figures))
    nx.write_gexf(graph, path)
    return int(graph.number_of_edges())


def _told(row: Row) -> dict[str, Any]:
    return {k: v for k, v in row.items() if v is not None}
