"""Task ``articles``: whole news articles with every political event.

A prediction matches a gold event only with evidence (one of its first three mentions shares a run of four
words with the gold's quotes), of the gold's type or an alternative, and, for the finer measures, with actor
and recipient countries of Jaccard .5 or more; sides may be swapped for mutual types alone. Matching is the
assignment of greatest weight (Kuhn 1955).
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from dragoman.articles import article_from_text
from dragoman.coding import Coder
from dragoman.errors import InputError
from dragoman.evaluate.measures import f1, harmonic, mean
from dragoman.records import Article, event_record

Record = dict[str, Any]
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_SAME_SIDE = 0.5  # Jaccard of the countries of two sides that count as one
_LEVELS = ("type", "type_actor", "triple")


def read_gold(folder: Path) -> Iterator[tuple[Record, Article]]:
    """Gold records with their articles: ``NAME.json`` beside ``NAME.txt``, or with the field ``text``.

    Raises:
        InputError: the folder holds none, or a text is missing.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise InputError(f"{folder}: no .json gold files here; give the folder that holds NAME.json and NAME.txt")
    for file in files:
        gold = json.loads(file.read_text(encoding="utf-8"))
        text = file.with_suffix(".txt")
        if "text" not in gold and not text.exists():
            raise InputError(f"{text}: the article of {file.name} is missing")
        article = article_from_text(
            gold["text"] if "text" in gold else text.read_text(encoding="utf-8"),
            title=gold.get("title"),
            published=dt.date.fromisoformat(gold["date"]),
            source=gold.get("source"),
            url=gold.get("url"),
        )
        if not isinstance(article, Article):
            raise InputError(f"{text}: left out: {article.detail}")
        yield gold, article


def _side(actors: list[Record] | None) -> set[str]:
    return {a.get("country") or "~" + (a.get("sector") or "UNK") for a in actors or []}


def _jaccard(one: set[str], other: set[str]) -> float:
    if not one and not other:
        return 1.0
    return len(one & other) / len(one | other) if one and other else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _evident(gold: Record, event: Record) -> bool:
    runs: set[tuple[str, ...]] = set()
    for quote in gold.get("where_said") or []:
        words = _words(quote)
        size = min(4, len(words))
        runs |= {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}
    if not runs and not gold.get("where_said"):
        return True
    for mention in (event.get("mentions") or [])[:3]:
        words = _words(mention.get("text") or "")
        for size in {len(r) for r in runs}:
            if any(tuple(words[i : i + size]) in runs for i in range(len(words) - size + 1)):
                return True
    return False


def _straight(gold: Record, event: Record) -> tuple[float, float]:
    a, r = _side(event["actors"]), _side(event["recipients"])
    options = [(_jaccard(_side(v.get("actor")), a), _jaccard(_side(v.get("recipient")), r)) for v in _versions(gold)]
    return max(options, key=lambda x: (min(x), sum(x)))


def _versions(gold: Record) -> list[Record]:
    return [gold, *([gold["second"]] if gold.get("second") else [])]


def _agreement(gold: Record, event: Record) -> tuple[float, float]:
    best: tuple[float, float] = max((0.0, 0.0), _straight(gold, event), key=lambda x: (min(x), sum(x)))
    if gold["type"] not in _MUTUAL and not gold.get("mutual"):
        return best
    a, r = _side(event["actors"]), _side(event["recipients"])
    for version in _versions(gold):
        ga, gr = _side(version.get("actor")), _side(version.get("recipient"))
        both = _jaccard(ga | gr, a | r)
        best = max(best, (_jaccard(ga, r), _jaccard(gr, a)), (both, both), key=lambda x: (min(x), sum(x)))
    return best


def _weight(gold: Record, event: Record, level: str) -> float:
    if event["event_type"] not in {gold["type"], *gold.get("alt_types", [])} or not _evident(gold, event):
        return 0.0
    actor, recipient = _agreement(gold, event)
    if (level != "type" and actor < _SAME_SIDE) or (level == "triple" and recipient < _SAME_SIDE):
        return 0.0
    same_type = event["event_type"] == gold["type"]
    same_status = event.get("status") == gold.get("status")
    return float(1 + 0.5 * actor + 0.5 * recipient + 0.2 * same_type + 0.1 * same_status)


def _either(gold: Record, key: str) -> list[Any]:
    return [v.get(key) for v in _versions(gold)]


@dataclass(slots=True)
class _Fields:
    """Tallies over events matched on type and actor."""

    status: list[tuple[str, str, bool]] = field(default_factory=list)
    mode: list[bool] = field(default_factory=list)
    sector: list[bool] = field(default_factory=list)
    counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def tally(self, key: str, hit: bool, predicted: bool, gold: bool) -> None:
        for slot, value in enumerate((hit, predicted, gold)):
            self.counts[key][slot] += value

    def add(self, gold: Record, event: Record) -> None:
        self.status.append((gold["status"], event["status"], event["status"] in _either(gold, "status")))
        dates = [d for d in _either(gold, "date") if d]
        date = event.get("date_start")
        self.tally("date", bool(date and any(str(date)[: len(d)] == d for d in dates)), bool(date), bool(dates))
        places = [p["country"] for p in _either(gold, "place") if p and p.get("country")]
        place = (event.get("place") or {}).get("country")
        self.tally("place", place in places, bool(place), bool(places))
        sources, said = [s for s in _either(gold, "said_by") if s], event.get("said_by") or []
        self.tally("said_by", any(_side([s]) & _side(said) for s in sources), bool(said), bool(sources))
        modes = [m for m in _either(gold, "mode") if m]
        if modes:
            self.mode.append(event["event_mode"] in modes)
        if gold["actor"] and event["actors"]:
            self.sector.append(bool({a["sector"] for a in gold["actor"]} & {a["sector"] for a in event["actors"]}))

    def status_f1(self) -> float | None:
        tallies: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for gold, predicted, right in self.status:
            truth = predicted if right else gold
            tallies[truth][2] += 1
            tallies[predicted][1] += 1
            tallies[truth][0] += right
        return mean([f1(*t) or 0.0 for t in tallies.values() if t[2]])


def score(pairs: list[tuple[Record, list[Record]]]) -> Record:
    """The measures of the task.

    Args:
        pairs: a gold record with the predicted event records, for each article.
    """
    result: Record = {}
    fields = _Fields()
    direction: list[bool] = []
    for level in _LEVELS:
        hits = gold_hits = central = 0
        for gold, events in pairs:
            for truth, event in _matched(gold["events"], events, level):
                hits += 1
                if truth["agreed"]:
                    gold_hits += 1
                    central += bool(truth.get("central"))
                if level == "type_actor":
                    fields.add(truth, event)
        result |= _level(level, pairs, (hits, gold_hits, central))
    sides: list[tuple[float, float]] = []
    for gold, events in pairs:
        direction += _directions(gold["events"], events)
        sides += [_agreement(truth, event) for truth, event in _matched(gold["events"], events, "type")]
    result["status_accuracy"] = mean(right for *_, right in fields.status)
    result["status_macro_f1"] = fields.status_f1()
    result["date_f1"] = f1(*fields.counts["date"])
    result["place_country_f1"] = f1(*fields.counts["place"])
    result["said_by_f1"] = f1(*fields.counts["said_by"])
    right = {name: hits for name, (hits, *_) in fields.counts.items()}
    right |= {"status": sum(ok for *_, ok in fields.status), "mode": sum(fields.mode)}
    right["recipient"] = sum(recipient >= _SAME_SIDE for _, recipient in sides)
    for name, count in _with_field(pairs).items():
        result[f"{name}_found"] = right.get(name, 0) / count if count else None
    result["mode_accuracy"] = mean(fields.mode)
    result["sector_accuracy"] = mean(fields.sector)
    result["direction_accuracy"] = mean(direction)
    result["actor_country_accuracy"] = mean(actor >= _SAME_SIDE for actor, _ in sides)
    result["recipient_country_accuracy"] = mean(recipient >= _SAME_SIDE for _, recipient in sides)
    return result


def _with_field(pairs: list[tuple[Record, list[Record]]]) -> dict[str, int]:
    """How many gold events have a field, a date or place or source: what end-to-end recall of these counts from."""
    events = [e for gold, _ in pairs for e in gold["events"] if e["agreed"]]
    return {
        "status": len(events),
        "mode": sum(bool(e.get("mode")) for e in events),
        "recipient": len(events),
        "date": sum(bool(e.get("date")) for e in events),
        "place": sum(bool((e.get("place") or {}).get("country")) for e in events),
        "said_by": sum(bool(e.get("said_by")) for e in events),
    }


def _level(level: str, pairs: list[tuple[Record, list[Record]]], tallies: tuple[int, int, int]) -> Record:
    hits, gold_hits, central = tallies
    predicted = sum(len(e) for _, e in pairs)
    agreed = [e for g, _ in pairs for e in g["events"] if e["agreed"]]
    centrals = sum(bool(e.get("central")) for e in agreed)
    precision = hits / predicted if predicted else 0.0
    recall = gold_hits / len(agreed) if agreed else 0.0
    return {
        f"{level}_precision": round(precision, 4),
        f"{level}_recall": round(recall, 4),
        f"{level}_f1": harmonic(precision, recall),
        f"{level}_central_recall": round(central / centrals, 4) if centrals else 0.0,
        "gold": len(agreed),
        "predicted": predicted,
    }


def _matched(gold: list[Record], events: list[Record], level: str) -> Iterator[tuple[Record, Record]]:
    if not gold or not events:
        return
    weights = np.array([[_weight(g, e, level) for e in events] for g in gold])
    for i, j in zip(*linear_sum_assignment(-weights), strict=True):
        if weights[i, j] > 0:
            yield gold[i], events[j]


def _directions(gold: list[Record], events: list[Record]) -> Iterator[bool]:
    """Over events matched on type whose gold sides differ: whether they stand straight rather than swapped."""
    for truth, event in _matched(gold, events, "type"):
        ga, gr = _side(truth["actor"]), _side(truth["recipient"])
        if truth["type"] in _MUTUAL or truth.get("mutual") or not ga or not gr or ga == gr:
            continue
        a, r = _side(event["actors"]), _side(event["recipients"])
        straight, crossed = _jaccard(ga, a) + _jaccard(gr, r), _jaccard(ga, r) + _jaccard(gr, a)
        if straight or crossed:
            yield straight >= crossed


def code_gold(coder: Coder, folder: Path) -> list[tuple[Record, list[Record]]]:
    """Gold records of a folder, each with the events that the coder finds in its article."""
    pairs = []
    for gold, article in read_gold(folder):
        for event in gold["events"]:
            event.setdefault("agreed", True)
        pairs.append((gold, [event_record(e) for e in coder.code_one(article).events]))
    return pairs


def run(coder: Coder, folder: Path) -> tuple[Record, list[Record]]:
    """Code a folder of gold articles and score the events.

    Returns:
        The measures, and one line of predictions an article.
    """
    pairs = code_gold(coder, folder)
    return score(pairs), [{"id": gold["id"], "events": events} for gold, events in pairs]
