"""Time expressions with their values, and the dates of events."""

import datetime as dt

import pytest

from dragoman.articles import article_from_text
from dragoman.coding.time import placed_by_sentence, timexes, when, written_on
from dragoman.coding.time.expressions import expressions
from dragoman.coding.time.values import days_of, easter, stepped, unit_of, value_at
from dragoman.evaluate.sentencewise import as_article
from dragoman.language import predicate

WEDNESDAY = dt.date(2024, 6, 19)


@pytest.fixture
def read(coder):
    """(text, value) of the time expressions of a text written on a Wednesday in June 2024."""

    def read(text, created=WEDNESDAY):
        return [(t.text, t.value) for t in timexes(coder.parser.parse_one(as_article(text, created)))]

    return read


@pytest.fixture
def dated(coder):
    """The date of the event that a word of a text tells."""

    def dated(text, word, status="occurred", created=WEDNESDAY):
        parsed = coder.parser.parse_one(as_article(text, created))
        times = placed_by_sentence(parsed, created)
        for sentence in parsed.sentences:
            for token in sentence.span:
                if token.text == word:
                    return when(
                        predicate(token),
                        sentence,
                        times.get(sentence.record.index, ()),
                        (created, "publication"),
                        status,
                    )
        raise AssertionError(f"no {word!r} in {text!r}")

    return dated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # days
        ("They met on Tuesday.", [("Tuesday", "2024-06-18")]),
        ("They met on Wednesday.", [("Wednesday", "2024-06-19")]),
        ("They will meet on Monday.", [("Monday", "2024-06-24")]),
        ("They met last Wednesday.", [("last Wednesday", "2024-06-12")]),
        ("They will meet next Friday.", [("next Friday", "2024-06-21")]),
        ("It happened on June 3.", [("June 3", "2024-06-03")]),
        ("It happened on Dec. 11.", [("Dec. 11", "2023-12-11")]),
        ("On 4 October 2007 the court convicted him.", [("4 October 2007", "2007-10-04")]),
        ("On Friday, October 23rd, 1998 he left.", [("Friday, October 23rd, 1998", "1998-10-23")]),
        ("He spoke yesterday.", [("yesterday", "2024-06-18")]),
        ("He spoke the day before yesterday.", [("the day before yesterday", "2024-06-17")]),
        ("He left two days ago.", [("two days ago", "2024-06-17")]),
        ("The accord came on 2007-10-04.", [("2007-10-04", "2007-10-04")]),
        ("He was elected on Thanksgiving Day.", [("Thanksgiving Day", "2023-11-23")]),
        ("They fasted until Good Friday 2024.", [("Good Friday 2024", "2024-03-29")]),
        # weeks, months, seasons, quarters
        ("He left last week.", [("last week", "2024-W24")]),
        ("In August, he left.", [("August", "2023-08")]),
        ("He will leave in August.", [("August", "2024-08")]),
        ("In May 2019 he left.", [("May 2019", "2019-05")]),
        ("He left in early March.", [("early March", "2024-03")]),
        ("Earlier this month he left.", [("Earlier this month", "2024-06")]),
        ("He left last summer.", [("last summer", "2023-SU")]),
        ("Sales fell in the winter of 1998.", [("the winter of 1998", "1998-WI")]),
        ("Exports fell in the third quarter of 1989.", [("the third quarter of 1989", "1989-Q3")]),
        ("Exports fell in fiscal 1989's third quarter.", [("fiscal 1989's third quarter", "1989-Q3")]),
        ("It was built in the first half of 1990.", [("the first half of 1990", "1990-H1")]),
        ("They fought over the weekend.", [("the weekend", "2024-W24-WE")]),
        # years and more
        ("He came to power in 2011.", [("2011", "2011")]),
        ("The 1994 accord is dead.", [("1994", "1994")]),
        ("He has ruled since nineteen ninety-six.", [("nineteen ninety-six", "1996")]),
        ("They fought in the '90s.", [("the '90s", "199")]),
        ("They fought in the late 1970s.", [("the late 1970s", "197")]),
        ("A war of the 19th century.", [("the 19th century", "18")]),
        ("They left 41 years ago.", [("41 years ago", "1983")]),
        # times of day
        ("A bomb exploded at 10:35 a.m. Friday.", [("10:35 a.m. Friday", "2024-06-14T10:35")]),
        ("A bomb exploded on Friday night.", [("Friday night", "2024-06-14TNI")]),
        ("He arrived this morning.", [("this morning", "2024-06-19TMO")]),
        ("He left at 10:30 GMT.", [("10:30 GMT", "2024-06-19T10:30")]),
        # lengths and sets
        ("They agreed a 30-day truce.", [("30-day", "P30D")]),
        ("Talks took two and a half years.", [("two and a half years", "P2Y6M")]),
        ("He has been away for a few months.", [("a few months", "PXM")]),
        ("It was his first visit in 24 years.", [("24 years", "P24Y")]),
        ("It has grown over the past two years.", [("over the past two years", "P2Y")]),
        ("They shelled the town daily.", [("daily", "P1D")]),
        ("They meet every Tuesday.", [("every Tuesday", "XXXX-WXX-2")]),
        ("They meet every two weeks.", [("every two weeks", "P2W")]),
        # not from within a word
        ("A bomb blast Monday killed five.", [("Monday", "2024-06-17")]),
        # references
        ("He is now in Oslo.", [("now", "PRESENT_REF")]),
        ("He recently left.", [("recently", "PAST_REF")]),
        ("They are currently talking.", [("currently", "PRESENT_REF")]),
    ],
)
def test_values(read, text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("They met on 3 May 2021. The next day he resigned.", ("The next day", "2021-05-04")),
        ("They met on 3 May 2021. Two days later he resigned.", ("Two days later", "2021-05-05")),
        ("They met on 3 May 2021. A week earlier he had resigned.", ("A week earlier", "2021-W17")),
        ("They met in May 2021. That month he resigned.", ("That month", "2021-05")),
        ("They met in May 2021. Two days later he resigned.", ("Two days later", "")),
        ("Profit fell in the third quarter of 1989 from a year earlier.", ("a year earlier", "1988-Q3")),
        ("They met on Monday. He left the previous Friday.", ("the previous Friday", "2024-06-14")),
    ],
)
def test_what_is_told_from_another_time(read, text, last):
    assert read(text)[-1] == last


@pytest.mark.parametrize(
    "text",
    [
        "He may leave.",
        "They march on.",
        "The May government fell.",
        "Some 2,000 people came.",
        "They sent 2014 troops to the border.",
        "The Sun said so.",
        "A second man was held.",
        "The 52-year-old was held.",
        "He was 37 years old.",
        "Three-quarters of them left.",
        "They left as soon as they could.",
        "The index lost 5.39, on average.",
        "He read 9" + "7" * 5000 + " pages.",
    ],
)
def test_what_is_no_time(read, text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It was signed on 30 February 2020.", ""),
        ("It was signed on 30 February.", ""),
        ("It was signed on 2020-13-45.", ""),
        ("It began in 1445 AH.", ""),
        ("It began in 2567 BE.", ""),
        ("Caesar fell in 44 BC.", "BC0044"),
        ("It was signed on 10/11/2012.", "2012-XX-XX"),
        ("It was signed on 23/11/2012.", "2012-11-23"),
    ],
)
def test_null_beats_a_guess(read, text, value):
    ((_, found),) = read(text)
    assert found == value
    assert days_of(found) is None or found == "2012-11-23"


def test_without_a_creation_date_only_full_dates_have_values(read):
    assert read("They met on Tuesday and last week.", None) == [("Tuesday", ""), ("last week", "")]
    assert read("They met on 4 October 2007.", None) == [("4 October 2007", "2007-10-04")]


def test_offsets_point_into_the_text(coder):
    text = "A title\n\nThey met on Tuesday.  It rained in May 2019."
    for found in timexes(coder.parser.parse_one(as_article(text, WEDNESDAY))):
        assert text[found.start : found.end] == found.text


def test_long_runs_of_digits_and_words_end():
    assert expressions("9" * 5000) == []
    assert len(expressions("two days ago " * 1000)) > 10
    assert expressions("") == []


@pytest.mark.parametrize(
    "value", ["2024-02-30", "2024-W54", "2023-W53", "0000", "P2D", "PAST_REF", "", "BC0044", "XXXX-05"]
)
def test_values_that_are_no_days(value):
    assert days_of(value) is None


def test_reckoning():
    assert value_at(dt.date(1998, 8, 7), "week") == "1998-W32"
    assert stepped(dt.date.max, 1, "day") is None
    assert stepped(dt.date(2024, 2, 29), 1, "year") == dt.date(2025, 2, 28)
    assert easter(2024) == dt.date(2024, 3, 31)
    assert unit_of("1989-Q3") == "quarter"


@pytest.mark.parametrize(
    ("text", "word", "start", "precision", "source"),
    [
        ("Police arrested him on Tuesday.", "arrested", "2024-06-18", "day", "clause"),
        ("On Monday police came and arrested him.", "arrested", "2024-06-17", "day", "clause"),
        ("He was arrested and sentenced on Monday.", "arrested", "2024-06-17", "day", "clause"),
        ("Tuesday's attack killed five.", "attack", "2024-06-18", "day", "clause"),
        ("Kyiv said on Monday that Russia shelled the town.", "shelled", "2024-06-17", "day", "sentence"),
        ("The minister denounced the 1994 accord.", "denounced", "2024-06-19", "day", "publication"),
        ("The minister deplores the raid of 3 May.", "deplores", "2024-06-19", "day", "publication"),
        ("Police arrested him last week.", "arrested", "2024-06-10", "week", "clause"),
        ("He was jailed in 2011.", "jailed", "2011-01-01", "year", "clause"),
        ("They conferred in Accra on 4 and 5 May 2024.", "conferred", "2024-05-04", "range", "clause"),
        ("They met there for the first time.", "met", "2024-06-19", "day", "publication"),
        ("Three days after rebels seized the mine, the army attacked on Tuesday.", "seized", "2024-06-15", "day", "clause"),
    ],
)  # fmt: skip
def test_dates_of_events(dated, text, word, start, precision, source):
    found = dated(text, word)
    assert (found.start, found.precision, found.source) == (start, precision, source)


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("They will meet soon.", "meet", "planned"),
        ("The army attacked two weeks after the vote in the capital was cancelled by the other side.", "vote", "planned"),
        ("He recently jailed two reporters.", "jailed", "occurred"),
        ("Rebels had burned the school.", "burned", "occurred"),
        ("They fought in the 1990s.", "fought", "occurred"),
        ("The army attacked on 30 February 2024.", "attacked", "occurred"),
        ("Washington has paid Iraq billions for many years.", "paid", "occurred"),
        ("They met there for quite some time.", "met", "occurred"),
        ("Russia generally supported the operation.", "supported", "occurred"),
        ("They will pray at a mosque razed by zealots.", "razed", "occurred"),
        ("He released the man who had shot the mayor.", "shot", "occurred"),
    ],
)  # fmt: skip
def test_events_with_no_date(dated, text, word, status):
    assert dated(text, word, status).start is None


def test_what_is_planned_lies_ahead(dated):
    assert dated("A strike is planned for Monday.", "strike", "planned").start == "2024-06-24"
    assert dated("They will march on Saturday.", "march", "planned").start == "2024-06-22"


def test_what_occurred_does_not(dated):
    assert dated("The president, who insulted the envoy, will travel next week.", "insulted").start is None


def test_an_article_speaks_from_its_dateline(coder):
    text = "ACCRA, June 17 (Reuters) - Police arrested five students on Sunday. They blame the rector."
    article = article_from_text(text, title="Five held", published=WEDNESDAY)
    events = coder.code_one(article).events
    assert written_on(article) == (dt.date(2024, 6, 17), "dateline")
    assert [(e.when.start, e.when.source) for e in events if e.event_type == "COERCE"] == [("2024-06-16", "clause")]


def test_a_dateline_far_from_publication_is_none():
    article = article_from_text("ACCRA, March 3 (Reuters) - Police arrested five students.", published=WEDNESDAY)
    assert written_on(article) == (WEDNESDAY, "publication")


def test_news_of_the_day_told_to_be_of_this_month(coder):
    text = "Police arrested the opposition leader.\n\nIt was in June 2024 that police arrested the opposition leader in Accra."
    article = article_from_text(text, title="Police arrest opposition leader in Accra", published=WEDNESDAY)
    arrests = [e for e in coder.code_one(article).events if e.event_type == "COERCE"]
    assert [(len(e.mentions), e.when.start, e.when.source) for e in arrests] == [(3, "2024-06-19", "publication")]


@pytest.mark.parametrize(
    ("before", "start"), [("In 2011 the port was shut.", None), ("The port is shut.", "2024-06-19")]
)
def test_what_goes_on_from_long_ago_is_not_of_the_day(coder, before, start):
    text = f"Two killed in Benghazi\n\n{before} Libyan soldiers shot two dockers in Benghazi."
    article = article_from_text(text, published=dt.date(2024, 6, 19))
    shot = [m for e in coder.code_one(article).events for m in e.mentions if m.trigger.text == "shot"]
    assert [m.when.start for m in shot] == [start]


def test_violence_is_not_announced(coder):
    text = "The ministers of Chad will discuss on Monday the October 3 massacre at Abeche."
    events = coder.code_one(as_article(text, dt.date(2016, 9, 22))).events
    assert all(e.status != "planned" for e in events if e.event_type == "ASSAULT")
