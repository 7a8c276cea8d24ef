"""Reported speech: source, cue, content, and the chain above an event."""

import datetime as dt
import time

import pytest

from dragoman.actors import ArticleActors
from dragoman.articles import article_from_text
from dragoman.coding.attribution import Voices, labels_of, promised, reports_of
from dragoman.records import Actor, Article, Attribution


def parsed_of(coder, text):
    article = article_from_text(f"Border talks resume in Nicosia\n\n{text}")
    assert isinstance(article, Article)
    return coder.parser.parse_one(article)


def told(coder, text):
    """(shape, source, cue, contents) of every report in the body."""
    parsed = parsed_of(coder, text)
    found = [r for number, reports in sorted(reports_of(parsed).items()) if number for r in reports]
    return [
        (r.shape, r.source.text if r.source else None, r.cue.text if r.cue else None, [c.text for c in r.contents])
        for r in found
    ]


def sources_of(coder, text, word):
    """Names of the sources above a word of the body."""
    parsed = parsed_of(coder, text)
    voices = Voices(parsed, ArticleActors(parsed, coder.gazetteer))
    for sentence in parsed.sentences[1:]:
        for token in sentence.span:
            if token.text == word:
                return [link.source.name for link in voices.chain(token, sentence)]
    raise AssertionError(word)


CASES = [
    ("The Georgian prime minister said the border would open.", "clause", "The Georgian prime minister", "said", ["the border would open"]),
    ("“We will open the border,” the minister said.", "quote", "the minister", "said", ["“We will open the border,”"]),
    ("“The border,” the minister said, “will open.”", "quote", "the minister", "said", ["“The border,”", "“will open.”"]),
    ("The border will open, according to two Turkish officials.", "according", "two Turkish officials", "according to", ["The border will open"]),
    ("In February, the ministry said, the army left the town.", "clause", "the ministry", "said", ["In February", "the army left the town"]),
    ("The next day, according to two officials, he resigned.", "according", "two officials", "according to", ["The next day", "he resigned"]),
    ("The army had left the town, the ministry said, and the road was clear.", "clause", "the ministry", "said", ["The army had left the town", "and the road was clear"]),
    ("Bratislava ridiculed Hungary's claim that the canal was blocked.", "noun", "Hungary's", "claim", ["that the canal was blocked"]),
    ("The rebels claimed responsibility for the bombing.", "noun", "The rebels", "claimed responsibility for", ["the bombing"]),
    ("Kenya has called on Sudan to free the pilots.", "phrase", "Kenya", "has called on", ["Sudan to free the pilots"]),
    ("The general denied having shelled the camp.", "clause", "The general", "denied", ["having shelled the camp"]),
    ("Uganda plans to withdraw its troops.", "infinitive", "Uganda", "plans", ["to withdraw its troops"]),
    ("Two soldiers were killed, the Daily Nation reports.", "clause", "the Daily Nation", "reports", ["Two soldiers were killed"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "shape", "source", "cue", "contents"), CASES, ids=[c[0][:40] for c in CASES])
def test_reports(coder, text, shape, source, cue, contents):
    assert (shape, source, cue, contents) in told(coder, text)


def test_what_is_quoted_is_not_searched(coder):
    found = told(coder, "“He says that he fears war,” the envoy said.")
    assert [(source, cue) for _, source, cue, _ in found] == [("the envoy", "said")]


def test_sentence_after_semicolon_is_not_reported(coder):
    assert (
        sources_of(coder, "Chad closed the road; the envoys met in Abéché, Niger's foreign ministry said.", "closed")
        == []
    )


def test_nested_sources_outermost_first(coder):
    text = "Reuters reported that Polish officials said Belarus had closed the crossing."
    assert sources_of(coder, text, "closed") == ["Reuters", "Polish officials"]


def test_two_sources_of_one_report(coder):
    text = "Egypt said that Sudan had shut the border, according to Reuters."
    assert sources_of(coder, text, "shut") == ["Reuters", "Egypt"]


def test_media_that_relay_stand_in_the_statement_beside_the_source(coder):
    article = article_from_text(
        "Border\n\nReuters reported that Polish officials said Belarus had closed the crossing."
    )
    assert isinstance(article, Article)
    told = {s.source.name: [a.name for a in s.through] for s in coder.code_one(article).statements}
    assert told == {"Reuters": [], "Polish officials": ["Reuters"]}


def test_background_is_told_by_the_article(coder):
    text = "Kenya said it would free the pilots after meeting Sudan's envoys."
    assert sources_of(coder, text, "free") == ["Kenya"]
    assert sources_of(coder, text, "meeting") == []


def test_praised_and_deplored_acts_stand_on_the_articles_word(coder):
    assert sources_of(coder, "France deplored the shelling of the harbour.", "shelling") == []
    assert sources_of(coder, "France accused Serbia of shelling the harbour.", "shelling") == ["France"]


def test_unknown_source_is_kept_in_the_articles_words(coder):
    assert sources_of(coder, "The Zyrmqua Ledger reported that troops had fired on a crowd.", "fired") == [
        "Zyrmqua Ledger"
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Media reports said troops had fired on a crowd.", ("press", None, "JRN")),
        ("According to Israeli news reports, troops had fired on a crowd.", ("press", "ISR", "JRN")),
        ("The Nation told it first. In May, the paper said, troops had fired on a crowd in Kenya.", ("press", "KEN", "JRN")),
        ("Le Monde told it first. In May, the paper said, troops had fired on a crowd.", ("Le Monde", "FRA", "JRN")),
        ("According to memos written by Barack Obama, troops had fired on a crowd.", ("Barack Obama", "USA", "ELI")),
        ("Last year 59% said troops had fired on a crowd.", ("respondents", None, None)),
        ("A Kenyan army report said troops had fired on a crowd.", ("Kenya Defence Forces", "KEN", "MIL")),
    ],
)  # fmt: skip
def test_whose_words_a_thing_holds(coder, text, source):
    article = article_from_text(f"Border talks resume in Nicosia\n\n{text}", published=dt.date(2020, 5, 14))
    assert isinstance(article, Article)
    parsed = coder.parser.parse_one(article)
    voices = Voices(parsed, ArticleActors(parsed, coder.gazetteer))
    (fired,) = [(t, s) for s in parsed.sentences for t in s.span if t.text == "fired"]
    assert [(s.source.name, s.source.country, s.source.sector) for s in voices.chain(*fired)] == [source]


def test_quotation_over_sentences_has_one_speaker(coder):
    text = "“They shelled the market. They burned the mill,” said Kenyan President William Ruto."
    assert sources_of(coder, text, "burned") == sources_of(coder, text, "shelled") != []


ODD = [
    "“" * 40,
    "“He said ‘she said “they said ‘we said “it is over”’”’” the envoy said.",
    "He said “it never closes.\n\nThe army left.",
    "”Closed before open“ said nobody.",
    "According to.",
    "Said said said said, said.",
    ":",
    "-- \n\n—",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_marks_do_not_stop_it(coder, text):
    parsed = coder.parser.parse_words([text.split() or ["x"]])
    for number, reports in reports_of(parsed).items():
        doc = next(s.span.doc for s in parsed.sentences if s.paragraph == number)
        assert len(labels_of(doc, reports)) == len(doc)
    article = article_from_text(f"A title\n\n{text} The talks ended in Nicosia after two days without any result.")
    assert isinstance(article, Article)
    coder.code_one(article)


def test_a_quotation_of_three_thousand_words(coder):
    speech = " ".join(["We will hold the river and the town."] * 375)
    begun = time.perf_counter()
    parsed = parsed_of(coder, f"“{speech}” the general said.")
    assert reports_of(parsed)
    assert time.perf_counter() - begun < 20


def events_of(coder, text):
    """(type, status, names of sources) of every event of a text."""
    article = article_from_text(f"Border talks resume in Nicosia\n\n{text}")
    assert isinstance(article, Article)
    return [
        (e.event_type, e.status, [s.source.name for s in e.mentions[0].attribution])
        for e in coder.code_one(article).events
    ]


def test_a_promise_is_done_in_saying_it(coder):
    assert ("REJECT", "occurred", []) in events_of(coder, "Chile said it will refuse the offer of Bolivia.")


def test_a_promise_told_by_another_is_still_ahead():
    chile, peru = Actor("Chile", "CHL", "GOV", ("GOV",)), Actor("Peru", "PER", "GOV", ("GOV",))
    told = (Attribution(peru, "say", 0, 4), Attribution(chile, "say", 10, 14))
    assert promised(told, "AGREE", "planned", (chile,))
    assert not promised(told[:1], "AGREE", "planned", (chile,))
    assert not promised(told, "AID", "planned", (chile,))
    assert not promised(told, "AGREE", "denied", (chile,))
    assert not promised((), "AGREE", "planned", (chile,))


def test_what_is_taken_for_granted_is_nobodys_claim(coder):
    text = "Peru said on Friday that the bombing of its embassy in Chad had not been solved."
    assert all(sources == [] for kind, _, sources in events_of(coder, text) if kind == "ASSAULT")
