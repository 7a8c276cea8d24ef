"""Near copies of an article are one voice, and their tellings the same events."""

import datetime as dt
import itertools
import os
import random
from pathlib import Path

import pytest
from near_copies import copies_of

from dragoman.articles import article_from_text, read
from dragoman.coding import Coder
from dragoman.ledger.merging import NearDuplicates, copies_among, partition, telling_of, voices
from dragoman.records import Article, event_record

SHARED = (
    Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[2] / ".." / "shared")) / "corpus" / "news.jsonl.gz"
)
DUPLICATES = NearDuplicates()
REPORTS = [
    {
        "id": "ferry",
        "date": "2009-03-12",
        "title": "Tonga sends patrol boat to free ferry crew",
        "text": "Tonga sent a patrol boat on Wednesday to free the crew of a ferry that a gang has held at Vava'u since the "
        "weekend, the government said.\n\nPolice arrested two men on the quay after the boat tied up. The prime minister "
        "met the harbour master and called on the gang to let the sailors go.\n\nThe ferry was on her way to Niuatoputapu "
        "with seed yams, roofing iron and the mail. Her owners in Nuku'alofa said that they had paid nobody and that the "
        "passengers, most of them schoolchildren, had come ashore in canoes before dark.",
    },
    {
        "id": "salt",
        "date": "1994-11-02",
        "title": "Mauritania and Senegal sign salt accord",
        "text": "Mauritania and Senegal signed an agreement on Tuesday that reopens the salt road along the river after five "
        "years, officials of both countries said.\n\nThe two foreign ministers met in Rosso under an awning lent by the "
        "customs service. Senegal promised to return forty lorries. Mauritania freed nine traders the same evening.\n\n"
        "Herdsmen on both banks, who have lived from smuggling since the frontier closed, listened to the speeches without "
        "clapping and went back to their goats.",
    },
]  # fmt: skip


def copied(records):
    return [r for record in records for r in (record, *copies_of(record))]


def shingles_of(articles):
    return {a.article_id: DUPLICATES.shingles(a.text, a.title) for a in articles}


def coded(articles, voice_of):
    coder, tellings = Coder(), []
    for article in articles:
        records = map(event_record, coder.code_one(article).events)
        tellings += [telling_of(r, article.published, voice_of[article.article_id], article.title) for r in records]
    return tellings


def article(record):
    fields = {k: record.get(k) for k in ("title", "source", "url")}
    made = article_from_text(record["text"], published=dt.date.fromisoformat(record["date"]), **fields)
    assert isinstance(made, Article), made
    return made


def voice_of(articles):
    pairs = copies_among(shingles_of(articles), {a.article_id: a.published for a in articles}, DUPLICATES)
    return voices([a.article_id for a in articles], pairs)


def test_copies_are_one_voice_and_tell_the_same_events():
    articles = [article(r) for r in copied(REPORTS)]
    voice = voice_of(articles)
    groups = [{voice[a.article_id] for a in articles[n : n + 4]} for n in (0, 4)]
    assert [len(g) for g in groups] == [1, 1]
    assert groups[0] != groups[1]
    alone = coded([articles[0], articles[4]], voice)
    events = partition(coded(articles, voice))
    assert sum(len(e) > 1 for e in events) >= len(alone)


def test_voices_do_not_depend_on_the_order():
    articles = [article(r) for r in copied(REPORTS)]
    known = voice_of(articles)
    random.Random(4).shuffle(articles)
    assert voice_of(articles) == known


def test_alike_is_symmetrical_and_exact():
    held = list(shingles_of([article(r) for r in copied(REPORTS)]).values())
    for n, m in itertools.combinations(range(len(held)), 2):
        assert DUPLICATES.alike(held[n], held[m]) == DUPLICATES.alike(held[m], held[n]) == (n // 4 == m // 4)


def test_same_words_years_apart_are_no_copy():
    first = article(REPORTS[0])
    later = article(REPORTS[0] | {"date": "2011-03-12", "url": "https://later.example/ferry"})
    assert len(set(voice_of([first, later]).values())) == 2


def test_an_empty_text_has_no_bands():
    assert DUPLICATES.bands(DUPLICATES.shingles("")) == ()


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_300_articles_with_three_copies_each():
    if not SHARED.exists():
        pytest.skip(f"{SHARED} is not there: put the shared news corpus beside the repository, or set DRAGOMAN_SHARED")
    originals = [a for a in read(SHARED) if isinstance(a, Article)]
    records = [
        {"id": a.article_id, "date": a.published.isoformat(), "title": a.title, "text": a.text[len(a.title) :].strip()}
        for a in originals
        if a.published and a.title
    ]
    kept = [a for a in originals if a.published and a.title]
    groups = [[a, *map(article, copies_of(r))] for a, r in zip(kept, records, strict=True)]
    everything = [a for group in groups for a in group]
    voice = voice_of(everything)
    recognised = [len({voice[a.article_id] for a in group}) == 1 for group in groups]
    assert sum(recognised) >= 0.99 * len(groups)
    before = len(partition(coded(kept, voice)))
    after = len(partition(coded(everything, voice)))
    print(f"{len(groups)} articles, {sum(recognised)} with all copies in one voice; events {before} -> {after}")
    assert after < 1.1 * before
