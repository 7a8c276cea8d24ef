"""Events across articles: merged, explained by links, put right by hand, followed through their history."""

import json
import shutil
from dataclasses import replace

import pytest
from ledger_samples import KIM, NATO, PUTIN, coded, event, story

from dragoman.errors import InputError, NotFoundError
from dragoman.ledger import (
    Ledger,
    RunInfo,
    changes,
    compact,
    history,
    merge_events,
    split_event,
    vacuum,
)


def retold(number, copy, dead=None, **fields):
    """The report of ``number`` once more, by another outlet, with another last sentence."""
    name = f"{number:06d}c{copy}"
    told = event(number)
    [mention] = told.mentions
    mention = replace(mention, mention_id=f"m{name}", article_id=f"a{name}")
    counts = told.magnitude if dead is None else {"dead": replace(told.magnitude["dead"], value=dead)}
    told = replace(told, event_id=f"e{name}", mentions=(mention,), magnitude=counts)
    text = f"{story(number)} Printed by outlet number {copy}."
    one = coded(number, text=text, events=[told], source=f"Outlet {copy}", **fields)
    return replace(one, article=replace(one.article, article_id=f"a{name}"), statements=())


def write(path, articles, **options):
    with Ledger.create_or_open(path).write(RunInfo(command="test"), **options) as writer:
        for one in articles:
            writer.add(one)
        return writer.run_id


def partition(path):
    with Ledger.open(path) as ledger:
        rows = ledger.sql("SELECT event_id, list(telling_id ORDER BY telling_id) AS t FROM tellings GROUP BY ALL")
        return sorted(rows["t"].to_pylist())


@pytest.fixture
def three(tmp_path):
    """One happening told by three outlets, one of them with another toll, and another happening."""
    path = tmp_path / "ledger"
    write(path, [coded(1, events=[event(1)]), retold(1, 1), retold(1, 2, dead=5), coded(2, events=[event(2)])])
    return path


def test_one_happening_is_one_event_with_its_voices(three):
    with Ledger.open(three) as ledger:
        assert sorted(e["event_id"] for e in ledger.events()) == ["e000001", "e000002"]
        found = ledger.event("e000001")
        row = ledger.sql("SELECT * FROM events WHERE event_id = 'e000001'").to_pylist()[0]
        voices = ledger.sql("SELECT DISTINCT voice FROM articles WHERE article_id LIKE 'a000001%'")["voice"].to_pylist()
        assert len(ledger.mentions("e000001")) == 3
    assert found["sources"]["articles"] == 3 and found["sources"]["voices"] == 1 and voices == ["a000001"]
    assert found["sources"]["outlets"] == ["The Example", "Outlet 1", "Outlet 2"]
    assert {m["article_id"] for m in found["mentions"]} == {"a000001", "a000001c1", "a000001c2"}
    told = found["disagreements"]["dead"]
    assert [(v["value"], len(v["articles"])) for v in told] == [(2, 2), (5, 1)]
    assert row["telling_count"] == 3 and row["voice_count"] == 1 and row["dead"] == found["magnitude"]["dead"]
    assert json.loads(row["record"]) == found


def test_links_say_why(three):
    with Ledger.open(three) as ledger:
        links = ledger.arrow("links").to_pylist()
    assert {(x["one"], x["other"]) for x in links} >= {("e000001", "e000001c1"), ("e000001c1", "e000001c2")}
    assert all(x["why"] and 0 < x["score"] <= 1 for x in links)


def test_the_partition_does_not_depend_on_the_order_of_arrival(tmp_path):
    articles = [coded(n, events=[event(n)]) for n in range(3)] + [retold(n, c) for n in range(3) for c in range(2)]
    write(tmp_path / "all", articles)
    write(tmp_path / "backwards", articles[::-1], batch_documents=2)
    for one in (articles[4], articles[0], *articles[5:], *articles[1:4]):
        write(tmp_path / "one by one", [one])
    assert partition(tmp_path / "all") == partition(tmp_path / "backwards") == partition(tmp_path / "one by one")
    assert len(partition(tmp_path / "all")) == 3


def test_ids_stay_when_the_snapshot_is_built_anew(three):
    before = Ledger.open(three).arrow("events").select(["event_id", "record", "first_run", "last_run"])
    (three / "snapshots" / "CURRENT").unlink()
    write(three, [])
    after = Ledger.open(three).arrow("events").select(["event_id", "record", "first_run", "last_run"])
    assert sorted(map(str, after.to_pylist())) == sorted(map(str, before.to_pylist()))


def test_a_former_id_leads_to_the_event(three):
    with Ledger.open(three) as ledger:
        assert ledger.event("e000001c2")["event_id"] == "e000001"
        with pytest.raises(NotFoundError):
            ledger.event("e999999")


def test_events_stay_split_by_hand(three):
    with Ledger.open(three) as ledger:
        assert split_event(ledger, "e000001", ["a000001c2"], "another toll") == ("e000001", "e000001c2")
        assert (
            ledger.event("e000001c2")["magnitude"]["dead"] == 5 and ledger.event("e000001")["sources"]["articles"] == 2
        )
    write(three, [retold(1, 3)])  # its like to both sides, so it goes to one, and they stay apart
    (three / "snapshots" / "CURRENT").unlink()
    write(three, [])
    sides = [set(p) & {"e000001", "e000001c1", "e000001c2"} for p in partition(three)]
    assert {"e000001c2"} in sides and {"e000001", "e000001c1"} in sides
    with Ledger.open(three) as ledger:
        [noted] = [c for c in changes(ledger) if c["change"] == "split"]
        assert (noted["event_id"], noted["other"]) == ("e000001c2", "e000001")


def test_events_stay_merged_by_hand_until_split_again(three):
    with Ledger.open(three) as ledger:
        assert merge_events(ledger, ["e000001", "e000002"], "one journey") == "e000001"
        assert ledger.now("e000002") == "e000001" and len(ledger.events()) == 1
        [noted] = [c for c in history(ledger, "e000002") if c["change"] == "merged"]
        assert noted["other"] == "e000001" and json.loads(noted["before"])["event_id"] == "e000002"
    write(three, [], recode=True)
    with Ledger.open(three) as ledger:
        assert len(ledger.events()) == 1
        assert split_event(ledger, "e000001", ["e000002"]) == ("e000001", "e000002")
        assert len(ledger.events()) == 2


def test_senseless_edits_are_refused(three):
    with Ledger.open(three) as ledger:
        for wrong in (["e000001"], ["e000001", "e000001c1"]):
            with pytest.raises(InputError, match="two different events"):
                merge_events(ledger, wrong)
        with pytest.raises(NotFoundError, match="no telling, article or mention"):
            split_event(ledger, "e000001", ["x"])
        with pytest.raises(InputError, match="name a part"):
            split_event(ledger, "e000002", ["e000002"])


def test_changes_since_a_run(three):
    first = Ledger.open(three).runs()[0]["run_id"]
    second = write(three, [retold(1, 3, dead=9), coded(4, events=[event(4)])])
    with Ledger.open(three) as ledger:
        found = [(c["change"], c["event_id"], c["run_id"]) for c in changes(ledger, since=first)]
        assert sorted(found) == [("added", "e000004", second), ("changed", "e000001", second)]
        [changed] = history(ledger, "e000001")
        assert {"magnitude", "mentions", "sources", "disagreements"} <= set(changed["fields"])
        assert len(json.loads(changed["before"])["mentions"]) == 3
        assert changes(ledger, since=second) == []
        assert len(changes(ledger, since="2000-01-01")) == 4
        with pytest.raises(NotFoundError, match="no run begins"):
            changes(ledger, since="yesterday")


def test_an_event_that_nobody_tells_any_more_is_withdrawn(three):
    run = write(three, [replace(coded(2, text="Nothing happened.", events=[]), statements=())])
    with Ledger.open(three) as ledger:
        [gone] = [c for c in changes(ledger) if c["change"] == "withdrawn"]
        assert (gone["event_id"], gone["run_id"]) == ("e000002", run)
        with pytest.raises(NotFoundError):
            ledger.event("e000002")


def test_a_revision_keeps_its_events_and_their_ids(three):
    write(three, [coded(2, text=story(2) + " Mended.", events=[event(2, key="mended", recipients=(KIM, NATO))])])
    with Ledger.open(three) as ledger:
        found = ledger.event("e000002")
        assert found["event_id"] == "e000002" and len(found["recipients"]) == 2
        assert [c["fields"] for c in history(ledger, "e000002")] == [["recipients", "mentions"]]
        assert ledger.event("e000002mended")["event_id"] == "e000002"


def test_statements_name_events_as_they_are_now(three):
    with Ledger.open(three) as ledger:
        assert [s["event_ids"] for s in ledger.statements()] == [["e000001"], ["e000002"]]
        merge_events(ledger, ["e000001", "e000002"])
        assert [s["event_ids"] for s in ledger.statements()] == [["e000001"], ["e000001"]]


def rows_of(path):
    tables = (
        "articles",
        "sentences",
        "tellings",
        "events",
        "mentions",
        "mention_actors",
        "links",
        "changes",
        "revisions",
    )
    with Ledger.open(path) as ledger:
        return {t: sorted(map(str, ledger.arrow(t).to_pylist())) for t in tables}


def test_packing_changes_no_row(three):
    for number in range(5, 9):
        write(three, [coded(number)])
    before = rows_of(three)
    done = compact(three)
    assert (done.batches_before, done.batches_after) == (5, 1) and rows_of(three) == before
    (three / "snapshots" / "CURRENT").unlink()
    write(three, [coded(5), coded(9)])
    after = rows_of(three)
    assert after["articles"] != before["articles"] and set(before["tellings"]) < set(after["tellings"])


def test_a_packing_that_was_broken_off_doubles_nothing(three, tmp_path):
    write(three, [coded(5)])
    before, kept = rows_of(three), tmp_path / "kept"
    shutil.copytree(three / "batches", kept)
    compact(three)
    for folder in kept.iterdir():  # as if the process had died before it removed them
        shutil.copytree(folder, three / "batches" / folder.name)
    write(three, [])
    assert rows_of(three) == before and len(list((three / "batches").iterdir())) == 1


def test_vacuum_removes_what_nobody_reads(three):
    write(three, [coded(5)])
    before = rows_of(three)
    (three / "temp" / "rubbish").write_text("x")
    done = vacuum(three)
    assert done.removed >= 1 and rows_of(three) == before
    assert len(list((three / "snapshots").glob("*.duckdb"))) == 1


def test_an_unreadable_decision_is_named(three):
    (three / "decisions" / "000001.json").write_text("{")
    with pytest.raises(Exception, match=r"000001\.json.*cannot be read"):
        write(three, [coded(5)])


def test_sides_of_several_articles(tmp_path):
    """The article that knows most gives the sides."""
    plain = retold(1, 1)
    bare = replace(plain.events[0], actors=(replace(PUTIN, country=None, entity_id=None),))
    write(tmp_path / "l", [replace(plain, events=(bare,)), coded(1, events=[event(1)])])
    with Ledger.open(tmp_path / "l") as ledger:
        [found] = ledger.events()
    assert found["actors"][0]["country"] == "RUS" and found["event_id"] == "e000001c1"
