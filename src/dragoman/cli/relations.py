"""``dragoman relation``, ``network``, ``agreements`` and ``alliances``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from dragoman.cli.output import (
    FormatOption,
    LedgerOption,
    check_format,
    err,
    out,
    write_csv_rows,
    write_lines,
    write_rows,
)
from dragoman.cli.querying import FromOption, Several, ToOption
from dragoman.cli.render import clean
from dragoman.errors import InputError

DatasetOption = Annotated[Several, typer.Option("--dataset", help="`dragoman` or imported data sets.")]
OnOption = Annotated[str | None, typer.Option("--on", help="A day (YYYY-MM-DD).")]
KindOption = Annotated[Several, typer.Option("--kind", help="Kinds of agreements: defence, trade, ...")]
SpanOption = tuple[str, str]
_MOST = 15  # rows of a table that is cut short
_STEP_DATES = ("signed", "ratified", "in_force", "extended", "suspended", "broken", "withdrawn", "expired")


def relation(
    first: Annotated[str, typer.Argument(help="A country (ISO3 code), a name or an id.")],
    second: Annotated[str, typer.Argument(help="The other.")],
    ledger: LedgerOption = Path("ledger"),
    since: FromOption = None,
    until: ToOption = None,
    unit: Annotated[str, typer.Option(help="Of the series: day, week, month or year.")] = "week",
    before: Annotated[SpanOption | None, typer.Option(help="First and last day to compare with --after.")] = None,
    after: Annotated[SpanOption | None, typer.Option(help="First and last day of what came behind it.")] = None,
    datasets: DatasetOption = None,
    form: FormatOption = "table",
) -> int:
    """What two actors do to each other: counts, turning points, who leads, agreements, changes; CSV: the series."""
    from dragoman.ledger import Ledger
    from dragoman.relations import changes_between
    from dragoman.relations import relation as of

    check_format(form)
    if (before is None) != (after is None):
        raise InputError(
            "--before and --after are compared with each other: give both, each with a first and a last day"
        )
    with Ledger.open(ledger) as book:
        if before is not None and after is not None:
            told = changes_between(book, first, second, before, after, datasets=datasets)
            _print_changes(told.to_record(), form)
            return 0
        found = of(book, first, second, unit=unit, date_from=since, date_to=until, datasets=datasets)
    if form == "jsonl":
        write_lines([found.to_record()])
    elif form == "csv":
        write_csv_rows(_series_rows(found.series))
    else:
        _print_relation(found)
    return 0


def _series_rows(series: Any) -> list[dict[str, Any]]:
    rows = []
    for one in (series.forth, series.back, series.both):
        lists = {"events": one.events, "cooperation": one.cooperation, "conflict": one.conflict, **one.kinds}
        lists |= {"intensity": one.intensity, "goldstein": one.goldstein}
        for number, period in enumerate(one.periods):
            who = {"source": one.source, "target": one.target, "directed": one.directed, "period": period}
            rows.append({**who, **{name: values[number] for name, values in lists.items()}})
    return rows


def _print_relation(found: Any) -> None:
    counts = Table(title=f"{found.first.name} and {found.second.name}, {found.date_from} to {found.date_to}")
    for column in ("", "events", "cooperation", "conflict", "intensity", "types"):
        counts.add_column(column, overflow="fold")
    one, other = found.first.key, found.second.key
    for label, tally in ((f"{one} -> {other}", found.forth), (f"{other} -> {one}", found.back), ("either", found.both)):
        quads = [sum(tally.by_quad.get(q, 0) for q in some) for some in ((1, 2), (3, 4))]
        types = ", ".join(f"{name} {n}" for name, n in tally.by_type.items())
        counts.add_row(label, str(tally.events), str(quads[0]), str(quads[1]), f"{tally.intensity:.1f}", types)
    out.print(counts)
    for line in _findings(found):
        out.print(line, highlight=False, markup=False)
    if found.agreements:
        out.print(_agreements_table([agreement.to_record() for agreement in found.agreements]))
    write_rows(list(found.latest), "table")


def _findings(found: Any) -> Iterable[str]:
    """Turning points, reciprocity and changes in sentences."""
    if found.apart:
        yield "not counted: " + ", ".join(f"{n} {status}" for status, n in found.apart.items())
    for point in found.turning_points.points:
        told = f"{point.before:.1f} to {point.after:.1f} events a {point.unit}"
        yield f"{point.measure} {point.direction}s from {told} on {point.date} (see {', '.join(point.event_ids)})"
    for measure, reason in found.turning_points.reasons.items():
        yield f"no turning points of {measure}: {reason}"
    names = {"first": found.first.name, "second": found.second.name, "both": "either at times", None: "nobody"}
    for one in found.reciprocity:
        if one.reason:
            yield f"who leads in {one.measure}: not known, {one.reason}"
        else:
            answers = "answer each other" if one.answers else "do not answer each other"
            yield f"in {one.measure} they {answers} within the {one.unit}; {names[one.leads]} leads"
    yield from found.changes.sentences or [f"what changed: not known, {found.changes.reason}"]


def _print_changes(record: dict[str, Any], form: str) -> None:
    if form == "jsonl":
        write_lines([record])
    elif form == "csv":
        write_csv_rows(record["changes"])
    else:
        for line in record["sentences"] or [f"not known: {record['reason']}"]:
            out.print(line, highlight=False, markup=False)
        table = Table(box=box.SIMPLE_HEAD)
        for column in ("from", "to", "kind", "before", "after", "a week before", "a week after", "ratio", "p", ""):
            table.add_column(column)
        for row in record["changes"][:_MOST]:
            ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
            table.add_row(
                row["source"], row["target"], row["kind"], str(row["before"]), str(row["after"]),
                f"{row['rate_before']:.2f}", f"{row['rate_after']:.2f}", ratio, f"{row['p_value']:.3f}", row["what"],
            )  # fmt: skip
        out.print(table)


def network(
    ledger: LedgerOption = Path("ledger"),
    since: FromOption = None,
    until: ToOption = None,
    min_events: Annotated[int, typer.Option(min=1, help="Ties of fewer events are left out.")] = 1,
    gexf: Annotated[Path | None, typer.Option(help="Write the network here, for Gephi and its like.")] = None,
    datasets: DatasetOption = None,
    form: FormatOption = "table",
) -> int:
    """Who deals with whom: all actors, their groups and centrality; CSV and JSON lines: the ties."""
    from dragoman.ledger import Ledger
    from dragoman.relations import network as of

    check_format(form)
    with Ledger.open(ledger) as book:
        found = of(book, since, until, datasets=datasets, min_events=min_events)
    if gexf is not None:
        err.print(f"{found.write_gexf(gexf)} ties -> {gexf}", highlight=False, markup=False)
    record = found.to_record()
    if form == "table":
        out.print(_actors_table(record))
    elif form == "jsonl":
        write_lines(record["ties"])
    else:
        write_csv_rows(record["ties"])
    return 0


def _actors_table(record: dict[str, Any]) -> Table:
    title = f"{len(record['actors'])} actors, {len(record['ties'])} ties, {record['date_from']} to {record['date_to']}"
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in ("actor", "partners", "cooperation", "conflict", "net", "group", "pagerank", "betweenness"):
        table.add_column(column)
    for row in record["actors"][: 3 * _MOST]:
        between = "" if row["betweenness"] is None else f"{row['betweenness']:.3f}"
        table.add_row(
            Text(clean(f"{row['name']} ({row['key']})")), str(row["partners"]), f"{row['cooperation']:.1f}",
            f"{row['conflict']:.1f}", f"{row['net']:+.1f}", str(row["community"]), f"{row['pagerank']:.3f}", between,
        )  # fmt: skip
    return table


def agreements(
    parties: Annotated[list[str] | None, typer.Argument(help="No, one or two parties (ISO3 code, name or id).")] = None,
    ledger: LedgerOption = Path("ledger"),
    on: OnOption = None,
    kinds: KindOption = None,
    datasets: DatasetOption = None,
    form: FormatOption = "table",
) -> int:
    """Pacts, treaties and deals that the ledger tells of, with what befell them; --on: those in force on a day."""
    from dragoman.ledger import Ledger
    from dragoman.relations import agreements as of

    check_format(form)
    who = parties or []
    if len(who) > 2:
        raise InputError(f"agreements takes no more than two parties, not {len(who)}")
    with Ledger.open(ledger) as book:
        found = of(book, *who, on=on, kinds=kinds, datasets=datasets)
    records = [agreement.to_record() for agreement in found]
    if form == "jsonl":
        write_lines(records)
    elif form == "csv":
        write_csv_rows([_flat(record) for record in records])
    else:
        out.print(_agreements_table(records))
        for reason, ids in found.set_aside.items():
            out.print(f"{len(ids)} events name an agreement of {reason}", style="dim", highlight=False)
    return 0


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """An agreement as one row."""
    row = {key: record[key] for key in ("agreement_id", "name", "kind", "state")}
    row |= {"members": "; ".join(record["members"])}
    row |= {step: record["dates"][step] for step in _STEP_DATES}
    return {**row, "event_ids": "; ".join(record["event_ids"]), "text": record["steps"][0]["text"]}


def _agreements_table(records: Sequence[dict[str, Any]]) -> Table:
    table = Table(title="agreements", title_justify="left", box=box.SIMPLE_HEAD)
    for column in ("parties", "agreement", "kind", "state", "steps", "told"):
        table.add_column(column, overflow="fold")
    for record in records:
        steps = [f"{s['step']} {s['date'] or '?'} ({s['status']}, {s['event_id'][:8]})" for s in record["steps"]]
        table.add_row(
            ", ".join(record["members"]), Text(clean(record["name"])), record["kind"], record["state"],
            "\n".join(dict.fromkeys(steps)), Text(clean(record["steps"][0]["text"])),
        )  # fmt: skip
    return table


def alliances(
    party: Annotated[str | None, typer.Argument(help="Only bonds of this actor.")] = None,
    ledger: LedgerOption = Path("ledger"),
    on: OnOption = None,
    kinds: KindOption = None,
    datasets: DatasetOption = None,
    form: FormatOption = "table",
) -> int:
    """Who is bound to whom on a day, as far as the articles tell; by defence and non-aggression unless said."""
    from dragoman.ledger import Ledger
    from dragoman.relations import alliances as of
    from dragoman.relations.agreements import ALLIED

    check_format(form)
    with Ledger.open(ledger) as book:
        bonds = of(book, on, party=party, kinds=kinds or ALLIED, datasets=datasets)
    rows = [
        {
            "first": bond.first, "second": bond.second, "on": bond.on, "kinds": "; ".join(bond.kinds),
            "agreements": "; ".join(a.name for a in bond.agreements),
            "event_ids": "; ".join(i for a in bond.agreements for i in a.event_ids),
        }
        for bond in bonds
    ]  # fmt: skip
    if form == "jsonl":
        write_lines([bond.to_record() for bond in bonds])
    elif form == "csv":
        write_csv_rows(rows)
    else:
        table = Table(box=box.SIMPLE_HEAD)
        for column in ("first", "second", "on", "kinds", "agreements", "event_ids"):
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(clean(str(value))) for value in row.values()))
        out.print(table)
    return 0
