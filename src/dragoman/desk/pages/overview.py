"""/: what happened lately, what changed, who deals with whom, and how good the data are."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Annotated, Any

from fastapi import Query
from pydantic import field_validator

from dragoman.desk import recent
from dragoman.desk.asking import At, Visit
from dragoman.desk.copying import events_copies
from dragoman.desk.event_rows import COLUMNS, event_row
from dragoman.desk.quality import quality
from dragoman.desk.shelf import Opened
from dragoman.desk.sparks import BARS, spark
from dragoman.desk.views import View, page
from dragoman.desk.windows import Counted, CountedAsked, counted, in_reach
from dragoman.records import HAPPENED

Record = dict[str, Any]
_LATEST = 12


class OverviewAsked(CountedAsked):
    """The last day of the week that is looked at; the last one that the sources cover where left out."""

    on: dt.date | None = None

    @field_validator("on")
    @classmethod
    def _in_reach(cls, value: dt.date | None) -> dt.date | None:
        return in_reach(value)


@page("/", "overview.html", nav="Overview", place=1)
def overview(at: At, asked: Annotated[OverviewAsked, Query()]) -> View:
    """The latest events, what is new in them, the most active pairs, the state of the data."""
    chosen = counted(at, asked.datasets)
    last = asked.on or chosen.last
    filters: Record = {"statuses": list(HAPPENED), "datasets": list(chosen.names)}
    filters |= {"date_to": last} if last else {}
    ask = partial(at.book.events, sort="-date", limit=_LATEST, **filters)
    latest = at.answers.once(("latest", repr(filters)), ask)
    known = at.answers.once(("overview", tuple(chosen.names)), lambda: _known(at, chosen))
    week = at.answers.once(("week", tuple(chosen.names), last), lambda: _week(at, chosen, last))
    return View(
        "Overview",
        {"on": last, "datasets": list(chosen.names), "week": week, **known},
        [event_row(e) for e in latest],
        COLUMNS,
        events_copies(filters, limit=_LATEST),
        {"latest": latest, "counted": chosen, "sparks": _sparks(at, chosen, known), "steps": _steps(last, week)},
        chosen.names,
        feed="/events",
    )


def warm(opened: Opened) -> None:
    """Finds what the overview shows, before anybody asks."""
    chosen = counted(opened, ())
    known = opened.answers.once(("overview", tuple(chosen.names)), lambda: _known(opened, chosen))
    opened.answers.once(("week", tuple(chosen.names), chosen.last), lambda: _week(opened, chosen, chosen.last))
    _sparks(opened, chosen, known)


def _known(at: Visit | Opened, chosen: Counted) -> Record:
    """What does not depend on the week."""
    return {
        "counts": at.book.counts(), "active": recent.active(at.book, chosen.names),
        "quality": quality(at.book, chosen.names, whole=len(chosen.there) <= 1), "coverage": chosen.there,
    }  # fmt: skip


def _week(at: Visit | Opened, chosen: Counted, last: dt.date | None) -> Record | None:
    """The week that ends on a day, beside the twelve before; None where no day is known."""
    if last is None:
        return None
    rows = recent.weeks(at.book, chosen.names, last)
    quads = {q: rows[-1][f"quad_{q}"] for q in (1, 2, 3, 4)}
    usual = {q: sum(r[f"quad_{q}"] for r in rows[:-1]) / recent.WEEKS_BEFORE for q in quads}
    before = sum(usual.values()) > 0
    return {
        "first_day": rows[-1]["first_day"], "last_day": last, "weeks": rows, "events": sum(quads.values()),
        "by_quad": quads, "usual_by_quad": {q: round(n, 2) for q, n in usual.items()},
        "articles": rows[-1]["articles"], "before": before,
        "changed": recent.changed(at.book, chosen.names, last) if before else [],
    }  # fmt: skip


def _sparks(at: Visit | Opened, chosen: Counted, known: Record) -> Record:
    """The small charts: of each of the most active pairs over all time that is covered."""
    if chosen.first is None or chosen.last is None:
        return {}
    span = (chosen.first, chosen.last)
    key = ("sparks", tuple(chosen.names))
    series = at.answers.once(key, lambda: recent.over_time(at.book, chosen.names, known["active"], span, BARS))
    return {f"{one} {other}": spark(*counts) for (one, other), counts in series.items()}


def _steps(last: dt.date | None, week: Record | None) -> Record:
    """A chart of the thirteen weeks, and the weeks before and behind."""
    if last is None or week is None:
        return {"spark": None, "before": None, "after": None}
    rows = week["weeks"]
    friendly, hostile = ([r[f"quad_{a}"] + r[f"quad_{b}"] for r in rows] for a, b in ((1, 2), (3, 4)))
    seven = dt.timedelta(recent.WEEK)
    return {"spark": spark(friendly, hostile, width=260, height=64), "before": last - seven, "after": last + seven}
