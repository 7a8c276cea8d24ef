"""GDELT events and mentions: forms of files, countries by FIPS and CAMEO, event codes, and rows that are refused."""

import json

from foreign_files import GDELT_ROW, gdelt, mention

from dragoman.exchange.contracts import GDELT, GDELT_1


def only(got, event_id="gdelt:1"):
    return got.events[event_id], [a for a in got.actors if a["event_id"] == event_id]


def test_a_row_is_taken_over_field_by_field(lines):
    event, (actor, recipient) = only(lines("gdelt", [gdelt()]))
    wanted = {
        "event_type": "CONSULT", "event_mode": "visit", "cameo_code": "042", "quad_code": 1, "goldstein": 1.9,
        "date_source": "import", "date_precision": "day", "place_name": "Perth", "place_country": "AUS",
        "place_admin1": "Western Australia", "place_latitude": -31.9333, "place_precision": "city", "mention_count": 4,
        "telling_count": 4, "url": "https://example.org/news/1", "status": "occurred", "record": None, "confidence": None,
    }  # fmt: skip
    assert {k: event[k] for k in wanted} == wanted
    assert event["date_start"].isoformat() == event["date_end"].isoformat() == "2022-03-01"
    assert (actor["side"], actor["name"], actor["country"], actor["key"], actor["sector"]) == (
        "actor", "NIGERIA", "NGA", "NGA", "GOV",
    )  # fmt: skip
    assert (recipient["side"], recipient["country"], recipient["sectors"]) == ("recipient", "AUS", ["BUS"])


def test_what_has_no_column_is_kept_under_its_own_name(lines):
    extra = json.loads(only(lines("gdelt", [gdelt()]))[0]["extra"])
    kept = (
        "Actor1Code",
        "AvgTone",
        "NumSources",
        "ActionGeo_FullName",
        "ActionGeo_FeatureID",
        "DATEADDED",
        "FractionDate",
    )
    assert {k: extra[k] for k in kept} == {k: GDELT_ROW[k] for k in kept}
    assert not {"EventCode", "SQLDATE", "SOURCEURL", "ActionGeo_Lat", "Actor2EthnicCode"} & set(extra)


def numbered(changes):
    """Rows with ids 1, 2, ..., each with its changes."""
    return [gdelt(**{"GLOBALEVENTID": str(n), **one}) for n, one in enumerate(changes, 1)]


def test_places_are_in_fips(lines):
    codes = {"AS": "AUS", "AU": "AUT", "CH": "CHN", "SZ": "CHE", "GM": "DEU", "GZ": "PSE", "OS": None}
    got = lines("gdelt", numbered({"ActionGeo_CountryCode": fips} for fips in codes))
    assert [got.events[f"gdelt:{n}"]["place_country"] for n in range(1, 8)] == list(codes.values())
    assert json.loads(got.events["gdelt:6"]["extra"])["ActionGeo_CountryCode"] == "GZ"


def test_actors_are_in_cameo_codes(lines):
    codes = {"AUS": "AUS", "ROM": "ROU", "TMP": "TLS", "EUR": None, "QQQ": None}
    got = lines("gdelt", numbered({"Actor1CountryCode": code} for code in codes))
    assert [a["country"] for a in got.actors if a["side"] == "actor"] == list(codes.values())
    assert got.warnings == {"country of an actor is unknown": 1}
    kept = [json.loads(got.events[f"gdelt:{n}"]["extra"]).get("Actor1CountryCode") for n in range(1, 6)]
    assert kept == [None, "ROM", "TMP", "EUR", "QQQ"]


def test_groups_are_known_by_their_id(lines):
    row = gdelt(Actor1CountryCode="", Actor1KnownGroupCode="NAT", Actor1Name="THE ALLIANCE")
    _, (actor, _) = only(lines("gdelt", [row]))
    assert actor["key"] == actor["entity_id"] == "drg:north-atlantic-treaty-organization"


def test_codes_find_their_type(lines):
    codes = {"190": "ASSAULT", "0233": "REQUEST", "010": None, "42": "CONSULT", "14": "PROTEST", "1999": "ASSAULT"}
    got = lines("gdelt", numbered({"EventCode": code} for code in codes))
    assert [got.events[f"gdelt:{n}"]["event_type"] for n in range(1, 7)] == list(codes.values())
    assert got.warnings == {"EventCode has no PLOVER type": 1}


def test_a_row_without_a_key_field_is_refused(lines):
    faults = [
        ({"GLOBALEVENTID": ""}, "missing-field", "GLOBALEVENTID"),
        ({"GLOBALEVENTID": "x7"}, "wrong-field", "GLOBALEVENTID holds x7"),
        ({"SQLDATE": ""}, "missing-field", "SQLDATE"),
        ({"SQLDATE": "20230230"}, "wrong-field", "YYYYMMDD"),
        ({"EventCode": ""}, "missing-field", "EventCode"),
        ({"EventCode": "9Z"}, "wrong-field", "no CAMEO code"),
    ]
    got = lines("gdelt", [*numbered(f[0] for f in faults), gdelt(GLOBALEVENTID="7")])
    assert set(got.events) == {"gdelt:7"}
    assert got.refused == {n: f[1] for n, f in enumerate(faults, 1)}
    assert all(f[2] in got.details[n] for n, f in enumerate(faults, 1))


def test_a_wrong_optional_field_is_null_and_counted_and_kept(lines):
    faults = [
        ({"ActionGeo_Lat": "931"}, "place_latitude"),
        ({"ActionGeo_Long": "x"}, "place_longitude"),
        ({"ActionGeo_Lat": "0", "ActionGeo_Long": "0"}, "place_latitude"),
        ({"GoldsteinScale": "nan"}, "goldstein"),
        ({"NumMentions": "-3"}, "mention_count"),
    ]
    got = lines("gdelt", numbered(f[0] for f in faults))
    assert sum(got.warnings.values()) == len(got.warnings) == len(faults)
    for number, (changed, column) in enumerate(faults, 1):
        event = got.events[f"gdelt:{number}"]
        assert event[column] is None
        assert {k: json.loads(event["extra"])[k] for k in changed} == changed


def test_other_forms_of_files(lines):
    cells = dict(zip(GDELT, gdelt().split("\t"), strict=True))
    old = "\t".join(cells[c] for c in GDELT_1)
    header = (
        "\t".join(GDELT)
        .replace("GLOBALEVENTID", "GlobalEventID")
        .replace("SQLDATE", "Day")
        .replace("FullName", "Fullname")
    )
    short = "\t".join(c for c in GDELT if c != "Actor1Type1Code")
    for rows in ([old], [old.rpartition("\t")[0]], [header, gdelt()], [short, gdelt()], [gdelt() + "\t\t"]):
        event, (actor, _) = only(lines("gdelt", rows))
        assert (event["place_country"], event["cameo_code"], actor["sector"]) == ("AUS", "042", "GOV")


def test_the_last_of_two_rows_with_one_id_wins(lines):
    got = lines("gdelt", [gdelt(), gdelt(GLOBALEVENTID="2"), gdelt(NumMentions="9")])
    assert got.events["gdelt:1"]["mention_count"] == 9 and got.refused == {1: "repeated-id"}
    assert "line 3" in got.details[1]


def test_mentions(lines):
    got = lines("gdelt", [mention(), mention(SentenceID="4"), mention(Confidence="x"), mention(EventTimeDate="x")])
    assert not got.events and got.refused == {4: "wrong-field", 1: "repeated-id"}
    one = next(m for m in got.mentions if m["sentence"] == 3)
    assert (one["event_id"], one["outlet"], one["url"], one["confidence"]) == (
        "gdelt:1", "example.org", "https://example.org/news/2", 0.6,
    )  # fmt: skip
    assert json.loads(one["extra"])["ActionCharOffset"] == "40"


def test_text_that_json_must_escape(lines):
    got = lines("gdelt", [gdelt(ActionGeo_FullName='A "quoted" \\ name, B, C')])
    assert json.loads(only(got)[0]["extra"])["ActionGeo_FullName"] == 'A "quoted" \\ name, B, C'
