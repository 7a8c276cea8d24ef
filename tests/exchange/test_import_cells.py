"""Cells written as members of JSON objects come back from any JSON reader as they were."""

import json

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange.importing.cells import members

cell = (
    st.none()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    | st.sampled_from(['"', "\\", "\t\x1f", "a"])
)


@given(st.lists(st.tuples(cell, cell, cell), max_size=12), st.integers(0, 12))
def test_members_come_back(rows, cut):
    names = ["Actor 1", 'say "so"', "Ø"]
    table = pa.table({n: pa.array([row[i] for row in rows], pa.string()) for i, n in enumerate(names)})
    several = pa.concat_tables([table.slice(0, cut), table.slice(cut)])  # chunks, one of them with an offset
    wanted = [{n: v for n, v in zip(names, row, strict=True) if v is not None} or None for row in rows]
    assert [
        text if text is None else json.loads(f"{{{text}}}") for text in members(several, names).to_pylist()
    ] == wanted


def test_no_column_is_kept():
    assert members(pa.table({"text": ["{}", "[]"]}), []).to_pylist() == [None, None]
