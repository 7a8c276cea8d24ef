"""Tellings of one agreement, put together."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.relations.agreements.agreement import BINDING, ENDING, Agreement, AgreementParty, Step
from dragoman.relations.agreements.telling import Telling

_NEAR_DAYS = 45
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

    members: frozenset[str]
    kind: str
    proper: frozenset[str]
    signed: dt.date | None
    tellings: list[Telling] = field(default_factory=list)

    def takes(self, telling: Telling) -> bool:
        """Whether a telling may be of this agreement: same parties, kind, name and time, as far as they are told."""
        members, proper = telling.members, _proper(telling)
        return (
            (members <= self.members or members >= self.members)
            and len(members) > 0
            and (telling.kind == self.kind or "other" in (telling.kind, self.kind))
            and (not proper or not self.proper or bool(proper & self.proper))
            and self._in_time(telling)
        )

    def _in_time(self, telling: Telling) -> bool:
        if self.signed is None or telling.date is None:
            return True
        days = (telling.date - self.signed).days
        if telling.step in ("signed", "negotiated"):
            return abs(days) <= _NEAR_DAYS or telling.date_precision == "year" and telling.date.year == self.signed.year
        return days >= 0

    def add(self, telling: Telling) -> None:
        """Takes a telling in."""
        self.members |= telling.members
        self.kind = telling.kind if self.kind == "other" else self.kind
        self.proper |= _proper(telling)
        if telling.step == "signed" and telling.date and self.signed is None:
            self.signed = telling.date
        self.tellings.append(telling)


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
            group = _Group(frozenset(), "other", frozenset(), None)
            group.add(telling)
            groups.append(group)
        else:
            reason = "one party alone" if telling.members else "no party that is known"
            aside.setdefault(reason, []).append(telling.event_id)
    made = [_agreement(group) for group in groups]
    return sorted(made, key=_latest), {reason: sorted(set(ids)) for reason, ids in aside.items()}


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
        for key, name in {**telling.recipients, **telling.actors}.items():
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
