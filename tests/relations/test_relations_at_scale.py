"""A million events: how long a dyad's page and a year's network take."""

import sys
from pathlib import Path

import pytest

from dragoman.ledger import Ledger
from dragoman.relations import network, relation

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from imported_samples import many, seconds


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_million_events(tmp_path):
    with Ledger.create_or_open(tmp_path / "l").write() as writer:
        for number in range(5):
            writer.add_imported("made", many("made", 200_000, number))
    ledger = Ledger.open(tmp_path / "l")
    rows = ledger.sql(
        "SELECT source, target FROM dyads WHERE source < target GROUP BY ALL ORDER BY count(*) DESC LIMIT 1"
    )
    one, other = rows.to_pylist()[0].values()
    assert relation(ledger, one, other).both.events > 5000
    assert seconds(lambda: relation(ledger, one, other)) < 0.3
    assert len(network(ledger, "2015-01-01", "2015-12-31").actors) > 150
    assert seconds(lambda: network(ledger, "2015-01-01", "2015-12-31")) < 2
