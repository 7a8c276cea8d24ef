"""The writer: takes what was coded, stores it in batches, and knows what is there already."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from dragoman.ledger.batch import Batch, next_sequence, read_batch, write_batch
from dragoman.ledger.files import ledger_errors
from dragoman.ledger.layout import Layout
from dragoman.ledger.lock import writer_lock
from dragoman.ledger.recovery import recover
from dragoman.ledger.rows import arrow_tables, rows_of
from dragoman.ledger.runs import COUNTED, RunInfo, RunLog
from dragoman.ledger.snapshot import Published, open_for_reading, publish, published
from dragoman.ledger.tables import IMPORT_TABLES, import_schema
from dragoman.records import CodedArticle, LeftOut

BATCH_DOCUMENTS = 50
BATCH_SECONDS = 30.0


@dataclass(slots=True)
class _Pending:
    coded: list[CodedArticle] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.coded) + len(self.left_out)


class Writer:
    """Stores coded articles and left-out documents; made by ``Ledger.write``."""

    def __init__(self, layout: Layout, log: RunLog, batches: list[Batch], recode: bool) -> None:
        self.batch_documents = BATCH_DOCUMENTS
        self.batch_seconds = BATCH_SECONDS
        self._layout, self._log, self.batches = layout, log, batches
        self._articles, self._left_out = _what_is_there(layout, batches)
        self._added: set[tuple[str, str]] = set()
        self._skipped: set[tuple[str, str]] = set()
        self._recode = recode
        self._pending = _Pending()
        self._in_flight: tuple[str, int, _Pending] | None = None
        self._flushed: float = time.monotonic()

    @property
    def run_id(self) -> str:
        """The run that is being written."""
        return self._log.info.run_id

    @property
    def counts(self) -> dict[str, int]:
        """How much this run has coded, left out, skipped and found so far."""
        return {key: self._log.counts[key] for key in COUNTED}

    def seen(self, article_id: str, content_hash: str) -> bool:
        """Whether this text of this article is in the ledger, so that it need not be coded."""
        key = (article_id, content_hash)
        if key in self._added:
            return True
        if self._recode or key not in self._articles:
            return False
        self._skipped.add(key)
        self._log.counts["skipped"] = len(self._skipped)
        return True

    def add(self, coded: CodedArticle) -> bool:
        """Stores an article; False where the same text of it is there already, then nothing is stored."""
        key = (coded.article.article_id, coded.article.content_hash)
        if self.seen(*key):
            return False
        self._added.add(key)
        self._pending.coded.append(coded)
        counts = self._log.counts
        counts["coded"] += 1
        counts["sentences"] += len(coded.sentences)
        counts["events"] += len(coded.events)
        counts["mentions"] += sum(len(e.mentions) for e in coded.events)
        counts["statements"] += len(coded.statements)
        self._flush_when_due()
        return True

    def leave_out(self, left: LeftOut) -> bool:
        """Stores why a document was not coded; False where the same reason for it is there already."""
        self._log.counts["left_out"] += 1
        self._log.reasons[left.reason] += 1
        key = (left.origin, left.record, left.reason)
        if key in self._left_out:
            return False
        self._left_out.add(key)
        self._pending.left_out.append(left)
        self._flush_when_due()
        return True

    def add_imported(self, dataset: str, tables: Mapping[str, pa.Table]) -> None:
        """Stores events that another project coded, as one batch; it is safe when this returns.

        An event with the id of one that is there already takes its place.

        Args:
            dataset: short name of the data set: ``polecat``, ``gdelt``, ...
            tables: by name, with the columns of ``import_schema``; ``events`` and ``event_actors`` at least.
                ``event_id`` is the data set's name, a colon, and the id there.

        Raises:
            LedgerError: it could not be written; all before is safe.
        """
        self.flush()
        whole = {t: tables.get(t, import_schema(t).empty_table()).cast(import_schema(t)) for t in IMPORT_TABLES}
        sequence = next_sequence(self._layout)
        name = f"{self.run_id}-{sequence:06d}"
        with ledger_errors(self._layout.root, "writing a batch"):
            left = whole["left_out"]
            for column, value in (("run_id", self.run_id), ("batch", name)):
                filled = pa.array([value] * len(left), pa.string())
                left = left.set_column(left.schema.get_field_index(column), column, filled)
            batch = write_batch(self._layout, name, self.run_id, sequence, {**whole, "left_out": left}, dataset)
            self._log.counts["events"] += len(whole["events"])
            self._log.counts["mentions"] += len(whole["mentions"])
            self._log.counts["left_out"] += len(left)
            self._log.reasons.update(Counter(left["reason"].to_pylist()))
            self.batches.append(batch)
            self._log.batches.append(name)
            self._log.save()

    def note(self, name: str, value: Any) -> None:
        """Puts something of a run's own into its manifest, as JSON under a name that the manifest has not."""
        self._log.notes[name] = value

    def spent(self, room: str, seconds: float) -> None:
        """Notes time that a room took, for the run's manifest."""
        durations = self._log.durations
        durations[room] = durations.get(room, 0.0) + seconds

    def _flush_when_due(self) -> None:
        late = time.monotonic() - self._flushed >= self.batch_seconds
        if len(self._pending) >= self.batch_documents or late:
            self.flush()

    def flush(self) -> None:
        """Writes what is pending as a batch; when it returns, that is safe.

        Raises:
            LedgerError: it could not be written; it stays pending, and all before is safe.
        """
        begun = time.monotonic()
        with ledger_errors(self._layout.root, "writing a batch"):
            # First what an interrupted flush left: its batch may be in already, or not.
            while self._in_flight or len(self._pending):
                if self._in_flight is None:
                    sequence = next_sequence(self._layout)
                    name, fresh = f"{self.run_id}-{sequence:06d}", _Pending()
                    self._in_flight, self._pending = (name, sequence, self._pending), fresh
                self._write(*self._in_flight)
                self._in_flight = None
            self._log.save()
        self._flushed = time.monotonic()
        self.spent("ledger", self._flushed - begun)

    def _write(self, name: str, sequence: int, documents: _Pending) -> None:
        folder = self._layout.batches / name
        if folder.exists():
            batch = read_batch(folder)
        else:
            rows = rows_of(documents.coded, documents.left_out, self.run_id, name)
            batch = write_batch(self._layout, name, self.run_id, sequence, arrow_tables(rows))
        self.batches.append(batch)
        self._log.batches.append(name)


_There = tuple[set[tuple[str, str]], set[tuple[str, str, str]]]


def _what_is_there(layout: Layout, batches: Sequence[Batch]) -> _There:
    """Every text of every article, and every left-out document with its reason."""
    snapshot = published(layout)
    if snapshot is None:
        return set(), set()
    try:
        return _read_there(snapshot)
    except duckdb.Error:
        # Damage that did not show when it was opened; publishing anew notices it by the file's hash.
        return _read_there(publish(layout, batches))


def _read_there(snapshot: Published) -> _There:
    with open_for_reading(snapshot.path) as connection:
        articles = connection.execute("SELECT article_id, content_hash FROM revisions").fetchall()
        left_out = connection.execute("SELECT origin, record, reason FROM left_out").fetchall()
    return {(a, h) for a, h in articles}, {(o, r, why) for o, r, why in left_out}


@contextmanager
def writing(layout: Layout, info: RunInfo, recode: bool) -> Iterator[Writer]:
    """The writer of one run; at the end, however it comes, all is stored, folded and published.

    Raises:
        LedgerLocked: another process is writing.
        LedgerError: the disk is full or the folder may not be written.
    """
    with writer_lock(layout):
        log = RunLog(info, layout)
        with ledger_errors(layout.root, "opening the ledger for writing"):
            found = recover(layout)
            log.begin()
        writer = Writer(layout, log, list(found.batches), recode)
        try:
            yield writer
        except BaseException as error:
            try:
                _finish(layout, writer, log, error)
            except Exception as second:
                error.add_note(f"And when the ledger was closed: {second}")
            raise
        try:
            _finish(layout, writer, log, None)
        except BaseException as error:
            with suppress(OSError):
                log.end(error)
            raise


def _finish(layout: Layout, writer: Writer, log: RunLog, error: BaseException | None) -> None:
    writer.flush()
    with ledger_errors(layout.root, "publishing the snapshot"):
        log.end(error)
        publish(layout, writer.batches)
