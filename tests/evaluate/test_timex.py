"""The timex task: reading TimeML, and the TempEval-3 definition of its measures."""

import io
import json
import tarfile

import pytest

from dragoman.coding.time import Timex
from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate import timex as task
from dragoman.evaluate.timex import Expression, parse_timeml, read_timeml, score

DOCUMENT = """<?xml version="1.0" ?>
<TimeML>
<DOCID>one</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2024-06-19" functionInDocument="CREATION_TIME">June 19, 2024</TIMEX3></DCT>
<TEXT>
The harbour <EVENT eid="e1">closed</EVENT> <TIMEX3 tid="t1" type="DATE" value="2024-06-18">Tuesday</TIMEX3>
for <TIMEX3 tid="t2" type="DURATION" value="P3D">three days</TIMEX3>.

It may &amp; will reopen <TIMEX3 tid="t3" type="DATE" value="2024-06-24">Monday</TIMEX3>.
</TEXT>
</TimeML>
"""


def timex(start, end, type="DATE", value="2024"):
    return Timex(start, end, type, value, "", 0, "")


def test_offsets_are_those_of_the_text():
    document = parse_timeml("one", DOCUMENT.encode(), "one.tml")
    assert [document.text[g.start : g.end] for g in document.gold] == ["Tuesday", "three days", "Monday"]
    assert document.created.isoformat() == "2024-06-19"
    assert "& will" in document.text


def test_the_measures():
    gold = [Expression(0, 10, "DATE", "2024"), Expression(20, 30, "DATE", "2023"), Expression(40, 50, "SET", "P1D")]
    system = [timex(0, 10), timex(25, 40, value="2022"), timex(60, 70, "TIME")]
    figures = score([(gold, system)])
    assert figures["span_f1_relaxed"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["span_f1_strict"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["value_f1"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["type_f1"] == pytest.approx(2 / 3, abs=1e-4)
    assert (figures["value_precision"], figures["value_recall"]) == (0.3333, 0.3333)
    assert figures["confusion"] == {"DATE": {"DATE": 2}, "SET": {"missed": 1}, "spurious": {"TIME": 1}}
    assert figures["intervals"]["value_f1"] == [0.3333, 0.3333]


def test_an_expression_matches_once():
    figures = score([([Expression(0, 20, "DATE", "2024")], [timex(0, 5), timex(6, 20)])])
    assert (figures["span_precision_relaxed"], figures["span_recall_relaxed"]) == (0.5, 1.0)


def test_nothing_found_is_no_error():
    assert score([([], [])])["value_f1"] == 0.0


def test_folder_archive_and_predictions(coder, tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "one.tml").write_text(DOCUMENT, encoding="utf-8")
    archive = tmp_path / "gold.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(folder / "one.tml", "a/one.tml")
        tar.add(folder / "one.tml", "b/one.tml")
    figures = evaluate("timex", folder, tmp_path / "out.jsonl", coder)
    assert figures == evaluate("timex", archive, coder=coder)
    assert (figures["documents"], figures["value_f1"]) == (1, 1.0)
    line = json.loads((tmp_path / "out.jsonl").read_text())
    assert line["document"] == "one"
    assert line["timexes"][1] == {"start": 32, "end": 42, "type": "DURATION", "value": "P3D"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<TimeML><TEXT>", "not well-formed"),
        ("<TimeML><TEXT>" + "<s>" * 5000 + "</s>" * 5000 + "</TEXT></TimeML>", "100 deep"),
        ("<TimeML></TimeML>", "no TEXT element"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><TimeML><TEXT>&a;</TEXT></TimeML>', "DOCTYPE"),
        ('<TimeML><DCT><TIMEX3 value="soon">x</TIMEX3></DCT><TEXT>x</TEXT></TimeML>', "YYYY-MM-DD"),
    ],
)
def test_bad_documents_are_named(tmp_path, text, message):
    (tmp_path / "bad.tml").write_text(text)
    with pytest.raises(InputError, match=message) as error:
        list(read_timeml(tmp_path))
    assert "bad.tml" in str(error.value)


def test_bad_files_are_named(tmp_path, monkeypatch):
    with pytest.raises(InputError, match=r"no \.tml files"):
        list(read_timeml(tmp_path))
    (tmp_path / "gold.tar.gz").write_bytes(b"no archive")
    with pytest.raises(InputError, match="not a tar archive"):
        list(read_timeml(tmp_path / "gold.tar.gz"))
    (tmp_path / "latin.tml").write_bytes(b"<TimeML><TEXT>\xe9</TEXT></TimeML>")
    with pytest.raises(InputError, match="not UTF-8"):
        list(read_timeml(tmp_path))
    monkeypatch.setattr(task, "MAX_BYTES", 10)
    with pytest.raises(InputError, match="more than 10"):
        list(read_timeml(tmp_path))


def test_an_archive_is_bounded(tmp_path, monkeypatch):
    with tarfile.open(tmp_path / "gold.tar", "w") as tar:
        for name in ("a.tml", "b.tml"):
            entry = tarfile.TarInfo(name)
            entry.size = len(DOCUMENT.encode())
            tar.addfile(entry, io.BytesIO(DOCUMENT.encode()))
    monkeypatch.setattr(task, "MAX_DOCUMENTS", 1)
    with pytest.raises(InputError, match="more than 1 documents"):
        list(read_timeml(tmp_path / "gold.tar"))
