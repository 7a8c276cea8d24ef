import datetime as dt

from dragoman.ledger.lapses import Lapse, lapses


def event(start, end=None, event_type="CONSULT", mode="visit", status="occurred"):
    return {
        "date_start": start,
        "date_end": end or start,
        "event_type": event_type,
        "event_mode": mode,
        "status": status,
    }


def test_the_first_visit_in_24_years():
    found = lapses([event("2024-06-19"), event("2000-06-01"), event("1990-01-01")])
    assert found == [Lapse("CONSULT visit", dt.date(2024, 6, 19), dt.date(2000, 6, 1), 8784)]
    assert found[0].text == "CONSULT visit 2024-06-19: the first since 2000-06-01 (24 years)"


def test_the_longest_first_in_words():
    events = [event("2024-06-19"), event("2024-06-18"), event("2024-06-19", mode=None), event("2024-02-19", mode=None)]
    assert [x.text for x in lapses(events)] == [
        "CONSULT 2024-06-19: the first since 2024-02-19 (3 months)",
        "CONSULT visit 2024-06-19: the first since 2024-06-18 (1 day)",
    ]


def test_what_does_not_count():
    assert lapses([event("2024-06-19"), event("2023-06-19", status="denied"), event(None)]) == []
    assert lapses([event("2024-06-19"), event("2024-01-01", "2024-12-31")]) == []
    assert lapses([event("2024-06-19"), event("2024-06-19")]) == []
