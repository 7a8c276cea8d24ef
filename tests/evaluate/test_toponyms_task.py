"""Task ``toponyms``: figures on articles of our own, and gold files that are not sound."""

import gzip
import json

import pytest

from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate.toponyms import read_documents

TEXT = "Snow closed the road from Bamako to Mopti. Mayor Kent Brown of Paris, Texas, was not hurt."


def toponym(phrase, latitude=None, longitude=None, start=None):
    start = TEXT.index(phrase) if start is None else start
    tag = f"<gaztag><lat>{latitude}</lat><lon>{longitude}</lon></gaztag>" if latitude is not None else ""
    return f"<toponym><start>{start}</start><end>{start + len(phrase)}</end><phrase>{phrase}</phrase>{tag}</toponym>"


def xml(*toponyms, text=TEXT, head=""):
    body = f"<text><![CDATA[{text}]]></text><toponyms>{''.join(toponyms)}</toponyms>"
    return f'{head}<articles><article docid="1"><domain>a.example.ml</domain>{body}</article></articles>'


def written(tmp_path, content, name="gold.xml"):
    path = tmp_path / name
    path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    return path


@pytest.mark.parametrize("name", ["gold.xml", "gold.xml.gz"])
def test_figures(coder, tmp_path, name):
    places = [
        toponym("Bamako", 12.65, -8.0),
        toponym("Mopti", 14.48, -4.18),
        toponym("Paris", 48.85, 2.35),
        toponym("Texas"),
    ]
    path, out = written(tmp_path, xml(*places), name), tmp_path / "out.jsonl"
    figures = evaluate("toponyms", path, out, coder)
    assert figures["acc161_all"] == figures["acc161_resolved"] == figures["acc161_end_to_end"] == 0.6667
    assert figures["recognition_f1"] == figures["recognition_f1_overlap"] == 1.0
    assert figures["located"] == 3 and figures["toponyms"] == 4 and figures["median_error_km"] < 10
    assert figures["intervals"]["acc161_all"] == [0.6667, 0.6667]  # one article: every resample is it
    line = json.loads(out.read_text("utf-8"))
    assert line["document"] == "1" and [t["start"] for t in line["toponyms"]] == sorted(
        TEXT.index(n) for n in ("Bamako", "Mopti", "Paris", "Texas")
    )
    assert line["toponyms"][0]["geonames_id"] == 2460596 and line["recognised"] == line["toponyms"]


def test_unresolved_is_wrong(coder, tmp_path):
    text = "He walked from Xyzzqua to Bamako."
    gold = "<toponym><start>15</start><end>22</end><gaztag><lat>1</lat><lon>1</lon></gaztag></toponym>"
    gold += "<toponym><start>26</start><end>32</end><gaztag><lat>12.65</lat><lon>-8</lon></gaztag></toponym>"
    figures = evaluate("toponyms", written(tmp_path, xml(gold, text=text)), coder=coder)
    assert figures["acc161_all"] == 0.5 and figures["acc161_resolved"] == 1.0


def test_nothing_to_measure(coder, tmp_path):
    figures = evaluate("toponyms", written(tmp_path, xml(text="Nobody went anywhere.")), coder=coder)
    assert figures["acc161_all"] is None and figures["median_error_km"] is None


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "well-formed"),
        ("<articles><article>", "well-formed"),
        ("<articles></articles>", "no <article>"),
        (xml(head=ENTITIES), "DOCTYPE"),
        (xml(head='<?xml version="1.0"?><!-- a --> ' + ENTITIES), "DOCTYPE"),
        (xml("<toponym><start>x</start><end>3</end></toponym>"), "<start> is 'x'"),
        (xml("<toponym><start>inf</start><end>3</end></toponym>"), "<start> is 'inf'"),
        (xml("<toponym><start>5</start><end>5000</end></toponym>"), "outside the text"),
        (xml("<toponym><start>9</start><end>3</end></toponym>"), "outside the text"),
        (xml(toponym("Bamako", 91, 0)), "<lat> is '91'"),
        (xml(toponym("Bamako", "nan", 0)), "<lat> is 'nan'"),
    ],
)
def test_unsound_gold(tmp_path, content, told):
    with pytest.raises(InputError, match="gold") as error:
        list(read_documents(written(tmp_path, content)))
    assert told in str(error.value)


def test_too_large_or_no_gzip(tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.evaluate.toponyms.MAX_BYTES", 1000)
    with pytest.raises(InputError, match="split the file"):
        list(read_documents(written(tmp_path, xml(text=" " * 2000), "gold.xml.gz")))
    (tmp_path / "no.xml.gz").write_bytes(b"plain")
    with pytest.raises(InputError, match="cannot be read"):
        list(read_documents(tmp_path / "no.xml.gz"))
