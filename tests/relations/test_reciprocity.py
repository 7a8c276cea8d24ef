"""Who answers whom: leaders are found, chance is not called one."""

import numpy as np
import pytest
from relation_samples import fill, noise, weekly

from dragoman.relations import reciprocity, series


def answered(lead, behind, share, seed):
    """Counts that follow others so many weeks behind."""
    chance = np.random.default_rng(seed)
    return np.concatenate([chance.poisson(2, behind), chance.poisson(0.5 + share * lead[:-behind])])


def of(path, forth, back, more=()):
    ledger = fill(path, weekly("ISR", "PSE", "ASSAULT", forth) + weekly("PSE", "ISR", "ASSAULT", back) + list(more))
    return {one.measure: one for one in reciprocity(series(ledger, "ISR", "PSE"))}


def test_who_goes_first_leads(tmp_path):
    lead = noise(1, np.random.default_rng(2).gamma(2, 2, 120), 120)
    found = of(tmp_path / "a", lead, answered(lead, 2, 0.8, 3))["conflict"]
    assert found.leads == "first" and max(found.by_lag, key=found.by_lag.get) == 2 and found.p_forth < 0.01
    found = of(tmp_path / "b", answered(lead, 1, 0.8, 3), lead)["conflict"]
    assert found.leads == "second" and found.p_forth > 0.02


def test_chance_leads_in_few_cases():
    from dragoman.relations.reciprocity import LAGS, _share, correlations

    behind = range(1, LAGS + 1)
    told = 0
    for seed in range(100):
        level = np.repeat([1.0, 5.0], 50)  # both rise together, and neither because of the other
        forth, back = (noise(base + seed, level, 100).astype(float) for base in (0, 500))
        by_lag, chance = correlations(forth, back)
        told += _share(by_lag, chance, behind) < 0.025 or _share(by_lag, chance, [-k for k in behind]) < 0.025
    assert told <= 12


def test_what_both_do_together_is_no_answer(tmp_path):
    meetings = weekly("ISR", "PSE", "CONSULT", noise(4, 3, 120))
    own = weekly("ISR", "PSE", "AID", noise(5, 1, 120)) + weekly("PSE", "ISR", "AID", noise(6, 1, 120))
    found = of(tmp_path / "l", noise(7, 1, 120), noise(8, 1, 120), meetings + own)["cooperation"]
    assert abs(found.forth - found.back) < 60 and found.forth < 170 and abs(found.by_lag[0]) < 0.3


def test_too_little_is_said_to_be_so(tmp_path):
    found = of(tmp_path / "l", [1] * 60, [0] * 59 + [1])["conflict"]
    assert found.leads is None and found.by_lag is None and "needed" in found.reason
    assert found.to_record()["reason"] == found.reason


@pytest.mark.parametrize("seed", range(3))
def test_the_same_data_give_the_same_answer(seed):
    from dragoman.relations.reciprocity import correlations

    forth, back = noise(seed, 3, 80).astype(float), noise(seed + 9, 3, 80).astype(float)
    one, other = correlations(forth, back), correlations(forth, back)
    assert one[0] == other[0] and np.array_equal(one[1], other[1])
