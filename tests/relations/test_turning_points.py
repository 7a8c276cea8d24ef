"""Turning points: known breaks are found, noise gives few, each leads to its events."""

import numpy as np
import pytest
from relation_samples import START, fill, noise, weekly

from dragoman.relations import series, turning_points
from dragoman.relations.levels import cuts

WEEKS = 156


def autocorrelated(seed, mean, length, memory=0.5):
    chance, level = np.random.default_rng(seed), np.zeros(length)
    for n in range(1, length):
        level[n] = memory * level[n - 1] + chance.normal() * 0.5 * np.sqrt(1 - memory**2)
    return chance.poisson(mean * np.exp(level - 0.125))


@pytest.mark.parametrize(("before", "after"), [(1, 3), (0.3, 2), (5, 10), (6, 2)])
def test_breaks_are_found_where_they_are(before, after):
    found = 0
    for seed in range(100):
        places = cuts(np.concatenate([noise(seed, before, 78), noise(1000 + seed, after, 78)]).astype(float))
        found += any(abs(place - 78) <= 4 for place in places)
    assert found >= 85


@pytest.mark.parametrize("mean", [0.1, 0.5, 3, 30])
def test_flat_noise_gives_few_false_alarms(mean):
    assert sum(bool(cuts(noise(seed, mean, WEEKS).astype(float))) for seed in range(200)) <= 8


def test_bursts_and_memory_give_few_false_alarms():
    bursts = [np.random.default_rng(seed).negative_binomial(1, 0.25, WEEKS).astype(float) for seed in range(200)]
    assert sum(bool(cuts(values)) for values in bursts) <= 10
    assert sum(bool(cuts(autocorrelated(seed, 5, WEEKS).astype(float))) for seed in range(200)) <= 24


def test_several_breaks():
    values = np.concatenate([noise(1, 1, 60), noise(2, 6, 50), noise(3, 1, 60), noise(4, 8, 40)]).astype(float)
    assert np.allclose(cuts(values), [60, 110, 170], atol=2)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    quiet, loud = noise(5, 1, 60), noise(6, 6, 60)
    rows = weekly("RUS", "UKR", "ASSAULT", np.concatenate([quiet, loud]))
    rows += [("UKR", "RUS", "ACCUSE", 60 * 7 + 1, {"voice_count": 9})]
    rows += weekly("RUS", "UKR", "CONSULT", noise(7, 2, 120))
    return fill(tmp_path_factory.mktemp("turning") / "l", rows)


def test_a_turning_point_says_when_how_far_and_by_what(ledger):
    found = turning_points(ledger, series(ledger, "RUS", "UKR").both)
    assert [(p.measure, p.direction) for p in found.points] == [("conflict", "rise")]
    point = found.points[0]
    assert abs((point.date - START).days - 60 * 7) <= 14 and point.before < 1.5 and 5 < point.after < 7
    told = {e["event_id"]: e for e in ledger.records(point.event_ids)}
    assert len(told) == 5 and "ACCUSE" in {e["event_type"] for e in told.values()}  # the most told
    assert {e["event_type"] for e in told.values()} <= {"ACCUSE", "ASSAULT"}
    assert found.to_record()["points"][0]["direction"] == "rise"


def test_too_little_is_said_to_be_so(ledger, tmp_path):
    months = series(ledger, "RUS", "UKR", unit="year").both
    assert "needed" in turning_points(ledger, months).reasons["conflict"]
    few = fill(tmp_path / "l", [*weekly("USA", "CHN", "AID", [1] * 30), ("RUS", "UKR", "AID", 100)])
    assert "1 events" in turning_points(few, series(few, "RUS", "UKR").both).reasons["cooperation"]
