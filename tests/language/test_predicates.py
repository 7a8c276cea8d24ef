import pytest

from dragoman.language import governors, load_pipeline, predicate


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


def view(nlp, text, word):
    token = next(t for t in nlp(text) if t.text == word)
    found = predicate(token)
    return found, {slot: [t.text for t in found.fill(slot)] for slot in (*found.slots, *found.near)}


def test_passive_is_undone(nlp):
    found, slots = view(nlp, "Sanctions were imposed on Iran by the European Union.", "imposed")
    assert found.voice == "passive"
    assert slots["subj"] == ["Union"] and slots["obj"] == ["Sanctions"] and slots["on"] == ["Iran"]


def test_light_verb_lends_subject_and_prepositions(nlp):
    _, slots = view(nlp, "Putin paid a visit to Pyongyang.", "visit")
    assert slots["subj"] == ["Putin"] and slots["to"] == ["Pyongyang"]


def test_nominal_agent_and_target(nlp):
    _, slots = view(nlp, "Germany condemned Turkey's arrest of journalists.", "arrest")
    assert slots["poss"] == ["Turkey"] and slots["of"] == ["journalists"]


def test_control_gives_the_subject(nlp):
    _, slots = view(nlp, "He refused to meet with Erdogan.", "meet")
    assert slots["subj"] == ["He"] and slots["with"] == ["Erdogan"]


def test_object_control(nlp):
    _, slots = view(nlp, "Officials urged Iran to release the sailors.", "release")
    assert slots["subj"] == ["Iran"]


def test_relative_clause(nlp):
    _, slots = view(nlp, "The sailors who were captured by the guards are free.", "captured")
    assert slots["obj"] == ["sailors"] and slots["subj"] == ["guards"]


def test_coordination_shares_subject_and_expands(nlp):
    _, slots = view(nlp, "Russia and China vetoed the resolution and blamed Washington.", "blamed")
    assert slots["subj"] == ["Russia", "China"]


def test_negation_and_modals(nlp):
    found, _ = view(nlp, "The army did not attack the town.", "attack")
    assert found.negated
    found, _ = view(nlp, "Iran could attack Israel.", "attack")
    assert found.modals == ("could",)


def test_governors_carry_the_marker(nlp):
    token = next(t for t in nlp("If Congress rejects the deal, Iran could attack Israel.") if t.text == "rejects")
    assert [g.marker for g in governors(token)] == ["if"]
