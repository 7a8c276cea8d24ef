"""Series of a pair: what stands in which period."""

import datetime as dt
import json

import pytest
from relation_samples import START, coded, fill, report, state

from dragoman.errors import InputError, NotFoundError
from dragoman.relations import series


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    rows = [
        ("RUS", "PRK", "CONSULT", 0), ("RUS", "PRK", "AID", 8), ("PRK", "RUS", "ACCUSE", 9), ("PRK", "RUS", "ASSAULT", 30),
        ("USA", "CHN", "AID", 62), ("RUS", "PRK", "AID", 3, {"status": "planned"}),
        ("RUS", "PRK", "AID", dt.date(2020, 2, 1), {"date_end": dt.date(2020, 2, 29), "date_precision": "month"}),
        ("RUS", "PRK", "AID", 5, {"date_start": None, "date_end": None}),
    ]  # fmt: skip
    return fill(tmp_path_factory.mktemp("series") / "l", rows)


def test_each_direction_and_both(ledger):
    pair = series(ledger, "RUS", "PRK")
    assert pair.forth.cooperation[:3] == [1, 1, 0] and pair.forth.conflict[:5] == [0, 0, 0, 0, 0]
    assert pair.back.cooperation[:3] == [1, 0, 0] and pair.back.conflict[:5] == [0, 1, 0, 0, 1]
    assert pair.both.events[:5] == [1, 2, 0, 0, 1]  # the meeting once
    assert (pair.undated, pair.too_wide) == (1, 1)
    assert pair.forth.kinds["material_cooperation"][:2] == [0, 1]
    assert pair.both.periods[0] == START and pair.both.periods[1] - START == dt.timedelta(7)


def test_months_by_type(ledger):
    both = series(ledger, "RUS", "PRK", unit="month", by="type").both
    assert both.periods == [dt.date(2020, 1, 1), dt.date(2020, 2, 1), dt.date(2020, 3, 1)]
    assert both.kinds["aid"] == [1, 1, 0] and both.kinds["assault"] == [0, 1, 0]
    assert both.cooperation == [2, 1, 0] and both.conflict == [1, 1, 0]


def test_a_period_covered_in_part_is_not_whole(ledger):
    both = series(ledger, "RUS", "PRK", unit="month").both  # from 6 January to 8 March
    assert both.whole() == slice(1, 2) and list(both.values("conflict")) == [1.0]


def test_unknown_outside_the_coverage_zero_inside(tmp_path):
    told = [0, "visited", "CONSULT", [state("RUS")], [state("PRK")]]
    ledger = coded(
        tmp_path / "l",
        report(1, ["Moscow's envoy visited Pyongyang."], START, [told]),
        report(2, ["Nothing happened."], START + dt.timedelta(20), []),
    )
    day = START - dt.timedelta(14)
    both = series(ledger, "RUS", "PRK", date_from=day, date_to=START + dt.timedelta(27)).both
    assert both.events == [None, None, 1, 0, 0, None] and both.articles == [0, 0, 1, 0, 1, 0]


def test_it_is_plain_data_and_refuses_what_makes_no_sense(ledger):
    assert json.loads(json.dumps(series(ledger, "RUS", "PRK").to_record(), default=str))["too_wide"] == 1
    with pytest.raises(InputError, match="unit"):
        series(ledger, "RUS", "PRK", unit="fortnight")
    with pytest.raises(NotFoundError, match="Nobody"):
        series(ledger, "RUS", "Nobody")
