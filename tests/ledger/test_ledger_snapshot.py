"""A snapshot is what its batches say, whichever way it came to be."""

import random
import time

import pytest
from ledger_samples import coded, event, left_out

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger
from dragoman.ledger.batch import survey
from dragoman.ledger.layout import existing
from dragoman.ledger.snapshot import publish
from dragoman.ledger.tables import column_names, columns, create_statements, table_names


@pytest.fixture
def ledger(tmp_path):
    return Ledger.create_or_open(tmp_path / "l")


def content(ledger):
    """All rows of all tables, in no order."""
    return {t: sorted(map(repr, ledger.arrow(t).to_pylist())) for t in table_names()}


def write(ledger, numbers, text=None):
    with ledger.write(batch_documents=5) as writer:
        for number in numbers:
            writer.add(coded(number, **({"text": text} if text else {})))
        writer.leave_out(left_out(numbers[0]))


def test_step_by_step_or_at_once_is_the_same(ledger):
    chance = random.Random(7)
    for round_ in range(4):
        write(ledger, [chance.randrange(30) for _ in range(12)], text=f"Text {round_}.")
    before = content(ledger)
    layout = existing(ledger.path)
    layout.current.unlink()
    sound, damaged = survey(layout, {})
    publish(layout, sound)
    ledger.refresh()
    assert not damaged and content(ledger) == before


def test_three_hundred_articles_are_merged_and_folded_in_under_five_seconds(ledger):
    with ledger.write() as writer:
        for number in range(300):
            writer.add(coded(number, events=[event(number, key=str(k)) for k in range(5)]))
        writer.flush()
        begun = time.perf_counter()
    assert time.perf_counter() - begun < 5.0
    assert ledger.counts()["events"] == 1500


@pytest.mark.parametrize("how", ["truncated", "flipped", "gone", "pointer", "pointer-bytes", "elsewhere"])
def test_a_damaged_snapshot_is_named_and_built_anew(ledger, how):
    write(ledger, list(range(12)))
    before, snapshot, current = content(ledger), ledger.snapshot, ledger.path / "snapshots" / "CURRENT"
    ledger.close()
    damage = bytearray(snapshot.read_bytes())
    if how == "truncated":
        snapshot.write_bytes(damage[: len(damage) // 3])
    elif how == "flipped":
        for place in range(12288, len(damage), 97):
            damage[place] ^= 0xFF
        snapshot.write_bytes(damage)
    elif how == "gone":
        snapshot.unlink()
    else:
        current.write_bytes({"pointer": b"", "pointer-bytes": b"\xff\xfe", "elsewhere": b"../../x.duckdb\n0\n"}[how])
    with pytest.raises(LedgerError, match=r"doctor --ledger LEDGER --repair"):
        Ledger.open(ledger.path).events()
    with Ledger.create_or_open(ledger.path).write() as writer:
        assert writer.seen("a000003", coded(3).article.content_hash)
        writer.add(coded(99))
    after = content(ledger)
    assert set(before["events"]) < set(after["events"]) and ledger.counts()["articles"] == 13


def test_a_snapshot_with_other_tables_is_built_anew(ledger, monkeypatch):
    from dragoman.ledger import snapshot

    write(ledger, list(range(6)))
    monkeypatch.setattr(snapshot, "schema_id", lambda: "other")
    write(ledger, [7])
    assert ledger.counts()["articles"] == 7
    assert {"name": "schema", "value": "other"} in ledger.arrow("meta").to_pylist()


def test_what_only_another_version_can_answer_says_so(ledger, monkeypatch):
    from dragoman.ledger import reader

    write(ledger, [1])
    monkeypatch.setattr(reader, "schema_id", lambda: "other")
    assert ledger.counts()["articles"] == 1
    with pytest.raises(LedgerError, match=r"another version.*doctor --ledger LEDGER --repair"):
        ledger.sql("SELECT newer FROM events")


def test_single_events_are_looked_up_by_an_index(ledger):
    write(ledger, [1, 2])
    names = {row["index_name"] for row in ledger.sql("SELECT index_name FROM duckdb_indexes()").to_pylist()}
    assert {"events_by_event", "event_actors_by_event", "mentions_by_event", "sentences_by_article"} <= names


def test_actors_are_counted_once_each(ledger):
    write(ledger, [1, 2, 3])
    rows = {r["name"]: r for r in ledger.arrow("actors").to_pylist()}
    assert set(rows) == {"Vladimir Putin", "Kim Jong-un", "NATO"}
    putin = rows["Vladimir Putin"]
    assert (putin["events_as_actor"], putin["events_as_recipient"], putin["events"], putin["articles"]) == (3, 3, 6, 3)
    assert putin["resolved"] and putin["offices"] == ["president"] and rows["NATO"]["statements"] == 3


def test_the_tables_are_those_of_the_list():
    assert len(create_statements()) == len(table_names()) + 1  # all views are one
    for table in table_names():
        assert len(set(column_names(table))) == len(column_names(table))
    assert all(c.name == c.name.lower() for c in columns())
