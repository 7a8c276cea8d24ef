"""The steps of merging that workers take: functions of a batch alone, which may be repeated when a worker dies."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from dragoman.ledger.building import consolidated_rows
from dragoman.ledger.merging import Link, NearDuplicates, blocks, by_component, links_among, telling_of

Pair = tuple[str, str]
Component = tuple[Mapping[str, str], Sequence[Link]]  # the article of each telling, and all their links


class Reported(NamedTuple):
    """An event as one article tells it: the record as JSON, and what of the article it is compared by."""

    record: str
    published: dt.date | None
    voice: str
    title: str | None


class Packed(NamedTuple):
    """A telling as it travels, and the blocks it is compared in."""

    telling_id: str
    article_id: str
    content: bytes
    keys: tuple[str, ...]


class Printed(NamedTuple):
    """An article as its copies are found."""

    article_id: str
    published: dt.date | None
    title: str | None
    text: str


def bands_of(articles: Sequence[Printed]) -> list[Pair]:
    """Each article with each of its bands: two that share none are no copies of each other."""
    finder = NearDuplicates()
    return [(a.article_id, band) for a in articles for band in finder.bands(finder.shingles(a.text, a.title))]


def copies_of(batch: tuple[Sequence[Pair], Sequence[Printed]]) -> list[Pair]:
    """Of pairs of articles, those that are copies of each other."""
    pairs, articles = batch
    finder = NearDuplicates()
    shingles = {a.article_id: finder.shingles(a.text, a.title) for a in articles}
    published = {a.article_id: a.published for a in articles}
    return [
        (one, other)
        for one, other in pairs
        if finder.together(published[one], published[other]) and finder.alike(shingles[one], shingles[other])
    ]


def tellings_of(batch: Sequence[Reported]) -> list[Packed]:
    """Tellings, made ready to be compared."""
    made = [telling_of(json.loads(t.record), t.published, t.voice, t.title) for t in batch]
    return [Packed(t.telling_id, t.article_id, pickle.dumps(t), blocks(t)) for t in made]


def links_of(contents: Sequence[bytes]) -> list[Link]:
    """The links among the tellings of some blocks."""
    return links_among([pickle.loads(c) for c in contents])


def clusters_of(batch: Sequence[Component]) -> list[tuple[str, tuple[str, ...]]]:
    """The happenings within components, each with the component's name; tellings of one article stay apart."""
    return [
        (group[0], cluster)
        for articles, links in batch
        for group, found in by_component(articles, links)
        for cluster in found
    ]


def united_of(rows: Sequence[tuple[Any, ...]]) -> list[dict[str, pa.Table]]:
    """The rows of events that several articles tell, from those of their tellings."""
    return [consolidated_rows(rows)]


def spread(ray: Any, step: Any, batches: Iterable[Any], room: int) -> Iterator[Any]:
    """What a step makes of each batch, in any order; no more than two batches a core in flight.

    A batch whose worker or machine dies is done again by another.
    """
    remote = ray.remote(num_cpus=1, max_retries=5)(step)
    flying: list[Any] = []
    for batch in batches:
        if len(flying) >= 2 * room:
            done, flying = ray.wait(flying, num_returns=1)
            yield from ray.get(done)
        flying.append(remote.remote(batch))
    while flying:
        done, flying = ray.wait(flying, num_returns=1)
        yield from ray.get(done)
