"""What a sentence tells of an agreement: its name, kind, parties, what befell it, and whether that came about."""

import pytest

from dragoman.relations.agreements.naming import kind_of, named_in
from dragoman.relations.agreements.states import parties_named
from dragoman.relations.agreements.stepping import step_of


def told(sentence, trigger, kind="AGREE", status="occurred"):
    start = sentence.index(trigger)
    row = {
        "text": sentence, "start": 0, "trigger_start": start, "trigger_end": start + len(trigger), "trigger_text": trigger,
        "event_type": kind, "status": status,
    }  # fmt: skip
    return step_of(row, named_in(sentence))


@pytest.mark.parametrize(
    ("sentence", "words", "definite"),
    [
        ("Fiji signed a mutual defence pact with Tonga.", "mutual defence pact", False),
        ("They hailed the landmark free trade agreement.", "landmark free trade agreement", True),
        ("Oslo left its fishing treaty with Minsk.", "fishing treaty", True),
        ("A memorandum of understanding on ports was signed.", "memorandum of understanding", False),
        ("The Suva-Nuku'alofa Accord holds.", "Suva-Nuku'alofa Accord", True),
    ],
)
def test_names(sentence, words, definite):
    (name,) = named_in(sentence)
    assert (name.words, name.definite) == (words, definite)


@pytest.mark.parametrize(
    "sentence",
    [
        "The agency will deal with the matter.",
        "It was a great deal of work.",
        "The clerk took a plea deal.",
        "Both men were in agreement.",
        "She signed a book deal.",
    ],
)
def test_what_is_no_agreement(sentence):
    assert named_in(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "trigger", "step", "status"),
    [
        ("Fiji signed a mutual defence pact with Tonga.", "signed", "signed", "occurred"),
        ("The pact was signed by Fiji and Tonga.", "signed", "signed", "occurred"),
        ("Under a deal reached in May, Fiji frees the crew.", "deal", "signed", "occurred"),
        ("Fiji's parliament ratified the treaty.", "ratified", "ratified", "occurred"),
        ("The treaty must still be ratified by Fiji.", "ratified", "ratified", "possible"),
        ("Fiji will sign a treaty with Tonga.", "sign", "signed", "planned"),
        ("Fiji did not sign the treaty.", "sign", "signed", "denied"),
        ("Fiji agreed to extend the ceasefire.", "agreed", "extended", "occurred"),
        ("Fiji withdrew from the border treaty.", "withdrew", "withdrawn", "occurred"),
        ("Fiji has plans to withdraw from the border treaty.", "withdraw", "withdrawn", "planned"),
        ("Fiji spoke, and signed the treaty.", "signed", "signed", "occurred"),
        ("Trade grew under Fiji's deal with Tonga.", "deal", "named", "occurred"),
    ],
)
def test_steps(sentence, trigger, step, status):
    found = told(sentence, trigger)
    assert (found.step, found.status) == (step, status)


@pytest.mark.parametrize(
    ("sentence", "trigger", "kind"),
    [
        ("The envoy welcomed the truce.", "welcomed", "SUPPORT"),
        ("Fiji signed a law after the treaty talks failed in the spring.", "signed", "AGREE"),
        ("Fiji urged Tonga to sign the treaty.", "sign", "REQUEST"),
        ("A deal promising the withdrawal of troops fell apart.", "withdrawal", "RETREAT"),
        ("Tonga shelled the port.", "shelled", "ASSAULT"),
    ],
)
def test_what_befalls_no_agreement(sentence, trigger, kind):
    assert told(sentence, trigger, kind) is None


def test_who_helps_to_bring_it_about_is_a_mediator():
    assert told("Samoa brokered the deal between Fiji and Tonga.", "brokered").role == "mediator"
    assert told("Samoa helped to forge the ceasefire.", "forge").role == "mediator"
    assert told("Samoa signed the deal.", "signed").role == "party"


@pytest.mark.parametrize(
    ("sentence", "around", "kind"),
    [
        ("They signed a mutual defence pact.", [], "defence"),
        ("They signed a pact.", ["Each must help the other if it is attacked, the minister said."], "defence"),
        ("They signed a treaty under which an attack on one is an attack on both.", [], "defence"),
        ("They signed a non-aggression pact.", [], "non-aggression"),
        ("They agreed on a nuclear power plant deal.", [], "energy"),
        ("They signed the nuclear deal.", [], "arms control"),
        ("They reached a deal to supply gas.", [], "energy"),
        ("They signed an agreement on the border crossing.", [], "border"),
        ("They signed a trade deal worth a billion.", ["The border was quiet."], "trade"),
        ("They reached a ceasefire.", [], "ceasefire"),
        ("They signed an extradition treaty.", [], "extradition"),
        ("They signed an agreement.", ["It rained."], "other"),
    ],
)
def test_kinds(sentence, around, kind):
    assert kind_of(named_in(sentence)[0], sentence, around)[0] == kind


@pytest.mark.parametrize(
    ("sentence", "parties"),
    [
        ("a trade pact between the U.S., Mexico, and Canada", {"USA", "MEX", "CAN"}),
        ("a US-China trade deal", {"USA", "CHN"}),
        ("the Iran nuclear deal", {"IRN"}),
        ("a deal with Tehran that holds", {"IRN"}),
        ("the Paris Agreement", set()),
        ("a new North American trade agreement with Canada", {"CAN"}),
        ("an agreement on Syria's weapons", set()),
    ],
)
def test_parties_that_the_name_gives(sentence, parties):
    assert set(parties_named(named_in(sentence)[0])) == parties
