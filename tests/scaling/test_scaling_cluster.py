"""On a real cluster, machines and workers die; what is stored is what one process alone would have stored."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from fragile_worker import WORD, FragileWorker

from dragoman.articles import read_unread
from dragoman.errors import InputError
from dragoman.examples import folder
from dragoman.ledger import Ledger
from dragoman.ledger.tables import table_names
from dragoman.running import code_into
from dragoman.scaling.clusters import cluster
from dragoman.scaling.engine import Engine, code_into_dataset
from dragoman.scaling.folder import writing_dataset
from dragoman.scaling.merging import merged
from dragoman.scaling.partitions import partitions
from dragoman.scaling.pool import Pool
from dragoman.scaling.recipe import Recipe

REPORTS = Path(__file__).parents[2] / "corpus" / "reports.jsonl"
STORE = 80_000_000
RUSSIAN = "Министр прибыл в Каир в понедельник и подписал договор о воде между двумя странами."


# Of a run, or what a ledger keeps to go on merging by.
OF_THE_RUN = {"run_id", "batch", "first_run", "last_run", "arrival"}
UNLIKE = {"runs", "batches", "meta", "blocks", "bands", "changes", "former"}


def content(path):
    """All rows of all tables, merged events included, but for the names of runs and batches."""
    found = {}
    with Ledger.open(path) as ledger:
        for table in set(table_names()) - UNLIKE:
            rows = [{k: v for k, v in r.items() if k not in OF_THE_RUN} for r in ledger.arrow(table).to_pylist()]
            found[table] = sorted(map(repr, rows))
    return found


@pytest.mark.timeout(900)
def test_one_machine(tmp_path, coder, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_SCALING_PARTITION", "5")
    told = []
    summary = code_into_dataset(tmp_path / "d", [folder()], workers=1, progress=lambda _, n: told.append(n))
    assert summary.coded == 12 == sum(told) and summary.left_out == 0 and len(told) >= 3
    code_into(tmp_path / "ledger", [folder()], coder=coder)
    assert content(tmp_path / "d") == content(tmp_path / "ledger")
    again = code_into_dataset(tmp_path / "d", [folder()])
    assert again.coded == 0 and again.skipped == 12


def test_without_a_cluster_at_the_address(tmp_path):
    with pytest.raises(InputError, match="no Ray cluster answers"):
        code_into_dataset(tmp_path / "d", [folder()], address="127.0.0.1:1")
    with Ledger.open(tmp_path / "d") as ledger:
        assert ledger.counts()["articles"] == 0 and ledger.runs()[0]["status"] == "failed"


@pytest.fixture
def three_machines():
    """Three nodes of one core each: their own processes, object stores and schedulers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_worker_niceness", "0")
        patch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)  # of the fragile worker
        from ray.cluster_utils import Cluster

        head = {"num_cpus": 1, "object_store_memory": STORE, "include_dashboard": False}
        machines = Cluster(initialize_head=True, head_node_args=head)
        machines.doomed = machines.add_node(num_cpus=1, object_store_memory=STORE)
        machines.add_node(num_cpus=1, object_store_memory=STORE)
        yield machines
        machines.shutdown()


def corpus(root):
    """Three files: reports, the same again with some more and some that are left out, and one that kills."""
    rows = [json.loads(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()[:26]]
    rows = [{k: r[k] for k in ("id", "date", "text")} for r in rows]
    odd = [
        {"id": "ru", "text": RUSSIAN},
        {"id": "none"},
        {**rows[2], "date": None},
        {**rows[5], "text": rows[5]["text"] + " So it was."},
    ]
    for name, some in (("a", rows[:20]), ("b", [*rows[18:], *odd])):
        (root / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in some), encoding="utf-8")
    (root / "c.jsonl").write_text(
        json.dumps({"text": f"The {WORD} of the minister was arrested in Cairo on Monday."}) + "\n"
    )
    return [root / f"{name}.jsonl" for name in "abc"]


def workers():
    own = psutil.Process().children(recursive=True)
    return sorted((p for p in own if "FragileWorker" in " ".join(p.cmdline())), key=lambda p: p.create_time())


def tables(root):
    return {p: p.read_bytes() for p in root.glob("*/year=*/month=*/*.parquet")}


class Deaths:
    """Ends a machine after the first partition that is stored, a worker after the second."""

    def __init__(self, machines):
        self.machines, self.stored = machines, 0

    def __call__(self, note, count):
        self.stored += 1
        if self.stored == 1:
            self.machines.remove_node(self.machines.doomed, allow_graceful=False)
        if self.stored == 2:
            os.kill(workers()[0].pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_machine_and_a_worker_die(tmp_path, coder, three_machines):
    paths, recipe, deaths = corpus(tmp_path), Recipe.configured(), Deaths(three_machines)
    with writing_dataset(tmp_path / "d", recipe, [], 4) as dataset, cluster(three_machines.address, None) as ray:
        engine = Engine(dataset, recipe, deaths)
        pool = Pool(ray, recipe, 3, FragileWorker)
        engine.run(pool, engine.missing(partitions(read_unread(paths), recipe.run_id, 4)))
        pool.close()
        dataset.settle()
        dataset.keep_merged(merged(ray, dataset))
    assert deaths.stored > 6

    code_into(tmp_path / "ledger", paths[:2], coder=coder)
    expected, found = content(tmp_path / "ledger"), content(tmp_path / "d")
    [killer] = set(found["left_out"]) - set(expected["left_out"])
    assert "kills-worker" in killer and "c.jsonl" in killer
    assert {**found, "left_out": None} == {**expected, "left_out": None}
    assert set(expected["left_out"]) <= set(found["left_out"])

    first = json.loads((tmp_path / "d" / "dataset.json").read_text())["partitions"][0]["partition"]
    before = tables(tmp_path / "d")
    for path in (tmp_path / "d").glob(f"*/*/*/{first}.parquet"):
        path.unlink()
    summary = code_into_dataset(tmp_path / "d", paths, address=three_machines.address, workers=1)
    assert summary.coded == 4
    assert content(tmp_path / "d") == found  # events of several articles among them
    with Ledger.open(tmp_path / "d") as ledger:
        assert ledger.sql("SELECT max(telling_count) AS most FROM events").to_pylist()[0]["most"] > 1
    assert tables(tmp_path / "d") == before


def dragoman(*args):
    environment = {**os.environ, "DRAGOMAN_SCALING_PARTITION": "3"}
    command = [sys.executable, "-m", "dragoman", *map(str, args)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_killed_run_goes_on(tmp_path, coder):
    paths, root = corpus(tmp_path)[:2], tmp_path / "d"
    first = dragoman("code", *paths, "--engine", "ray", "--workers", 2, "--into", root)
    while first.poll() is None and len(list(root.glob("parts/*.json"))) < 3:
        time.sleep(0.01)
    first.kill()
    first.communicate()
    stored = {p: p.stat().st_mtime_ns for p in root.glob("parts/*.json")}
    with Ledger.open(root) as ledger:
        assert ledger.counts()["articles"] == 0 and ledger.runs()[0]["status"] == "running"
    second = dragoman("code", *paths, "--engine", "ray", "--workers", 2, "--into", root)
    _, said = second.communicate()
    assert second.returncode == 1, said  # two documents cannot be coded
    assert {p: p.stat().st_mtime_ns for p in stored} == stored and len(stored) >= 3
    assert [s["status"] for s in json.loads((root / "dataset.json").read_text())["sessions"]] == ["killed", "finished"]
    code_into(tmp_path / "ledger", paths, coder=coder)
    expected = content(tmp_path / "ledger")
    assert content(root) == expected
    assert re.fullmatch(
        r"\d+ articles coded into \S+ events, .+ left out -> \S+", " ".join(said.split())
    )  # and no more
