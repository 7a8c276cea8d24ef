"""What the importer must know of a data set to take its rows over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.exchange.importing.layouts import Contract
from dragoman.exchange.importing.reading import Reader, read_rows

Select = Callable[[Sequence[str], bool], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row.

    Attributes:
        dataset: the data set that its events are part of.
        contract: what its files look like.
        select: from the names of a chunk's columns, and whether its texts hold what JSON must escape, to the SQL that
            reads the table ``chunk``. It gives ``line``, ``id``,
            ``reason`` and ``detail`` (NULL where the row is taken over), ``warned``, ``people`` (a list of structs) and
            any columns of the table ``events``.
        reader: reads its files.
        countries: the lookup table for the countries of its actors.
        sectors: the lookup table for their sectors.
        codes: the column that holds CAMEO codes, if any.
        mentions: the SQL that gives rows of ``mentions`` from the table ``taken``, if any.
        events: whether its rows are events.
    """

    dataset: str
    contract: Contract
    select: Select
    reader: Reader = read_rows
    countries: str = "countries"
    sectors: str = "plover_sectors"
    codes: str | None = None
    mentions: str | None = None
    events: bool = True
