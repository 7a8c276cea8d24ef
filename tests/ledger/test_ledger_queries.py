import datetime as dt
import threading

import pytest
from ledger_samples import KIM, NATO, PUTIN, SOMEBODY, coded, event

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger import Ledger
from dragoman.records import event_record, statement_record


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("ledger")
    made = [
        event(1, day="2024-06-19"),
        event(2, "possible", (NATO,), (PUTIN,), day="2024-06-20", event_type="THREATEN"),
        event(3, "planned", (KIM,), (PUTIN,), day=None),
        event(4, "denied", (PUTIN, KIM), (), day="2023-01-05", event_type="AGREE"),
        event(5, "ongoing", (SOMEBODY,), (KIM,), day="2024-07-01", event_type="ACCUSE"),
    ]
    with Ledger.create_or_open(path).write() as writer:
        for number, one in enumerate(made, 1):
            writer.add(coded(number, events=[one]))
    return Ledger.open(path)


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({}, [4, 1, 2, 5, 3]),
        ({"actor": "RUS"}, [4, 1]),
        ({"actor": "Vladimir putin"}, [4, 1]),
        ({"actor": "Q7184"}, [2]),
        ({"recipient": "RUS"}, [2, 3]),
        ({"actor": "PRK", "recipient": "RUS"}, [3]),
        ({"party": "PRK"}, [4, 1, 5, 3]),
        ({"between": ("RUS", "PRK")}, [4, 1, 3]),
        ({"between": ("PRK", "RUS")}, [4, 1, 3]),
        ({"between": ("nato", "RUS")}, [2]),
        ({"between": ("RUS", "RUS")}, [4]),
        ({"date_from": "2024-06-20"}, [2, 5]),
        ({"date_to": dt.date(2024, 6, 19)}, [4, 1]),
        ({"date_from": "2024-06-19", "date_to": "2024-06-20"}, [1, 2]),
        ({"types": "threaten"}, [2]),
        ({"types": ["AGREE", "ACCUSE"]}, [4, 5]),
        ({"types": []}, [4, 1, 2, 5, 3]),
        ({"statuses": ["occurred", "ongoing"]}, [1, 5]),
        ({"article_id": "a000002"}, [2]),
        ({"limit": 2}, [4, 1]),
        ({"limit": 0}, []),
        ({"actor": "FRA"}, []),
        ({"actor": "x' OR '1'='1"}, []),
    ],
)
def test_events(ledger, asked, numbers):
    assert [r["event_id"] for r in ledger.events(**asked)] == [f"e{n:06d}" for n in numbers]


@pytest.mark.parametrize("asked", [{"date_from": "June"}, {"statuses": "occured"}, {"limit": -1}])
def test_a_senseless_question_is_refused(ledger, asked):
    with pytest.raises(InputError, match=next(iter(asked)).removesuffix("es")):
        ledger.events(**asked)


def test_event_by_id_or_its_beginning(ledger):
    found, coded_so = ledger.event("e000001"), event_record(event(1, day="2024-06-19"))
    assert {k: found[k] for k in coded_so} == coded_so
    assert found["sources"]["outlets"] == ["The Example"] and found["disagreements"] is None
    assert ledger.event("e000002")["status"] == "possible"
    with pytest.raises(NotFoundError, match="several events begin"):
        ledger.event("e00000")
    for unknown in ("x", "", "%"):
        with pytest.raises(NotFoundError, match="no event"):
            ledger.event(unknown)


def test_article_and_its_sentences(ledger):
    assert ledger.article("a000001")["title"] == "Report 1"
    assert [s["index"] for s in ledger.sentences("a000001")] == [0, 1]
    with pytest.raises(NotFoundError, match="no article"):
        ledger.article("zzz")


def test_statements(ledger):
    assert ledger.statements(article_id="a000001") == [statement_record(coded(1).statements[0])]
    assert len(ledger.statements(source="NATO")) == len(ledger.statements(about="RUS", stances="doubts")) == 5
    assert ledger.statements(source="RUS") == [] and len(ledger.statements(limit=2)) == 2
    with pytest.raises(InputError, match="stance"):
        ledger.statements(stances="shouts")


def test_event_actors_tell_why(ledger):
    assert [(a["side"], a["name"], a["why"]) for a in ledger.event_actors("e000001")] == [
        ("actor", "Vladimir Putin", "roster: president"),
        ("recipient", "Kim Jong-un", "roster: leader"),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM events", "DROP TABLE events", "CREATE TABLE x (a INTEGER)", "UPDATE events SET status = 'x'",
        "COPY events TO '/tmp/dragoman-events.csv'", "ATTACH '/tmp/dragoman-x.duckdb'", "SET enable_external_access = true",
        "FROM read_text('/etc/hostname')", "FROM read_csv('/etc/passwd')", "FROM '/etc/passwd'", "SELEC", "", "FROM nothing",
        "INSTALL httpfs",
    ],
)  # fmt: skip
def test_sql_can_only_read_the_ledger(ledger, query):
    with pytest.raises(InputError, match="query"):
        ledger.sql(query)
    assert ledger.counts()["events"] == 5


def test_sql_and_arrow(ledger):
    found = ledger.sql("SELECT event_type, count(*) AS n FROM events WHERE status = ? GROUP BY ALL", ["occurred"])
    assert found.to_pylist() == [{"event_type": "CONSULT", "n": 1}]
    assert ledger.arrow("events").num_rows == 5
    with pytest.raises(InputError, match="no table 'event'"):
        ledger.arrow("event")


def test_threads_may_share_a_ledger(ledger):
    wrong = []

    def ask():
        for _ in range(20):
            if len(ledger.events(party="PRK")) != 4:
                wrong.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
