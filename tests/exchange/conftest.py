"""Rows of other data sets converted without a ledger."""

import io
from types import SimpleNamespace

import pytest

from dragoman.exchange.importing import KINDS
from dragoman.exchange.importing.converting import convert
from dragoman.exchange.importing.lookups import connect
from dragoman.exchange.importing.repeats import Seen


@pytest.fixture(scope="session")
def lookups():
    with connect(1) as connection:
        yield connection


@pytest.fixture(scope="session")
def take(lookups):
    """From a kind and the bytes of a file to its events by id, actors, mentions, refused lines and warnings."""

    def taken(name, data):
        kinds, seen = KINDS[name], Seen()
        got = SimpleNamespace(events={}, actors=[], mentions=[], refused={}, details={}, warnings={}, rows=0, stored=0)
        for chunk in kinds[0].reader(io.BytesIO(data), [k.contract for k in kinds]):
            kind = next(k for k in kinds if k.contract == chunk.contract)
            one = convert(lookups, chunk, kind, seen)
            for tables in one.tables.values():
                got.events |= {e["event_id"]: e for e in tables["events"].to_pylist()} if "events" in tables else {}
                got.actors += tables["event_actors"].to_pylist() if "event_actors" in tables else []
                got.mentions += tables["mentions"].to_pylist() if "mentions" in tables else []
            got.refused |= {r.line: r.reason for r in one.refused}
            got.details |= {r.line: r.detail for r in one.refused}
            got.warnings |= one.warnings
            got.rows += chunk.rows
            got.stored += one.stored
        got.actors.sort(key=lambda a: (a["event_id"], a["side"], a["position"]))
        assert got.rows == got.stored + len(got.refused), "a row was lost"
        return got

    return taken


@pytest.fixture
def lines(take):
    """The same from lines of text."""
    return lambda name, rows, encoding="utf-8": take(name, ("\n".join(rows) + "\n").encode(encoding))
