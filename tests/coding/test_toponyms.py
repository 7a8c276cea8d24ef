"""Names of places: which words are, and which place each stands for."""

import datetime as dt

import pytest

from dragoman.coding.place import Toponyms, home_of, load_toponyms, resolve, toponyms
from dragoman.coding.place.coordinates import coordinates
from dragoman.coding.place.gazetteer import _opened
from dragoman.coding.place.names import key
from dragoman.evaluate.sentencewise import as_article


@pytest.fixture(scope="module")
def gazetteer():
    return load_toponyms()


@pytest.fixture(scope="module")
def read(coder, gazetteer):
    """The toponyms of a text."""

    def read(text):
        return toponyms(coder.parser.parse_one(as_article(text, dt.date(2016, 3, 22))), gazetteer)

    return read


def places_of(text, names, gazetteer, home=None):
    spans = [(text.index(n), text.index(n) + len(n)) for n in names]
    return [(p.name, p.country, p.admin1) if p else None for p in resolve(text, spans, gazetteer, home)]


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("He was born in Paris, Texas, and never left.", "Paris", "USA", "TX"),
        ("She moved to Paris, TX, last year.", "Paris", "USA", "TX"),
        ("The fair in Athens, Ga., drew thousands.", "Athens", "USA", "GA"),
        ("He spoke in London, Ontario.", "London", "CAN", "08"),
        ("They met in Tripoli, Lebanon.", "Tripoli", "LBN", None),
        ("They met in Paris.", "Paris", "FRA", "11"),
        ("He flew to Washington.", "Washington", "USA", "DC"),
    ],
)
def test_the_region_behind_a_name_decides(text, name, country, admin1, gazetteer):
    ((_, found, region),) = places_of(text, [name], gazetteer)
    assert found == country and admin1 in (None, region)


def test_neighbours_decide(gazetteer):
    text = "The road from Valdosta through Macon to Athens was closed."
    assert places_of(text, ["Valdosta", "Macon", "Athens"], gazetteer)[2][1:] == ("USA", "GA")
    text = "Ships from Piraeus and Patras could not reach Athens."
    assert places_of(text, ["Piraeus", "Patras", "Athens"], gazetteer)[2][1] == "GRC"


def test_a_country_or_a_state_of_the_same_name(gazetteer):
    text = "Buses between Tbilisi and Batumi run again all over Georgia."
    assert places_of(text, ["Tbilisi", "Batumi", "Georgia"], gazetteer)[2] == ("Georgia", "GEO", None)
    text = "Buses between Savannah and Atlanta run again all over Georgia."
    assert places_of(text, ["Savannah", "Atlanta", "Georgia"], gazetteer)[2][1:] == ("USA", "GA")


def test_a_name_told_with_its_region_once_keeps_it(gazetteer):
    text = "Police in Moscow, Idaho, found him. He had come back to Moscow on foot."
    first, second = text.index("Moscow"), text.rindex("Moscow")
    found = resolve(text, [(first, first + 6), (second, second + 6)], gazetteer)
    assert [p.admin1 for p in found] == ["ID", "ID"]


def test_the_home_of_the_source_weighs(gazetteer):
    text = "The mayor of Cambridge resigned."
    assert places_of(text, ["Cambridge"], gazetteer, home_of("https://cambridge.example.co.uk"))[0][1] == "GBR"


def test_counties_peoples_and_abbreviations(gazetteer):
    text = "Orange County, Fla., sued. Texans and Kashmiris were there, from La. to Tenn., said a Kenyan."
    names = ["Orange County", "Texans", "Kashmiris", "La.", "Tenn.", "Kenyan"]
    found = [p and p[0] for p in places_of(text, names, gazetteer)]
    assert found == ["Orange County", "Texas", "Kashmir", "Louisiana", "Tennessee", "Kenya"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Singer Paris Hilton told reporters in Lagos that she would stay.", {"Lagos"}),
        ("George Washington crossed the Delaware River.", set()),
        ("The Washington Post reported it from Nairobi.", {"Nairobi"}),
        ("Mr. London lives on Berlin Street in Leeds.", {"Leeds"}),
        ("Jack Lancaster was seen. Lancaster denied it in Oslo.", {"Oslo"}),
        ("He rode the Metro in Brussels.", {"Brussels"}),
        ("Reading the May report, he left for Goma.", {"Goma"}),
        ("The flood hit Kent County, Michigan.", {"Kent County", "Michigan"}),
    ],
)
def test_what_names_a_place(text, names, read):
    assert {t.text for t in read(text)} - {"Delaware River"} == names


def test_a_capital_that_stands_for_its_government(read):
    (moscow,) = [t for t in read("Moscow said it would answer.") if t.text == "Moscow"]
    assert moscow.use == "government"
    (moscow,) = [t for t in read("Thousands marched in Moscow.") if t.text == "Moscow"]
    assert moscow.use == "place"


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("at 48.85 N, 2.35 E today", 48.85, 2.35),
        ("near 40°42′N 74°0′W.", 40.7, -74.0),
        ("at 33°51'31\"S, 151°12'51\"E", -33.858611, 151.214167),
    ],
)
def test_coordinates(text, latitude, longitude, read):
    ((*_, place),) = coordinates(text)
    assert (place.latitude, place.longitude) == (latitude, longitude)
    assert [(t.place.latitude, t.place.longitude) for t in read(f"It sank {text}")] == [(latitude, longitude)]


@pytest.mark.parametrize("text", ["95 N, 2 E", "48.85 N, 190.2 E", "40°75′N 74°0′W", "5 N", "12N", "Exit 12 E, 4 N"])
def test_no_coordinates(text):
    assert list(coordinates(text)) == []


@pytest.mark.parametrize("name", ["", " ", "'s", "A" * 5000, "\x00", "N", "?!", "’", "the", "🏙", "St."])
def test_odd_names(name, gazetteer):
    assert gazetteer.candidates(name) == () or len(name) < 4
    assert len(key(name)) <= 80


@pytest.mark.parametrize(
    "text",
    [
        "LONDON LONDON LONDON",
        "PARIS, TEXAS -- POLICE SAID ON MONDAY",
        "In " + "Llan" * 60 + " it rained.",
        "(, , Paris, , )",
        "Paris, Paris, Paris, Paris",
        "In in IN In.",
    ],
)
def test_odd_texts(text, read):
    for toponym in read(text):
        assert text[toponym.start : toponym.end] == toponym.text


def test_homes():
    assert home_of("https://a.example.ke/x") == "KEN" and home_of("example.org") is None
    assert home_of("radio.example.fm", None) is None and home_of("", "not an address") is None


def test_a_damaged_file_is_made_anew(tmp_path, monkeypatch):
    def small(path):
        path.write_bytes(b"no database at all, but long enough to look like one " * 40)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("dragoman.coding.place.gazetteer.write", small)
    assert _opened("x") is None
    assert not list(tmp_path.rglob("*.db"))


def test_without_a_folder_to_write_it_still_works(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert Toponyms().candidates("Bamako")[0].place.country == "MLI"
