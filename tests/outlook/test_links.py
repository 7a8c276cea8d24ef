"""Links: nothing of the future is looked at, scores are sums of terms, rules are learned and told."""

import doctest

import numpy as np
import pytest

from dragoman.errors import InputError
from dragoman.outlook.links import History, Kin, day_questions, fit, history, kin, questions, words
from dragoman.outlook.links.ranker import available

ACTORS, RELATIONS, DAYS = 24, 3, 36
THREATEN, ASSAULT, CONSULT = range(RELATIONS)
NAMES = [
    f"Police (Land {i // 3})" if i % 3 == 1 else f"Land {i // 3}" if i % 3 == 0 else f"Person {i}"
    for i in range(ACTORS)
]


def made_facts(seed=3):
    """Whoever threatens assaults the same the day after; all consult at random."""
    draw = np.random.default_rng(seed)
    rows = []
    for day in range(DAYS):
        for s, o in draw.integers(0, ACTORS, (12, 2)):
            rows.append((s, CONSULT, o, day))
        for s, o in draw.integers(0, ACTORS, (5, 2)):
            rows += [(s, THREATEN, o, day), (s, ASSAULT, o, day + 1)]
    facts = np.array(rows, np.int64)
    return facts[np.argsort(facts[:, 3], kind="stable")]


@pytest.fixture(scope="module")
def facts():
    return made_facts()


def history_of(facts):
    return History(facts, ACTORS, RELATIONS, Kin.of_names(NAMES))


@pytest.fixture(scope="module")
def fitted(facts):
    whole = history_of(facts)
    return whole, fit(whole, 30, with_ranker=available())


@pytest.mark.parametrize("module", [history, kin, questions, words])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


def test_no_fact_of_the_day_or_later_changes_anything(facts, fitted):
    whole, model = fitted
    for day in (30, 33, 35):
        asked = day_questions(whole, day)
        seen = model.answers(whole.before(day), asked)
        cut = history_of(facts[facts[:, 3] < day])
        alone = model.answers(cut.before(day), asked)
        for with_future, without in zip(seen, alone, strict=True):
            assert np.array_equal(with_future, without)
        if model.ranker:
            assert np.array_equal(model.ranker.score(seen), model.ranker.score(alone))


def test_the_models_do_not_look_ahead_either(facts, fitted):
    _, model = fitted
    again = fit(history_of(facts[facts[:, 3] < 30]), 30, with_ranker=available())
    assert all(np.array_equal(a, b) for a, b in zip(model.rules, again.rules, strict=True))
    assert np.array_equal(model.additive.weights, again.additive.weights)
    if model.ranker:
        assert model.ranker.booster.model_to_string() == again.ranker.booster.model_to_string()


def test_a_score_is_the_sum_of_its_terms(fitted):
    whole, model = fitted
    asked = day_questions(whole, 34)
    found = model.answers(whole.before(34), asked)
    for q in range(0, len(asked.subject), 7):
        terms = model.additive.terms(found.context[q], found.rows[q, 0])
        assert sum(terms.values()) == pytest.approx(found.score[q, 0], abs=1e-4)


def test_what_follows_is_learned_and_told(facts, fitted):
    whole, model = fitted
    told = words.strongest(model.rules, ["Threaten", "Assault", "Consult"], most=4)
    assert any(line.startswith('"Threaten" between the two 1 day ago, once -> "Assault"') for line in told)
    s, _, o, _ = next(f for f in facts if f[3] == 33 and f[1] == THREATEN)
    past = whole.before(34)
    rules = words.held(model.rules, past, s, ASSAULT, o)
    assert (rules[0].before, rules[0].age) == (THREATEN, 1)
    asked = questions.Questions(*(np.array(x) for x in ([s], [ASSAULT], [0, 1], [o])))
    found = model.answers(past, asked)
    row = found.rows[0, list(found.actor[0]).index(o)]
    assert sum(r.weight for r in rules) == pytest.approx(float(row[list(model_features()).index("rules")]), abs=1e-4)
    assert o in found.actor[0, :3]


def model_features():
    from dragoman.outlook.links.terms import FEATURES

    return FEATURES


def test_homes_follow_from_whom_one_deals_with():
    names = ["Police (Chad)", "Ann Lee", "Citizen (Fiji)"]
    facts = np.array([[1, 0, 2, 0], [1, 0, 0, 1], [0, 0, 1, 2]], np.int64)
    dealings = History(facts, 3, 1, Kin.of_names(names))
    assert [dealings.before(day).kin.home[1] for day in (0, 1, 2, 3)] == [-1, 1, 1, 0]


def test_too_little_history_is_refused(facts):
    with pytest.raises(InputError, match="9 days of facts before day 9"):
        fit(history_of(facts), 9)
