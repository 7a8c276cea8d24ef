"""The bundled rosters: every row is well formed; counts that the documentation promises; lookup is fast."""

import re
import time

import pytest

from dragoman.actors import country_names, load_gazetteer, on_day
from dragoman.actors.gazetteer import Gazetteer, packed
from dragoman.actors.rosters import bundled, read_rows
from dragoman.codebook import load_codebook

DATE = re.compile(r"\d{1,4}(-\d\d(-\d\d)?)?")


def test_every_row_is_well_formed():
    sectors, countries = set(load_codebook().sectors), set(country_names())
    wrong = []
    for prefix in ("people", "organisations", "party_periods"):
        for place, row in read_rows(prefix):
            start, end = row["start"], row["end"]
            if row["country"] and row["country"] not in countries:
                wrong.append(f"{place}: country {row['country']}")
            if row["sector"] and row["sector"] not in sectors:
                wrong.append(f"{place}: sector {row['sector']}")
            if any(d and not DATE.fullmatch(d) for d in (start, end)):
                wrong.append(f"{place}: dates {start} {end}")
            if start and end and end < start[: len(end)]:
                wrong.append(f"{place}: ends before it begins")
    assert not wrong, wrong[:10]


def test_every_period_belongs_to_a_party_of_the_rosters():
    known = {(r["country"], r["name"]) for _, r in read_rows("organisations")}
    assert [r for _, r in read_rows("party_periods") if (r["country"], r["party"]) not in known] == []


def test_the_rosters_are_as_large_as_promised():
    armed = {r["name"] for _, r in read_rows("organisations_armed")}
    igos = {r["name"] for _, r in read_rows("organisations_international") if r["sector"] == "IGO"}
    agents = {r["agent"] for _, r in read_rows("agents")}
    assert len(armed) >= 400 and len(igos) >= 150 and len(agents) >= 200


@pytest.mark.parametrize(
    ("name", "day", "country", "sector"),
    [
        ("Democratic Party of Japan", "2010-05-01", "JPN", "GOV"),
        ("Democratic Party of Japan", "2007-05-01", "JPN", "OPP"),
        ("UNITA", "1993-01-01", "AGO", "REB"),
        ("Democratic Party", "2018-01-01", "USA", "PTY"),
        ("Orbán Viktor", "2015-09-05", "HUN", "GOV"),
        ("Jimmy Carter", "1994-06-19", "USA", "ELI"),
    ],
)
def test_a_name_on_its_day(name, day, country, sector):
    entries = on_day(load_gazetteer().lookup(name), day)
    assert (country, sector) in {(e.country, e.sector) for e in entries}


def test_longest_name_at_word_borders():
    gazetteer = load_gazetteer()
    text = "South Sudan and Sudanese, but no Southern Sudanic tongue; Nigeria is not Niger."
    found = [text[m.start : m.end] for m in gazetteer.find(text)]
    assert found[:2] == ["South Sudan", "Sudanese"] and found[-2:] == ["Nigeria", "Niger"]


def test_packed_and_unpacked_are_the_same():
    pairs = [p for p, _ in zip(bundled(), range(500), strict=False)]
    gazetteer = Gazetteer(packed(pairs))
    assert all(entry in gazetteer.lookup(name) for name, entry in pairs)


def test_lookup_in_microseconds():
    gazetteer = load_gazetteer()
    text = "The president of Chile met Angela Merkel, the head of NATO and rebels from Chad in Paris on Monday. " * 200
    list(gazetteer.find(text))
    began = time.perf_counter()
    found = list(gazetteer.find(text))
    assert len(found) >= 1000
    assert (time.perf_counter() - began) / len(text.split()) < 50e-6  # a tenth of that on a quiet machine
