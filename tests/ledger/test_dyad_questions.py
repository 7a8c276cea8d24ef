"""Which events two actors have with each other, and how a panel counts them."""

import datetime as dt
import io
import random
from collections import Counter

import pytest
from imported_samples import happening, tables

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger import Ledger

EVENTS = {
    "accusation": {"who": ["USA"], "whom": ["RUS"], "day": "2020-01-03"},
    "visit": {"kind": "CONSULT", "who": ["RUS"], "whom": ["PRK"], "day": "2020-01-05"},
    "summit": {"kind": "CONSULT", "who": ["RUS", "CHN", "PRK"], "day": "2020-02-10"},
    "joint": {"kind": "AGREE", "who": ["RUS", "PRK"], "day": "2020-02-11"},
    "promise": {"kind": "AGREE", "who": ["RUS"], "whom": ["PRK"], "day": "2020-02-12"},
    "pact": {"kind": "SUPPORT", "who": ["RUS"], "whom": ["PRK"], "day": "2020-02-13", "object_kind": "agreement"},
    "strike": {"kind": "ASSAULT", "who": ["RUS", "PRK"], "whom": ["UKR", "Q7184"], "day": "2020-03-01"},
    "arrest": {"kind": "COERCE", "who": ["RUS:COP"], "whom": ["RUS:CVL"], "day": "2020-03-02"},
    "unknown": {"who": ["?"], "whom": ["RUS"], "day": "2020-03-02"},
    "threat": {"kind": "THREATEN", "who": ["USA"], "whom": ["PRK"], "day": "2020-03-03", "status": "possible"},
    "month": {"who": ["USA"], "whom": ["CHN"], "day": "2020-03-01", "end": "2020-03-31", "date_precision": "month"},
    "lasting": {"kind": "COERCE", "who": ["USA"], "whom": ["CHN"], "day": "2020-01-20", "end": "2020-02-20", "date_precision": "range"},
    "undated": {"who": ["USA"], "whom": ["CHN"]},
    "alone": {"kind": "ASSAULT", "who": ["RUS", "PRK"], "day": "2020-03-09"},
}  # fmt: skip
NAMES = list(EVENTS)


def fill(path, **datasets):
    with Ledger.create_or_open(path).write() as writer:
        for dataset, events in datasets.items():
            writer.add_imported(dataset, tables(dataset, *events))
    return Ledger.open(path)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("dyads") / "l", own=EVENTS.values())


def pairs(ledger, name):
    rows = ledger.sql(
        "SELECT source, target, weight, mutual, first FROM dyads WHERE event_id LIKE '%:' || ? ORDER BY ALL",
        [str(NAMES.index(name))],
    )
    return [tuple(r.values()) for r in rows.to_pylist()]


def test_who_acts_and_who_is_acted_upon_give_a_pair(ledger):
    assert pairs(ledger, "accusation") == [("USA", "RUS", 1.0, False, True)]
    assert pairs(ledger, "promise") == [("RUS", "PRK", 1.0, False, True)]
    assert pairs(ledger, "arrest") == [("RUS", "RUS", 1.0, False, True)]
    assert pairs(ledger, "unknown") == [] == pairs(ledger, "alone")


def test_mutual_acts_give_both_directions(ledger):
    both = [("PRK", "RUS", 1.0, True, True), ("RUS", "PRK", 1.0, True, False)]
    assert pairs(ledger, "visit") == pairs(ledger, "joint") == pairs(ledger, "pact") == both


def test_several_parties_give_all_pairs_with_their_share(ledger):
    summit = pairs(ledger, "summit")
    assert {(s, t) for s, t, *_ in summit} == {
        (a, b) for a in ("RUS", "CHN", "PRK") for b in ("RUS", "CHN", "PRK") if a != b
    }
    assert {w for _, _, w, *_ in summit} == {1 / 3} and sum(first for *_, first in summit) == 3
    strike = pairs(ledger, "strike")
    assert {(s, t) for s, t, *_ in strike} == {(a, b) for a in ("RUS", "PRK") for b in ("UKR", "Q7184")}
    assert sum(w for _, _, w, *_ in strike) == 1


def test_data_sets_that_write_a_meeting_twice_are_not_doubled(tmp_path):
    there = {"kind": "CONSULT", "who": ["RUS"], "whom": ["PRK"], "day": "2020-01-05"}
    back = {**there, "who": ["PRK"], "whom": ["RUS"]}
    twice = fill(tmp_path / "l", icews=[there, back])
    assert twice.dyad("RUS", "PRK").forth.events == 1 and twice.sql("FROM dyads").num_rows == 2
    assert [r["events"] for r in twice.panel("dyad_year").to_records()] == [1, 1]


def test_a_changed_import_changes_its_pairs(tmp_path):
    ledger = fill(tmp_path / "l", own=[EVENTS["accusation"]])
    again = fill(tmp_path / "l", own=[{**EVENTS["accusation"], "whom": ["CHN"]}])
    assert [(r["source"], r["target"]) for r in again.sql("FROM dyads").to_pylist()] == [("USA", "CHN")]
    assert ledger.sql("FROM dyads").num_rows == 1


def test_dyad_counts_either_direction(ledger):
    dyad = ledger.dyad("RUS", "PRK")
    assert (dyad.first.key, dyad.first.cow, dyad.first.gw, dyad.second.name) == ("RUS", "365", "365", "North Korea")
    assert dyad.forth.by_type == {"CONSULT": 2, "AGREE": 2, "SUPPORT": 1} and dyad.forth.events == 5
    assert dyad.back.by_type == {"CONSULT": 2, "AGREE": 1, "SUPPORT": 1} and dyad.back.by_quad == {1: 4}
    assert dyad.both.events == 5 == len(dyad.events) and dyad.both.weighted == pytest.approx(4 + 1 / 3)
    assert (dyad.both.first_day, dyad.both.last_day) == (dt.date(2020, 1, 5), dt.date(2020, 2, 13))
    assert dyad.articles == 0
    assert ledger.dyad("USA", "PRK").apart == {"possible": 1} and ledger.dyad("USA", "PRK").both.events == 0
    assert ledger.dyad("USA", "PRK", statuses="possible").forth.events == 1
    assert [e["event_type"] for e in ledger.dyad("RUS", "PRK", limit=2).events] == ["AGREE", "SUPPORT"]
    assert ledger.dyad("RUS", "RUS").both.by_type == {"COERCE": 1}
    assert ledger.dyad("Q7184", "RUS").back.events == 1
    assert ledger.dyad("rus", "FRA").both.events == 0
    with pytest.raises(NotFoundError, match="Rusland"):
        ledger.dyad("RUS", "Rusland")


def cells(frame, *keys, of="events"):
    """By period, what stands in the rows of some actors."""
    names = [c for c in ("source", "target", "actor", "role") if c in frame.columns]
    return {str(r["period"]): r[of] for r in frame.to_records() if tuple(r[n] for n in names) == keys}


def test_a_panel_is_zero_within_the_coverage_and_null_outside(ledger):
    frame = ledger.panel("dyad_month", pairs=[("RUS", "PRK")], date_from="2019-12-01", date_to="2020-04-30")
    assert frame.arrow.num_rows == 2 * 5
    counts = {"2019-12-01": None, "2020-01-01": 1, "2020-02-01": 4, "2020-03-01": 0, "2020-04-01": None}
    assert cells(frame, "RUS", "PRK") == counts
    assert cells(frame, "PRK", "RUS") == {**counts, "2020-02-01": 3}
    assert cells(frame, "RUS", "PRK", of="events_weighted")["2020-02-01"] == pytest.approx(3 + 1 / 3)
    assert cells(frame, "RUS", "PRK", of="verbal_cooperation") == counts
    assert cells(frame, "RUS", "PRK", of="covered_days") == {
        "2019-12-01": 0,
        "2020-01-01": 29,
        "2020-02-01": 29,
        "2020-03-01": 31,
        "2020-04-01": 0,
    }
    assert cells(frame, "RUS", "PRK", of="intensity")["2020-01-01"] == 2.5
    assert cells(frame, "RUS", "PRK", of="goldstein")["2020-02-01"] == 4.0
    first = frame.to_records()[0]
    assert (first["source_cow"], first["target_gw"], first["target_name"]) == ("731", "365", "Russia")


def test_rows_are_of_pairs_that_occur_unless_more_are_asked_for(ledger):
    def units(**asked):
        return {(r["source"], r["target"]) for r in ledger.panel(**asked).to_records()}

    occurring = units(domestic=True)
    assert ("RUS", "USA") in occurring and ("RUS", "RUS") in occurring and ("USA", "PRK") not in occurring
    assert units(directed=False) == {tuple(sorted(p)) for p in occurring if p != ("RUS", "RUS")}
    assert units(date_to="2020-01-03") == {("USA", "RUS"), ("RUS", "USA")}
    assert units(actors=["RUS", "PRK", "FRA"]) == {("RUS", "PRK"), ("PRK", "RUS")}
    assert len(units(actors=["RUS", "PRK", "FRA"], complete=True)) == 6
    assert units(actors=["RUS", "FRA"], complete=True, directed=False, domestic=True) == {
        ("FRA", "RUS"),
        ("FRA", "FRA"),
        ("RUS", "RUS"),
    }
    assert {k for pair in units(party="Q7184") for k in pair} == {"Q7184", "RUS", "PRK"}
    assert units(sectors="CVL", domestic=True) == set() and units(sectors=["COP", "CVL"], domestic=True) == {
        ("RUS", "RUS")
    }


@pytest.mark.parametrize(
    ("unit", "placed"),
    [
        ("dyad_day", {"2020-01-20": 1}),
        ("dyad_week", {"2020-01-20": 1}),
        ("dyad_month", {"2020-01-01": 1, "2020-03-01": 1}),
        ("dyad_year", {"2020-01-01": 2}),
    ],
)
def test_an_event_stands_in_the_period_in_which_it_began_if_its_date_is_no_wider(ledger, unit, placed):
    frame = ledger.panel(unit, pairs=[("USA", "CHN")], zeros=False)
    assert cells(frame, "USA", "CHN") == placed
    assert frame.notes == {"undated": 1, "too_wide": 0 if unit in ("dyad_month", "dyad_year") else 1}


def test_each_event_is_counted_once_in_an_undirected_panel(ledger):
    frame = ledger.panel("dyad_year", directed=False, by="type", domestic=True)
    total = sum(r["events_weighted"] for r in frame.to_records())
    with_pairs = ledger.sql(
        "SELECT count(DISTINCT event_id) AS n FROM dyads WHERE status = 'occurred' AND date_start IS NOT NULL"
    ).to_pylist()[0]["n"]
    assert total == pytest.approx(with_pairs)
    [row] = [r for r in frame.to_records() if (r["source"], r["target"]) == ("PRK", "RUS")]
    assert (row["consult"], row["agree"], row["support"], row["assault"], row["consult_weighted"]) == (
        2,
        2,
        1,
        0,
        pytest.approx(4 / 3),
    )


def test_other_statuses_stand_apart(ledger):
    frame = ledger.panel("dyad_year", pairs=[("USA", "PRK")], apart=["possible", "denied"], by=None)
    assert cells(frame, "USA", "PRK") == {"2020-01-01": 0}
    assert cells(frame, "USA", "PRK", of="possible") == {"2020-01-01": 1} and cells(
        frame, "USA", "PRK", of="denied_weighted"
    ) == {"2020-01-01": 0.0}
    assert "planned" not in frame.columns and "verbal_conflict" not in frame.columns


def test_panels_of_single_actors(ledger):
    frame = ledger.panel("country_year", by=None)
    assert cells(frame, "PRK", "actor") == {"2020-01-01": 6} and cells(frame, "PRK", "recipient") == {"2020-01-01": 5}
    assert cells(frame, "UKR", "actor") == {"2020-01-01": 0} and cells(
        frame, "UKR", "recipient", of="events_weighted"
    ) == {"2020-01-01": 0.5}
    assert cells(frame, "Q7184", "recipient") == {}
    assert cells(ledger.panel("actor_year"), "Q7184", "recipient") == {"2020-01-01": 1}
    both = ledger.panel("country_year", directed=False, actors=["PRK", "FRA"])
    assert cells(both, "PRK") == {"2020-01-01": 7} and cells(both, "FRA") == {"2020-01-01": 0}
    assert both.to_records()[0]["cow"] == "220"


def test_filters_hold_in_panels(ledger):
    frame = ledger.panel("dyad_year", types="CONSULT", zeros=False)
    assert {(r["source"], r["target"]): r["events"] for r in frame.to_records()}[("RUS", "PRK")] == 2
    assert ledger.panel("dyad_year", quads=4, pairs=[("RUS", "PRK")], zeros=False).to_records() == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"unit": "dyad_decade"}, "unit: 'dyad_decade'"),
        ({"by": "mode"}, "by: 'mode'"),
        ({"apart": "occurred"}, "apart: 'occurred'"),
        ({"apart": "thought"}, "'thought'"),
        ({"unit": "country_year", "pairs": [("RUS", "PRK")]}, "single actors"),
        ({"complete": True}, "complete"),
        ({"datasets": "other"}, "'other' is not in this ledger; there are own"),
        ({"date_from": "2020-03-01", "date_to": "2020-01-01"}, "before"),
        ({"date_from": "March"}, "date_from: 'March'"),
        ({"colour": "red"}, "no filter 'colour'"),
    ],
)
def test_a_senseless_panel_is_refused(ledger, asked, said):
    with pytest.raises(InputError, match=said):
        ledger.panel(**asked)


def test_several_data_sets_are_not_added_up_unasked(tmp_path):
    ledger = fill(tmp_path / "l", one=[EVENTS["accusation"]], two=[EVENTS["accusation"], EVENTS["visit"]])
    for ask in (ledger.panel, lambda: ledger.dyad("USA", "RUS")):
        with pytest.raises(InputError, match="one, two may each tell of the same"):
            ask()
    assert ledger.dyad("USA", "RUS", datasets="two").both.events == 1
    assert ledger.dyad("USA", "RUS", datasets=["one", "two"]).both.events == 2
    assert cells(ledger.panel("dyad_year", datasets="one"), "USA", "RUS") == {"2020-01-01": 1}


def test_an_empty_ledger_says_so(tmp_path):
    ledger = Ledger.create_or_open(tmp_path / "l")
    with pytest.raises(InputError, match="neither articles nor events"):
        ledger.panel()
    assert (
        ledger.panel(date_from="2020-01-01", date_to="2020-02-01", pairs=[("RUS", "PRK")]).to_records()[0]["events"]
        is None
    )


def test_frames_give_pandas_polars_and_csv(ledger):
    frame = ledger.panel("dyad_year", pairs=[("RUS", "PRK")], date_from="2019-01-01", date_to="2020-12-31", by=None)
    table = frame.to_pandas()
    assert (
        len(table) == len(frame) == 4
        and table["events"].sum() == 9
        and table["source_cow"].tolist() == ["731", "731", "365", "365"]
    )
    assert (
        str(table["events"].dtype) == "Int32"
        and table["period"].dt.year.min() == 2019
        and table["events"].isna().sum() == 2
    )
    assert frame.to_polars()["events"].null_count() == 2
    stream = io.StringIO()
    frame.write_csv(stream)
    head, first, *_ = stream.getvalue().splitlines()
    assert head.startswith('"source","source_name","source_cow"') and '"731"' in first and ",,," in first


def test_views_name_the_numbers_of_states(ledger):
    rows = ledger.frame("dyad_events").to_records()
    assert {(r["source_name"], r["source_cow"]) for r in rows if r["source"] == "USA"} == {("United States", "2")}
    assert {r["event_id"] for r in rows if r["target"] == "Q7184"} == {
        happening("own", NAMES.index("strike"))[0]["event_id"]
    }
    months = ledger.sql("SELECT * FROM dyad_months WHERE source = 'RUS' AND target = 'PRK' ORDER BY month").to_pylist()
    assert [(str(r["month"]), r["events"]) for r in months] == [("2020-01-01", 1), ("2020-02-01", 4)]
    assert len(ledger.arrow("current_events")) == len(EVENTS) - 1


def told(chance):
    """An event at random: one to three parties on either side, some unknown, some on both, some alone."""
    known = ["RUS", "PRK", "CHN", "USA", "Q7184", "?"]
    day = dt.date(2021, 1, 1) + dt.timedelta(days=chance.randrange(400))
    return {
        "kind": chance.choice(["CONSULT", "COOPERATE", "AGREE", "SUPPORT", "ACCUSE", "ASSAULT"]),
        "who": chance.choices(known, k=chance.randrange(4)), "whom": chance.choices(known, k=chance.choice([0, 0, 1, 2])),
        "day": day.isoformat(), "status": chance.choice(["occurred", "ongoing", "planned"]),
        "object_kind": chance.choice([None, "agreement", "vehicle"]),
    }  # fmt: skip


def plainly_paired(event):
    """What docs/queries.md says of pairs, one event at a time: {(source, target)}, and how many pairs whichever acts."""
    who, whom = ([None if a == "?" else a for a in event[side]] for side in ("who", "whom"))
    alone = event["kind"] in ("CONSULT", "COOPERATE", "AGREE", "SUPPORT") and not whom
    mutual = event["kind"] in ("CONSULT", "COOPERATE") or (
        event["kind"] in ("AGREE", "SUPPORT") and (alone or event["object_kind"] == "agreement")
    )
    found = {(a, b) for a in who for b in whom if a and b}
    if alone:
        keys = {a for a in who if a}
        found = {(a, b) for a in keys for b in keys if a < b}
        if len(keys) == 1 and who.count(next(iter(keys))) > 1:
            found = {(a, a) for a in keys}
    if mutual:
        found |= {(b, a) for a, b in found}
    return found, len({tuple(sorted(pair)) for pair in found})


def test_pairs_and_panels_are_what_the_page_says(tmp_path):
    chance = random.Random(11)
    events = [told(chance) for _ in range(400)]
    ledger = fill(tmp_path / "l", own=events)
    expected, counts = {}, Counter()
    for number, event in enumerate(events):
        found, of_event = plainly_paired(event)
        for source, target in found:
            expected[f"own:{number}", source, target] = 1 / of_event
            if event["status"] != "planned" and source != target:
                counts[source, target, event["day"][:7]] += 1
    rows = ledger.sql("FROM dyads").to_pylist()
    assert {(r["event_id"], r["source"], r["target"]): r["weight"] for r in rows} == pytest.approx(expected)
    once = Counter((r["event_id"], *sorted((r["source"], r["target"]))) for r in rows if r["first"])
    assert set(once.values()) == {1} and set(once) == {(e, *sorted((s, t))) for e, s, t in expected}
    panel = ledger.panel("dyad_month").to_records()
    assert {(r["source"], r["target"], str(r["period"])[:7]): r["events"] for r in panel if r["events"]} == counts
    sparse = ledger.panel("dyad_month", zeros=False).to_records()
    assert sparse == [r for r in panel if r["events"]]
    sums = [(n, r[n]) for r in panel for n in r if n.endswith("_weighted") and r[n] is not None]
    assert sums and all(value == round(value, 9) for _, value in sums)
