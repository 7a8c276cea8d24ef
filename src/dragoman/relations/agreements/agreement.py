"""What an agreement between actors is, and what befell it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from dragoman.records import HAPPENED
from dragoman.relations.series import Record

BINDING = ("signed", "ratified", "in_force", "extended")
ENDING = ("suspended", "broken", "withdrawn", "expired")
GUESSED = (None, "publication", "dateline")  # sources of dates that may be those of the report alone


@dataclass(frozen=True, slots=True)
class AgreementParty:
    """Who is bound by an agreement (role ``party``), or brought it about (``mediator``)."""

    key: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that befell an agreement, as one event tells it.

    ``step`` is negotiated, signed, ratified, in_force, extended, suspended, broken, withdrawn, expired, or named (the
    article speaks of it as of something known); ``by`` are the keys of who took it. ``date`` is None where the article
    gives none, and for what is merely named: when an article speaks of a pact says nothing of the pact. ``status`` is
    occurred, ongoing, planned, possible or denied. ``text`` is the sentence.
    """

    step: str
    date: dt.date | None
    date_precision: str
    date_source: str | None
    status: str
    by: Sequence[str]
    event_id: str
    mention_id: str
    article_id: str | None
    name: str
    text: str

    @property
    def happened(self) -> bool:
        """Whether it is told as done."""
        return self.status in HAPPENED


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement between two actors or more, put together from the events that tell of it.

    ``name`` is what the articles call it, ``kind`` one of ``agreements/data/kinds.csv`` or ``other``, ``why`` the words
    that decided the kind. ``steps`` are in the order of time, undated ones last. An agreement that nobody is said to
    have concluded is ``planned``, ``possible`` or ``denied`` in ``state``; else that is the last step that happened.
    """

    agreement_id: str
    name: str
    kind: str
    why: str
    parties: Sequence[AgreementParty]
    state: str
    steps: Sequence[Step]

    @property
    def members(self) -> list[str]:
        """The keys of those that it binds."""
        return [party.key for party in self.parties if party.role == "party"]

    @property
    def event_ids(self) -> list[str]:
        """The events that tell of it."""
        return list(dict.fromkeys(step.event_id for step in self.steps))

    def date_of(self, step: str) -> dt.date | None:
        """The first day on which a step was taken, None where nobody tells.

        Days that a report gives come before those of the report itself, which came later than the step.
        """
        told = [s for s in self.steps if s.step == step and s.happened and s.date]
        return min((s.date for s in told if s.date_source not in GUESSED if s.date), default=None) or min(
            (s.date for s in told if s.date), default=None
        )

    def in_force(self, on: dt.date) -> bool:
        """Whether it was concluded by a day and nothing is told to have ended or suspended it since, up to that day.

        Undated steps count for neither.
        """
        told = [s for s in self.steps if s.happened and s.date and s.date <= on and s.step in (*BINDING, *ENDING)]
        return bool(told) and told[-1].step in BINDING

    def to_record(self) -> Record:
        """As a JSON object, with the first day of each step."""
        dates = {step: self.date_of(step) for step in (*BINDING, *ENDING)}
        return {**asdict(self), "members": self.members, "event_ids": self.event_ids, "dates": dates}
