"""Questions about actors and pairs of actors: dyads and panels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger.dyads import TALLIED, Dyad, Party, apart, tally
from dragoman.ledger.event_questions import EventQuestions
from dragoman.ledger.filters import EventFilters, Strings, on_dyads
from dragoman.ledger.frame import Frame
from dragoman.ledger.nations import countries
from dragoman.ledger.panel_layout import laid_out
from dragoman.ledger.panel_shape import Shape, Window
from dragoman.ledger.panels import counts_query, periods_query, unplaced_query
from dragoman.ledger.queries import Query, day, limited, several
from dragoman.ledger.reader import Record
from dragoman.ledger.tables import OWN
from dragoman.records import HAPPENED

_KEY = """
SELECT key, mode(name) AS name FROM event_actors
WHERE key = $1 OR (key IS NOT NULL AND (entity_id = $1 OR lower(name) = lower($1)))
GROUP BY key ORDER BY key = $1 DESC, count(*) DESC, key LIMIT 1
"""
_PAIR = "(source = ? AND target = ?) OR (source = ? AND target = ?)"
_ARTICLES = (
    "SELECT count(DISTINCT article_id) AS n FROM tellings WHERE event_id IN (SELECT event_id FROM dyads {where})"
)
_COVERED = "SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM coverage WHERE list_contains(?, dataset)"
_SPAN = "SELECT min(date_start) AS first_day, max(date_start) AS last_day FROM events WHERE list_contains(?, dataset)"


class DyadQuestions(EventQuestions):
    """A reader that counts what actors do to each other. Which events a pair has: docs/queries.md, "Dyads"."""

    def party(self, who: str) -> Party:
        """An actor as pairs are made of it, from a country code, an entity id, or a name as events have it.

        Raises:
            NotFoundError: it is no country, and no event names it.
        """
        code = who.upper() if who.upper() in countries() else who
        if code in countries():
            return Party(code, *countries()[code])
        found = self._rows(_KEY, [who])
        if not found:
            raise NotFoundError(
                f"{self.path}: no event names {who!r}. Name a country by its ISO code; "
                "table actors lists all who are named."
            )
        key = found[0]["key"]
        return Party(key, *countries().get(key, (found[0]["name"], None, None)))

    def dyad(self, first: str, second: str, *, limit: int | None = None, **filters: Unpack[EventFilters]) -> Dyad:
        """What two actors do to each other: counts for either direction, and the events.

        Args:
            first: a country code, an entity id, or a name (which stands for its country, where it has one).
            second: likewise; the same again for what is done within a country.
            limit: at most so many event records, the latest; counts are of all.
            filters: what must hold, see ``EventFilters``. ``statuses`` are those that count, occurred and ongoing
                where left out; events of other statuses are counted apart.

        Raises:
            InputError: a filter makes no sense, or several data sets would be added up.
            NotFoundError: no event names one of them.
        """
        one, other = self.party(first), self.party(second)
        counted = several(filters.get("statuses")) or list(HAPPENED)
        asked = {**filters, "statuses": None, "datasets": self.counted_datasets(filters.get("datasets"))}
        query = on_dyads(self._matching(asked), asked)
        query.add(_PAIR, one.key, other.key, other.key, one.key)
        rows = self._rows(TALLIED.format(where=query.where), query.values)
        query.add("list_contains(?, status)", counted)
        return Dyad(
            one,
            other,
            tally((r for r in rows if r["source"] == one.key), counted),
            tally((r for r in rows if r["source"] == other.key), counted),
            tally((r for r in rows if r["first"]), counted),
            apart((r for r in rows if r["first"]), counted),
            self._rows(_ARTICLES.format(where=query.where), query.values)[0]["n"],
            self._last_of(query, limit)[::-1],
        )

    def _last_of(self, query: Query, limit: int | None) -> list[Record]:
        """The records of a pair's events, the latest first; of those of one day, in the order of their ids."""
        latest = f"ORDER BY date_start DESC NULLS LAST, event_id DESC {limited(limit)}"
        found = self._arrow(f"SELECT event_id FROM dyads {query.where} AND first {latest}", query.values)
        return self.records(found["event_id"].to_pylist())

    def panel(
        self,
        unit: str = "dyad_month",
        *,
        directed: bool = True,
        by: str | None = "quad",
        apart: Strings = (),
        pairs: Sequence[tuple[str, str]] | None = None,
        actors: Sequence[str] | None = None,
        complete: bool = False,
        domestic: bool = False,
        sectors: Strings | None = None,
        zeros: bool = True,
        **filters: Unpack[EventFilters],
    ) -> Frame:
        """Counts by pair of actors, or by actor, and by period: one row for each of both.

        A cell is zero only where the sources cover some of its days (``covered_days``), else null; where an event is
        known all the same it is counted. ``articles`` is how many coded articles were published in the period.

        Args:
            unit: ``dyad_``, ``country_`` or ``actor_`` (countries, and organisations of none) with ``day``, ``week``
                (from Monday), ``month`` or ``year``. ``period`` is its first day.
            directed: a row for either direction of a pair; of single actors, a row for what they do (``role`` actor)
                and one for what is done to them (recipient). Else each event counts once.
            by: columns for each ``quad``, each ``type``, ``both``, or None.
            apart: statuses with columns of their own: planned, possible, denied.
            pairs: the pairs that get rows, whether they occur or not.
            actors: only pairs of two of these; of single actors, those that get rows.
            complete: every pair of ``actors`` gets rows; else those that occur in the window.
            domestic: also what is done within a country.
            sectors: only actors of these sectors.
            zeros: False for rows with events alone.
            filters: what events must hold, see ``EventFilters``. ``date_from`` and ``date_to`` are the window, the
                sources' coverage where left out; ``statuses`` are those that count, occurred and ongoing where left
                out; ``party`` keeps pairs with that actor; ``datasets`` must be named where there are several.

        Returns:
            A frame with, for each count, a second column ``..._weighted`` in which an event that gives several pairs
            counts one by their number in each; and the sums of intensity and Goldstein scores. Its notes say how many
            events have no date (``undated``) or one that is wider than the period (``too_wide``).

        Raises:
            InputError: what is asked for makes no sense, or several data sets would be added up.
            NotFoundError: an actor that is asked for is no country, and no event names it.
        """
        statuses = several(filters.get("statuses")) or list(HAPPENED)
        shape = Shape(
            unit, directed, by, statuses, several(apart) or [],
            None if pairs is None else [(self.party(a).key, self.party(b).key) for a, b in pairs],
            None if actors is None else [self.party(a).key for a in actors],
            self.party(party).key if (party := filters.get("party")) else None,
            complete, domestic, several(sectors), zeros,
        )  # fmt: skip
        return self._panels([shape], filters)[0]

    def pair_panels(
        self, first: str, second: str, unit: str = "week", *, by: str | None = "quad", **filters: Unpack[EventFilters]
    ) -> tuple[Frame, Frame]:
        """The panel of one pair with a row for either direction, and that with each event once, from one reading.

        Args:
            first: a country code, an entity id, or a name.
            second: likewise; the same again for what is done within a country.
            unit: day, week, month or year.
            by: as for ``panel``.
            filters: as for ``panel``.

        Raises:
            InputError: what is asked for makes no sense, or several data sets would be added up.
            NotFoundError: no event names one of them.
        """
        pair = (self.party(first).key, self.party(second).key)
        statuses = several(filters.get("statuses")) or list(HAPPENED)
        shapes = [
            Shape(f"dyad_{unit}", directed, by, statuses, [], [pair], None, None, False, True, None, True)
            for directed in (True, False)
        ]
        directed, either = self._panels(shapes, filters)
        return directed, either

    def _panels(self, shapes: Sequence[Shape], filters: Mapping[str, Any]) -> list[Frame]:
        """Panels that differ in whether they are directed."""
        shape = shapes[0]
        shape.check()
        window = self._window(filters)
        asked: dict[str, Any] = {**filters, "party": None, "date_from": None, "date_to": None}
        asked |= {"statuses": [*shape.statuses, *shape.apart], "datasets": window.datasets}
        query = self._matching(asked)
        if shape.of_dyads:
            query = on_dyads(query, asked)
        counts = self._arrow(*counts_query(shape, window, query))
        periods = self._arrow(*periods_query(shape, window))
        names = {row.pop("key"): tuple(row.values()) for row in self._rows("FROM actor_keys", [])}
        notes = self._unplaced(shape, query)
        return [Frame(laid_out(one, counts, periods, names), notes) for one in shapes]

    def _unplaced(self, shape: Shape, query: Query) -> Record:
        """How many events stand in no row; those of whom is looked up where there are any at all."""
        unplaced = {} if shape.pairs else self._rows(*unplaced_query(shape, query, parties=False))[0]
        if shape.pairs or any(unplaced.values()):
            unplaced = self._rows(*unplaced_query(shape, query, parties=True))[0]
        return unplaced

    def counted_datasets(self, named: Strings | None = None) -> list[str]:
        """The data sets to count: those named, else the only one there is.

        Raises:
            InputError: one of them is not there, or none is named and there are several.
        """
        there = [row["dataset"] for row in self._rows("SELECT dataset FROM coverage ORDER BY dataset", [])]
        wanted = several(named)
        if unknown := set(wanted or ()) - {*there, OWN}:
            raise InputError(f"datasets: {sorted(unknown)[0]!r} is not in this ledger; there are {', '.join(there)}")
        if not wanted and len(there) > 1:
            raise InputError(
                f"datasets: {', '.join(there)} may each tell of the same happenings; name which to count with datasets="
            )
        return wanted or there or [OWN]

    def _window(self, filters: Mapping[str, Any]) -> Window:
        datasets = self.counted_datasets(filters.get("datasets"))
        first, last = (day(filters.get(name), name) for name in ("date_from", "date_to"))
        return Window(*self.window(first, last, datasets), datasets)

    def window(self, first: dt.date | None, last: dt.date | None, datasets: Sequence[str]) -> tuple[dt.date, dt.date]:
        """The days that are asked for, else those that the sources cover.

        Raises:
            InputError: there are none.
        """
        for span in (_COVERED, _SPAN):
            if first is None or last is None:
                known = self._rows(span, [datasets])[0]
                first, last = first or known["first_day"], last or known["last_day"]
        return _checked(first, last)


def _checked(first: dt.date | None, last: dt.date | None) -> tuple[dt.date, dt.date]:
    if first is None or last is None:
        raise InputError("date_from, date_to: name them; neither articles nor events of this ledger have dates")
    if last < first:
        raise InputError(f"date_to: {last} is before date_from, {first}")
    return first, last
