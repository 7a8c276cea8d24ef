"""Dyad forecasts on a small made-up world: no leaks, exact explanations, calibrated odds, refusals that say why."""

import numpy as np
import pytest
from scipy.special import expit, logit

from dragoman.errors import InputError
from dragoman.outlook.dyads import (
    Snapshots,
    TooLittleHistory,
    explain_dyad,
    facts_of,
    fit_dyads,
    forecast_dyads,
    outcomes,
    snapshot,
)
from dragoman.outlook.dyads.backtesting import (
    ADDITIVE,
    RATE,
    Backtest,
    backtest,
    by_class,
    intervals,
    measures,
    weekly_origins,
    which_class,
)
from dragoman.outlook.dyads.rates import HALF_LIVES, Prior, Windows, fit_priors, windows

ACTORS, CLASSES, DAYS = tuple("ABCDEFGHIJKLMNOP"), ("cooperation", "conflict"), 200


@pytest.fixture(scope="module")
def model(shots):
    return fit_dyads(shots, 180, 7)


def test_facts_are_checked_and_put_in_order():
    held = facts_of([1, 0, 2], [0, 1, 2], [0, 1, 0], [5, 3, 1], ACTORS, CLASSES)
    assert held.day.tolist() == [3, 5]  # in order of days; what C does to itself is left out
    assert len(held.until(4)) == 1
    assert held.between(3, 5).source.tolist() == [1]
    with pytest.raises(InputError, match="fact 1: target is 99"):
        facts_of([0, 0], [1, 99], [0, 0], [1, 1], ACTORS, CLASSES)
    with pytest.raises(InputError, match="weight is not above 0"):
        facts_of([0], [1], [0], [1], ACTORS, CLASSES, weight=[0.0])
    with pytest.raises(InputError, match="differ in length"):
        facts_of([0, 1], [1], [0], [1], ACTORS, CLASSES)


def test_windows_count_spans_with_an_event():
    held = facts_of([0, 0, 0, 1], [1, 1, 1, 0], [0, 0, 0, 1], [1, 2, 12, 20], ACTORS, CLASSES)
    told = windows(held, np.array([1, len(ACTORS)]), 20, 0, 7)  # windows: days 14-20, 7-13, 0-6
    assert told.hits[:, :, HALF_LIVES.index(float("inf"))].tolist() == [[2, 0], [0, 1]]
    assert told.seen[-1] == 3


def test_the_prior_draws_rare_pairs_to_what_pairs_do():
    rng = np.random.default_rng(0)
    chance = rng.beta(0.5, 4.5, 4000)
    before = rng.binomial(10, chance)
    hits = np.repeat(before[:, None, None], len(HALF_LIVES), axis=2).astype(float)
    told = Windows(hits, np.full(len(HALF_LIVES), 10.0))
    (prior,) = fit_priors([(told, (rng.random(4000) < chance)[:, None])])
    assert prior.a == pytest.approx(0.5, rel=0.3)
    assert prior.a / (prior.a + prior.b) == pytest.approx(0.1, rel=0.2)
    assert Prior(1, 9, 0).probability(np.array([0.0]), 0.0)[0] == 0.1


@pytest.mark.parametrize("day", [110, 150])
def test_nothing_after_the_origin_changes_a_forecast(known, day):
    """The leak test: with every later fact deleted, terms and odds are the same bit for bit."""
    whole, cut = Snapshots(known, (7,)), Snapshots(known.until(day), (7,))
    assert len(cut.facts) < len(known)
    one, other = whole.on(day), cut.on(day)
    assert np.array_equal(one.values, other.values)
    assert one.names == other.names
    assert np.array_equal(one.windows[7].hits, other.windows[7].hits)
    tables = [forecast_dyads(fit_dyads(s, day, 7), s.on(day)) for s in (whole, cut)]
    assert np.array_equal(tables[0].probability, tables[1].probability)
    assert np.array_equal(tables[0].rate, tables[1].rate)


def test_what_is_on_the_origins_day_counts_and_what_is_after_comes(known):
    shot = snapshot(known, 100, (7,))
    pairs = set(zip(shot.source.tolist(), shot.target.tolist(), strict=True))
    today = known.between(99, 100)
    assert {(s, t) for s, t, d in zip(today.source, today.target, today.direct, strict=True) if d} <= pairs
    came = outcomes(known, shot, 7)
    row, kind = (int(x[0]) for x in np.nonzero(came))
    later = known.between(100, 107)
    assert ((later.source == shot.source[row]) & (later.target == shot.target[row]) & (later.kind == kind)).any()


def test_a_forecast_is_the_sum_of_its_terms(model, shots):
    shot = shots.on(180)
    table = forecast_dyads(model, shot)
    for row in (0, 17):
        pair = ACTORS[shot.source[row]], ACTORS[shot.target[row]]
        told = explain_dyad(model, shot, *pair, "conflict")
        assert told.probability == pytest.approx(table.probability[row, 1])
        assert told.rate == table.rate[row, 1]
        assert logit(told.probability) == pytest.approx(
            told.constant + sum(t.contribution for t in told.terms), abs=1e-4
        )
        assert len(told.terms) == len(shot.names) + 1
        assert any(t.name == f"days since conflict by {pair[1]} towards {pair[0]}" for t in told.terms)


def test_the_model_beats_the_rate_where_acts_are_answered_and_is_calibrated(known):
    shots = Snapshots(known, (7,))
    test = backtest(known, weekly_origins(DAYS - 1, 7, 29), 7, shots=shots)
    additive, rate = measures(test, ADDITIVE), measures(test, RATE)
    assert additive["bss_eb"] > 0.05
    assert additive["bss_base"] > rate["bss_base"] > 0
    assert additive["ece"] < 0.05
    low, high = intervals(test, ADDITIVE)["bss_eb"]
    assert low < additive["bss_eb"] < high
    told = by_class(test, ADDITIVE)["conflict"]
    assert sum(count for _, _, count, _, _ in told["reliability"]) == told["forecasts"]
    parts = told["decomposition"]
    assert parts["resolution"] > parts["reliability"]


def test_which_class_comes_is_told_by_its_rank_among_those_that_did_not():
    columns = (np.zeros(6, int), np.zeros(6, int), np.ones(6, int), np.tile(np.arange(3), 2))
    came = np.array([True, False, True, False, True, False])
    told = Backtest(7, *columns, came, {ADDITIVE: np.array([0.5, 0.6, 0.4, 0.2, 0.2, 0.1])}, ("x", "y", "z"))
    # Ranks: x 2 and z 2 of the first pair (only y stands above); y 1.5 of the second (level with x).
    assert which_class(told, ADDITIVE)["mrr"] == pytest.approx((0.5 + 0.5 + 1 / 1.5) / 3)
    assert which_class(told, ADDITIVE)["hits3"] == 1


def test_trees_add_to_the_additive_model(shots, model):
    pytest.importorskip("lightgbm")
    grown = fit_dyads(shots, 180, 7, boosted=True)
    table = forecast_dyads(grown, shots.on(180))
    assert table.boosted.shape == table.probability.shape
    assert np.array_equal(table.probability, forecast_dyads(model, shots.on(180)).probability)
    assert ((table.boosted > 0) & (table.boosted < 1)).all()


def test_too_little_history_is_refused_with_a_reason(rows, shots, model):
    with pytest.raises(TooLittleHistory, match="needs about 95 days"):
        fit_dyads(shots, 70, 7)
    few = facts_of([0, 1], [1, 0], [0, 1], [0, 150], ACTORS, CLASSES)
    with pytest.raises(TooLittleHistory, match="1 outcomes in 13 weeks"):
        fit_dyads(Snapshots(few, (7,)), 152, 7)
    with pytest.raises(TooLittleHistory, match="no facts of 'Z'"):
        explain_dyad(model, shots.on(180), "A", "Z", "conflict")
    together = (rows[:, :2] == 0).any(axis=1) & (rows[:, :2] == 1).any(axis=1)
    apart = facts_of(*rows[~together].T, ACTORS, CLASSES)
    with pytest.raises(TooLittleHistory, match="nothing between A and B in 180 days"):
        explain_dyad(model, snapshot(apart, 180, (7,)), "A", "B", "conflict")


def test_little_history_falls_back_on_the_rate(shots):
    model = fit_dyads(shots, 110, 7)
    assert model.learned is None
    table = forecast_dyads(model, shots.on(110))
    assert np.array_equal(table.probability, table.rate)
    told = explain_dyad(model, shots.on(110), ACTORS[table.source[0]], ACTORS[table.target[0]], "conflict")
    assert [t.group for t in told.terms] == ["rate"]
    assert expit(told.terms[0].contribution) == pytest.approx(told.probability)
