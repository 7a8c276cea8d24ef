"""Folders of a temporal knowledge graph: facts "subject, relation, object, time" in parts, with the names of their ids.

The format of RE-Net and its successors: ``train.txt``, ``valid.txt`` and ``test.txt`` hold one fact a line, four
numbers or more parted by blanks (what follows the fourth is not used); ``entity2id.txt`` and ``relation2id.txt`` hold
a name, a tab and its number. Each file may be packed (``.txt.gz``); of the parts only ``train`` must be there.
"""

from __future__ import annotations

import gzip
import io
import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import IO, cast

import numpy as np
from numpy.typing import NDArray

from dragoman.articles.limits import Guarded, TooLargeError
from dragoman.errors import InputError

PARTS = ("train", "valid", "test")
MAX_BYTES = 2 * 1024**3
SUBJECT, RELATION, OBJECT, TIME = range(4)
Facts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class TemporalGraph:
    """The facts of each part that is there, in order of time.

    Attributes:
        parts: part -> array of shape (facts, 4): subject, relation, object, time (in the folder's own unit).
        entities: the names of subjects and objects by their number.
        relations: the names of relations by their number.
    """

    parts: dict[str, Facts]
    entities: tuple[str, ...]
    relations: tuple[str, ...]


def read_graph(folder: Path) -> TemporalGraph:
    """Read a folder.

    Raises:
        InputError: a file is missing, too large or not of the format, a number has no name, or parts overlap in time.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder; give one with train.txt, entity2id.txt and relation2id.txt")
    entities, relations = (_read_names(_found(folder, f"{kind}2id")) for kind in ("entity", "relation"))
    there = [p for p in PARTS if p == "train" or (folder / f"{p}.txt").exists() or (folder / f"{p}.txt.gz").exists()]
    paths = {part: _found(folder, part) for part in there}
    parts = {part: _read_facts(path, len(entities), len(relations)) for part, path in paths.items()}
    for before, after in pairwise(there):
        if parts[before][-1, TIME] >= parts[after][0, TIME]:
            raise InputError(f"{paths[after]}: begins before {before} ends; the parts must follow one another in time")
    return TemporalGraph(parts, entities, relations)


def _found(folder: Path, stem: str) -> Path:
    for name in (f"{stem}.txt", f"{stem}.txt.gz"):
        if (folder / name).is_file():
            return folder / name
    raise InputError(f"{folder}: no {stem}.txt or {stem}.txt.gz; a temporal knowledge graph needs it")


def _read(path: Path) -> bytes:
    """A file's bytes, unpacked."""
    try:
        with path.open("rb") as raw:
            packed = path.suffix == ".gz"
            stream = io.BufferedReader(Guarded(cast(IO[bytes], gzip.GzipFile(fileobj=raw)), raw)) if packed else raw
            data = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error, TooLargeError) as e:
        raise InputError(f"{path}: cannot be read ({e})") from e
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: more than {MAX_BYTES // 1024**3} GB; split the graph by time")
    return data


def _read_names(path: Path) -> tuple[str, ...]:
    """Names in the order of their numbers, which must be 0, 1, 2, ..."""
    names: dict[int, str] = {}
    for line, text in enumerate(_read(path).decode("utf-8", "replace").splitlines(), 1):
        name, _, number = text.rpartition("\t")
        if not name or not number.strip().isdecimal() or int(number) in names:
            raise InputError(f"{path}:{line}: {text[:80]!r} is not a name, a tab and a number of its own")
        names[int(number)] = name.strip()
    if sorted(names) != list(range(len(names))):
        raise InputError(f"{path}: the numbers of the {len(names)} names do not run from 0 to {len(names) - 1}")
    return tuple(names[i] for i in range(len(names)))


def _read_facts(path: Path, entities: int, relations: int) -> Facts:
    """The facts of a part, sorted by time; facts of one time keep their order."""
    data = _read(path)
    if not data.strip():
        raise InputError(f"{path}: no facts; leave the part out or give its facts")
    try:
        facts = np.loadtxt(io.BytesIO(data), dtype=np.int64, usecols=range(4), ndmin=2, comments=None)
    except ValueError as e:
        raise InputError(f"{path}: not four whole numbers a line: subject, relation, object, time ({e})") from e
    bounds = np.array([entities, relations, entities, 2**62])
    wrong = np.flatnonzero(((facts < 0) | (facts >= bounds)).any(axis=1))
    if len(wrong):
        fact = facts[wrong[0]].tolist()
        raise InputError(
            f"{path}: fact {wrong[0] + 1} {fact} has a number without a name "
            f"({entities} entities, {relations} relations) or a time below 0"
        )
    return facts[np.argsort(facts[:, TIME], kind="stable")]
