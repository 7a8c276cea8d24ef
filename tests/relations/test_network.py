"""The network of actors: ties, groups, who stands in the middle, GEXF."""

import networkx as nx
import pytest
from relation_samples import START, fill

from dragoman.errors import InputError
from dragoman.relations import network

EAST, WEST = ("RUS", "CHN", "PRK"), ("USA", "GBR", "FRA")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    rows = [(a, b, "AID", n) for bloc in (EAST, WEST) for a in bloc for b in bloc if a < b for n in range(6)]
    rows += [(a, b, "ACCUSE", 10) for a in EAST for b in WEST]
    rows += [("CHE", "RUS", "CONSULT", 3), ("CHE", "USA", "CONSULT", 3), ("RUS", "RUS", "COERCE", 3)]
    rows += [("RUS", "USA", "AID", 400), ("IRN", "IRQ", "ASSAULT", 5)]
    return fill(tmp_path_factory.mktemp("network") / "l", rows)


def test_ties_have_a_sign_and_a_direction(ledger):
    found = network(ledger, START, "2020-12-31")
    ties = {(t.source, t.target): t for t in found.ties}
    assert ties["RUS", "USA"].net == -1 and ("USA", "RUS") not in ties and ("RUS", "RUS") not in ties
    assert ties["CHN", "RUS"].cooperation == 6 and ties["CHE", "RUS"].events == ties["RUS", "CHE"].events == 1


def test_groups_are_of_those_that_cooperate(ledger):
    found = network(ledger, START, "2020-12-31")
    groups = {frozenset(group) - {"CHE"} for group in found.communities}
    assert {frozenset(EAST), frozenset(WEST)} == groups
    nodes = {node.key: node for node in found.actors}
    assert nodes["IRN"].community is None and nodes["IRN"].conflict == 1
    assert nodes["CHE"].betweenness == max(node.betweenness for node in found.actors) > 0
    assert nodes["RUS"].name == "Russia" and nodes["RUS"].partners == 6 and nodes["RUS"].cow == "365"
    assert nodes["RUS"].cooperation == 13 and nodes["RUS"].conflict == 3 and nodes["RUS"].net == 10


def test_days_and_least_events_choose_ties(ledger):
    assert ("RUS", "USA") in {(t.source, t.target) for t in network(ledger).ties if t.cooperation}
    strong = network(ledger, START, "2020-12-31", min_events=2)
    assert {frozenset((t.source, t.target)) for t in strong.ties if "CHE" not in (t.source, t.target)} == {
        frozenset((a, b)) for bloc in (EAST, WEST) for a in bloc for b in bloc if a != b
    }
    empty = network(ledger, "2020-12-01", "2020-12-31")
    assert empty.ties == [] == empty.actors == empty.communities
    with pytest.raises(InputError, match="date_to"):
        network(ledger, "2020-12-01", "2020-01-01")


def test_gexf_holds_the_same(ledger, tmp_path):
    found = network(ledger, START, "2020-12-31")
    assert found.write_gexf(tmp_path / "n.gexf") == len(found.ties)
    graph = nx.read_gexf(tmp_path / "n.gexf")
    assert graph.is_directed() and graph["RUS"]["USA"]["net"] == -1 and graph.nodes["RUS"]["label"] == "Russia"
    with pytest.raises(InputError, match="cannot be written"):
        found.write_gexf(tmp_path / "no" / "n.gexf")


def test_the_same_groups_every_time(ledger):
    assert network(ledger).to_record() == network(ledger).to_record()
