"""A disk that is full or closed is said clearly, and the ledger stays whole."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from ledger_samples import coded

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger, doctor

LIMITED = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from ledger_samples import coded
from dragoman.errors import LedgerError
from dragoman.ledger import Ledger
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    with Ledger.create_or_open(sys.argv[2]).write(batch_documents=5) as writer:
        for number in range(20):
            writer.add(coded(number))
except LedgerError as error:
    print(error)
    sys.exit(7)
"""


def noise(number):
    """Text that no compression makes small."""
    return random.Random(number).randbytes(20_000).hex()


def write(path, numbers):
    with Ledger.create_or_open(path).write(batch_documents=5) as writer:
        for number in numbers:
            text = noise(number)
            one = coded(number, text=text)
            if not writer.seen(one.article.article_id, one.article.content_hash):
                writer.add(one)


@pytest.fixture
def small_disk(tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk is not permitted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def remount(place, options):
    subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)


def test_a_full_disk(small_disk):
    path = small_disk / "l"
    write(path, range(5))
    with pytest.raises(LedgerError, match=r"no room on the disk.*free some space"):
        write(path, range(300))
    with Ledger.open(path) as ledger:
        assert ledger.counts()["articles"] == 5 and ledger.article("a000003")["text"] == noise(3)
    assert [f for f in doctor(path) if f.level == "error"] == []
    stored = len(list((path / "batches").iterdir()))
    assert stored > 1
    remount(small_disk, "size=128m")
    write(path, range(300))
    with Ledger.open(path) as ledger:
        assert ledger.counts()["articles"] == 300 and len(ledger.arrow("revisions")) == 300
    assert {f.code for f in doctor(path)} & {"unfolded-batch", "duplicate-id", "leftovers"} == set()


def test_a_disk_that_may_only_be_read(small_disk):
    path = small_disk / "l"
    write(path, range(5))
    remount(small_disk, "ro")
    with pytest.raises(LedgerError, match="not permitted to write"):
        write(path, range(6))
    with pytest.raises(LedgerError, match="not permitted to write"):
        Ledger.create_or_open(small_disk / "other")
    with Ledger.open(path) as ledger:
        assert ledger.counts()["articles"] == 5 and len(ledger.events()) == 10
    assert [f for f in doctor(path) if f.level != "note"] == []


@pytest.mark.skipif(os.name == "nt", reason="no limits on files here")
@pytest.mark.parametrize(("limit", "batches"), [(2_000, 0), (100_000, 4)])
def test_a_limit_on_the_size_of_files(tmp_path, limit, batches):
    """The smaller limit stops the batches, the larger one only the snapshot."""
    path = tmp_path / "l"
    command = [sys.executable, "-c", LIMITED, Path(__file__).parent, path, str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (7, "")
    assert "no room on the disk" in done.stdout and "free some space" in done.stdout
    assert len(list((path / "batches").iterdir())) == batches
    with Ledger(path).write() as writer:
        for number in range(20):
            assert writer.add(coded(number)) == (batches == 0)
    assert Ledger.open(path).counts()["articles"] == 20


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="rights on folders do not bind this user")
def test_a_folder_without_the_right_to_write(tmp_path):
    path = tmp_path / "l"
    write(path, range(5))
    for folder in (path, *[p for p in path.rglob("*") if p.is_dir()]):
        folder.chmod(0o555)
    try:
        with pytest.raises(LedgerError, match="not permitted to write"):
            write(path, range(6))
        assert Ledger.open(path).counts()["articles"] == 5
    finally:
        for folder in (path, *[p for p in path.rglob("*") if p.is_dir()]):
            folder.chmod(0o755)
