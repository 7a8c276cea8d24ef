"""Events by every filter, as records and as a table."""

import pytest
from imported_samples import tables

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.ledger.record_rows import record_of

SAID = [{"name": "Ada Bell", "country": "GBR", "sector": "GOV", "office": None, "entity_id": "Q1", "text": "Bell"}]
EVENTS = [
    {"kind": "ACCUSE", "who": ["USA"], "whom": ["RUS"], "day": "2020-01-03", "outlets": ["The Post"], "telling_count": 1},
    {"kind": "CONSULT", "who": ["RUS"], "whom": ["PRK"], "day": "2020-01-05", "event_mode": "visit", "said_by": SAID, "telling_count": 4},
    {"kind": "ASSAULT", "who": ["RUS"], "whom": ["UKR", "Q7184"], "day": "2020-03-01", "place_name": "Lviv", "place_country": "UKR", "confidence": 0.3},
    {"kind": "THREATEN", "who": ["USA"], "whom": ["PRK"], "status": "possible", "contexts": ["cbrn", "military"]},
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("events") / "l"
    with Ledger.create_or_open(path).write() as writer:
        writer.add_imported("one", tables("one", *EVENTS[:3]))
        writer.add_imported("two", tables("two", *EVENTS))
    return Ledger.open(path)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [0, 1, 2, 3]),
        ({"quads": 1}, [1]),
        ({"quads": [3, 4]}, [0, 2, 3]),
        ({"modes": "visit"}, [1]),
        ({"contexts": ["cbrn", "legal"]}, [3]),
        ({"said_by": "GBR"}, [1]),
        ({"said_by": "ada bell"}, [1]),
        ({"said_by": "Q1"}, [1]),
        ({"said_by": "none"}, [0, 2, 3]),
        ({"outlet": "the post"}, [0]),
        ({"country": "ukr"}, [2]),
        ({"place": "lviv"}, [2]),
        ({"min_confidence": 0.5}, [0, 1, 3]),
        ({"party": "RUS", "statuses": "occurred", "date_from": "2020-01-04"}, [1, 2]),
        ({"sort": "-date"}, [2, 1, 0, 3]),
        ({"sort": "articles", "limit": 2}, [1, 0]),
        ({"sort": "intensity", "limit": 1}, [2]),
        ({"sort": "confidence", "limit": 3}, [0, 1, 3]),
    ],
)
def test_filters(ledger, asked, numbers):
    wanted = [f"two:{n}" for n in numbers]
    assert [r["event_id"] for r in ledger.events(datasets="two", **asked)] == wanted
    frame = ledger.events_frame(datasets=["two"], **asked)
    assert frame.arrow["event_id"].to_pylist() == wanted


def test_records_are_whole(ledger):
    rows = ledger.sql("FROM events WHERE event_id = 'two:2'").to_pylist()
    actors = ledger.sql("FROM event_actors WHERE event_id = 'two:2' ORDER BY position").to_pylist()
    assert ledger.events(types="ASSAULT", datasets="two") == [record_of(rows[0], actors)]
    assert len(ledger.events()) == 7


def test_the_frame_has_lists_of_actors_and_no_packed_record(ledger, tmp_path):
    frame = ledger.events_frame(types="ASSAULT", datasets="one")
    [row] = frame.to_records()
    assert (
        row["recipient_key"] == ["UKR", "Q7184"]
        and row["recipient_country"] == ["UKR", None]
        and row["actor_name"] == ["RUS"]
    )
    assert "record" not in row and row["place_name"] == "Lviv"
    frame.write_csv(tmp_path / "events.csv")
    head, line = (tmp_path / "events.csv").read_text("utf-8").splitlines()
    assert '"UKR; Q7184"' in line and head.split(",")[0] == '"event_id"'
    assert frame.to_polars()["recipient_key"].to_list() == [["UKR", "Q7184"]]
    assert ledger.events_frame(types="AGREE").to_records() == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"quads": 5}, "quads: 5 is not known; there are 1"),
        ({"sort": "size"}, "sort: 'size'"),
        ({"statuses": "occured"}, "status: 'occured'"),
        ({"source": "GBR"}, "no filter 'source'; events are asked for by"),
        ({"search": '"'}, "search: "),
    ],
)
def test_a_senseless_filter_is_refused(ledger, asked, said):
    with pytest.raises(InputError, match=said):
        ledger.events(**asked)


def test_views_are_tables_to_a_reader(ledger):
    sources = ledger.arrow("event_sources").to_pylist()
    assert sources == [] and ledger.frame("redirects").to_records() == []
    assert ledger.frame("SELECT count(*) AS n FROM current_events WHERE dataset = ?", ["two"]).to_records() == [
        {"n": 3}
    ]
    with pytest.raises(InputError, match="no table 'dyad'"):
        ledger.frame("dyad")
