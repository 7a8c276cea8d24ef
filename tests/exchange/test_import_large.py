"""A million rows with the known malformations: how fast, and that each malformed row is reported and none lost."""

import time

import foreign_files
import pytest

from dragoman.exchange.importing import import_into
from dragoman.ledger import Ledger

COUNT = 1_000_000
LEAST = 50_000  # rows a second on two cores, from the file to the batches


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", ["polecat", "gdelt"])
def test_a_million_rows(kind, tmp_path):
    path, ledger = tmp_path / f"{kind}.txt", tmp_path / "ledger"
    made = getattr(foreign_files, f"large_{kind}")(path, COUNT)
    ticks = []
    begun = time.perf_counter()
    report = import_into(ledger, kind, [path], progress=lambda *_: ticks.append(time.perf_counter()))
    ended = time.perf_counter()
    rate = COUNT / (ticks[-1] - begun)
    print(f"{kind}: {rate:,.0f} rows/s to batches; folded and published in {ended - ticks[-1]:.1f} s")
    assert (report.rows, report.refused) == (COUNT, len(made.refused))
    with Ledger.open(ledger) as book:
        left = {int(x.record.removeprefix("line ")) for x in book.left_out()}
        assert left == made.refused and book.counts()["events"] == COUNT - len(made.refused) == report.stored
    assert rate >= LEAST
