"""One writer at a time; readers do not care."""

import os
import subprocess
import sys

import pytest
from ledger_samples import coded

from dragoman.errors import LedgerLocked
from dragoman.ledger import Ledger, doctor

HOLD = """
import sys
from dragoman.ledger import Ledger
with Ledger.create_or_open(sys.argv[1]).write() as writer:
    print("holding", flush=True)
    sys.stdin.read()
"""
HOLD_AND_FORK = """
import os, sys, time
from dragoman.ledger import Ledger
with Ledger.create_or_open(sys.argv[1]).write() as writer:
    if os.fork() == 0:
        time.sleep(20)
        os._exit(0)
    print("holding", flush=True)
    os._exit(9)
"""


def hold(path, script=HOLD):
    process = subprocess.Popen(
        [sys.executable, "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "holding\n"
    return process


def test_two_processes_compete(tmp_path):
    path = tmp_path / "l"
    with Ledger.create_or_open(path).write() as writer:
        writer.add(coded(1))
    with hold(path) as process:
        with (
            pytest.raises(LedgerLocked, match=rf"{path}.*process {process.pid} on .*Wait for it to end"),
            Ledger(path).write(),
        ):
            pass
        assert Ledger.open(path).counts()["articles"] == 1
        assert "writing" in {f.code for f in doctor(path)}
        with pytest.raises(LedgerLocked):
            doctor(path, repair=True)
        process.stdin.close()
        assert process.wait(timeout=60) == 0
    with Ledger(path).write() as writer:
        writer.add(coded(2))
    assert Ledger.open(path).counts()["articles"] == 2


def test_two_writers_in_one_process_compete(tmp_path):
    ledger = Ledger.create_or_open(tmp_path)
    with ledger.write(), pytest.raises(LedgerLocked), ledger.write():
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_the_orphans_of_a_dead_writer_do_not_hold_the_lock(tmp_path):
    with hold(tmp_path / "l", HOLD_AND_FORK) as process:
        assert process.wait(timeout=60) == 9
        with Ledger(tmp_path / "l").write() as writer:
            writer.add(coded(1))
