"""Whatever a coder may write down comes back as it was."""

import datetime as dt
import itertools
import json
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import coded, day_of, event

from dragoman.ledger import Ledger
from dragoman.records import (
    MAGNITUDES,
    STATUSES,
    Actor,
    Article,
    Attribution,
    Block,
    CodedArticle,
    Count,
    Dateline,
    Event,
    LeftOut,
    Mention,
    Place,
    Sentence,
    Statement,
    Thing,
    Trigger,
    When,
    event_record,
    statement_record,
)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | text
offset = st.integers(0, 2**31 - 1)
number = st.floats(allow_nan=False, allow_infinity=False)
country = st.none() | st.sampled_from(["RUS", "PRK", "XKX"])
actor = st.builds(
    Actor, text, country, st.none() | st.sampled_from(["GOV", "MIL"]), st.lists(text, max_size=2).map(tuple), maybe, maybe,
    text, st.none() | offset, st.none() | offset, text,
)  # fmt: skip
actors = st.lists(actor, max_size=3).map(tuple)
day = st.none() | st.dates().map(dt.date.isoformat)
when = st.builds(When, day, day, st.sampled_from(["day", "range", "none"]), st.sampled_from(["clause", None]), maybe)
place = st.none() | st.builds(
    Place, text, country, maybe, st.none() | number, st.none() | number, st.none() | st.integers(0, 2**40),
    st.sampled_from(["city", None]),
)  # fmt: skip
thing = st.none() | st.builds(Thing, text, maybe, st.none() | number)
whole = st.none() | st.integers(0, 2**53)
count = st.builds(Count, whole, whole, whole, text, st.sampled_from([None, "USD", "KES"]))
magnitude = st.dictionaries(st.sampled_from(MAGNITUDES), count)
names = st.lists(text, max_size=2).map(tuple)
mention = st.builds(
    Mention, text, text, offset, offset, offset, text, st.builds(Trigger, offset, offset, text), text, maybe, actors, actors,
    st.sampled_from(STATUSES), when, place, st.lists(st.builds(Attribution, actor, text, offset, offset), max_size=2).map(tuple),
    thing, magnitude, names, st.floats(0, 1), text,
)  # fmt: skip
event_of = st.builds(
    Event, text, text, maybe, st.integers(1, 4), st.none() | number, maybe, st.none() | number, names, actors, actors, thing,
    when, place, st.sampled_from(STATUSES), actors, magnitude, st.floats(0, 1), st.lists(mention, max_size=2).map(tuple),
)  # fmt: skip
statement_of = st.builds(
    Statement, text, text, offset, offset, offset, text, actor, actors, text, st.sampled_from(["asserts", "denies"]), actors, names
)  # fmt: skip
article_of = st.builds(
    Article, text, text, text, st.lists(st.builds(Block, offset, offset, st.just("paragraph")), max_size=2).map(tuple), maybe,
    maybe, st.none() | st.builds(Dateline, maybe, maybe, maybe), st.none() | st.dates(), maybe, maybe, maybe, maybe, text, text,
)  # fmt: skip
sentence_of = st.builds(Sentence, offset, offset, offset, text, st.just("title"))
coded_of = st.builds(
    CodedArticle, article_of, st.lists(sentence_of, max_size=3).map(tuple), st.lists(event_of, max_size=2).map(tuple),
    st.lists(statement_of, max_size=2).map(tuple),
)  # fmt: skip
left_of = st.builds(LeftOut, text, text, text, text, maybe)


def with_own_ids(articles):
    """The same articles with each id standing once, as a coder gives them (ids are digests of where a thing stands)."""
    numbers = itertools.count()
    return [
        replace(
            one,
            events=tuple(replace(e, event_id=f"{next(numbers)}:{e.event_id}") for e in one.events),
            statements=tuple(replace(s, statement_id=f"{next(numbers)}:{s.statement_id}") for s in one.statements),
        )
        for one in articles
    ]


articles_of = st.lists(coded_of, max_size=4, unique_by=lambda c: c.article.article_id).map(with_own_ids)


def stored(coded_articles, left_out):
    folder = tempfile.TemporaryDirectory()
    with Ledger.create_or_open(Path(folder.name) / "l").write() as writer:
        for one in coded_articles:
            writer.add(one)
        for left in left_out:
            writer.leave_out(left)
    return folder, Ledger.open(Path(folder.name) / "l")


@settings(max_examples=30, deadline=None)
@given(articles_of, st.lists(left_of, max_size=3))
def test_round_trip(articles, left):
    folder, ledger = stored(articles, left)
    with folder, ledger:
        for one in articles:
            identity = one.article.article_id
            told = ledger.sql("SELECT record FROM tellings WHERE article_id = ? ORDER BY position", [identity])
            assert [json.loads(r) for r in told["record"].to_pylist()] == [
                json.loads(json.dumps(event_record(e))) for e in one.events
            ]
            assert ledger.statements(article_id=identity) == [statement_record(s) for s in one.statements]
            check_article(ledger.article(identity), one.article)
            found = [{k: s[k] for k in ("index", "start", "end", "text", "kind")} for s in ledger.sentences(identity)]
            assert found == sorted((asdict(s) for s in one.sentences), key=lambda s: s["index"])
        keys = {(x.origin, x.record, x.reason) for x in left}
        covered = {(c.article.origin, c.article.record) for c in articles if c.article.origin}
        assert {(x.origin, x.record, x.reason) for x in ledger.left_out()} == {k for k in keys if k[:2] not in covered}


def check_article(row, article):
    line = article.dateline or Dateline(None, None, None)
    assert (row["dateline_place"], row["dateline_agency"], row["dateline_date"]) == (line.place, line.agency, line.date)
    assert row["blocks"] == [asdict(b) for b in article.blocks]
    for name in (
        "content_hash",
        "title",
        "byline",
        "published",
        "source",
        "url",
        "language",
        "licence",
        "origin",
        "record",
        "text",
    ):
        assert row[name] == getattr(article, name)


def test_a_mention_comes_back_whole(tmp_path):
    one = coded(3)
    with Ledger.create_or_open(tmp_path).write() as writer:
        writer.add(one)
    told, kept = one.events[0].mentions[0], Ledger(tmp_path).mentions("e000003")[0]
    assert kept["why"] == told.why and kept["trigger_text"] == "visited" and kept["dead"] == 2
    assert kept["bounds"] == [{"kind": "dead", "low": 2, "high": 2, "text": "two people"}]
    assert kept["date_start"] == day_of(3) and kept["place_geonames_id"] == 1871859
    link = told.attribution[0]
    assert kept["attribution"] == [
        {**asdict(link.source), "sectors": list(link.source.sectors), "cue": "said", "cue_start": 55, "cue_end": 59}
    ]
    assert [(a["name"], a["start"], a["end"], a["why"], a["key"]) for a in kept["actors"]] == [
        ("Vladimir Putin", 0, 5, "roster: president", "RUS")
    ]
    assert [a["name"] for a in kept["recipients"]] == ["Kim Jong-un"]


def test_half_a_surrogate_pair_does_not_stop_a_run(tmp_path):
    one = coded(1, text="a \ud83d b", events=[replace(event(1), event_mode="\udc00")])
    with Ledger.create_or_open(tmp_path).write() as writer:
        writer.add(one)
    with Ledger(tmp_path) as ledger:
        assert ledger.article("a000001")["text"] == "a \ufffd b"
        assert ledger.event("e000001")["event_mode"] == "\ufffd"


def test_a_date_that_is_no_day_stays_in_the_record_alone(tmp_path):
    with Ledger.create_or_open(tmp_path).write() as writer:
        writer.add(coded(1, events=[event(1, day="2024-06")]))
    with Ledger(tmp_path) as ledger:
        assert ledger.event("e000001")["date_start"] == "2024-06"
        assert ledger.arrow("events")["date_start"].to_pylist() == [None]
