"""A made-up year of imported events between eight countries: some at peace, two that go to war, two that make up."""

import datetime as dt
import itertools

import numpy as np
import pyarrow as pa

from dragoman.codebook import load_codebook
from dragoman.ledger import Ledger
from dragoman.ledger.tables import import_schema

FIRST, DAYS = dt.date(2021, 1, 1), 420
STATES = ("RUS", "UKR", "USA", "CHN", "FRA", "DEU", "IRN", "ISR")
WAR = 260  # the day from which on Russia and Ukraine fight
PLACES = (
    ("Kharkiv", "UKR", 49.98, 36.25, "city"), ("Ukraine", "UKR", 49.0, 32.0, "country"), ("Bavaria", "DEU", 48.8, 11.5, "admin1"),
    ("Sevastopol", "UKR", 44.6, 33.5, "city"), ("Singapore", "SGP", 1.3, 103.8, "country"), (None, None, None, None, None),
)  # fmt: skip


def world(path):
    """Writes the ledger: data set ``made``, and ten events of a second one, ``other``."""
    rng = np.random.default_rng(11)
    rows = [row for pair in itertools.permutations(STATES, 2) for row in _acts(rng, *pair)]
    with Ledger.create_or_open(path).write() as writer:
        writer.add_imported("made", _tables("made", rows, rng))
        writer.add_imported("other", _tables("other", rows[:10], rng))
    return path


def _acts(rng, source, target):
    """Days and types of what one does to the other."""
    friendly = 0.05 if {source, target} & {"USA", "FRA", "DEU"} else 0.02
    fighting = {source, target} == {"RUS", "UKR"}
    for day in range(DAYS):
        for kind, chance in (
            ("CONSULT", friendly), ("AID", friendly / 3), ("ACCUSE", 0.02),
            ("ASSAULT", 0.7 if fighting and day >= WAR else 0.003),
        ):  # fmt: skip
            if rng.random() < chance:
                yield source, target, kind, day


def _tables(dataset, rows, rng):
    made = {"events": [], "event_actors": [], "mentions": []}
    for number, (source, target, kind, day) in enumerate(rows):
        own, date = f"{dataset}:{number}", FIRST + dt.timedelta(day)
        name, country, latitude, longitude, precision = PLACES[rng.integers(len(PLACES))]
        made["events"].append({
            "event_id": own, "event_type": kind, "quad_code": load_codebook().types[kind].quad, "date_start": date,
            "date_end": date, "date_precision": "day", "status": "planned" if number % 20 == 0 else "occurred",
            "intensity": load_codebook().intensity(kind, None), "place_name": name, "place_country": country,
            "place_latitude": latitude, "place_longitude": longitude, "place_precision": precision,
        })  # fmt: skip
        made["event_actors"] += [
            {"event_id": own, "side": side, "position": 0, "key": key, "name": key, "country": key, "sector": "GOV"}
            for side, key in (("actor", source), ("recipient", target))
        ]
        made["mentions"].append({
            "mention_id": f"{own}:m", "event_id": own, "position": 0, "text": f"{source} acted towards {target} on {date}.",
            "outlet": "Made Up Post",
        })  # fmt: skip
    return {name: pa.Table.from_pylist(some, schema=import_schema(name)) for name, some in made.items()}
