"""Web pages, by trafilatura."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

from dragoman.articles.limits import whole
from dragoman.articles.raw import Raw
from dragoman.articles.repair import BadBytesError, is_binary
from dragoman.records import LeftOut


def read_html(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """The page as one document."""
    yield from_html(whole(stream), origin, "")


def from_html(data: bytes, origin: str, record: str, url: str | None = None) -> Raw | LeftOut:
    """A page's article with title, date, address and site name where it states them.

    Raises:
        BadBytesError: the bytes are no text.
    """
    if is_binary(data):
        raise BadBytesError("binary", "not a web page")
    page = _extract(data, url)
    text = getattr(page, "text", None)
    if not text:
        return LeftOut(origin, record, "empty", "no article text was found in the page")
    said: dict[str, Any] = {"title": page.title, "byline": page.author, "source": page.sitename}
    return Raw(str(text), origin, record, published=page.date, url=url or page.url, **said)


def _extract(data: bytes, url: str | None) -> Any:
    import trafilatura  # slow to import and needed for pages only

    try:
        return trafilatura.bare_extraction(
            data,
            url=url,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # whatever a broken page makes the parser raise, there is no article in it
        return None
