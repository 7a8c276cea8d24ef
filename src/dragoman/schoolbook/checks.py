"""Whether items of the schoolbook hold what they promise: known codes, quotes that are there, lengths, no doubles."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dragoman.codebook import MAY_LACK_ACTOR, Codebook
from dragoman.records import STATUSES
from dragoman.schoolbook.items import Event, Item, Party

VOICES = frozenset(
    "wire state-media local-press broadcaster ngo-release un-release official-statement op-ed live-blog "
    "wire-summary".split()
)
REPORT_WORDS = (60, 250)  # of the body
QUOTE_WORDS = 10
NEAR = 0.6  # token Jaccard above which two sentences are near-duplicates
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’]?\s+(?=[\"'“‘A-Z])|\n+")


def words(text: str) -> list[str]:
    """The lower-case words of a text."""
    return _WORD.findall(text.lower())


def sentences(text: str) -> list[str]:
    """A rough cut into sentences, good enough to compare them."""
    return [s for s in _SENTENCE.split(text) if s and s.strip()]


def problems(item: Item, codebook: Codebook, countries: frozenset[str]) -> Iterator[str]:
    """Everything that is wrong with one item, each in words."""
    if item.kind == "report":
        yield from _report_problems(item, countries)
    for number, event in enumerate(item.events, 1):
        for problem in _event_problems(item, event, codebook, countries):
            yield f"event {number} ({event.event_type}): {problem}"


def _report_problems(item: Item, countries: frozenset[str]) -> Iterator[str]:
    if item.voice not in VOICES:
        yield f"voice {item.voice!r}; one of {', '.join(sorted(VOICES))}"
    if item.country and item.country not in countries:
        yield f"country {item.country!r} is not known"
    if not _is_date(item.date or "", whole=True):
        yield f"date {item.date!r} is no YYYY-MM-DD"
    size = len(item.text.partition("\n\n")[2].split())
    if not REPORT_WORDS[0] <= size <= REPORT_WORDS[1]:
        yield f"body has {size} words; {REPORT_WORDS[0]} to {REPORT_WORDS[1]} are asked for"


def _event_problems(item: Item, event: Event, codebook: Codebook, countries: frozenset[str]) -> Iterator[str]:
    modes = codebook.modes
    for name in (event.event_type, event.alternative):
        if name and name not in modes:
            yield f"type {name!r} is not in the codebook"
    if event.mode and event.mode not in modes.get(event.event_type, ()):
        yield f"mode {event.mode!r}; one of {', '.join(sorted(modes.get(event.event_type, ()))) or 'none'}"
    if event.status not in STATUSES:
        yield f"status {event.status!r}; one of {', '.join(STATUSES)}"
    if not event.actors and event.event_type not in MAY_LACK_ACTOR:
        yield "no actor; only violence and protest may lack one"
    if event.date and not _is_date(event.date):
        yield f"date {event.date!r} is no YYYY, YYYY-MM or YYYY-MM-DD"
    if event.place and event.place.country and event.place.country not in countries:
        yield f"place country {event.place.country!r} is not known"
    yield from _quote_problems(item, event)
    for party in (*event.actors, *event.recipients, *([event.said_by] if event.said_by else [])):
        yield from _party_problems(item, party, codebook, countries)


def _quote_problems(item: Item, event: Event) -> Iterator[str]:
    for quote in event.quotes:
        count = item.text.count(quote.text)
        if count != 1:
            yield f"quote {quote.text!r} occurs {count} times in the text; copy words that occur exactly once"
        if len(quote.text.split()) > QUOTE_WORDS:
            yield f"quote {quote.text!r} is longer than {QUOTE_WORDS} words"


def _party_problems(item: Item, party: Party, codebook: Codebook, countries: frozenset[str]) -> Iterator[str]:
    if party.text and party.text not in item.text:
        yield f"{party.text!r} is not in the text; copy it exactly, or give only [Name]"
    if party.country and party.country not in countries:
        yield f"country {party.country!r} of {party.text!r} is not known"
    if party.sector not in codebook.sectors:
        yield f"sector {party.sector!r} of {party.text!r}; one of {', '.join(sorted(codebook.sectors))}"


def _is_date(text: str, whole: bool = False) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d" if whole else r"\d{4}(-\d\d(-\d\d)?)?", text):
        return False
    try:
        dt.date.fromisoformat(text + "-01-01"[: 10 - len(text)] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def near_duplicates(items: Iterable[Item]) -> list[tuple[str, str, str]]:
    """Sentences of a token Jaccard above ``NEAR``: (id, id, sentence); members of one contrast set excepted."""
    held: list[tuple[str, str | None, frozenset[str]]] = []
    index: dict[str, list[int]] = defaultdict(list)
    found = []
    for item in items:
        for sentence in sentences(item.text):
            bag = frozenset(words(sentence))
            if len(bag) < 5:
                continue
            for other in _candidates(bag, index):
                name, contrast, seen = held[other]
                if contrast and contrast == item.contrast:
                    continue
                if len(bag & seen) / len(bag | seen) > NEAR:
                    found.append((name, item.item_id, sentence))
                    break
            for word in bag:
                index[word].append(len(held))
            held.append((item.item_id, item.contrast, bag))
    return found


def _candidates(bag: frozenset[str], index: dict[str, list[int]]) -> set[int]:
    """Sentences that share one of the rarer words; two of Jaccard above .6 must share more than a third of each."""
    rare = sorted(bag, key=lambda w: len(index.get(w, ())))
    return {i for w in rare[: len(rare) * 2 // 3 + 1] if len(index.get(w, ())) < 2000 for i in index.get(w, ())}


def shared_runs(items: Iterable[Item], texts: Iterable[str], length: int = 8) -> list[tuple[str, str]]:
    """Runs of ``length`` words that an item shares with foreign texts: (item id, run)."""
    own: dict[tuple[str, ...], str] = {}
    for item in items:
        for run in _runs(words(item.text), length):
            own.setdefault(run, item.item_id)
    found = {(own[run], " ".join(run)) for text in texts for run in _runs(words(text), length) if run in own}
    return sorted(found)


def _runs(sequence: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(sequence[i : i + length]) for i in range(len(sequence) - length + 1))
