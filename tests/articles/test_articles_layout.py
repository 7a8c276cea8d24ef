"""Layout, furniture, identity and dates."""

import datetime as dt

import pytest

from dragoman.articles import article_from_text
from dragoman.articles.dates import parse_date
from dragoman.articles.furniture import is_furniture, table
from dragoman.articles.identity import article_id, canonical_url
from dragoman.articles.repair import repair
from dragoman.records import Dateline

P1 = "The president met the prime minister in the capital on Monday."
P2 = "They agreed on a treaty about water, the ministry said."


def kinds(article):
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks]


def test_all_kinds():
    text = f"By Jane Doe\n\nSEOUL (Reuters) - {P1}\n\nWhat comes next\n\n{P2}\n\nREAD MORE: Another story"
    article = article_from_text(text, title="Leaders agree on water")
    assert kinds(article) == [
        ("title", "Leaders agree on water"), ("byline", "By Jane Doe"), ("dateline", "SEOUL (Reuters) -"), ("paragraph", P1),
        ("heading", "What comes next"), ("paragraph", P2), ("furniture", "READ MORE: Another story"),
    ]  # fmt: skip
    assert article.text.startswith("Leaders agree on water\n\nBy Jane Doe")
    assert article.byline == "By Jane Doe"


def test_title_is_not_doubled():
    article = article_from_text(f"Leaders  agree\n\n{P1}", title="Leaders agree")
    assert article.text.count("agree") == 1 and article.blocks[0].kind == "title"


def test_first_line_becomes_the_title_only_if_it_looks_like_one():
    assert article_from_text(f"Leaders agree\n\n{P1}").title == "Leaders agree"
    assert article_from_text(f"{P1}\n\n{P2}").title is None
    assert article_from_text(f"Leaders agree\n{P1}").title is None


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("SEOUL (Reuters) - ", Dateline("SEOUL", "Reuters", None)),
        ("WASHINGTON — ", Dateline("WASHINGTON", None, None)),
        ("SYDNEY (AP) — ", Dateline("SYDNEY", "AP", None)),
        ("MOSCOW, June 19 (Xinhua) -- ", Dateline("MOSCOW", "Xinhua", "June 19")),
        ("PYONGYANG, June 19 - ", Dateline("PYONGYANG", None, "June 19")),
        ("PALM BEACH, Fla. (Reuters) - ", Dateline("PALM BEACH, Fla.", "Reuters", None)),
        ("WASHINGTON/SEOUL (Reuters) - ", Dateline("WASHINGTON/SEOUL", "Reuters", None)),
        ("Johannesburg (CNN) -- ", Dateline("Johannesburg", "CNN", None)),
        ("(CNN) ", Dateline(None, "CNN", None)),
    ],
)
def test_datelines(opening, dateline):
    article = article_from_text(opening + P1)
    assert article.dateline == dateline
    assert kinds(article) == [("dateline", opening.strip()), ("paragraph", P1)]


def test_no_dateline_in_running_text():
    for text in (
        "The US — which left the pact in May — said that it would return.",
        "Putin (who was late) - as ever - met the king.",
    ):
        assert article_from_text(text).dateline is None


def test_single_newlines_part_paragraphs_and_hard_wraps_do_not():
    assert [k for k, _ in kinds(article_from_text(f"{P1}\n{P2}"))] == ["paragraph", "paragraph"]
    wrapped = "The president met the prime minister in the capital\non Monday to speak about the water of the river which\nboth countries share and need for their fields.\n\n"
    assert [k for k, _ in kinds(article_from_text(wrapped + P2))] == ["paragraph", "paragraph"]


def test_credits_at_the_end_of_a_paragraph():
    article = article_from_text(f"{P1} (Reporting by Jane Doe; Editing by John Roe)")
    assert kinds(article) == [("paragraph", P1), ("furniture", "(Reporting by Jane Doe; Editing by John Roe)")]


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE", "JUST WATCHED Talks go on Replay More Videos ...", "MUST WATCH", "Slideshow (2 images)", "Story highlights",
        "Advertisement", "Click here to read on", "Follow Jane Doe on Twitter", "REUTERS/Jane Doe", "(AP Photo/Jane Doe)", "Getty Images",
        "Reporting by Jane Doe; Editing by John Roe", "The Associated Press contributed to this report.", "© 2020 Outlet",
        "Sign up for our newsletter", "Subscribe", "Watch: how it happened", "PHOTOS: the day", "Troops march. REUTERS/Jane Doe",
        "Enlarge this image toggle caption Jane Doe/AP", "LISTEN TO ARTICLE 4:13", "Story highlights Talks went on", "6 years ago",
    ],
)  # fmt: skip
def test_furniture(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        P1, "Reuters reported that troops had crossed the border.", "The minister read more of the letter aloud.",
        "More than 100 people were killed.", "Watch groups said the vote was fair.", "Photos showed tanks in the streets.",
        "Subscribers protested in the capital.", "He told the AP (Associated Press) that the talks had failed.",
        "Video of the attack was shown on state television.", "Police share this view.", "MOREHOUSE students marched.",
    ],
)  # fmt: skip
def test_no_furniture(line):
    assert not is_furniture(line)


def test_furniture_table_is_whole():
    rows = table()
    assert all(set(r) == {"pattern", "case", "note"} and r["case"] in ("any", "exact") and r["note"] for r in rows)
    assert len({r["pattern"] for r in rows}) == len(rows)


def test_canonical_url():
    assert canonical_url("http://www.Example.org/a/?utm_source=x&id=3&fbclid=1#top") == "https://example.org/a?id=3"
    assert canonical_url("http://[broken") == "http://[broken"


def test_identity_and_revision():
    first = article_from_text(P1, url="http://www.x.org/a/")
    second = article_from_text(P2, url="https://x.org/a#b")
    assert first.article_id == second.article_id and first.content_hash != second.content_hash
    assert article_id(None, "a  b\n") == article_id(None, "a b") != article_id(None, "a c")
    assert len(first.article_id) == 16


DAY = dt.date(2024, 6, 19)


@pytest.mark.parametrize(
    "value",
    [
        "2024-06-19", "2024-06-19T10:00:00Z", "2024/06/19", "Wed, 19 Jun 2024 10:00:00 GMT", "June 19, 2024", "19 June 2024",
        "Wednesday, June 19, 2024", "Jun. 19 2024", 1718791200, "1718791200", 1718791200000, DAY, dt.datetime(2024, 6, 19, 5), "20240619",
    ],
)  # fmt: skip
def test_dates(value):
    assert parse_date(value) == DAY


@pytest.mark.parametrize(
    "value", [None, "", "yesterday", "2024-13-40", True, float("nan"), [], "June 2024", "٢٠٢٤-٠٦-١٩", 1e300]
)
def test_no_dates(value):
    assert parse_date(value) is None


def test_repair():
    assert repair("Itâ€™s the cafÃ©\r\nline\x07 two") == "It’s the café\nline two"
    assert repair("Cafe\u0301 — “fine”") == "Café — “fine”"
