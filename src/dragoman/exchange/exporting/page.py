"""The codebook that travels with an export: columns, categories, how values were written, what is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from dragoman.codebook import load_codebook
from dragoman.datafiles import read_csv
from dragoman.exchange.exporting.forms import Form, data_folder
from dragoman.exchange.exporting.session import QUADS, Session
from dragoman.ledger.tables import columns

# Files that are the ledger's own tables, and the columns that are not written.
_TABLES = {
    "events": ("events", ("record",)),
    "event_actors": ("event_actors", ()),
    "mentions": ("mentions", ()),
    "articles.parquet": ("articles", ("text", "blocks", "batch")),
}
# Files of chosen columns of the ledger's tables: what columns.csv does not explain is explained there.
_NATIVE = {"events.csv": "events", "events.geojson": "events", "event_actors.csv": "event_actors"}
_USED = """
SELECT event_type, event_mode, count(*) AS events FROM events SEMI JOIN chosen USING (event_id)
GROUP BY ALL ORDER BY event_type, event_mode NULLS FIRST
"""
_USED_CONTEXTS = """
SELECT context, count(*) AS events
FROM (SELECT unnest(contexts) AS context FROM events SEMI JOIN chosen USING (event_id))
GROUP BY ALL ORDER BY context
"""


@cache
def described(form: str) -> dict[str, dict[str, str]]:
    """By file or table of a format, its columns in their order and what they mean."""
    meanings = {(c.table, c.name): c.meaning for c in columns()}
    found: dict[str, dict[str, str]] = {}
    if form == "parquet":
        for file, (table, without) in _TABLES.items():
            found[file] = {n: m for (of, n), m in meanings.items() if of == table and n not in without}
    for _, row in read_csv(data_folder() / "columns.csv"):
        if row["form"] == form:
            native = meanings.get((_NATIVE.get(row["file"], ""), row["column"]), "")
            found.setdefault(row["file"], {})[row["column"]] = row["meaning"] or native
    return found


def codebook_page(form: Form, session: Session) -> str:
    """The codebook of an export as Markdown.

    Args:
        form: the format.
        session: what was exported.
    """
    lines = [f"# Codebook: {form.title}, as exported by Dragoman", ""]
    lines += ["## How values are written", "", *(f"- {m}" for m in form.mapping), ""]
    lines += ["## What is not in it", "", *(f"- {m}" for m in form.lacks), ""]
    for file, meanings in described(form.name).items():
        lines += [f"## Columns of {file}", "", *_table("column", "meaning")]
        lines += [_row(column, meaning) for column, meaning in meanings.items()] + [""]
    return "\n".join([*lines, *_types(session), "", *_contexts(session)]) + "\n"


def _types(session: Session) -> Iterator[str]:
    book = load_codebook()
    yield f"## Types and modes in this export (codebook {book.version})"
    yield ""
    yield from _table("type", "mode", "quad", "events", "what it is")
    for row in session.rows(_USED):
        entry = book.types.get(row["event_type"])
        mode = entry.modes.get(row["event_mode"]) if entry and row["event_mode"] else None
        quad = f"{entry.quad} {QUADS[entry.quad].lower()}" if entry else ""
        meaning = mode.definition if mode else entry.definition if entry and not row["event_mode"] else ""
        yield _row(row["event_type"], row["event_mode"], quad, row["events"], meaning)


def _contexts(session: Session) -> Iterator[str]:
    book = load_codebook()
    yield "## Contexts in this export"
    yield ""
    yield from _table("context", "events", "what it is")
    for row in session.rows(_USED_CONTEXTS):
        known = book.contexts.get(row["context"])
        yield _row(row["context"], row["events"], known.definition if known else "")


def _table(*names: str) -> list[str]:
    return [_row(*names), "|" + "---|" * len(names)]


def _row(*cells: object) -> str:
    return "| " + " | ".join("" if c is None else str(c).replace("|", "\\|") for c in cells) + " |"
