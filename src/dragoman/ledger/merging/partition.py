"""All at once: a set of tellings divided into happenings, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

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
    return divided({t.telling_id: t.article_id for t in tellings}, links_among(tellings), together, apart)


def divided(
    articles: Mapping[str, str], links: Sequence[Link], together: Sequence[Pair] = (), apart: Sequence[Pair] = ()
) -> list[tuple[str, ...]]:
    """The happenings among tellings whose links are known, and of which ``articles`` tells the article."""
    return sorted(c for _, found in by_component(articles, links, together, apart) for c in found)


def by_component(
    articles: Mapping[str, str], links: Sequence[Link], together: Sequence[Pair] = (), apart: Sequence[Pair] = ()
) -> Iterator[tuple[list[str], list[tuple[str, ...]]]]:
    """Each component of the links with the happenings in it.

    What the coder kept apart within an article stays so, unless an analyst joined it.
    """
    parts = hanging_together(articles, links, together)
    place = {member: n for n, (group, _) in enumerate(parts) for member in group}
    joined, parted, bound = set(together), _of_groups(apart, place), _of_groups(together, place)
    for number, (group, inside) in enumerate(parts):
        if len(group) == 1:
            yield group, [(group[0],)]
            continue
        kept = [p for p in _of_one_article(group, articles) if p not in joined]
        yield group, clusters(group, inside, bound.get(number, ()), [*parted.get(number, ()), *kept])


def hanging_together(
    ids: Iterable[str], links: Sequence[Link], together: Sequence[Pair] = ()
) -> list[tuple[list[str], list[Link]]]:
    """Each component of the links, and of pairs that an analyst joined, with the links in it; in order of ids."""
    groups = grouped(ids, [*((x.one, x.other) for x in links), *together])
    place = {member: n for n, group in enumerate(groups) for member in group}
    inside: list[list[Link]] = [[] for _ in groups]
    for one in links:
        inside[place[one.one]].append(one)
    return list(zip(groups, inside, strict=True))


def _of_groups(pairs: Sequence[Pair], place: Mapping[str, int]) -> dict[int, list[Pair]]:
    """Pairs by the component that both are in; the others are apart anyway."""
    held: dict[int, list[Pair]] = {}
    for one, other in pairs:
        if place[one] == place[other]:
            held.setdefault(place[one], []).append((one, other))
    return held


def _of_one_article(group: Sequence[str], articles: Mapping[str, str]) -> Iterator[Pair]:
    by_article: dict[str, list[str]] = {}
    for telling in group:
        by_article.setdefault(articles[telling], []).append(telling)
    return (pair for own in by_article.values() for pair in combinations(sorted(own), 2))
