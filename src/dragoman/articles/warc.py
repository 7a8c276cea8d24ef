"""Web archives, by fastwarc: the HTML responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

from dragoman.articles.html import from_html
from dragoman.articles.limits import MAX_DOCUMENT
from dragoman.articles.raw import Raw
from dragoman.articles.repair import BadBytesError
from dragoman.records import LeftOut


def read_warc(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """One document for each archived page that was served as HTML."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    seen = False
    for number, record in enumerate(ArchiveIterator(stream, record_types=WarcRecordType.any_type), start=1):
        seen = True
        if record.record_type == WarcRecordType.response and _is_page(record):
            yield _page(record, origin, f"record {number}")
    if not seen:
        yield LeftOut(origin, "", "unreadable", "no WARC records were found")


def _is_page(record: Any) -> bool:
    kind = str(record.http_content_type or "").lower()
    headers = record.http_headers
    status = getattr(headers, "status_code", None) if headers is not None else None
    return "html" in kind and status in (None, 200)


def _page(record: Any, origin: str, name: str) -> Raw | LeftOut:
    data = record.reader.read(MAX_DOCUMENT + 1)
    if len(data) > MAX_DOCUMENT:
        return LeftOut(origin, name, "too-large", "the page is larger than 5 MB")
    url = record.headers.get("WARC-Target-URI")
    try:
        raw = from_html(data, origin, name, url.strip("<>") if url else None)
    except BadBytesError as error:
        return LeftOut(origin, name, error.reason, error.detail)
    return raw
