"""ICEWS, ACLED and PLOVER JSON lines."""

import json

from foreign_files import ACLED_ROW, acled, icews

from dragoman.codebook import load_codebook
from dragoman.datafiles import read_csv
from dragoman.exchange.contracts import ACLED, ICEWS
from dragoman.exchange.importing.lookups import cameo_code, data_file

ICEWS_HEADER, ACLED_HEADER = "\t".join(ICEWS), ",".join(ACLED)


def test_an_icews_row(lines):
    got = lines("icews", [ICEWS_HEADER, icews()])
    event = got.events["icews:123:2014-02-03"]
    actor, recipient = got.actors
    assert (event["event_type"], event["cameo_code"], event["goldstein"], event["quad_code"]) == (
        "CONSULT",
        "042",
        1.9,
        1,
    )
    assert (event["place_name"], event["place_country"], event["place_precision"]) == ("Ulm", "DEU", "city")
    assert (actor["country"], actor["sector"], actor["sectors"]) == ("RUS", "GOV", ["GOV"])
    assert recipient["key"] == "drg:north-atlantic-treaty-organization" and recipient["sector"] == "IGO"
    assert json.loads(event["extra"])["Story ID"] == "99"


def test_an_icews_id_comes_again_on_another_day(lines):
    got = lines("icews", [ICEWS_HEADER, icews(), icews(Event_Date="2014-02-04")])
    assert len(got.events) == 2 and not got.refused


def test_icews_names_countries(lines):
    names = {"Cote d'Ivoire": "CIV", "Occupied Palestinian Territory": "PSE", "Oz": None}
    rows = [icews(Event_ID=str(n), Source_Country=name) for n, name in enumerate(names)]
    got = lines("icews", [ICEWS_HEADER, *rows])
    assert [a["country"] for a in got.actors if a["side"] == "actor"] == list(names.values())


def test_an_acled_row_with_quotes_and_newlines(lines):
    got = lines("acled", [ACLED_HEADER, acled(notes='They met, said "no"\nand left.'), acled(event_id_cnty="KEN2")])
    event = got.events["acled:KEN1"]
    assert (event["event_type"], event["dead"], event["place_country"], event["place_admin1"]) == (
        "ASSAULT", 5, "KEN", "Lamu",
    )  # fmt: skip
    assert event["outlets"] == ["Example Post", "Example Wire"]
    assert json.loads(event["extra"])["notes"] == 'They met, said "no"\nand left.'
    actor, rebel = (a for a in got.actors if a["event_id"] == "acled:KEN1")
    assert (actor["country"], actor["sector"], rebel["country"], rebel["entity_id"]) == (
        "KEN",
        "MIL",
        None,
        "drg:al-shabaab",
    )


def test_a_quote_that_is_never_closed_loses_one_row(lines):
    broken = acled(event_id_cnty="KEN2").replace('"They clashed."', '"They clashed.')
    got = lines("acled", [ACLED_HEADER, acled(), broken, acled(event_id_cnty="KEN3"), acled(event_id_cnty="KEN4")])
    assert set(got.events) == {"acled:KEN1", "acled:KEN3", "acled:KEN4"} and got.refused == {3: "open-quote"}


def test_associated_actors_and_coarse_dates(lines):
    row = acled(
        event_date="16 February 2023", time_precision="2", event_type="Protests", sub_event_type="Peaceful protest",
        actor1="Protesters (Kenya)", inter1="6", assoc_actor_1="Women (Kenya); Students (Kenya)", actor2="",
    )  # fmt: skip
    got = lines("acled", [ACLED_HEADER, row])
    event = got.events["acled:KEN1"]
    assert [(a["name"], a["country"], a["position"]) for a in got.actors] == [
        ("Protesters (Kenya)", "KEN", 0), ("Women (Kenya)", "KEN", 1), ("Students (Kenya)", "KEN", 2),
    ]  # fmt: skip
    assert (event["event_mode"], event["date_precision"]) == ("demo", "week")
    assert (event["date_start"].isoformat(), event["date_end"].isoformat()) == ("2023-02-13", "2023-02-19")


def test_acled_rows_that_are_refused(lines):
    got = lines("acled", [ACLED_HEADER, acled(event_type="Tea"), acled(event_date="")])
    assert got.refused == {2: "wrong-field", 3: "missing-field"}


def test_the_table_of_acled_types_is_of_the_codebook():
    book = load_codebook()
    for _, row in read_csv(data_file("acled_types.csv")):
        assert not row["plover_type"] or row["plover_mode"] in {"", *book.types[row["plover_type"]].modes}
    assert ACLED_ROW["sub_event_type"] in {row["sub_event_type"] for _, row in read_csv(data_file("acled_types.csv"))}


def test_every_code_of_the_crosswalk_is_found_and_junk_is_not():
    assert all(cameo_code(c).code == c for c in load_codebook().cameo_codes)
    assert [cameo_code(c) for c in ("", "9", "99", "abc", "00", "12345", "-42")] == [None] * 7


PLOVER = {
    "id": "a", "date": "2020-01-01", "event": "PROTEST", "mode": "demo", "context": "economic, legal",
    "source": [{"name": "students", "code": "KEN", "sector": "EDU"}], "target": [{"name": "UN", "code": "IGO"}],
    "location": {"name": "Nairobi", "country": "Kenya", "latitude": -1.3, "longitude": 36.8}, "mood": "angry",
}  # fmt: skip


def test_a_plover_record(lines):
    got = lines(
        "plover", [json.dumps(PLOVER), json.dumps({**PLOVER, "id": "b", "source": "students", "context": ["legal"]})]
    )
    event = got.events["plover:a"]
    assert (event["event_type"], event["event_mode"], event["contexts"], event["quad_code"]) == (
        "PROTEST", "demo", ["economic", "legal"], 4,
    )  # fmt: skip
    assert (event["place_country"], event["place_latitude"]) == ("KEN", -1.3)
    assert [(a["name"], a["country"], a["sector"]) for a in got.actors if a["event_id"] == "plover:a"] == [
        ("students", "KEN", "EDU"), ("UN", None, "IGO"),
    ]  # fmt: skip
    assert json.loads(event["extra"])["mood"] == "angry"
    assert got.events["plover:b"]["contexts"] == ["legal"]


def test_lines_that_are_no_records(lines):
    junk = ["{", "[]", "7", "null", '{"id": "a"}', json.dumps({**PLOVER, "event": "TEA"})]
    got = lines("plover", [*junk, json.dumps(PLOVER)])
    assert list(got.refused) == [1, 2, 3, 4, 5, 6] and list(got.events) == ["plover:a"]
