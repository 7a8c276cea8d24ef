"""Reactions: third parties alone, their odds those of the dyad forecasts, and what the act itself changes."""

import pytest

from dragoman.outlook.dyads import TooLittleHistory, facts_of, fit_dyads, forecast_dyads, snapshot
from dragoman.outlook.dyads.reaction import Act, reactions


@pytest.fixture(scope="module")
def model(shots):
    return fit_dyads(shots, 150, 7)


def test_third_parties_and_their_odds(known, model):
    act = Act(0, 1, 1)
    told = reactions(model, known, 150, act)
    assert {r.actor for r in told} <= set("CDEFGHIJKLMNOP")
    assert [r.probability for r in told] == sorted((r.probability for r in told), reverse=True)
    assert any(r.probability != r.without for r in told)  # the act shows through what A and B do and meet at large
    today = known.between(149, 150)
    on_record = ((today.source == 0) & (today.target == 1) & (today.kind == 1) & today.direct).any()
    table = forecast_dyads(model, snapshot(known, 150, (7,)))
    rows = {(s, t): p for s, t, p in zip(table.source.tolist(), table.target.tolist(), table.probability, strict=True)}
    for reaction in told[:5]:
        actor, kind = known.actors.index(reaction.actor), known.classes.index(reaction.cls)
        none = [1 - rows[actor, two][kind] for two in (0, 1) if (actor, two) in rows]
        anyway = reaction.probability if on_record else reaction.without
        assert anyway == pytest.approx(1 - none[0] * (none[1] if len(none) > 1 else 1))


def test_later_facts_change_nothing(known, model):
    assert reactions(model, known, 150, Act(2, 3, 0)) == reactions(model, known.until(150), 150, Act(2, 3, 0))


def test_no_third_party_is_a_reason_to_refuse(model):
    alone = facts_of(
        [0, 1], [1, 0], [0, 1], [149, 150], "ABCDEFGHIJKLMNOP", ("cooperation", "conflict"), direct=[True] * 2
    )
    with pytest.raises(TooLittleHistory, match="no third party had to do with A or B"):
        reactions(model, alone, 150, Act(0, 1, 1))
