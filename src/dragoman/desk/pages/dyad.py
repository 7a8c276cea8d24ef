"""/dyad and /dyad/RUS/PRK: what two actors do to each other, over time and of late."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Query

from dragoman.desk import recent
from dragoman.desk.asking import At, Visit, Word
from dragoman.desk.copying import arguments, filled
from dragoman.desk.dyad_chart import LEFT, RIGHT, span
from dragoman.desk.dyads import DyadAsked, Pair, pair_asked, record_of, relation_of
from dragoman.desk.templates import segment
from dragoman.desk.views import Copies, View, page
from dragoman.desk.windows import CountedAsked, counted
from dragoman.errors import InputError
from dragoman.ledger.filters import QUADS
from dragoman.records import HAPPENED
from dragoman.relations import Relation, TurningPoint

Record = dict[str, Any]
_SQL = """
SELECT source, target, event_id, date_start, event_type, event_mode, quad_code, intensity, goldstein, status
FROM dyad_events
WHERE ((source = ? AND target = ?) OR (source = ? AND target = ?)) AND list_contains(?, status)
    AND list_contains(?, dataset) AND date_start BETWEEN ? AND ?
ORDER BY date_start DESC, event_id
""".strip()
_BEHIND_TURN = 2  # events shown of each turning point


class ChooseAsked(CountedAsked):
    """Two actors, where they come from the form."""

    first: Word | None = None
    second: Word | None = None


@page("/dyad", "dyads.html", nav="Dyads", place=30)
def dyads(at: At, asked: Annotated[ChooseAsked, Query()]) -> View:
    """The pairs with most events, and a form for any two actors, which leads on to their page."""
    chosen = counted(at, asked.datasets)
    key = ("dyads", tuple(chosen.names))
    rows = at.answers.once(key, lambda: recent.active(at.book, chosen.names, 100))
    moved = ""
    if asked.first and asked.second:
        one, other = at.book.party(asked.first), at.book.party(asked.second)
        moved = str(at.here.to(f"/dyad/{segment(one.key)}/{segment(other.key)}", first=None, second=None))
    countries = at.answers.once("countries", lambda: at.book.frame("FROM countries ORDER BY name").to_records())
    shown = {"counted": chosen, "asked": asked, "countries": countries}
    return View("Dyads", {"datasets": list(chosen.names)}, rows, shown=shown, datasets=chosen.names, moved=moved)


@page("/dyad/{first}/{second}", "dyad.html")
def dyad(at: At, first: str, second: str, asked: Annotated[DyadAsked, Query()]) -> View:
    """A pair's figures by direction and period, what changed and when, its agreements and latest events."""
    pair = pair_asked(at, first, second, asked)
    found = relation_of(at, pair)
    other = _beside(at, pair, asked)
    record = record_of(at, pair)
    shown = {
        "pair": pair, "asked": asked, "turns": _turns(at, found), "told": found,
        "plot": {"left": LEFT, "right": RIGHT, "days": span(pair, found.series)},
        "beside": other, "beside_told": relation_of(at, other) if other else None,
        "unit_names": ("day", "week", "month", "year"), "happened": HAPPENED,
    }  # fmt: skip
    rows = _rows(pair, found)
    if other:
        record["beside"] = record_of(at, other)
        rows += _rows(other, relation_of(at, other))
    return View(
        " and ".join(pair.names), {**record, "unit": pair.unit}, rows, (), _copies(pair), shown, pair.counted.names,
    )  # fmt: skip


def _beside(at: Visit, pair: Pair, asked: DyadAsked) -> Pair | None:
    """The other pair, in the same days and periods.

    Raises:
        InputError: it is not two actors.
    """
    if asked.beside is None:
        return None
    names = [name.strip() for name in asked.beside.split(",") if name.strip()]
    if len(names) != 2:
        raise InputError(f"with: {asked.beside!r} is no pair; name two actors with a comma between them, as in USA,CHN")
    days: Record = {"date_from": pair.date_from, "date_to": pair.date_to, "unit": pair.unit, "datasets": asked.datasets}
    return pair_asked(at, names[0], names[1], DyadAsked.model_validate(days))


def _rows(pair: Pair, found: Relation) -> list[Record]:
    """A row for each direction and period."""
    return [
        {"source": s.source, "target": s.target, "period": period, "unit": pair.unit, "covered_days": s.covered_days[n],
         "articles": s.articles[n], "events": s.events[n], **{name: s.kinds[name][n] for name in QUADS.values()},
         "intensity": s.intensity[n], "goldstein": s.goldstein[n]}
        for s in (found.series.forth, found.series.back) for n, period in enumerate(s.periods)
    ]  # fmt: skip


def _turns(at: Visit, found: Relation) -> list[tuple[TurningPoint, list[Record]]]:
    """The turning points, each with the first of its events."""
    points = found.turning_points.points
    ids = [i for point in points for i in point.event_ids[:_BEHIND_TURN]]
    told = {record["event_id"]: record for record in at.book.records(ids)} if ids else {}
    return [(p, [told[i] for i in p.event_ids[:_BEHIND_TURN] if i in told]) for p in points]


def _copies(pair: Pair) -> Copies:
    one, other = pair.keys
    python = f"from dragoman.relations import relation\n\nrelation(ledger, {one!r}, {other!r}, "
    values = [one, other, other, one, list(HAPPENED), list(pair.counted.names), pair.date_from, pair.date_to]
    return Copies(f"{python}{arguments({'unit': pair.unit, **pair.span})})", filled(_SQL, values))
