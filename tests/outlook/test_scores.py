"""Scores: against figures worked out by hand, and the identities that hold between them."""

import numpy as np
import pytest

from dragoman.outlook import scores

SAID = np.array([0.1, 0.1, 0.4, 0.8])
CAME = np.array([False, True, False, True])


def test_brier_and_log_loss():
    assert scores.brier(SAID, CAME) == pytest.approx((0.01 + 0.81 + 0.16 + 0.04) / 4)
    assert scores.log_loss(SAID, CAME) == pytest.approx(-np.log([0.9, 0.1, 0.6, 0.8]).mean())
    assert np.isfinite(scores.log_loss(np.array([0.0, 1.0]), np.array([True, False])))


def test_skill_is_zero_for_the_reference_and_one_for_the_truth():
    base = scores.base_rates(CAME, np.zeros(4))
    assert base.tolist() == [0.5] * 4
    assert scores.brier_skill(base, CAME, base) == 0
    assert scores.brier_skill(CAME.astype(float), CAME, base) == 1


def test_base_rates_are_each_groups_own():
    assert scores.base_rates(CAME, np.array(["a", "a", "b", "a"])).tolist() == pytest.approx([2 / 3, 2 / 3, 0, 2 / 3])


def test_auc_counts_ties_half():
    assert scores.auc(SAID, CAME) == pytest.approx((0.5 + 0 + 1 + 1) / 4)
    assert np.isnan(scores.auc(SAID, np.ones(4, bool)))


def test_the_decomposition_sums_to_the_score():
    rng = np.random.default_rng(3)
    said = rng.random(500)
    came = rng.random(500) < said**2
    parts = scores.decompose(said, came)
    assert parts.reliability - parts.resolution + parts.uncertainty + parts.within == pytest.approx(
        scores.brier(said, came)
    )
    assert parts.reliability > 0.01  # said too high throughout


def test_calibration_error_sees_what_reliability_shows():
    assert scores.ece(np.full(10, 0.3), np.arange(10) < 3) == pytest.approx(0)
    assert scores.ece(np.full(10, 0.9), np.arange(10) < 3) == pytest.approx(0.6)
    table = scores.reliability(np.linspace(0, 1, 40), np.linspace(0, 1, 40) > 0.5, bins=4)
    assert [b.count for b in table] == [10] * 4
    assert [b.came for b in table] == [0, 0, 1, 1]
    assert len(scores.reliability_by_level(np.array([0.05, 0.95]), np.array([False, True]))) == 2


def test_intervals_resample_whole_blocks():
    said, base = np.tile(SAID, 50), np.full(200, 0.5)
    came = np.tile(CAME, 50)
    low, high = scores.skill_interval(said, came, base, np.repeat(np.arange(50), 4))
    assert low == high == pytest.approx(scores.brier_skill(said, came, base))  # blocks alike leave no doubt
    rng = np.random.default_rng(0)
    uneven = rng.random(200) < 0.5
    low, high = scores.skill_interval(said, uneven, base, np.repeat(np.arange(50), 4))
    assert low < scores.brier_skill(said, uneven, base) < high
