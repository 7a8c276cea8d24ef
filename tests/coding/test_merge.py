"""Which mentions of an article tell one happening."""

import datetime as dt

import pytest

from dragoman.evaluate.sentencewise import as_article


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Police in Moscow arrested marchers on Monday. Russian police arrested opposition leaders on Monday.", 2),
        ("Police in Moscow arrested marchers on Monday. Russian police arrested protesters on Monday.", 1),
    ],
)
def test_acts_within_one_state_are_told_apart_by_whom_they_are_done_to(coder, text, number):
    events = coder.code_one(as_article(text, dt.date(2018, 3, 22))).events
    assert len([e for e in events if e.event_type == "COERCE"]) == number, [e.recipients for e in events]
