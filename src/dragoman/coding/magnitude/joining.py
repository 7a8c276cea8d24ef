"""The counts of one happening that several sentences tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.records import Count


def joined_counts(mentions: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
    """For each kind the first count told, or a later one that says the same more exactly.

    News tells the newest and widest figure first; later sentences repeat it, break it down ("three of them children")
    or report what others claim, so neither the largest nor the last can be trusted. "Dozens" in a headline gives way to
    the "34" of the lead, "at least 30" to "34", but "34" does not give way to "38".
    """
    out: dict[str, Count] = {}
    for counts in mentions:
        for kind, count in counts.items():
            told = out.get(kind)
            if told is None or _narrows(count, told):
                out[kind] = count
    return out


def _narrows(new: Count, told: Count) -> bool:
    """Whether a count names a number within what was told, and a narrower one."""
    if new.value is None or new.currency != told.currency or _exact(told):
        return False
    if told.value is None:
        return told.low is None or new.value >= told.low
    if told.low is None and told.high is None:  # "about 50"
        return _exact(new) and abs(new.value - told.value) <= told.value / 10
    within = (told.low is None or new.value >= told.low) and (told.high is None or new.value <= told.high)
    return within and _exact(new)


def _exact(count: Count) -> bool:
    return count.value is not None and count.low == count.high == count.value
