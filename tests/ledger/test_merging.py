"""The partition into happenings is a function of the set of tellings: any order, any batches, the same events."""

import datetime as dt
import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ledger.merging import (
    Link,
    blocks,
    clusters,
    components,
    divided,
    link,
    links_among,
    partition,
    telling_of,
)

DAY = dt.date(2003, 5, 6)
TOWNS = {"Arlit": (18.7, 7.4), "Dirkou": (19.0, 12.9), "Ingall": (16.8, 6.9)}


def record(event_id, article, text, event_type="ASSAULT", actor="MLI", recipient="NER", day=DAY, town=None, dead=None):
    trigger = text.split()[1]
    side = [{"name": n, "country": n, "sector": "MIL", "entity_id": None} for n in (actor, recipient)]
    place = None
    if town:
        place = {"name": town, "country": "NER", "admin1": None, "precision": "city"}
        place |= dict(zip(("latitude", "longitude"), TOWNS[town], strict=True))
    return {
        "event_id": event_id,
        "event_type": event_type,
        "event_mode": None,
        "quad_code": 1 if event_type == "CONSULT" else 4,
        "status": "occurred",
        "actors": side[:1],
        "recipients": side[1:],
        "object": None,
        "date_start": day.isoformat(),
        "date_end": day.isoformat(),
        "date_precision": "day",
        "date_source": "clause",
        "place": place,
        "magnitude": {"dead": dead},
        "magnitude_bounds": {"dead": {"low": dead, "high": dead, "text": str(dead)}} if dead else {},
        "mentions": [{"article_id": article, "text": text, "trigger": {"text": trigger}}],
    }


def telling(*args, published=DAY, title=None, **more):
    return telling_of(record(*args, **more), published, args[1], title)


TEXTS = (
    "Gunmen stormed the uranium camp near Arlit and killed nine guards.",
    "Raiders stormed a uranium camp outside Arlit, leaving nine guards dead.",
    "Rebels ambushed a convoy of onion lorries east of Dirkou.",
    "Shells landed on the palm market of Ingall.",
)


@st.composite
def tellings(draw):
    number = draw(st.integers(2, 14))
    made = []
    for n in range(number):
        place = draw(st.integers(0, 3))
        made.append(
            telling(
                f"e{n:02}",
                f"a{draw(st.integers(0, 6))}",
                TEXTS[place],
                day=DAY + dt.timedelta(days=draw(st.integers(0, 3))),
                actor=draw(st.sampled_from(["MLI", "NER"])),
                town=draw(st.sampled_from([None, *TOWNS])),
                dead=draw(st.sampled_from([None, 9, 11, 90])),
            )
        )
    return made


@given(tellings(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_any_order_gives_the_same_events(made, rng):
    again = list(made)
    rng.shuffle(again)
    assert partition(again) == partition(made)


@given(tellings(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_any_batches_give_the_same_events(made, rng):
    arriving, held, links = list(made), [], {}
    rng.shuffle(arriving)
    while arriving:
        size = rng.randint(1, 4)
        new, arriving = arriving[:size], arriving[size:]
        keys = {key for t in new for key in blocks(t)}
        near = [t for t in held if keys.intersection(blocks(t))]
        links |= {(x.one, x.other): x for x in links_among(new, near)}
        held += new
    assert divided({t.telling_id: t.article_id for t in held}, list(links.values())) == partition(made)


@given(tellings())
@settings(max_examples=8, deadline=None)
def test_a_link_is_a_function_of_its_pair(made):
    made = made[:5]
    known = {(x.one, x.other): x for x in links_among(made)}
    for one, other in itertools.combinations(made, 2):
        alone = link(one, other)
        assert alone == link(other, one)
        if set(blocks(one)) & set(blocks(other)):
            assert known.get((one.telling_id, other.telling_id)) == alone


def test_two_reports_of_one_raid_are_one_event_and_another_town_is_another():
    one = telling("e1", "a1", TEXTS[0], town="Arlit", dead=9)
    other = telling("e2", "a2", TEXTS[1], town="Arlit", dead=9)
    elsewhere = telling("e3", "a3", TEXTS[2], town="Dirkou")
    assert partition([one, other, elsewhere]) == [("e1", "e2"), ("e3",)]
    assert "same counts" in link(one, other).why


def test_never_across_quads():
    one, other = telling("e1", "a1", TEXTS[0]), telling("e2", "a2", TEXTS[0], event_type="CONSULT")
    assert link(one, other) is None
    assert not set(blocks(one)) & set(blocks(other))


def test_an_analyst_binds_and_divides():
    links = [Link("a", "b", 0.9, ""), Link("b", "c", 0.9, ""), Link("a", "c", 0.9, "")]
    assert clusters("abc", links) == [("a", "b", "c")]
    assert clusters("abc", links, apart=[("a", "b")]) == [("a", "c"), ("b",)]
    assert clusters("abcd", links, together=[("c", "d")], apart=[("a", "d")]) == [("a", "b"), ("c", "d")]
    assert clusters("ab", [], together=[("a", "b")], apart=[("b", "a")]) == [("a", "b")]


def test_a_chain_of_links_is_not_one_event():
    chain = [Link(f"{n:02}", f"{n + 1:02}", 0.8, "") for n in range(20)]
    assert components([f"{n:02}" for n in range(21)], chain) == [[f"{n:02}" for n in range(21)]]
    assert max(map(len, clusters([f"{n:02}" for n in range(21)], chain))) <= 3


def test_a_great_component_is_divided_in_seconds():
    size = 2000
    rng = random.Random(1)
    ids = [f"{n:05}" for n in range(size)]
    links = {tuple(sorted(rng.sample(range(size), 2))): rng.random() for _ in range(size * 15)}
    made = [Link(ids[a], ids[b], round(score, 4), "") for (a, b), score in links.items()]
    rng.shuffle(made)
    found = clusters(ids, made)
    rng.shuffle(made)
    assert clusters(ids[::-1], made) == found
