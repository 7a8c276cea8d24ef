"""Watch list, stored forecasts, and what came of them."""

import datetime as dt
import json
import shutil

import pytest
from outlook_ledgers import FIRST

from dragoman import outlook
from dragoman.errors import DataError, LedgerError, NotFoundError
from dragoman.ledger import Ledger
from dragoman.outlook.ledger_facts import day_number, facts_from


@pytest.fixture
def own(book, tmp_path):
    """A copy of the ledger to write to."""
    return Ledger.open(shutil.copytree(book.path, tmp_path / "ledger"))


def test_pairs_are_watched_and_let_go(own):
    assert outlook.watch(own, "B", "A").pair == ("A", "B")
    outlook.watch(own, "C", "D")
    outlook.watch(own, "A", "B")
    assert [w.pair for w in outlook.watched(own)] == [("A", "B"), ("C", "D")]
    told = outlook.forecast_all(own, horizon=7).frame.to_records()
    assert {frozenset((row["source"], row["target"])) for row in told} == {frozenset("AB"), frozenset("CD")}
    outlook.unwatch(own, "A", "B")
    assert [w.pair for w in outlook.watched(own)] == [("C", "D")]
    with pytest.raises(NotFoundError, match="A and B are not watched"):
        outlook.unwatch(own, "A", "B")
    (own.path / "watched.csv").write_text("first,second\nA,\n")
    with pytest.raises(DataError, match=r"watched\.csv:2: first and second are wanted"):
        outlook.watched(own)


def test_stored_forecasts_are_scored_when_their_time_has_come(own):
    day = FIRST + dt.timedelta(170)
    early = outlook.store(own, outlook.forecast_all(own, horizon=7, on=day, most=None))
    late = outlook.store(own, outlook.forecast(own, "A", "B", horizon=7))
    assert [r["id"] for r in outlook.stored_forecasts(own)] == [early["id"], late["id"]]
    told = outlook.scored(own)
    assert told.forecasts == len(early["forecasts"]) == told.hindsight
    assert told.pending == len(late["forecasts"]) == 8
    facts = facts_from(own).facts
    later = facts.between(day_number(day), day_number(day) + 7)
    later = later.chosen(later.direct)
    came = {
        (facts.actors[s], facts.actors[t], facts.classes[k])
        for s, t, k in zip(later.source, later.target, later.kind, strict=True)
    }
    assert {(r["source"], r["target"], r["class"]) for r in told.rows if r["outcome"]} <= came
    assert told.outcomes > 10
    assert told.bss_base > 0
    assert sum(row[2] for row in told.reliability) == told.forecasts
    assert outlook.scored(own, horizon=30).forecasts == 0


def test_a_stored_forecast_is_never_changed(own):
    made = outlook.forecast(own, "A", "B", horizon=7)
    one, [path] = outlook.store(own, made), list((own.path / "forecasts").glob("*.json"))
    before = path.read_bytes()
    assert outlook.store(own, made)["id"] == one["id"]
    assert path.read_bytes() == before
    assert len(list((own.path / "forecasts").iterdir())) == 1
    record = json.loads(before)
    record["forecasts"][0]["probability"] = 0.99
    path.write_text(json.dumps(record))
    with pytest.raises(LedgerError, match="its content is not what was written"):
        outlook.stored_forecasts(own)


def test_a_stored_backtest_is_what_forecasts_cite(own):
    assert "backtest" not in outlook.forecast(own, "A", "B", horizon=7).skill.how
    told = outlook.backtest(own, horizons=(7,), weeks=2, store=True)
    of_model = told.horizons["7"]["additive"]
    assert of_model["bss_eb"] > 0
    assert told.horizons["7"]["rate"]["bss_eb"] == 0
    assert sum(row[2] for row in of_model["reliability"]) == of_model["forecasts"]
    skill = outlook.forecast(own, "A", "B", horizon=7).skill
    assert "backtest from weekly origins" in skill.how
    assert skill.bss_base == of_model["bss_base"]
    held = of_model["counts"]["cooperation"]["all"]
    assert held["held"] + held["above"] + held["below"] == pytest.approx(1)
    assert held["held"] > 0.75
    with pytest.raises(outlook.TooLittleHistory, match="a backtest 30 days ahead needs"):
        outlook.backtest(own, horizons=(30,), weeks=2)
