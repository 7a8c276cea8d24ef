"""Relations: what actors do to each other over time, who is bound to whom, what changed.

    relation(ledger, "RUS", "PRK", unit="week")        all of a pair: what a dyad's page shows (Relation)
    series(ledger, "RUS", "PRK", unit="month")         cooperation and conflict over time (PairSeries)
    turning_points(ledger, pair.both)                  when their level changed, and by which events (TurningPoints)
    reciprocity(pair)                                  whether they answer each other, and who leads
    changes_between(ledger, "RUS", "PRK", before=("2024-01-01", "2024-03-31"), after=("2024-04-01", "2024-06-30"))
    network(ledger, "2024-01-01", "2024-12-31")        all actors: ties, communities, centrality, GEXF (Network)
    agreements(ledger, "RUS", "PRK", on="2024-07-01")  pacts, treaties, deals with their steps and sentences
    alliances(ledger, on="2024-07-01")                 who is bound to whom on a day (Bond)

Everything has ``to_record()``, plain values for JSON (days are ``datetime.date``).
"""

from dragoman.relations.agreements import (
    Agreement,
    AgreementParty,
    Agreements,
    Bond,
    Step,
    agreements,
    alliances,
)
from dragoman.relations.changes import Change, Changes, Period, changes_between
from dragoman.relations.network import Network, Node, Tie, network
from dragoman.relations.reciprocity import Reciprocity, reciprocity
from dragoman.relations.relation import Relation, relation
from dragoman.relations.series import PairSeries, Series, series
from dragoman.relations.turning import TurningPoint, TurningPoints, turning_points

__all__ = [
    "Agreement",
    "AgreementParty",
    "Agreements",
    "Bond",
    "Change",
    "Changes",
    "Network",
    "Node",
    "PairSeries",
    "Period",
    "Reciprocity",
    "Relation",
    "Series",
    "Step",
    "Tie",
    "TurningPoint",
    "TurningPoints",
    "agreements",
    "alliances",
    "changes_between",
    "network",
    "reciprocity",
    "relation",
    "series",
    "turning_points",
]
