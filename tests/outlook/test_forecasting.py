"""Forecasts over a ledger: no leaks, odds that are the product of their reasons, evidence, and kind refusals."""

import datetime as dt
import json
import math
from itertools import combinations

import pytest
from outlook_ledgers import FIRST, happened, write

from dragoman import outlook
from dragoman.errors import InputError, NotFoundError

DAY = FIRST + dt.timedelta(170)


@pytest.fixture(scope="module")
def made(book):
    return outlook.forecast(book, "A", "B", horizon=7, on=DAY, reasons=99)


def test_nothing_after_the_day_changes_a_forecast(world, made, tmp_path):
    """The leak test: in a ledger that lacks all later events, odds, reasons and counts are the same bit for bit."""
    early = [event for event in world if event["date"] <= DAY]
    assert len(early) < len(world)
    cut = outlook.forecast(write(tmp_path / "early", early), "A", "B", horizon=7, on=DAY, reasons=99)
    for whole, other in zip(made.classes, cut.classes, strict=True):
        assert whole.probability == other.probability
        assert [(r.text, r.factor, r.recent, r.last) for r in whole.reasons] == [
            (r.text, r.factor, r.recent, r.last) for r in other.reasons
        ]
    assert made.counts == cut.counts
    assert made.skill == cut.skill


def test_odds_are_those_of_an_ordinary_pair_times_the_factors(made):
    for one in made.classes:
        odds = one.ordinary_odds * math.prod(reason.factor for reason in one.reasons)
        assert odds / (1 + odds) == pytest.approx(one.probability, rel=1e-4)
        assert len({(r.group, r.about) for r in one.reasons}) == len(one.reasons)


def test_the_events_behind_a_reason_are_what_it_speaks_of(made):
    conflict = next(c for c in made.forth if c.cls == "material conflict")
    own = next(r for r in conflict.reasons if r.text == "material conflict by A towards B")
    assert own.evidence
    assert len(own.evidence) == min(own.ever, 3)
    for event in own.evidence:
        assert (event["source"], event["target"], event["event_type"]) == ("A", "B", "ASSAULT")
        assert event["date"] <= DAY
        assert event["text"].startswith("Row ")
    assert own.last == own.evidence[0]["date"]
    assert [e["date"] for e in own.evidence] == sorted((e["date"] for e in own.evidence), reverse=True)


def test_a_forecast_says_how_it_was_made_and_how_good_such_ones_are(made):
    assert (made.method, made.note) == ("additive", "")
    assert made.skill.forecasts > made.skill.outcomes > 100
    assert made.skill.bss_base > 0
    assert {c.group for c in made.counts} == {"cooperation", "conflict"}
    assert all(c.low <= c.median <= c.high for c in made.counts)
    record = json.loads(json.dumps(made.to_record(), default=str))
    assert record["until"] == str(DAY + dt.timedelta(7))
    assert record["forth"][0]["words"]


def test_both_ways_of_asking_give_the_same(book, made):
    turned = outlook.forecast(book, "b", "A", horizon=7, on=DAY, reasons=99)
    assert turned.back == made.forth
    every = outlook.forecast_all(book, horizon=7, on=DAY, pairs=[("A", "B")]).frame.to_records()
    told = {(row["source"], row["class"]): row["probability"] for row in every}
    assert told == {(c.source, c.cls): c.probability for c in made.classes}


def test_types_are_classes_too(book):
    made = outlook.forecast(book, "A", "B", horizon=7, on=DAY, classes="types")
    assert {c.cls for c in made.forth} == {"CONSULT", "ASSAULT"}
    assert {c.group for c in made.counts} == {"cooperation", "conflict"}


def test_little_history_gives_the_best_that_it_bears(book):
    some = outlook.forecast(book, "A", "B", horizon=7, on=FIRST + dt.timedelta(110))
    assert (some.method, some.skill) == ("rate", None)
    assert [r.text for c in some.forth for r in c.reasons] == [f"{c.cls} by A towards B" for c in some.forth]
    less = outlook.forecast(book, "A", "B", horizon=14, on=FIRST + dt.timedelta(90))
    assert less.method == "spans"
    assert "needs about 102 days of history" in less.note
    assert all(0 < c.probability < 1 for c in less.classes)
    none = outlook.forecast(book, "A", "B", horizon=30, on=FIRST + dt.timedelta(109))
    assert (none.method, none.classes) == ("refused", ())
    assert "odds need 30 and 4" in none.note


def test_a_sparse_ledger_is_refused(tmp_path):
    book = write(tmp_path / "sparse", [happened("FRA", "DEU", "ACCUSE", day) for day in range(0, 800, 40)])
    made = outlook.forecast(book, "FRA", "DEU")
    assert made.method == "refused"
    assert "of the last 25 weeks" in made.note
    with pytest.raises(outlook.TooLittleHistory, match="a week without an act may be one without an article"):
        outlook.forecast_all(book)


def test_silent_pairs_get_the_rate_at_which_such_pairs_begin(book, world):
    met = {frozenset((*e["who"], *e["whom"])) for e in world if e["date"] <= DAY}
    one, other = next(p for p in combinations("ABCDEFGHIJKLMNOP", 2) if frozenset(p) not in met)
    made = outlook.forecast(book, one, other, horizon=7, on=DAY)
    assert made.method == "silent"
    assert f"nothing between {one} and {other}" in made.note
    assert all(0 <= c.probability < 0.5 and not c.reasons for c in made.classes)


def test_questions_that_make_no_sense(book):
    with pytest.raises(InputError, match="same actor"):
        outlook.forecast(book, "A", "a")
    with pytest.raises(InputError, match="outside the days that the sources cover"):
        outlook.forecast(book, "A", "B", on="2031-01-01")
    with pytest.raises(InputError, match="no date"):
        outlook.forecast(book, "A", "B", on="yesterday")
    with pytest.raises(InputError, match="0 days are not 1 to 365"):
        outlook.forecast(book, "A", "B", horizon=0)
    with pytest.raises(NotFoundError, match="no event names"):
        outlook.forecast(book, "A", "Nobody")
