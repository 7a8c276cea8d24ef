"""JSON lines, and JSON files with one object or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import IO

from dragoman.articles.limits import MAX_DEPTH, MAX_LINE, lines, too_deep, whole
from dragoman.articles.raw import Raw, find_columns, from_fields
from dragoman.articles.repair import BadBytesError, decode
from dragoman.records import LeftOut

_LISTS = ("articles", "data", "items", "documents", "results")


def read_jsonl(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """One document a line; blank lines are passed over."""
    for number, line in lines(stream):
        record = f"line {number}"
        if line is None:
            yield LeftOut(origin, record, "too-large", f"the line is longer than {MAX_LINE // 2**20} MB")
        elif line.strip():
            yield _from_line(line, origin, record, columns)


def _from_line(line: bytes, origin: str, record: str, columns: Mapping[str, str]) -> Raw | LeftOut:
    value = _load(line, origin, record)
    return value if isinstance(value, LeftOut) else from_value(value, origin, record, columns)


def _load(data: bytes, origin: str, record: str) -> object:
    try:
        value: object = json.loads(decode(data))
    except BadBytesError as error:
        return LeftOut(origin, record, error.reason, error.detail)
    except (ValueError, RecursionError) as error:
        return LeftOut(origin, record, "broken-json", f"not JSON: {str(error)[:120]}")
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and too_deep(value):
        return LeftOut(origin, record, "broken-json", f"nested deeper than {MAX_DEPTH} levels")
    return value


def from_value(value: object, origin: str, record: str, columns: Mapping[str, str]) -> Raw | LeftOut:
    """A JSON value as a document."""
    if not isinstance(value, dict):
        return LeftOut(origin, record, "wrong-type", f"a JSON object is wanted, not {type(value).__name__}")
    return from_fields(value, find_columns(list(value), columns), origin, record)


def read_json(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """A JSON file: a list of objects, one object, or lines after all."""
    data = whole(stream, MAX_LINE)
    if not data.strip():
        yield LeftOut(origin, "", "empty", "the file is empty")
        return
    value = _load(data, origin, "")
    if isinstance(value, LeftOut) and value.reason == "broken-json" and len(data.splitlines()) > 1:
        for number, line in enumerate(data.splitlines(), start=1):
            if line.strip():
                yield _from_line(line, origin, f"line {number}", columns)
    elif isinstance(value, LeftOut):
        yield value
    else:
        yield from _items(value, origin, columns)


def _items(value: object, origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    if isinstance(value, dict) and "text" not in find_columns(list(value), columns):
        value = next((value[k] for k in _LISTS if isinstance(value.get(k), list)), value)
    if not isinstance(value, list):
        yield from_value(value, origin, "", columns)
        return
    for number, item in enumerate(value, start=1):
        yield from_value(item, origin, f"item {number}", columns)
