"""The engine: partitions to workers, parts to the dataset, and what becomes of documents that kill."""

from __future__ import annotations

import datetime as dt
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

from dragoman.actors.additions import files_of_ledger, read_additions
from dragoman.articles import read_unread
from dragoman.config import load_config
from dragoman.records import LeftOut
from dragoman.running import Result, Summary
from dragoman.scaling.clusters import cluster, room
from dragoman.scaling.folder import DatasetFolder, Note, writing_dataset
from dragoman.scaling.merging import merged
from dragoman.scaling.partitions import Partition, partitions
from dragoman.scaling.parts import Part, distinct, part_of
from dragoman.scaling.pool import Pool, Told, cause_of
from dragoman.scaling.recipe import Recipe

# A document that ends as many workers while it is coded alone is left out. The worker that its partition ended
# before is not counted: that may have been another's fault, or the machine's.
MAY_KILL = 2


class Progress(Protocol):
    """Told of documents as they are stored."""

    def __call__(self, result: object, /, count: int) -> None:
        """Args: ``result`` what they became, ``count`` how many they are."""


@dataclass(eq=False, slots=True)
class _Alone:
    """A partition whose documents are coded one by one, because it ended a worker or failed."""

    partition: Partition
    begun: float = field(default_factory=time.perf_counter)
    results: dict[int, Result] = field(default_factory=dict)
    kills: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """A partition, or the document at ``index`` of one that is coded one by one."""

    partition: Partition
    alone: _Alone | None = None
    index: int = 0


def code_into_dataset(
    folder: str | Path,
    paths: Sequence[str | Path],
    *,
    date: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    workers: int | None = None,
    address: str | None = None,
    actors: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Summary:
    """Code files and folders on a Ray cluster into a dataset; partitions that are stored are not coded again.

    Args:
        folder: the dataset's folder, made if it is not there.
        paths: files or folders in any format that ``dragoman.articles`` reads; only this machine need see them.
        date: publication date of documents that state none.
        columns: names of columns or fields where they differ from the usual ones.
        workers: how many workers; by default one for each core of the cluster.
        address: of the cluster's head, or ``auto``; None starts a cluster of this machine alone.
        actors: files of own actors; those in the folder (``actors.csv``, ``actors.toml``) come first.
        progress: told of documents as they are stored.

    Raises:
        InputError: a path does not exist, Ray is not installed, or no worker can be started.
        DataError: a row of the own actors is wrong.
        LedgerLocked: another process writes to the dataset.
        LedgerError: the dataset cannot be written, or was coded by another recipe.
    """
    documents = read_unread(paths, columns=columns)
    own = [*files_of_ledger(Path(folder)), *actors]
    read_additions(own)  # wrong rows are told before a run begins
    recipe = Recipe.configured(date, columns, own)
    size = int(load_config()["scaling"]["partition"])
    with writing_dataset(Path(folder), recipe, [str(p) for p in paths], size) as dataset:
        engine = Engine(dataset, recipe, progress)
        size, first_sequence = int(dataset.manifest["partition_size"]), dataset.first_sequence()
        wanted = engine.missing(partitions(documents, recipe.run_id, size, first_sequence))
        first = next(wanted, None)
        if first is not None or not dataset.merged():
            with cluster(address, workers) as ray:
                if first is not None:
                    _code(engine, Pool(ray, recipe, workers or room(ray)), chain([first], wanted))
                dataset.settle()
                dataset.keep_merged(merged(ray, dataset))
    return engine.summary


def _code(engine: Engine, pool: Pool[Job], wanted: Iterator[Partition]) -> None:
    try:
        engine.run(pool, wanted)
    finally:
        pool.close()


class Engine:
    """Runs partitions through a pool into a dataset."""

    def __init__(self, dataset: DatasetFolder, recipe: Recipe, progress: Progress | None = None) -> None:
        """Args: ``dataset`` to store in, ``recipe`` to code by, ``progress`` to be told."""
        self._dataset, self._recipe, self._progress = dataset, recipe, progress
        self._urgent: deque[Job] = deque()
        self.summary = Summary()

    def missing(self, found: Iterator[Partition]) -> Iterator[Partition]:
        """The partitions that are not stored yet, each once; the others are listed and counted."""
        seen: set[str] = set()
        for partition in found:
            note = self._dataset.stored(partition.name)
            if note is not None:
                self._dataset.list_partition(note)
                self.summary.skipped += len(partition.documents)
                self._tell(None, len(partition.documents))
            elif partition.name not in seen:
                yield partition
            seen.add(partition.name)

    def run(self, pool: Pool[Job], wanted: Iterator[Partition]) -> None:
        """Codes and stores all that is ``wanted``; reads no further than workers can take."""
        while True:
            while pool.free() and (job := self._next(wanted)) is not None:
                self._give(pool, job)
            if not pool.busy() and not self._urgent and pool.free():
                return
            for done in pool.wait():
                self._handle(done)

    def _next(self, wanted: Iterator[Partition]) -> Job | None:
        if self._urgent:
            return self._urgent.popleft()
        partition = next(wanted, None)
        return None if partition is None else Job(partition)

    def _give(self, pool: Pool[Job], job: Job) -> None:
        if job.alone is None:
            pool.give(job, "code", job.partition)
        else:
            pool.give(job, "code_one", job.partition.documents[job.index])

    def _handle(self, told: Told[Job]) -> None:
        job = told.job
        if told.fate == "lost":
            self._urgent.append(job)
        elif told.fate == "done":
            self._store(told.result) if job.alone is None else self._keep(job, told.result)
        elif job.alone is None:
            alone = _Alone(job.partition)
            self._urgent.extend(Job(job.partition, alone, i) for i in range(len(job.partition.documents)))
        else:
            self._blame(job, job.alone, told)

    def _blame(self, job: Job, alone: _Alone, told: Told[Job]) -> None:
        """A document failed alone: once more where it ended its worker for the first time, else it is left out."""
        assert told.error is not None
        kills = alone.kills[job.index] = alone.kills.get(job.index, 0) + 1
        if told.fate == "killed" and kills < MAY_KILL:
            self._urgent.append(job)
            return
        document = job.partition.documents[job.index]
        reason = "kills-worker" if told.fate == "killed" else "coder-error"
        detail = f"{cause_of(told.error)}; please report this article"
        self._keep(job, LeftOut(document.origin, getattr(document, "record", ""), reason, detail))

    def _keep(self, job: Job, result: Result) -> None:
        alone = job.alone
        assert alone is not None
        alone.results[job.index] = result
        if len(alone.results) == len(job.partition.documents):
            results = distinct(alone.results[i] for i in sorted(alone.results))
            seconds = time.perf_counter() - alone.begun
            self._store(part_of(job.partition, results, self._recipe.run_id, seconds))

    def _store(self, part: Part) -> None:
        note = self._dataset.store(part)
        self._dataset.list_partition(note)
        self._count(note)

    def _count(self, note: Note) -> None:
        summary, rows = self.summary, note["rows"]
        summary.coded += rows["articles"]
        summary.events += rows["events"]
        summary.left_out += rows["left_out"]
        summary.skipped += note["skipped"]
        self._tell(note, note["documents"])

    def _tell(self, result: object, count: int) -> None:
        if self._progress is not None:
            self._progress(result, count)
