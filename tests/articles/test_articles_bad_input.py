"""Bad input of every kind: a reason each time, never a crash."""

import datetime as dt
import gzip
import io
import json
import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.articles import REASONS, article_from_text, count_documents, read, read_many
from dragoman.articles.limits import Guarded, TooLargeError, lines, too_deep
from dragoman.errors import InputError
from dragoman.records import Article, LeftOut

BODY = "The president met the prime minister in the capital on Monday and they agreed on a treaty about water."


def reasons(documents):
    found = [d.reason if isinstance(d, LeftOut) else "ok" for d in documents]
    assert all(r in REASONS or r == "ok" for r in found)
    return found


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html", "a.json", "a.parquet", "a.rss", "a.warc", "a"])
def test_empty_file(tmp_path, name):
    assert reasons(read(put(tmp_path, name, b""))) == ["empty"]


def test_blank_file(tmp_path):
    assert reasons(read(put(tmp_path, "a.txt", " \n\n "))) == ["empty"]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + b"abc" * 50, b"text with \x00 inside of it", b"%PDF-1.4 xyz"])
def test_binary(tmp_path, data):
    assert reasons(read(put(tmp_path, "a.txt", data))) == ["binary"]


def test_single_line_of_50_mb(tmp_path):
    path = put(tmp_path, "a.txt", b"word " * 10_000_000)
    assert reasons(read(path)) == ["too-large"]
    path = put(
        tmp_path, "a.jsonl", b'{"text": "' + b"word " * 10_000_000 + b'"}\n' + json.dumps({"text": BODY}).encode()
    )
    assert reasons(read(path)) == ["too-large", "ok"]


def test_lines_skips_what_is_too_long():
    stream = io.BytesIO(b"a\n" + b"b" * 100 + b"\nc\n")
    assert list(lines(stream, 10)) == [(1, b"a\n"), (2, None), (3, b"c\n")]


def test_line_of_exactly_one_byte_too_many_does_not_swallow_the_next():
    assert [n for n, _ in lines(io.BytesIO(b"b" * 11 + b"\nc\n"), 10)] == [1, 2]


def test_gzip_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr("dragoman.articles.limits.BOMB_FLOOR", 1000)
    packed = io.BytesIO(gzip.compress(b"a" * 5_000_000))
    stream = io.BufferedReader(Guarded(gzip.GzipFile(fileobj=packed), packed))
    with pytest.raises(TooLargeError):
        stream.read()


def test_truncated_gzip(tmp_path):
    data = gzip.compress(json.dumps({"text": BODY}).encode() * 100)
    assert reasons(read(put(tmp_path, "a.jsonl.gz", data[: len(data) // 2])))[-1] == "unreadable"


def test_windows_1252_is_read(tmp_path):
    (article,) = read(
        put(tmp_path, "a.txt", "The café’s owner told the président that “all is well” on Monday.".encode("cp1252"))
    )
    assert "café’s owner" in article.text and "“all is well”" in article.text


def test_one_broken_byte_leaves_the_rest_whole(tmp_path):
    data = "The café’s owner told the minister on Monday that all was well in town.".encode() + b" \xff"
    (article,) = read(put(tmp_path, "a.txt", data))
    assert "café’s owner" in article.text


def test_bytes_of_no_encoding(tmp_path):
    assert reasons(read(put(tmp_path, "a.txt", bytes(range(128, 256)) * 20))) == ["bad-encoding"]


def test_html_with_scripts(tmp_path):
    page = f"""<html><head><title>Leaders agree on water</title><script>var secret = "alert";</script></head>
    <body><article><h1>Leaders agree on water</h1><p>{BODY}</p><script>secret()</script><p>{BODY} Again.</p></article></body></html>"""
    (article,) = read(put(tmp_path, "a.html", page))
    assert article.title == "Leaders agree on water"
    assert "secret" not in article.text and BODY in article.text


def test_html_without_article(tmp_path):
    assert reasons(read(put(tmp_path, "a.html", "<html><body><script>x</script></body></html>"))) == ["empty"]


def test_jsonl_with_broken_lines(tmp_path):
    rows = [
        json.dumps({"text": BODY}),
        "{broken",
        "[1]",
        '{"title": "x"}',
        '{"text": 5}',
        '{"text": null}',
        "",
        json.dumps({"text": BODY}),
    ]
    documents = list(read(put(tmp_path, "a.jsonl", "\n".join(rows))))
    assert reasons(documents) == ["ok", "broken-json", "wrong-type", "missing-text", "wrong-type", "missing-text", "ok"]
    assert [d.record for d in documents] == [f"line {n}" for n in (1, 2, 3, 4, 5, 6, 8)]


def test_deep_json(tmp_path):
    deep = '{"text": "x", "a": ' + "[" * 60 + "]" * 60 + "}"
    deeper = "[" * 100_000
    assert reasons(read(put(tmp_path, "a.jsonl", f"{deep}\n{deeper}\n"))) == ["broken-json", "broken-json"]
    assert not too_deep([[1]])


def test_lone_surrogates_in_json(tmp_path):
    (article,) = read(put(tmp_path, "a.jsonl", '{"text": "' + BODY + ' \\ud800", "url": "http://a.b/\\ud800"}'))
    article.text.encode()


def test_csv_with_other_columns(tmp_path):
    path = put(tmp_path, "a.csv", f'\ufeffwhen,story\n2020-01-02,"{BODY}"\n')
    (left,) = read(path)
    assert left.reason == "missing-text"
    assert "when, story" in left.detail and "--columns text=NAME" in left.detail
    (article,) = read(path, columns={"text": "story", "date": "when"})
    assert article.published == dt.date(2020, 1, 2)


def test_csv_with_large_field_and_guessed_columns(tmp_path):
    long = (BODY + "\n") * 3000
    (article,) = read(
        put(tmp_path, "a.csv", f'\ufeffHeadline,Content,Publication_Date\nA title here,"{long}",2020/01/02\n')
    )
    assert article.title == "A title here" and len(article.text) > 200_000
    assert article.published == dt.date(2020, 1, 2)


def test_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"body": [BODY, None], "published": [dt.date(2020, 1, 2)] * 2}), path)
    documents = list(read(path))
    assert reasons(documents) == ["ok", "missing-text"]
    assert documents[0].published == dt.date(2020, 1, 2)


def test_parquet_with_wrong_type(tmp_path):
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [1, 2]}), path)
    assert reasons(read(path)) == ["wrong-type", "wrong-type"]


@pytest.mark.parametrize("name", ["a.parquet", "a.warc", "a.warc.gz", "a.jsonl.gz", "a.rss", "a.json"])
def test_garbage_under_a_good_name(tmp_path, name):
    assert set(reasons(read(put(tmp_path, name, b"this is not what the name says")))) <= set(REASONS)


def test_one_word(tmp_path):
    assert reasons(read(put(tmp_path, "a.txt", "Hello"))) == ["too-short"]


def test_russian(tmp_path):
    text = "Президент России встретился с премьер-министром в столице в понедельник, и они договорились о воде. " * 3
    assert reasons(read(put(tmp_path, "a.txt", text))) == ["not-english"]


def test_future_date():
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
    assert reasons([article_from_text(BODY, published=day)]) == ["future-date"]
    assert isinstance(article_from_text(BODY, published=day - dt.timedelta(days=2)), Article)


def test_paths_that_do_not_exist(tmp_path):
    good = put(tmp_path, "a.txt", BODY)
    with pytest.raises(InputError, match="nowhere"):
        read_many([good, tmp_path / "nowhere"])
    with pytest.raises(InputError):
        read("a\x00b")


def test_folder_with_unreadable_file(tmp_path):
    put(tmp_path, "b.txt", BODY)
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "c.txt")
    assert reasons(read(tmp_path)) == ["unreadable", "ok", "unreadable"]


def test_folders_are_read_in_order(tmp_path):
    (tmp_path / "sub").mkdir()
    for name in ("z.txt", "b.txt", "sub/a.txt"):
        put(tmp_path, name, BODY)
    assert [d.origin.rsplit("/", 1)[1] for d in read(tmp_path)] == ["b.txt", "a.txt", "z.txt"]
    assert count_documents([tmp_path]) == 3


def test_counting(tmp_path):
    path = put(tmp_path, "a.jsonl.gz", gzip.compress(b"{}\n{}\n{}"))
    assert count_documents([path]) == 3
    assert count_documents(["-"]) is None


def test_feed(tmp_path):
    feed = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet</title><item><title>A &amp; B</title>
    <link>http://x.org/1</link><pubDate>Wed, 19 Jun 2024 10:00:00 GMT</pubDate><description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item></channel></rss>"""
    (article,) = read(put(tmp_path, "a.rss", feed))
    assert (article.title, article.source, article.published) == ("A & B", "Outlet", dt.date(2024, 6, 19))


def test_warc(tmp_path):
    page = f"<html><body><article><h1>Water</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>".encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(page) + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x.org/1\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += b"WARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
    record = head + b"Content-Length: %d\r\n\r\n" % len(http) + http + b"\r\n\r\n"
    for name, data in (("a.warc", record), ("b.warc.gz", gzip.compress(record))):
        (article,) = read(put(tmp_path, name, data))
        assert BODY in article.text and article.url == "http://x.org/1"


def test_streams():
    assert reasons(read(io.BytesIO(json.dumps({"text": BODY}).encode()))) == ["ok"]
    assert reasons(read(io.BytesIO(BODY.encode()))) == ["ok"]
    assert reasons(read(io.StringIO(BODY))) == ["unreadable"]


SUFFIXES = [".txt", ".jsonl", ".json", ".csv", ".html", ".rss", ".parquet", ".warc", ".jsonl.gz", ""]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), suffix=st.sampled_from(SUFFIXES))
def test_arbitrary_bytes_never_crash(tmp_path, data, suffix):
    reasons(read(put(tmp_path, f"x{suffix}", data)))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), title=st.none() | st.text(max_size=40))
def test_arbitrary_text_never_crashes_and_blocks_lie_in_order(text, title):
    article = article_from_text(text, title=title)
    if isinstance(article, Article):
        at = 0
        for block in article.blocks:
            assert at <= block.start < block.end <= len(article.text)
            at = block.end
