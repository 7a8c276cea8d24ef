"""Plain text files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO

from dragoman.articles.limits import whole
from dragoman.articles.raw import Raw
from dragoman.articles.repair import decode
from dragoman.records import LeftOut

MAX_TITLE = 200
_FIRST = re.compile(r"\s*([^\n]+)\n[ \t]*\n\s*\S")


def read_plain(stream: IO[bytes], origin: str, columns: Mapping[str, str]) -> Iterator[Raw | LeftOut]:
    """The file as one document."""
    yield Raw(decode(whole(stream)), origin)


def guess_title(text: str) -> str | None:
    """The first line, where a blank line follows it and it does not end like a sentence."""
    found = _FIRST.match(text)
    if found is None:
        return None
    line = found[1].strip()
    ends = line.rstrip("\"'”’)").endswith((".", ":", ",", ";"))
    return None if ends or len(line) > MAX_TITLE else line
