"""The ledger: opened, asked, written to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from dragoman.ledger.dyad_questions import DyadQuestions
from dragoman.ledger.layout import create_or_open
from dragoman.ledger.queries import REDIRECT, Query, limited, statements_query
from dragoman.ledger.reader import Record
from dragoman.ledger.runs import RunInfo
from dragoman.ledger.writer import BATCH_DOCUMENTS, BATCH_SECONDS, Writer, writing
from dragoman.records import LeftOut

_MOST_MERGERS = 10  # that an id is followed through
_WITH_DATES = "LEFT JOIN (SELECT article_id, published FROM articles) USING (article_id)"
_COUNTED = (
    "articles",
    "sentences",
    "events",
    "mentions",
    "statements",
    "actors",
    "left_out",
    "runs",
    "batches",
)


class Ledger(DyadQuestions):
    """A ledger: what stands in it, and the writer to it."""

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The ledger at ``path``, with its snapshot opened.

        Raises:
            LedgerError: there is none, it is of a newer format, or its snapshot is damaged.
        """
        ledger = cls(path)
        ledger._open()
        return ledger

    @classmethod
    def create_or_open(cls, path: str | Path) -> Self:
        """The ledger at ``path``, made first where there is none.

        Raises:
            LedgerError: the folder holds other things, or cannot be written.
        """
        create_or_open(path)
        return cls(path)

    @contextmanager
    def write(
        self,
        run: RunInfo | None = None,
        *,
        recode: bool = False,
        batch_documents: int = BATCH_DOCUMENTS,
        batch_seconds: float = BATCH_SECONDS,
    ) -> Iterator[Writer]:
        """A writer; when the block ends, also by an error or Ctrl-C, all that was added is published.

        Args:
            run: what the run is, for its manifest.
            recode: whether texts that are there already are coded again and replaced.
            batch_documents: how many documents make a batch; a killed process loses at most these.
            batch_seconds: after how long a batch is written though it is not full.

        Raises:
            LedgerLocked: another process is writing.
            LedgerError: the disk is full or the folder may not be written; what was stored before is safe.
        """
        try:
            with writing(self._layout, run or RunInfo(), recode) as writer:
                writer.batch_documents, writer.batch_seconds = batch_documents, batch_seconds
                yield writer
        finally:
            self.close()

    def event(self, event_id: str) -> Record:
        """One event as a record, by its id or the beginning of it; a former id leads to what it is part of now.

        Raises:
            NotFoundError: no event, or more than one, has an id that begins so.
        """
        return self._told([self._one("events", "event_id", self.now(event_id))])[0]

    def now(self, event_id: str) -> str:
        """The id of the event that an id stands for now; the same where it is no former id."""
        for _ in range(_MOST_MERGERS):
            heir = self._rows(REDIRECT, [event_id] * 4)
            if not heir or heir[0]["now"] == event_id:
                break
            event_id = heir[0]["now"]
        return event_id

    def mentions(self, event_id: str) -> list[Record]:
        """The mentions of an event with all that is stored of them, their actors and recipients included."""
        query = (
            "SELECT m.* FROM mentions m LEFT JOIN articles a USING (article_id) WHERE event_id = ? "
            "ORDER BY a.published NULLS LAST, m.article_id, m.position"
        )
        found = self._rows(query, [event_id])
        actors = self._rows("FROM mention_actors WHERE event_id = ? ORDER BY position", [event_id])
        for mention in found:
            own = [a for a in actors if a["mention_id"] == mention["mention_id"]]
            mention["actors"] = [a for a in own if a["side"] == "actor"]
            mention["recipients"] = [a for a in own if a["side"] == "recipient"]
        return found

    def event_actors(self, event_id: str) -> list[Record]:
        """The actors and recipients of an event, with their words and why they were resolved so."""
        return self._rows("FROM event_actors WHERE event_id = ? ORDER BY side, position", [event_id])

    def article(self, article_id: str) -> Record:
        """One article with its text, by its id or the beginning of it.

        Raises:
            NotFoundError: no article, or more than one, has an id that begins so.
        """
        return self._one("articles", "article_id", article_id)

    def sentences(self, article_id: str) -> list[Record]:
        """The sentences of an article, in order."""
        return self._rows('FROM sentences WHERE article_id = ? ORDER BY "index"', [article_id])

    def statements(
        self,
        source: str | None = None,
        about: str | None = None,
        *,
        stances: str | Sequence[str] | None = None,
        article_id: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """Statements as records, by their article's date and place in it.

        Args:
            source: who said it: a country code, an entity id or a name.
            about: whom it is about, likewise.
            stances: one or several of asserts, denies, doubts, praises, blames, predicts.
            article_id: of this article only.
            limit: at most so many.

        Raises:
            InputError: a stance or limit makes no sense.
        """
        query = statements_query(source, about, stances, article_id)
        rows = self._rows(
            f"SELECT record, event_ids FROM statements {_WITH_DATES} {query.where} "
            f"ORDER BY published NULLS LAST, article_id, position {limited(limit)}",
            query.values,
        )
        return [{**json.loads(row["record"]), "event_ids": row["event_ids"]} for row in rows]

    def left_out(self, reason: str | None = None) -> list[LeftOut]:
        """Documents that were not coded, each with the reason."""
        query = Query()
        if reason is not None:
            query.add("reason = ?", reason)
        columns = "origin, record, reason, detail, article_id"
        rows = self._rows(f"SELECT {columns} FROM left_out {query.where} ORDER BY origin, record, reason", query.values)
        return [LeftOut(**row) for row in rows]

    def runs(self) -> list[Record]:
        """The manifests of all runs, oldest first."""
        return self._records("SELECT record FROM runs ORDER BY started NULLS FIRST, run_id", [])

    def counts(self) -> dict[str, int]:
        """The number of rows of each main table."""
        columns = ", ".join(f"(SELECT count(*) FROM {t}) AS {t}" for t in _COUNTED)
        return self._rows(f"SELECT {columns}", [])[0]
