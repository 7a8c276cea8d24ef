"""Made-up imported events as the tables of a batch, from a few words each."""

import datetime as dt

import pyarrow as pa

from dragoman.codebook import load_codebook
from dragoman.ledger.tables import import_schema


def tables(dataset, *events):
    """``events`` and ``event_actors`` of some events; each is a dictionary, see ``happening``."""
    made = [happening(dataset, number, **event) for number, event in enumerate(events)]
    rows = {"events": [e for e, _ in made], "event_actors": [a for _, actors in made for a in actors]}
    return {name: pa.Table.from_pylist(some, schema=import_schema(name)) for name, some in rows.items()}


def happening(
    dataset, number, kind="ACCUSE", who=(), whom=(), day=None, end=None, status="occurred", sector="GOV", **more
):
    """One event and its actors. An actor is ``RUS`` (a country), ``Q7184`` (of none), ``?`` (unknown), ``RUS:MIL``."""
    known, event_id = load_codebook().types[kind], f"{dataset}:{number}"
    day, end = (dt.date.fromisoformat(d) if d else None for d in (day, end or day))
    event = {
        "event_id": event_id, "event_type": kind, "quad_code": known.quad, "intensity": known.score, "goldstein": 1.0,
        "date_start": day, "date_end": end, "date_precision": "day" if day else "none", "status": status, "confidence": 0.9,
        **more,
    }  # fmt: skip
    return event, [
        {"event_id": event_id, "side": side, "position": place, **actor(name, sector)}
        for side, names in (("actor", who), ("recipient", whom))
        for place, name in enumerate(names)
    ]


def actor(name, sector="GOV"):
    name, _, own = name.partition(":")
    country = name if len(name) == 3 else None
    entity = name if name.startswith("Q") else None
    sectors = [own or sector]
    return {
        "key": country or entity,
        "name": name,
        "country": country,
        "entity_id": entity,
        "sector": sectors[0],
        "sectors": sectors,
    }
