"""Task ``happenings``: whether events merge across articles as they should.

Each happening is told by three reports and has a look-alike: same sides, type and week, another happening. All reports
are coded and merged as a ledger would. What is scored are the gold tellings, one a report and key: B-cubed (Bagga and
Baldwin 1998) of the events that their counterparts among the coder's tellings were merged into.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from dragoman.articles import article_from_text
from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.evaluate.measures import harmonic, intervals, mean
from dragoman.ledger.merging import Telling, partition, telling_of
from dragoman.records import Article, CodedArticle, event_record

Record = dict[str, Any]
_RESAMPLES = 1000
_KEYS = ("bcubed_precision", "bcubed_recall", "bcubed_f1", "bcubed_found_f1", "lookalikes_apart", "found")
_FIELDS = ("report", "kind", "published", "title", "text", "events")


@dataclass(frozen=True, slots=True)
class Told:
    """A gold telling: its report, happening, key, and the coder's telling that matches it, None where it missed it.

    ``main`` where it tells the happening that the report was written for.
    """

    report: str
    happening: str
    lookalike: bool
    main: bool
    key: str
    telling: str | None


@dataclass(frozen=True, slots=True)
class Read:
    """A report, what the coder made of it as tellings, and its gold tellings."""

    report: Record
    coded: CodedArticle
    tellings: tuple[Telling, ...]
    told: tuple[Told, ...]


def read_reports(path: Path) -> list[Record]:
    """The reports of a file, or of all files ``test_*.jsonl`` of a folder.

    Raises:
        InputError: no file there, a line is no JSON object, or it lacks a field.
    """
    files = sorted(path.glob("test_*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise InputError(f"{path}: no test_*.jsonl here; give the folder corpus/happenings or one of its files")
    return [_report(file, n, line) for file in files for n, line in _lines(file)]


def _lines(file: Path) -> Iterable[tuple[int, str]]:
    return ((n, line) for n, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.strip())


def _report(file: Path, number: int, line: str) -> Record:
    try:
        report: Record = json.loads(line)
    except ValueError as e:
        raise InputError(f"{file}:{number}: not JSON ({e})") from e
    missing = [k for k in _FIELDS if k not in report]
    if missing:
        raise InputError(f"{file}:{number}: no field {', '.join(missing)}; see corpus/DATASHEET.md")
    return report


def read_one(coder: Coder, report: Record) -> Read:
    """A report coded, and its gold tellings matched.

    Raises:
        InputError: the reader would leave the report out.
    """
    article = article_from_text(
        report["text"],
        title=report["title"],
        published=dt.date.fromisoformat(report["published"]),
        source=report.get("source"),
        url=f"happenings:{report['report']}",
    )
    if not isinstance(article, Article):
        raise InputError(f"report {report['report']}: left out: {article.detail}")
    coded = coder.code_one(article)
    records = [event_record(e) for e in coded.events]
    tellings = tuple(telling_of(r, article.published, article.article_id, article.title) for r in records)
    matched = match(report["events"], records, article.text)
    told = tuple(_told(report, e, m) for e, m in zip(report["events"], matched, strict=True))
    return Read(report, coded, tellings, told)


def _told(report: Record, event: Record, telling: str | None) -> Told:
    lookalike, happening = report["kind"] == "lookalike", report["report"].rpartition("-")[0]
    return Told(
        report["report"], happening, lookalike, event["key"] == happening + "x" * lookalike, event["key"], telling
    )


def match(gold: Sequence[Record], records: Sequence[Record], text: str) -> list[str | None]:
    """The coder's event for each gold event, each standing for one at most.

    A pair fits where a trigger of the one overlaps the gold's, or where both have a sentence and the type in common;
    the fittest pairs are taken (Kuhn 1955).
    """
    fit = np.array([[_fit(g, r, text) for r in records] for g in gold]).reshape(len(gold), len(records))
    out: list[str | None] = [None] * len(gold)
    for row, column in zip(*linear_sum_assignment(-fit), strict=True):
        if fit[row, column] > 0:
            out[row] = records[column]["event_id"]
    return out


def _fit(gold: Record, record: Record, text: str) -> float:
    start = text.find(gold["sentence"])
    place = start + gold["sentence"].find(gold["trigger"])
    spans = [(m["trigger"]["start"], m["trigger"]["end"]) for m in record["mentions"]]
    same = record["event_type"] == gold["event_type"]
    if start >= 0 and any(s < place + len(gold["trigger"]) and place < e for s, e in spans):
        return 4.0 if same else 3.0
    inside = any(start <= s < start + len(gold["sentence"]) for s, _ in spans)
    return (2.0 + _alike(gold, record)) if same and start >= 0 and inside else 0.0


def _alike(gold: Record, record: Record) -> float:
    """A little more where the sides agree, so that of two events in a sentence the right one is taken."""
    pairs = (("actors", "actors"), ("recipients", "recipients"))
    return sum(0.2 for g, r in pairs if set(gold[g]) & {a["country"] for a in record[r]})


def bcubed(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> list[tuple[float, float]]:
    """B-cubed precision and recall of each item of a clustering (Bagga and Baldwin 1998).

    >>> bcubed(["a", "a", "b"], [1, 2, 2])
    [(1.0, 0.5), (0.5, 0.5), (0.5, 1.0)]
    """
    both, one, other = Counter(zip(gold, predicted, strict=True)), Counter(gold), Counter(predicted)
    return [(both[g, p] / other[p], both[g, p] / one[g]) for g, p in zip(gold, predicted, strict=True)]


@dataclass(frozen=True, slots=True)
class Scores:
    """What one happening adds: B-cubed of its gold tellings, of those found, and whether its look-alike is apart.

    ``apart`` is None where the coder missed the main event in the look-alike or in all reports.
    """

    all: list[tuple[float, float]]
    found: list[tuple[float, float]]
    apart: bool | None


def scores(told: Sequence[Told], event_of: Mapping[str, str]) -> list[Scores]:
    """The scores of each happening under a partition.

    Args:
        told: the gold tellings; one that the coder missed is an event of its own.
        event_of: the event of each of the coder's tellings.
    """
    found = [t for t in told if t.telling]
    everything = bcubed(
        [_key(t) for t in told], [event_of[t.telling] if t.telling else f"missed {n}" for n, t in enumerate(told)]
    )
    inner = bcubed([_key(t) for t in found], [event_of[t.telling or ""] for t in found])
    groups: dict[str, Scores] = {t.happening: Scores([], [], None) for t in told}
    for one, score in zip(told, everything, strict=True):
        groups[one.happening].all.append(score)
    for one, score in zip(found, inner, strict=True):
        groups[one.happening].found.append(score)
    apart = _apart(found, event_of)
    return [replace(group, apart=apart.get(name)) for name, group in groups.items()]


def _key(told: Told) -> tuple[str, str]:
    return told.happening, told.key


def _apart(found: Sequence[Told], event_of: Mapping[str, str]) -> dict[str, bool]:
    """Of each happening found in its reports and its look-alike: whether the two main events share none."""
    sides: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in found:
        if one.main:
            sides[one.happening][one.lookalike].add(event_of[one.telling or ""])
    return {name: not (reports & other) for name, (reports, other) in sides.items() if reports and other}


def measure(happenings: Sequence[Scores]) -> Record:
    """The means of the scores of happenings, each gold telling weighing the same."""
    out: Record = {}
    for name, held in (
        ("", [x for h in happenings for x in h.all]),
        ("found_", [x for h in happenings for x in h.found]),
    ):
        precision, recall = mean(p for p, _ in held) or 0.0, mean(r for _, r in held) or 0.0
        out |= {f"bcubed_{name}precision": precision, f"bcubed_{name}recall": recall}
        out[f"bcubed_{name}f1"] = harmonic(precision, recall)
    pairs = [h.apart for h in happenings if h.apart is not None]
    all_told = sum(len(h.all) for h in happenings)
    found = round(sum(len(h.found) for h in happenings) / all_told, 4) if all_told else None
    return out | {"lookalikes_apart": mean(pairs), "lookalike_pairs": len(pairs), "found": found}


def baseline(tellings: Iterable[Telling]) -> dict[str, str]:
    """What merges without any thought: tellings of the same type, sides and calendar week."""
    out = {}
    for t in tellings:
        day = t.first or t.published or 0
        sides = sorted({p.key for p in t.actors}), sorted({p.key for p in t.recipients})
        out[t.telling_id] = f"{t.event_type} {sides} {day // 7}"
    return out


def merged(tellings: Sequence[Telling]) -> dict[str, str]:
    """The event of each telling: the first telling of its cluster."""
    return {member: group[0] for group in partition(tellings) for member in group}


def run(coder: Coder, path: Path) -> tuple[Record, list[Record]]:
    """Code all reports, merge, and score; as a comparison also the baseline and no merging at all.

    Returns:
        The measures, and one line ``{"report", "key", "telling", "event"}`` a gold telling.
    """
    reads = [read_one(coder, report) for report in read_reports(path)]
    tellings = [t for r in reads for t in r.tellings]
    told = [t for r in reads for t in r.told]
    event_of = merged(tellings)
    lines = [
        {"report": t.report, "key": t.key, "telling": t.telling, "event": event_of.get(t.telling or "")} for t in told
    ]
    happenings = scores(told, event_of)
    figures = measure(happenings) | {"intervals": intervals(happenings, measure, _KEYS, _RESAMPLES)}
    for name, other in (("baseline", baseline(tellings)), ("unmerged", {t.telling_id: t.telling_id for t in tellings})):
        figures |= {f"{name}_{k}": v for k, v in measure(scores(told, other)).items() if k in _KEYS[:5]}
    return figures | {"happenings": len(happenings), "tellings": len(told)}, lines
