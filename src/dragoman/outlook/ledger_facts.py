"""The facts of a ledger, as forecasts take them: who did what kind of thing to whom on which day.

A fact is one row of the ledger's table ``dyads`` (docs/queries.md, "Dyads"): mutual acts stand both ways, an event of
many sides weighs 1/pairs in each. It counts when its event is of a chosen status and data set, begins on a known day
and that day lies within what the chosen data sets cover. What was left out is counted by reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.ledger.filters import QUADS
from dragoman.outlook.dyads import Facts, facts_of
from dragoman.outlook.dyads.facts import Ints
from dragoman.outlook.scope import Scope

ORGANS = ("GOV", "MIL", "LEG", "JUD", "COP", "SPY")  # sectors through which a state acts
_EPOCH = dt.date(1970, 1, 1)
_MATTERS = "list_contains($1, e.status) AND list_contains($2, e.dataset) AND d.source <> d.target"
# Whether the source acted itself: a state through an organ of it, an actor of no country always.
_FACTS = f"""
WITH others AS (
    SELECT event_id, key, side FROM event_actors WHERE key IS NOT NULL GROUP BY ALL
    HAVING bool_and(country IS NOT NULL AND sector IS NOT NULL AND NOT list_contains($5, sector))
)
SELECT d.source, d.target, e.quad_code, e.event_type, e.date_start, d.weight, o.key IS NULL AS direct
FROM dyads d JOIN events e USING (event_id)
LEFT JOIN others o ON o.event_id = d.event_id AND o.key = d.source
    AND o.side = CASE WHEN d.first OR NOT d.mutual THEN 'actor' ELSE 'recipient' END
WHERE {_MATTERS} AND e.date_start BETWEEN $3 AND $4
    AND coalesce(e.date_precision, 'day') NOT IN ('month', 'year', 'none')
"""
_LEFT_OUT = """
SELECT count(*) FILTER (e.date_start IS NULL) AS undated,
    count(*) FILTER (e.date_start IS NOT NULL AND coalesce(e.date_precision, 'day') IN ('month', 'year', 'none'))
        AS "no day known",
    count(*) FILTER (e.date_start NOT BETWEEN $3 AND $4
        AND coalesce(e.date_precision, 'day') NOT IN ('month', 'year', 'none')) AS "outside the sources' days"
FROM (SELECT DISTINCT event_id FROM dyads d WHERE d.source <> d.target) JOIN events e USING (event_id)
WHERE list_contains($1, e.status) AND list_contains($2, e.dataset)
"""
_COVERED = "SELECT dataset, first_day, last_day FROM coverage ORDER BY dataset"


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """The facts of a ledger and what they are facts of.

    Attributes:
        facts: in order of days; ``day`` counts from 1970-01-01, actors are keys in order of the alphabet.
        scope: what was asked for, its data sets named.
        first: the first day that the sources cover.
        last: the last one; a forecast is made on this day unless another is named.
        left_out: events that give pairs and yet no fact, by reason.
        names: of actors, by key.
    """

    facts: Facts
    scope: Scope
    first: dt.date
    last: dt.date
    left_out: Mapping[str, int]
    names: Mapping[str, str]

    def name(self, key: str) -> str:
        """What an actor is called in words."""
        return self.names.get(key, key)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def date_of(number: int) -> dt.date:
    """The date of a number of days since 1970-01-01."""
    return _EPOCH + dt.timedelta(int(number))


def facts_from(ledger: Ledger, scope: Scope | None = None) -> LedgerFacts:
    """Read the facts of a ledger.

    Args:
        ledger: coded articles, imported data sets, or both.
        scope: what counts; quads of occurred and ongoing events where left out.

    Raises:
        InputError: a data set is not there, several would be added up, or nothing in the ledger has a date.
    """
    scope = scope or Scope()
    covered = _coverage(ledger, scope.datasets)
    named = Scope(scope.classes, tuple(covered), scope.statuses, scope.acts)
    first, last = min(a for a, _ in covered.values()), max(b for _, b in covered.values())
    asked = [list(named.statuses), list(covered), first, last]
    table = ledger.sql(_FACTS, [*asked, list(ORGANS)])
    left_out = ledger.sql(_LEFT_OUT, asked).to_pylist()[0]
    names = {row["key"]: row["name"] or row["key"] for row in ledger.sql("FROM actor_keys").to_pylist()}
    return LedgerFacts(_facts(table, named), named, first, last, left_out, names)


def _coverage(ledger: Ledger, wanted: Sequence[str] | None) -> dict[str, tuple[dt.date, dt.date]]:
    """First and last day of each data set that counts.

    Several tell of the same happenings, perhaps, and are never merged: they are added up where they are named alone.
    """
    rows = [r for r in ledger.sql(_COVERED).to_pylist() if r["first_day"] is not None]
    there = {row["dataset"]: (row["first_day"], row["last_day"]) for row in rows}
    if not there:
        raise InputError(f"{ledger.path}: no event and no article with a date; forecasts need dated events")
    if unknown := set(wanted or ()) - set(there):
        raise InputError(f"datasets: {sorted(unknown)[0]!r} is not in this ledger; there are {', '.join(there)}")
    if not wanted and len(there) > 1:
        raise InputError(
            f"datasets: {', '.join(there)} may each tell of the same happenings; name which to count with --dataset"
        )
    return {name: there[name] for name in wanted or there}


def _facts(table: pa.Table, scope: Scope) -> Facts:
    keys = pa.chunked_array([*table["source"].chunks, *table["target"].chunks], pa.string())
    actors, both = _numbered(keys)
    source, target = both[: len(table)], both[len(table) :]
    classes, kind = _classes(table, scope)
    day, weight = table["date_start"].cast(pa.int32()).to_numpy().astype(np.int64), table["weight"].to_numpy()
    direct = np.ones(len(table), bool) if scope.acts == "any" else table["direct"].to_numpy()
    # The same facts in the same order, however the rows came: nothing later changes what is summed up first.
    order = np.lexsort((direct, weight, kind, target, source, day))
    order = order[kind[order] >= 0]
    source, target, kind, day = (c[order] for c in (source, target, kind, day))
    layered = None if direct[order].all() else direct[order]
    return facts_of(source, target, kind, day, actors, classes, weight=weight[order], direct=layered)


def _numbered(texts: pa.ChunkedArray) -> tuple[list[str], Ints]:
    """Texts in order of the alphabet, and the number of each row's."""
    coded = texts.combine_chunks().dictionary_encode()
    order = pc.sort_indices(coded.dictionary).to_numpy()
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return coded.dictionary.take(pa.array(order)).to_pylist(), number[coded.indices.to_numpy()]


def _classes(table: pa.Table, scope: Scope) -> tuple[list[str], Ints]:
    """Names of classes, and each row's number; -1 where the event is of none."""
    if scope.classes == "quads":
        quads = table["quad_code"].fill_null(0).to_numpy().astype(np.int64)
        return [name.replace("_", " ") for name in QUADS.values()], np.where(np.isin(quads, list(QUADS)), quads - 1, -1)
    names, number = _numbered(table["event_type"].fill_null(""))
    blank = names.index("") if "" in names else -1
    kept = [n for n in names if n]
    return kept, np.where(number == blank, -1, number - (number > blank) * (blank >= 0))
