"""The task ``links``: ranks by hand, and a small folder from beginning to end."""

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.evaluate import links
from dragoman.evaluate.temporal_graph import read_graph
from dragoman.outlook.links.questions import questions


def test_ranks_are_filtered_and_ties_have_two_ends():
    asked = questions(np.array([[0, 0, 5, 1], [0, 0, 6, 1], [1, 0, 7, 1]]))
    actor = np.array([[5, 2, 6, 3], [4, 3, -1, -1]], np.int32)
    score = np.array([[9.0, 8.0, 7.0, 7.0], [2.0, 1.0, -np.inf, -np.inf]])
    ranked = links.ranks(asked, actor, score, actors=10)
    # 5 is first; 6 is behind 2, level with 3; 7 is no candidate: it ties with the 8 that are none.
    assert ranked.tolist() == [[1, 1], [2, 3], [3, 10]]
    figures = links.measure(ranked, "ranker_")
    assert figures["ranker_mrr"] == pytest.approx((1 + 1 / 2.5 + 1 / 6.5) / 3)
    assert figures["ranker_hits3"] == pytest.approx(2 / 3)
    assert figures["ranker_mrr_pessimistic"] == pytest.approx((1 + 1 / 3 + 1 / 10) / 3)


@pytest.fixture
def folder(tmp_path):
    draw = np.random.default_rng(5)
    (tmp_path / "entity2id.txt").write_text("".join(f"Citizen (Land {i})\t{i}\n" for i in range(12)))
    (tmp_path / "relation2id.txt").write_text("Consult\t0\nThreaten\t1\n")
    rows = [(s, int(draw.integers(2)), (s + 1) % 12, 24 * day) for day in range(20) for s in draw.permutation(12)[:8]]
    for part, days in (("train", range(15)), ("valid", range(15, 18)), ("test", range(18, 20))):
        lines = [f"{s}\t{r}\t{o}\t{t}\n" for s, r, o, t in rows if t // 24 in days]
        (tmp_path / f"{part}.txt").write_text("".join(lines))
    return tmp_path


def test_a_folder_from_beginning_to_end(folder, capsys, monkeypatch):
    monkeypatch.setattr(links.ranker, "available", lambda: False)
    figures, lines = links.run(folder)
    assert "ranker skipped" in capsys.readouterr().err
    assert figures["part"] == "test"
    assert figures["mrr"] > 0.6
    assert figures["mrr_pessimistic"] <= figures["mrr"] <= figures["mrr_optimistic"]
    assert not any(key.startswith("ranker_") for key in figures)
    asked = {(line["subject"], line["relation"], line["object"], line["time"]) for line in lines}
    assert asked == {tuple(f) for f in read_graph(folder).parts["test"].tolist()}
    assert {line["direction"] for line in lines} == {"subject", "object"}
    assert figures["mrr"] == pytest.approx(np.mean([1 / line["rank"] for line in lines]))


def test_a_part_to_measure_is_needed(folder):
    for part in ("valid", "test"):
        (folder / f"{part}.txt").unlink()
    with pytest.raises(InputError, match="only a train part"):
        links.read_history(read_graph(folder))
