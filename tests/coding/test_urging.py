"""Requests made by saying what somebody is to do."""

import datetime as dt

import pytest

from dragoman.evaluate.sentencewise import as_article

CASES = [
    ("must", "Turkey must withdraw its troops from Syria, Russian Foreign Minister Sergei Lavrov said.", "RUS", "TUR"),
    ("should", "The State Department said that Iran should release two Americans.", "USA", "IRN"),
    ("needs to", "China needs to stop its patrols, Japan said.", "JPN", "CHN"),
    ("be, behind must", "Egypt said that Israel must be ready to talk.", "EGY", "ISR"),
    ("two who are asked", "Kenya said that Chad and Sudan must sign the treaty.", "KEN", "TCD SDN"),
    ("whoever works there says so", "The Red Cross operating in Iraq said British forces must ensure security.", None, "GBR"),
    ("a reminder", "France issued a reminder to Iraq that it must cooperate with inspectors.", "FRA", "IRQ"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "actor", "recipients"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_saying_that_somebody_must_is_a_request(coder, text, actor, recipients):
    events = coder.code_one(as_article(text, dt.date(2018, 3, 22))).events
    asked = [e for e in events if e.event_type == "REQUEST"]
    assert [({a.country for a in e.actors}, {a.country for a in e.recipients}, e.status) for e in asked] == [
        ({actor}, set(recipients.split()), "occurred")
    ]
    assert all(e.event_type == "REQUEST" for e in events), "what is asked for is no event beside it"


@pytest.mark.parametrize(
    "text",
    [
        "Turkey must withdraw its troops from Syria.",
        "Russia said that Russia must arm itself.",
        "Kenya said that Chad should have signed the treaty in March.",
        "Kenya said that it would sign, should Chad ask.",
        "Kenya said that Chad had to sign the treaty in March.",
        "Kenya said that China does not have to defeat Japan.",
        "Kenya spoke of the price that Chad should pay.",
        "Kenya said that Chad should be there by Sunday.",
        "Kenya said that Chad must be hiding a bomb.",
        "Kenya said that Chad may have to leave the bloc.",
        "Kenya said that Chad should receive more weapons.",
        "Kenya did not say that Chad should withdraw.",
    ],
)
def test_what_is_no_request(coder, text):
    events = coder.code_one(as_article(text, dt.date(2018, 3, 22))).events
    assert not [e for e in events if e.mentions[0].why.startswith("frame urging")]
