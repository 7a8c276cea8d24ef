"""Task ``toponyms``: names of places in news, each with the coordinates of the place that is meant.

Reads the format of LGL (Lieberman, Samet and Sankaranarayanan 2010): ``article`` elements with ``text`` and
``toponyms``; a ``toponym`` has ``start``, ``end``, ``phrase`` and, where its place is known, a ``gaztag`` with ``lat``
and ``lon``. Accuracy within 161 km (100 miles) is the measure of that field. It is taken with the gold's names given,
over all located names (an unresolved one is wrong) and over the resolved ones alone; and end to end, where the names
have to be found too. Intervals are bootstrapped by article (95 %, percentile).
"""

from __future__ import annotations

import gzip
import math
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from xml.etree import ElementTree

import numpy as np

from dragoman.coding import Coder
from dragoman.coding.place import Toponym, home_of, kilometres, load_toponyms, resolve, toponyms
from dragoman.errors import InputError
from dragoman.evaluate.markup import parse_xml
from dragoman.evaluate.sentencewise import as_article
from dragoman.records import Place

RIGHT_KM = 161.0
MAX_BYTES = 300_000_000  # of XML, unpacked
_RESAMPLES = 1000
_SEED = 20100301
_COUNTS = ("located", "right", "resolved", "end_to_end", "gold", "found", "exact", "overlap_gold", "overlap_found")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """A gold article: its text, its source's domain, and its toponyms with their coordinates where these are known."""

    number: str
    domain: str | None
    text: str
    toponyms: dict[Span, tuple[float, float] | None]


def read_documents(path: Path) -> Iterator[Document]:
    """The articles of an LGL file, ``.xml`` or ``.xml.gz``.

    Raises:
        InputError: too large, no XML that can be read (``markup.parse_xml``), or a toponym without sound offsets
            or coordinates.
    """
    root = parse_xml(_bytes(path), str(path))
    articles = list(root.iter("article"))
    if not articles:
        raise InputError(f"{path}: holds no <article>; give a file in the format of LGL")
    for number, article in enumerate(articles):
        yield _document(path, article.get("docid") or str(number), article)


def _bytes(path: Path) -> bytes:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as e:
        raise InputError(f"{path}: cannot be read ({e}); give an .xml or .xml.gz file") from e
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: more than {MAX_BYTES:,} bytes of XML; split the file")
    return data


def _document(path: Path, number: str, article: ElementTree.Element) -> Document:
    text = article.findtext("text") or ""
    found: dict[Span, tuple[float, float] | None] = {}
    for toponym in article.iter("toponym"):
        where = f"{path}: article {number}"
        span = int(_number(where, toponym, "start", MAX_BYTES)), int(_number(where, toponym, "end", MAX_BYTES))
        if not 0 <= span[0] < span[1] <= len(text):
            raise InputError(f"{where}: toponym at {span} lies outside the text; correct <start> and <end>")
        found[span] = _location(where, toponym.find("gaztag"))
    return Document(number, article.findtext("domain"), text, found)


def _location(where: str, tag: ElementTree.Element | None) -> tuple[float, float] | None:
    if tag is None or not tag.findtext("lat") or not tag.findtext("lon"):
        return None
    return _number(where, tag, "lat", 90), _number(where, tag, "lon", 180)


def _number(where: str, element: ElementTree.Element, field: str, most: float) -> float:
    written = element.findtext(field) or ""
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not abs(value) <= most:
        raise InputError(f"{where}: <{field}> is {written!r}; give a number up to {most:g}")
    return value


def run(coder: Coder, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Resolve the gold's names, find and resolve names end to end, and score both.

    Returns:
        The measures, and a line an article: ``toponyms`` are the gold's names as resolved, ``recognised`` those
        found without the gold.
    """
    gazetteer = load_toponyms()
    documents = list(read_documents(path))
    rows, errors, lines = [], [], []
    for document, parsed in zip(documents, coder.parser.parse(as_article(d.text) for d in documents), strict=True):
        spans, home = sorted(document.toponyms), home_of(document.domain)
        given = dict(zip(spans, resolve(document.text, spans, gazetteer, home), strict=True))
        found = toponyms(parsed, gazetteer, home)
        distances = _distances(document, given)
        errors += [d for d in distances if d is not None]
        rows.append(_counts(document, distances, found))
        lines.append(
            {
                "document": document.number,
                "toponyms": [_line(span, place) for span, place in given.items()],
                "recognised": [_line((t.start, t.end), t.place) for t in found],
            }
        )
    return _measures(np.array(rows, dtype=float), errors), lines


def _distances(document: Document, given: dict[Span, Place | None]) -> list[float | None]:
    """How far off each located name is, None where it is unresolved."""
    return [_error(given[span], where) for span, where in document.toponyms.items() if where is not None]


def _error(place: Place | None, where: tuple[float, float]) -> float | None:
    if place is None or place.latitude is None:
        return None
    return kilometres(place, Place("", latitude=where[0], longitude=where[1]))


def _counts(document: Document, distances: list[float | None], found: list[Toponym]) -> list[int]:
    gold, spans = document.toponyms, [(t.start, t.end) for t in found]
    known = [d for d in distances if d is not None]
    return [
        len(distances),
        sum(d <= RIGHT_KM for d in known),
        len(known),
        sum(_found_right(span, where, found) for span, where in gold.items() if where is not None),
        len(gold),
        len(spans),
        len(gold.keys() & set(spans)),
        sum(_touched(span, spans) for span in gold),
        sum(_touched(span, list(gold)) for span in spans),
    ]


def _touched(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def _found_right(span: Span, where: tuple[float, float], found: list[Toponym]) -> bool:
    """Whether the first name that overlaps a gold name was put to the right place."""
    for toponym in found:
        if _touched(span, [(toponym.start, toponym.end)]):
            distance = _error(toponym.place, where)
            return distance is not None and distance <= RIGHT_KM
    return False


def _line(span: Span, place: Place | None) -> dict[str, Any]:
    return {
        "start": span[0],
        "end": span[1],
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": place.geonames_id if place else None,
    }


def _ratios(totals: np.ndarray[Any, np.dtype[np.float64]]) -> dict[str, Any]:
    """The measures from counts, for one sum of them or for many at once (last axis: ``_COUNTS``)."""
    t = dict(zip(_COUNTS, np.moveaxis(totals, -1, 0), strict=True))
    with np.errstate(invalid="ignore", divide="ignore"):
        precision, recall = t["overlap_found"] / t["found"], t["overlap_gold"] / t["gold"]
        return {
            "acc161_all": t["right"] / t["located"],
            "acc161_resolved": t["right"] / t["resolved"],
            "acc161_end_to_end": t["end_to_end"] / t["located"],
            "recognition_f1": 2 * t["exact"] / (t["found"] + t["gold"]),
            "recognition_precision": t["exact"] / t["found"],
            "recognition_recall": t["exact"] / t["gold"],
            "recognition_f1_overlap": 2 * precision * recall / (precision + recall),
        }


def _measures(rows: np.ndarray[Any, np.dtype[np.float64]], errors: list[float]) -> dict[str, Any]:
    """Every measure with its interval; null where there is nothing to measure it on."""
    chosen = np.random.default_rng(_SEED).integers(0, len(rows), (_RESAMPLES, len(rows)))
    spread = _ratios(rows[chosen].sum(axis=1))
    result: dict[str, Any] = {}
    ranges: dict[str, list[float | None]] = {}
    for name, value in _ratios(rows.sum(axis=0)).items():
        known = spread[name][np.isfinite(spread[name])]
        result[name] = _rounded(value)
        if known.size:
            ranges[name] = [_rounded(v) for v in np.percentile(known, [2.5, 97.5])]
    result["median_error_km"] = round(median(errors), 1) if errors else None
    result |= {"articles": len(rows), "located": int(rows[:, 0].sum()), "toponyms": int(rows[:, 4].sum())}
    return result | {"intervals": ranges}


def _rounded(value: float) -> float | None:
    return round(float(value), 4) if math.isfinite(value) else None
