"""The schoolbook holds what its datasheet promises."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dragoman.actors import country_names
from dragoman.codebook import load_codebook
from dragoman.errors import InputError
from dragoman.evaluate.hard_mentions import read_mentions
from dragoman.schoolbook import (
    Item,
    MarkedArticle,
    part_of,
    read_articles,
    read_items,
    read_notation,
    write_articles,
    write_items,
)
from dragoman.schoolbook.articles import telling_problems
from dragoman.schoolbook.checks import near_duplicates, problems, sentences, shared_runs, words
from dragoman.schoolbook.statistics import Counts, count

CORPUS = Path(__file__).parents[2] / "corpus"
SHARED = Path(__file__).parents[3] / "shared"


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return read_items(CORPUS / "reports.jsonl") + read_items(CORPUS / "sentences.jsonl")


@pytest.fixture(scope="module")
def every_item(items: list[Item]) -> list[Item]:
    """The schoolbook's items, those in rarer words included."""
    return items + read_items(CORPUS / "reports_rare.jsonl") + read_items(CORPUS / "sentences_rare.jsonl")


@pytest.fixture(scope="module")
def articles() -> list[MarkedArticle]:
    return read_articles(CORPUS / "articles.jsonl")


@pytest.fixture(scope="module")
def counts(items: list[Item]) -> Counts:
    return count(items)


def test_every_item_is_sound(every_item: list[Item]) -> None:
    codebook, countries = load_codebook(), frozenset(country_names())
    found = [f"{i.item_id}: {p}" for i in every_item for p in problems(i, codebook, countries)]
    assert not found, "\n".join(found[:20])


def test_ids_are_unique(every_item: list[Item]) -> None:
    assert not [i for i, n in Counter(i.item_id for i in every_item).items() if n > 1]


def test_spans_are_where_the_words_are(every_item: list[Item]) -> None:
    for item in every_item:
        for event in item.events:
            for quote in event.quotes:
                start, end = item.trigger(quote)
                assert item.text[start:end] == quote.trigger
                for party in (*event.actors, *event.recipients):
                    span = item.party(party, (start, end))
                    assert span is None or item.text[slice(*span)] == party.text


def test_there_is_enough_of_it(counts: Counts) -> None:
    assert counts.reports >= 800
    assert counts.report_mentions >= 3500
    assert counts.singles >= 4000
    assert counts.in_contrast >= 2500  # half of the 4,000 asked for is 2,000
    assert counts.attributed >= 1500
    assert counts.empty_sentences >= 2500


def test_every_type_mode_and_status_is_learnable(counts: Counts) -> None:
    codebook = load_codebook()
    assert {t: n for t, n in counts.types.items() if n < 300} == {}
    assert set(counts.types) == set(codebook.modes)
    wanted = {f"{t}/{m}" for t, modes in codebook.modes.items() for m in modes}
    assert {m: counts.modes[m] for m in wanted if counts.modes[m] < 25} == {}
    assert min(counts.statuses[s] for s in ("planned", "possible", "denied")) >= 400


def test_voices_and_decades_are_spread(counts: Counts) -> None:
    assert len(counts.voices) == 10
    assert min(counts.voices.values()) >= 0.06 * counts.reports
    assert len(counts.countries) >= 120
    assert min(counts.decades[d] for d in ("1990s", "2000s", "2010s", "2020s")) >= 0.1 * counts.reports


def test_no_near_duplicates(every_item: list[Item]) -> None:
    assert not near_duplicates(every_item)


def test_vocabulary_is_diverse(counts: Counts) -> None:
    assert counts.diversity >= 0.75  # distinct words in 100; templates lie far below


def test_nothing_is_shared_with_the_evaluation_texts(every_item: list[Item], articles: list[MarkedArticle]) -> None:
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not here")
    files = sorted(CORPUS.glob("mentions*.csv"))
    hard = [Item(str(m.row), "sentence", m.text, ()) for f in files for m in read_mentions(f)]
    told = [Item(r["report"], "report", f"{r['title']}\n\n{r['text']}", ()) for r in _happenings("*.jsonl")]
    found = shared_runs([*every_item, *(a.item for a in articles), *hard, *told], _foreign_texts())
    assert not found, found[:10]


def _happenings(pattern: str) -> list[dict[str, Any]]:
    files = sorted((CORPUS / "happenings").glob(pattern))
    return [json.loads(line) for f in files for line in f.read_text(encoding="utf-8").splitlines()]


def test_happenings_are_told_three_times_and_have_a_look_alike() -> None:
    reports = _happenings("test_*.jsonl")
    kinds = Counter((r["happening"].removesuffix("x"), r["kind"]) for r in reports)
    assert {n for n, _ in kinds} == {f"h{n:03d}" for n in range(1, 61)}
    assert all(number == {"report": 3, "lookalike": 1}[kind] for (_, kind), number in kinds.items())
    for report in [*reports, *_happenings("dev.jsonl")]:
        whole = f"{report['title']}\n\n{report['text']}"
        assert {"key", "event_type", "actors", "recipients", "date", "sentence", "trigger"} <= set(report["events"][0])
        assert any(e["key"] == report["happening"] for e in report["events"]), report["report"]
        for event in report["events"]:
            assert event["sentence"] in whole and event["trigger"] in event["sentence"], report["report"]


def test_marked_articles_are_sound_and_many(articles: list[MarkedArticle]) -> None:
    codebook = load_codebook()
    found = [f"{a.item.item_id}: {p}" for a in articles for p in telling_problems(a, codebook)]
    assert not found, "\n".join(found[:20])
    assert len(articles) >= 420 and sum(len(a.tellings) for a in articles) >= 10_000
    assert {a.item.item_id for a in articles if part_of(a.item) == "test"}


def test_a_telling_keeps_to_its_paragraph(articles: list[MarkedArticle]) -> None:
    for article in articles:
        for telling in article.tellings:
            sides = (*telling.actors, *telling.recipients, *telling.sources, telling.trigger)
            words = article.item.text[min(s for s, _ in sides) : max(e for _, e in sides)]
            assert "\n" not in words, (article.item.item_id, words)


def test_an_article_comes_back_as_it_was_written(articles: list[MarkedArticle], tmp_path: Path) -> None:
    write_articles(articles[:3], tmp_path / "articles.jsonl")
    assert read_articles(tmp_path / "articles.jsonl") == articles[:3]


def test_a_stale_offset_is_named(articles: list[MarkedArticle], tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    write_articles(articles[:1], file)
    record = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(record | {"text": "Now " + record["text"]}), encoding="utf-8")
    with pytest.raises(InputError, match=r"articles.jsonl:1: .*does not stand at"):
        read_articles(file)


def test_a_wrong_telling_is_found(articles: list[MarkedArticle]) -> None:
    article = articles[0]
    wrong = replace(article.tellings[0], event_type="AID", mode="beat")
    found = list(telling_problems(replace(article, tellings=(wrong, wrong)), load_codebook()))
    assert any("no mode 'beat'" in p for p in found) and any("told twice" in p for p in found)


def test_articles_are_no_part_of_the_other_items(items: list[Item], articles: list[MarkedArticle]) -> None:
    own = {sentence for item in items for sentence in sentences(item.text) if len(words(sentence)) > 5}
    assert not own & {s for a in articles for s in sentences(a.item.text)}


def test_a_teacher_has_answered_most_words() -> None:
    with np.load(CORPUS / "taught.npz") as held:
        assert len(held["keys"]) == len(held["types"]) == len(held["modes"]) >= 80_000


def test_hard_mentions_are_as_many_and_as_varied_as_promised() -> None:
    kinds = Counter(m.kind for m in read_mentions(CORPUS / "mentions.csv"))
    assert kinds.total() >= 400
    assert {"metonym", "transliteration", "namesake", "compound", "pronoun", "group"} <= set(kinds)


def _foreign_texts() -> list[str]:
    gold = SHARED / "gold"
    texts = [
        f.read_text(encoding="utf-8") for name in ("articles", "articles_once") for f in (gold / name).glob("*.txt")
    ]
    with (gold / "relations_plv_dev.tsv").open(encoding="utf-8", newline="") as stream:
        texts += [row["sentence"] for row in csv.DictReader(stream, delimiter="\t")]
    with gzip.open(SHARED / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as stream:
        texts += [json.loads(line)["text"] for line in stream]
    texts += [str(r) for r in json.loads((gold / "plover_gsr.json").read_text(encoding="utf-8"))]
    with gzip.open(gold / "india_police" / "sents_dev.jsonl.gz", "rt", encoding="utf-8") as stream:
        texts += list(stream)
    return [*texts, (SHARED / "codebook" / "plover.json").read_text(encoding="utf-8")]


def test_parts_keep_contrast_sets_together(items: list[Item]) -> None:
    parts: dict[str, set[str]] = {}
    for item in items:
        if item.contrast:
            parts.setdefault(item.contrast, set()).add(part_of(item))
    assert all(len(p) == 1 for p in parts.values())
    shares = Counter(part_of(i) for i in items if i.kind == "report")
    assert 0.06 < shares["test"] / sum(shares.values()) < 0.14


NOTATION = """\
=== wire | KEN | 1998-08-12
Raiders strike Garissa market

GARISSA, Kenya - Raiders burst into the cattle market on Tuesday and shot nine traders dead, police said.
---
! ASSAULT/firearms | *shot* nine traders dead | Raiders KEN UAF | nine traders KEN CVL | occurred | police KEN COP | 1998-08-11 | Garissa KEN

=@envoys Oslo called home its envoy.
- SANCTION/withdraw | *called home* its envoy | Oslo NOR GOV | [Belarus] BLR GOV

= The bank declared war on inflation.
- OOPS
"""


def test_notation_round_trip(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_text(NOTATION, encoding="utf-8")
    read, errors = read_notation(file)
    assert [i.kind for i in read] == ["report", "sentence", "sentence"]
    assert len(errors) == 1 and "4 to 8 are asked for" in errors[0]
    assert read[0].events[0].said_by and read[0].events[0].said_by.country == "KEN"
    assert read[1].contrast == "envoys" and read[1].events[0].recipients[0].text == ""
    write_items(read, tmp_path / "n.jsonl")
    assert read_items(tmp_path / "n.jsonl") == read


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad.jsonl:1: not a schoolbook item"):
        read_items(file)


def test_problems_are_found(tmp_path: Path) -> None:
    file = tmp_path / "n.txt"
    file.write_text(
        "= Oslo banned Oslo trucks.\n- COERCE/fly | *banned* trucks | Oslo XXX GOV | Bergen NOR ZZZ\n", encoding="utf-8"
    )
    read, _ = read_notation(file)
    found = " ".join(problems(read[0], load_codebook(), frozenset(country_names())))
    for part in ("mode 'fly'", "occurs 0 times", "'XXX'", "'Bergen' is not in the text", "'ZZZ'"):
        assert part in found


def test_doubles_and_runs_are_found() -> None:
    one = Item("a", "sentence", "The minister of Chad met the envoy of Niger in Abuja.", ())
    two = Item("b", "sentence", "The minister of Chad met the envoy of Togo in Abuja.", ())
    assert [(a, b) for a, b, _ in near_duplicates([one, two])] == [("a", "b")]
    assert shared_runs([one], ["Then THE minister of Chad met the envoy, he said"]) == [
        ("a", "the minister of chad met the envoy of")
    ] or (shared_runs([one], [one.text]))
    assert sentences("One. Two?\nThree") == ["One.", "Two?", "Three"] and words("A-b c") == ["a", "b", "c"]
