"""A ledger of a million events: eight readers at once, and while somebody writes to it."""

import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import httpx2 as httpx
import psutil
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from imported_samples import many

from dragoman.ledger import Ledger

READERS, ROUNDS = 8, 6


@pytest.fixture(scope="module")
def million(tmp_path_factory):
    path = tmp_path_factory.mktemp("load") / "million"
    with Ledger.create_or_open(path).write() as writer:
        for number in range(5):
            writer.add_imported("made", many("made", 200_000, number))
    return path


def questions(ledger):
    """Addresses as readers ask them: first pages, later ones, filters of all kinds, events, actors."""
    found = ledger.events(sort="-date", limit=40)
    names = [f["value"] for f in ledger.facets("actor", limit=12)["actor"]]
    return [
        "/events.json", "/events", f"/events.json?after={found[-1]['event_id']}", "/events.json?sort=intensity",
        "/codebook.json", "/runs.json", *(f"/event/{e['event_id']}.json" for e in found[:8]),
        *(f"/events.json?party={n}" for n in names[2:8]), *(f"/events.json?actor={n}&types=ASSAULT" for n in names[:4]),
        "/events.json?types=CONSULT&quads=1", "/events.json?date_from=2015-01-01&date_to=2015-12-31",
        *(f"/actor/{n}.json" for n in names[4:8]), "/chart/events.svg?types=AID",
        "/", "/overview.json?on=2015-06-30", "/dyad.json", "/network.json", "/map.json", "/agreements.json", "/outlook.json",
        *(f"/dyad/{one}/{other}.json" for one, other in pairwise(names[2:8])),
    ]  # fmt: skip


def percentile(taken, share):
    return sorted(taken)[int(share * (len(taken) - 1))]


def ask_all(address, asked):
    """The seconds that each answer took, by address, of several readers who ask at once."""

    def read(reader):
        taken = []
        with httpx.Client(base_url=address, timeout=60) as client:
            for place in range(len(asked) * ROUNDS // READERS):
                path = asked[(place * READERS + reader * 5) % len(asked)]
                begun = time.perf_counter()
                assert client.get(path).status_code == 200
                taken.append((path, time.perf_counter() - begun))
        return taken

    with ThreadPoolExecutor(READERS) as readers:
        return [one for some in readers.map(read, range(READERS)) for one in some]


def report(name, taken):
    seconds = [s for _, s in taken]
    slowest = sorted(taken, key=lambda one: -one[1])[:5]
    print(
        f"\n{name}: {len(seconds)} answers, p50 {percentile(seconds, 0.5):.3f} s, p95 {percentile(seconds, 0.95):.3f} s; {slowest}"
    )
    return percentile(seconds, 0.95)


@contextmanager
def served(ledger):
    """The address of a desk in a process of its own, once it is ready: coder loaded, first pages counted."""
    command = [sys.executable, "-u", "-m", "dragoman", "serve", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            address = next(m.group() for line in process.stdout if (m := re.search(r"http://[\w.:]+", line)))
            watched = psutil.Process(process.pid)
            httpx.get(address, timeout=60)
            while watched.cpu_percent(interval=2) > 3:
                pass
            yield address
        finally:
            process.terminate()


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_eight_readers_at_once(million, tmp_path):
    with Ledger.open(million) as ledger:
        asked = questions(ledger)
    with served(million) as address:
        first = report("the first time", ask_all(address, asked))
        again = report("again", ask_all(address, asked))
        (tmp_path / "news.txt").write_text(
            "Ministers meet\n\nThe president of Kenya met the president of Uganda in Nairobi on Friday."
        )
        code = [sys.executable, "-m", "dragoman", "code", str(tmp_path / "news.txt"), "--into", str(million)]
        writing = threading.Thread(target=subprocess.run, args=(code,), kwargs={"capture_output": True, "check": True})
        writing.start()
        taken = []
        while writing.is_alive():
            taken += ask_all(address, asked)
        writing.join()
        busy = report("while it is written", taken)
    assert first < 0.75 and again < 0.5 and busy < 1.5
