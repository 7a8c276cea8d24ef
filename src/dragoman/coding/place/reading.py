"""The names of places of a text, recognised and resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.coding.place.coordinates import coordinates
from dragoman.coding.place.gazetteer import Toponyms
from dragoman.coding.place.recognition import Use, recognise
from dragoman.coding.place.resolution import resolve
from dragoman.language import ParsedArticle
from dragoman.records import Place


@dataclass(frozen=True, slots=True)
class Toponym:
    """A name of a place in a text: its offsets, the words, how it is used, and which place it is, if any is known."""

    start: int
    end: int
    text: str
    use: Use
    place: Place | None


def toponyms(parsed: ParsedArticle, gazetteer: Toponyms, home: str | None = None) -> list[Toponym]:
    """All names of places in an article, and coordinates written out in it, in order.

    Args:
        parsed: the article.
        gazetteer: what names may stand for.
        home: the country (ISO3) that the source is of, where that is known.
    """
    text = parsed.article.text
    words = recognise(parsed.sentences, gazetteer)
    spans = [(w.start, w.end) for w in words]
    places: Sequence[Place | None] = resolve(text, spans, gazetteer, home)
    written = [Toponym(s, e, text[s:e], "place", place) for s, e, place in coordinates(text)]
    named = [Toponym(s, e, text[s:e], w.use, p) for (s, e), w, p in zip(spans, words, places, strict=True)]
    named = [n for n in named if not any(w.start < n.end and n.start < w.end for w in written)]
    return sorted([*named, *written], key=lambda t: t.start)
