"""Own JSON lines: what was written comes back the same."""

import json

import pytest

RECORD = {
    "event_id": "e1", "event_type": "ASSAULT", "event_mode": "aerial", "quad_code": 4, "intensity": -9.5,
    "cameo_code": "195", "goldstein": -10.0, "contexts": ["military"],
    "actors": [{"name": "the air force", "country": "SDN", "sector": "MIL", "sectors": ["MIL"], "office": None,
                "entity_id": None, "text": "The air force"}],
    "recipients": [{"name": "Porters' Union", "country": None, "sector": "LAB", "sectors": ["LAB", "CVL"], "office": None,
                    "entity_id": "drg:porters", "text": "the union"}],
    "object": {"text": "a warehouse", "kind": "building", "quantity": 1.0},
    "date_start": "2024-02-01", "date_end": "2024-02-03", "date_precision": "range", "date_source": "clause",
    "place": {"name": "Kosti", "country": "SDN", "admin1": None, "latitude": 13.16, "longitude": 32.66,
              "geonames_id": 372753, "precision": "city"},
    "status": "denied", "certainty": -3.0, "source_certainty": None,
    "said_by": [{"name": "a spokesman", "country": "SDN", "sector": "GOV", "sectors": ["GOV"], "office": None,
                 "entity_id": None, "text": "a spokesman"}],
    "magnitude": {"dead": 2, "injured": None, "arrested": None, "abducted": None, "displaced": None,
                  "participants": None, "troops": None, "amount": None, "amount_usd": None, "currency": None},
    "magnitude_bounds": {"dead": {"low": 2, "high": 2, "text": "two"}}, "confidence": 0.91,
    "mentions": [{"mention_id": "m1", "article_id": "a1", "sentence": 2, "start": 10, "end": 60, "text": "They bombed it.",
                  "trigger": {"start": 15, "end": 21, "text": "bombed"},
                  "attribution": [{"name": "a spokesman", "country": "SDN", "sector": "GOV", "sectors": ["GOV"],
                                   "office": None, "entity_id": None, "text": "a spokesman", "cue": "said"}],
                  "status": "denied", "certainty": -3.0, "source_certainty": None, "why": "frame bomb.1"}],
}  # fmt: skip


def test_a_record_fills_the_columns_and_is_kept_whole(lines):
    got = lines("jsonl", [json.dumps(RECORD)])
    event, (actor, recipient), (mention,) = got.events["jsonl:e1"], got.actors, got.mentions
    same = (
        "event_type",
        "event_mode",
        "quad_code",
        "cameo_code",
        "date_precision",
        "date_source",
        "status",
        "certainty",
    )
    assert {k: event[k] for k in same} == {k: RECORD[k] for k in same}
    assert (event["dead"], event["object_text"], event["place_geonames_id"]) == (2, "a warehouse", 372753)
    assert event["bounds"] == [{"kind": "dead", "low": 2, "high": 2, "text": "two"}]
    assert event["said_by"][0]["name"] == "a spokesman" and event["mention_count"] == 1
    assert json.loads(event["record"]) == {**RECORD, "event_id": "jsonl:e1", "dataset": "jsonl"}
    assert (actor["key"], recipient["key"], recipient["sectors"]) == ("SDN", "drg:porters", ["CVL", "LAB"])
    assert (mention["mention_id"], mention["event_id"], mention["trigger_text"]) == ("jsonl:m1", "jsonl:e1", "bombed")
    assert mention["attribution"][0]["cue"] == "said" and not got.warnings


def test_a_data_set_and_its_ids_stay_what_they_are(lines):
    rows = [
        {**RECORD, "event_id": "gdelt:7", "dataset": "gdelt", "event_type": None},
        {**RECORD, "dataset": "dragoman"},
    ]
    got = lines("jsonl", [json.dumps(r) for r in rows])
    assert set(got.events) == {"gdelt:7", "jsonl:e1"} and not got.refused


@pytest.mark.parametrize(
    "changed, reason",
    [
        ({"event_id": None}, "missing-field"),
        ({"event_type": None, "cameo_code": None}, "missing-field"),
        ({"event_type": "TEA"}, "wrong-field"),
        ({"date_start": "2024-02-31"}, "wrong-field"),
        ({"status": "perhaps"}, "wrong-field"),
        ({"dataset": "../up"}, "wrong-field"),
    ],
)
def test_records_that_are_refused(lines, changed, reason):
    assert lines("jsonl", [json.dumps({**RECORD, **changed})]).refused == {1: reason}


def test_fields_of_another_kind_are_null_and_counted(lines):
    place = {**RECORD["place"], "latitude": 200}
    changed = {"place": place, "actors": "him", "magnitude": {"dead": "many"}, "quad_code": 9, "mentions": 5}
    got = lines("jsonl", [json.dumps({**RECORD, **changed})])
    event = got.events["jsonl:e1"]
    assert (event["place_latitude"], event["dead"], event["quad_code"], got.mentions) == (None, None, None, [])
    assert len(got.warnings) == 5 and [a["side"] for a in got.actors] == ["recipient"]
