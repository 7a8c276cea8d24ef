"""Filters on events by name, and the conditions on table ``events`` that they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from dragoman.errors import InputError
from dragoman.ledger.queries import Day, Query, events_query, several

Strings = str | Sequence[str]


class OtherFilters(TypedDict, total=False):
    """What events may be asked for by, beside who acts on whom; all that are given must hold.

    party: who stands on either side.
    between: two parties that deal with each other, whichever acts.
    date_from, date_to: first and last day; events that may touch the days count, undated ones do not.
    types, modes: one or several event types, modes.
    quads: one or several quad codes, 1 to 4.
    statuses: one or several statuses; all where left out.
    contexts: one or several contexts, of which the event has at least one.
    said_by: who is a source of the claim; ``none`` for what the articles say in their own voice.
    outlet: an outlet that tells it.
    country: where it happened, ISO 3166-1 alpha-3.
    place: the name of where it happened.
    datasets: ``dragoman`` (coded from articles) or data sets that were imported.
    search: words of the sentences that tell it, see ``Ledger.search``.
    min_confidence: least confidence, 0 to 1.
    article_id: an article that tells it.
    """

    party: str | None
    between: tuple[str, str] | None
    date_from: Day | None
    date_to: Day | None
    types: Strings | None
    modes: Strings | None
    quads: int | Sequence[int] | None
    statuses: Strings | None
    contexts: Strings | None
    said_by: str | None
    outlet: str | None
    country: Strings | None
    place: str | None
    datasets: Strings | None
    search: str | None
    min_confidence: float | None
    article_id: str | None


class EventFilters(OtherFilters, total=False):
    """All that events may be asked for by. An actor is a country code, an entity id or a name.

    actor: who acts.
    recipient: who is acted upon.
    """

    actor: str | None
    recipient: str | None


QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
SAYS = "len(list_filter(said_by, lambda s: s.country = ? OR s.entity_id = ? OR lower(s.name) = lower(?))) > 0"
_TELLS = (
    "len(list_filter(outlets, lambda o: lower(o) = lower(?))) > 0 "
    "OR event_id IN (SELECT event_id FROM mentions WHERE lower(outlet) = lower(?))"
)


def matching(filters: Mapping[str, Any]) -> Query:
    """The conditions on table ``events`` that filters stand for, ``search`` left out.

    Args:
        filters: by the names of ``EventFilters``.

    Raises:
        InputError: there is no such filter, or its value makes no sense.
    """
    unknown = set(filters) - set(EventFilters.__annotations__)
    if unknown:
        raise InputError(
            f"no filter {sorted(unknown)[0]!r}; events are asked for by {', '.join(EventFilters.__annotations__)}"
        )
    asked = filters.get
    who = (asked("actor"), asked("recipient"), asked("party"))
    dates = (asked("date_from"), asked("date_to"))
    query = events_query(who, asked("between"), dates, asked("types"), asked("statuses"), asked("article_id"))
    _add_kind(query, filters)
    _add_origin(query, filters)
    return query


# Filters that ask for single columns of an event, and those of which tables `dyads` and `sides` have all that is asked.
_PLAIN = {"date_from", "date_to", "types", "modes", "quads", "statuses", "country", "datasets", "min_confidence"}
_IN_DYADS = {"date_from", "date_to", "types", "quads", "statuses", "datasets", "search", "article_id"}
_IN_SIDES = (_IN_DYADS & _PLAIN) | {"actor", "recipient", "party", "between"}


def only_plain(filters: Mapping[str, Any]) -> bool:
    """Whether filters look at single columns alone, so that to find the events again costs next to nothing."""
    return _given(filters) <= _PLAIN


def _given(filters: Mapping[str, Any]) -> set[str]:
    return {name for name, value in filters.items() if value is not None}


def on_dyads(query: Query, filters: Mapping[str, Any]) -> Query:
    """The conditions on table ``dyads`` that hold for the rows of the events that a query finds.

    Args:
        query: conditions on table ``events``, from ``matching``.
        filters: what it was made from; where ``dyads`` has all their columns, ``events`` need not be read.
    """
    if _given(filters) <= _IN_DYADS:
        return Query([*query.conditions], [*query.values])
    return Query([f"event_id IN (SELECT event_id FROM events {query.where})"], [*query.values])


def on_sides(query: Query, filters: Mapping[str, Any]) -> Query:
    """The conditions on table ``sides`` that hold for the rows of the events that a query finds; see ``on_dyads``."""
    if _given(filters) <= _IN_SIDES:
        return Query([*query.conditions], [*query.values])
    return Query([f"event_hash IN (SELECT event_hash FROM events {query.where})"], [*query.values])


def _add_kind(query: Query, filters: Mapping[str, Any]) -> None:
    if filters.get("quads") is not None:
        query.add("list_contains(?, quad_code)", _quads(filters["quads"]))
    if wanted := several(filters.get("modes")):
        query.add("list_contains(?, event_mode)", wanted)
    if wanted := several(filters.get("contexts")):
        query.add(" OR ".join(["list_contains(contexts, ?)"] * len(wanted)), *wanted)  # faster than list_has_any
    if wanted := several(filters.get("country")):
        query.add("list_contains(?, place_country)", [c.upper() for c in wanted])
    if filters.get("place") is not None:
        query.add("lower(place_name) = lower(?)", filters["place"])


def _add_origin(query: Query, filters: Mapping[str, Any]) -> None:
    source = filters.get("said_by")
    if source == "none":
        query.add("coalesce(len(said_by), 0) = 0")
    elif source is not None:
        query.add(SAYS, *[source] * 3)
    if filters.get("outlet") is not None:
        query.add(_TELLS, *[filters["outlet"]] * 2)
    if wanted := several(filters.get("datasets")):
        query.add("list_contains(?, dataset)", wanted)
    if filters.get("min_confidence") is not None:
        query.add("confidence >= ?", float(filters["min_confidence"]))


def _quads(value: int | Sequence[int]) -> list[int]:
    wanted = [value] if isinstance(value, int) else list(value)
    if not set(wanted) <= set(QUADS):
        raise InputError(
            f"quads: {value!r} is not known; there are {', '.join(f'{q} ({n})' for q, n in QUADS.items())}"
        )
    return wanted
