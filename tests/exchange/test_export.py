"""What an export writes, leaves out, and takes along."""

import csv
import hashlib
import json
import sys
from pathlib import Path

import duckdb
import networkx as nx
import pytest
from export_samples import many_event_ledger

sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))
from ledger_samples import KIM, NATO, PUTIN, coded, event

from dragoman.cli.app import app
from dragoman.datafiles import read_csv
from dragoman.errors import InputError
from dragoman.exchange.contracts import GDELT, GDELT_MENTIONS, ICEWS, POLECAT
from dragoman.exchange.exporting import Filters, export, load_forms
from dragoman.exchange.exporting.forms import data_folder
from dragoman.exchange.exporting.page import described
from dragoman.exchange.exporting.session import Session
from dragoman.exchange.importing.lookups import connect
from dragoman.ledger import Ledger

WORDS = ("harvest", "treaty", "strike", "border", "election", "summit")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Five events: occurred, possible, planned without a date, denied, and ongoing among three."""
    path = tmp_path_factory.mktemp("ledger")
    made = [
        event(1, day="2024-06-19"),
        event(2, "possible", (NATO,), (PUTIN,), day="2024-09-20", event_type="THREATEN"),
        event(3, "planned", (KIM,), (PUTIN,), day=None, event_type="AID"),
        event(4, "denied", (PUTIN, KIM), (), day="2023-01-05", event_type="AGREE"),
        event(5, "ongoing", (PUTIN, KIM, NATO), (), day="2024-12-02", event_type="COOPERATE"),
    ]
    with Ledger.create_or_open(path).write() as writer:
        for number, one in enumerate(made, 1):
            text = f"{WORDS[number]} " * (40 * number)
            writer.add(coded(number, text, events=[one]))
    return Ledger.open(path)


def rows(path, delimiter="\t"):
    with path.open(encoding="utf-8", newline="") as file:
        return list(
            csv.reader(file, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL)
        )


def table(path, delimiter="\t"):
    header, *found = rows(path, delimiter)
    return [dict(zip(header, row, strict=True)) for row in found]


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def test_polecat_one_file_a_week_as_its_readers_know_it(ledger, tmp_path):
    done = export(ledger, "polecat", tmp_path / "out")
    assert sorted(done.rows) == [f"ngecEvents.{day}000000.Release0.1.0.DV.txt" for day in ("20240617", "20241202")]
    header, *found = rows(tmp_path / "out" / "ngecEvents.20241202000000.Release0.1.0.DV.txt")
    assert tuple(header) == POLECAT
    (row,) = (dict(zip(header, r, strict=True)) for r in found)
    wanted = {
        "Event Date": "2024-12-02", "Quad Code": "MATERIAL COOPERATION", "Actor Country": "RUS; PRK; None", "Actor COW": "365; 731; None",
        "Actor Name": "Vladimir Putin; Kim Jong-un; NATO", "Recipient Name": "None", "Feature Type": "PPL", "Version": "dragoman 0.1.0",
    }  # fmt: skip
    assert {k: row[k] for k in wanted} == wanted


def test_what_is_left_out_is_counted_by_reason(ledger, tmp_path):
    done = export(ledger, "polecat", tmp_path / "out")
    assert (done.matching, done.events) == (5, 2)
    assert {one.reason: one.events for one in done.left_out} == {"planned": 1, "possible": 1, "denied": 1}
    told = manifest(tmp_path / "out")
    assert (told["matching"], told["events"], len(told["left_out"])) == (5, 2, 3)
    both = export(ledger, "csv", tmp_path / "all", Filters(statuses=["occurred", "planned", "ongoing"]))
    assert both.events == 3
    gdelt = export(ledger, "gdelt", tmp_path / "gdelt", Filters(statuses="planned"))
    assert [(one.reason, one.events) for one in gdelt.left_out] == [("planned", 1)]


def test_gdelt_has_no_header_and_every_two_parties_a_row(ledger, tmp_path):
    export(ledger, "gdelt", tmp_path / "out")
    found = [dict(zip(GDELT, row, strict=True)) for row in rows(tmp_path / "out" / "events.export.CSV")]
    assert [(r["SQLDATE"], r["Actor1CountryCode"], r["Actor2CountryCode"]) for r in found] == [
        ("20240619", "RUS", "PRK"), ("20241202", "RUS", "PRK"), ("20241202", "RUS", ""), ("20241202", "PRK", ""),
    ]  # fmt: skip
    first = found[0]
    wanted = {"EventCode": "042", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.9", "ActionGeo_CountryCode": "KN",
              "ActionGeo_Type": "4", "FractionDate": "2024.5452", "Actor1Code": "RUSGOV", "SOURCEURL": "https://example.org/1"}  # fmt: skip
    assert {k: first[k] for k in wanted} == wanted
    ids = table(tmp_path / "out" / "event_ids.csv", ",")
    assert [i["number"] for i in ids] == [r["GLOBALEVENTID"] for r in found]
    assert [(i["event_id"], i["pair_count"]) for i in ids] == [("e000001", "1")] + [("e000005", "3")] * 3
    mentions = [dict(zip(GDELT_MENTIONS, row, strict=True)) for row in rows(tmp_path / "out" / "events.mentions.CSV")]
    assert (mentions[0]["GLOBALEVENTID"], mentions[0]["SentenceID"], mentions[0]["ActionCharOffset"]) == (
        first["GLOBALEVENTID"],
        "1",
        "6",
    )


def test_numbers_are_the_same_in_every_export(ledger, tmp_path):
    export(ledger, "gdelt", tmp_path / "one")
    export(ledger, "gdelt", tmp_path / "two", Filters(party="NATO"))
    one, two = (
        {
            (r["event_id"], r["position_1"], r["position_2"]): r["number"]
            for r in table(tmp_path / n / "event_ids.csv", ",")
        }
        for n in ("one", "two")
    )
    assert two and all(one[key] == number for key, number in two.items())


def test_icews_has_numbers_that_fit_32_bits(ledger, tmp_path):
    export(ledger, "icews", tmp_path / "out")
    header, *found = rows(tmp_path / "out" / "events.tab")
    assert tuple(header) == ICEWS
    assert all(0 < int(row[0]) < 2**31 for row in found) and len(found) == 4


def test_numbers_never_meet_however_few_bits_they_have(tmp_path):
    many = many_event_ledger(tmp_path / "many", 300)
    session = Session(many.session())
    session.choose(Filters().query(), ())
    session.pair("", 9)
    numbers = [r["number"] for r in session.rows("FROM numbers")]
    assert len(set(numbers)) == len(numbers) == 300 and max(numbers) < 2**9
    session.close()


def test_geojson_has_no_pin_for_a_country(tmp_path):
    many = many_event_ledger(tmp_path / "many", 300)
    done = export(many, "geojson", tmp_path / "events.geojson")
    found = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))
    assert {f["properties"]["place_precision"] for f in found["features"]} == {"city"}
    assert {tuple(f["geometry"]["coordinates"]) for f in found["features"]} == {(125.75, 39.03), (2.35, 48.85)}
    left = {one.reason: one.events for one in done.left_out}
    assert left["no_point"] > 0 and done.events == len(found["features"]) == 300 - sum(left.values())


def test_gexf_is_a_network_of_countries_and_identities(ledger, tmp_path):
    export(ledger, "gexf", tmp_path / "network.gexf")
    graph = nx.read_gexf(tmp_path / "network.gexf")
    assert set(graph) == {"RUS", "PRK", "Q7184"}
    assert graph["RUS"]["PRK"]["count"] == 2 and graph["PRK"]["RUS"]["count"] == 1
    assert (graph["RUS"]["PRK"]["first_date"], graph["RUS"]["PRK"]["last_date"]) == ("2024-06-19", "2024-12-02")
    assert graph.nodes["PRK"]["label"] == "North Korea"


def test_parquet_by_year_and_month(ledger, tmp_path):
    export(ledger, "parquet", tmp_path / "out", Filters(statuses=["occurred", "ongoing", "planned"]))
    query = "SELECT event_id, year, month FROM read_parquet(?, hive_partitioning = true) ORDER BY event_id"
    found = duckdb.execute(query, [f"{tmp_path}/out/events/*/*/*.parquet"]).fetchall()
    assert [(e, y and int(y), m and int(m)) for e, y, m in found] == [
        ("e000001", 2024, 6),
        ("e000003", None, None),
        ("e000005", 2024, 12),
    ]
    actors = duckdb.execute(
        "SELECT count(*) FROM read_parquet(?)", [f"{tmp_path}/out/event_actors/*/*/*.parquet"]
    ).fetchone()
    assert actors == (7,)
    articles = duckdb.read_parquet(str(tmp_path / "out" / "articles.parquet"))
    assert "text" not in articles.columns and "title" in articles.columns


def test_own_records_are_those_of_the_ledger(ledger, tmp_path):
    export(ledger, "jsonl", tmp_path / "events.jsonl", Filters(between=("RUS", "PRK")))
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines == ledger.events(between=("RUS", "PRK"), statuses=["occurred", "ongoing"])


def test_plover_has_the_fields_of_its_manual(ledger, tmp_path):
    export(ledger, "plover", tmp_path / "events.jsonl")
    first = json.loads((tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (first["event"], first["mode"], first["source"][0]["code"], first["event_loc"]["cc3"]) == (
        ["CONSULT"],
        ["visit"],
        "RUS",
        "PRK",
    )


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(actor="RUS"), ["e000001", "e000005"]),
        (Filters(recipient="PRK"), ["e000001"]),
        (Filters(date_from="2024-12-02"), ["e000005"]),
        (Filters(types="threaten", statuses="possible"), ["e000002"]),
        (Filters(quads=[3, 4]), []),
        (Filters(said_by="officials", date_to="2024-06-30"), ["e000001"]),
        (Filters(country="prk", party="NATO"), ["e000005"]),
        (Filters(datasets="gdelt"), []),
    ],
)
def test_filters(ledger, tmp_path, filters, ids):
    export(ledger, "csv", tmp_path / "out", filters)
    assert [r["event_id"] for r in table(tmp_path / "out" / "events.csv", ",")] == ids


def test_columns_are_those_that_the_codebook_describes(ledger, tmp_path):
    for form in ("polecat", "gdelt", "icews", "csv"):
        export(ledger, form, tmp_path / form)
    contracts = {
        "events.txt": POLECAT,
        "events.export.CSV": GDELT,
        "events.mentions.CSV": GDELT_MENTIONS,
        "events.tab": ICEWS,
    }
    for form in ("polecat", "gdelt", "icews", "csv"):
        for file, columns in described(form).items():
            wanted = contracts.get(file) or tuple(rows(tmp_path / form / file, ",")[0])
            assert tuple(columns) == tuple(wanted), file
            assert all(columns.values()), f"{file}: a column is not explained"
    page = (tmp_path / "gdelt" / "CODEBOOK.md").read_text(encoding="utf-8")
    assert "| ActionGeo_CountryCode | FIPS 10-4 |" in page and "| CONSULT | visit | 1 verbal cooperation | 1 |" in page


def test_every_form_takes_its_companions_along(ledger, tmp_path):
    for form in load_forms():
        done = export(ledger, form, tmp_path / form)
        told = manifest(tmp_path / form)
        assert {"CODEBOOK.md", "CITATION.cff", "CITATION.bib"} <= set(told["files"])
        for name, file in told["files"].items():
            assert hashlib.sha256((tmp_path / form / name).read_bytes()).hexdigest() == file["sha256"]
        assert {n: f["rows"] for n, f in told["files"].items() if "rows" in f} == done.rows
        assert told["ledger"]["snapshot"] == ledger.snapshot.name and len(told["runs"]) == 1
        assert not list(tmp_path.glob(".*"))


def test_a_file_has_its_companions_beside_it(ledger, tmp_path):
    done = export(ledger, "gdelt", tmp_path / "week.export.CSV")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "week.CITATION.bib", "week.CITATION.cff", "week.CODEBOOK.md", "week.event_ids.csv", "week.events.mentions.CSV",
        "week.export.CSV", "week.manifest.json",
    ]  # fmt: skip
    assert done.rows["week.export.CSV"] == 4


def test_an_earlier_export_is_replaced_and_nothing_else(ledger, tmp_path):
    out = tmp_path / "out"
    export(ledger, "csv", out)
    export(ledger, "geojson", out, Filters(actor="RUS"))
    assert (out / "events.geojson").exists() and not (out / "events.csv").exists()
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("keep me")
    for place in (tmp_path / "notes", tmp_path / "notes" / "mine.txt"):
        with pytest.raises(InputError, match="no earlier export"):
            export(ledger, "csv", place)
    assert (tmp_path / "notes" / "mine.txt").read_text() == "keep me"


def test_a_failed_export_leaves_what_was_there(ledger, tmp_path):
    out = tmp_path / "out"
    export(ledger, "csv", out)
    before = (out / "manifest.json").read_bytes()

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(ledger, "csv", out, progress=stop)
    assert (out / "manifest.json").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("asked", [{"quads": 5}, {"date_from": "June"}, {"statuses": "done"}])
def test_wrong_questions(ledger, tmp_path, asked):
    with pytest.raises(InputError):
        export(ledger, "csv", tmp_path / "out", Filters(**asked))
    with pytest.raises(InputError, match="xml"):
        export(ledger, "xml", tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_an_empty_ledger_gives_empty_files(tmp_path):
    Ledger.create_or_open(tmp_path / "empty")
    with Ledger.open(tmp_path / "empty") as empty:
        for form in load_forms():
            done = export(empty, form, tmp_path / form)
            assert (done.events, sum(done.rows.values())) == (0, 0)
    assert json.loads((tmp_path / "geojson" / "events.geojson").read_text())["features"] == []


def test_sectors_come_back_from_the_words_that_are_written(tmp_path):
    with connect(1) as lookups:
        known = dict(lookups.execute("FROM sectors").fetchall())
    for _, row in read_csv(data_folder() / "sectors.csv"):
        if row["icews"]:
            assert known.get(row["icews"].lower()) == row["sector"]
        if row["cameo"] and row["sector"] != "PRM":  # no CAMEO type of its own
            assert known.get(row["cameo"]) == row["sector"]


def test_command(ledger, tmp_path, capsys):
    app(
        ["export", "--as", "csv", "--ledger", str(ledger.path), "--between", "RUS", "PRK", str(tmp_path / "out")],
        standalone_mode=False,
    )
    said = capsys.readouterr().err
    assert "2 of 4 events" in said and "left out: 1 (planned): planned only; `--status planned` adds them" in said


@pytest.mark.slow
def test_a_million_events(tmp_path):
    many = many_event_ledger(tmp_path / "many", 1_000_000)
    for form in ("gdelt", "polecat", "parquet"):
        done = export(many, form, tmp_path / form)
        assert done.events + sum(one.events for one in done.left_out) == done.matching == 1_000_000
