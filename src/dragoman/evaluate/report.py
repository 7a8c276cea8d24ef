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
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.coding import Coder
from dragoman.evaluate import articles, gsr, relations, sentences
from dragoman.evaluate.measures import macro_f1

Figures = dict[str, Any]
VARIANTS: dict[str, dict[str, Any]] = {
    "both": {"typer": "bundled"},
    "frames": {"typer": "none"},
    "encoder": {"typer": "bundled", "frames": False},
}
_SEED = 20260101
_INTERVALS = ("type_f1", "type_actor_f1", "triple_f1", "status_macro_f1", "said_by_f1", "mode_accuracy")


def intervals(
    items: Sequence[Any], measure: Callable[[list[Any]], Mapping[str, Any]], keys: Sequence[str], resamples: int
) -> dict[str, list[float]]:
    """The 95 % bootstrap intervals of the measures ``keys`` over items; one without value counts as 0.

    >>> intervals([1, 1, 1], lambda x: {"sum": sum(x)}, ["sum"], 10)
    {'sum': [3.0, 3.0]}
    """
    rng = np.random.default_rng(_SEED)
    draws = [measure([items[i] for i in rng.integers(0, len(items), len(items))]) for _ in range(resamples)]
    values = {k: [float(d[k] or 0.0) for d in draws] for k in keys}
    return {k: [round(float(q), 4) for q in np.quantile(v, (0.025, 0.975))] for k, v in values.items()}


def of_articles(coder: Coder, folder: Path, with_intervals: bool) -> Figures:
    """The task ``articles``, with intervals where asked for."""
    pairs = articles.code_gold(coder, folder)
    figures = articles.score(pairs)
    if with_intervals:
        figures["intervals"] = intervals(pairs, articles.score, _INTERVALS, 200)
    return figures


def of_relations(coder: Coder, path: Path, with_intervals: bool) -> Figures:
    """The task ``relations``, with intervals and the confusion matrix."""
    figures, lines = relations.run(coder, path)
    if with_intervals:
        pairs = [(r["gold_root"], line["root"]) for r, line in zip(relations.read_rows(path), lines, strict=True)]
        key = "root_macro_f1"
        figures["intervals"] = intervals(pairs, lambda sample: {key: macro_f1(sample)}, [key], 1000)
        roots = sorted({g for g, _ in pairs})
        counts = Counter(pairs)
        figures["confusion"] = {"labels": roots, "rows_gold": [[counts[g, p] for p in roots] for g in roots]}
    return figures


def measure_all(gold: Path) -> Figures:
    """All tasks in all variants.

    Args:
        gold: the folder that holds the gold sets.
    """
    out: Figures = {}
    for name, options in VARIANTS.items():
        coder = Coder(**options)
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
