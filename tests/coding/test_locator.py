"""Where events happen: told by their own clause, else implied by what they are, else not known."""

import datetime as dt

import pytest

from dragoman.coding.place import hosted
from dragoman.evaluate.sentencewise import as_article
from dragoman.records import Actor, Place

CASES = [
    ("in the clause", "Police shot three protesters dead in Khartoum on Monday.", "ASSAULT", "SDN", "Khartoum"),
    ("a spot beside the name", "Gunmen killed two soldiers at Kabul airport on Monday.", "ASSAULT", "AFG", "Kabul"),
    ("the event's own name", "The Nairobi attack by Shabab gunmen killed 20 people.", "ASSAULT", "KEN", "Nairobi"),
    ("done to a place", "Russian forces shelled Kharkiv on Monday.", "ASSAULT", "UKR", "Kharkiv"),
    ("withdrawn from", "French troops withdrew from Mali on Monday.", "RETREAT", "MLI", "Mali"),
    ("a visit goes somewhere", "French President Hollande visited Cuba on Monday.", "CONSULT", "CUB", "Cuba"),
    ("an arrest at home", "Turkish police arrested a German journalist on Monday.", "COERCE", "TUR", "Turkey"),
    ("a protest at home", "Thousands of Chileans protested against the government.", "PROTEST", "CHL", "Chile"),
    ("where", "He flew to Doha, where Taliban envoys met American diplomats.", "CONSULT", "QAT", "Doha"),
]  # fmt: skip
NONE = [
    ("words are said nowhere", "Iran accused Israel of lying.", "ACCUSE"),
    ("what it is about", "France condemned the massacre of villagers in Mali.", "ACCUSE"),
    ("another happening's place", "Germany threatened Iran over the killing of a dissident in Berlin.", "THREATEN"),
    ("a seat", "Norway criticized the government in Ankara on Monday.", "ACCUSE"),
]


def events_of(coder, text, kind):
    events = coder.code_one(as_article(text, dt.date(2016, 3, 22))).events
    return [e for e in events if e.event_type == kind]


@pytest.mark.parametrize(("text", "kind", "country", "name"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_place(coder, text, kind, country, name):
    places = [e.place for e in events_of(coder, text, kind)]
    assert any(p and p.country == country and p.name == name for p in places), places


@pytest.mark.parametrize(("text", "kind"), [c[1:] for c in NONE], ids=[c[0] for c in NONE])
def test_no_place(coder, text, kind):
    events = events_of(coder, text, kind)
    assert events and all(e.place is None for e in events), events


def test_there_points_back(coder):
    text = "Talks will resume in Minsk on Monday. Ukraine met Russia there last week."
    events = coder.code_one(as_article(text, dt.date(2016, 3, 22))).events
    assert {e.place.name for e in events if e.event_type == "CONSULT" and e.place} == {"Minsk"}


def test_the_reason_is_told(coder):
    (event,) = events_of(coder, "Turkish police arrested a German journalist on Monday.", "COERCE")
    assert "place: done in the country of its actor" in event.mentions[0].why


@pytest.mark.parametrize(
    ("mode", "country", "expected"), [(None, "CUB", "visit"), (None, "CHE", "third-party"), ("phone", "CUB", "phone")]
)
def test_a_meeting_is_a_visit_at_one_of_the_two_and_hosted_elsewhere(mode, country, expected):
    both = (Actor("Hollande", "FRA", "GOV", ("GOV",)),), (Actor("Castro", "CUB", "GOV", ("GOV",)),)
    assert hosted(mode, both, Place("somewhere", country)) == expected
    assert hosted(None, (both[1], both[1]), Place("somewhere", "CUB")) is None
    assert hosted(None, both, None) is None
    three = (*both[0], Actor("Sanchez", "ESP", "GOV", ("GOV",)))
    assert hosted(None, (three, both[1]), None) == "multilateral"
