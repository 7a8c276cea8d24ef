import pytest
from ledger_samples import coded

from dragoman.errors import LedgerError
from dragoman.ledger import Ledger
from dragoman.ledger.layout import existing


def test_a_new_ledger_is_empty_and_readable(tmp_path):
    with Ledger.create_or_open(tmp_path / "new" / "ledger") as ledger:
        assert set(ledger.counts().values()) == {0}
        assert ledger.events() == [] and ledger.statements() == [] and ledger.left_out() == []
        assert ledger.snapshot is None


def test_no_ledger_is_said_with_the_remedy(tmp_path):
    with pytest.raises(LedgerError, match=r"no ledger here.*--into"):
        Ledger.open(tmp_path)


def test_a_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("x")
    with pytest.raises(LedgerError, match=r"thesis\.docx.*is no ledger"):
        Ledger.create_or_open(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="is a file"):
        Ledger.create_or_open(tmp_path / "file")


def test_a_creation_that_was_killed_is_completed(tmp_path):
    (tmp_path / "batches").mkdir()
    (tmp_path / "temp").mkdir()
    assert Ledger.create_or_open(tmp_path).counts()["articles"] == 0


@pytest.mark.parametrize("content", ["format = 2", "format = 'x'", "", "not toml ["])
def test_an_unknown_format_is_refused(tmp_path, content):
    Ledger.create_or_open(tmp_path)
    (tmp_path / "ledger.toml").write_text(content)
    with pytest.raises(LedgerError, match=r"ledger\.toml"):
        existing(tmp_path)


def test_a_path_with_odd_characters_works(tmp_path):
    path = tmp_path / "l'edger [a-z] * é"
    with Ledger.create_or_open(path).write() as writer:
        writer.add(coded(1))
    assert Ledger.open(path).counts()["articles"] == 1


def test_a_path_that_duckdb_cannot_write_is_refused_at_once(tmp_path):
    with pytest.raises(LedgerError, match="Name another folder"):
        Ledger.create_or_open(tmp_path / "why?")
    assert list(tmp_path.iterdir()) == []
