"""Task ``sentences``: which sentences tell of police killing, arresting or using force."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from dragoman.coding import Coder
from dragoman.evaluate.measures import f1
from dragoman.evaluate.sentencewise import as_article
from dragoman.language import ParsedArticle
from dragoman.records import Article, Block, Event, Mention

LABELS = ("KILL", "ARREST", "FORCE")
_BY_POLICE = frozenset({"COP"})
_ORDERING = frozenset({"COP", "GOV", "MIL", "JUD"})  # an arrest is by police, whoever is said to order it
_KILLING = frozenset("kill shoot murder slay execute lynch encounter killing shooting die death gun".split())


def read_documents(path: Path) -> dict[int, list[dict[str, Any]]]:
    """Sentences by document, in order."""
    documents: dict[int, list[dict[str, Any]]] = defaultdict(list)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            documents[row["doc_id"]].append(row)
    return documents


def _document(rows: list[dict[str, Any]]) -> Article:
    text, blocks = "", []
    for row in rows:
        start = len(text)
        text += row["sent_text"].replace("\n", " ")
        blocks.append(Block(start, len(text), "paragraph"))
        text += "\n"
    return as_article(text, blocks=blocks)


def labels_of(event: Event, mention: Mention) -> set[str]:
    """The labels that one mention of an event earns its sentence."""
    if mention.status in ("denied", "possible", "planned"):
        return set()
    police = any(a.sector in _BY_POLICE for a in mention.actors)
    ordered = not mention.actors or any(a.sector in _ORDERING for a in mention.actors)
    booked = event.event_type == "ACCUSE" and mention.trigger.text.lower() == "booked"  # the set counts it as an arrest
    if booked or (event.event_type == "COERCE" and mention.event_mode == "arrest"):
        return {"ARREST"} if ordered else set()
    if event.event_type != "ASSAULT" or not police:
        return set()
    dead = mention.magnitude.get("dead")
    killed = (dead is not None and dead.value != 0) or mention.trigger.text.lower().startswith(
        ("kill", "murder", "slay", "slain", "gunned", "execut")
    )
    return {"KILL", "FORCE"} if killed else {"FORCE"}


def run(coder: Coder, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Code every document and score the labels of its sentences.

    Returns:
        The measures, and one line ``{"doc_id", "sent_id", "labels"}`` a sentence.
    """
    documents = read_documents(path)
    tallies: dict[str, list[int]] = {label: [0, 0, 0] for label in LABELS}
    lines: list[dict[str, Any]] = []
    for rows, parsed in zip(
        documents.values(), coder.parser.parse(_document(r) for r in documents.values()), strict=True
    ):
        found = _labels(coder, parsed, len(rows))
        for row, labels in zip(rows, found, strict=True):
            lines.append({"doc_id": row["doc_id"], "sent_id": row["sent_id"], "labels": sorted(labels)})
            for label in LABELS:
                gold, predicted = label in row["sent_labels"], label in labels
                for slot, value in enumerate((int(gold and predicted), int(predicted), int(gold))):
                    tallies[label][slot] += value
    result: dict[str, Any] = {}
    for label, (hits, found_n, gold_n) in tallies.items():
        result[f"{label}_f1"] = f1(hits, found_n, gold_n)
        result[f"{label}_precision"] = round(hits / found_n, 4) if found_n else 0.0
        result[f"{label}_recall"] = round(hits / gold_n, 4) if gold_n else 0.0
    return result, lines


def _labels(coder: Coder, parsed: ParsedArticle, count: int) -> list[set[str]]:
    out: list[set[str]] = [set() for _ in range(count)]
    starts = [b.start for b in parsed.article.blocks]
    for event in coder.code_parsed(parsed).events:
        for mention in event.mentions:
            row = max(i for i, s in enumerate(starts) if s <= mention.start)
            out[row] |= labels_of(event, mention)
    return out
