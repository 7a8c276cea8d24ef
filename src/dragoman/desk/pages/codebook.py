"""/codebook and /codebook/NAME: what an event may be called, and how often it is in this ledger."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dragoman.codebook import Codebook, EventType, load_codebook
from dragoman.desk.asking import At, Visit
from dragoman.desk.views import Copies, View, page
from dragoman.errors import NotFoundError

Record = dict[str, Any]
_PYTHON = "from dragoman.codebook import load_codebook\n\nload_codebook().types"
_COLUMNS = ("name", "quad", "score", "modes", "events", "definition")


@page("/codebook", "codebook.html", nav="Codebook", place=80)
def codebook(at: At) -> View:
    """All types with class, score, modes and definition; contexts and sectors."""
    book, counts = load_codebook(), _counts(at, "types")
    rows = [
        {"name": t.name, "quad": t.quad, "score": t.score, "modes": list(t.modes), "events": counts.get(t.name, 0),
         "definition": t.definition}
        for t in book.types.values()
    ]  # fmt: skip
    contexts = [{"name": c.name, "definition": c.definition} for c in book.contexts.values()]
    sectors = [{"name": name, "definition": text} for name, text in book.sectors.items()]
    data = {"version": book.version, "contexts": contexts, "sectors": sectors}
    return View(
        "Codebook", data, rows, _COLUMNS, Copies(_PYTHON, "SELECT event_type, count(*) FROM events GROUP BY ALL")
    )


@page("/codebook/{name}", "codebook_entry.html")
def entry(at: At, name: str) -> View:
    """One type, mode, context, sector or CAMEO code."""
    book = load_codebook()
    data = entry_record(book, name)
    rows = [{"name": m["name"], "score": m["score"], "definition": m["definition"], "events": n}
            for m in data.get("modes", ()) for n in [_counts(at, "modes", data["name"]).get(m["name"], 0)]]  # fmt: skip
    counts = _counts(at, "types")
    return View(
        data["name"], data, rows, shown={"events": counts.get(data["name"]) if data["kind"] == "type" else None}
    )


def entry_record(book: Codebook, name: str) -> Record:
    """What the codebook says of a name.

    Raises:
        NotFoundError: nothing in it is called that.
    """
    upper, lower = name.upper(), name.lower()
    if upper in book.types:
        return _type(book, book.types[upper])
    if lower in book.contexts:
        return {"kind": "context", "name": lower, "definition": book.contexts[lower].definition}
    if upper in book.sectors:
        return {"kind": "sector", "name": upper, "definition": book.sectors[upper]}
    if name in book.cameo_codes:
        return {"kind": "CAMEO code", "name": name, **_plain(book.cameo_codes[name])}
    modes = [{"type": t.name, **asdict(t.modes[lower])} for t in book.types.values() if lower in t.modes]
    if not modes:
        raise NotFoundError(f"the codebook has no type, mode, context, sector or CAMEO code {name!r}")
    return {"kind": "mode", "name": lower, "definition": "", "of_types": modes}


def _plain(code: Any) -> Record:
    return {
        "definition": code.label, "goldstein": code.goldstein, "event_type": code.event_type,
        "event_modes": list(code.modes), "contexts": sorted(code.contexts),
    }  # fmt: skip


def _type(book: Codebook, found: EventType) -> Record:
    codes = [{"code": c.code, "label": c.label} for c in book.cameo_codes.values() if c.event_type == found.name]
    decided = [asdict(d) for d in book.decisions if found.name in d.question or found.name in d.decision]
    return {
        "kind": "type", "name": found.name, "quad": found.quad, "score": found.score, "definition": found.definition,
        "requires_recipient": found.requires_recipient, "examples": list(found.examples), "apart": found.apart,
        "modes": [asdict(m) for m in found.modes.values()], "cameo": codes, "decisions": decided,
    }  # fmt: skip


def _counts(at: Visit, name: str, event_type: str | None = None) -> dict[str, int]:
    """How many events have each value of a facet."""
    filters: Any = {"types": event_type} if event_type else {}
    found = at.answers.once(("codebook", name, event_type), lambda: at.book.facets(name, limit=500, **filters)[name])
    return {row["value"]: row["events"] for row in found}
