"""A made-up world of actors that act at rates of their own, answer each other, and quarrel in bouts."""

import itertools

import numpy as np
import pytest
from outlook_ledgers import happened, write

from dragoman.outlook.dyads import Snapshots, facts_of

ACTORS = tuple("ABCDEFGHIJKLMNOP")
CLASSES = ("cooperation", "conflict")
DAYS = 200


@pytest.fixture(scope="session")
def rows():
    """Facts as rows of source, target, class, day."""
    rng = np.random.default_rng(4)
    pairs = [p for p in itertools.permutations(range(len(ACTORS)), 2) if rng.random() < 0.6]
    rate = rng.gamma(0.5, 0.08, len(pairs))
    found = []
    for (source, target), often in zip(pairs, rate, strict=True):
        bouts = np.repeat(rng.random(DAYS // 20 + 1) < 0.2, 20)[:DAYS]
        for kind, chance in ((0, np.full(DAYS, often)), (1, np.where(bouts, 0.15, 0.003))):
            for day in np.flatnonzero(rng.random(DAYS) < chance):
                found.append((source, target, kind, day))
                if rng.random() < 0.5:
                    found.append((target, source, kind, day + 1 + rng.integers(4)))
    return np.array(found)


@pytest.fixture(scope="session")
def known(rows):
    """The world's facts; a quarter of them are of people and bodies."""
    return facts_of(*rows.T, ACTORS, CLASSES, direct=np.arange(len(rows)) % 4 > 0)


@pytest.fixture(scope="session")
def shots(known):
    return Snapshots(known, (7,))


KINDS = ("CONSULT", "ASSAULT")


@pytest.fixture(scope="session")
def world(rows):
    """The same world as events of a ledger; what every fourth row tells was done by civilians."""
    return [
        happened(ACTORS[s], ACTORS[t], KINDS[k], day, sector="GOV" if n % 4 else "CVL", text=f"Row {n} was told.")
        for n, (s, t, k, day) in enumerate(rows.tolist())
    ]


@pytest.fixture(scope="session")
def book(world, tmp_path_factory):
    """The ledger of that world."""
    return write(tmp_path_factory.mktemp("outlook") / "ledger", world)
