"""Imports: files of another data set, read, converted and stored in a ledger."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from dragoman.errors import InputError
from dragoman.exchange.importing import acled, gdelt, icews, polecat, records
from dragoman.exchange.importing.ahead import ahead
from dragoman.exchange.importing.converting import Converted, convert
from dragoman.exchange.importing.files import READ_ERRORS, Part, files_of, parts_of
from dragoman.exchange.importing.kinds import Kind
from dragoman.exchange.importing.lookups import connect
from dragoman.exchange.importing.reading import Chunk, Refusal, UnknownLayoutError
from dragoman.exchange.importing.repeats import Seen
from dragoman.exchange.importing.report import FileReport, ImportReport
from dragoman.ledger import InputFile, Ledger, RunInfo, Writer, installed_versions
from dragoman.ledger.tables import import_schema

KINDS: Mapping[str, tuple[Kind, ...]] = {
    "polecat": (polecat.EVENTS,),
    "gdelt": (gdelt.EVENTS, gdelt.MENTIONS),
    "icews": (icews.EVENTS,),
    "acled": (acled.EVENTS,),
    "plover": (records.PLOVER,),
    "jsonl": (records.EVENTS,),
}


class Progress(Protocol):
    """Told after every chunk."""

    def __call__(self, rows: int, done: int, total: int, /) -> None:
        """Args: ``rows`` read so far; ``done`` and ``total`` bytes of all files, as they lie on the disk."""


def import_into(
    ledger: str | Path,
    kind: str,
    paths: Sequence[str | Path],
    *,
    again: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Imports events of another data set into a ledger.

    Rows are stored in batches as they are read; what cannot be taken over is in the ledger's ``left_out``, by file and
    line. A file that was imported before, wholly and by this version, is passed over.

    Args:
        ledger: the ledger's folder, made if it is not there.
        kind: ``polecat``, ``gdelt`` (events and mentions), ``icews``, ``acled``, ``plover`` or ``jsonl``.
        paths: files, plain, gzip or zip, and folders of them.
        again: whether files that were imported before are read again.
        progress: told of what was read.

    Raises:
        InputError: the kind is unknown, or a path does not exist.
        LedgerLocked: another process writes to the ledger.
        LedgerError: the ledger cannot be written; what was stored before is safe.
    """
    if kind not in KINDS:
        raise InputError(f"cannot import {kind!r}; use one of {', '.join(KINDS)}")
    inputs = {path: InputFile.of(path) for path in files_of(paths)}
    info = RunInfo(
        command=" ".join(sys.argv), inputs=tuple(inputs.values()), versions=installed_versions(),
        config={"import": {"kind": kind, "again": again}},
    )  # fmt: skip
    book = Ledger.create_or_open(ledger)
    before = [] if again else _before(book, kind, info)
    with book.write(info) as writer, connect() as connection:
        run = _Import(
            writer, connection, KINDS[kind], ImportReport(kind), progress, sum(i.bytes for i in inputs.values())
        )
        try:
            for path, file in inputs.items():
                run.one_file(path, file, _done_by(before, file, writer))
        finally:
            writer.note("import", {"kind": kind, "files": [f.record() for f in run.report.files]})
    return run.report


def _before(book: Ledger, kind: str, info: RunInfo) -> list[dict[str, Any]]:
    """The runs that imported files of this kind to the end, by the same version of this package."""
    try:
        runs = book.runs()
    finally:
        book.close()
    return [
        run for run in runs
        if run["status"] == "finished" and run.get("import", {}).get("kind") == kind
        and run["versions"].get("dragoman") == info.versions.get("dragoman")
    ]  # fmt: skip


def _done_by(runs: Sequence[dict[str, Any]], file: InputFile, writer: Writer) -> str | None:
    """The run that imported a file before, if all that it stored is still there."""
    there = {b.name for b in writer.batches}
    for run in reversed(runs):
        troubled = {
            f["origin"].partition("!")[0] for f in run["import"]["files"] if f.get("problem") or f.get("done_by")
        }
        same = any(i["sha256"] == file.sha256 and i["path"] not in troubled for i in run["inputs"])
        if same and set(run["batches"]) <= there:
            return str(run["run_id"])
    return None


@dataclass(slots=True)
class _Import:
    writer: Writer
    connection: duckdb.DuckDBPyConnection
    kinds: tuple[Kind, ...]
    report: ImportReport
    progress: Progress | None
    total: int
    done: int = 0

    def one_file(self, path: Path, file: InputFile, done_by: str | None) -> None:
        """Imports a file with all its members."""
        if done_by:
            self.report.files.append(FileReport(str(path), done_by=done_by))
        else:
            try:
                for part in parts_of(path):
                    self._one_part(part)
            except READ_ERRORS as error:
                self._trouble(self._current(str(path)), "unreadable", f"cannot be read here: {error}; get a whole copy")
        self.done += file.bytes
        self._tell(0)

    def _current(self, path: str) -> FileReport:
        """The report of the part that was being read."""
        files = self.report.files
        if not files or files[-1].origin.partition("!")[0] != path:
            files.append(FileReport(path))
        return files[-1]

    def _one_part(self, part: Part) -> None:
        report = FileReport(part.origin)
        self.report.files.append(report)
        try:
            with closing(ahead(self._converted(part))) as steps:  # nothing is converted any more when this is left
                for chunk, kind, converted, seconds in steps:
                    self.writer.spent("converting", seconds)
                    report.repaired += chunk.repaired
                    self._store(report, converted, chunk.rows, kind)
                    self._tell(part.place())
        except UnknownLayoutError as error:
            self._trouble(report, "unknown-layout", str(error))

    def _converted(self, part: Part) -> Iterator[tuple[Chunk, Kind, Converted, float]]:
        """Each chunk of a part, its kind, what became of it, and the seconds that took."""
        seen = Seen()
        for chunk in ahead(self.kinds[0].reader(part.stream, [kind.contract for kind in self.kinds])):
            begun = time.monotonic()
            kind = next(k for k in self.kinds if k.contract == chunk.contract)
            converted = convert(self.connection, chunk, kind, seen)
            yield chunk, kind, converted, time.monotonic() - begun

    def _store(self, report: FileReport, converted: Converted, rows: int, kind: Kind) -> None:
        report.rows += rows
        report.stored += converted.stored
        report.refused += len(converted.refused)
        report.repeated += converted.repeated
        report.reasons.update(r.reason for r in converted.refused)
        report.warnings += converted.warnings
        begun = time.monotonic()
        batches = converted.tables or {kind.dataset: {}}
        left_out = _left_out(report.origin, converted.refused)
        for number, (dataset, tables) in enumerate(batches.items()):
            if tables or left_out.num_rows:
                self.writer.add_imported(dataset, {**tables, **({} if number else {"left_out": left_out})})
        self.writer.spent("ledger", time.monotonic() - begun)

    def _trouble(self, report: FileReport, reason: str, what: str) -> None:
        """A file that cannot be read, or no further, is left out itself."""
        report.problem = what
        record = f"behind row {report.rows}" if report.rows else ""
        row = {"origin": report.origin, "record": record, "reason": reason, "detail": what}
        left_out = pa.Table.from_pylist([row], schema=import_schema("left_out"))
        self.writer.add_imported(self.kinds[0].dataset, {"left_out": left_out})

    def _tell(self, place: int) -> None:
        if self.progress is not None:
            self.progress(self.report.rows, min(self.done + place, self.total), self.total)


def _left_out(origin: str, refused: Sequence[Refusal]) -> pa.Table:
    columns = {
        "origin": [origin] * len(refused),
        "record": [f"line {r.line}" for r in refused],
        "reason": [r.reason for r in refused],
        "detail": [r.detail for r in refused],
    }
    schema = import_schema("left_out")
    return pa.table({n: pa.array(columns.get(n, [None] * len(refused)), schema.field(n).type) for n in schema.names})
