"""Running the coder on single sentences that come with no article around them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence

from dragoman.coding import Coder
from dragoman.language import ParsedArticle
from dragoman.records import Article, Block

TREEBANK_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}


def as_article(text: str, published: dt.date | None = None, blocks: Sequence[Block] = ()) -> Article:
    """A text as an article: of these blocks, else of one paragraph."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(digest[:16], digest, text, tuple(blocks) or (Block(0, len(text), "paragraph"),), published=published)


def parse_all(coder: Coder, texts: Iterable[tuple[str, dt.date | None]]) -> Iterator[ParsedArticle]:
    """Sentences, parsed in batches."""
    return coder.parser.parse(as_article(t, d) for t, d in texts)
