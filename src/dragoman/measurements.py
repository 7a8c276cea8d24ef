"""``python -m dragoman.measurements GOLD [CORPUS]``: every task in every variant, into ``docs/measurements.json``.

As tables they go into ``docs/measurements.md``, between its two marks; what stands outside the marks is left as it is.

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
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.evaluate import articles, relations, schoolbook
from dragoman.evaluate.measures import intervals, macro_f1
from dragoman.evaluate.tasks import TASKS
from dragoman.schoolbook import read_articles, read_items
from dragoman.schoolbook.agreement import agreement

Figures = dict[str, Any]
VARIANTS: dict[str, dict[str, Any]] = {
    "both": {"typer": "bundled"},
    "frames": {"typer": "none"},
    "encoder": {"typer": "bundled", "frames": False},
}
_BEGIN, _END = "<!-- begin: make evaluate -->", "<!-- end: make evaluate -->"
_FRESH_MENTIONS = tuple(f"mentions_fresh{n}" for n in ("", *(f"_{n}" for n in range(2, 11))))
_SHOWN = [
    *((t, k) for t in ("articles", "articles_once") for k in (
        "type_precision", "type_recall", "type_f1", "type_actor_f1", "triple_f1", "status_accuracy", "status_macro_f1",
        "date_f1", "place_country_f1", "said_by_f1", "mode_accuracy", "sector_accuracy", "direction_accuracy",
        "actor_country_accuracy", "recipient_country_accuracy",
    )),
    *(("relations", f"{k}_macro_f1") for k in ("root", "quad", "binary")),
    ("relations", "root_accuracy"), ("relations", "fallback_rate"),
    *(("sentences", f"{label}_{k}") for label in ("KILL", "ARREST", "FORCE") for k in ("f1", "precision", "recall")),
    *(("records", f"{side}_{k}") for side in ("actor", "recipient") for k in ("country", "sector")),
    ("records", "event"), ("records", "mode"), ("records", "compound_complete"),
]  # fmt: skip
# What a record says beside the type: each measured alone, with gold spans or triggers given (task, gold).
_FIELDS = {
    "attribution": ("attribution", "attribution/polnear_valid.jsonl"),
    "factuality_uw": ("factuality", "factuality/uw_dev.jsonl"),
    "factuality_meantime_train": ("factuality", "factuality/meantime_train.jsonl"),
    "factuality_meantime_dev": ("factuality", "factuality/meantime_dev.jsonl"),
    "timex": ("timex", "timex/tbaq.tar.gz"),
    "toponyms": ("toponyms", "toponyms/lgl.xml.gz"),
}
_INTERVALS = (
    "date_f1",
    "place_country_f1",
    "type_f1",
    "type_actor_f1",
    "triple_f1",
    "status_macro_f1",
    "said_by_f1",
    "mode_accuracy",
)


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
        figures["confusion"] = {g: {p: counts[g, p] for p in roots} for g in roots}
    return figures


def measure_all(gold: Path, corpus: Path) -> Figures:
    """All tasks in all variants.

    Args:
        gold: the folder that holds the gold sets; the folder ``facts`` beside it holds REIGN's leaders.
        corpus: the schoolbook.
    """
    out: Figures = {}
    for name, options in VARIANTS.items():
        coder = Coder(**options)
        full = name == "both"
        out[name] = {
            "articles": of_articles(coder, gold / "articles", full),
            "articles_once": of_articles(coder, gold / "articles_once", full),
            "relations": of_relations(coder, gold / "relations_plv_dev.tsv", full),
            "records": TASKS["records"](coder, gold / "plover_gsr.json")[0],
            "sentences": TASKS["sentences"](coder, gold / "india_police" / "sents_dev.jsonl.gz")[0],
        }
        if full:
            out["schoolbook"] = TASKS["schoolbook"](coder, corpus)[0]
            out["actors"] = TASKS["actors"](coder, corpus / "mentions.csv")[0]
            out["actors_fresh"] = {n: TASKS["actors"](coder, corpus / f"{n}.csv")[0] for n in _FRESH_MENTIONS}
            out["fields"] = {name: TASKS[task](coder, gold / path)[0] for name, (task, path) in _FIELDS.items()}
            out["fields"] |= {n: TASKS["counts"](coder, corpus / f"{n}.csv")[0] for n in ("counts", "counts_fresh")}
            out["rosters"] = TASKS["rosters"](coder, gold.parent / "facts" / "reign_leaders_to_2021.csv")[0]
            out["model"] = coder.typer.about if coder.typer else None
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


def tables(figures: Figures) -> str:
    """The figures as Markdown."""
    here, held = figures["about"], figures["zero_gold"]
    both, book = held["both"], held["schoolbook"]
    lines = [f"Commit {here['commit']}, {here['date']}, Python {here['python']}, {here['machine']}. Zero-gold.", ""]
    lines += ["| figure (95 % interval) | frames and typer | frames alone | typer alone |", "|---|---|---|---|"]
    for task, key in _SHOWN:
        low, high = both[task].get("intervals", {}).get(key, (None, None))
        interval = f" ({_plain(low)} to {_plain(high)})" if low is not None else ""
        others = " | ".join(_plain(held[v][task].get(key)) for v in ("frames", "encoder"))
        lines.append(f"| {task} {key} | {_plain(both[task].get(key))}{interval} | {others} |")
    lines += ["", "Relations, rows gold, columns predicted:", ""]
    lines += _confusion(both["relations"]["confusion"])
    lines += [
        "",
        "The typer on the held-out tenth of the schoolbook's reports and of its articles (`articles_...`):",
        "",
    ]
    lines += [f"- {k}: {_plain(v)}" for k, v in book.items() if k not in ("reliability", "seconds")]
    lines += ["", "Hard mentions (`corpus/mentions.csv`): country and primary sectors, whole; by kind both:", ""]
    lines += [f"- {k}: {_plain(v)}" for k, v in held["actors"].items() if k != "kinds"]
    lines += ["- " + ", ".join(f"{k} {_plain(v)}" for k, v in held["actors"]["kinds"].items())]
    lines += [
        "",
        "Four hundred more, each hundred written when the rules of its day were done and scored once; they have",
        "been looked into since:",
        "",
        "| mentions | country | sector | both |",
        "|---|---|---|---|",
    ]
    for name, found in held["actors_fresh"].items():
        shown = (_plain(found[f"{key}_accuracy"]) for key in ("country", "sector", "both"))
        lines.append(f"| {name} | {' | '.join(shown)} |")
    lines += ["", "Leaders of states by day (REIGN to 2021, three sentences a spell):", ""]
    lines += [f"- {k}: {_plain(v)}" for k, v in held["rosters"].items()]
    lines += [line for name, found in held["fields"].items() for line in _field(name, found)]
    lines += ["", "How often the typer is right, by the probability that it gives (held-out tenth):", ""]
    lines += ["| probability given | mean | share right | words |", "|---|---|---|---|"]
    for r in book["reliability"]:
        lines.append(f"| {r['from']} to {r['to']} | {_plain(r['said'])} | {_plain(r['right'])} | {r['words']} |")
    for name, key in (("second.jsonl", "agreement"), ("articles_second.jsonl", "agreement_of_articles")):
        lines += ["", f"Two annotations of the same texts, the second blind (`corpus/{name}`):", ""]
        lines += [f"- {k}: {_plain(v)}" for k, v in figures[key].items()]
    return "\n".join(lines)


def _field(name: str, figures: Figures) -> list[str]:
    """One field's figures with their intervals, and its confusion table."""
    lines = ["", f"Task {name.replace('_', ' ')}:", ""]
    for key, value in figures.items():
        if isinstance(value, int | float):
            low, high = figures.get("intervals", {}).get(key, (None, None))
            lines.append(
                f"- {key}: {_plain(value)}" + (f" ({_plain(low)} to {_plain(high)})" if low is not None else "")
            )
    return lines + (["", *_confusion(figures["confusion"])] if "confusion" in figures else [])


def _confusion(table: dict[str, dict[str, int]]) -> list[str]:
    """A confusion table, rows gold, columns predicted."""
    columns = list(dict.fromkeys(name for row in table.values() for name in row))
    lines = ["| | " + " | ".join(n[:9].lower() for n in columns) + " |", "|---" * (len(columns) + 1) + "|"]
    return lines + [
        f"| {gold} | " + " | ".join(str(row.get(n) or "") for n in columns) + " |" for gold, row in table.items()
    ]


def _plain(value: object) -> str:
    return f"{value:.4f}".removeprefix("0") if isinstance(value, float) else str(value)


def write(figures: Figures, folder: Path) -> None:
    """Writes both files of ``docs/``.

    Raises:
        InputError: the Markdown file has not the two marks.
    """
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    (folder / "measurements.json").write_text(text + "\n", encoding="utf-8")
    page = folder / "measurements.md"
    before, begin, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        raise InputError(f"{page}: the marks {_BEGIN} and {_END} are missing; put them where the tables belong")
    page.write_text(f"{before}{begin}\n{tables(figures)}\n{end}{after}", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """The command; see the module."""
    if len(arguments) not in (1, 2):
        print("usage: python -m dragoman.measurements GOLD_FOLDER [CORPUS_FOLDER]")
        return 2
    gold, corpus = Path(arguments[0]), Path(arguments[1] if len(arguments) == 2 else "corpus")
    of_items = agreement(schoolbook.read_corpus(corpus), read_items(corpus / "second.jsonl"))
    figures = {"about": about(), "zero_gold": measure_all(gold, corpus), "agreement": asdict(of_items)}
    first, second = read_articles(corpus / schoolbook.ARTICLES), read_articles(corpus / "articles_second.jsonl")
    figures["agreement_of_articles"] = asdict(agreement(first, second))
    write(figures, Path("docs"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
