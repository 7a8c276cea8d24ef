"""Tellings of one agreement, put together."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.relations.agreements.agreement import BINDING, ENDING, GUESSED, Agreement, AgreementParty, Step
from dragoman.relations.agreements.telling import Telling

_NEWS, _TALKS = 45, 365  # days for which news tells of one agreement; for which it is talked about before
_STEPS = (
    "negotiated",
    "signed",
    "ratified",
    "in_force",
    "extended",
    "suspended",
    "broken",
    "withdrawn",
    "expired",
    "named",
)
_PROPER = re.compile(r"\b[A-Z][\w'’\-]+")
_LATER = dt.date.max


@dataclass(slots=True)
class _Group:
    """Tellings taken for one agreement so far."""

    members: frozenset[str] = frozenset()
    kind: str = "other"
    proper: frozenset[str] = frozenset()
    signed: dt.date | None = None
    tellings: list[Telling] = field(default_factory=list)

    def takes(self, telling: Telling) -> bool:
        """Whether a telling may be of this agreement: same parties, kind, name and time, as far as they are told."""
        members, proper = telling.members, _proper(telling)
        if not members or not (members <= self.members or members >= self.members):
            return False
        if "other" not in (telling.kind, self.kind) and telling.kind != self.kind:
            return False
        if proper and self.proper and not proper & self.proper:
            return False
        return self._in_time(telling) and (self._is_near(telling) or self._is_like(telling))

    def _in_time(self, telling: Telling) -> bool:
        """Nothing befalls an agreement before it is concluded, and that happens once."""
        day = telling.date or telling.published
        if self.signed is None or day is None or telling.step == "named":
            return True
        days = (day - self.signed).days
        same_year = telling.date_precision == "year" and day.year == self.signed.year
        if telling.step in ("signed", "negotiated"):
            return -_TALKS <= days <= _NEWS if telling.date_source in GUESSED else abs(days) <= _NEWS or same_year
        return days >= 0 or same_year

    def _is_near(self, telling: Telling) -> bool:
        """Told by the same article or, of both parties, about the same time."""
        return any(
            t.article_id == telling.article_id
            or (len(telling.members) > 1 and _days(t.published, telling.published) <= _NEWS)
            for t in self.tellings
        )

    def _is_like(self, telling: Telling) -> bool:
        """Told at another time, but by a name, or of both parties by a kind, that tells it from others."""
        if _proper(telling) & self.proper:
            return True
        return len(telling.members) > 1 and telling.kind == self.kind != "other" and telling.definite

    def add(self, telling: Telling) -> None:
        """Takes a telling in."""
        self.members |= telling.members
        self.kind = telling.kind if self.kind == "other" and telling.done else self.kind
        self.proper |= _proper(telling)
        if telling.step == "signed" and telling.date and telling.done and self.signed is None:
            self.signed = telling.date
        self.tellings.append(telling)


def _days(one: dt.date | None, other: dt.date | None) -> float:
    return abs((one - other).days) if one and other else math.inf


def _proper(telling: Telling) -> frozenset[str]:
    """Capitalised words of the name, those of its article's first word left out."""
    return frozenset(w for w in _PROPER.findall(telling.name.words) if w.lower() != telling.name.head)


def joined(tellings: Sequence[Telling]) -> tuple[list[Agreement], dict[str, list[str]]]:
    """The agreements that tellings are of, the latest first, and by reason the events that are of none.

    Tellings with both parties come first, in the order of time; what tells of one party alone (it withdrew) must find
    an agreement that is known from others.
    """
    groups: list[_Group] = []
    aside: dict[str, list[str]] = {}
    order = sorted(
        tellings, key=lambda t: (len(t.members) < 2, t.date or _LATER, _STEPS.index(t.step), t.event_id, t.mention_id)
    )
    for telling in order:
        fitting = [group for group in groups if group.takes(telling)]
        if fitting:
            max(
                fitting, key=lambda g: (g.members == telling.members, g.kind == telling.kind, g.signed or dt.date.min)
            ).add(telling)
        elif len(telling.members) > 1:
            group = _Group(kind=telling.kind)
            group.add(telling)
            groups.append(group)
        else:
            reason = "one party alone" if telling.members else "no party that is known"
            aside.setdefault(reason, []).append(telling.event_id)
    made = [_agreement(group) for group in groups]
    return sorted(made, key=_latest), {reason: sorted(set(ids)) for reason, ids in aside.items()}


def _order(telling: Telling) -> tuple[bool, bool, bool, dt.date, int, str, str]:
    """Whole, sure and well-dated tellings first: the others are held against them."""
    guessed = telling.date_source in GUESSED
    when = telling.date or telling.published or _LATER
    step = _STEPS.index(telling.step)
    return len(telling.members) < 2, not telling.done, guessed, when, step, telling.event_id, telling.mention_id


def _latest(agreement: Agreement) -> tuple[int, str]:
    days = [step.date.toordinal() for step in agreement.steps if step.date]
    return -max(days, default=0), agreement.agreement_id


def _agreement(group: _Group) -> Agreement:
    tellings = group.tellings
    steps = sorted(
        map(_step, tellings), key=lambda s: (s.date or _LATER, _STEPS.index(s.step), s.event_id, s.mention_id)
    )
    why = next((t.why for t in tellings if t.kind == group.kind), "")
    members = "|".join(sorted(group.members))
    digest = hashlib.sha256(f"{members}|{group.kind}|{min(t.event_id for t in tellings)}".encode()).hexdigest()
    return Agreement(digest[:16], _name(tellings), group.kind, why, _parties(group), _state(steps), steps)


def _step(telling: Telling) -> Step:
    return Step(
        telling.step, telling.date, telling.date_precision, telling.date_source, telling.status, sorted(telling.actors),
        telling.event_id, telling.mention_id, telling.article_id, telling.name.words, telling.text,
    )  # fmt: skip


def _name(tellings: Iterable[Telling]) -> str:
    """The fullest of the names: with most capitalised words, then most words, then told most often."""
    names = Counter(telling.name.words for telling in tellings)
    return max(names, key=lambda n: (len(_PROPER.findall(n)), len(n.split()), names[n], n))


def _parties(group: _Group) -> list[AgreementParty]:
    named: dict[str, str] = {}
    for telling in group.tellings:
        for key, name in telling.names.items():
            if key in group.members or telling.role == "mediator":
                named.setdefault(key, name)
    return [AgreementParty(key, named[key], "party" if key in group.members else "mediator") for key in sorted(named)]


def _state(steps: Sequence[Step]) -> str:
    """The last step that happened and binds or ends; else how sure it is that there will be one."""
    done = [step for step in steps if step.happened]
    for wanted in ((*BINDING, *ENDING), ("named",), ("negotiated",)):
        dated = [step.step for step in done if step.step in wanted and step.date] or [
            step.step for step in done if step.step in wanted
        ]
        if dated:
            return dated[-1]
    told = {step.status for step in steps}
    return next(status for status in ("planned", "possible", "denied", *told) if status in told)
