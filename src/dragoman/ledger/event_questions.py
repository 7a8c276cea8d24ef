"""Questions about events: which hold, what the sentences say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any, Unpack

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger import searching
from dragoman.ledger.dataset import is_dataset
from dragoman.ledger.facets import facets_query
from dragoman.ledger.filters import EventFilters, OtherFilters, matching, on_sides, only_plain
from dragoman.ledger.frame import Frame
from dragoman.ledger.orders import add_bound, keys_of, ordered
from dragoman.ledger.queries import Day, Query, among, day, limited, several
from dragoman.ledger.reader import Reader, Record
from dragoman.ledger.record_rows import record_of
from dragoman.ledger.sentence_index import index_in_memory
from dragoman.ledger.tables import column_names

_TELLS = """event_id IN (
    SELECT event_id FROM mentions SEMI JOIN (SELECT unnest(?) AS article_id, unnest(?) AS sentence)
    USING (article_id, sentence))"""
_UNFRAMED = ("position", "record", "event_hash")
_SIDES = ("actor", "recipient")
_OF_ACTORS = ("key", "name", "country", "sector", "entity_id")


class EventQuestions(Reader):
    """A reader that finds events and sentences."""

    def events(
        self,
        actor: str | None = None,
        recipient: str | None = None,
        *,
        sort: str = "date",
        limit: int | None = None,
        after: str | None = None,
        before: str | None = None,
        **filters: Unpack[OtherFilters],
    ) -> list[Record]:
        """Events as records.

        Args:
            actor: who acts: a country code, an entity id or a name.
            recipient: who is acted upon, likewise.
            sort: ``date`` (undated ones last), ``-date`` (latest first), ``confidence``, ``articles`` (most told
                first), ``intensity`` (strongest first) or ``-added`` (those of the last run first).
            limit: at most so many.
            after: the id of an event: those that come behind it in that order, for paging.
            before: likewise the last ones before it, still in that order.
            filters: what else must hold, see ``EventFilters``.

        Raises:
            InputError: a filter is unknown or makes no sense.
            NotFoundError: no event has the id given by ``after`` or ``before``.
        """
        query = self._matching({**filters, "actor": actor, "recipient": recipient})
        for bound, backwards in ((after, False), (before, True)):
            if bound is not None:
                columns = ", ".join(f"{k.expression} AS k{n}" for n, k in enumerate(keys_of(sort)))
                add_bound(query, sort, self._place(columns, bound), backwards)
        return self._records_where(query, sort, limit, backwards=before is not None and after is None)

    def _place(self, columns: str, event_id: str) -> list[Any]:
        found = self._rows(f"SELECT {columns} FROM events WHERE event_id = ?", [event_id])
        if not found:
            raise NotFoundError(f"{self.path}: no event {event_id!r} to go on from; begin with the first page")
        return list(found[0].values())

    def _records_where(self, query: Query, sort: str, limit: int | None, backwards: bool = False) -> list[Record]:
        order = ordered(sort, backwards)
        text = f"{self._whole_rows(f'{query.where} {order} {limited(limit)}')} {order}"
        found = self._told(self._rows(text, query.values))
        return found[::-1] if backwards else found

    def count(self, **filters: Unpack[EventFilters]) -> int:
        """How many events there are.

        Raises:
            InputError: a filter is unknown or makes no sense.
        """
        query = self._matching(filters)
        return int(self._rows(f"SELECT count(*) AS n FROM events {query.where}", query.values)[0]["n"])

    def facets(
        self, names: str | Sequence[str], limit: int = 12, **filters: Unpack[EventFilters]
    ) -> dict[str, list[Record]]:
        """By the values of some filters, how many of the events have each, the most frequent first.

        Args:
            names: filters by whose values to count, see ``dragoman.ledger.facets``, or ``year``.
            limit: at most so many values of each.
            filters: what events must hold.

        Returns:
            for each name records with value (as the filter takes it), label and events.

        Raises:
            InputError: there is no such facet, or a filter makes no sense.
        """
        wanted = several(names) or []
        found: dict[str, list[Record]] = {name: [] for name in wanted}
        query = self._matching(filters)
        asked = facets_query(wanted, query, on_sides(query, filters), limit, keep=not only_plain(filters))
        for row in self._rows(*asked):
            found[row.pop("facet")].append(row)
        return found

    def _whole_rows(self, chosen: str) -> str:
        """A query for rows of the wide table ``events``, of which only the few that are chosen are read in full.

        Args:
            chosen: what follows FROM.
        """
        if is_dataset(self._layout):  # whose tables are views, without row numbers
            return f"SELECT * FROM (FROM events {chosen})"
        return f"FROM events WHERE rowid IN (SELECT rowid FROM events {chosen})"

    def records(self, event_ids: Sequence[str]) -> list[Record]:
        """The events of some ids as records, in their order; an id that no event bears gives none."""
        ids = list(event_ids)
        these, values = among("event_id", ids)
        found = {row["event_id"]: row for row in self._rows(f"FROM events WHERE {these}", values)}
        return self._told([found[i] for i in ids if i in found])

    def _told(self, rows: Sequence[Record]) -> list[Record]:
        """The records of events, given their rows."""
        imported = self._imported([row for row in rows if row["record"] is None])
        return [json.loads(r["record"]) if r["record"] else imported[r["event_id"]] for r in rows]

    def _imported(self, rows: Sequence[Record]) -> dict[str, Record]:
        """The records of imported events, made from their rows."""
        actors: dict[str, list[Record]] = {row["event_id"]: [] for row in rows}
        these, values = among("event_id", list(actors))
        for one in self._rows(f"FROM event_actors WHERE {these} ORDER BY position", values) if rows else ():
            actors[one["event_id"]].append(one)
        return {row["event_id"]: record_of(row, actors[row["event_id"]]) for row in rows}

    def events_frame(self, *, sort: str = "date", limit: int | None = None, **filters: Unpack[EventFilters]) -> Frame:
        """Events as a table, one row each: the columns of table ``events`` and of their actors.

        ``actor_name``, ``recipient_country`` and so on are lists, one value for each actor of that side in the order
        of ``event_actors``; the events' ids lead to that table for all else.

        Args:
            sort: as for ``events``.
            limit: at most so many.
            filters: what must hold, see ``EventFilters``.

        Raises:
            InputError: a filter is unknown or makes no sense.
        """
        query = self._matching(filters)
        own = ", ".join(f'events."{n}"' for n in column_names("events") if n not in _UNFRAMED)
        listed = ", ".join(
            f"list_transform({side}s, lambda a: a.{c}) AS {side}_{c}" for side in _SIDES for c in _OF_ACTORS
        )
        packed = ", ".join(f"{c} := {c}" for c in ("position", *_OF_ACTORS))  # sorted by the first
        sides = ", ".join(
            f"list_sort(list(struct_pack({packed})) FILTER (side = '{side}')) AS {side}s" for side in _SIDES
        )
        text = f"""
            WITH chosen AS (SELECT * FROM events {query.where} {ordered(sort)} {limited(limit)}),
            parties AS (SELECT event_id, {sides} FROM event_actors SEMI JOIN chosen USING (event_id) GROUP BY event_id)
            SELECT {own}, {listed}
            FROM chosen AS events LEFT JOIN parties USING (event_id) {ordered(sort)}"""
        return Frame(self._arrow(text, query.values))

    def frame(self, query: str, parameters: Sequence[Any] = ()) -> Frame:
        """The answer to a query in SQL, as ``sql`` gives it, or a whole table or view by its name.

        Raises:
            InputError: the query is not valid, or tries to change something.
        """
        return Frame(self.arrow(query) if query.isidentifier() else self.sql(query, parameters))

    def matching(self, **filters: Unpack[EventFilters]) -> Query:
        """The condition on table ``events`` that filters stand for, to build other questions on.

        Raises:
            InputError: a filter is unknown or makes no sense.
        """
        return self._matching(filters)

    def _matching(self, filters: Mapping[str, Any]) -> Query:
        query = matching(filters)
        if filters.get("search") is not None:
            with self._index() as index:
                found = searching.found(index, filters["search"])
            query.add(_TELLS, [f.article_id for f in found], [f.number for f in found])
        return query

    @contextmanager
    def _index(self) -> Iterator[sqlite3.Connection]:
        """The index over sentences; made in memory where none lies beside the snapshot."""
        snapshot, _ = self._open()
        if snapshot and snapshot.index and snapshot.index[0].exists():
            place = f"{snapshot.index[0].absolute().as_uri()}?mode=ro&immutable=1"
            index = sqlite3.connect(place, uri=True)
        else:
            articles = self._arrow("SELECT article_id, batch FROM articles", [])
            index = index_in_memory(articles, self._arrow('SELECT article_id, "index", text FROM sentences', []))
        with closing(index):
            yield index

    def search(
        self,
        text: str,
        *,
        date_from: Day | None = None,
        date_to: Day | None = None,
        outlet: str | None = None,
        sort: str = "relevance",
        limit: int | None = 50,
    ) -> list[Record]:
        """Sentences that hold words, titles among them, each with its article and the events that it tells.

        Words are looked for by their stems, whatever the case and accents. All must stand in the sentence; ``AND``,
        ``OR``, ``NOT`` (in capitals) and brackets say otherwise, ``"..."`` is a phrase, ``missil*`` a beginning,
        ``NEAR(missile test, 5)`` words close to each other (SQLite FTS5).

        Args:
            text: the words.
            date_from: first publication day of the article.
            date_to: last such day.
            outlet: of this outlet only.
            sort: ``relevance`` (BM25, best first), ``date`` (of publication) or ``-date``.
            limit: at most so many.

        Returns:
            Records with article_id, title, outlet, published, url, sentence (its index), start, end, kind, text, score,
            ``hits`` (start and end in ``text`` of what was looked for) and ``events`` (event_id, event_type,
            event_mode, status).

        Raises:
            InputError: the query cannot be read.
        """
        if sort not in searching.ORDERS:
            raise InputError(f"sort: {sort!r} is not known; there are {', '.join(searching.ORDERS)}")
        query = Query()
        if date_from is not None:
            query.add("a.published >= ?", day(date_from, "date_from"))
        if date_to is not None:
            query.add("a.published <= ?", day(date_to, "date_to"))
        if outlet is not None:
            query.add("lower(a.source) = lower(?)", outlet)
        with self._index() as index:
            found = searching.found(index, text)
            columns = [[getattr(f, name) for f in found] for name in ("row", "article_id", "number", "score")]
            order = f'ORDER BY {searching.ORDERS[sort]}, s.article_id, s."index" {limited(limit)}'
            rows = self._rows(f"{searching.FOUND} {query.where} {order}", [*columns, *query.values])
            hits = searching.hits(index, text, [row["row"] for row in rows])
        return self._with_events(rows, hits)

    def _with_events(self, rows: list[Record], hits: Mapping[int, list[searching.Span]]) -> list[Record]:
        places = [[row[k] for row in rows] for k in ("article_id", "sentence")]
        told: dict[tuple[str, int], list[Record]] = {}
        for event in self._rows(searching.TOLD, places):
            told.setdefault((event.pop("article_id"), event.pop("sentence")), []).append(event)
        for row in rows:
            row["hits"] = hits.get(row.pop("row"), [])
            row["events"] = told.get((row["article_id"], row["sentence"]), [])
        return rows
