"""Agreements put together from what articles tell, and the alliances that they make."""

import datetime as dt
import json

import pytest
from relation_samples import coded, fill, report, state

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.relations import agreements, alliances, relation

FIJI, TONGA, SAMOA, KENYA = state("FJI"), state("TON"), state("WSM"), state("KEN")
DAY = dt.date(2021, 5, 3)


def later(days):
    return DAY + dt.timedelta(days)


PACT = report(
    1,
    [
        "Fiji signed a pact with Tonga in Suva.",
        "It rained all day.",
        "Under the pact each must help the other if attacked.",
    ],
    DAY,
    [[0, "signed", "AGREE", [FIJI], [TONGA]]],
)
AGAIN = report(
    2, ["Fiji and Tonga have signed a mutual defence pact."], later(1), [[0, "signed", "AGREE", [FIJI, TONGA], []]]
)
TRADE = report(3, ["Fiji signed a trade deal with Tonga."], later(9), [[0, "signed", "AGREE", [FIJI], [TONGA]]])
LEFT = report(
    4, ["Fiji withdrew from the defence pact with Tonga."], later(400), [[0, "withdrew", "RETREAT", [FIJI], [TONGA]]]
)
WANTED = report(
    5,
    ["Kenya will sign an extradition treaty with Tonga.", "Samoa brokered a ceasefire between Fiji and Kenya."],
    later(20),
    [
        [0, "sign", "AGREE", [KENYA], [TONGA], {"status": "planned", "day": None, "source": None}],
        [1, "brokered", "AGREE", [SAMOA], [FIJI, KENYA]],
    ],
)
ALONE = report(6, ["Kenya ratified the treaty."], later(30), [[0, "ratified", "AGREE", [KENYA], []]])
PRAISE = report(7, ["Kenya welcomed the pact."], later(2), [[0, "welcomed", "SUPPORT", [KENYA], [FIJI]]])


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return coded(tmp_path_factory.mktemp("agreements") / "l", PACT, AGAIN, TRADE, LEFT, WANTED, ALONE, PRAISE)


def only(found, kind):
    (one,) = [agreement for agreement in found if agreement.kind == kind]
    return one


def test_events_of_one_agreement_make_one_record(ledger):
    pact = only(agreements(ledger, "FJI", "TON"), "defence")
    assert pact.members == ["FJI", "TON"] and pact.name == "mutual defence pact" and pact.state == "withdrawn"
    assert [(s.step, s.date) for s in pact.steps] == [
        ("signed", DAY), ("signed", later(1)), ("withdrawn", later(400)),
    ]  # fmt: skip
    assert pact.date_of("signed") == DAY and pact.date_of("ratified") is None
    assert {s.text for s in pact.steps} >= {"Fiji signed a pact with Tonga in Suva."}
    assert set(pact.event_ids) == {s.event_id for s in pact.steps} and all(ledger.event(i) for i in pact.event_ids)


def test_the_terms_may_stand_in_another_sentence(tmp_path):
    pact = only(agreements(coded(tmp_path / "l", PACT)), "defence")
    assert pact.name == "pact" and "help the other if" in pact.why


def test_other_kinds_are_other_agreements(ledger):
    found = agreements(ledger, "FJI", "TON")
    assert sorted(agreement.kind for agreement in found) == ["defence", "trade"]
    assert [a.kind for a in agreements(ledger, kinds="trade")] == ["trade"]


def test_planned_ones_and_mediators(ledger):
    assert only(agreements(ledger), "extradition").state == "planned"
    truce = only(agreements(ledger), "ceasefire")
    assert {(p.key, p.role) for p in truce.parties} == {("FJI", "party"), ("KEN", "party"), ("WSM", "mediator")}
    assert only(agreements(ledger, "KEN"), "ceasefire").members == ["FJI", "KEN"]
    assert not agreements(ledger, "WSM").found  # it is bound by none


def test_one_party_alone_is_set_aside(ledger):
    (event_id,) = agreements(ledger).set_aside["one party alone"]
    assert ledger.event(event_id)["actors"][0]["country"] == "KEN"


def test_in_force_and_alliances(ledger):
    assert [a.kind for a in agreements(ledger, on=later(15))] == ["defence", "trade"]
    assert [a.kind for a in agreements(ledger, on=later(500), kinds=["defence", "trade"])] == ["trade"]
    (bond,) = alliances(ledger, later(100))
    assert (bond.first, bond.second, bond.kinds) == ("FJI", "TON", ["defence"])
    assert alliances(ledger, later(500)) == [] == alliances(ledger, DAY - dt.timedelta(1))
    assert {b.first for b in alliances(ledger, later(500), kinds=None)} == {"FJI"}
    assert alliances(ledger, later(100), party="KEN") == []
    assert json.loads(json.dumps(bond.to_record(), default=str))["agreements"][0]["dates"]["signed"] == str(DAY)


def test_what_makes_no_sense_is_refused(ledger):
    with pytest.raises(InputError, match="kinds"):
        agreements(ledger, kinds="marriage")
    with pytest.raises(InputError, match="on"):
        agreements(ledger, on="yesterday")


def test_imported_events_without_words_name_none(tmp_path):
    ledger = fill(tmp_path / "l", [("FJI", "TON", "AGREE", 1)])
    assert len(agreements(ledger)) == 0 and agreements(ledger).set_aside == {}


def test_a_relation_holds_it_all_as_plain_data(ledger):
    found = relation(ledger, "FJI", "TON", latest=2)
    record = json.loads(json.dumps(found.to_record(), default=str))
    assert len(record["agreements"]) == 2 and len(record["latest"]) == 2 and record["forth"]["events"] == 3
    assert record["latest"][0]["date_start"] == str(later(400))
    assert record["turning_points"]["reasons"] and record["reciprocity"][0]["reason"]


def test_the_bundled_report_tells_of_a_defence_pact(coder, tmp_path):
    from dragoman.articles import read
    from dragoman.examples import folder

    (article,) = read(folder() / "01_pyongyang_visit.json")
    with Ledger.create_or_open(tmp_path / "l").write() as writer:
        writer.add(coder.code_one(article))
    pact = only(agreements(Ledger.open(tmp_path / "l"), "RUS", "PRK"), "defence")
    assert pact.members == ["PRK", "RUS"] and pact.date_of("signed") == dt.date(2024, 6, 19)
    assert any("signed a mutual defence pact" in step.text for step in pact.steps)
