"""The typer beside the frames: what is decided, what is implied, what happens without a model."""

import logging

import numpy as np
import pytest

from dragoman.articles import article_from_text
from dragoman.coding import Coder
from dragoman.coding.deciding import decide, weighed
from dragoman.coding.factuality import Assessment
from dragoman.coding.typer import NONE, Judgement, Question, labels_of, load_typer
from dragoman.coding.typer import typer as module
from dragoman.errors import DataError


def events(coder, text):
    return coder.code_one(article_from_text(text, title=None, published="2019-03-04")).events


def judgement(labels, **shares):
    types = np.full(len(labels.types), 1e-6)
    for name, share in shares.items():
        types[labels.types.index(name)] = share
    return Judgement(types, np.full(len(labels.modes), 0.1), np.full(len(labels.statuses), 0.2))


def test_the_package_holds_a_calibrated_model():
    typer = load_typer("bundled")
    assert typer.labels == labels_of()
    assert 0.5 < typer.temperature < 2.0
    assert typer.about["encoder"] == "student"


def test_each_word_in_question_gets_its_answer():
    text = "Kenya condemned the attack and expelled two Sudanese envoys."
    words = [(text.index(w), text.index(w) + len(w)) for w in ("condemned", "expelled", "envoys")]
    typer = load_typer("bundled")
    answers = typer.judge([Question(text, tuple(words)), Question("It rained.", ((3, 9),))])
    assert [len(a) for a in answers] == [3, 1]
    told = [typer.labels.types[int(j.types.argmax())] for a in answers for j in a]
    assert told[:2] == ["ACCUSE", "SANCTION"]
    assert told[3] == NONE
    assert all(np.isclose(j.types.sum(), 1, atol=1e-3) for a in answers for j in a)


def test_a_missing_model_leaves_the_frames_and_says_so(monkeypatch, tmp_path, caplog):
    load_typer.cache_clear()
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    with caplog.at_level(logging.WARNING):
        assert load_typer("bundled") is None
    assert "codebook's frames code alone" in caplog.text
    load_typer.cache_clear()


def test_a_wrong_model_is_named(tmp_path):
    (tmp_path / "x.onnx").write_bytes(b"no model")
    with pytest.raises(DataError, match=r"x\.onnx: not a typer model"):
        load_typer(str(tmp_path / "x.onnx"))


def test_no_teacher_is_a_clear_error(monkeypatch, tmp_path):
    load_typer.cache_clear()
    monkeypatch.setattr(module, "TEACHER", tmp_path / "teacher.onnx")
    with pytest.raises(DataError, match="make train-teacher"):
        load_typer("teacher")


def test_frames_alone_still_code():
    (event,) = events(Coder(typer="none"), "On Monday Kenya condemned Sudan in Nairobi.")
    assert (event.event_type, event.actors[0].country, event.recipients[0].country) == ("ACCUSE", "KEN", "SDN")
    assert "typer" not in event.mentions[0].why


def test_the_likelier_reading_wins():
    labels = labels_of()
    assert decide([], judgement(labels, NONE=0.9, ASSAULT=0.1), labels) is None
    found = decide([], judgement(labels, NONE=0.1, ASSAULT=0.9), labels)
    assert (found.event_type, round(found.probability, 2)) == ("ASSAULT", 0.9)


def test_an_unlikely_status_is_overruled():
    labels = labels_of()
    shares = np.zeros(len(labels.statuses))
    shares[labels.statuses.index("planned")] = 1.0
    heard = Judgement(judgement(labels).types, judgement(labels).modes, shares)
    assert weighed(Assessment("occurred", "told as a fact"), "CONSULT", False, heard, labels).status == "planned"
    assert weighed(Assessment("planned", "'will'"), "CONSULT", False, heard, labels).reason == "'will'"


def test_where_the_typer_is_undecided_the_rules_status_is_read_by_the_type():
    labels = labels_of()
    undecided = Judgement(
        judgement(labels).types, judgement(labels).modes, np.full(len(labels.statuses), 1 / len(labels.statuses))
    )
    will = Assessment("planned", "'will'", 2.5, 2.5)
    assert weighed(will, "CONSULT", False, undecided, labels) == will
    threat = weighed(will, "THREATEN", False, undecided, labels)
    assert (threat.status, threat.certainty) == ("occurred", 3.0)


def test_a_deed_that_lies_ahead_has_not_occurred_whatever_the_typer_reads():
    labels = labels_of()
    shares = np.zeros(len(labels.statuses))
    shares[labels.statuses.index("occurred")] = 1.0
    heard = Judgement(judgement(labels).types, judgement(labels).modes, shares)
    will = Assessment("planned", "'will'", 2.5, 2.5)
    assert weighed(will, "ASSAULT", True, heard, labels) == will
    assert weighed(will, "ASSAULT", False, heard, labels).status == "occurred"
    assert weighed(will, "REJECT", True, heard, labels).status == "occurred"  # "they will not accept it" is the refusal


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("PARIS - Four men were arrested in Lyon on Monday.", ("COERCE", "arrest"), ("French police", "COP")),
        ("ANKARA - Turkish journalist Ali Demir was sentenced to five years.", ("SANCTION", "convict"), ("Turkish court", "JUD")),
    ],
)  # fmt: skip
def test_an_act_may_imply_its_doer(coder, text, kind, actor):
    found = {(e.event_type, e.event_mode): e for e in events(coder, text)}
    assert kind in found
    assert (found[kind].actors[0].name, found[kind].actors[0].sector) == actor
    assert "implied by" in found[kind].actors[0].why


def test_killed_in_police_firing_is_by_police(coder):
    found = list(events(coder, "DELHI - Two men were killed in police firing in Surat, India."))
    assault = [e for e in found if e.event_type == "ASSAULT"]
    assert assault and all(any(a.sector == "COP" for a in e.actors) for e in assault)


def test_sponsors_and_speakers(coder):
    text = 'BEIRUT - "We will never leave Aleppo," Syrian President Bashar al-Assad said. U.S.-backed rebels shelled Aleppo.'
    assault = [e for e in events(coder, text) if e.event_type == "ASSAULT"]
    assert assault and all(a.country != "USA" for e in assault for a in e.actors)


def test_what_is_sought_is_an_attempt_at_the_act_and_no_request():
    coder = Coder()
    (event,) = events(coder, "China will seek to impose tariffs against the United States.")
    assert event.event_type == "SANCTION" and event.status in ("planned", "possible")
    assert events(coder, "Iran sought to remove evidence of its involvement.") == ()
    assert [e.event_type for e in events(coder, "Russia sought help from China.")] == ["REQUEST"]


def test_an_unsure_mode_is_none():
    labels = labels_of()
    types, modes = np.zeros(len(labels.types)), np.zeros(len(labels.modes))
    types[labels.types.index("ASSAULT")] = 1.0
    own = [i for i, m in enumerate(labels.modes) if m.startswith("ASSAULT/")]
    modes[own] = 0.6 / (len(own) - 1)
    drone = labels.modes.index("ASSAULT/drone")
    for share, mode in ((0.3, None), (0.5, "drone")):
        modes[drone] = share
        judgement = Judgement(types, modes / modes.sum(), np.ones(len(labels.statuses)))
        decision = decide([], judgement, labels)
        assert decision is not None and decision.mode == mode
