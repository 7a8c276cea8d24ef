"""Overview, dyads, network, map, outlook, agreements: page, JSON, CSV, SQL and Python say the same."""

import csv
import html
import io
import re

import pytest
from desk_world import DAYS, FIRST, WAR, world
from starlette.testclient import TestClient

from dragoman.desk import desk
from dragoman.desk.dyad_chart import lanes
from dragoman.desk.dyads import DyadAsked, pair_asked, series_of
from dragoman.desk.network_layout import between, picture
from dragoman.desk.sparks import spark
from dragoman.desk.world import HEIGHT, WIDTH, disputed, outlines
from dragoman.ledger import Ledger
from dragoman.outlook import forecast, watched
from dragoman.relations import network

PAGES = (
    "/", "/?on=2021-06-30", "/dyad", "/dyad/RUS/UKR", "/dyad/RUS/UKR?unit=month&with=USA,FRA", "/dyad/RUS/UKR?date_from=2021-09-01",
    "/network", "/network?date_from=2021-03-01&date_to=2021-03-31", "/map", "/map?quads=4", "/outlook", "/outlook/odds",
    "/outlook/record", "/outlook/RUS/UKR", "/agreements", "/agreements?on=2021-06-01",
)  # fmt: skip
FEW = (
    "/",
    "/dyad",
    "/dyad/RUS/PRK",
    "/network",
    "/network?date_from=2012-01-01",
    "/map",
    "/outlook",
    "/outlook/odds",
    "/agreements",
)
HAPPENED = "status IN ('occurred', 'ongoing') AND dataset = 'made'"


@pytest.fixture(scope="module")
def world_ledger(tmp_path_factory):
    return Ledger.open(world(tmp_path_factory.mktemp("desk_world") / "world"))


@pytest.fixture(scope="module")
def world_client(world_ledger):
    return TestClient(desk(world_ledger.path, warm=False), base_url="http://127.0.0.1")


def one(ledger, query, *values):
    return ledger.frame(query, list(values)).to_records()[0]


def table(response):
    return list(csv.DictReader(io.StringIO(response.text)))


def with_suffix(path, suffix):
    path, mark, query = path.partition("?")
    return ("/overview" if path == "/" else path) + suffix + mark + query


def test_every_page_opens_in_three_forms(client, world_client):
    for asked in (client, world_client):
        for path in PAGES if asked is world_client else FEW:
            page = asked.get(path)
            data, rows = (asked.get(with_suffix(path, suffix)) for suffix in (".json", ".csv"))
            assert [r.status_code for r in (page, data, rows)] == [200] * 3, path
            assert len(page.content) < 300_000 and len(table(rows)) == len(data.json()["rows"]), path


def test_what_is_copied_does_what_it_says(world_client, world_ledger):
    for path in PAGES:
        for snippet in re.findall(
            r"<summary>Copy as (Python|SQL)</summary>.*?<pre[^>]*>(.*?)</pre>", world_client.get(path).text, re.S
        ):
            code = html.unescape(snippet[1])
            if snippet[0] == "SQL":
                assert world_ledger.sql(code).num_columns > 1, path
            elif "odds" not in path and "outlook" not in path:
                exec(code, {})


def test_overview_counts_what_sql_counts(world_client, world_ledger):
    data = world_client.get("/overview.json?on=2021-10-15").json()
    assert data["datasets"] == ["made"]  # the larger of the two; they are not added up
    week = one(
        world_ledger, "SELECT count(*) AS n, count(*) FILTER (quad_code = 4) AS deeds FROM events "
        f"WHERE {HAPPENED} AND date_start BETWEEN '2021-10-09' AND '2021-10-15'"
    )  # fmt: skip
    assert (data["week"]["events"], data["week"]["by_quad"]["4"]) == (week["n"], week["deeds"])
    first = data["active"][0]
    pair = one(
        world_ledger, f"SELECT count(*) AS n FROM dyad_events WHERE first AND {HAPPENED} AND least(source, target) = ? "
        "AND greatest(source, target) = ?", first["one"], first["other"],
    )  # fmt: skip
    assert first["events"] == pair["n"] == first["cooperation"] + first["conflict"]
    lacking = one(world_ledger, "SELECT count(*) AS n FROM events WHERE dataset = 'made' AND place_country IS NULL")
    assert data["quality"]["unplaced"] == lacking["n"] > 0
    assert all(row["date_start"] <= "2021-10-15" for row in data["rows"])


def test_overview_says_what_changed_when_war_begins(world_client):
    begun = world_client.get(
        "/overview.json", params={"on": str(FIRST.fromordinal(FIRST.toordinal() + WAR + 6))}
    ).json()
    changed = begun["week"]["changed"][0]
    assert {changed["one"], changed["other"]} == {"RUS", "UKR"} and not changed["friendly"]
    assert changed["now"] > 5 * changed["usual"]


def test_overview_of_few_reports_makes_no_comparison(client):
    page, data = client.get("/").text, client.get("/overview.json").json()
    assert not data["week"]["before"] and data["week"]["changed"] == []
    assert "nothing to compare this week with" in page


def test_an_empty_ledger_is_shown_kindly(tmp_path):
    with Ledger.create_or_open(tmp_path / "new").write():
        pass
    asked = TestClient(desk(tmp_path / "new", warm=False), base_url="http://127.0.0.1")
    for path in ("/", "/dyad", "/network", "/map", "/agreements", "/outlook"):
        assert asked.get(path).status_code == 200, path
    for chart in ("network", "map", "calibration"):
        assert asked.get(f"/chart/{chart}.png").status_code in (200, 400), chart
    assert "holds no events yet" in asked.get("/").text
    assert asked.get("/dyad/RUS/UKR").status_code == 400


def test_a_dyad_is_its_panel(world_client, world_ledger):
    data = world_client.get("/dyad/RUS/UKR.json?unit=month&date_from=2021-02-01&date_to=2021-11-30").json()
    panel = world_ledger.panel(
        "dyad_month", pairs=[("RUS", "UKR")], datasets="made", date_from="2021-02-01", date_to="2021-11-30"
    ).to_records()
    kinds = ("events", "verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
    told = {(r["source"], r["period"]): [r[k] for k in kinds] for r in data["rows"]}
    assert told == {(r["source"], str(r["period"])): [r[k] for k in kinds] for r in panel}
    assert data["forth"]["events"] == sum(r["events"] for r in panel if r["source"] == "RUS")
    turned = world_client.get("/dyad/RUS/UKR.json?unit=week").json()["turning_points"]["points"]
    war = FIRST.toordinal() + WAR
    assert any(
        p["measure"] == "conflict" and abs(FIRST.fromisoformat(p["date"]).toordinal() - war) <= 7 for p in turned
    )


def test_two_dyads_stand_beside_each_other(world_client):
    data = world_client.get("/dyad/RUS/UKR.json?with=FRA,USA").json()
    assert data["beside"]["first"]["key"] == "FRA" and data["beside"]["date_from"] == data["date_from"]
    assert {(r["source"], r["target"]) for r in data["rows"]} == {
        ("RUS", "UKR"),
        ("UKR", "RUS"),
        ("FRA", "USA"),
        ("USA", "FRA"),
    }


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/dyad/RUS/UKR?with=USA", 400, "USA,CHN"), ("/dyad/RUS/Atlantis", 404, "Atlantis"), ("/dyad/RUS/UKR?unit=hour", 422, "unit"),
        ("/dyad/RUS/UKR?unit=day&date_from=1990-01-01", 400, "ask for longer periods"), ("/network?actors=1", 422, "actors"),
        ("/dyad/RUS/UKR?date_from=2022-01-01&date_to=2021-01-01", 400, "before"), ("/map?quads=5", 422, "quads"),
        ("/?datasets=nobody", 400, "nobody"), ("/outlook/RUS/RUS", 400, "same actor"), ("/outlook?horizon=900", 422, "horizon"),
        ("/agreements?kinds=marriage", 400, "marriage"), ("/network?date_from=0001-01-01", 422, "date_from"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(world_client, path, status, words):
    answer = world_client.get(path)
    assert answer.status_code == status and words in html.unescape(answer.text)


def test_the_form_leads_to_the_pair(client):
    answer = client.get("/dyad?first=Kim+Jong-un&second=rus", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dyad/PRK/RUS")


def test_bars_of_a_dyad_are_its_counts(world_client, world_ledger):
    made = desk(world_ledger.path, warm=False).state.desk.shelf.opened()

    class At:
        book, answers = made.book, made.answers

    pair = pair_asked(At, "RUS", "UKR", DyadAsked.model_validate({"unit": "month"}))
    told = series_of(At, pair)
    spec = lanes(pair, told, (), "light")
    bars = spec["layer"][1]["data"]["values"]
    height = sum(abs(bar["high"] - bar["low"]) for bar in bars)
    assert height == pytest.approx(sum(s.events[n] for s in (told.forth, told.back) for n in range(len(s.periods))))
    svg = world_client.get("/chart/dyad.svg?first=RUS&second=UKR&turns=1").text
    assert svg.startswith("<svg") and "Russia → Ukraine" in svg and "Ukraine → Russia" in svg


@pytest.mark.parametrize("chart", ["dyad?first=RUS&second=UKR", "network?actors=5", "map?quads=4", "calibration"])
def test_charts_can_be_taken_along(world_client, chart):
    path, mark, query = chart.partition("?")
    assert world_client.get(f"/chart/{path}.svg{mark}{query}").text.startswith("<svg")
    assert world_client.get(f"/chart/{path}.png{mark}{query}").content.startswith(b"\x89PNG")


def test_the_network_is_what_is_between_actors(world_client, world_ledger):
    data = world_client.get("/network.json?date_from=2021-03-01&date_to=2021-06-30").json()
    assert len(data["rows"]) == 28 and {n["key"] for n in data["actors_found"]} == {
        "RUS",
        "UKR",
        "USA",
        "CHN",
        "FRA",
        "DEU",
        "IRN",
        "ISR",
    }
    counts = world_ledger.frame(
        f"SELECT least(source, target) AS one, greatest(source, target) AS other, count(*) AS n FROM dyad_events WHERE first AND {HAPPENED} "
        "AND date_start BETWEEN '2021-03-01' AND '2021-06-30' GROUP BY ALL"
    ).to_records()  # fmt: skip
    assert {(r["one"], r["other"]): r["events"] for r in data["rows"]} == {
        (r["one"], r["other"]): r["n"] for r in counts
    }


def test_a_network_looks_the_same_each_time(world_ledger):
    found = network(world_ledger, datasets="made")
    ties = between(world_ledger, found, ["made"])
    first, again = (picture(found, ties, 6, 10) for _ in range(2))
    assert first.places == again.places and len(first.ties) == 10 == len(ties) - first.left_out[1]
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in first.places.values()) and len(set(first.places.values())) == 6
    assert {key for tie in first.ties for key in (tie.one, tie.other)} <= set(first.places)


def test_the_map_marks_no_finer_than_is_known(world_client, world_ledger):
    data, page = world_client.get("/map.json").json(), world_client.get("/map").text
    counts = world_ledger.frame(
        f"SELECT place_country AS country, count(*) AS n FROM events WHERE {HAPPENED} GROUP BY ALL"
    ).to_records()
    told = {r["country"]: r["events"] for r in data["rows"]} | {None: data["without_country"]}
    assert told == {r["country"]: r["n"] for r in counts}
    assert {p["name"] for p in data["places"]} == {"Kharkiv", "Bavaria", "Sevastopol"}  # no country is a pin
    assert page.count('<circle class="mark') == 3 and page.count(" hollow") >= 1
    assert page.count('class="land small') == 1  # Singapore has no outline


def test_outlines_lie_in_the_picture_and_disputes_are_known():
    points = [point for o in (*outlines(), *disputed()) for ring in o.rings for point in ring]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points) and len(points) > 8000
    assert {"Crimea", "Kashmir", "Western Sahara", "Kosovo"} <= {d.name for d in disputed()}
    assert all(len(code) == 3 and code.isupper() for d in disputed() for code in d.parties)


def test_odds_are_those_of_the_outlook(world_client, world_ledger):
    made = forecast(world_ledger, "RUS", "UKR", datasets="made")
    data = world_client.get("/outlook/RUS/UKR.json").json()
    assert data["method"] == made.method and made.classes
    assert [c["probability"] for c in data["forth"]] == [pytest.approx(c.probability) for c in made.forth]
    rows = world_client.get("/outlook/odds.json").json()["rows"]
    told = {(r["source"], r["target"], r["class"]): r["probability"] for r in rows}
    assert told["RUS", "UKR", "material conflict"] == pytest.approx(
        next(c.probability for c in made.forth if c.cls == "material conflict")
    )
    assert "Track record" in world_client.get("/outlook/RUS/UKR").text or made.skill is None


def test_refusals_say_why(client):
    page, data = client.get("/outlook/odds").text, client.get("/outlook/odds.json").json()
    assert data["refused"] and data["rows"] == [] and "does not know enough yet" in page and "--on" not in page
    assert "Not enough is known for odds" in client.get("/outlook/RUS/PRK").text


def test_pairs_are_watched_and_no_longer(own_ledger):
    asked, ledger = TestClient(desk(own_ledger, warm=False), base_url="http://127.0.0.1"), Ledger.open(own_ledger)
    assert asked.post("/outlook/watch", data={"first": "PRK", "second": "RUS"}).status_code == 200
    assert [w.pair for w in watched(ledger)] == [("PRK", "RUS")]
    assert "No longer watch North Korea and Russia" in asked.get("/outlook").text
    refused = asked.post("/outlook/watch", data={"first": "Atlantis", "second": "RUS"})
    assert refused.status_code == 422 and "Atlantis" in refused.text
    away = asked.post(
        "/outlook/unwatch", data={"first": "PRK", "second": "RUS"}, headers={"Origin": "http://elsewhere.example"}
    )
    assert away.status_code == 403 and len(watched(ledger)) == 1
    asked.post("/outlook/unwatch", data={"first": "PRK", "second": "RUS"})
    assert watched(ledger) == []


def test_agreements_are_told_with_their_steps(client):
    data = client.get("/agreements.json?first=RUS&second=PRK").json()
    pact = next(a for a in data["agreements"] if a["kind"] == "defence")
    assert pact["state"] == "signed" and {"RUS", "PRK"} <= set(pact["members"])
    bound = client.get("/agreements.json?on=2024-07-01").json()["bonds"]
    assert {"PRK", "RUS"} in [{b["one"], b["other"]} for b in bound]
    before = client.get("/agreements.json?on=2020-01-01").json()["bonds"]
    assert {"PRK", "RUS"} not in [{b["one"], b["other"]} for b in before]


def test_sparks_hold_their_counts():
    made = spark([0, 4, 2], [1, 0, 0], width=30, height=20)
    assert [(down, tall) for _, _, _, tall, down in made.bars] == [(True, 2.5), (False, 10.0), (False, 5.0)]
    assert all(top >= 0 and top + tall <= 20 for _, _, top, tall, _ in made.bars)
    assert spark([], []).bars == [] and DAYS > WAR
