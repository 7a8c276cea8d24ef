"""A ledger with coded events, and their records."""

import sys
from pathlib import Path

from dragoman.ledger import Ledger

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from ledger_samples import coded


def coded_records(path, count=3):
    """Codes made-up articles into a ledger and gives the records of its events."""
    book = Ledger.create_or_open(path)
    with book.write() as writer:
        for number in range(count):
            writer.add(coded(number))
    with Ledger.open(path) as opened:
        return opened.events()
