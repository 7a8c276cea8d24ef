"""Who is let in, and what browsers are told."""

import pytest
from starlette.testclient import TestClient

from dragoman.desk import desk
from dragoman.desk.security import MOST_BYTES, MOST_QUERY


@pytest.fixture(scope="module")
def locked(examples_ledger, coder):
    return desk(examples_ledger, token="open sesame", names=["127.0.0.1", "desk.example"], warm=False, coder=coder)


def fresh(app, host="http://127.0.0.1:8753"):
    return TestClient(app, base_url=host, follow_redirects=False)


def test_every_answer_forbids_what_pages_do_not_need(client):
    for path in ("/events", "/events.json", "/nothing", "/static/desk.css", "/chart/events.svg", "/events?quads=9"):
        headers = client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_load_nothing_from_elsewhere_and_hold_no_inline_code(client):
    for path in ("/events", "/read", "/actor/RUS", "/codebook"):
        page = client.get(path).text
        assert "<script>" not in page and " style=" not in page and "onclick" not in page and "javascript:" not in page
        assert all(src.startswith("/") for src in __import__("re").findall(r'(?:src|action)="([^"]*)"', page))


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "10.0.0.5", "", "[::1", "a b"]
)
def test_other_names_are_refused(app, host):
    assert fresh(app).get("/events", headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9999", "localhost:8753", "[::1]:8753"])
def test_own_names_are_known(app, host):
    assert fresh(app).get("/codebook", headers={"host": host}).status_code == 200


def test_a_token_opens(locked):
    client = fresh(locked)
    refused = client.get("/events")
    assert refused.status_code == 401 and "token" in refused.text
    assert client.get("/events?token=wrong").status_code == 401
    entered = client.get("/events?party=RUS&token=open%20sesame")
    assert entered.status_code == 303 and entered.headers["location"] == "/events?party=RUS"
    assert "HttpOnly" in entered.headers["set-cookie"] and "SameSite=lax" in entered.headers["set-cookie"]
    assert client.get("/events").status_code == 200  # by the cookie
    bearer = fresh(locked)
    assert bearer.get("/events.json", headers={"authorization": "Bearer open sesame"}).status_code == 200
    assert bearer.get("/events.json", headers={"authorization": "Bearer closed sesame"}).status_code == 401
    assert bearer.get("/static/desk.css").status_code == 200


def test_a_token_never_leads_elsewhere(locked):
    entered = fresh(locked).get("http://127.0.0.1:8753//evil.example/?token=open%20sesame")
    assert entered.status_code == 303 and entered.headers["location"].startswith("/evil.example/")


def test_with_a_token_addresses_in_figures_are_known_but_names_must_be_given(locked):
    bearer = {"authorization": "Bearer open sesame"}
    assert fresh(locked).get("/codebook", headers={"host": "192.168.1.7:8753", **bearer}).status_code == 200
    assert fresh(locked).get("/codebook", headers={"host": "desk.example", **bearer}).status_code == 200
    assert fresh(locked).get("/codebook", headers={"host": "evil.example", **bearer}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1:8753"}, 422), ({"sec-fetch-site": "same-origin"}, 422), ({}, 422),
        ({"origin": "http://evil.example"}, 403), ({"origin": "null"}, 403), ({"origin": "http://127.0.0.1:1"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403), ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://127.0.0.1:8753", "sec-fetch-site": "cross-site"}, 403), ({"origin": "http://[bad"}, 403),
    ],
)  # fmt: skip
def test_writing_comes_from_own_pages(app, headers, status):
    assert fresh(app).post("/read", data={"text": "Hm."}, headers=headers).status_code == status
    assert fresh(app).post("/read/keep", data={"text": "Hm."}, headers=headers).status_code == status


def test_what_comes_in_is_bounded(client):
    assert client.get("/events?search=" + "x" * MOST_QUERY).status_code == 414
    assert client.post("/read", content=b"text=" + b"x" * MOST_BYTES).status_code == 413
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/read", content=iter([b"text=" + b"x" * 2**20] * 3), headers=form).status_code == 413
    assert client.post("/read", headers={"content-length": "many"}).status_code in (400, 413)
    assert client.get("/events.json?limit=100001").status_code == 422


def test_the_ledger_cannot_be_changed_by_asking(client):
    before = client.get("/runs.json").json()["counts"]
    client.get("/events?party=x'; DROP TABLE events; --")
    client.get("/actor/x'; DELETE FROM events; --")
    assert client.get("/runs.json").json()["counts"] == before
