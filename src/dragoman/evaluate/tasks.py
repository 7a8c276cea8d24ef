"""The tasks of ``dragoman evaluate``: each reads one public gold format as it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.evaluate import (
    articles,
    attribution,
    counts,
    dyads,
    factuality,
    gsr,
    happenings,
    hard_mentions,
    links,
    relations,
    rosters,
    schoolbook,
    sentences,
    timex,
    toponyms,
)

Runner = Callable[[Coder, Path], tuple[dict[str, Any], list[dict[str, Any]]]]
TASKS: dict[str, Runner] = {
    "articles": articles.run,
    "relations": relations.run,
    "records": gsr.run,
    "sentences": sentences.run,
    "factuality": factuality.run,
    "schoolbook": schoolbook.run,
    "rosters": rosters.run,
    "actors": hard_mentions.run,
    "attribution": attribution.run,
    "timex": timex.run,
    "counts": counts.run,
    "toponyms": toponyms.run,
    "happenings": happenings.run,
}
# Tasks of the outlook, which read no text.
FORECASTS: dict[str, Callable[[Path], tuple[dict[str, Any], list[dict[str, Any]]]]] = {
    "dyads": dyads.run,
    "links": links.run,
}


def evaluate(task: str, path: Path, predictions: Path | None = None, coder: Coder | None = None) -> dict[str, Any]:
    """Run a task on gold data and return its measures.

    Args:
        task: one of ``TASKS`` or ``FORECASTS``.
        path: the gold file or folder.
        predictions: where to write one JSON line for each gold item.
        coder: a coder to use; a new one by default.

    Raises:
        InputError: no such task, or the path is not there or not in the task's format.
    """
    if task not in TASKS and task not in FORECASTS:
        raise InputError(f"no task {task!r}; there are {', '.join((*TASKS, *FORECASTS))}")
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; give the gold data of task {task!r}")
    figures, lines = FORECASTS[task](path) if task in FORECASTS else TASKS[task](coder or Coder(), path)
    if predictions is not None:
        with predictions.open("w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return figures
