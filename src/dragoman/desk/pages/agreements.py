"""/agreements: pacts, treaties and deals that the articles tell of, and who is bound to whom on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query
from pydantic import Field, field_validator

from dragoman.desk.asking import At, Visit, Word, Words
from dragoman.desk.copying import arguments
from dragoman.desk.recent import names_of
from dragoman.desk.views import Copies, View, page
from dragoman.desk.windows import CountedAsked, in_reach
from dragoman.records import HAPPENED
from dragoman.relations import Agreement, agreements

Record = dict[str, Any]
_SHOWN = 100


class AgreementsAsked(CountedAsked):
    """Whose, of which kinds, in force on which day; all where left out."""

    first: Word | None = None
    second: Word | None = None
    kinds: Words = Field(default_factory=list)
    on: dt.date | None = None

    @field_validator("on")
    @classmethod
    def _in_reach(cls, value: dt.date | None) -> dt.date | None:
        return in_reach(value)


@page("/agreements", "agreements.html", nav="Agreements", place=35)
def agreements_page(at: At, asked: Annotated[AgreementsAsked, Query()]) -> View:
    """Agreements with their steps and sentences; with ``on``, those in force on that day and the pairs they bind."""
    given: Record = {
        k: v for k in ("first", "second", "kinds", "on", "datasets") if (v := getattr(asked, k)) not in (None, [])
    }
    found = at.answers.once(("agreements", repr(given)), lambda: agreements(at.book, **given))
    everything = at.answers.once(("agreements", repr({})), lambda: agreements(at.book))
    names = _names(at, found.found)
    data = {
        "on": asked.on, "agreements": [a.to_record() for a in found], "bonds": _bonds(found.found) if asked.on else [],
        "set_aside": {reason: list(ids) for reason, ids in found.set_aside.items()},
    }  # fmt: skip
    shown = {
        "asked": asked, "found": found.found[:_SHOWN], "names": names, "happened": HAPPENED,
        "known_kinds": sorted({a.kind for a in everything}),
    }  # fmt: skip
    rows = [_row(a) for a in found]
    told = "".join(f", {a}" for a in (arguments(given),) if a)
    python = f"from dragoman.relations import agreements\n\nagreements(ledger{told})"
    return View("Agreements", data, rows, (), Copies(python), shown)


def _names(at: Visit, found: Sequence[Agreement]) -> dict[str, str]:
    keys = [key for a in found for key in (*a.members, *(by for step in a.steps for by in step.by))]
    return names_of(at.book, keys)


def _row(agreement: Agreement) -> Record:
    record = agreement.to_record()
    return {
        **{k: record[k] for k in ("agreement_id", "name", "kind", "state", "members")},
        **record["dates"], "event_ids": record["event_ids"],
    }  # fmt: skip


def _bonds(found: Sequence[Agreement]) -> list[Record]:
    """Each pair that is bound, and how many agreements bind it."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for agreement in found:
        members = sorted(agreement.members)
        for number, one in enumerate(members):
            for other in members[number + 1 :]:
                pairs.setdefault((one, other), []).append(agreement.name)
    ordered = sorted(pairs.items(), key=lambda item: (-len(item[1]), item[0]))
    return [{"one": one, "other": other, "agreements": told} for (one, other), told in ordered]
