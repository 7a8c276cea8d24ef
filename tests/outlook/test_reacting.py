"""Who will answer an event: third parties alone, what they usually do, and what followed past cases."""

import datetime as dt

import pytest
from outlook_ledgers import FIRST, happened, write

from dragoman import outlook
from dragoman.errors import InputError


def test_third_parties_with_their_past_cases(book, world):
    number = max(n for n, e in enumerate(world) if e["kind"] == "ASSAULT" and e["date"] < FIRST + dt.timedelta(180))
    made = outlook.reactions(book, f"icews:{number}", horizon=7)
    sides = {*world[number]["who"], *world[number]["whom"]}
    assert set(made.sides) == sides
    assert made.on == world[number]["date"]
    assert not {a.actor for a in made.answers} & sides
    odds = [a.probability for a in made.answers]
    assert odds == sorted(odds, reverse=True)
    ended = made.on - dt.timedelta(7)
    assert all(day <= ended for day in made.cases.days)
    gaps = [(later - day).days for later, day in zip(made.cases.days, made.cases.days[1:], strict=False)]
    assert min(gaps) >= 7
    told = [a for a in made.answers if a.evidence]
    assert told
    for answer in told:
        assert answer.followed <= len(made.cases.days)
        for event in answer.evidence:
            assert event["source"] == answer.actor
            assert any(day < event["date"] <= day + dt.timedelta(7) for day in made.cases.days)


def test_events_that_cannot_be_answered(book, tmp_path):
    alone = write(tmp_path / "one", [happened("FRA", "", "PROTEST", 3), happened("FRA", "DEU", "AID", None)])
    for number in (0, 1):
        with pytest.raises(InputError, match="no day or no two sides"):
            outlook.reactions(alone, f"icews:{number}")
