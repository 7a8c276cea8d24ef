"""A progress bar with rate and time to go; silent when the screen is no terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from dragoman.articles import count_documents
from dragoman.exchange.importing import Progress as ImportTold


class Told(Protocol):
    """Told of documents as they are done."""

    def __call__(self, result: object, /, count: int = 1) -> None:
        """Args: ``result`` what became of them, ``count`` how many they are."""


@contextmanager
def progress_bar(console: Console, sources: Sequence[str]) -> Iterator[Told | None]:
    """A callable to tell of each document, or None where no one would see it."""
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("coding"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("coding", total=count_documents(sources), rate="")

        def told(_: object, /, count: int = 1) -> None:
            bar.advance(task, count)
            done = bar.tasks[0]
            bar.update(task, rate=f"{done.speed:.1f} articles/s" if done.speed else "")

        yield told


@contextmanager
def import_bar(console: Console) -> Iterator[ImportTold | None]:
    """A callable to tell of rows and bytes read, or None where no one would see it."""
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("importing"), BarColumn(), DownloadColumn(), TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("importing", total=None, rate="")

        def told(rows: int, done: int, total: int, /) -> None:
            seconds = bar.tasks[0].elapsed
            rate = f"{rows:,} rows, {rows / seconds:,.0f}/s" if seconds else f"{rows:,} rows"
            bar.update(task, completed=done, total=total, rate=rate)

        yield told
