"""Questions about agreements: which there are, and who is bound to whom on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from dragoman.errors import InputError
from dragoman.ledger import Ledger
from dragoman.ledger.filters import Strings
from dragoman.ledger.queries import Day, day, several
from dragoman.relations.agreements.agreement import Agreement
from dragoman.relations.agreements.joining import joined
from dragoman.relations.agreements.lexicon import kinds as all_kinds
from dragoman.relations.agreements.telling import tellings
from dragoman.relations.series import Record

ALLIED = ("defence", "non-aggression")


@dataclass(frozen=True, slots=True)
class Agreements:
    """Agreements, the latest first; ``set_aside`` are the events that name one of unknown parties, by reason."""

    found: Sequence[Agreement]
    set_aside: Mapping[str, Sequence[str]]

    def __iter__(self) -> Iterator[Agreement]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


@dataclass(frozen=True, slots=True)
class Bond:
    """Two actors bound to each other on a day, and the agreements that bind them."""

    first: str
    second: str
    on: dt.date
    agreements: Sequence[Agreement]

    @property
    def kinds(self) -> list[str]:
        """The kinds of those agreements."""
        return sorted({agreement.kind for agreement in self.agreements})

    def to_record(self) -> Record:
        """As a JSON object."""
        return {**asdict(self), "kinds": self.kinds, "agreements": [a.to_record() for a in self.agreements]}


def agreements(
    ledger: Ledger,
    first: str | None = None,
    second: str | None = None,
    *,
    kinds: Strings | None = None,
    on: Day | None = None,
    datasets: Strings | None = None,
) -> Agreements:
    """The agreements that a ledger's events tell of.

    Args:
        ledger: where the events are. Only events with sentences name an agreement: most imported ones do not.
        first: only agreements of this actor: a country code, an entity id, or a name.
        second: and of this one.
        kinds: only of one or several kinds, see ``agreements/data/kinds.csv``.
        on: only those in force on a day.
        datasets: only from these data sets.

    Raises:
        InputError: a kind or a day makes no sense.
        NotFoundError: no event names one of the actors.
    """
    wanted, moment = _known(several(kinds)), day(on, "on")
    if first is None and second is not None:
        first, second = second, None
    keys = [ledger.party(who).key for who in (first, second) if who is not None]
    found, aside = joined(tellings(ledger, keys, several(datasets)))
    chosen = [
        agreement for agreement in found
        if set(keys) <= set(agreement.members)
        and (wanted is None or agreement.kind in wanted)
        and (moment is None or agreement.in_force(moment))
    ]  # fmt: skip
    return Agreements(chosen, aside)


def _known(wanted: list[str] | None) -> list[str] | None:
    there = [*dict.fromkeys(row.kind for row in all_kinds()), "other"]
    for kind in wanted or ():
        if kind not in there:
            raise InputError(f"kinds: {kind!r} is not known; there are {', '.join(there)}")
    return wanted


def alliances(
    ledger: Ledger,
    on: Day | None = None,
    *,
    party: str | None = None,
    kinds: Strings | None = ALLIED,
    datasets: Strings | None = None,
) -> list[Bond]:
    """Who is bound to whom on a day, as far as the ledger's articles tell.

    A bond is there from the day on which an agreement is told to be concluded until one on which it is told to be
    broken, left, suspended or expired. What no article in the ledger tells is not known: an old alliance that nobody
    mentions is missing, one that ended unnoticed is still there.

    Args:
        ledger: where the events are.
        on: the day; today where left out.
        party: only bonds of this actor.
        kinds: which agreements make allies; None for all.
        datasets: only from these data sets.

    Raises:
        InputError: a kind or the day makes no sense.
        NotFoundError: no event names the actor.
    """
    moment = day(on, "on") or dt.datetime.now(dt.UTC).date()
    bonds: dict[tuple[str, str], list[Agreement]] = {}
    for agreement in agreements(ledger, party, kinds=kinds, on=moment, datasets=datasets):
        members = sorted(agreement.members)
        for number, one in enumerate(members):
            for other in members[number + 1 :]:
                bonds.setdefault((one, other), []).append(agreement)
    key = ledger.party(party).key if party is not None else None
    return [Bond(*pair, moment, told) for pair, told in sorted(bonds.items()) if key is None or key in pair]
