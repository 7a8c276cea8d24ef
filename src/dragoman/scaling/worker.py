"""What a worker of the cluster does: holds the models, codes partitions."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from dragoman.articles import Unread, finish_reading
from dragoman.coding import Coder
from dragoman.records import Article, LeftOut
from dragoman.running import Result, chunks, code_chunk
from dragoman.scaling.partitions import Partition
from dragoman.scaling.parts import Part, distinct, part_of
from dragoman.scaling.recipe import Recipe, versions_here


class CodingWorker:
    """Codes partitions with one coder; lives in a process of its own, on any machine of the cluster."""

    def __init__(self, recipe: Recipe) -> None:
        """Args: ``recipe`` what all workers code by; nothing of the machine's own configuration counts."""
        self._recipe = recipe
        with TemporaryDirectory() as folder:
            own = [_put(Path(folder) / str(n), *file) for n, file in enumerate(recipe.own)]
            self._coder = Coder(recipe.model, recipe.typer, actors=own)

    def versions(self) -> dict[str, str]:
        """The versions on its machine."""
        return versions_here()

    def code(self, partition: Partition) -> Part:
        """A partition, coded."""
        begun = time.perf_counter()
        documents = distinct(self._read(partition.documents))
        results = [r for chunk in chunks(documents, self._recipe.chunk) for r in code_chunk(self._coder, chunk)]
        return part_of(partition, results, self._recipe.run_id, time.perf_counter() - begun)

    def code_one(self, document: Unread) -> Result:
        """One document, coded by itself."""
        return code_chunk(self._coder, self._read([document]))[0]

    def _read(self, documents: Sequence[Unread]) -> list[Article | LeftOut]:
        return [finish_reading(d, columns=self._recipe.columns, date=self._recipe.date) for d in documents]


def _put(folder: Path, name: str, content: bytes) -> Path:
    folder.mkdir()
    (folder / name).write_bytes(content)
    return folder / name
