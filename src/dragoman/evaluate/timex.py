"""Task ``timex``: time expressions in TimeML documents, by the TempEval-3 scorer's definition.

A system's expression matches a gold one where they overlap (relaxed) or have the same span (strict), one to one. Value
F1 counts the relaxed matches of the right value: precision over all that the system found, recall over all gold
(UzZaman et al. 2013, SemEval-2013 Task 1). The creation time is given, so it does not count.
"""

from __future__ import annotations

import datetime as dt
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from dragoman.coding import Coder
from dragoman.coding.time import Timex, timexes
from dragoman.errors import InputError
from dragoman.evaluate.markup import parse_xml
from dragoman.evaluate.measures import harmonic
from dragoman.evaluate.sentencewise import as_article
from dragoman.records import Article, Block

MAX_BYTES = 5_000_000  # of one document
MAX_DOCUMENTS = 20_000
_RESAMPLES = 1000
_TYPES = ("DATE", "TIME", "DURATION", "SET")


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: its span in the document's text, type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class TimeMLDocument:
    """One document: its name, the text of its ``TEXT`` element, the day it was written, its gold expressions."""

    name: str
    text: str
    created: dt.date | None
    gold: tuple[Expression, ...]


@dataclass(slots=True)
class _Tally:
    """What one document adds to the measures."""

    system: int = 0
    gold: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0
    type: int = 0

    def row(self) -> tuple[int, ...]:
        return self.system, self.gold, self.relaxed, self.strict, self.value, self.type


def read_timeml(path: Path) -> Iterator[TimeMLDocument]:
    """TimeML documents of a folder, a tar archive or one file, in the order of their names; a name counts once.

    Raises:
        InputError: there are none, or one is too large, no safe XML, or lacks ``TEXT``.
    """
    seen: set[str] = set()
    for origin, data in sorted(_files(path)):
        name = Path(origin).stem
        if name not in seen:
            seen.add(name)
            yield parse_timeml(name, data, origin)
    if not seen:
        raise InputError(f"{path}: no .tml files here; give a folder or tar archive of TimeML documents")


def _files(path: Path) -> list[tuple[str, bytes]]:
    if path.is_dir():
        return [(str(f), _read(f)) for f in path.rglob("*.tml")]
    if path.suffix == ".tml":
        return [(str(path), _read(path))]
    try:
        with tarfile.open(path) as archive:
            return list(_members(archive, path))
    except (tarfile.TarError, EOFError, OSError) as error:
        raise InputError(f"{path}: not a tar archive that can be read ({error}); give .tml files") from error


def _read(file: Path) -> bytes:
    _bounded(str(file), file.stat().st_size)
    return file.read_bytes()


def _members(archive: tarfile.TarFile, path: Path) -> Iterator[tuple[str, bytes]]:
    found = 0
    for member in archive:
        if not (member.isfile() and member.name.endswith(".tml")) or Path(member.name).name.startswith("._"):
            continue
        found += 1
        if found > MAX_DOCUMENTS:
            raise InputError(f"{path}: more than {MAX_DOCUMENTS} documents; split the archive")
        _bounded(f"{path}:{member.name}", member.size)
        stream = archive.extractfile(member)
        if stream is not None:
            yield member.name, stream.read()


def _bounded(origin: str, size: int) -> None:
    if size > MAX_BYTES:
        raise InputError(f"{origin}: {size} bytes, more than {MAX_BYTES}; leave it out or split it")


def parse_timeml(name: str, data: bytes, origin: str) -> TimeMLDocument:
    """One document from its XML.

    Args:
        name: what predictions call it.
        data: the file's bytes, UTF-8.
        origin: the file, for error messages.

    Raises:
        InputError: no XML that can be read (``markup.parse_xml``), or without ``TEXT``.
    """
    root = parse_xml(data, origin)
    text = root.find("TEXT")
    if text is None:
        raise InputError(f"{origin}: no TEXT element; give a TimeML document")
    parts: list[str] = []
    gold: list[Expression] = []
    _collect(text, 0, parts, gold)
    return TimeMLDocument(name, "".join(parts), _created(root, origin), tuple(sorted(gold, key=lambda e: e.start)))


def _collect(element: ElementTree.Element, at: int, parts: list[str], gold: list[Expression]) -> int:
    start = at
    parts.append(element.text or "")
    at += len(parts[-1])
    for child in element:
        at = _collect(child, at, parts, gold)
        parts.append(child.tail or "")
        at += len(parts[-1])
    if element.tag == "TIMEX3":
        gold.append(Expression(start, at, element.get("type", ""), element.get("value", "")))
    return at


def _created(root: ElementTree.Element, origin: str) -> dt.date | None:
    stamp = root.find("DCT/TIMEX3")
    if stamp is None:
        return None
    value = stamp.get("value", "")
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError as error:
        raise InputError(f"{origin}: DCT value {value!r} is no day; write it as YYYY-MM-DD") from error


def _as_article(document: TimeMLDocument) -> Article:
    """The document as an article of paragraphs; line ends become blanks, so that every offset holds."""
    blocks, start = [], 0
    for piece in document.text.split("\n\n"):
        if piece.strip():
            blocks.append(Block(start, start + len(piece), "paragraph"))
        start += len(piece) + 2
    return as_article(document.text.replace("\n", " "), document.created, blocks or [Block(0, 0, "paragraph")])


def matches(gold: Sequence[Expression], system: Sequence[Timex]) -> list[tuple[Expression, Timex]]:
    """Pairs of overlapping expressions, each used once, equal spans first."""
    pairs: list[tuple[Expression, Timex]] = []
    free = list(system)
    for strict in (True, False):
        for truth in gold:
            if any(truth is t for t, _ in pairs):
                continue
            found = next((s for s in free if (_same(truth, s) if strict else _overlap(truth, s))), None)
            if found is not None:
                pairs.append((truth, found))
                free.remove(found)
    return pairs


def _same(one: Expression, other: Timex) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _overlap(one: Expression, other: Timex) -> bool:
    return one.start < other.end and other.start < one.end


def _tally(gold: Sequence[Expression], system: Sequence[Timex], confusion: dict[str, dict[str, int]]) -> _Tally:
    pairs = matches(gold, system)
    for truth, found in pairs:
        confusion[truth.type][found.type] += 1
    for truth in gold:
        confusion[truth.type]["missed"] += not any(truth is t for t, _ in pairs)
    for found in system:
        confusion["spurious"][found.type] += not any(found is s for _, s in pairs)
    return _Tally(
        len(system),
        len(gold),
        len(pairs),
        sum(_same(t, s) for t, s in pairs),
        sum(t.value == s.value for t, s in pairs),
        sum(t.type == s.type for t, s in pairs),
    )


def score(documents: Sequence[tuple[Sequence[Expression], Sequence[Timex]]]) -> dict[str, Any]:
    """The task's measures with 95 % intervals, bootstrapped over documents.

    Args:
        documents: gold and system expressions of each document.
    """
    confusion: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = np.array([_tally(g, s, confusion).row() for g, s in documents])
    system, gold, *hits = rows.sum(axis=0).tolist()
    result: dict[str, Any] = {"documents": len(documents), "gold": gold, "predicted": system}
    for name, count in zip(("span_{}_relaxed", "span_{}_strict", "value_{}", "type_{}"), hits, strict=True):
        precision, recall = count / system if system else 0.0, count / gold if gold else 0.0
        result[name.format("f1")] = harmonic(precision, recall)
        result[name.format("precision")] = round(precision, 4)
        result[name.format("recall")] = round(recall, 4)
    result["intervals"] = {"span_f1_relaxed": _interval(rows, 2), "value_f1": _interval(rows, 4)}
    result["confusion"] = {k: {t: confusion[k][t] for t in (*_TYPES, "missed") if confusion[k][t]} for k in confusion}
    return result


def _interval(rows: np.ndarray[Any, Any], column: int) -> list[float]:
    """95 % percentile interval of an F1 over resampled documents (Efron 1979)."""
    picks = np.random.default_rng(0).integers(0, len(rows), (_RESAMPLES, len(rows)))
    sums = rows[picks].sum(axis=1)
    scores = 2 * sums[:, column] / np.maximum(sums[:, 0] + sums[:, 1], 1)
    return [round(float(x), 4) for x in np.percentile(scores, (2.5, 97.5))]


def run(coder: Coder, path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Find the time expressions of TimeML documents and score them.

    Returns:
        The measures, and one line ``{"document", "timexes": [{"start", "end", "type", "value"}]}`` a document.
    """
    documents = list(read_timeml(path))
    parsed = coder.parser.parse(_as_article(d) for d in documents)
    found = [timexes(article) for article in parsed]
    lines = [
        {"document": d.name, "timexes": [{k: getattr(t, k) for k in ("start", "end", "type", "value")} for t in ts]}
        for d, ts in zip(documents, found, strict=True)
    ]
    return score([(d.gold, ts) for d, ts in zip(documents, found, strict=True)]), lines
