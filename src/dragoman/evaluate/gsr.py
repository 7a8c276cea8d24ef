"""Task ``records``: the PLOVER gold standard records, single sentences with actors, event, mode and context.

The file still has PLOVER's old names; they are mapped where they can be (``_EVENTS``, ``_MODES``,
``_CONTEXTS``), and fields that cannot be mapped are not scored. Of the events predicted for a sentence the one
that agrees best with the gold record is scored.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.actors import country_names
from dragoman.coding import Coder
from dragoman.coding.guessing import guess
from dragoman.errors import InputError
from dragoman.evaluate.measures import f1, mean
from dragoman.evaluate.sentencewise import parse_all
from dragoman.records import Event, event_record

Record = dict[str, Any]
_EVENTS = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
_MODES = {
    "strike-hun": "hunger", "strike-gen": "strike", "riot-spon": "riot", "demo-org": "demo", "demo-spon": "demo",
    "host": "visit", "assassinate": "targeted", "ban": "restrict", "detain": "arrest", "confiscate": "seize",
    "curfew": "curfew", "political": "relations",
}  # fmt: skip
_CONTEXTS = {
    "refugee": "migration", "refugees": "migration", "rights": "rights_freedoms", "resource": "natural_resource",
    "resources": "natural_resource", "political": "political_institutions", "politics": "political_institutions",
    "government": "executive", "religion": "religion_ethnicity", "discrimination": "human_rights",
}  # fmt: skip
_COUNTRIES = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "ROM": "ROU", "ZAR": "COD", "YUG": "SRB"}
_MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_NO_COUNTRY = frozenset({"IGO", "NGO", "NGM", "MNC"})


def _country(actor: Record) -> str | bool | None:
    """The gold country; None for an organisation of none; False where the code says nothing usable."""
    code = str(actor.get("code") or "")
    code = _COUNTRIES.get(code, code)
    if code in _NO_COUNTRY:
        return None
    return code if code in country_names() else False


def _sector(actor: Record) -> str | None:
    if actor.get("code") in ("IGO", "NGO"):
        return str(actor["code"])
    sector = str(actor.get("sector") or "")[:3]
    return sector if sector.isalpha() and len(sector) == 3 else None


def _actors(record: Record, key: str) -> list[Record]:
    value = record.get(key) or []
    return [a for a in value if isinstance(a, dict)] if isinstance(value, list) else []


def _agreement(record: Record, event: Record) -> float:
    score = float(event["event_type"] == _EVENTS.get(record["event"], record["event"]))
    for key, side in (("source", "actors"), ("target", "recipients")):
        gold = {c for a in _actors(record, key) if (c := _country(a)) is not False}
        found = {a["country"] for a in event[side]}
        score += 1.0 * bool(gold & found) + 0.2 * (gold == found)
        score += 0.3 * bool({_sector(a) for a in _actors(record, key)} & {a["sector"] for a in event[side]})
    return score


class _Tally:
    """Hits by field."""

    def __init__(self) -> None:
        self.fields: dict[str, list[bool]] = {}
        self.contexts = [0, 0, 0]

    def add(self, field: str, hit: bool) -> None:
        self.fields.setdefault(field, []).append(hit)

    def record(self, record: Record, events: list[Record]) -> None:
        best = max(events, key=lambda e: _agreement(record, e), default=None)
        for key, side, label in (("source", "actors", "actor"), ("target", "recipients", "recipient")):
            found = list(best[side]) if best else []
            if best and label == "actor" and best["event_type"] in _MUTUAL and not _actors(record, "target"):
                found += best["recipients"]  # the file lists both parties of a mutual act as sources
            self._side(_actors(record, key), found, label)
        self.add("event", best is not None and best["event_type"] == _EVENTS.get(record["event"], record["event"]))
        mode = _MODES.get(record.get("mode") or "", record.get("mode"))
        if mode:
            self.add("mode", best is not None and best["event_mode"] == mode)
        gold = {_CONTEXTS.get(c.strip(), c.strip()) for c in str(record.get("context") or "").split(",") if c.strip()}
        gold -= {"None", "unknown", "foreign"}
        about = set(best["contexts"]) if best else set()
        for slot, value in enumerate((len(gold & about), len(about), len(gold))):
            self.contexts[slot] += value

    def _side(self, gold: list[Record], found: list[Record], label: str) -> None:
        if not gold:
            return
        countries = [c for a in gold if (c := _country(a)) is not False]
        have = {a["country"] for a in found}
        for country in countries:
            self.add(f"{label}_country", bool(found) and country in have)
        for sector in (s for a in gold if (s := _sector(a))):
            self.add(f"{label}_sector", sector in {s for a in found for s in [a["sector"], *a["sectors"]]})
        if len(gold) > 1:
            self.add("compound_complete", bool(found) and set(countries) <= have)


def run(coder: Coder, path: Path) -> tuple[Record, list[Record]]:
    """Code every record's sentence and score its fields.

    Returns:
        The measures, and one line ``{"id", "events"}`` a record.

    Raises:
        InputError: the file is not a list of records.
    """
    records = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(records, list):
        raise InputError(f"{path}: not a JSON list of PLOVER records")
    records = [r for r in records if r.get("event") != "DOCUMENT" and r.get("text")]
    tally, lines, fallbacks = _Tally(), [], 0
    for record, parsed in zip(records, parse_all(coder, [(r["text"], None) for r in records]), strict=True):
        found: Sequence[Event] = coder.code_parsed(parsed).events
        if not found:  # every sentence of this set is known to tell an event
            found = guess(coder, parsed)
            fallbacks += 1
        events = [event_record(e) for e in found]
        tally.record(record, events)
        lines.append({"id": record["id"], "events": events})
    figures: Record = {field: mean(hits) for field, hits in sorted(tally.fields.items())}
    figures["context_f1"] = f1(*tally.contexts)
    figures["fallback_rate"] = round(fallbacks / len(records), 4)
    figures["records"] = len(records)
    return figures, lines
