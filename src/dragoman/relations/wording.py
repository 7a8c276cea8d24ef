"""Findings in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dragoman.ledger.dyads import Party

if TYPE_CHECKING:
    from dragoman.relations.changes import Change, Period

_NOTHING = "Nothing changed by more than chance allows."


def change_sentences(
    changes: Sequence[Change], first: Party, second: Party, before: Period, after: Period
) -> list[str]:
    """A sentence on every kind that changed; one that says so where none did.

    Args:
        changes: all that were compared.
        first: one of the two.
        second: the other.
        before: the stretch before.
        after: the stretch behind it.
    """
    names = {party.key: party.name or party.key for party in (first, second)}
    told = [_sentence(change, names) for change in changes if change.what != "same"]
    spans = f"From {before.first} to {before.last} against {after.first} to {after.last}"
    return [f"{spans}: {told[0]}" if told else f"{spans}: {_NOTHING}", *told[1:]]


def _sentence(change: Change, names: dict[str, str]) -> str:
    kind = change.kind.replace("_", " ").capitalize() if change.level != "type" else change.kind.upper()
    who = f"{kind} from {names[change.source]} to {names[change.target]}"
    if change.what == "new":
        return f"{who} is new: {_events(change.after)} ({change.rate_after:.1f} a week), none before."
    if change.what == "ceased":
        return f"{who} ceased: none, after {_events(change.before)} ({change.rate_before:.1f} a week)."
    high = "more" if change.high is None else f"{change.high:.2g}"
    return (
        f"{who} {change.what} from {change.rate_before:.1f} to {change.rate_after:.1f} events a week "
        f"({change.before} to {change.after}; {change.ratio:.2g} times, 95 % interval {change.low:.2g} to {high})."
    )


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"
