"""The command line as a person runs it: real processes, real files, real kills."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.ledger import Ledger

GOOD = (
    "Police in {city} arrested {n} protesters on Monday after a march against the government. "
    "The interior minister accused the opposition of violence. Opposition leaders rejected the charge and called on "
    "the president to release the detainees, a spokesman for the movement said."
)
ROOT = Path(__file__).parents[2]
CITIES = ["Lima", "Cairo", "Athens", "Nairobi", "Jakarta", "Quito", "Tunis", "Dhaka", "Manila", "Accra"]


def dragoman(*args, **options):
    command = [sys.executable, "-m", "dragoman", *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, **options)


def articles(count):
    return [
        {"title": f"Report {n}", "text": GOOD.format(city=CITIES[n % 10], n=n + 3), "date": f"2022-03-0{n % 9 + 1}"}
        for n in range(count)
    ]


def write_jsonl(path, rows):
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    source = write_jsonl(folder / "news.jsonl", articles(6))
    run = dragoman("code", source, "--into", folder / "ledger")
    return source, folder / "ledger", run


def test_all_coded_exits_with_0(coded):
    _, ledger, run = coded
    assert run.returncode == 0, run.stderr
    with Ledger.open(ledger) as book:
        assert book.counts()["articles"] == 6
        assert book.counts()["events"] > 6


def test_second_run_codes_nothing_twice(coded):
    source, ledger, _ = coded
    with Ledger.open(ledger) as book:
        before = book.counts()["events"]
    again = dragoman("code", source, "--into", ledger)
    assert again.returncode == 0 and "0 articles coded" in again.stderr
    with Ledger.open(ledger) as book:
        assert book.counts()["events"] == before


def test_show_explain_and_formats(coded):
    _, ledger, _ = coded
    rows = [json.loads(r) for r in dragoman("show", "--ledger", ledger, "--format", "jsonl").stdout.splitlines()]
    assert rows and {"event_id", "event_type", "actors", "recipients", "date_source", "mentions"} <= set(rows[0])
    told = dragoman("explain", rows[0]["event_id"][:10], "--ledger", ledger)
    assert told.returncode == 0 and "frame" in told.stdout and "told by" in told.stdout
    csv = dragoman("show", "PER", "--ledger", ledger, "--format", "csv").stdout
    assert csv.startswith("event_id,event_type")
    assert len(csv.splitlines()) > 1


def test_unknown_event_is_told_with_exit_2(coded):
    _, ledger, _ = coded
    told = dragoman("explain", "ffffffffffff", "--ledger", ledger)
    assert told.returncode == 2 and "ffffffffffff" in told.stderr and "Traceback" not in told.stderr


def test_codebook(coded):
    assert "THREATEN" in dragoman("codebook").stdout
    assert "Told apart" in dragoman("codebook", "threaten").stdout
    assert dragoman("codebook", "NOSUCH").returncode == 2


def bad_folder(folder):
    """Every kind of bad input beside one good article; each file with the reason it must get."""
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    (folder / "line.txt").write_text("word " * 10_000_000)
    (folder / "one_word.txt").write_text("Hello")
    (folder / "russian.txt").write_text("Президент России встретился с лидером Северной Кореи в столице страны. " * 6)
    rows = [json.dumps(articles(1)[0]), "{broken", json.dumps({"title": "no text"}), json.dumps(["list"])]
    future = {**articles(2)[1], "date": "2199-01-01"}
    (folder / "mixed.jsonl").write_text("\n".join([*rows, json.dumps(future)]) + "\n")
    (folder / "columns.csv").write_text("headline,words\nA,B\n")
    pq.write_table(pa.table({"text": [1, 2]}), folder / "types.parquet")
    scripted = GOOD.format(city="Oslo", n=5)
    (folder / "page.html").write_text(
        f"<html><head><title>March in Oslo</title></head><body><script>alert('x')</script>"
        f"<article><h1>March in Oslo</h1><p>{scripted}</p><p>{scripted}</p></article></body></html>"
    )


def test_bad_input_is_stored_with_its_reason_and_harms_nothing(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    bad_folder(source)
    run = dragoman("code", source, "--into", tmp_path / "ledger")
    assert run.returncode == 1, run.stderr
    assert "Traceback" not in run.stderr
    with Ledger.open(tmp_path / "ledger") as book:
        left = {(Path(x.origin).name, x.reason) for x in book.left_out()}
        assert book.counts()["articles"] >= 2
        texts = book.sql("SELECT text FROM articles").to_pylist()
    assert not any("alert(" in row["text"] for row in texts)
    names = {name for name, _ in left}
    wanted = {"empty.txt", "binary.txt", "line.txt", "one_word.txt", "russian.txt", "mixed.jsonl", "columns.csv"}
    assert wanted | {"types.parquet"} <= names
    assert ("russian.txt", "not-english") in left and ("line.txt", "too-large") in left
    assert {"broken-json", "missing-text", "wrong-type", "future-date"} <= {r for n, r in left if n == "mixed.jsonl"}
    told = dragoman("doctor", "--ledger", tmp_path / "ledger")
    assert "not-english" in told.stdout


def test_missing_path_and_wrong_options_exit_with_2(tmp_path):
    for args in (
        ["code", tmp_path / "nowhere.txt"],
        ["code", "examples", "--format", "xml"],
        ["nosuch"],
        ["show", "--ledger", tmp_path / "no"],
    ):
        run = dragoman(*args)
        assert run.returncode == 2, (args, run.stderr)
        assert run.stderr and "Traceback" not in run.stderr


def test_locked_ledger_is_refused_with_exit_2(tmp_path):
    source = write_jsonl(tmp_path / "news.jsonl", articles(2))
    with Ledger.create_or_open(tmp_path / "ledger").write():
        run = dragoman("code", source, "--into", tmp_path / "ledger")
    assert run.returncode == 2 and "ledger" in run.stderr and "Traceback" not in run.stderr


def kill_and_finish(tmp_path, wait, number, count=60):
    source = write_jsonl(tmp_path / "news.jsonl", articles(count))
    ledger = tmp_path / "ledger"
    environment = {**os.environ, "DRAGOMAN_LEDGER_BATCH_DOCUMENTS": "5"}
    command = [sys.executable, "-m", "dragoman", "code", str(source), "--into", str(ledger)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    time.sleep(wait)
    process.send_signal(number)
    process.wait(timeout=60)
    run = dragoman("code", source, "--into", ledger, env=environment)
    assert run.returncode == 0, run.stderr
    with Ledger.open(ledger) as book:
        counts = book.counts()
        ids = book.sql("SELECT event_id FROM events").to_pylist()
    assert counts["articles"] == count
    assert len(ids) == len({r["event_id"] for r in ids})


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_stopped_run_is_finished_by_the_next(tmp_path, number):
    kill_and_finish(tmp_path, random.uniform(3, 7), number)


KILLS = 50
TABLES = {  # what must be the same, however often a run was killed
    "articles": "article_id, content_hash, text, voice",
    "sentences": '* EXCLUDE ("index"), "index"',
    "tellings": "* EXCLUDE (arrival, lineage, component, event_id)",
    "mentions": "* EXCLUDE (event_id)",
    "telling_actors": "*",
    "mention_actors": "* EXCLUDE (event_id)",
    "statements": "* EXCLUDE (event_ids)",
    "links": "*",
}


def content(path):
    with Ledger.open(path) as book:
        rows = {t: sorted(map(str, book.sql(f"SELECT {c} FROM {t}").to_pylist())) for t, c in TABLES.items()}
        events = book.sql("SELECT list(telling_id ORDER BY telling_id) AS t FROM tellings GROUP BY event_id")
        return {**rows, "partition": sorted(events["t"].to_pylist())}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_fifty_kills_lose_and_double_nothing(tmp_path):
    reports = [json.loads(line) for line in (ROOT / "corpus" / "reports.jsonl").read_text("utf-8").splitlines()[:300]]
    rows = [{"text": r["text"], "date": r["date"], "url": f"https://example.org/{n}"} for n, r in enumerate(reports)]
    source, whole, ledger = write_jsonl(tmp_path / "news.jsonl", rows), tmp_path / "whole", tmp_path / "ledger0"
    assert dragoman("code", source, "--into", whole).returncode in (0, 1)
    expected, kills = content(whole), 0
    environment = {**os.environ, "DRAGOMAN_LEDGER_BATCH_DOCUMENTS": "5"}
    chance = random.Random(6)
    while kills < KILLS:
        command = [sys.executable, "-m", "dragoman", "code", str(source), "--into", str(ledger)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        try:
            process.wait(timeout=chance.uniform(0.2, 20))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=60)
            kills += 1
        if ledger.exists() and (ledger / "ledger.toml").exists():
            Ledger.open(ledger).counts()
        if process.returncode in (0, 1):  # it came through: what it holds is whole, and the next ledger is killed at
            assert content(ledger) == expected
            ledger = tmp_path / f"ledger{kills}"
    assert dragoman("code", source, "--into", ledger).returncode in (0, 1)
    assert content(ledger) == expected


def test_doctor_repairs_a_damaged_snapshot(tmp_path):
    source, ledger = write_jsonl(tmp_path / "news.jsonl", articles(3)), tmp_path / "ledger"
    assert dragoman("code", source, "--into", ledger).returncode == 0
    (snapshot,) = (p for p in ledger.rglob("*.duckdb") if p.is_file())
    snapshot.write_bytes(snapshot.read_bytes()[:1000])
    assert dragoman("show", "--ledger", ledger).returncode == 2
    mended = dragoman("doctor", "--ledger", ledger, "--repair")
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert dragoman("show", "--ledger", ledger).returncode == 0


def test_what_was_left_out_is_tried_again(tmp_path):
    source, ledger = tmp_path / "news.jsonl", tmp_path / "ledger"
    rows = articles(2)
    write_jsonl(source, [rows[0], {**rows[1], "text": "Too short."}])
    assert dragoman("code", source, "--into", ledger).returncode == 1
    run = dragoman("doctor", "--ledger", ledger, "--retry")
    assert "0 articles coded" in run.stdout and "Too short" not in run.stdout
    write_jsonl(source, rows)
    assert "1 articles coded" in dragoman("doctor", "--ledger", ledger, "--retry").stdout
    with Ledger.open(ledger) as book:
        assert book.left_out() == [] and book.counts()["articles"] == 2


def test_repair_without_a_ledger_is_a_usage_error():
    run = dragoman("doctor", "--repair")
    assert run.returncode == 2 and "--ledger" in run.stderr


def test_own_actors_on_the_command_line(tmp_path):
    own, source = tmp_path / "own.csv", write_jsonl(tmp_path / "news.jsonl", articles(2))
    own.write_text("name,kind,country,sector\nKarvan Front,organisation,AFG,REB\n", "utf-8")
    ledger = tmp_path / "ledger"
    assert dragoman("actors", "check", own).returncode == 0
    assert dragoman("code", source, "--into", ledger, "--actors", own).returncode == 0
    listed = dragoman("actors", "list", "--ledger", ledger)
    assert listed.returncode == 0 and "country" in listed.stdout
    own.write_text("name,kind,country,sector\nKarvan Front,organisation,AFGH,REB\n", "utf-8")
    assert dragoman("actors", "check", own).returncode == 1
    refused = dragoman("code", source, "--into", ledger, "--actors", own)
    assert refused.returncode == 2 and "own.csv:2: country" in refused.stderr
