"""A damaged batch is set aside by name, and its articles are coded again."""

import json

import pyarrow.parquet as pq
import pytest
from ledger_samples import coded, left_out

from dragoman.ledger import Ledger
from dragoman.ledger.batch import BATCH_TABLES, batch_folders, next_sequence, read_batch, set_aside_batches
from dragoman.ledger.layout import existing


@pytest.fixture
def ledger(tmp_path):
    with Ledger.create_or_open(tmp_path / "l").write(batch_documents=10) as writer:
        for number in range(20):
            writer.add(coded(number))
    return Ledger(tmp_path / "l")


def folders(ledger):
    """The batches, oldest first: names of runs of the same second sort by chance, sequence numbers do not."""
    found = batch_folders(existing(ledger.path))
    return sorted(found, key=lambda f: json.loads((f / "manifest.json").read_text())["sequence"])


def code_again(ledger, total=20):
    added = []
    with ledger.write(batch_documents=10) as writer:
        for number in range(total):
            if not writer.seen(f"a{number:06d}", coded(number).article.content_hash):
                writer.add(coded(number))
                added.append(number)
    return added


def test_a_batch_holds_all_files_with_counts_and_hashes(ledger):
    for folder in folders(ledger):
        batch = read_batch(folder)
        batch.verify()
        stated = json.loads((folder / "manifest.json").read_text())
        assert (
            set(stated["files"]) == {f"{t}.parquet" for t in BATCH_TABLES} == {p.name for p in folder.glob("*.parquet")}
        )
        for table, count in stated["counts"].items():
            assert pq.read_metadata(folder / f"{table}.parquet").num_rows == count
        assert stated["counts"]["articles"] == len(stated["documents"]) == 10


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: flip(f / "events.parquet"),
        lambda f: flip(f / "manifest.json"),
        lambda f: (f / "sentences.parquet").write_bytes(b""),
        lambda f: (f / "articles.parquet").unlink(),
        lambda f: (f / "manifest.json").unlink(),
        lambda f: (f / "manifest.json").write_text("{}"),
        lambda f: (f / "manifest.json").write_text("[1]"),
        lambda f: [p.unlink() for p in f.iterdir()],
    ],
)
def test_a_damaged_batch_is_set_aside_and_coded_again(ledger, damage):
    broken = folders(ledger)[0]
    damage(broken)
    assert code_again(ledger) == list(range(10))
    assert [b.name for b in set_aside_batches(existing(ledger.path))] == [broken.name]
    assert broken.name not in [f.name for f in folders(ledger)]
    counts = ledger.counts()
    assert (counts["articles"], counts["events"], counts["batches"]) == (20, 40, 2)
    assert code_again(ledger) == []


def test_a_parquet_file_whose_hash_is_right_but_is_none(ledger):
    import hashlib

    folder = folders(ledger)[1]
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "mentions.parquet").write_bytes(b"no parquet")
    manifest["files"]["mentions.parquet"].update(sha256=hashlib.sha256(b"no parquet").hexdigest(), bytes=10)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert code_again(ledger) == list(range(10, 20))


def test_a_number_is_not_used_twice_after_damage(ledger):
    before = next_sequence(existing(ledger.path))
    (folders(ledger)[-1] / "manifest.json").unlink()
    assert code_again(ledger) == list(range(10, 20))
    assert next_sequence(existing(ledger.path)) == before + 1


def test_the_old_revision_shows_again_when_the_new_ones_batch_is_damaged(ledger):
    with ledger.write() as writer:
        writer.add(coded(3, text="A revised text."))
    assert ledger.article("a000003")["text"] == "A revised text."
    flip(folders(ledger)[-1] / "articles.parquet")
    with ledger.write() as writer:
        writer.leave_out(left_out())
    assert ledger.article("a000003")["text"] == coded(3).article.text
    assert ledger.counts()["articles"] == 20


def test_a_copied_ledger_is_sound(ledger, tmp_path):
    import shutil

    shutil.copytree(ledger.path, tmp_path / "copy")
    copy = Ledger(tmp_path / "copy")
    assert code_again(copy) == []
    assert copy.counts()["articles"] == 20
