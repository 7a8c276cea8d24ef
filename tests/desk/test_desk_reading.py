"""Texts coded while their reader waits, and put into the ledger."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from dragoman.desk import desk
from dragoman.desk.marking import Mark, marked
from dragoman.ledger import Ledger

TEXT = (
    "Ministers meet in Lisbon\n\nThe Portuguese foreign minister met his Spanish counterpart in Lisbon on Tuesday. "
    "Spain accused Morocco of blocking trucks at the border, and police in Rabat arrested 14 protesters."
)
ASKED = {"text": TEXT, "published": "2022-03-09", "source": "Lisbon Courier"}


@pytest.fixture
def own(own_ledger, coder):
    return TestClient(desk(own_ledger, warm=False, coder=coder), base_url="http://127.0.0.1", follow_redirects=False)


def test_a_text_is_read(client):
    data = client.post("/read.json", data=ASKED).json()
    assert {e["event_type"] for e in data["events"]} >= {"CONSULT", "ACCUSE"}
    assert data["article"]["title"] == "Ministers meet in Lisbon"
    page = client.post("/read", data=ASKED).text
    for event in data["events"]:
        assert f'id="e{event["event_id"]}"' in page and event["mentions"][0]["trigger"]["text"] in page
    assert client.get("/runs.json").json()["counts"]["articles"] == 12  # nothing was stored


def test_a_file_is_read(client):
    page = client.post(
        "/read", files={"file": ("report.html", f"<html><body><article><p>{TEXT}</p></article></body></html>")}
    )
    assert page.status_code == 200 and "Morocco" in page.text
    two = b'{"text": "One text of more than five words."}\n{"text": "Another text of more than five words."}'
    assert "several documents" in client.post("/read", files={"file": ("two.jsonl", two)}).text


def test_what_cannot_be_read_says_why_and_keeps_the_text(client):
    for asked, why in (({"text": "Too short."}, "too-short"), ({"text": TEXT, "published": "yesterday"}, "422"),
                       ({"text": ""}, "empty"), ({"text": "word " * 20_000}, "too many")):  # fmt: skip
        answer = client.post("/read", data=asked)
        assert answer.status_code == 422 and (why in answer.text or why == "422")
    assert "Too short." in client.post("/read", data={"text": "Too short."}).text


def test_an_article_of_the_ledger_is_read_anew(client, examples_ledger):
    article = Ledger.open(examples_ledger).search("defence pact")[0]["article_id"]
    data = client.get(f"/read.json?article={article}").json()
    stored = client.get(f"/article/{article}.json").json()
    assert [e["event_type"] for e in data["events"]] and len(data["events"]) == len(stored["events"])


def test_a_text_is_put_into_the_ledger_and_seen_at_once(own, own_ledger):
    answer = own.post("/read/keep", data=ASKED)
    assert answer.status_code == 303
    page = own.get(answer.headers["location"])
    assert page.status_code == 200 and "Lisbon Courier" in page.text
    assert own.get("/runs.json").json()["counts"]["articles"] == 13
    assert own.post("/read/keep", data=ASKED).headers["location"] == answer.headers["location"]
    assert own.get("/runs.json").json()["counts"]["articles"] == 13  # once
    run = Ledger.open(own_ledger).runs()[-1]
    assert run["command"].startswith("dragoman serve") and run["versions"]["dragoman"]


def test_a_ledger_that_is_being_written_is_said_to_be(own, own_ledger):
    with Ledger.open(own_ledger).write():
        answer = own.post("/read/keep", data=ASKED)
        assert (
            answer.status_code == 409
            and "being written" in answer.text
            and "Portuguese foreign minister" in answer.text
        )
        assert own.get("/events").status_code == 200


def test_readers_go_on_while_it_is_written(own, own_ledger, coder):
    from dragoman.articles import article_from_text

    with Ledger.open(own_ledger).write() as writer:
        writer.add(coder.code_one(article_from_text(TEXT)))
        assert own.get("/runs.json").json()["counts"]["articles"] == 12
    own.app.state.desk.shelf.catch_up()
    assert own.get("/runs.json").json()["counts"]["articles"] == 13


def test_six_hundred_words_take_less_than_a_second(client):
    words = " ".join([TEXT.split("\n\n")[1]] * 20).split()[:600]
    text = "Ministers meet in Lisbon\n\n" + " ".join(words)
    spent = []
    for _ in range(3):
        begun, clock = time.process_time(), time.perf_counter()
        assert client.post("/read", data={"text": text}).status_code == 200
        spent.append(min(time.process_time() - begun, time.perf_counter() - clock))
    assert min(spent) < 1


@given(
    st.text(max_size=80),
    st.lists(
        st.tuples(
            st.integers(-5, 90), st.integers(-5, 90), st.sampled_from(["trigger", "actor", "recipient", "quote"])
        ),
        max_size=8,
    ),
)
def test_marks_never_change_the_text(text, spans):
    marks = [Mark(min(a, b), max(a, b), kind, f"e{n}", 1) for n, (a, b, kind) in enumerate(spans)]
    sentences = [{"start": place, "index": n} for n, place in enumerate(range(0, len(text), 7))]
    for block in marked(text, [{"start": 0, "end": len(text), "kind": "paragraph"}], marks, sentences):
        assert "".join(s.text for s in block.segments) == text
        assert [s.anchor for s in block.segments if s.anchor] == [f"s{s['index']}" for s in sentences]
