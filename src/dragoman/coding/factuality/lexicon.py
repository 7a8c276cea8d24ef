"""Words that bear on whether an event happened: those that embed it, and modals, adverbs, adjectives, conjunctions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from dragoman.coding.factuality.scale import DENIED, PROBABLE, Signature
from dragoman.datafiles import read_csv
from dragoman.records import Status

_BIDDING = frozenset({"asked for", "promised", "threatened", "decided"})  # notes of such verbs


@dataclass(frozen=True, slots=True)
class Modal:
    """A modal verb: its signature, and the one it has with a perfect ("would have signed")."""

    plain: Signature
    perfect: Signature


@cache
def embedders() -> dict[tuple[str, str, str], Signature]:
    """Embedding words: (lemma, part of speech, complement) to what they do to that complement."""
    return {(r["word"], r["pos"], r["complement"]): _embedder(r) for r in _rows("embedders.csv")}


@cache
def bidding() -> frozenset[tuple[str, str]]:
    """Verbs that ask, promise, threaten or decide, each with a clausal complement of it (to, that) that lies ahead."""
    rows = (r for r in _rows("embedders.csv") if r["pos"] == "verb" and r["note"] in _BIDDING)
    return frozenset((r["word"], kind) for r in rows for kind in ("to", "that") if r["complement"] in (kind, "any"))


@cache
def modals() -> dict[str, Modal]:
    """Modal verbs by their form."""
    return {
        r["word"]: Modal(_hedge(r, f"'{r['word']}'"), _hedge(r | {"certainty": r["perfect"]}, f"'{r['word']} have'"))
        for r in _rows("hedges.csv")
        if r["kind"] == "modal"
    }


@cache
def hedges(kind: str) -> dict[str, Signature]:
    """Words of one kind (adverb, attribute, determiner, conjunction, preposition) by their form."""
    return {r["word"]: _hedge(r, r["note"] or f"'{r['word']}'") for r in _rows("hedges.csv") if r["kind"] == kind}


def _rows(name: str) -> list[dict[str, str]]:
    return [row for _, row in read_csv(files("dragoman.coding") / "data" / name)]


def _embedder(row: dict[str, str]) -> Signature:
    certainty, sourced, negated = (float(row[key]) for key in ("certainty", "sourced", "negated"))
    return Signature(cast(Status, row["effect"]), certainty, sourced, negated, f"embedded by '{row['word']}'")


def _hedge(row: dict[str, str], reason: str) -> Signature:
    certainty = float(row["certainty"])
    effect = cast(Status, row["effect"]) if row["effect"] else None
    if certainty <= DENIED:
        effect = "denied"
    elif effect == "possible" and certainty >= PROBABLE:
        effect = None
    return Signature(effect, certainty, certainty, float(row["negated"]), reason)
