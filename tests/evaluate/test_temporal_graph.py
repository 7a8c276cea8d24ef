"""Reading folders of a temporal knowledge graph."""

import gzip

import pytest

from dragoman.errors import InputError
from dragoman.evaluate.temporal_graph import read_graph


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "entity2id.txt").write_text("Chad\t0\r\nNiger (north)\t1\nFiji\t2\n")
    (tmp_path / "relation2id.txt").write_text("Consult\t0\nThreaten\t1\n")
    (tmp_path / "train.txt").write_text("0\t0\t1\t24\n1 1 2 0 0\n0\t1\t2\t24\n")
    with gzip.open(tmp_path / "valid.txt.gz", "wt") as stream:
        stream.write("2\t0\t1\t48\n")
    return tmp_path


def test_facts_come_in_order_of_time(folder):
    graph = read_graph(folder)
    assert graph.entities == ("Chad", "Niger (north)", "Fiji")
    assert graph.parts["train"].tolist() == [[1, 1, 2, 0], [0, 0, 1, 24], [0, 1, 2, 24]]
    assert graph.parts["valid"].tolist() == [[2, 0, 1, 48]]
    assert list(graph.parts) == ["train", "valid"]


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("train.txt", "0\t0\tone\t1\n", r"train\.txt: not four whole numbers"),
        ("train.txt", "0\t0\t1\n", r"train\.txt: not four whole numbers"),
        ("train.txt", "0\t0\t1\t1\n0\t9\t1\t2\n", r"fact 2 \[0, 9, 1, 2\]"),
        ("train.txt", "\n", "no facts"),
        ("train.txt", "0\t0\t1\t48\n", "follow one another"),
        ("entity2id.txt", "Chad\t0\nFiji\t0\n", r"entity2id\.txt:2"),
        ("entity2id.txt", "Chad\t0\nFiji\t2\n", "do not run from 0 to 1"),
        ("relation2id.txt", "Consult\n", r"relation2id\.txt:1"),
    ],
)
def test_what_is_wrong_is_named(folder, file, text, message):
    (folder / file).write_text(text)
    with pytest.raises(InputError, match=message):
        read_graph(folder)


def test_missing_and_broken_files(folder):
    (folder / "valid.txt.gz").write_bytes(b"no gzip")
    with pytest.raises(InputError, match="cannot be read"):
        read_graph(folder)
    (folder / "train.txt").unlink()
    with pytest.raises(InputError, match=r"no train\.txt"):
        read_graph(folder)
    with pytest.raises(InputError, match="not a folder"):
        read_graph(folder / "train.txt")
