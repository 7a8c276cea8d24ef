"""/runs, /run/ID and /left-out: what was asked for, what came of it, and what was left out and why."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field

from dragoman.articles import REASONS
from dragoman.desk.asking import Asked, At, Word
from dragoman.desk.copying import filled
from dragoman.desk.views import Copies, View, page
from dragoman.errors import NotFoundError
from dragoman.ledger.queries import Query as Conditions

Record = dict[str, Any]
_RUNS = """
SELECT run_id, status, started, finished, command, package_version, coded, left_out, skipped, sentences, events,
    mentions, statements FROM runs ORDER BY started DESC NULLS LAST, run_id DESC
"""
_LEFT_OUT = "SELECT origin, record, reason, detail, article_id, run_id FROM left_out {where} ORDER BY ALL LIMIT {limit}"


@page("/runs", "runs.html", nav="Runs", place=90)
def runs(at: At) -> View:
    """All runs, the last first, and how much the ledger holds."""
    rows = at.book.frame(_RUNS).to_records()
    for row in rows:
        row["seconds"] = _seconds(row["started"], row["finished"])
    counts = at.answers.once("counts", at.book.counts)
    reasons = at.answers.once("reasons", lambda: _reasons(at.book.frame("left_out").arrow["reason"].to_pylist()))
    data = {"counts": counts, "left_out_by_reason": reasons}
    return View("Runs", data, rows, (), Copies("ledger.runs()\nledger.counts()", _RUNS.strip()))


def _seconds(started: dt.datetime | None, finished: dt.datetime | None) -> float | None:
    return round((finished - started).total_seconds(), 1) if started and finished else None


def _reasons(codes: list[str]) -> list[Record]:
    found = sorted({(-codes.count(code), code) for code in set(codes)})
    return [{"reason": code, "documents": -n, "meaning": REASONS.get(code, "")} for n, code in found]


@page("/run/{run_id}", "run.html")
def run(at: At, run_id: str) -> View:
    """One run's manifest."""
    found = [r for r in at.book.runs() if r["run_id"].startswith(run_id)]
    if len(found) != 1:
        raise NotFoundError(f"{len(found) or 'no'} runs begin with {run_id!r}; /runs lists them")
    rows = [{"name": name, "value": value} for name, value in found[0]["counts"].items()]
    return View(f"Run {found[0]['run_id']}", {"run": found[0]}, rows)


class LeftOutAsked(Asked):
    """Which documents."""

    reason: Word | None = None
    run_id: Word | None = None
    limit: Annotated[int, Field(ge=1, le=10_000)] = 200


@page("/left-out", "left_out.html")
def left_out(at: At, asked: Annotated[LeftOutAsked, Query()]) -> View:
    """Documents that were not coded, each with the reason and what to do."""
    query = Conditions()
    for name, value in (("reason", asked.reason), ("run_id", asked.run_id)):
        if value is not None:
            query.add(f"{name} = ?", value)
    text = _LEFT_OUT.format(where=query.where, limit=asked.limit)
    rows = at.book.frame(text, query.values).to_records()
    total = at.book.frame(f"SELECT count(*) AS n FROM left_out {query.where}", query.values).to_records()[0]["n"]
    python = f"ledger.left_out({asked.reason!r})" if asked.reason else "ledger.left_out()"
    return View("Left out", {"total": total, "meanings": REASONS}, rows, (), Copies(python, filled(text, query.values)))
