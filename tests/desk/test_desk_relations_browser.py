"""Overview, dyads, network, map, outlook and agreements in a browser: they open, fit, load their parts, obey the keys."""

import datetime as dt
import re

import pytest
from desk_world import world

from conftest import Served, serious
from dragoman.desk import desk
from dragoman.desk.dyad_chart import LEFT, RIGHT

PATHS = ("/", "/dyad", "/dyad/RUS/UKR", "/dyad/RUS/UKR?with=FRA,USA&unit=month", "/network", "/map", "/outlook",
         "/outlook/RUS/UKR", "/agreements")  # fmt: skip


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    with Served(desk(world(tmp_path_factory.mktemp("desk_world") / "world"), warm=False)) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_open_and_fit(tab, address, there, width):
    tab.set_viewport_size({"width": width, "height": 900})
    for base, paths in (
        (there, PATHS),
        (address, ("/", "/dyad/RUS/PRK", "/network?date_from=2012-01-01", "/map", "/outlook", "/agreements")),
    ):
        for path in paths:
            tab.goto(base + path)
            tab.wait_for_selector(".loading", state="detached")
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
            assert tab.locator("h1").count() == 1, path
            broken = "[...document.images].filter(i => i.complete && !i.naturalWidth).length"
            assert tab.evaluate(broken) == 0, path
    assert not tab.faults


def test_a_dyad_s_outlook_comes_after_it(tab, there, address):
    tab.goto(f"{there}/dyad/RUS/UKR")
    tab.wait_for_selector("#outlook .odds-list li")
    assert tab.locator("#outlook .odds-list li[data-row]").count() == 8
    tab.locator("#outlook summary").first.press("Enter")
    assert tab.locator("#outlook .reasons li").first.is_visible()
    tab.goto(f"{address}/dyad/RUS/PRK")  # whose ledger knows too little, and says so
    tab.wait_for_selector("#outlook #forecast")
    assert "Not enough is known" in tab.locator("#outlook").inner_text()


def test_a_stretch_is_drawn_over_a_chart(tab, there):
    tab.goto(f"{there}/dyad/RUS/UKR?date_from=2021-01-01&date_to=2021-12-31")
    image = tab.locator(".plot img").first.bounding_box()
    plot = tab.locator(".plot").first
    left, right = (float(plot.get_attribute(f"data-{side}")) for side in ("left", "right"))
    scale = image["width"] / tab.locator(".plot img").first.evaluate("i => i.naturalWidth")
    wide = image["width"] - (left + right) * scale
    begin, end = (image["x"] + left * scale + share * wide for share in (0.25, 0.5))
    tab.mouse.move(begin, image["y"] + 60)
    tab.mouse.down()
    tab.mouse.move(end, image["y"] + 60, steps=4)
    tab.mouse.up()
    tab.wait_for_url(re.compile("date_from=2021-0[34]"))
    days = {k: dt.date.fromisoformat(tab.locator(f"[name={k}]").input_value()) for k in ("date_from", "date_to")}
    assert (
        abs(days["date_from"] - dt.date(2021, 4, 2)).days <= 4 and abs(days["date_to"] - dt.date(2021, 7, 3)).days <= 4
    )


def test_the_plot_lies_where_the_script_takes_it_to_lie(tab, there):
    """Its lines begin and end where days are reckoned from."""
    tab.goto(
        f"{there}/chart/dyad.svg?first=RUS&second=UKR&unit=week&width=1000&date_from=2021-01-01&date_to=2021-12-31"
    )
    lines = "[...document.querySelectorAll('.role-axis-grid line')].map(l => l.getBoundingClientRect())"
    grid = tab.evaluate(f"{lines}.map(b => [b.left, b.right])")
    assert grid and all(abs(b[0] - LEFT) <= 1.5 and abs(b[1] - (1000 - RIGHT)) <= 1.5 for b in grid), grid[:2]


def test_rows_and_pictures_lead_on(tab, there):
    tab.goto(f"{there}/dyad")
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/dyad/\w+/\w+$"))
    tab.goto(f"{there}/network")
    tab.locator("svg a[href^='/actor/']").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile("/actor/"))
    tab.goto(f"{there}/map")
    tab.locator("svg a:has(.mark)").first.click(force=True)
    tab.wait_for_url(re.compile(r"/events\?.*place="))
    shown = int(tab.locator("h1").inner_text().split()[0].replace(",", ""))
    assert shown > 0


def test_a_pair_is_watched_by_keyboard(tab, own_ledger):
    with Served(desk(own_ledger, warm=False)) as address:
        tab.goto(f"{address}/outlook")
        tab.locator("input[name=first]").first.focus()
        tab.keyboard.type("PRK")
        tab.keyboard.press("Tab")
        tab.keyboard.type("RUS")
        tab.keyboard.press("Enter")
        tab.wait_for_selector("text=take off")
        tab.locator("button:has-text('take off')").press("Enter")
        tab.wait_for_selector("text=No pair is watched")
    assert not [fault for fault in tab.faults if "favicon" not in fault]


@pytest.mark.parametrize(("theme", "which"), [("light", slice(0, 3)), ("dark", slice(4, 6))])
def test_axe_finds_nothing_serious_about_relations(browser, there, axe, theme, which):
    assert not serious(browser, [there + path for path in PATHS[which]], axe, theme)


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page_of_relations(browser, there, axe, theme):
    assert not serious(browser, [there + path for path in PATHS], axe, theme)
