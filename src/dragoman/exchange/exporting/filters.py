"""Which events are exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from dragoman.errors import InputError
from dragoman.ledger.queries import Day, Query, events_query, several

_IS_SOURCE = "len(list_filter(said_by, lambda s: s.country = ? OR s.entity_id = ? OR lower(s.name) = lower(?))) > 0"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an event must be to be exported; None asks for nothing.

    An actor is a country code, an entity id or a name.

    Args:
        actor: who acts.
        recipient: who is acted upon.
        party: who stands on either side.
        between: two parties that deal with each other, whichever acts.
        date_from: first day; events that may touch the days count, undated ones do not.
        date_to: last day, likewise.
        types: one or several event types.
        quads: one or several quad codes, 1 to 4.
        statuses: one or several statuses; ``occurred`` and ``ongoing`` where left out.
        said_by: who is a source of the claim.
        country: ISO 3166-1 alpha-3 of where it happened.
        datasets: ``dragoman`` (coded from articles) or the data sets that were imported.
    """

    actor: str | None = None
    recipient: str | None = None
    party: str | None = None
    between: tuple[str, str] | None = None
    date_from: Day | None = None
    date_to: Day | None = None
    types: str | Sequence[str] | None = None
    quads: int | Sequence[int] | None = None
    statuses: str | Sequence[str] | None = None
    said_by: str | None = None
    country: str | None = None
    datasets: str | Sequence[str] | None = None

    def query(self) -> Query:
        """The conditions on table ``events``; those on the status too, where any are asked for.

        Raises:
            InputError: a date, status or quad makes no sense.
        """
        who = (self.actor, self.recipient, self.party)
        query = events_query(who, self.between, (self.date_from, self.date_to), self.types, self.statuses, None)
        if self.quads is not None:
            query.add("list_contains(?, quad_code)", _quads(self.quads))
        if self.said_by is not None:
            query.add(_IS_SOURCE, *[self.said_by] * 3)
        if self.country is not None:
            query.add("place_country = ?", self.country.upper())
        if wanted := several(self.datasets):
            query.add("list_contains(?, dataset)", wanted)
        return query

    def stated(self) -> dict[str, Any]:
        """What was asked for, by name, as a manifest states it."""
        asked = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in asked.items() if v is not None}


def _quads(value: int | Sequence[int]) -> list[int]:
    wanted = [value] if isinstance(value, int) else list(value)
    if not set(wanted) <= {1, 2, 3, 4}:
        raise InputError(
            f"quad: {wanted} is not known; there are 1 (verbal cooperation), 2 (material cooperation), "
            "3 (verbal conflict), 4 (material conflict)"
        )
    return wanted
