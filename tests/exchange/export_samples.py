"""Made-up ledgers for the tests of exports: many events, as Arrow tables of an imported batch."""

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.ledger import Ledger
from dragoman.ledger.tables import import_schema

TYPES = ("CONSULT", "AID", "ACCUSE", "ASSAULT", "PROTEST", "AGREE")
MODES = ("visit", None, "allege", "firearms", "demo", None)
QUADS = (1, 2, 3, 4, 4, 1)
CODES = ("042", "070", "112", "190", "141", "030")
SIDES = (("RUS", "Russia"), ("PRK", "North Korea"), ("USA", "United States"), ("FRA", "France"), (None, "gunmen"))
PLACES = (
    ("Pyongyang", "PRK", 39.03, 125.75, "city"),
    ("Paris", "FRA", 48.85, 2.35, "city"),
    ("Russia", "RUS", 60.0, 100.0, "country"),
)


def _column(values, picks):
    return pc.take(pa.array(values), pa.array(picks))


def _filled(table, columns, length):
    schema = import_schema(table)
    made = [columns.get(f.name, pa.nulls(length, f.type)).cast(f.type) for f in schema]
    return pa.Table.from_arrays(made, schema=schema)


def many_events(count, dataset="made", first=0):
    """Tables of events between a few parties over ten years, the same for the same numbers."""
    number = np.arange(first, first + count)
    mixed = (number * 2654435761) % (1 << 32)
    kind, place = mixed % len(TYPES), (mixed >> 5) % len(PLACES)
    ids = pc.binary_join_element_wise(f"{dataset}:", pa.array(number).cast(pa.string()), "")
    events = {
        "event_id": ids,
        "dataset": pa.array([dataset] * count),
        "event_type": _column(TYPES, kind),
        "event_mode": _column(MODES, kind),
        "quad_code": _column(QUADS, kind),
        "intensity": _column([4.0, 6.0, -2.0, -9.0, -6.0, 2.5], kind),
        "cameo_code": _column(CODES, kind),
        "goldstein": _column([1.9, 7.0, -2.0, -10.0, -6.5, 4.0], kind),
        "contexts": pa.array([["diplomatic", "military"]] * count),
        "date_start": pa.array((14610 + mixed % 3650).astype(np.int32)).cast(pa.date32()),
        "date_end": pa.array((14610 + mixed % 3650).astype(np.int32)).cast(pa.date32()),
        "date_precision": pa.array(["day"] * count),
        "date_source": pa.array(["import"] * count),
        **{
            name: _column([p[at] for p in PLACES], place)
            for at, name in enumerate(
                ("place_name", "place_country", "place_latitude", "place_longitude", "place_precision")
            )
        },
        "status": _column(["occurred"] * 9 + ["planned"], (mixed >> 9) % 10),
        "said_by": pa.array([[]] * count, import_schema("events").field("said_by").type),
        "bounds": pa.array([[]] * count, import_schema("events").field("bounds").type),
        "mention_count": pa.array(1 + mixed % 7),
        "telling_count": pa.array(1 + mixed % 3),
        "outlets": pa.array([["The Example"]] * count),
        "url": pc.binary_join_element_wise("https://example.org/", pa.array(number).cast(pa.string()), ""),
        "extra": pa.array([json.dumps({"note": 'it\'s "made up"', "number": 7})] * count),
    }
    sides = []
    for side, shift in (("actor", 0), ("recipient", 3)):
        who = ((mixed >> 13) + shift) % len(SIDES)
        codes = _column([s[0] for s in SIDES], who)
        sides.append(
            _filled("event_actors", {
                "event_id": ids, "side": pa.array([side] * count), "position": pa.array([0] * count), "key": codes,
                "name": _column([s[1] for s in SIDES], who), "country": codes, "sector": pa.array(["GOV"] * count),
                "sectors": pa.array([["GOV", "MIL"]] * count),
            }, count)
        )  # fmt: skip
    return {"events": _filled("events", events, count), "event_actors": pa.concat_tables(sides)}


def many_event_ledger(path, count, dataset="made"):
    """A ledger that holds them."""
    with Ledger.create_or_open(path).write() as writer:
        for first in range(0, count, 250_000):
            writer.add_imported(dataset, many_events(min(250_000, count - first), dataset, first))
    return Ledger.open(path)
