"""The dyads task: whose an entity is, what counts as an outcome, and errors that name file and remedy."""

import json

import numpy as np
import pytest

from dragoman.actors import load_gazetteer
from dragoman.errors import InputError
from dragoman.evaluate import dyads, evaluate

STATES = ["France", "Japan", "Kenya", "Norway", "Peru"]
ENTITIES = [*STATES, "Citizen (Kenya)", "Angela Merkel", "Germany", "Emmanuel Jean-Michel Macron", "Nobody Known"]
RELATIONS = {"Meet": "1", "Aid": "2", "Accuse": "3", "Strike": "4", "Unclassed": ""}


def folder(root, facts):
    root.mkdir(exist_ok=True)
    for kind, names in (("entity", ENTITIES), ("relation", RELATIONS)):
        (root / f"{kind}2id.txt").write_text("".join(f"{name}\t{n}\n" for n, name in enumerate(names)))
    (root / "train.txt").write_text("".join("\t".join(map(str, f)) + "\n" for f in facts))
    (root.parent / "states_ICEWS18.txt").write_text("\n".join(STATES) + "\n")
    quads = "".join(f"{name}\t01\t{quad}\n" for name, quad in RELATIONS.items())
    (root.parent / "relation_quads.tsv").write_text("relation\tcameo_root\tquad\n" + quads)
    return root


def test_people_and_bodies_are_evidence_but_no_outcome(tmp_path):
    path = folder(
        tmp_path / "kg", [(0, 0, 1, 0), (5, 3, 1, 24), (8, 2, 3, 24), (6, 0, 1, 48), (9, 0, 1, 48), (0, 4, 1, 72)]
    )
    held = dyads.read_states(path, load_gazetteer())
    facts = held.facts
    told = list(
        zip(facts.source.tolist(), facts.target.tolist(), facts.direct.tolist(), facts.day.tolist(), strict=True)
    )
    # Merkel's Germany is not among the states, nobody is nobody's, and what has no quad is no class.
    assert told == [(0, 1, True, 0), (2, 1, False, 1), (0, 3, False, 1)]
    assert [facts.classes[k] for k in facts.kind] == ["1", "4", "3"]
    assert held.last == 3


def test_errors_name_the_file_and_the_remedy(tmp_path):
    path = folder(tmp_path / "kg", [(0, 0, 1, 0), (0, 0, 2, 24)])
    quads, states = tmp_path / "relation_quads.tsv", tmp_path / "states_ICEWS18.txt"
    quads.write_text("relation\tquad\nMeet\n")
    with pytest.raises(InputError, match=r"relation_quads\.tsv: not a table with columns relation and quad"):
        dyads.read_states(path, load_gazetteer())
    folder(path, [(0, 0, 1, 0), (0, 0, 2, 24)])
    states.write_text("Atlantis\n")
    with pytest.raises(InputError, match="none of its entities is a state"):
        dyads.read_states(path, load_gazetteer())
    states.unlink()
    with pytest.raises(InputError, match=r"no states_ICEWS18\.txt here or above"):
        dyads.read_states(path, load_gazetteer())


@pytest.mark.slow
def test_the_task_prints_every_key_and_writes_every_forecast(tmp_path):
    rng = np.random.default_rng(0)
    often = rng.beta(0.5, 4, (5, 5, 4))
    facts = [(s, r, t, 24 * d) for d in range(190) for s, t, r in np.argwhere(rng.random((5, 5, 4)) < often) if s != t]
    figures = evaluate("dyads", folder(tmp_path / "kg", facts), tmp_path / "out.jsonl")
    for horizon in (7, 30):
        assert {f"{k}_{horizon}" for k in ("bss_base", "bss_eb", "brier", "ece", "log_loss", "auc")} <= set(figures)
        assert figures[f"bss_base_{horizon}"] > 0.1
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert set(lines[0]) >= {"origin", "source", "target", "class", "horizon", "probability", "outcome"}
    week = [line for line in lines if line["horizon"] == 7]
    assert sorted({line["origin"] for line in week}) == list(range(125, 183, 7))
    brier = np.mean([(line["probability"] - line["outcome"]) ** 2 for line in week])
    assert figures["brier_7"] == pytest.approx(brier, abs=1e-5)
