"""Which events are exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from dragoman.ledger.filters import SAYS, matching
from dragoman.ledger.queries import Day, Query


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
        asked = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "said_by"}
        query = matching(asked)
        if self.said_by is not None:  # a name as any other, "none" too
            query.add(SAYS, *[self.said_by] * 3)
        return query

    def stated(self) -> dict[str, Any]:
        """What was asked for, by name, as a manifest states it."""
        asked = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in asked.items() if v is not None}
