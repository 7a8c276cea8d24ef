"""Bench of merging: seconds, memory and happenings for many tellings, drawn from real coded output moved in time.

Run as ``python -m dragoman.bench_merging [NUMBER ...]``; by default 100,000 and 1,000,000. The articles of the bench's
corpus (see ``dragoman.bench``) are coded once; copies, each moved by days of its own, fill the years until there
are as many tellings. They come in order of time and are linked with those before whose blocks they share, as a ledger
does it; then all is divided into happenings. Two spreads: ``same years``, all numbers over forty years, so that more
tellings also stand closer together; ``same density``, the years growing with the number.
"""

from __future__ import annotations

import json
import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dragoman.articles import read
from dragoman.bench import corpus_path
from dragoman.coding import Coder
from dragoman.ledger.merging import Link, Telling, divided, links_among, telling_of
from dragoman.ledger.merging.blocking import LONGEST, SPAN
from dragoman.records import Article, event_record

YEARS = 40
NUMBERS = (100_000, 1_000_000)
_STEP = 112  # days of a batch
_START = 720_000  # an ordinal day in 1972
_SEED = 20260101


def coded(path: Path) -> list[list[Telling]]:
    """The tellings of each article of a corpus that has a day and tells something."""
    coder, out = Coder(), []
    for article in read(path):
        if isinstance(article, Article) and article.published:
            records = [event_record(e) for e in coder.code_one(article).events]
            tellings = [telling_of(r, article.published, article.article_id, article.title) for r in records]
            out.append(tellings)
    return [tellings for tellings in out if tellings]


def moved(tellings: Sequence[Telling], day: int, number: int) -> list[Telling]:
    """A copy of an article's tellings as if it had been published on another day."""
    by = day - (tellings[0].published or day)

    def shifted(one: int | None) -> int | None:
        return None if one is None else one + by

    return [
        replace(
            t,
            telling_id=f"{number:07}{t.telling_id}",
            article_id=f"{number:07}{t.article_id}",
            voice=f"{number:07}{t.voice}",
            first=shifted(t.first),
            last=shifted(t.last),
            published=day,
        )
        for t in tellings
    ]


def seasons(articles: Sequence[Sequence[Telling]], number: int, days: int) -> Iterator[list[Telling]]:
    """Batches of copies in order of time, ``number`` tellings in all, spread evenly over days."""
    rng = random.Random(_SEED)
    mean = sum(map(len, articles)) / len(articles)
    drawn = [(rng.randrange(days), rng.randrange(len(articles))) for _ in range(round(number / mean))]
    batch: list[Telling] = []
    step = 0
    for n, (day, which) in enumerate(sorted(drawn)):
        if day // _STEP != step:
            yield batch
            batch, step = [], day // _STEP
        batch += moved(articles[which], _START + day, n)
    yield batch


def merged(batches: Iterator[list[Telling]]) -> dict[str, Any]:
    """Link batch by batch, divide, and say what it took."""
    begun, worked = time.perf_counter(), time.process_time()
    recent: list[Telling] = []
    links: list[Link] = []
    articles: dict[str, str] = {}
    for batch in batches:
        links += links_among(batch, recent)
        articles |= {t.telling_id: t.article_id for t in batch}
        end = max((t.published or 0 for t in batch), default=0)
        recent = [t for t in (*recent, *batch) if (t.published or 0) > end - LONGEST - 2 * SPAN]
    linked = time.perf_counter()
    happenings = divided(articles, links)
    done = time.perf_counter()
    return {
        "tellings": len(articles),
        "links": len(links),
        "happenings": len(happenings),
        "largest": max(map(len, happenings)),
        "link_seconds": round(linked - begun, 1),
        "cluster_seconds": round(done - linked, 1),
        "cpu_seconds": round(time.process_time() - worked, 1),
        "microseconds_a_telling": round(1e6 * (time.process_time() - worked) / len(articles), 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main(arguments: Sequence[str]) -> int:
    """The command; see the module. Prints one JSON object a run."""
    articles = coded(corpus_path())
    numbers = [int(a) for a in arguments] or list(NUMBERS)
    for spread in ("same years", "same density"):
        for number in numbers:
            days = round(365.25 * YEARS * (number / max(numbers) if spread == "same density" else 1))
            print(json.dumps({"spread": spread, **merged(seasons(articles, number, days))}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
