"""Reading in two steps gives what reading in one gives."""

import datetime as dt
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.articles import finish_reading, read_many, read_unread
from dragoman.articles.reader import Page
from dragoman.errors import InputError

TEXT = "The minister travelled to Cairo on Monday and signed the agreement on water there."
PAGE = f"<html><head><title>A visit</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "empty.html").touch()
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "c.jsonl").write_text("".join(json.dumps({"body": TEXT + str(n)}) + "\n" for n in range(3)) + "{\n")
    (tmp_path / "image.html").write_bytes(b"\x89PNG\x00\x00")
    pq.write_table(pa.table({"body": [TEXT, None], "date": [dt.date(2024, 1, 2)] * 2}), tmp_path / "d.parquet")
    return tmp_path


def test_both_ways_give_the_same(corpus):
    options = {"columns": {"text": "body"}, "date": dt.date(2023, 5, 6)}
    unread = list(read_unread([corpus], columns=options["columns"]))
    finished = [finish_reading(d, **options) for d in unread]
    assert finished == list(read_many([corpus], **options))
    assert sum(isinstance(d, Page) for d in unread) == 3
    assert {type(d).__name__ for d in finished} == {"Article", "LeftOut"}


def test_a_missing_path_is_told_at_once(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_unread([tmp_path / "nothing"])
