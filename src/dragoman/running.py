"""Runs: a stream of documents through the coder, by one process or several, and into a ledger."""

from __future__ import annotations

import multiprocessing as mp
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from dragoman.coding import Coder
from dragoman.config import load_config
from dragoman.records import Article, CodedArticle, LeftOut

Document = Article | LeftOut
Result = CodedArticle | LeftOut


class Progress(Protocol):
    """Told of every document as it is done."""

    def __call__(self, result: Result, /) -> None:
        """Args: ``result`` what became of the document."""


def code_stream(
    documents: Iterable[Document],
    *,
    workers: int = 1,
    coder: Coder | None = None,
    progress: Progress | None = None,
) -> Iterator[Result]:
    """Documents coded in their order; memory holds a chunk or so for each worker.

    An article that the coder fails on becomes a ``LeftOut`` with reason ``coder-error``; the rest goes on.
    """
    size = int(load_config()["code"]["chunk"])
    chunks = _chunks(documents, size)
    results = _in_processes(chunks, workers) if workers > 1 else _in_this_process(chunks, coder)
    for result in results:
        if progress is not None:
            progress(result)
        yield result


def _chunks(documents: Iterable[Document], size: int) -> Iterator[list[Document]]:
    stream = iter(documents)
    while chunk := list(islice(stream, size)):
        yield chunk


def _in_this_process(chunks: Iterable[list[Document]], coder: Coder | None) -> Iterator[Result]:
    machine = coder
    for chunk in chunks:
        machine = machine or new_coder()
        yield from code_chunk(machine, chunk)


def new_coder() -> Coder:
    """A coder as the configuration wants it."""
    return Coder(str(load_config()["language"]["model"]))


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


def _start_worker() -> None:
    global _worker
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    _worker = new_coder()


def _work(chunk: list[Document]) -> list[Result]:
    assert _worker is not None
    return code_chunk(_worker, chunk)


def _in_processes(chunks: Iterable[list[Document]], workers: int) -> Iterator[Result]:
    """Chunks by a pool, results in order, no more than two chunks a worker in flight."""
    context = mp.get_context("spawn")
    with context.Pool(workers, initializer=_start_worker) as pool:
        flying: deque[mp.pool.AsyncResult[list[Result]]] = deque()
        for chunk in chunks:
            flying.append(pool.apply_async(_work, (chunk,)))
            if len(flying) >= 2 * workers:
                yield from flying.popleft().get()
        while flying:
            yield from flying.popleft().get()
