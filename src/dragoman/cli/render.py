"""Events and statements as a person reads them in a terminal."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from rich import box
from rich.table import Table
from rich.text import Text

Record = dict[str, Any]
QUAD_STYLE = {1: "green", 2: "bold green", 3: "yellow", 4: "bold red"}
CSV_COLUMNS = (
    "event_id", "event_type", "event_mode", "quad_code", "intensity", "cameo_code", "goldstein",
    "actor_name", "actor_country", "actor_sector", "recipient_name", "recipient_country", "recipient_sector",
    "date_start", "date_end", "date_precision", "date_source", "place_name", "place_country", "latitude",
    "longitude", "status", "said_by", "contexts", "dead", "injured", "arrested", "abducted",
    "displaced", "participants", "troops", "amount", "currency", "counts", "confidence", "mentions_n",
    "article_id", "sentence", "text",
)  # fmt: skip
# Control characters of an article must not steer the reader's terminal.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """Text with control characters replaced, safe to print."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def names(actors: Sequence[Record]) -> str:
    """Actors in one cell: "Vladimir Putin (RUS GOV), ..."."""
    out = []
    for actor in actors[:3]:
        codes = " ".join(c for c in (actor["country"], actor["sector"]) if c)
        out.append(clean(actor["name"]) + (f" ({codes})" if codes else ""))
    more = len(actors) - 3
    return ", ".join(out) + (f" and {more} more" if more > 0 else "")


def events_table(records: Iterable[Record], title: str | None = None) -> Table:
    """A rich table of event records, one row each: when, who did what to whom, where, who says so, how sure."""
    table = Table(title=title, title_justify="left", pad_edge=False, box=box.SIMPLE_HEAD)
    table.add_column("date", no_wrap=True)
    table.add_column("event")
    table.add_column("who -> whom", ratio=5, overflow="fold")
    table.add_column("status")
    table.add_column("place, said by", ratio=3, overflow="fold")
    table.add_column("conf", justify="right")
    table.add_column("id", no_wrap=True, style="dim")
    for record in records:
        table.add_row(*_row(record))
    return table


def _row(record: Record) -> tuple[str | Text, ...]:
    kind = Text(record["event_type"], QUAD_STYLE.get(record["quad_code"], ""))
    if record["event_mode"]:
        kind.append(f" {record['event_mode']}", "italic")
    sides = Text(names(record["actors"]) or "?")
    if record["recipients"]:
        sides.append(" -> ", "bold")
        sides.append(names(record["recipients"]))
    source = names(record["said_by"])
    rest = [place_cell(record), f"says {source}" if source else ""]
    return (
        date_cell(record), kind, sides, record["status"], Text("; ".join(r for r in rest if r)),
        "" if record["confidence"] is None else f"{record['confidence']:.2f}", record["event_id"][:8],
    )  # fmt: skip


def date_cell(record: Record) -> str:
    """The date as precise as it is known; in brackets where it is only the publication's."""
    if not record["date_start"]:
        return "-"
    size = {"day": 10, "week": 10, "month": 7, "year": 4}.get(record["date_precision"], 10)
    text = record["date_start"][:size]
    if record["date_precision"] == "range" and record["date_end"]:
        text += f"/{record['date_end']}"
    return f"({text})" if record["date_source"] == "publication" else text


def place_cell(record: Record) -> str:
    """The place's name and country."""
    place = record["place"]
    if not place:
        return ""
    country = place["country"] or ""
    return clean(place["name"]) + (f", {country}" if country and place["precision"] != "country" else "")


def flat(record: Record) -> Record:
    """An event record as one row of ``CSV_COLUMNS``; several values in a cell are joined with ``; ``."""

    def join(actors: Sequence[Record], key: str) -> str:
        return "; ".join(str(a[key]) for a in actors if a[key])

    place = record["place"] or {}
    first: Record = next(iter(record["mentions"]), {})
    row = {k: record.get(k) for k in CSV_COLUMNS}
    for side, label in (("actors", "actor"), ("recipients", "recipient")):
        for key in ("name", "country", "sector"):
            row[f"{label}_{key}"] = join(record[side], key)
    row |= {"place_name": place.get("name"), "place_country": place.get("country")}
    row |= {"latitude": place.get("latitude"), "longitude": place.get("longitude")}
    row |= {"said_by": join(record["said_by"], "name"), "contexts": "; ".join(record["contexts"] or ())}
    row |= {k: v for k, v in record["magnitude"].items() if k in CSV_COLUMNS}
    row |= {"counts": "; ".join(f"{k}: {v['text']}" for k, v in record.get("magnitude_bounds", {}).items())}
    row |= {"mentions_n": len(record["mentions"])}
    row |= {k: first.get(k) for k in ("article_id", "sentence", "text")}
    return row


def write_records(records: Iterable[Record], form: str, out: TextIO | None = None) -> None:
    """Event records as JSON lines or CSV."""
    stream = out or sys.stdout
    if form == "jsonl":
        for record in records:
            stream.write(json.dumps(record, ensure_ascii=False) + "\n")
        return
    writer = csv.DictWriter(stream, CSV_COLUMNS)
    writer.writeheader()
    for record in records:
        writer.writerow(flat(record))


def statements_table(records: Iterable[Record]) -> Table:
    """A rich table of statement records."""
    table = Table(pad_edge=False)
    for column in ("source", "stance", "cue", "what", "about"):
        table.add_column(column, overflow="fold")
    for record in records:
        table.add_row(
            names([record["source"]]), record["stance"], record["cue"], clean(record["text"]), names(record["about"])
        )
    return table


def marked_sentence(mention: Record, actors: Sequence[Record]) -> Text:
    """The mention's sentence with its trigger and the actors' words marked."""
    text = Text(clean(mention["text"]))
    start = mention["trigger"]["start"] - mention["start"]
    text.stylize("bold reverse", start, start + len(mention["trigger"]["text"]))
    for actor in actors:
        if actor["text"]:
            for found in re.finditer(re.escape(actor["text"]), mention["text"]):
                text.stylize("bold cyan", found.start(), found.end())
    return text
