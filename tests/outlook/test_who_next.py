"""Who is next, over a ledger: no leaks, shares that add up, rules in words."""

import datetime as dt

import pytest
from outlook_ledgers import FIRST, write

from dragoman.errors import InputError
from dragoman.outlook.who_next import who_next

DAY = FIRST + dt.timedelta(150)


def test_answers_with_terms_rules_and_events(book, world, tmp_path):
    made = who_next(book, "A", "assault", on=DAY, most=99)
    assert sum(a.share for a in made.answers) == pytest.approx(1)
    assert [a.share for a in made.answers] == sorted((a.share for a in made.answers), reverse=True)
    assert "A" not in {a.actor for a in made.answers}
    best = made.answers[0]
    assert any(rule.startswith(("ASSAULT by", "CONSULT by")) and "towards" in rule for rule in best.rules)
    assert {best.evidence[0]["source"], best.evidence[0]["target"]} == {"A", best.actor}
    assert best.evidence[0]["date"] <= DAY
    cut = write(tmp_path / "early", [e for e in world if e["date"] <= DAY])
    answers = who_next(cut, "A", "ASSAULT", most=99).answers
    for one, other in zip(answers, made.answers, strict=True):  # later events change nothing
        assert (one.actor, one.share, one.terms, one.rules) == (other.actor, other.share, other.terms, other.rules)


def test_what_is_not_known_is_said(book):
    with pytest.raises(InputError, match="nothing of 'AID' is known"):
        who_next(book, "A", "AID", on=DAY)
