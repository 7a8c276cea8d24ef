"""Pages, their JSON and CSV, SQL and Python: all say the same."""

import csv
import datetime as dt
import html
import io
import re
from xml.etree import ElementTree

import pytest

from dragoman.desk.copying import filled
from dragoman.ledger import Ledger
from dragoman.ledger.facets import FACETS
from dragoman.ledger.orders import ORDERS


@pytest.fixture(scope="module")
def ledger(examples_ledger):
    return Ledger.open(examples_ledger)


@pytest.fixture(scope="module")
def paths(ledger):
    event = ledger.events(party="RUS")[0]
    run = ledger.runs()[0]["run_id"]
    return [
        "/events", "/events?party=RUS&statuses=occurred", f"/event/{event['event_id']}", "/actor/RUS", "/actor/Vladimir%20Putin",
        f"/article/{event['mentions'][0]['article_id']}", "/codebook", "/codebook/ASSAULT", "/codebook/042", "/codebook/visit",
        "/codebook/military", "/codebook/GOV", "/runs", f"/run/{run}", "/left-out", "/search", "/search?q=pact", "/read",
    ]  # fmt: skip


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.text)))


def with_suffix(path, suffix):
    path, mark, query = path.partition("?")
    return path + suffix + mark + query


def test_every_page_opens_in_three_forms(client, paths):
    for path in paths:
        page, data, table = (client.get(with_suffix(path, suffix)) for suffix in ("", ".json", ".csv"))
        assert [r.status_code for r in (page, data, table)] == [200] * 3, path
        assert page.text.startswith("<!doctype html>") and len(page.content) < 300_000, path
        assert len(rows_of(table)) == len(data.json()["rows"]), path
        assert data.json()["snapshot_sha256"], path


@pytest.mark.parametrize(
    "query",
    [
        "party=RUS", "actor=RUS&recipient=PRK", "between=RUS&between=PRK", "types=CONSULT&types=AGREE", "quads=4", "statuses=planned",
        "country=PER", "date_from=2024-01-01", "date_from=2018-01-01&date_to=2018-12-31", "said_by=none", "min_confidence=0.9",
        "search=pact", "contexts=military", "outlet=Dragoman+examples+%28wire%29", "datasets=dragoman",
    ],
)  # fmt: skip
def test_events_are_those_of_the_ledger(client, ledger, query):
    from urllib.parse import parse_qs

    asked = {k: v if len(v) > 1 or k in ("types", "quads", "statuses", "country", "contexts", "datasets") else v[0]
             for k, v in parse_qs(query).items()}  # fmt: skip
    for name, kind in (("quads", int), ("min_confidence", float)):
        if name in asked:
            asked[name] = [kind(v) for v in asked[name]] if isinstance(asked[name], list) else kind(asked[name])
    if "between" in asked:
        asked["between"] = tuple(asked["between"])
    expected = [e["event_id"] for e in ledger.events(sort="-date", **asked)]
    data = client.get(f"/events.json?limit=1000&{query}").json()
    table = rows_of(client.get(f"/events.csv?limit=1000&{query}"))
    assert expected and [r["event_id"] for r in data["rows"]] == expected == [r["event_id"] for r in table]
    assert data["total"] == len(expected)
    page = client.get(f"/events?limit=500&{query}").text
    assert page.count("<tr data-row>") == len(expected)
    assert f"<h1>{len(expected)} event" in page


def test_counts_are_those_of_sql(client, ledger):
    facets = client.get("/events.json?statuses=occurred").json()["facets"]
    sql = "SELECT event_type, count(*) AS n FROM events WHERE status = 'occurred' GROUP BY ALL"
    counted = {row["event_type"]: row["n"] for row in ledger.sql(sql).to_pylist()}
    assert {f["value"]: f["events"] for f in facets["types"]}.items() <= counted.items()
    assert max(counted.values()) == facets["types"][0]["events"]
    everyone = "SELECT count(DISTINCT event_id) AS n FROM event_actors WHERE side = 'actor' AND key = 'RUS'"
    both = f"{everyone} AND event_id IN (SELECT event_id FROM events WHERE status = 'occurred')"
    assert next(f for f in facets["actor"] if f["value"] == "RUS")["events"] == ledger.sql(both).to_pylist()[0]["n"]


@pytest.mark.parametrize("name", [f for f in FACETS if f != "year"])
def test_a_facet_says_how_many_events_its_filter_finds(ledger, name):
    for value in ledger.facets(name, limit=5, statuses=["occurred", "planned"])[name]:
        asked = int(value["value"]) if name == "quads" else value["value"]
        filters = {"statuses": ["occurred", "planned"], name: asked}
        if name == "statuses":
            filters = {"statuses": asked}
        assert ledger.count(**filters) == value["events"] == len(ledger.events(**filters)), value


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize("size", [7, 40])
def test_pages_part_all_events_both_ways(client, ledger, sort, size):
    whole = [e["event_id"] for e in ledger.events(sort=sort)]
    found, address, last = [], f"/events.json?sort={sort}&limit={size}", None
    while address:
        data = client.get(with_suffix(address, "") if ".json" in address else with_suffix(address, ".json")).json()
        found += [row["event_id"] for row in data["rows"]]
        last, address = data, data["next"]
    assert found == whole
    back = [row["event_id"] for row in last["rows"]]
    while last["previous"]:
        last = client.get(with_suffix(last["previous"], ".json")).json()
        back = [row["event_id"] for row in last["rows"]] + back
    assert back == whole


def test_what_is_copied_gives_the_same(client, ledger):
    query = "party=RUS&statuses=occurred&date_from=2018-01-01&quads=1&quads=3"
    page = client.get(f"/events?{query}").text
    rows = client.get(f"/events.json?{query}").json()["rows"]
    python, sql = map(html.unescape, re.findall(r'<pre tabindex="0">(.*?)</pre>', page, re.S)[:2])
    scope = {}
    exec(python.rsplit("\n", 1)[0] + "\nfound = " + python.rsplit("\n", 1)[1], scope)
    assert [e["event_id"] for e in scope["found"]] == [r["event_id"] for r in rows]
    assert [e["event_id"] for e in ledger.sql(sql).to_pylist()] == [r["event_id"] for r in rows]


def test_values_in_copied_sql_are_quoted():
    values = ["it's; DROP TABLE events --", ["a'b"], dt.date(2024, 6, 19), None, 3]
    assert filled("SELECT ?, ?, ?, ?, ?", values) == (
        "SELECT 'it''s; DROP TABLE events --', ['a''b'], DATE '2024-06-19', NULL, 3"
    )


def test_an_article_shows_its_text_with_events_in_place(client, ledger):
    article = ledger.search("defence pact")[0]["article_id"]
    page = client.get(f"/article/{article}").text
    events = ledger.events(article_id=article)
    for event in events:
        assert f'id="e{event["event_id"]}"' in page
        assert re.search(rf'class="m [^"]*trigger[^"]*" data-e="[^"]*{event["event_id"]}', page)
    data = client.get(f"/article/{article}.json").json()
    assert data["article"]["text"] == ledger.article(article)["text"]
    assert [s["statement_id"] for s in data["statements"]] == [
        s["statement_id"] for s in ledger.statements(article_id=article)
    ]
    assert len(data["revisions"]) == 1


def test_an_event_says_why(client, ledger):
    event = ledger.events(types="CONSULT", party="RUS")[0]
    data = client.get(f"/event/{event['event_id'][:9]}.json").json()
    assert data["event"] == event
    page = client.get(f"/event/{event['event_id']}").text
    for reason in event["mentions"][0]["why"].split("; "):
        assert reason.split("'")[0] in page


def test_an_actor_counts_as_sql_does(client, ledger):
    data = client.get("/actor/RUS.json").json()
    sql = """SELECT count(DISTINCT event_id) AS n FROM event_actors JOIN events USING (event_id)
             WHERE country = 'RUS' AND side = 'actor' AND status IN ('occurred', 'ongoing')"""
    assert sum(c["events"] for c in data["counts"] if c["side"] == "actor") == ledger.sql(sql).to_pylist()[0]["n"]
    korea = next(p for p in data["partners"] if p["key"] == "PRK")
    happened = ledger.events(between=("RUS", "PRK"), statuses=["occurred", "ongoing"])
    assert korea["events"] == korea["cooperation"] + korea["conflict"] >= len(happened) > 0


def test_feeds_hold_the_events(client, ledger):
    atom = client.get("/events.atom?party=RUS")
    entries = ElementTree.fromstring(atom.content).findall("{http://www.w3.org/2005/Atom}entry")
    feed = client.get("/events.feed.json?party=RUS").json()
    expected = {f"urn:dragoman:event:{e['event_id']}" for e in ledger.events(party="RUS")}
    assert {e.find("{http://www.w3.org/2005/Atom}id").text for e in entries} == expected
    assert {i["id"] for i in feed["items"]} == expected
    assert atom.headers["content-type"] == "application/atom+xml"


def test_charts_are_drawn_here(client):
    drawn = client.get("/chart/events.svg?party=RUS")
    assert drawn.headers["content-type"] == "image/svg+xml" and drawn.text.startswith("<svg")
    assert client.get("/chart/events.png?party=RUS&width=400").content.startswith(b"\x89PNG")
    assert client.get("/chart/events.svg?party=NOBODY").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/events?types=&party=", 200, "events"), ("/events?colour=red", 422, "colour"), ("/events?quads=9", 422, "quads"),
        ("/events?sort=size", 400, "size"), ("/events?statuses=maybe", 400, "maybe"), ("/events?between=RUS", 422, "two parties"),
        ("/events?after=nobody", 404, "nobody"), ("/event/zzz", 404, "zzz"), ("/actor/Nemo", 404, "Nemo"), ("/search?q=%22", 400, "names no word"),
        ("/codebook/DANCE", 404, "DANCE"), ("/run/none", 404, "none"), ("/nothing", 404, "no such page"), ("/article/zzz", 404, "zzz"),
    ],
)  # fmt: skip
def test_errors_say_what_was_wrong(client, path, status, said):
    page = client.get(path)
    assert page.status_code == status and said in page.text and "Traceback" not in page.text
    if status != 200:
        data = client.get(with_suffix(path, ".json"))
        assert data.status_code == status and data.json()["error"]


def test_an_empty_ledger_has_pages_too(tmp_path):
    from starlette.testclient import TestClient

    from dragoman.desk import desk

    Ledger.create_or_open(tmp_path / "empty")
    client = TestClient(desk(tmp_path / "empty", warm=False), base_url="http://127.0.0.1")
    for path in (
        "/events",
        "/runs",
        "/read",
        "/codebook",
        "/search?q=war",
        "/left-out",
        "/events.json",
        "/chart/events.svg",
    ):
        assert client.get(path).status_code == 200, path
    assert "holds no events yet" in client.get("/events").text
