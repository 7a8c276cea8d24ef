"""Rows that were imported from a data set, written in its format again as they were."""

from __future__ import annotations

from dragoman.datafiles import read_csv
from dragoman.exchange.exporting.forms import data_folder
from dragoman.exchange.exporting.session import query_text


def restored(form: str, file: str, *more: str) -> str:
    """The query that fills a format's columns, with what imported rows of its own data set said in each.

    The import keeps, in ``events.extra``, what the ledger has no column for or words otherwise, by the columns' names.
    That goes first; a column that the ledger does not hold is empty where the row had nothing in it.

    Args:
        form: the format; its query also gives ``of_row``, the kept object of such a row, else NULL, and the order
            of rows, ``n`` and ``pair``.
        file: the file whose columns are filled.
        more: columns of the query that are given as they are, behind the others.
    """
    columns = [(r["column"], bool(r["held"])) for _, r in read_csv(data_folder() / "columns.csv")
               if (r["form"], r["file"]) == (form, file)]  # fmt: skip
    paths = ", ".join(f"""'$."{name}"'""" for name, _ in columns)
    cells = [_cell(place, name, held) for place, (name, held) in enumerate(columns, 1)]
    return f"""
SELECT {", ".join([*cells, *more])}
FROM (SELECT *, json_extract_string(of_row, [{paths}]) AS said FROM ({query_text(form)}))
ORDER BY n, pair
"""


def _cell(place: int, name: str, held: bool) -> str:
    ours = f'"{name}"::VARCHAR'
    said = f"plain(said[{place}])"
    theirs = f"coalesce({said}, {ours})" if held else said
    return f'CASE WHEN of_row IS NULL THEN {ours} ELSE {theirs} END AS "{name}"'
