"""What changed: exact tests, sentences, and noise that is not called change."""

import datetime as dt

import numpy as np
import pytest
from relation_samples import START, fill, noise, weekly
from scipy.stats import binomtest

from dragoman.errors import InputError
from dragoman.relations import changes_between
from dragoman.relations.rates import adjusted, compare, dispersion

HALF = 26 * 7


def spans():
    days = [START + dt.timedelta(n) for n in (0, HALF - 1, HALF, 2 * HALF - 1)]
    return {"before": tuple(days[:2]), "after": tuple(days[2:])}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    rows = weekly("RUS", "UKR", "ASSAULT", np.concatenate([noise(1, 2, 26), noise(2, 6, 26)]))
    rows += weekly("UKR", "RUS", "CONSULT", np.concatenate([noise(3, 2, 26), np.zeros(26)]))
    rows += weekly("UKR", "RUS", "SANCTION", np.concatenate([np.zeros(26), noise(4, 1, 26)]))
    rows += weekly("RUS", "UKR", "ACCUSE", noise(5, 3, 52))
    return fill(tmp_path_factory.mktemp("changes") / "l", rows)


def test_what_rose_ceased_is_new_and_is_the_same(ledger):
    found = changes_between(ledger, "RUS", "UKR", **spans())
    what = {(c.source, c.kind): c for c in found.changes}
    assault = what["RUS", "assault"]
    assert assault.what == "rose" and assault.low < 3 < assault.high and assault.low > 1.5
    assert assault.rate_after == assault.after / 26
    assert what["UKR", "consult"].what == what["RUS", "consult"].what == "ceased"
    assert what["UKR", "sanction"].what == "new" and what["UKR", "sanction"].ratio is None
    assert what["RUS", "accuse"].what == "same"
    told = " ".join(found.sentences)
    assert "Conflict from Russia to Ukraine rose from" in told and "CONSULT from Ukraine to Russia ceased" in told
    assert "ACCUSE" not in told and found.sentences[0].startswith(f"From {START} to")
    assert found.intensity[0]["after"] < found.intensity[0]["before"] < 0


def test_the_test_and_interval_are_the_exact_binomial_ones():
    for counts in ((3, 14), (20, 8), (0, 9), (5, 0), (7, 7)):
        found, exact = compare(counts, (10.0, 20.0)), binomtest(counts[1], sum(counts), 2 / 3)
        low, high = exact.proportion_ci(0.95, "exact")
        assert found.low == pytest.approx(low / (1 - low) / 2)
        assert found.high is None if high == 1 else found.high == pytest.approx(high / (1 - high) / 2)
        tails = (binomtest(counts[1], sum(counts), 2 / 3, alternative=side).pvalue for side in ("less", "greater"))
        assert found.p_value == pytest.approx(min(1, 2 * min(tails)))


def test_holm():
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06]) and adjusted([]) == []


def test_bursts_widen_the_interval():
    smooth = [np.tile([1.0, 0, 0, 0, 0, 0, 0], 20)] * 2
    bursts = [np.concatenate([np.full(7, 3.0), np.zeros(133)])] * 2
    assert dispersion(smooth, 7) == 1 and dispersion(bursts, 7) > 10
    assert compare((20, 45), (1.0, 1.0), 10).p_value > 0.1 > 0.01 > compare((20, 45), (1.0, 1.0)).p_value


def test_bursts_are_rarely_called_change():
    changed = 0
    for seed in range(400):
        halves = np.random.default_rng(seed).negative_binomial(1, 0.4, (2, 26)).astype(float)
        days = [np.repeat(half / 7, 7) for half in halves]
        changed += compare(halves.sum(axis=1).astype(int), (26, 26), dispersion(days, 7)).p_value < 0.05
    assert changed <= 24


def test_nothing_changed_and_nothing_known(ledger):
    spans_ = spans()
    quiet = changes_between(ledger, "RUS", "UKR", spans_["before"], (dt.date(2030, 1, 1), dt.date(2030, 2, 1)))
    assert quiet.changes == [] and "2030-01-01" in quiet.reason
    with pytest.raises(InputError, match="overlap"):
        changes_between(ledger, "RUS", "UKR", spans_["before"], spans_["before"])
    with pytest.raises(InputError, match="after"):
        changes_between(ledger, "RUS", "UKR", spans_["before"], ("2021-05-01", "2021-01-01"))
