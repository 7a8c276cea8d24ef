"""What the importer must know of a data set to take its rows over."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.exchange.importing.layouts import Contract
from dragoman.exchange.importing.reading import Reader, read_rows


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of row.

    Attributes:
        dataset: the data set that its events are part of.
        contract: what its files look like.
        select: the SQL that reads the table ``chunk``: the rows' columns and ``kept``, the members of a JSON object of
            the cells that are not in ``taken``. It gives ``line``, ``id``, ``reason`` and ``detail`` (NULL where the
            row is taken over), ``warned``, ``people`` (a list of structs) and any columns of the table ``events``.
        taken: columns that stand in columns of the ledger, or follow from them; all others are kept as they are.
        reader: reads its files.
        countries: the lookup table for the countries of its actors.
        sectors: the lookup table for their sectors.
        codes: the column that holds CAMEO codes, if any.
        mentions: the SQL that gives rows of ``mentions`` from the table ``taken``, if any.
        events: whether its rows are events.
    """

    dataset: str
    contract: Contract
    select: str
    taken: frozenset[str] = frozenset()
    reader: Reader = read_rows
    countries: str = "countries"
    sectors: str = "plover_sectors"
    codes: str | None = None
    mentions: str | None = None
    events: bool = True
