import json

import pytest
from ledger_samples import KIM, SOMEBODY, coded, event, left_out

from dragoman.errors import LedgerError
from dragoman.ledger import Finding, InputFile, Ledger, RunInfo, doctor
from dragoman.ledger.batch import batch_folders
from dragoman.ledger.layout import existing


@pytest.fixture
def ledger(tmp_path):
    source = tmp_path / "news.jsonl"
    source.write_text("{}")
    with Ledger.create_or_open(tmp_path / "l").write(
        RunInfo(inputs=(InputFile.of(source),)), batch_documents=5
    ) as writer:
        for number in range(10):
            writer.add(coded(number))
        writer.leave_out(left_out(1))
        writer.leave_out(left_out(2))
        writer.leave_out(left_out(3, "too-short"))
    return Ledger(tmp_path / "l")


def found(ledger, code, **options):
    return [f for f in doctor(ledger.path, **options) if f.code == code]


def test_a_sound_ledger_has_notes_only(ledger):
    findings = doctor(ledger.path)
    assert {f.level for f in findings} == {"note"}
    assert [(f.count, f.message.split(",")[0]) for f in findings if f.code == "left-out"] == [
        (2, "2 documents left out: language"), (1, "1 documents left out: too-short"),
    ]  # fmt: skip


def test_no_ledger(tmp_path):
    with pytest.raises(LedgerError, match="no ledger here"):
        doctor(tmp_path)


def test_a_damaged_batch_is_named_set_aside_and_done_with_when_coded_again(ledger):
    broken = batch_folders(existing(ledger.path))[0]
    content = (broken / "events.parquet").read_bytes()
    (broken / "events.parquet").write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    [finding] = found(ledger, "damaged-batch")
    assert (
        finding.level == "error" and broken.name in finding.message and "events.parquet was changed" in finding.message
    )
    assert broken.exists()
    [finding] = found(ledger, "set-aside-batch", repair=True)
    assert not broken.exists() and found(ledger, "damaged-batch") == []
    assert finding.level == "warning" and finding.count == 5 and "5 of its articles" in finding.message
    assert "news.jsonl" in finding.remedy
    with ledger.write() as writer:
        assert [writer.add(coded(n)) for n in range(10)] == [True] * 5 + [False] * 5
    [finding] = found(ledger, "set-aside-batch")
    assert finding.level == "note" and "coded again" in finding.message


def test_damage_that_keeps_size_and_time_is_found(ledger):
    import os

    path = batch_folders(existing(ledger.path))[0] / "mentions.parquet"
    stat, content = path.stat(), bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert len(found(ledger, "damaged-batch")) == 1
    doctor(ledger.path, repair=True)
    assert len(found(ledger, "set-aside-batch")) == 1


def test_a_damaged_snapshot_is_repaired(ledger):
    ledger.snapshot.write_bytes(b"nothing")
    ledger.close()
    assert {f.level for f in found(ledger, "snapshot")} == {"error"}
    assert found(ledger, "snapshot", repair=True) == []
    assert ledger.counts()["articles"] == 10


def test_a_run_that_died_and_what_it_left(ledger):
    layout = existing(ledger.path)
    manifest = {"run_id": "dead", "status": "running", "started": "2024-01-01T00:00:00", "counts": {}, "versions": {}}
    (layout.runs / "dead.json").write_text(json.dumps(manifest))
    (layout.runs / "broken.json").write_text("{")
    (layout.temp / "half").mkdir()
    assert len(found(ledger, "leftovers")) == 1
    messages = [f.message for f in found(ledger, "unfinished-run")]
    assert messages == ["run broken is unreadable", "run dead was killed"]
    doctor(ledger.path, repair=True)
    assert found(ledger, "leftovers") == []
    assert {r["run_id"]: r["status"] for r in ledger.runs()}["dead"] == "killed"


def test_ids_that_stand_twice(ledger):
    with ledger.write() as writer:
        writer.add(coded(77, events=[event(3)]))
    [*findings] = found(ledger, "duplicate-id")
    assert sorted(f.message.split(":")[0] for f in findings) == ["mentions", "tellings"]
    assert all("e000003" in f.message or "m000003" in f.message for f in findings)


def test_many_unresolved_actors_are_a_warning(tmp_path):
    with Ledger.create_or_open(tmp_path).write() as writer:
        writer.add(coded(1, events=[event(1, actors=(SOMEBODY, SOMEBODY), recipients=(KIM,))]))
    [finding] = found(Ledger(tmp_path), "unresolved-actors")
    assert finding.level == "warning" and finding.count == 2 and "67%" in finding.message


def test_other_versions_than_the_last_run_had(ledger):
    with ledger.write(RunInfo(versions={"dragoman": "0.0.1", "some-model": "3.8"})):
        pass
    [finding] = found(ledger, "versions")
    assert "dragoman 0.0.1 then" in finding.message and "some-model 3.8 then, not installed now" in finding.message


def test_further_checks_are_asked(ledger):
    extra = Finding("error", "model", "the model's wheel is missing", "pip install it")
    assert doctor(ledger.path, checks=[lambda book: [extra] if book.counts()["articles"] else []])[0] == extra
