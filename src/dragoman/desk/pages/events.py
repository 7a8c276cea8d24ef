"""/events: the events of the ledger by filters, with counts of what else can be asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.desk.asking import At, Events, PageOfEventsAsked, Visit
from dragoman.desk.copying import events_copies
from dragoman.desk.event_rows import COLUMNS, event_row
from dragoman.desk.shelf import Opened
from dragoman.desk.views import View, page

Record = dict[str, Any]
FACETS = ("types", "quads", "statuses", "actor", "recipient", "country", "said_by", "outlet", "datasets", "year")
MOST_VALUES = 12  # of a facet
MOST_KEPT = 100  # rows of a page that is kept for the next who asks for it
MOST_SHOWN = 500  # rows on a page of HTML


@page("/events", "events.html", nav="Events", place=20)
def events(at: At, asked: Events) -> View:
    """Events by filters, in an order, a page at a time."""
    filters = asked.filters()
    records = found(at, asked)
    more = len(records) > asked.limit
    records = records[1:] if more and asked.before else records[: asked.limit]
    facets = counted_facets(at, FACETS, filters)
    total = _total(at, filters, facets["datasets"])
    return View(
        "Events",
        {"total": total, "facets": facets, **_pages(at, asked, records, more)},
        [event_row(r) for r in records],
        COLUMNS,
        events_copies(filters, asked.sort, asked.limit),
        {"events": records[:MOST_SHOWN], "asked": asked, "filters": filters},
        [d["value"] for d in facets["datasets"]],
        feed="/events",
    )


def found(at: Visit | Opened, asked: PageOfEventsAsked) -> list[Record]:
    """The events of a page and one more, where there are more; those of a page of usual size are kept."""
    bounds = {"sort": asked.sort, "limit": asked.limit + 1, "after": asked.after, "before": asked.before}

    def ask() -> list[Record]:
        return at.book.events(**bounds, **asked.filters())  # type: ignore[arg-type]

    key = ("events", _key(bounds), _key(asked.filters()))
    return at.answers.once(key, ask) if asked.limit <= MOST_KEPT else ask()


def _pages(at: Visit, asked: Any, records: list[Record], more: bool) -> Record:
    """The addresses of the pages before and behind; None where there is none."""
    forward, back = at.here.to(before=None, after=None), None
    if records and (more or asked.before):
        forward = at.here.to(after=records[-1]["event_id"], before=None)
    if records and (asked.after or (asked.before and more)):
        back = at.here.to(before=records[0]["event_id"], after=None)
    return {"next": forward if records and (more or asked.before) else None, "previous": back}


def _total(at: Visit, filters: Mapping[str, Any], datasets: Sequence[Record]) -> int:
    """How many events there are by these filters: every event is of one data set, and those were counted."""
    if "datasets" in filters or len(datasets) == MOST_VALUES:
        return at.answers.once(("count", _key(filters)), lambda: at.book.count(**filters))
    return sum(d["events"] for d in datasets)


def counted_facets(at: Visit | Opened, names: Sequence[str], filters: Mapping[str, Any]) -> dict[str, list[Record]]:
    """By the values of some filters how many events there are, by all filters but that one itself."""
    shared = [n for n in names if n not in filters]
    found = at.answers.once(
        ("facets", *shared, _key(filters)),
        lambda: at.book.facets(shared, MOST_VALUES, **filters),
    )
    for name in names:
        if name in filters:
            others = {k: v for k, v in filters.items() if k != name}
            found = {**found, name: _facet(at, name, others)}
    return {name: found[name] for name in names}


def _facet(at: Visit | Opened, name: str, filters: Mapping[str, Any]) -> list[Record]:
    return at.answers.once(("facet", name, _key(filters)), lambda: at.book.facets(name, MOST_VALUES, **filters)[name])


def warm(opened: Opened) -> None:
    """Finds what the first page of events shows, before anybody asks."""
    found(opened, PageOfEventsAsked.model_validate({}))
    counted_facets(opened, FACETS, {})


def _key(filters: Mapping[str, Any]) -> str:
    return repr(sorted(filters.items()))
