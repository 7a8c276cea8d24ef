"""Counts of facets, stored or counted, are those that plain SQL gives; sides say who stands in which event."""

import itertools

import pytest
from imported_samples import many, tables
from ledger_samples import KIM, NATO, PUTIN, SOMEBODY, coded, event

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.ledger.facets import FACETS

SAID = {"name": "Ada Bell", "country": "GBR", "sector": "GOV", "office": None, "entity_id": "Q1", "text": "Bell"}
NAMELESS = {**SAID, "name": "Bo", "country": None, "entity_id": None}
EVENTS = [
    {"kind": "ACCUSE", "who": ["USA", "USA:MIL"], "whom": ["RUS"], "day": "2020-01-03", "outlets": ["The Post", "The Post"]},
    {"kind": "CONSULT", "who": ["RUS", "PRK"], "day": "2020-01-05", "event_mode": "visit", "said_by": [SAID, SAID, NAMELESS]},
    {"kind": "ASSAULT", "who": ["RUS"], "whom": ["UKR", "Q7184"], "day": "2021-03-01", "place_country": "UKR"},
    {"kind": "THREATEN", "who": ["USA"], "whom": ["PRK", "USA"], "status": "possible", "contexts": ["cbrn", "military"]},
    {"kind": "AID", "who": ["FRA"], "contexts": ["military"], "outlets": ["The Post", "The Sun"]},
]  # fmt: skip
ACTORS = "SELECT DISTINCT event_id, key AS value FROM event_actors SEMI JOIN chosen USING (event_id) WHERE"
PLAIN = {"types": "event_type", "modes": "event_mode", "quads": "quad_code", "statuses": "status", "country": "place_country",
         "datasets": "dataset", "year": "year(date_start)"}  # fmt: skip
SQL = {
    **{name: f"SELECT event_id, ({column})::VARCHAR AS value FROM chosen" for name, column in PLAIN.items()},
    "contexts": "SELECT DISTINCT event_id, unnest(contexts) AS value FROM chosen",
    "said_by": "SELECT DISTINCT event_id, coalesce(s.country, s.entity_id, s.name) AS value "
    "FROM (SELECT event_id, unnest(said_by) AS s FROM chosen)",
    "outlet": "SELECT event_id, unnest(outlets) AS value FROM chosen UNION "
    "SELECT event_id, outlet FROM mentions SEMI JOIN chosen USING (event_id)",
    "actor": f"{ACTORS} side = 'actor'",
    "recipient": f"{ACTORS} side = 'recipient'",
    "party": f"{ACTORS} true",
}
ASKED = [
    {}, {"types": "ACCUSE"}, {"quads": [1, 3]}, {"statuses": "occurred", "datasets": ["made", "one"]}, {"party": "USA"}, {"actor": "RUS"},
    {"contexts": ["military", "cbrn"]}, {"country": "UKR"}, {"date_from": "2020-01-04", "date_to": "2020-12-31"}, {"said_by": "GBR"},
    {"between": ("USA", "RUS"), "types": "ACCUSE"}, {"recipient": "q7184"}, {"recipient": "Q7184"}, {"outlet": "the sun"},
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    path = tmp_path_factory.mktemp("facets") / "l"
    outlets = [{"event_id": "one:2", "outlet": o} for o in ("The Sun", "The Sun", "The Post", None)]
    outlets += [{"event_id": "one:4", "outlet": o} for o in ("The Sun", "The Star")]
    mentions = [{"mention_id": f"m{n}", "position": n, "article_id": "a", **m} for n, m in enumerate(outlets)]
    one = tables("one", *EVENTS)
    with Ledger.create_or_open(path).write() as writer:
        writer.add_imported("one", {**one, "mentions": mentions_table(mentions)})
        writer.add_imported("made", many("made", 400, countries=30))
        writer.add(coded(1, events=[event(1, "occurred", (PUTIN,), (KIM, NATO))]))
        writer.add(coded(2, events=[event(2, "planned", (SOMEBODY, PUTIN), ())]))
    return Ledger.open(path)


def mentions_table(rows):
    import pyarrow as pa

    from dragoman.ledger.tables import import_schema

    return pa.Table.from_pylist(rows, schema=import_schema("mentions"))


def counted(ledger, name, filters):
    ids = [e["event_id"] for e in ledger.events(**filters)]
    query = f"""WITH chosen AS (FROM events WHERE list_contains(?, event_id))
        SELECT value, count(*) AS events FROM ({SQL[name]}) WHERE value IS NOT NULL GROUP BY value"""
    return {row["value"]: row["events"] for row in ledger.sql(query, [ids]).to_pylist()}


@pytest.mark.parametrize("filters", ASKED, ids=str)
def test_counts_are_those_of_sql(ledger, filters):
    found = ledger.facets(FACETS, limit=1_000, **filters)
    for name in FACETS:
        assert {f["value"]: f["events"] for f in found[name]} == counted(ledger, name, filters), name
    assert ledger.facets("types", limit=3, **filters)["types"] == found["types"][:3]


def test_the_most_frequent_come_first_under_their_names(ledger):
    for filters in ({}, {"datasets": "made"}):
        actors = ledger.facets("actor", limit=5, **filters)["actor"]
        assert [-f["events"] for f in actors] == sorted(-f["events"] for f in actors) and len(actors) == 5
    assert {f["value"]: f["label"] for f in ledger.facets("party", limit=500)["party"]}["RUS"] == "Russia"
    with pytest.raises(InputError, match="limit: -1 is negative"):
        ledger.facets("actor", limit=-1)
    with pytest.raises(InputError, match="facet: 'size' is not known"):
        ledger.facets("size")


def stands(side):
    return f"event_id IN (SELECT event_id FROM event_actors WHERE {side} AND (country = $1 OR entity_id = $1 OR lower(name) = lower($1)))"


NAMES = ["USA", "usa", "RUS", "Vladimir putin", "Q7184", "q7184", "?", "nobody"]


@pytest.mark.parametrize("who", NAMES)
def test_sides_are_the_actors_of_events(ledger, who):
    for name, side in (("actor", "side = 'actor'"), ("recipient", "side = 'recipient'"), ("party", "true")):
        ids = ledger.sql(f"SELECT event_id FROM events WHERE {stands(side)}", [who])["event_id"].to_pylist()
        assert {e["event_id"] for e in ledger.events(**{name: who})} == set(ids), name


def test_between_is_either_acting_on_the_other_or_both_alone_together(ledger):
    every = ledger.events()
    for one, other in itertools.product(NAMES, repeat=2):
        found = {e["event_id"] for e in ledger.events(between=(one, other))}
        assert found == {e["event_id"] for e in every if deals(e, one, other)}, (one, other)


def deals(record, one, other):
    def there(who, side):
        return any(
            who in (a["country"], a["entity_id"]) or who.lower() == (a["name"] or "").lower() for a in record[side]
        )

    across = (there(one, "actors") and there(other, "recipients")) or (
        there(other, "actors") and there(one, "recipients")
    )
    alone = not record["recipients"] and (one != other or len(record["actors"]) > 1)
    return across or (alone and there(one, "actors") and there(other, "actors"))


def test_an_event_that_changes_is_counted_as_it_is_now(tmp_path):
    ledger = Ledger.create_or_open(tmp_path / "l")
    for whom in ("RUS", "CHN"):
        with ledger.write() as writer:
            writer.add_imported("one", tables("one", {"kind": "ACCUSE", "who": ["USA"], "whom": [whom]}))
            writer.add(coded(1, text=f"Text {whom}.", events=[event(1, "occurred", (PUTIN,), (KIM,))]))
        assert {f["value"]: f["events"] for f in ledger.facets("recipient")["recipient"]} == {whom: 1, "PRK": 1}
        assert len(ledger.events(recipient=whom)) == 1 and len(ledger.events(between=("USA", whom))) == 1
    assert ledger.events(party="RUS", datasets="one") == []
    assert ledger.sql("SELECT count(*) AS n FROM sides WHERE kind = 'key'").to_pylist() == [{"n": 4}]
