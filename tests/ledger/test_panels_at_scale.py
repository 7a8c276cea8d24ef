"""A million events: how long a panel and a dyad take."""

import pytest
from imported_samples import many, seconds

from dragoman.ledger import Ledger

BATCHES, SIZE = 5, 200_000


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_million_events(tmp_path):
    with Ledger.create_or_open(tmp_path / "l").write() as writer:
        for number in range(BATCHES):
            writer.add_imported("made", many("made", SIZE, number))
    ledger = Ledger.open(tmp_path / "l")
    panel = ledger.panel("dyad_month")
    domestic = ledger.sql("SELECT count(*) AS n FROM dyads WHERE source = target").to_pylist()[0]["n"]
    assert panel.arrow["events"].to_pandas().sum() > BATCHES * SIZE - domestic  # mutual acts count both ways
    assert seconds(lambda: ledger.panel("dyad_month")) < 2
    assert seconds(lambda: ledger.panel("country_month")) < 2
    one, other = panel.arrow["source"][0].as_py(), panel.arrow["target"][0].as_py()
    assert seconds(lambda: ledger.dyad(one, other, limit=100)) < 1
