"""Task ``links``: who is next, on a folder of a temporal knowledge graph.

Single step: every fact before a question's day may be used, the day's own and later ones may not; the models are
fitted before the first day that is measured. Both directions are asked. Time-aware filter: the other right answers
of the same day are taken out before an answer is ranked. Ties count at their mean rank (``mrr``), as won
(``mrr_optimistic``) and as lost (``mrr_pessimistic``). Measured is the last part there is: ``test``, else ``valid``.
"""

from __future__ import annotations

import resource
import sys
import time
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import InputError
from dragoman.evaluate.temporal_graph import TIME, TemporalGraph, read_graph
from dragoman.outlook.links import History, Kin, LinkModel, day_questions, fit, ranker
from dragoman.outlook.links.model import right_ones
from dragoman.outlook.links.questions import Questions

Ranks = NDArray[np.float64]
_HITS = (1, 3, 10)


def read_history(graph: TemporalGraph) -> tuple[History, int]:
    """All facts with their times in steps, and the first step that is measured.

    A step is the greatest common divisor of the differences between times: a day in graphs of daily events.

    Raises:
        InputError: there is no part to measure.
    """
    if len(graph.parts) < 2:
        raise InputError("the folder has only a train part; give valid.txt or test.txt to measure on")
    facts = np.concatenate(list(graph.parts.values()))
    first = int(facts[0, TIME])
    step = gcd(*np.diff(np.unique(facts[:, TIME])).tolist()) or 1
    facts[:, TIME] = (facts[:, TIME] - first) // step
    measured = (int(list(graph.parts.values())[-1][0, TIME]) - first) // step
    return History(facts, len(graph.entities), len(graph.relations), Kin.of_names(graph.entities)), measured


def ranks(asked: Questions, actor: NDArray[np.int32], score: Ranks, actors: int) -> Ranks:
    """Filtered ranks of a day's answers.

    Answers that are no candidates tie with all other actors that are none.

    Args:
        asked: questions with answers.
        actor: candidates, shape (questions, kept), -1 where there is none.
        score: of each candidate.
        actors: how many actors there are.

    Returns:
        Array of shape (answers, 2): the best and the worst rank of each.
    """
    wrong = np.where((actor >= 0) & ~right_ones(asked, actor), score, -np.inf)
    question = np.repeat(np.arange(len(actor)), np.diff(asked.answer_start))
    listed = np.isfinite(wrong).sum(axis=1)[question]
    others = actors - np.diff(asked.answer_start)[question]
    hit = actor[question] == asked.answer[:, None]
    own = np.where(hit, score[question], -np.inf).max(axis=1)
    above = (wrong[question] > own[:, None]).sum(axis=1)
    level = (wrong[question] == own[:, None]).sum(axis=1)
    found = hit.any(axis=1)
    return np.stack([1 + np.where(found, above, listed), 1 + np.where(found, above + level, others)], axis=1).astype(
        float
    )


def measure(ranked: Ranks, prefix: str = "") -> dict[str, float]:
    """Reciprocal rank and hits of best and worst ranks, ties at the mean."""
    mean = ranked.mean(axis=1)
    figures = {"mrr": (1 / mean).mean()} | {f"hits{k}": (mean <= k).mean() for k in _HITS}
    figures |= {"mrr_optimistic": (1 / ranked[:, 0]).mean(), "mrr_pessimistic": (1 / ranked[:, 1]).mean()}
    return {prefix + key: float(value) for key, value in figures.items()}


def _forecast(model: LinkModel, history: History, days: list[int]) -> tuple[dict[str, Ranks], list[dict[str, Any]]]:
    """Ranks of every answer of the days, by each model, and the lines of predictions."""
    found: dict[str, list[Ranks]] = {name: [] for name in (("", "ranker_") if model.ranker else ("",))}
    lines: list[dict[str, Any]] = []
    for day in days:
        asked = day_questions(history, day)
        answers = model.answers(history.before(day), asked)
        scores = {"": answers.score} | ({"ranker_": model.ranker.score(answers)} if model.ranker else {})
        of_day = {name: ranks(asked, answers.actor, score, history.actors) for name, score in scores.items()}
        for name, ranked in of_day.items():
            found[name].append(ranked)
        lines += _lines(asked, day, history.relations, of_day)
    return {name: np.concatenate(parts) for name, parts in found.items()}, lines


def _lines(asked: Questions, day: int, relations: int, ranked: dict[str, Ranks]) -> list[dict[str, Any]]:
    """One line for each answer; the side that was asked for is named by ``direction``."""
    question = np.repeat(np.arange(len(asked.subject)), np.diff(asked.answer_start))
    mean = {f"{name}rank": r.mean(axis=1).tolist() for name, r in ranked.items()}
    lines = []
    for i, (s, h, o) in enumerate(zip(asked.subject[question], asked.relation[question], asked.answer, strict=True)):
        turned = h >= relations
        ends = (o, s) if turned else (s, o)
        lines.append(
            {"subject": int(ends[0]), "relation": int(h % relations), "object": int(ends[1]), "time": day}
            | {"direction": "subject" if turned else "object"}
            | {key: values[i] for key, values in mean.items()}
        )
    return lines


def run(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Fit, forecast, measure."""
    began, trees = time.perf_counter(), ranker.available()
    if not trees:
        print("ranker skipped: LightGBM is not installed (pip install dragoman[outlook])", file=sys.stderr)
    graph = read_graph(path)
    history, first = read_history(graph)
    model = fit(history, first, with_ranker=trees)
    ranked, lines = _forecast(model, history, [d for d in history.days() if d >= first])
    figures: dict[str, Any] = {"part": list(graph.parts)[-1], "facts": len(lines) // 2}
    for name, values in ranked.items():
        figures |= measure(values, name)
    _restore_times(graph, lines)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures | {"seconds": time.perf_counter() - began, "peak_mb": peak}, lines


def _restore_times(graph: TemporalGraph, lines: list[dict[str, Any]]) -> None:
    """Times of the lines in the folder's own unit."""
    times = np.unique(np.concatenate([part[:, TIME] for part in graph.parts.values()]))
    step = gcd(*np.diff(times).tolist()) or 1
    for line in lines:
        line["time"] = int(times[0]) + step * line["time"]
