"""Ledgers of made-up imported events, from rows of who, whom, what and when."""

import datetime as dt

import pyarrow as pa

from dragoman.codebook import load_codebook
from dragoman.ledger import Ledger
from dragoman.ledger.tables import import_schema

FIRST = dt.date(2020, 1, 1)
_TABLES = ("events", "event_actors", "mentions")


def happened(who, whom, kind, day, *, sector="GOV", status="occurred", precision="day", text=None):
    """One event: ``day`` counts from ``FIRST`` (None: undated); who and whom are keys, parted by blanks."""
    date = None if day is None else FIRST + dt.timedelta(int(day))
    return {"who": who.split(), "whom": whom.split(), "kind": kind, "date": date, "sector": sector,
            "status": status, "precision": precision if date else "none", "text": text}  # fmt: skip


def write(path, events, dataset="icews"):
    """A ledger of these events, opened."""
    rows = {name: [] for name in _TABLES}
    for number, event in enumerate(events):
        for name, some in _rows(dataset, number, event).items():
            rows[name] += some
    with Ledger.create_or_open(path).write() as writer:
        tables = {n: pa.Table.from_pylist(some, schema=import_schema(n)) for n, some in rows.items()}
        writer.add_imported(dataset, tables)
    return Ledger.open(path)


def _rows(dataset, number, event):
    own, kind = f"{dataset}:{number}", load_codebook().types[event["kind"]]
    told = {"event_id": own, "event_type": event["kind"], "quad_code": kind.quad, "date_start": event["date"],
            "date_end": event["date"], "date_precision": event["precision"], "status": event["status"]}  # fmt: skip
    actors = [
        {"event_id": own, "side": side, "position": place, "key": key, "name": key, "country": key,
         "sector": event["sector"] if side == "actor" else "GOV"}
        for side, keys in (("actor", event["who"]), ("recipient", event["whom"]))
        for place, key in enumerate(keys)
    ]  # fmt: skip
    mention = {
        "mention_id": f"m{number}",
        "event_id": own,
        "position": 0,
        "text": event["text"],
        "outlet": "Made Up Post",
    }
    return {"events": [told], "event_actors": actors, "mentions": [mention] if event["text"] else []}
