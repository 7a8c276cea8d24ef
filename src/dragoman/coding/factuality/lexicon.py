"""Words that bear on whether an event happened: those that embed it, and modals, adverbs, adjectives, conjunctions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

from dragoman.coding.factuality.scale import DENIED, PROBABLE, Signature
from dragoman.datafiles import read_csv
from dragoman.records import Status

# The column ``note`` of such verbs. What was ordered has in most texts been done.
_BIDDING = frozenset({"asked for", "promised", "threatened", "decided"})


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
    notes = {(r["word"], r["complement"]): r["note"] for r in _rows("embedders.csv") if r["pos"] == "verb"}
    pairs = {(word, kind) for word, _ in notes for kind in ("to", "that")}
    return frozenset((w, k) for w, k in pairs if notes.get((w, k), notes.get((w, "any"))) in _BIDDING)


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
