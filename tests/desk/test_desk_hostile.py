"""Hostile texts change nothing in the pages that show them."""

import re
from html.parser import HTMLParser

import pytest
from hostile_articles import ADDRESSES, HOSTILE, TITLES
from starlette.testclient import TestClient

from conftest import Served
from dragoman.articles import article_from_text
from dragoman.desk import desk
from dragoman.ledger import Ledger
from dragoman.records import Article

ALLOWED = {"/static/desk.js", "/static/relations.js"}
NEVER = {"iframe", "object", "embed", "style", "base", "video", "audio", "marquee", "math", "template"}


class Reader(HTMLParser):
    """Collects what could do harm in a page."""

    def __init__(self):
        super().__init__()
        self.faults = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in NEVER or (tag == "script" and given.get("src") not in ALLOWED):
            self.faults.append(tag)
        if tag == "meta" and "http-equiv" in given:
            self.faults.append(tag)
        for name, value in attributes:
            if name.startswith("on") or name in ("style", "formaction", "srcdoc"):
                self.faults.append(f"{tag} {name}")
            if name in ("href", "src", "action") and re.match(r"\s*(javascript|data|vbscript):", value or "", re.I):
                self.faults.append(f"{tag} {name}={value}")


def faults(page):
    reader = Reader()
    reader.feed(page)
    return reader.faults


@pytest.fixture(scope="module")
def hostile_ledger(tmp_path_factory, coder):
    path = tmp_path_factory.mktemp("hostile") / "ledger"
    with Ledger.create_or_open(path).write() as writer:
        for number, text in enumerate(HOSTILE):
            article = article_from_text(
                text, title=TITLES[number % 4], source="<b>Outlet</b>", url=ADDRESSES[number % 4] + str(number), byline="<i>x</i>",
                published="2023-05-08", licence="<u>x</u>", origin="<script>", record="\u202e",
            )  # fmt: skip
            assert isinstance(article, Article), text[:60]
            writer.add(coder.code_one(article))
    return path


@pytest.fixture(scope="module")
def hostile_app(hostile_ledger, coder):
    return desk(hostile_ledger, warm=False, coder=coder)


@pytest.fixture(scope="module")
def addresses(hostile_ledger):
    ledger = Ledger.open(hostile_ledger)
    articles = [f"/article/{a}" for a in ledger.arrow("articles")["article_id"].to_pylist()]
    events = ledger.events()
    assert len(articles) == 50 and len(events) >= 2  # fifty tellings of the same two happenings
    first = {e["mentions"][0]["article_id"]: f"/event/{e['event_id']}" for e in events}
    return [*articles, *first.values(), "/events?limit=200", "/search?q=fish", "/read", "/actor/NOR", "/runs",
            "/", "/dyad", "/dyad/NOR/DNK", "/network", "/map", "/outlook", "/agreements"]  # fmt: skip


def test_no_page_holds_their_code(hostile_app, addresses):
    client = TestClient(hostile_app, base_url="http://127.0.0.1")
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200 and not faults(page.text), (address, faults(page.text))


def test_texts_that_are_read_hold_no_code(hostile_app):
    client = TestClient(hostile_app, base_url="http://127.0.0.1")
    for number, text in list(enumerate(HOSTILE))[::4]:
        asked = {"text": text, "title": TITLES[number % 4], "source": "<b>", "published": "2023-05-08"}
        page = client.post("/read", data=asked)
        assert page.status_code == 200 and not faults(page.text), (text[:60], faults(page.text))


def test_other_forms_hold_them_as_they_are(hostile_app, addresses):
    client = TestClient(hostile_app, base_url="http://127.0.0.1")
    for address in addresses[:50]:
        data = client.get(f"{address}.json")
        assert data.headers["content-type"] == "application/json" and data.json()["article"]["text"]
    assert client.get("/events.atom").status_code == client.get("/events.feed.json").status_code == 200


@pytest.mark.parametrize("width", [1280, 390])
def test_no_script_runs_and_no_layout_breaks(hostile_app, addresses, tab, width):
    tab.set_viewport_size({"width": width, "height": 800})
    elsewhere = []
    tab.on("request", lambda r: None if r.url.startswith("http://127.0.0.1") else elsewhere.append(r.url))
    with Served(hostile_app) as served:
        for address in [*(addresses[:50] if width == 390 else addresses[:50:5]), *addresses[-5:]]:
            tab.goto(served + address, wait_until="domcontentloaded")
            seen = tab.evaluate("[window.hit === undefined, document.documentElement.scrollWidth, location.href]")
            assert seen[0] and seen[1] <= width and seen[2] == served + address, (address, seen)
    assert not elsewhere and not tab.faults
