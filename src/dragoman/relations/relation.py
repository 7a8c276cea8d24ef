"""All that there is to say of two actors: what the page of a dyad shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dragoman.ledger import Ledger
from dragoman.ledger.dyads import Party, Tally
from dragoman.ledger.filters import Strings
from dragoman.ledger.queries import Day, day
from dragoman.relations.agreements import Agreement, agreements
from dragoman.relations.changes import Changes, last_change
from dragoman.relations.reciprocity import Reciprocity, reciprocity
from dragoman.relations.series import PairSeries, Record, series
from dragoman.relations.turning import TurningPoints, turning_points


@dataclass(frozen=True, slots=True)
class Relation:
    """Two actors from ``date_from`` to ``date_to``.

    ``forth`` is what the first does to the second, ``back`` the other way, ``both`` either, each event once; ``apart``
    counts events of other statuses (planned, possible, denied). ``turning_points`` are those of both together.
    ``changes`` compares the last 91 days with the 91 before. ``latest`` are event records, the latest first.
    """

    first: Party
    second: Party
    date_from: dt.date
    date_to: dt.date
    datasets: Sequence[str]
    forth: Tally
    back: Tally
    both: Tally
    apart: Mapping[str, int]
    articles: int
    series: PairSeries
    turning_points: TurningPoints
    reciprocity: Sequence[Reciprocity]
    changes: Changes
    agreements: Sequence[Agreement]
    latest: Sequence[Record]

    def to_record(self) -> Record:
        """As a JSON object."""
        made: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for name in ("first", "second", "forth", "back", "both"):
            made[name] = asdict(made[name])
        for name in ("series", "turning_points", "changes"):
            made[name] = made[name].to_record()
        for name in ("reciprocity", "agreements"):
            made[name] = [one.to_record() for one in made[name]]
        return made


def relation(
    ledger: Ledger,
    first: str,
    second: str,
    *,
    unit: str = "week",
    date_from: Day | None = None,
    date_to: Day | None = None,
    datasets: Strings | None = None,
    latest: int = 20,
) -> Relation:
    """What two actors do to each other.

    Args:
        ledger: where the events are.
        first: a country code, an entity id, or a name (which stands for its country, where it has one).
        second: likewise.
        unit: of the series: day, week, month or year.
        date_from: first day; that of the sources' coverage where left out.
        date_to: last day, likewise.
        datasets: the data sets that count; to be named where there are several.
        latest: how many event records to give.

    Raises:
        InputError: what is asked for makes no sense, or several data sets would be added up.
        NotFoundError: no event names one of them.
    """
    counted = ledger.counted_datasets(datasets)
    start, end = ledger.window(day(date_from, "date_from"), day(date_to, "date_to"), counted)
    span: dict[str, Any] = {"date_from": start, "date_to": end, "datasets": counted}
    dyad = ledger.dyad(first, second, limit=latest, **span)
    pair = series(ledger, first, second, unit=unit, **span)
    return Relation(
        dyad.first, dyad.second, start, end, counted, dyad.forth, dyad.back, dyad.both, dyad.apart, dyad.articles,
        pair, turning_points(ledger, pair.both, datasets=counted), reciprocity(pair),
        last_change(ledger, first, second, end, counted), agreements(ledger, first, second, datasets=counted).found,
        dyad.events[::-1],
    )  # fmt: skip
