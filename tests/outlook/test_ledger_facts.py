"""Facts of a ledger: which events count, in which order, and what was left out."""

import numpy as np
import pytest
from outlook_ledgers import FIRST, happened, write

from dragoman.errors import InputError
from dragoman.outlook.dyads import facts_of
from dragoman.outlook.ledger_facts import day_number, facts_from
from dragoman.outlook.scope import Scope


def told(held):
    """Facts as sorted tuples of keys, class and day from the first."""
    f, start = held.facts, day_number(FIRST)
    rows = zip(f.source.tolist(), f.target.tolist(), f.kind.tolist(), f.day.tolist(), strict=True)
    return sorted((f.actors[s], f.actors[t], f.classes[k], d - start) for s, t, k, d in rows)


def test_the_facts_are_those_of_plain_columns(book, rows):
    held = facts_from(book)
    letters, quads = (
        "ABCDEFGHIJKLMNOP",
        ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict"),
    )
    direct = np.arange(len(rows)) % 4 > 0
    plain = facts_of(rows[:, 0], rows[:, 1], rows[:, 2] * 3, rows[:, 3], letters, quads, direct=direct)
    assert held.facts.classes == quads
    assert held.facts.layered
    assert len(held.facts) == len(plain)
    columns = [(f.day - f.day[0], f.source, f.target, f.kind, f.direct) for f in (held.facts, plain)]
    ordered = [np.stack(c)[:, np.lexsort(c)] for c in columns]
    assert np.array_equal(*ordered)


def test_only_what_happened_on_a_known_day_counts(tmp_path):
    book = write(tmp_path / "one", [
        happened("FRA", "DEU", "ACCUSE", 0), happened("FRA", "DEU", "ASSAULT", 1, status="planned"),
        happened("FRA", "DEU", "ASSAULT", 2, status="ongoing"), happened("FRA", "DEU", "AID", None),
        happened("FRA", "DEU", "AID", 3, precision="month"), happened("FRA", "FRA", "PROTEST", 3), happened("FRA", "", "PROTEST", 4),
    ])  # fmt: skip
    held = facts_from(book)
    assert told(held) == [("FRA", "DEU", "material conflict", 2), ("FRA", "DEU", "verbal conflict", 0)]
    assert held.left_out == {"undated": 1, "no day known": 1, "outside the sources' days": 0}
    assert held.name("FRA") == "France"
    types = facts_from(book, Scope("types"))
    assert sorted(row[2] for row in told(types)) == ["ACCUSE", "ASSAULT"]


def test_mutual_acts_stand_both_ways_and_many_sides_share(tmp_path):
    held = facts_from(write(tmp_path / "one", [happened("FRA DEU POL", "", "CONSULT", 5)], dataset="polecat"))
    pairs = {row[:2] for row in told(held)}
    assert pairs == {(a, b) for a in ("FRA", "DEU", "POL") for b in ("FRA", "DEU", "POL") if a != b}
    assert held.facts.weight.tolist() == pytest.approx([1 / 3] * 6)


def test_what_people_do_is_evidence_unless_all_acts_count(tmp_path):
    events = [happened("FRA", "DEU", "PROTEST", 1, sector="CVL"), happened("FRA", "DEU", "ACCUSE", 1, sector="MIL")]
    book = write(tmp_path / "one", events)
    state, anyone = facts_from(book), facts_from(book, Scope(acts="any"))
    assert state.facts.direct.tolist() == [True, False]  # the accusation, then the protest: classes in order
    assert anyone.facts.direct.all()
    assert not anyone.facts.layered


def test_the_order_of_import_changes_nothing(world, tmp_path):
    one, other = (
        facts_from(write(tmp_path / name, events)) for name, events in (("a", world[:200]), ("b", world[199::-1]))
    )
    for column in ("source", "target", "kind", "day", "weight", "direct"):
        assert np.array_equal(getattr(one.facts, column), getattr(other.facts, column))


def test_data_sets_are_not_added_up_unasked(tmp_path):
    write(tmp_path / "one", [happened("FRA", "DEU", "ACCUSE", 1)])
    book = write(tmp_path / "one", [happened("FRA", "DEU", "ACCUSE", 1), happened("FRA", "DEU", "AID", 2)], "polecat")
    with pytest.raises(InputError, match="icews, polecat may each tell of the same happenings"):
        facts_from(book)
    assert len(facts_from(book, Scope(datasets=("polecat",))).facts) == 2
    assert len(facts_from(book, Scope(datasets=("icews", "polecat"))).facts) == 3
    with pytest.raises(InputError, match="'gdelt' is not in this ledger"):
        facts_from(book, Scope(datasets=("gdelt",)))
    with pytest.raises(InputError, match="classes: 'modes' is not known"):
        Scope("modes")
