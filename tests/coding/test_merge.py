"""Which mentions of an article tell one happening."""

import datetime as dt
from dataclasses import replace

import pytest

from dragoman.coding.merge import compatible
from dragoman.evaluate.sentencewise import as_article


@pytest.mark.parametrize(
    ("modes", "sentences", "same"),
    [
        (("aerial", "targeted"), (0, 3), True),
        (("explosives", "suicide-attack"), (0, 3), True),
        (("firearms", "explosives"), (0, 3), False),
        (("firearms", "explosives"), (3, 3), True),
        (("firearms", "abduct"), (3, 3), False),
        (("beat", None), (0, 3), True),
    ],
)
def test_an_aim_and_a_means_are_of_one_act(coder, modes, sentences, same):
    article = as_article("Syria attacked Turkey on Monday.", dt.date(2018, 3, 22))
    (event,) = coder.code_one(article).events
    pair = [replace(event.mentions[0], event_mode=m, sentence=s) for m, s in zip(modes, sentences, strict=True)]
    assert compatible(*pair) is same and compatible(*pair[::-1]) is same


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
