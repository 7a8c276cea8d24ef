"""The task ``attribution``: its reader, its measure, and its floors on the gold beside the repository."""

import json

import pytest

from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate.attribution import plain_words, read_rows, score, spans_of

WORDS = "The envoy said the talks had failed .".split()
GOLD = ["B-source", "I-source", "B-cue", "B-content", "I-content", "I-content", "I-content", "O"]


def row(tmp_path, **changes):
    file = tmp_path / "gold.jsonl"
    record = {"id": "doc", "tokens": WORDS, "labels": GOLD} | changes
    file.write_text(json.dumps(record) + "\n", encoding="utf-8")
    return file


def test_spans_begin_with_b_alone():
    assert spans_of(["I-cue", "B-cue", "I-cue", "B-cue"]) == {("cue", 1, 3), ("cue", 3, 4)}


def test_exact_and_overlapping():
    wrong = [*GOLD[:3], "O", "B-content", "I-content", "I-content", "O"]
    figures = score([(GOLD, wrong)])
    assert figures["source_f1"] == figures["cue_f1"] == 1.0
    assert figures["content_f1"] == 0.0
    assert figures["content_f1_overlap"] == 1.0


def test_quotation_marks_of_the_treebank():
    assert plain_words(["``", "No", ",", "''", "he", "said", ",", "''", "none"])[0::3] == ["“", "”", ","]
    assert plain_words(["''", "No"])[0] == "“"


def test_reads_labels_and_writes_predictions(tmp_path, coder):
    out = tmp_path / "predictions.jsonl"
    figures = evaluate("attribution", row(tmp_path), out, coder)
    assert figures["source_f1"] == figures["cue_f1"] == figures["content_f1"] == 1.0
    line = json.loads(out.read_text(encoding="utf-8"))
    assert line == {"id": "doc", "row": 0, "labels": GOLD}
    assert sum(sum(row.values()) for row in figures["confusion"].values()) == len(WORDS)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"labels": GOLD[:-1]}, "7 labels"),
        ({"labels": ["B-speaker", *GOLD[1:]]}, "B-speaker"),
        ({"tokens": None}, "tokens"),
        ({"tokens": [], "labels": []}, "0 tokens"),
    ],
)
def test_bad_rows_are_named(tmp_path, changes, message):
    with pytest.raises(InputError, match=r"gold\.jsonl:1") as caught:
        list(read_rows(row(tmp_path, **changes)))
    assert message in str(caught.value)


def test_floors(shared, coder):
    figures = evaluate("attribution", shared / "gold/attribution/polnear_valid.jsonl", coder=coder)
    assert figures["source_f1"] >= 0.73
    assert figures["cue_f1"] >= 0.68
    assert figures["content_f1"] >= 0.57
