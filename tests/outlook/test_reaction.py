"""Reactions: third parties alone are asked about, and an ally's answer is learned."""

import numpy as np
import pytest

from dragoman.outlook.dyads import Snapshots, TooLittleHistory, facts_of
from dragoman.outlook.dyads.reaction import Trigger, fit_reactions, reactions, triggers


@pytest.fixture(scope="module")
def answered(rows):
    """C answers what A does to B with conflict, by conflict towards A, two days later."""
    hit = rows[(rows[:, 0] == 0) & (rows[:, 1] == 1) & (rows[:, 2] == 1)]
    extra = np.stack([np.full(len(hit), 2), np.zeros(len(hit), int), np.ones(len(hit), int), hit[:, 3] + 2], axis=1)
    return facts_of(*np.concatenate([rows, extra]).T, "ABCDEFGHIJKLMNOP", ("cooperation", "conflict"))


def test_third_parties_and_their_odds(answered):
    shots = Snapshots(answered, (7,))
    model = fit_reactions(shots, 190, 7)
    told = reactions(model, answered, shots.on(190), Trigger(0, 1, 1))
    assert told
    assert {r.actor for r in told} <= set("CDEFGHIJKLMNOP")
    assert all(0 < r.probability < 1 and 0 < r.usual < 1 for r in told)
    assert [r.probability for r in told] == sorted((r.probability for r in told), reverse=True)


def test_triggers_are_each_act_once():
    held = facts_of([0, 0, 1, 2], [1, 1, 0, 0], [0, 0, 1, 0], [3, 3, 3, 4], "ABC", ("1", "2"), direct=[1, 1, 1, 0])
    assert triggers(held, 3) == [Trigger(0, 1, 0), Trigger(1, 0, 1)]
    assert triggers(held, 4) == []


def test_too_little_history(known):
    with pytest.raises(TooLittleHistory):
        fit_reactions(Snapshots(known, (7,)), 100, 7)
