import datetime as dt

import pytest

from dragoman.coding.when import time_expressions

ANCHOR = dt.date(2024, 6, 19)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("They met on Tuesday.", "2024-06-18", "2024-06-18", "day"),
        ("They met on Wednesday.", "2024-06-19", "2024-06-19", "day"),
        ("It happened on June 3.", "2024-06-03", "2024-06-03", "day"),
        ("It happened on Dec. 11.", "2023-12-11", "2023-12-11", "day"),
        ("On 4 October 2007 the court convicted him.", "2007-10-04", "2007-10-04", "day"),
        ("In August, he left.", "2023-08-01", "2023-08-31", "month"),
        ("In May 2019 he left.", "2019-05-01", "2019-05-31", "month"),
        ("He came to power in 2011.", "2011-01-01", "2011-12-31", "year"),
        ("He left last week.", "2024-06-10", "2024-06-16", "week"),
        ("He left two days ago.", "2024-06-17", "2024-06-17", "day"),
        ("He left a few months earlier.", "2024-03-01", "2024-03-31", "month"),
        ("He spoke yesterday.", "2024-06-18", "2024-06-18", "day"),
        ("He has ruled since 2000.", "2000-01-01", "2024-06-19", "range"),
        ("Earlier this month he left.", "2024-06-01", "2024-06-30", "month"),
    ],
)
def test_values(text, first, last, precision):
    (found,) = time_expressions(text, ANCHOR)
    assert (found.first.isoformat(), found.last.isoformat(), found.precision) == (first, last, precision)


def test_future_turns_weekdays_forward():
    (found,) = time_expressions("They will meet on Monday.", ANCHOR, future=True)
    assert found.first.isoformat() == "2024-06-24"


def test_twenty_four_years_later_is_no_year_2048():
    found = time_expressions("He came after 24 years.", ANCHOR)
    assert found == []


def test_without_anchor_only_full_dates():
    assert time_expressions("on Tuesday", None) == []
    assert len(time_expressions("on 4 October 2007", None)) == 1


@pytest.mark.parametrize("text", ["He may leave.", "They march on.", "The May government fell."])
def test_months_that_are_none(text):
    assert time_expressions(text, ANCHOR) == []
