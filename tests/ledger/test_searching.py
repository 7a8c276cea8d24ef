"""Words are found in sentences, whatever way the index came to be."""

import sqlite3

import pytest
from ledger_samples import article, coded, event

from dragoman.errors import InputError, LedgerError
from dragoman.ledger import Ledger, doctor
from dragoman.ledger.searching import match_expression
from dragoman.ledger.sentence_index import beside
from dragoman.records import CodedArticle, Sentence

TEXTS = [
    "Kim Jong-un watched a missile test near Wonsan. Sirens were heard in Sapporo.",
    "The ministry called the missiles defensive. No test was seen on Friday.",
    "Café owners in Kraków struck. Testing of the water goes on.",
]


def report(number, text, **fields):
    """An article with two sentences, and an event told in the first."""
    cut = text.index(". ") + 1
    sentences = (
        Sentence(0, 0, cut, text[:cut], "paragraph"),
        Sentence(1, cut + 1, len(text), text[cut + 1 :], "paragraph"),
    )
    return CodedArticle(article(number, text, **fields), sentences, (event(number),), ())


def write(path, reports, **options):
    with Ledger.create_or_open(path).write(**options) as writer:
        for number, text in reports:
            writer.add(report(number, text, source=f"Paper {number}"))
    return Ledger.open(path)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return write(tmp_path_factory.mktemp("search") / "l", enumerate(TEXTS))


def places(ledger, text, **asked):
    return sorted((int(r["article_id"][1:]), r["sentence"]) for r in ledger.search(text, **asked))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("missile", [(0, 0), (1, 0)]),
        ("MISSILES tests", [(0, 0)]),
        ("missile OR water", [(0, 0), (1, 0), (2, 1)]),
        ("test NOT missile", [(1, 1), (2, 1)]),
        ("(sirens OR kim) AND NOT_A_WORD", []),
        ("Jong-un", [(0, 0)]),
        ('"missile test"', [(0, 0)]),
        ('"test missile"', []),
        ("NEAR(watched test, 5)", [(0, 0)]),
        ("def*", [(1, 0)]),
        ("cafe krakow", [(2, 0)]),
        ("text:missile", []),
        ("it's", []),
        ("日本", []),
    ],
)
def test_queries(ledger, text, found):
    assert places(ledger, text) == found


@pytest.mark.parametrize(
    "text", ["", "  ", "--", '"missile', "missile AND", "(missile", "missile)", "NOT missile", "NEAR(missile", "OR"]
)
def test_a_query_that_cannot_be_read_is_refused(ledger, text):
    with pytest.raises(InputError, match=r"search: .* write words"):
        ledger.search(text)


def test_what_is_found_comes_with_article_events_and_hits(ledger):
    [first] = ledger.search("missile AND test")
    assert [first["text"][a:b] for a, b in first["hits"]] == ["missile", "test"]
    assert TEXTS[0][first["start"] : first["end"]] == first["text"]
    assert (first["outlet"], first["url"], first["title"]) == ("Paper 0", "https://example.org/0", "Report 0")
    assert [(e["event_id"], e["event_type"], e["status"]) for e in first["events"]] == [
        (ledger.now("e000000"), "CONSULT", "occurred")
    ]
    assert ledger.search("sirens")[0]["events"] == []


def test_search_is_filtered_and_ordered(ledger):
    assert places(ledger, "missile", date_from="2024-06-02") == [(1, 0)] == places(ledger, "missile", outlet="paper 1")
    assert places(ledger, "missile", date_to="2024-06-01") == [(0, 0)]
    latest = [r["article_id"] for r in ledger.search("test", sort="-date")]
    assert latest == ["a000002", "a000001", "a000000"] and len(ledger.search("test", limit=1)) == 1
    scores = [r["score"] for r in ledger.search("missile OR test")]
    assert scores == sorted(scores, reverse=True)
    with pytest.raises(InputError, match="sort: 'size'"):
        ledger.search("test", sort="size")


def test_events_are_found_by_the_words_that_tell_them(ledger):
    of = [m["article_id"] for e in ledger.events(search="watched OR ministry") for m in e["mentions"]]
    assert {"a000000", "a000001"} <= set(of)
    assert ledger.events(search="sirens") == [] == ledger.events(search="watched", types="ASSAULT")


def test_the_index_follows_new_and_revised_articles(tmp_path):
    path = tmp_path / "l"
    write(path, enumerate(TEXTS))
    with Ledger.open(path) as before:
        write(path, [(0, "Rain fell on Wonsan. Nothing was launched."), (9, "A missile flew. It fell.")])
        assert places(before, "missile") == [(0, 0), (1, 0)]  # as of its own snapshot
    ledger = Ledger.open(path)
    assert places(ledger, "missile") == [(1, 0), (9, 0)] and places(ledger, "rain OR launched") == [(0, 0), (0, 1)]
    anew = write(
        tmp_path / "m",
        [
            (1, TEXTS[1]),
            (2, TEXTS[2]),
            (0, "Rain fell on Wonsan. Nothing was launched."),
            (9, "A missile flew. It fell."),
        ],
    )
    assert [r["score"] for r in ledger.search("missile OR test OR fell")] == pytest.approx(
        [r["score"] for r in anew.search("missile OR test OR fell")]
    )
    assert (
        len(list((path / "snapshots").glob("search-*.sqlite")))
        == len(list((path / "snapshots").glob("ledger-*.duckdb")))
        == 2
    )


def test_a_missing_index_is_made_in_memory_and_a_damaged_one_is_named_and_repaired(tmp_path):
    ledger = write(tmp_path / "l", enumerate(TEXTS))
    index = beside(ledger.snapshot)
    content = index.read_bytes()
    index.unlink()
    assert places(ledger, "missile") == [(0, 0), (1, 0)]
    index.write_bytes(b"no database" * 1000)
    with pytest.raises(LedgerError, match="--repair"):
        ledger.search("missile")
    index.write_bytes(content[: len(content) // 2])
    assert "snapshot" in {f.code for f in doctor(tmp_path / "l")}
    doctor(tmp_path / "l", repair=True)
    assert places(Ledger.open(tmp_path / "l"), "missile") == [(0, 0), (1, 0)]
    with sqlite3.connect(beside(Ledger.open(tmp_path / "l").snapshot)) as fresh:
        assert fresh.execute("SELECT count(*) FROM sentences").fetchone() == (6,)


def test_a_ledger_without_sentences_has_no_index(tmp_path):
    with Ledger.create_or_open(tmp_path / "l").write() as writer:
        writer.add(coded(1, events=[]).__class__(article(1, ""), (), (), ()))
    ledger = Ledger.open(tmp_path / "l")
    assert not beside(ledger.snapshot).exists() and ledger.search("missile") == []


def test_words_with_marks_are_looked_for_as_phrases():
    assert match_expression('U.S.* "a b"*') == '"U.S."* "a b"*'
