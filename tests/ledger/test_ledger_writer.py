"""Nothing twice, nothing lost, however the block ends."""

import json

import pytest
from ledger_samples import coded, event, left_out

from dragoman.errors import InputError, LedgerError
from dragoman.ledger import InputFile, Ledger, RunInfo
from dragoman.ledger.batch import batch_folders
from dragoman.ledger.layout import existing
from dragoman.records import event_record


@pytest.fixture
def ledger(tmp_path):
    return Ledger.create_or_open(tmp_path / "l")


def manifests(ledger):
    return [json.loads(p.read_text()) for p in sorted((ledger.path / "runs").glob("*.json"))]


def test_an_article_is_stored_once(ledger):
    one = coded(1)
    key = (one.article.article_id, one.article.content_hash)
    with ledger.write() as writer:
        assert not writer.seen(*key)
        assert writer.add(one) and writer.seen(*key) and not writer.add(one)
    with ledger.write() as writer:
        assert writer.seen(*key) and not writer.add(one)
        assert writer.counts["skipped"] == 1 and writer.counts["coded"] == 0
    counts = ledger.counts()
    assert (counts["articles"], counts["events"], counts["batches"], counts["runs"]) == (1, 2, 1, 2)


def test_the_newest_revision_replaces_the_old_rows(ledger):
    with ledger.write() as writer:
        writer.add(coded(1))
        writer.add(coded(2))
    revised = coded(1, text="Revised.", events=[event(1, key="new")])
    with ledger.write() as writer:
        assert not writer.seen("a000001", revised.article.content_hash)
        writer.add(revised)
    [kept] = ledger.events(article_id="a000001")
    assert kept["event_id"] == "e000001" and kept["mentions"][0]["mention_id"] == "m000001new"
    assert ledger.now("e000001new") == "e000001"
    counts = ledger.counts()
    assert (counts["articles"], counts["events"], counts["sentences"], counts["batches"]) == (2, 3, 4, 2)
    assert ledger.sql("SELECT count(*) AS n FROM event_actors WHERE event_id = 'e000001b'")["n"].to_pylist() == [0]
    with ledger.write() as writer:  # Both texts are known: neither is coded again.
        assert writer.seen("a000001", coded(1).article.content_hash) and writer.seen(
            "a000001", revised.article.content_hash
        )


def test_of_two_revisions_in_one_run_the_later_wins(ledger):
    with ledger.write() as writer:
        for text in ("First.", "Second.", "Third."):
            writer.add(coded(1, text=text))
    assert ledger.article("a000001")["text"] == "Third."
    assert len(ledger.arrow("revisions")) == 3 and ledger.counts()["sentences"] == 2


def test_recode_replaces_what_is_there(ledger):
    with ledger.write() as writer:
        writer.add(coded(1))
    better = coded(1, events=[event(1, key="better")])
    with ledger.write(recode=True) as writer:
        assert writer.add(better) and not writer.add(better)
    [kept] = ledger.events()
    assert kept["mentions"] == event_record(better.events[0])["mentions"]
    assert ledger.counts()["articles"] == 1


def test_a_left_out_document_is_stored_once_for_each_reason(ledger):
    for _ in range(2):
        with ledger.write() as writer:
            writer.leave_out(left_out(1))
            assert not writer.leave_out(left_out(1))
            writer.leave_out(left_out(1, "too-short"))
    assert [(x.record, x.reason) for x in ledger.left_out()] == [("bad1", "language"), ("bad1", "too-short")]
    assert ledger.left_out("language") == [left_out(1)]
    assert manifests(ledger)[0]["left_out_by_reason"] == {"language": 2, "too-short": 1}


def test_a_left_out_document_that_is_coded_later_is_left_out_no_more(ledger):
    with ledger.write() as writer:
        writer.leave_out(left_out(1, "coder-error"))
    with ledger.write() as writer:
        writer.add(coded(1, record="bad1"))
    assert ledger.left_out() == [] and ledger.counts()["articles"] == 1


def test_batches_are_cut_by_number_and_by_time(ledger):
    with ledger.write(batch_documents=4) as writer:
        for number in range(10):
            writer.add(coded(number))
        assert len(batch_folders(existing(ledger.path))) == 2
        writer.batch_seconds = 0.0
        writer.add(coded(10))
        assert len(batch_folders(existing(ledger.path))) == 3


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, "interrupted"), (ValueError, "failed")])
def test_what_was_added_is_published_when_the_block_breaks_off(ledger, error, status):
    def break_off():
        with ledger.write() as writer:
            for number in range(7):
                writer.add(coded(number))
            raise error

    with pytest.raises(error):
        break_off()
    assert ledger.counts()["articles"] == 7
    assert manifests(ledger)[0]["status"] == status == ledger.runs()[0]["status"]


def test_an_interrupted_flush_loses_and_doubles_nothing(ledger, monkeypatch):
    """Ctrl-C may come right behind the rename that puts a batch in, before the writer knows of it."""
    from dragoman.ledger import writer as module

    real, calls = module.write_batch, []

    def interrupted(*args):
        batch = real(*args)
        calls.append(batch)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return batch

    monkeypatch.setattr(module, "write_batch", interrupted)
    with ledger.write() as writer:
        writer.add(coded(1))
        with pytest.raises(KeyboardInterrupt):
            writer.flush()
        writer.add(coded(2))
    counts = ledger.counts()
    assert (counts["articles"], counts["events"], counts["batches"]) == (2, 4, 2)
    assert len(ledger.arrow("revisions")) == 2


def test_a_reader_keeps_its_snapshot_until_it_is_refreshed(ledger):
    with ledger.write() as writer:
        writer.add(coded(1))
    with Ledger.open(ledger.path) as reader:
        for number in range(2, 6):
            with ledger.write() as writer:
                writer.add(coded(number))
                assert reader.counts()["articles"] == 1
        assert reader.counts()["articles"] == 1
        assert reader.refresh() and not reader.refresh()
        assert reader.counts()["articles"] == 5
    assert len(list((ledger.path / "snapshots").glob("*.duckdb"))) == 2


def test_the_manifest_of_a_run_tells_all(ledger, tmp_path):
    source = tmp_path / "news.txt"
    source.write_text("abc")
    info = RunInfo(command="code news.txt", inputs=(InputFile.of(source),), config={"code": {"seed": 3}}, seed=3)
    with ledger.write(info) as writer:
        writer.add(coded(1))
        writer.spent("coding", 1.5)
        writer.spent("coding", 0.5)
        assert manifests(ledger)[0]["status"] == "running"
    manifest = ledger.runs()[0]
    assert manifest == manifests(ledger)[0]
    assert manifest["inputs"] == [
        {"path": str(source), "bytes": 3, "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}
    ]
    assert manifest["durations"]["coding"] == 2.0 and manifest["durations"]["ledger"] > 0
    assert manifest["counts"] == {
        "coded": 1,
        "left_out": 0,
        "skipped": 0,
        "sentences": 2,
        "events": 2,
        "mentions": 2,
        "statements": 1,
    }
    assert manifest["seed"] == 3 and manifest["versions"]["dragoman"] and manifest["finished"] >= manifest["started"]
    row = ledger.arrow("runs").to_pylist()[0]
    assert row["coded"] == 1 and row["status"] == "finished" and row["command"] == "code news.txt"


def test_a_run_id_is_used_once(ledger):
    with ledger.write(RunInfo("one")):
        pass
    with pytest.raises(LedgerError, match="run of this name"), ledger.write(RunInfo("one")):
        pass
    with pytest.raises(InputError, match="run_id"):
        RunInfo("../x")


def test_the_hash_of_a_folder_follows_its_content(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("a")
    before = InputFile.of(tmp_path / "in")
    assert before == InputFile.of(tmp_path / "in") and before.bytes == 1
    (tmp_path / "in" / "a.txt").write_text("b")
    assert InputFile.of(tmp_path / "in") != before
    with pytest.raises(InputError, match="cannot be read"):
        InputFile.of(tmp_path / "none")
