"""A process that is killed at any moment leaves a ledger that opens; running again finishes the rest."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from ledger_samples import write_all

from dragoman.ledger import Ledger, doctor
from dragoman.ledger.tables import table_names

SCRIPT = Path(__file__).with_name("ledger_samples.py")
TOTAL, BATCH = 120, 7
# Names of runs and batches, times, and the numbers of batches differ from run to run; nothing else may.
OF_THE_RUN = {"first_run", "last_run", "run_id", "batch", "arrival"}
NOT_COMPARED = {"runs", "batches"}


def start(path, total=TOTAL):
    return subprocess.Popen([sys.executable, SCRIPT, path, str(total), str(BATCH)], stdout=subprocess.PIPE, text=True)


def kill(process):
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def killed_after_lines(path, lines):
    process = start(path)
    for _ in range(lines):
        if not process.stdout.readline():
            break
    kill(process)


def killed_when(path, there, total=TOTAL):
    """Kills as soon as something is in the folder, if it is seen there before the process ends."""
    process = start(path, total)
    while process.poll() is None and not any(path.glob(there)):
        time.sleep(0.001)
    kill(process)


def content(ledger):
    found = {}
    for table in set(table_names()) - NOT_COMPARED:
        rows = [{k: v for k, v in row.items() if k not in OF_THE_RUN} for row in ledger.arrow(table).to_pylist()]
        found[table] = sorted(map(repr, rows))
    found["order"] = ledger.sql("SELECT telling_id FROM tellings ORDER BY arrival")["telling_id"].to_pylist()
    return found


def check(path):
    """It opens, and each article in it is whole and stands once."""
    if not (path / "ledger.toml").exists():
        return 0
    with Ledger.open(path) as ledger:
        for table, per_article in (
            ("events", 2),
            ("sentences", 2),
            ("mentions", 2),
            ("statements", 1),
            ("articles", 1),
        ):
            counts = Counter(ledger.arrow(table)["article_id"].to_pylist())
            assert set(counts.values()) <= {per_article}, table
        number = ledger.counts()["articles"]
        assert ledger.counts()["events"] == 2 * number
    assert [f for f in doctor(path) if f.level == "error"] == []
    return number


def finish(path, unbroken, total=TOTAL):
    write_all(path, total, BATCH)
    with Ledger.open(path) as ledger, Ledger.open(unbroken) as whole:
        assert content(ledger) == content(whole)
        assert ledger.counts()["articles"] == total and ledger.counts()["left_out"] == total // 10
    assert [f for f in doctor(path) if f.level == "error" or f.code in ("unfolded-batch", "leftovers")] == []


@pytest.fixture(scope="module")
def unbroken(tmp_path_factory):
    path = tmp_path_factory.mktemp("whole") / "l"
    write_all(path, TOTAL, BATCH)
    return path


def test_killed_while_coding_and_while_publishing(tmp_path, unbroken):
    path = tmp_path / "l"
    killed_after_lines(path, 40)
    check(path)
    assert any((path / "batches").iterdir())  # Complete batches wait for the next writer.
    assert "unfolded-batch" in {f.code for f in doctor(path)}
    killed_when(path, "temp/fold.duckdb")
    check(path)
    killed_when(path, "temp/*/manifest.json")
    check(path)
    finish(path, unbroken)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_twenty_five_kills_at_random_moments(tmp_path):
    """Each run has some more to do than the one before, so that every kill finds work under way."""
    chance, path, share, turns = random.Random(), tmp_path / "l", 20, 25
    write_all(tmp_path / "whole", share * turns, BATCH)
    begun = time.monotonic()
    subprocess.run(
        [sys.executable, SCRIPT, tmp_path / "timing", str(share), str(BATCH)], stdout=subprocess.DEVNULL, check=True
    )
    whole = time.monotonic() - begun
    places = [
        "temp/fold.duckdb",
        "temp/*/manifest.json",
        "temp/CURRENT*",
        "snapshots/ledger-*",
        "temp/*/events.parquet",
    ]
    for turn in range(turns):
        total = share * (turn + 1)
        if turn % 5 == 4:
            killed_when(path, places[turn // 5], total)
        else:
            process = start(path, total)
            time.sleep(chance.uniform(0.4, 1.1) * whole)
            kill(process)
        check(path)
    finish(path, tmp_path / "whole", share * turns)


@pytest.mark.skipif(os.name == "nt", reason="SIGINT to a process is a POSIX matter")
def test_ctrl_c_stores_what_was_coded(tmp_path):
    process = start(tmp_path / "l")
    lines = [process.stdout.readline() for _ in range(30)]
    process.send_signal(signal.SIGINT)
    rest = process.stdout.read().split()
    process.wait(timeout=60)
    process.stdout.close()
    if process.returncode == 0:
        pytest.skip("the process had ended before the signal came")
    reported = {int(n) for n in [*lines, *rest]}
    with Ledger.open(tmp_path / "l") as ledger:
        stored = {int(a[1:]) for a in ledger.arrow("articles")["article_id"].to_pylist()}
        assert reported <= stored and ledger.runs()[-1]["status"] == "interrupted"
