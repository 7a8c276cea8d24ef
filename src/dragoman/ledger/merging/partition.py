"""All at once: a set of tellings divided into happenings, in memory."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.ledger.merging.clustering import Pair, clusters, grouped
from dragoman.ledger.merging.scoring import Link, links_among
from dragoman.ledger.merging.telling import Telling


def partition(
    tellings: Sequence[Telling], together: Sequence[Pair] = (), apart: Sequence[Pair] = ()
) -> list[tuple[str, ...]]:
    """The happenings that tellings tell of, each the ids of its tellings in order.

    Args:
        tellings: in any order; their order decides nothing.
        together: pairs of ids that are one happening by an analyst's word.
        apart: pairs that are not, by the same.
    """
    return divided([t.telling_id for t in tellings], links_among(tellings), together, apart)


def divided(
    ids: Sequence[str], links: Sequence[Link], together: Sequence[Pair] = (), apart: Sequence[Pair] = ()
) -> list[tuple[str, ...]]:
    """The happenings among tellings whose links are known, component by component."""
    groups = grouped(ids, [*((x.one, x.other) for x in links), *together])
    place = {member: n for n, group in enumerate(groups) for member in group}
    inside: list[list[Link]] = [[] for _ in groups]
    for one in links:
        inside[place[one.one]].append(one)
    return sorted(c for group, held in zip(groups, inside, strict=True) for c in clusters(group, held, together, apart))
