"""Sides that an act implies where the text leaves them out."""

import datetime as dt

import pytest

from dragoman.evaluate.sentencewise import as_article

CASES = [
    ("arrest by nobody named", "Four men were arrested in Cairo on Monday.", "COERCE", "EGY", "EGY"),
    ("victim in the genitive", "Salah Abdeslam's arrest in Brussels calmed nobody.", "COERCE", "BEL", None),
    ("curfew", "The government of Peru imposed a curfew on Monday.", "COERCE", "PER", "PER"),
    ("troops leave a country", "American troops withdrew from Afghanistan on Monday.", "RETREAT", "USA", "AFG"),
    ("a threat is aimed at others", "Iran threatened to shell towns in Iraq on Monday.", "THREATEN", "IRN", "IRQ"),
    ("a threat at home", "Police threatened striking miners in Bolivia with arrest.", "THREATEN", "BOL", "BOL"),
    ("a threat to the article's other state", "Iran mourns. America waits. The American president waits too. Iran has "
     "vowed to strike back.", "THREATEN", "IRN", "USA"),
    ("who draws criticism has critics", "The government of Peru drew criticism on Monday.", "ACCUSE", "PER", "PER"),
    ("a threat of a curfew", "Abdelaziz Bouteflika threatened to impose a curfew in Algiers.", "THREATEN", "DZA", "DZA"),
    ("threats exchanged", "Iran and Israel exchanged threats on Monday.", "THREATEN", "IRN", "ISR"),
    ("demonstration", "Thousands of Chileans marched through Santiago on Monday.", "PROTEST", "CHL", "CHL"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "actor", "recipient"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_implied_side(coder, text, kind, actor, recipient):
    events = [e for e in coder.code_one(as_article(text, dt.date(2016, 3, 22))).events if e.event_type == kind]
    assert events, text
    assert any(actor in {a.country for a in e.actors} for e in events), events[0].actors
    if recipient:
        assert any(recipient in {a.country for a in e.recipients} for e in events), events[0].recipients


def test_nobody_stands_on_both_sides(coder):
    text = "Millions in the Middle East and Africa saw family members slain and their children abducted on Monday."
    for event in coder.code_one(as_article(text, dt.date(2016, 4, 26))).events:
        names = [{(a.name, a.country) for a in side} for side in (event.actors, event.recipients)]
        assert not names[0] & names[1]


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Pakistan condemned the bombing of a mosque in Kabul.", {"ACCUSE": ("PAK", ""), "ASSAULT": ("", "AFG")}),
        ("Germany condemned the Kabul bombing.", {"ACCUSE": ("DEU", ""), "ASSAULT": ("", "AFG")}),
        ("The United Nations condemned the Israeli strike on a school in Gaza.", {"ACCUSE": ("", "ISR"), "ASSAULT": ("ISR", "PSE")}),
        ("Egypt criticised Israel's killing of a journalist.", {"ACCUSE": ("EGY", "ISR"), "ASSAULT": ("ISR", "EGY")}),
        ("France condemned the arrest of two journalists by Turkish police.", {"ACCUSE": ("FRA", "TUR"), "COERCE": ("TUR", "FRA")}),
        ("Russia launched an attack on Kyiv.", {"ASSAULT": ("RUS", "UKR")}),
        ("Russia moved tanks to the border with Ukraine.", {"MOBILIZE": ("RUS", "UKR")}),
        ("Israeli ground forces gathered near the Gaza border.", {"MOBILIZE": ("ISR", "PSE")}),
        ("A bomb in Kabul killed six and wounded nine on Monday.", {"ASSAULT": ("", "AFG")}),
        ("Police in Lagos arrested three on Monday.", {"COERCE": ("NGA", "NGA")}),
        ("Both France and Britain pledged to accept thousands of migrants.", {"AGREE": ("FRA GBR", "")}),
        ("France and Britain agreed to share intelligence.", {"AGREE": ("FRA", "GBR")}),
        ("Iran was in Oman on Monday. Iran vowed to strike back.", {"THREATEN": ("IRN", "")}),
        ("Syrian farmers threatened to strike unless Israel relented.", {"THREATEN": ("SYR", "ISR")}),
        ("Israel is opposed to French mediation.", {"REJECT": ("ISR", "FRA")}),
    ],
)  # fmt: skip
def test_who_did_what_is_not_who_deplored_it(coder, text, sides):
    events = coder.code_one(as_article(text, dt.date(2016, 3, 22))).events
    told = {
        e.event_type: tuple(
            " ".join(sorted({a.country for a in side if a.country})) for side in (e.actors, e.recipients)
        )
        for e in events
    }
    assert told == sides


def test_who_tells_of_violence_does_none(coder):
    text = "The New York Times reports that jets launched an attack on Tripoli in the night."
    events = coder.code_one(as_article(text, dt.date(2014, 8, 25))).events
    assault = [e for e in events if e.event_type == "ASSAULT"]
    assert assault and all(a.sector != "JRN" for e in assault for a in e.actors)
