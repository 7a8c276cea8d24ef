"""The page on the ledger names every table and column."""

from pathlib import Path

import pytest

from dragoman.ledger.tables import columns, table_names

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"


@pytest.mark.parametrize("table", table_names())
def test_every_table_and_column_is_on_the_page(table):
    [line] = [x for x in PAGE.read_text(encoding="utf-8").splitlines() if x.startswith(f"| `{table}` |")]
    named = set(line.replace(",", " ").replace("|", " ").split())
    assert {c.name for c in columns() if c.table == table} <= named
