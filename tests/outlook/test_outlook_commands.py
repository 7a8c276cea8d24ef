"""``dragoman forecast``, ``backtest`` and ``watch`` as they print."""

import csv
import io
import json
import shutil

import pytest

from dragoman.cli.app import app
from dragoman.errors import InputError


@pytest.fixture
def run(book, tmp_path, capsys):
    """Runs a command on a copy of the ledger: its exit code and what it printed."""
    ledger = shutil.copytree(book.path, tmp_path / "ledger")

    def command(*args, place="--ledger"):
        code = app([*args, *([place] if place else []), str(ledger)], standalone_mode=False)
        return code, capsys.readouterr().out

    return command


def test_a_pair_in_words_and_as_data(run):
    code, told = run("forecast", "A", "B", "--horizon", "7", "--on", "2020-06-19", "--store")
    assert code == 0
    for words in ("A towards B", "an ordinary pair has", "acts (8 in 10)", "Brier skill", "How: additive model"):
        assert words in told
    _, lines = run("forecast", "A", "B", "--horizon", "7", "--on", "2020-06-19", "--format", "jsonl")
    record = json.loads(lines)
    assert record["forth"][0]["reasons"][0]["evidence"]
    _, table = run("forecast", "A", "B", "--horizon", "7", "--on", "2020-06-19", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [float(r["probability"]) for r in rows[:4]] == [c["probability"] for c in record["forth"]]
    code, scored = run("forecast", "--score")
    assert code == 0
    assert "7 days ahead: 8 odds" in scored


def test_too_little_history_is_said_and_told_by_the_exit_code(run):
    code, told = run("forecast", "A", "B", "--horizon", "30", "--on", "2020-04-10")
    assert code == 1
    assert "code or import more" in told.replace("\n", " ")


def test_watched_pairs_are_forecast_when_no_pair_is_named(run):
    assert "watched: A B" in run("watch", "add", "B", "A")[1]
    assert run("watch", "list", "--format", "csv")[1].splitlines()[1].startswith("A,B,")
    _, lines = run("forecast", "--horizon", "7", "--on", "2020-06-19", "--format", "jsonl")
    assert {json.loads(line)["source"] for line in lines.splitlines()} == {"A", "B"}
    assert "no longer watched: A B" in run("watch", "remove", "A", "B")[1]


def test_who_will_answer_an_event(run, world):
    number = next(n for n, e in enumerate(world) if e["kind"] == "ASSAULT" and str(e["date"]) == "2020-06-19")
    _, told = run("forecast", "--after", f"icews:{number}", "--horizon", "7")
    assert "After ASSAULT of 2020-06-19" in told
    assert "Past cases" in told


def test_one_actor_needs_a_type(run):
    with pytest.raises(InputError, match="one actor with --type"):
        run("forecast", "A")


def test_a_backtest_as_a_table_and_as_data(run):
    code, told = run("backtest", "--horizon", "7", "--weeks", "1", place=None)
    assert code == 0
    assert "weeks resampled" in told
    _, table = run("backtest", "--horizon", "7", "--weeks", "1", "--format", "csv", place=None)
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {r["model"] for r in rows} == {"additive", "rate"}
    assert "material conflict" in {r["class"] for r in rows}
