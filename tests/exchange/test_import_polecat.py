"""POLECAT: headers, encodings, missing values, and cells that hold several."""

import json

import pytest
from foreign_files import POLECAT_ROW, polecat

from dragoman.exchange.contracts import POLECAT, POLECAT_STRAY

HEADER = "\t".join(POLECAT)


def only(got, event_id="polecat:e1"):
    return got.events[event_id], [a for a in got.actors if a["event_id"] == event_id]


@pytest.mark.parametrize("fifth", ["Intensity", "Event Intensity"])
def test_a_row_is_taken_over_field_by_field(lines, fifth):
    event, (actor, recipient) = only(lines("polecat", [HEADER.replace("Intensity", fifth), polecat()]))
    wanted = {
        "event_type": "CONSULT", "event_mode": "visit", "intensity": 4.0, "quad_code": 1,
        "contexts": ["diplomatic", "military"], "place_name": "Gdansk", "place_country": "POL",
        "place_admin1": "Pomerania", "place_geonames_id": 3099434, "place_latitude": 54.35, "outlets": ["Example Wire"],
        "date_source": "import", "cameo_code": None, "goldstein": None, "url": None,
    }  # fmt: skip
    assert {k: event[k] for k in wanted} == wanted
    assert event["first_seen"].isoformat() == "2023-01-03"
    assert {k: actor[k] for k in ("name", "country", "sector", "office", "text")} == {
        "name": "Mira Okonkwo", "country": "NGA", "sector": "GOV", "office": "minister", "text": "Minister Okonkwo",
    }  # fmt: skip
    assert (recipient["name"], recipient["sectors"], recipient["office"]) == ("Jan Kowal", ["MIL"], None)
    kept = ("Actor COW", "City", "Raw Placename", "Story People", "Language", "Version")
    assert {k: json.loads(event["extra"]).get(k) for k in kept} == {k: POLECAT_ROW[k] for k in kept}


def test_missing_is_null_and_never_none(lines):
    row = polecat(Actor_Name="", Actor_Country="", Actor_Name_Raw="", Placename="", City="", Province="", Latitude="")
    event, people = only(lines("polecat", [HEADER, row]))
    assert [p["side"] for p in people] == ["recipient"]
    assert event["place_name"] is None and event["place_latitude"] is None
    assert '"None"' not in json.dumps([event, people], default=str)


def test_several_actors_in_one_cell(lines):
    row = polecat(
        Actor_Name="Mira Okonkwo; Ann O'Neill", Actor_Country="NGA; IRL", Primary_Actor_Sector="GOV; MIL",
        Actor_Sectors="GOV|LEG; MIL", Actor_Title="minister; None", Actor_Name_Raw="Okonkwo; O'Neill",
    )  # fmt: skip
    event, people = only(lines("polecat", [HEADER, row]))
    one, two = (p for p in people if p["side"] == "actor")
    assert (one["country"], one["sectors"], one["office"], one["position"]) == ("NGA", ["GOV", "LEG"], "minister", 0)
    assert (two["name"], two["country"], two["sector"], two["office"], two["position"]) == (
        "Ann O'Neill", "IRL", "MIL", None, 1,
    )  # fmt: skip
    assert json.loads(event["extra"])["Actor Sectors"] == "GOV|LEG; MIL"


def test_one_value_for_several_actors_is_that_of_all(lines):
    _, people = only(lines("polecat", [HEADER, polecat(Actor_Name="A Villager|B Villager", Actor_Country="NGA")]))
    assert [(p["name"], p["country"]) for p in people if p["side"] == "actor"] == [
        ("A Villager", "NGA"), ("B Villager", "NGA"),
    ]  # fmt: skip


def test_stray_columns_and_trailing_tabs(lines):
    strays = HEADER + "\t" + "\t".join(POLECAT_STRAY) + "\t\t"
    full = polecat() + "\tAnn's news\ttext\t\tS1"
    event, _ = only(lines("polecat", [strays, full]))
    assert json.loads(event["extra"])["Headline"] == "Ann's news"
    for rows in ([strays, polecat()], [HEADER, polecat() + "\t\t"], [HEADER + "\t", polecat() + "\t"]):
        assert only(lines("polecat", rows))[0]["place_country"] == "POL"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_encodings(lines, encoding):
    event, _ = only(lines("polecat", [HEADER, polecat(Placename="Kraków", City="Krak\xf3w")], encoding))
    assert event["place_name"] == "Kraków"


def test_lines_of_two_encodings_in_one_file(take):
    rows = [HEADER.encode(), polecat(City="Łódź", Placename="Łódź").encode()]
    rows += [polecat(Event_ID="e2", Placename="Málaga").encode("latin-1")]
    got = take("polecat", b"\r\n".join(rows))
    assert {e["place_name"] for e in got.events.values()} == {"Łódź", "Málaga"}


def test_a_row_without_a_key_field_is_refused(lines):
    faults = [
        ({"Event_ID": ""}, "missing-field", "Event ID"),
        ({"Event_Date": "2023-02-31"}, "wrong-field", "2023-02-31"),
        ({"Event_Type": ""}, "missing-field", "16 PLOVER types"),
        ({"Event_Type": "JUGGLE"}, "wrong-field", "JUGGLE"),
    ]
    got = lines("polecat", [HEADER, *(polecat(**f[0]) for f in faults)])
    assert not got.events and got.refused == {n: f[1] for n, f in enumerate(faults, 2)}
    assert all(f[2] in got.details[n] for n, f in enumerate(faults, 2))


def test_unknown_values_are_kept_beside(lines):
    row = polecat(Actor_Country="XQZ", Event_Mode="dance", Actor_Sectors="WIZ", Country="Nowhere", Quad_Code="9")
    got = lines("polecat", [HEADER, row])
    event, (actor, _) = only(got)
    assert (actor["country"], event["event_mode"], event["place_country"], event["quad_code"]) == (None, None, None, 1)
    kept = ("Actor Country", "Event Mode", "Actor Sectors", "Country", "Quad Code")
    assert [json.loads(event["extra"])[k] for k in kept] == ["XQZ", "dance", "WIZ", "Nowhere", "9"]
    assert len(got.warnings) == 5


def test_old_and_written_out_forms(lines):
    event, _ = only(
        lines("polecat", [HEADER, polecat(Event_Type="demand", Event_Mode="Meet", Quad_Code="VERBAL CONFLICT")])
    )
    assert (event["event_type"], event["event_mode"], event["quad_code"]) == ("REQUEST", "meet", 3)


def test_a_file_without_a_header(lines):
    assert only(lines("polecat", [polecat(), polecat(Event_ID="e2")]))[0]["place_name"] == "Gdansk"


def test_rows_that_are_cut_or_run_over(lines):
    whole = [polecat(Event_ID=f"e{n}") for n in range(1, 5)]
    got = lines("polecat", [HEADER, whole[0], whole[1][:90], "", whole[2] + "\tmore", "junk", whole[3]])
    assert set(got.events) == {"polecat:e1", "polecat:e4"}
    assert got.refused == {3: "field-count", 5: "field-count", 6: "field-count"}
