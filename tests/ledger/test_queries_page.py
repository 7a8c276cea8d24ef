"""The page on questions names every view, column, filter and unit."""

import re
from pathlib import Path

import pytest

from dragoman.ledger import Ledger
from dragoman.ledger.filters import EventFilters
from dragoman.ledger.panel_shape import UNITS
from dragoman.ledger.tables import view_names

PAGE = (Path(__file__).parents[2] / "docs" / "queries.md").read_text("utf-8")


@pytest.mark.parametrize("view", view_names())
def test_every_view_and_column_is_on_the_page(view, tmp_path):
    [line] = [x for x in PAGE.splitlines() if x.startswith(f"| `{view}` |")]
    named = set(re.findall(r"\w+", line))
    columns = Ledger.create_or_open(tmp_path / "l").arrow(view).column_names
    assert view == "current_events" or set(columns) <= named


def test_every_filter_and_unit_is_on_the_page():
    for name in EventFilters.__annotations__:
        assert re.search(rf"`{name}\b", PAGE), name
    for unit in UNITS:
        of, period = unit.split("_")
        assert f"`{of}_`" in PAGE and f"`{period}`" in PAGE
