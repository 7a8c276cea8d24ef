"""Page furniture: link teasers, captions, credits; by the patterns of ``data/furniture.csv``."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files

MAX_LENGTH = 400
_TAIL = re.compile(
    r"(?:\(|\[)?(?:Additional |Writing and |Written and )?(?:[Rr]eporting|REPORTING|Writing|Compiled) by "
    r"[A-Z][^.;]{2,200}(?:[;,.)\]]|$)[^.]{0,300}\.?[)\]]?$"
)


def table() -> list[dict[str, str]]:
    """The rows of ``data/furniture.csv``: pattern, case (``any`` or ``exact``) and note."""
    text = files("dragoman.articles").joinpath("data/furniture.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@lru_cache(maxsize=1)
def patterns() -> tuple[re.Pattern[str], ...]:
    """The patterns of the table, compiled."""
    return tuple(re.compile(r["pattern"], re.IGNORECASE if r["case"] == "any" else 0) for r in table())


def is_furniture(line: str) -> bool:
    """Whether a whole line or paragraph is page furniture."""
    return len(line) <= MAX_LENGTH and any(p.match(line) for p in patterns())


def furniture_tail(paragraph: str) -> int | None:
    """Where the credits begin that close a paragraph ("(Reporting by ...; Editing by ...)"), if any do."""
    found = _TAIL.search(paragraph, max(0, len(paragraph) - 500))
    return found.start() if found else None
