"""The desk in a browser: opens, works by keyboard, shows the API's figures, and is fit for all."""

import re

import pytest

from conftest import serious
from dragoman.ledger import Ledger

WIDTHS = (1280, 390)
FIRST_PAINT = 500  # milliseconds on loopback
PAINTED = """() => new Promise(told => new PerformanceObserver(list => {
    const entry = list.getEntriesByName("first-contentful-paint")[0];
    if (entry) told(entry.startTime);
}).observe({type: "paint", buffered: true}))"""


@pytest.fixture(scope="module")
def ledger(examples_ledger):
    return Ledger.open(examples_ledger)


@pytest.fixture(scope="module")
def paths(ledger):
    event = ledger.events(party="RUS")[0]
    article = event["mentions"][0]["article_id"]
    run = ledger.runs()[0]["run_id"]
    return ["/events", "/events?party=RUS", f"/event/{event['event_id']}", f"/article/{article}", "/actor/RUS", "/codebook",
            "/codebook/ASSAULT", "/runs", f"/run/{run}", "/left-out", "/search?q=pact", "/read", "/events?types=NONE", "/nothing"]  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_open_fit_and_paint_soon(tab, address, paths, width):
    tab.set_viewport_size({"width": width, "height": 900})
    for path in paths:
        tab.goto(address + path)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert tab.locator("h1").count() == 1, path
    faults = [f for f in tab.faults if "404" not in f]
    assert not faults
    assert min(first_paint(tab, address + "/events") for _ in range(5)) < FIRST_PAINT


def first_paint(tab, url):
    tab.goto(url)
    return tab.evaluate(PAINTED)


def test_figures_are_those_of_the_api(tab, address, client):
    for query in ("", "?party=RUS", "?quads=4&statuses=occurred"):
        tab.goto(f"{address}/events{query}")
        data = client.get(f"/events.json{query}").json()
        assert tab.locator("h1").inner_text().split()[0] == str(data["total"])
        assert tab.locator("tr[data-row]").count() == len(data["rows"])
        for name, title in (("types", "Type"), ("statuses", "Status"), ("actor", "Who acts")):
            shown = tab.locator(f".facet:has(h2:text-is('{title}')) li .num").all_inner_texts()
            assert shown == [str(f["events"]) for f in data["facets"][name]], (query, name)


def test_it_works_by_keyboard(tab, address):
    tab.goto(f"{address}/events")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    for _ in range(3):
        tab.keyboard.press("j")
    tab.keyboard.press("k")
    assert tab.locator("tr.here").count() == 1 and tab.locator("tr.here").evaluate("r => r.rowIndex") == 2
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("/event/"))
    tab.keyboard.press("?")
    assert tab.locator("#keys").evaluate("d => d.open")
    tab.keyboard.press("Escape")
    assert not tab.locator("#keys").evaluate("d => d.open")
    tab.keyboard.press("/")
    tab.keyboard.type("pact")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/search\?q=pact"))
    assert tab.locator("mark").count() >= 4
    tab.goto(f"{address}/events?limit=10")
    tab.keyboard.press("n")
    tab.wait_for_url(re.compile("after="))
    tab.keyboard.press("p")
    tab.wait_for_url(re.compile("before="))


def test_focus_can_be_seen(tab, address):
    tab.goto(f"{address}/events")
    for _ in range(12):
        tab.keyboard.press("Tab")
        width = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert width != "none", tab.evaluate("document.activeElement.outerHTML")


def test_words_and_cards_light_up_together(tab, address, ledger):
    article = ledger.search("defence pact")[0]["article_id"]
    tab.goto(f"{address}/article/{article}")
    word = tab.locator("a.m.trigger").first
    event = word.get_attribute("data-e").split()[0]
    word.hover()
    card = tab.locator(f"#e{event}")
    assert "lit" in card.get_attribute("class")
    tab.locator("h1").hover()
    assert "lit" not in card.get_attribute("class")
    card.locator("h3 a").focus()
    assert "lit" in word.get_attribute("class")


def test_a_text_is_pasted_read_and_marked(tab, address):
    tab.goto(f"{address}/read")
    tab.fill("textarea", "Envoys meet\n\nThe president of Kenya met the president of Uganda in Nairobi on Friday.")
    tab.fill("input[name=published]", "2023-06-02")
    tab.get_by_role("button", name="Read", exact=True).click()
    tab.wait_for_selector(".card")
    assert "met" in tab.locator("a.m.trigger").all_inner_texts()
    assert tab.locator(".card .who").count() >= 2
    assert tab.get_by_role("button", name="Put into the ledger").is_visible()


def test_the_theme_is_kept(tab, address):
    tab.goto(f"{address}/events")
    light = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    tab.keyboard.press("t")
    tab.wait_for_selector("html[data-theme=dark]")
    tab.goto(f"{address}/runs")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_it_works_without_script(browser, address):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{address}/events?party=RUS")
    tab.locator("tr[data-row] td.date a").first.click()
    assert "/event/" in tab.url
    tab.fill("#find", "pact")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/search\?q=pact"))
    assert tab.locator("mark").count() >= 4
    context.close()


@pytest.mark.parametrize(("theme", "which"), [("light", slice(2, 5)), ("dark", slice(1, 2))])
def test_axe_finds_nothing_serious(browser, address, paths, axe, theme, which):
    assert not serious(browser, [address + path for path in paths[which]], axe, theme)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser, address, paths, axe, theme):
    assert not serious(browser, [address + path for path in paths], axe, theme)
