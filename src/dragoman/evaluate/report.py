"""``python -m dragoman.evaluate.report GOLD OUT``: every task, every variant, into one JSON file.

Variants: ``both`` (frames propose, the typer decides), ``frames`` alone, ``encoder`` alone. Confidence intervals are
bootstraps over articles (1,000 resamples for rows of sentences, 200 for articles; percentile method).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.coding import Coder
from dragoman.evaluate import articles, gsr, relations, sentences
from dragoman.evaluate.measures import macro_f1

Figures = dict[str, Any]
VARIANTS = {"both": {"typer": "bundled"}, "frames": {"typer": "none"}, "encoder": {"typer": "bundled", "frames": False}}
_SEED = 20260101
_INTERVALS = ("type_f1", "type_actor_f1", "triple_f1", "status_macro_f1", "said_by_f1", "mode_accuracy")


def interval(items: Sequence[Any], measure: Callable[[list[Any]], float], resamples: int) -> list[float]:
    """The 95 % bootstrap interval of a measure over items.

    >>> interval([1, 1, 1], lambda x: float(sum(x)), 10)
    [3.0, 3.0]
    """
    rng = np.random.default_rng(_SEED)
    draws = [measure([items[i] for i in rng.integers(0, len(items), len(items))]) for _ in range(resamples)]
    return [round(float(q), 4) for q in np.quantile(draws, (0.025, 0.975))]


def of_articles(coder: Coder, folder: Path, with_intervals: bool) -> Figures:
    """The task ``articles``, with intervals and what was taken for what."""
    figures, lines = articles.run(coder, folder)
    gold = {g["id"]: g for g, _ in articles.read_gold(folder)}
    pairs = [(_agreed(gold[line["id"]]), line["events"]) for line in lines]
    if with_intervals:
        figures["intervals"] = {
            key: interval(pairs, lambda sample, k=key: float(articles.score(sample)[k] or 0.0), 200)  # type: ignore[misc]
            for key in _INTERVALS
        }
    return figures


def of_relations(coder: Coder, path: Path, with_intervals: bool) -> Figures:
    """The task ``relations``, with intervals and the confusion matrix."""
    figures, lines = relations.run(coder, path)
    pairs = [(r["gold_root"], line["root"]) for r, line in zip(relations.read_rows(path), lines, strict=True)]
    if with_intervals:
        figures["intervals"] = {"root_macro_f1": interval(pairs, macro_f1, 1000)}
        roots = sorted({g for g, _ in pairs})
        counts = Counter(pairs)
        figures["confusion"] = {"labels": roots, "rows_gold": [[counts[g, p] for p in roots] for g in roots]}
    return figures


def _agreed(gold: Figures) -> Figures:
    for event in gold["events"]:
        event.setdefault("agreed", True)
    return gold


def measure_all(gold: Path) -> Figures:
    """All tasks in all variants.

    Args:
        gold: the folder that holds the gold sets.
    """
    out: Figures = {}
    for name, options in VARIANTS.items():
        coder = Coder(**options)  # type: ignore[arg-type]
        full = name == "both"
        out[name] = {
            "articles": of_articles(coder, gold / "articles", full),
            "articles_once": of_articles(coder, gold / "articles_once", full),
            "relations": of_relations(coder, gold / "relations_plv_dev.tsv", full),
            "records": gsr.run(coder, gold / "plover_gsr.json")[0],
            "sentences": sentences.run(coder, gold / "india_police" / "sents_dev.jsonl.gz")[0],
        }
        print(name, json.dumps(out[name]), flush=True)
    return out


def about() -> Figures:
    """Where and when: machine, Python, date, commit."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "date": dt.date.today().isoformat(),
        "commit": commit.stdout.strip() or None,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
    }


def main(arguments: list[str]) -> int:
    """The command; see the module."""
    if len(arguments) != 2:
        print("usage: python -m dragoman.evaluate.report GOLD_FOLDER OUT.json")
        return 2
    figures = {"about": about(), "zero_gold": measure_all(Path(arguments[0]))}
    Path(arguments[1]).write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
