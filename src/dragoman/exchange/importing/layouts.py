"""Which columns the rows of a file have: by its header, else by how many there are."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_DELIMITERS = ",;|"
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Contract:
    """What a data set's files look like.

    Attributes:
        columns: the names of all columns that are understood.
        forms: the forms of files without a header, each the names of its columns.
        other_names: names in some headers for the same columns.
        keys: columns that a header must name.
        missing: what stands for a missing value.
    """

    columns: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]
    keys: tuple[str, ...]
    other_names: Mapping[str, str]
    missing: tuple[str, ...] = ("", "None", "NULL", "NA", "NaN", "nan", "---")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the fields of a file are parted; ``first`` are those of its first line."""

    delimiter: str
    quoted: bool
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a file's rows, in their order, and whether its first row is a header."""

    names: tuple[str, ...]
    header: bool


def dialect_of(line: str) -> Dialect:
    """The dialect of a file, by its first line that is not blank: tabs, else what parts most fields.

    Only tab files whose header is not quoted take quotes for what they are (names like "O'Neill" and 5" guns).
    """
    delimiter = "\t" if "\t" in line else max(_DELIMITERS, key=line.count)
    quoted = delimiter != "\t" or line.startswith('"')
    cells = next(csv.reader([line], delimiter=delimiter)) if quoted else line.split(delimiter)
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return Dialect(delimiter, quoted, tuple(cells))


def layout_of(dialect: Dialect, usual: int, contracts: Sequence[Contract]) -> tuple[Contract, Layout] | None:
    """The contract that a file keeps to and its layout; None where it keeps to none.

    Args:
        dialect: of the file.
        usual: the number of fields that most of its rows have.
        contracts: those that come into question.
    """
    for contract in contracts:
        names = _named(dialect.first, contract)
        if set(contract.keys) <= set(names):
            return contract, Layout(_fitting(names, usual, contract), True)
    forms = {len(form): (contract, form) for contract in contracts for form in contract.forms}
    found = forms.get(usual) or forms.get(len(dialect.first))
    return (found[0], Layout(found[1], False)) if found else None


def _fitting(names: list[str], usual: int, contract: Contract) -> tuple[str, ...]:
    """A header's names; where its rows have another number of fields, those of them that the contract knows, or it."""
    known = tuple(n for n in names if n in contract.columns)
    forms = {len(form): form for form in contract.forms}
    return {len(known): known, **forms, len(names): tuple(names)}.get(usual, tuple(names))


def _plain(name: str) -> str:
    return _NOT_LETTERS.sub("", name.strip().lower())


def _named(cells: Sequence[str], contract: Contract) -> list[str]:
    """The names of a header as the contract has them; others as they are, no name twice."""
    known = {_plain(name): name for name in contract.columns}
    known |= {_plain(other): name for other, name in contract.other_names.items()}
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = known.get(_plain(cell)) or cell.strip() or f"column {number}"
        names.append(name if name not in names else f"{name} ({number})")
    return names
