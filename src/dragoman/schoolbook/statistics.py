"""How much of what the schoolbook holds: events by type, mode and status, sentences without events, diversity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.schoolbook.checks import sentences, words
from dragoman.schoolbook.items import Event, Item

_WINDOW = 100


@dataclass(frozen=True)
class Counts:
    """Counts over items; every event counts once a mention (quote)."""

    reports: int
    singles: int
    in_contrast: int
    report_mentions: int
    mentions: int
    attributed: int
    empty_sentences: int  # sentences in which no event is told
    types: Counter[str]
    modes: Counter[str]  # TYPE/mode
    statuses: Counter[str]
    voices: Counter[str]
    countries: Counter[str]
    decades: Counter[str]
    words: int
    diversity: float  # mean share of distinct words in windows of 100 (moving-average type-token ratio)


def count(items: Sequence[Item]) -> Counts:
    """Counts everything that the schoolbook promises a number of."""
    reports = [i for i in items if i.kind == "report"]
    singles = [i for i in items if i.kind == "sentence"]
    told = [(e, len(e.quotes)) for i in items for e in i.events]
    tokens = [w for i in items for w in words(i.text)]
    return Counts(
        reports=len(reports),
        singles=len(singles),
        in_contrast=sum(1 for i in singles if i.contrast),
        report_mentions=sum(len(e.quotes) for i in reports for e in i.events),
        mentions=sum(n for _, n in told),
        attributed=sum(1 for e, _ in told if e.said_by),
        empty_sentences=sum(_empty(i) for i in items),
        types=_tally(told, lambda e: e.event_type),
        modes=_tally([t for t in told if t[0].mode], lambda e: f"{e.event_type}/{e.mode}"),
        statuses=_tally(told, lambda e: e.status),
        voices=Counter(i.voice or "-" for i in reports),
        countries=Counter(i.country or "-" for i in reports),
        decades=Counter(f"{(i.date or '')[:3]}0s" for i in reports),
        words=len(tokens),
        diversity=_moving_ratio(tokens),
    )


def _tally(told: Iterable[tuple[Event, int]], key: Callable[[Event], str]) -> Counter[str]:
    counter: Counter[str] = Counter()
    for event, number in told:
        counter[key(event)] += number
    return counter


def _empty(item: Item) -> int:
    quotes = [q.text for e in item.events for q in e.quotes]
    return sum(1 for s in sentences(item.text) if not any(q in s for q in quotes))


def _moving_ratio(tokens: Sequence[str]) -> float:
    """Moving-average type-token ratio (Covington and McFall 2010) over windows of 100 words, every 50th."""
    starts = range(0, max(1, len(tokens) - _WINDOW), _WINDOW // 2)
    ratios = [len(set(tokens[s : s + _WINDOW])) / max(1, len(tokens[s : s + _WINDOW])) for s in starts]
    return sum(ratios) / len(ratios)
