"""Which tellings are compared at all: those that share a key of sign, side and days."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.ledger.merging.telling import Party, Telling

SPAN = 8  # days of a block; each telling stands in its own and the next, so that any two within SPAN days share one
LONGEST = 45  # days that an event may cover and still be compared day by day
_SIDES = 3  # parties of a side that make keys


def blocks(telling: Telling) -> tuple[str, ...]:
    """The blocking keys of a telling; two that share none are never compared.

    A key is the sign of the quad (cooperation +, conflict -), one of the sides or the country of the place, and a
    stretch of days: a function of the telling alone. Tellings spread over time make blocks that do not grow.
    """
    sign = "+" if telling.quad <= 2 else "-"
    return tuple(sorted(f"{sign}|{side}|{days}" for side in _parties(telling) for days in _stretches(telling)))


def _parties(telling: Telling) -> set[str]:
    sides: tuple[tuple[Party, ...], ...] = (telling.actors, telling.recipients)
    keys = {party.key for side in sides for party in side[:_SIDES]}
    if telling.place and telling.place.country:
        keys.add(telling.place.country)
    return keys or {""}


def _stretches(telling: Telling) -> Iterator[str]:
    """The stretches of days a telling stands in; a year, or nothing, where no day is known."""
    first, last = telling.first, telling.last
    if first is None or last is None:
        first = last = telling.published
    if first is None or last is None:
        yield "undated"
    elif last - first > LONGEST:
        yield f"{first}-{last}"
    else:
        yield from (str(n) for n in range(first // SPAN, last // SPAN + 2))
