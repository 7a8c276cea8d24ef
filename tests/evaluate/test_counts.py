"""Floors on the sentences with counts, and what a faulty file is told."""

from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.evaluate import evaluate
from dragoman.evaluate.counts import KINDS, parse_cell, read_counts

CORPUS = Path(__file__).parents[2] / "corpus"
HEADER = ",".join(["id", "date", "text", "trigger", "event_type", *KINDS, "currency"])


@pytest.mark.parametrize(
    ("name", "value", "presence", "wrong"), [("counts.csv", 0.93, 0.96, 1), ("counts_fresh.csv", 0.86, 0.94, 3)]
)
def test_floor(coder, name, value, presence, wrong):
    figures = evaluate("counts", CORPUS / name, coder=coder)
    assert figures["value_accuracy"] >= value
    assert figures["presence_f1"] >= presence
    assert figures["wrong_where_null"] <= wrong


def test_the_two_sets_are_large_enough_and_share_no_text():
    first, fresh = (list(read_counts(CORPUS / name)) for name in ("counts.csv", "counts_fresh.csv"))
    assert len(first) + len(fresh) >= 300
    assert not {i.text for i in first} & {i.text for i in fresh}
    assert len({i.name for i in first + fresh}) == len(first) + len(fresh)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("x,2020-01-01,Two died.,fled,ASSAULT,,,,,,,,,", "occurs 0 times"),
        ("x,2020-13-01,Two died.,died,ASSAULT,,,,,,,,,", "not YYYY-MM-DD"),
        ("x,2020-01-01,Two died.,died,ASSAULT,many,,,,,,,,", "is no count"),
    ],
)
def test_a_faulty_row_is_named(tmp_path, row, told):
    path = tmp_path / "counts.csv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=told) as error:
        list(read_counts(path))
    assert ":2" in str(error.value)


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "counts.csv"
    path.write_text("id,date\n1,2020-01-01\n", encoding="utf-8")
    with pytest.raises(InputError, match="trigger"):
        list(read_counts(path))


def test_cells():
    assert parse_cell("<=30", "").value == 30 and parse_cell("<=30", "").low is None
    assert (parse_cell("~50", "").low, parse_cell("~50", "").high) == (None, None)
