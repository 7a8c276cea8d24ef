"""Which events of a ledger a user's own actors would change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.actors import Gazetteer, fold, load_gazetteer
from dragoman.actors.additions import Additions, gazetteer_of, read_additions
from dragoman.coding import Coder
from dragoman.ledger import Ledger, article_of
from dragoman.records import Actor, Article, CodedArticle, Event


@dataclass(frozen=True, slots=True)
class ChangedEvent:
    """An event whose sides the files change; None where it is not coded at all."""

    article_id: str
    event_type: str
    trigger: str
    text: str
    before: tuple[tuple[Actor, ...], tuple[Actor, ...]] | None
    after: tuple[tuple[Actor, ...], tuple[Actor, ...]] | None


def changed_events(ledger: str | Path, paths: Sequence[Path], coder: Coder | None = None) -> Iterator[ChangedEvent]:
    """Codes those articles again that hold a name of the files, with and without them, and compares the sides.

    Args:
        ledger: the ledger's folder.
        paths: files of own actors.
        coder: a coder to use; a new one by default.

    Raises:
        InputError: a file cannot be read, or the ledger is none.
        DataError: a row of a file is wrong.
    """
    own = read_additions(paths)
    changed = gazetteer_of(own)
    machine = coder or Coder()
    with Ledger.open(ledger) as book:
        rows = book.arrow("articles").to_pylist()
    for article in map(article_of, rows):
        if _touched(article, own, changed):
            parsed = machine.parser.parse_one(article)
            before = machine.code_parsed(parsed, load_gazetteer())
            yield from _differences(before, machine.code_parsed(parsed, changed))


def _touched(article: Article, own: Additions, changed: Gazetteer) -> bool:
    text = article.text
    if any(fold(text[m.start : m.end]) in own.names for m in changed.find(text)):
        return True
    return any((e.entity_id or e.name) in own.gone for m in load_gazetteer().find(text) for e in m.entries)


def _differences(before: CodedArticle, after: CodedArticle) -> Iterator[ChangedEvent]:
    old, new = _by_trigger(before), _by_trigger(after)
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        if one is None or other is None or _sides(one) != _sides(other):
            mention = (one or other).mentions[0]  # type: ignore[union-attr]
            yield ChangedEvent(
                before.article.article_id,
                key[1],
                mention.trigger.text,
                mention.text,
                (one.actors, one.recipients) if one else None,
                (other.actors, other.recipients) if other else None,
            )


def _by_trigger(coded: CodedArticle) -> dict[tuple[int, str], Event]:
    return {(e.mentions[0].trigger.start, e.event_type): e for e in coded.events}


def _sides(event: Event) -> list[list[tuple[str | None, ...]]]:
    return [[(a.name, a.country, a.sector, a.entity_id) for a in side] for side in (event.actors, event.recipients)]
