"""import(export(x)) = x: wholly for a data set's own rows, and for any event in what the format can hold."""

import datetime as dt
import json

import pyarrow as pa
from foreign_files import ICEWS, POLECAT, gdelt, icews, large_gdelt, large_polecat, mention, polecat, put
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dragoman.codebook import load_codebook
from dragoman.exchange.exporting import Filters, export
from dragoman.exchange.importing import import_into
from dragoman.ledger import Ledger
from dragoman.ledger.record_rows import actor_rows, event_row
from dragoman.ledger.tables import import_schema
from dragoman.records import STATUSES


def content(ledger, table):
    without = "EXCLUDE (first_run, last_run)" if table == "events" else ""
    return ledger.sql(f"SELECT * {without} FROM {table} ORDER BY ALL").to_pylist()


def same(one, two, table):
    """Compares row by row, so that a difference is shown and not searched for."""
    before, after = content(one, table), content(two, table)
    assert len(before) == len(after)
    for a, b in zip(before, after, strict=True):
        assert {k: (v, b[k]) for k, v in a.items() if v != b[k]} == {}


def there_and_back(tmp_path, kind, files):
    """A ledger of files of another data set, and one of what was exported from it."""
    import_into(tmp_path / "one", kind, files)
    one = Ledger.open(tmp_path / "one")
    done = export(one, kind, tmp_path / "out.txt", Filters(statuses=list(STATUSES)))
    written = [tmp_path / name for name in ("out.txt", "out.events.mentions.CSV") if (tmp_path / name).exists()]
    report = import_into(tmp_path / "two", kind, written)
    assert (report.refused, report.problems) == (0, [])
    return one, Ledger.open(tmp_path / "two"), done


def test_rows_of_polecat_come_back_as_they_were(tmp_path):
    rows = [
        polecat(),
        polecat(
            Event_ID="e2",
            Actor_Name="Mira Okonkwo; Ann O'Neill",
            Actor_Country="NGA; IRL",
            Actor_Sectors="GOV|LEG; MIL",
        ),
        polecat(
            Event_ID="e3",
            Quad_Code="VERBAL COOPERATION",
            Contexts="Military Aid|diplomatic",
            City="",
            Latitude="0",
            Longitude="0",
        ),
        polecat(
            Event_ID="e4", Actor_Name="", Actor_Country="Atlantis", Event_Mode="by hand", Story_Organizations="A; B"
        ),
    ]
    made = put(tmp_path / "a.txt", ["\t".join(POLECAT), *rows])
    large_polecat(tmp_path / "b.txt", 200)
    one, two, done = there_and_back(tmp_path, "polecat", [made, tmp_path / "b.txt"])
    assert done.events == len(content(one, "events")) >= 200
    for table in ("events", "event_actors"):
        same(one, two, table)


def test_rows_of_gdelt_come_back_as_they_were(tmp_path):
    rows = [
        gdelt(),
        gdelt(
            GLOBALEVENTID="2",
            Actor1Name="",
            Actor2Code="",
            Actor2Name="",
            Actor2CountryCode="",
            ActionGeo_Type="0",
            ActionGeo_FullName="",
        ),
        gdelt(
            GLOBALEVENTID="3",
            Actor1CountryCode="WSB",
            Actor1KnownGroupCode="NAT",
            ActionGeo_CountryCode="GZ",
            AvgTone="",
        ),
        gdelt(GLOBALEVENTID="4", EventCode="0233", EventBaseCode="023", EventRootCode="02", QuadClass="1"),
    ]
    files = [
        put(tmp_path / "a.CSV", rows),
        put(tmp_path / "m.CSV", [mention(), mention(GLOBALEVENTID="3", SentenceID="1")]),
    ]
    large_gdelt(tmp_path / "b.CSV", 200)
    one, two, _ = there_and_back(tmp_path, "gdelt", [*files, tmp_path / "b.CSV"])
    for table in ("events", "event_actors"):
        same(one, two, table)
    told = "SELECT event_id, url, outlet, sentence, confidence FROM mentions ORDER BY ALL"
    assert two.sql(told).to_pylist() == one.sql(told).to_pylist() != []


def test_rows_of_icews_come_back_as_they_were(tmp_path):
    rows = [
        icews(),
        icews(Event_ID="124", City="", Source_Country="Atlantis", CAMEO_Code="42"),
        icews(Event_Date="2015-01-01"),
    ]
    one, two, _ = there_and_back(tmp_path, "icews", [put(tmp_path / "a.tab", ["\t".join(ICEWS), *rows])])
    assert len(content(one, "events")) == 3
    for table in ("events", "event_actors"):
        same(one, two, table)


# Names as news has them, with what the formats' own marks are made of.
WORDS = st.text(st.sampled_from("abcdeXYZ éž'\"-.;|\t,"), min_size=1, max_size=12).filter(
    lambda w: w.strip(" \t;|,\"'")
)
COUNTRIES = ("RUS", "PRK", "USA", "DEU", "SRB", "PSE", "XKX", "TWN")
SECTORS = ("GOV", "MIL", "REB", "MED", "JRN", "IGO", "CVL")
ACTORS = st.builds(
    lambda name, country, sectors, office, text: {
        "name": name, "country": country, "sector": sectors[0], "sectors": sectors, "office": office, "entity_id": None, "text": text,
    },
    WORDS, st.sampled_from(COUNTRIES), st.lists(st.sampled_from(SECTORS), min_size=1, max_size=3, unique=True),
    st.none() | WORDS, WORDS,
)  # fmt: skip
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2025, 12, 31)).map(dt.date.isoformat)
PLACES = st.none() | st.builds(
    lambda name, country, latitude, longitude, precision: {
        "name": name, "country": country, "admin1": None, "latitude": latitude, "longitude": longitude, "geonames_id": 7, "precision": precision,
    },
    WORDS, st.sampled_from(COUNTRIES), st.floats(-80, 80).map(lambda x: round(x, 4) or 0.5),
    st.floats(-170, 170).map(lambda x: round(x, 4) or 0.5), st.sampled_from(("city", "admin2")),
)  # fmt: skip


@st.composite
def records(draw, parties=3, recipients=0):
    """An event of the codebook between some parties."""
    book = load_codebook()
    kind = draw(st.sampled_from(sorted(book.types)))
    mode = draw(st.sampled_from([None, *book.types[kind].modes]))
    code, goldstein = book.cameo(kind, mode, [])
    day = draw(DAYS)
    return {
        "event_type": kind, "event_mode": mode, "quad_code": book.types[kind].quad, "intensity": book.intensity(kind, mode),
        "cameo_code": code, "goldstein": goldstein, "contexts": draw(st.lists(st.sampled_from(sorted(book.contexts)), max_size=3, unique=True)),
        "actors": draw(st.lists(ACTORS, min_size=1, max_size=parties)), "recipients": draw(st.lists(ACTORS, min_size=recipients, max_size=parties)),
        "date_start": day, "date_end": day, "date_precision": "day", "date_source": "import", "place": draw(PLACES), "status": draw(st.sampled_from(STATUSES)),
        "confidence": draw(st.none() | st.floats(0, 1)), "magnitude": {"dead": draw(st.none() | st.integers(0, 10**6))},
        "object": draw(st.none() | st.builds(lambda t: {"text": t, "kind": None, "quantity": None}, WORDS)),
    }  # fmt: skip


def ledger_of(path, made):
    """A ledger of made-up events of a data set that is none of the formats' own."""
    whole = [{**one, "event_id": f"made:{number}"} for number, one in enumerate(made)]
    rows = [{**event_row(one, ""), "record": None, "dataset": "made"} for one in whole]
    tables = {
        "events": pa.Table.from_pylist(rows, schema=import_schema("events")),
        "event_actors": pa.Table.from_pylist(
            [a for one in whole for a in actor_rows(one)], schema=import_schema("event_actors")
        ),
    }
    with Ledger.create_or_open(path).write() as writer:
        writer.add_imported("made", tables)
    return Ledger.open(path)


def cell(text):
    """A text as a cell without quoting holds it."""
    return " ".join(text.replace("\t", " ").replace('"', "'").split(" ")).strip() or None if text else None


def part(text):
    """A text as one of several in a cell."""
    return cell(text.replace(";", ",").replace("|", "/")) if text else None


def shown(one, clean, *fields):
    return [
        {**{f: clean(a[f]) for f in fields}, "country": a["country"], "sectors": set(a["sectors"])} for a in one
    ]  # fmt: skip


def placed(record):
    place = record["place"]
    return place and (cell(place["name"]), place["country"], place["latitude"], place["longitude"], place["precision"])


def in_polecat(record):
    """What a row of POLECAT can say of an event."""
    return {
        **{k: record[k] for k in ("event_type", "event_mode", "quad_code", "intensity", "date_start")},
        "contexts": record["contexts"], "place": placed(record),
        "sides": [shown(record[s], part, "name", "office", "text") for s in ("actors", "recipients")],
    }  # fmt: skip


def in_gdelt(record):
    """What a row of GDELT can say of an event between two."""
    return {
        **{k: record[k] for k in ("cameo_code", "goldstein", "quad_code", "date_start")},
        "country": record["place"] and record["place"]["country"],
        "sides": [shown(record[s], cell, "name") for s in ("actors", "recipients")],
    }


# An example is a whole ledger: few of them, and no searching for a smaller one.
FEW = settings(
    max_examples=2, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)


@FEW
@given(st.lists(records(), min_size=8, max_size=16))
def test_any_event_comes_back_in_what_polecat_holds(tmp_path_factory, made):
    tmp_path = tmp_path_factory.mktemp("polecat")
    done = export(ledger_of(tmp_path / "one", made), "polecat", tmp_path / "events.txt")
    kept = [one for one in made if one["status"] in ("occurred", "ongoing")]
    assert (done.events, done.matching) == (len(kept), len(made))
    import_into(tmp_path / "two", "polecat", [tmp_path / "events.txt"])
    back = {r["event_id"]: r for r in Ledger.open(tmp_path / "two").events()}
    assert len(back) == len(kept)
    for number, one in enumerate(made):
        if one in kept:
            assert in_polecat(back[f"polecat:made:{number}"]) == in_polecat(one)


@FEW
@given(st.lists(records(parties=1, recipients=1), min_size=8, max_size=16))
def test_any_event_between_two_comes_back_in_what_gdelt_holds(tmp_path_factory, made):
    tmp_path = tmp_path_factory.mktemp("gdelt")
    export(ledger_of(tmp_path / "one", made), "gdelt", tmp_path / "out")
    import_into(tmp_path / "two", "gdelt", [tmp_path / "out" / "events.export.CSV"])
    back = {r["event_id"]: r for r in Ledger.open(tmp_path / "two").events()}
    ids = (tmp_path / "out" / "event_ids.csv").read_text().splitlines()[1:]
    names = dict(reversed(line.replace('"', "").split(",")[:2]) for line in ids)
    for number, one in enumerate(made):
        if one["status"] in ("occurred", "ongoing"):
            assert in_gdelt(back[f"gdelt:{names[f'made:{number}']}"]) == in_gdelt(one)


def in_plover(record):
    """What a record of PLOVER can say of an event."""
    fields = ("event_type", "event_mode", "quad_code", "intensity", "cameo_code", "goldstein", "contexts", "date_start",
              "date_end", "date_precision", "status", "said_by", "confidence", "magnitude")  # fmt: skip
    place = record["place"] and {k: v for k, v in record["place"].items() if k != "admin1"}
    actors = ("name", "country", "sector", "office", "entity_id", "text")
    return {
        **{k: record[k] for k in fields}, "place": place,
        "sides": [[({k: a[k] for k in actors}, set(a["sectors"])) for a in record[s]] for s in ("actors", "recipients")],
    }  # fmt: skip


@FEW
@given(st.lists(records(), min_size=8, max_size=16))
def test_any_event_comes_back_in_what_plover_holds(tmp_path_factory, made):
    tmp_path = tmp_path_factory.mktemp("plover")
    one = ledger_of(tmp_path / "one", made)
    export(one, "plover", tmp_path / "events.jsonl", Filters(statuses=list(STATUSES)))
    report = import_into(tmp_path / "two", "plover", [tmp_path / "events.jsonl"])
    assert (report.refused, report.counted("warnings")) == (0, {})
    back = {r["event_id"]: in_plover(r) for r in Ledger.open(tmp_path / "two").events()}
    assert back == {f"plover:{r['event_id']}": in_plover(r) for r in one.events()}
    export(Ledger.open(tmp_path / "two"), "plover", tmp_path / "again.jsonl", Filters(statuses=list(STATUSES)))
    before, after = ({r["id"]: r for r in told(tmp_path / name)} for name in ("events.jsonl", "again.jsonl"))
    assert after == before


def told(path):
    """The records of a file, without what is null in them."""
    return [
        json.loads(line, object_pairs_hook=lambda pairs: {k: v for k, v in pairs if v is not None})
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


@FEW
@given(st.lists(records(), min_size=6, max_size=12))
def test_any_event_comes_back_wholly_in_own_records(tmp_path_factory, made):
    tmp_path = tmp_path_factory.mktemp("jsonl")
    one = ledger_of(tmp_path / "one", made)
    export(one, "jsonl", tmp_path / "events.jsonl", Filters(statuses=list(STATUSES)))
    lines = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    known = {r["event_id"]: r for r in one.events()}
    assert {r["event_id"]: r for r in lines} == known
    import_into(tmp_path / "two", "jsonl", [tmp_path / "events.jsonl"])
    assert {r["event_id"]: r for r in Ledger.open(tmp_path / "two").events()} == known
