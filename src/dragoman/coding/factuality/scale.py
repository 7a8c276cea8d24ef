"""The scale of factuality, -3 (certainly not) to 3 (certainly), and what operators do to a value on it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import HAPPENED, Status

CERTAIN, PROBABLE, POSSIBLE = 3.0, 2.0, 1.0  # the degrees of FactBank (Saurí and Pustejovsky 2009); 0: uncommitted
DENIED = -1.5  # at or below this an event is told as not having happened
_TYPICAL: dict[Status, float] = {"occurred": 3.0, "ongoing": 3.0, "planned": 2.0, "possible": 1.0, "denied": -3.0}
REAL: frozenset[Status] = frozenset(HAPPENED)


@dataclass(frozen=True, slots=True)
class Assessment:
    """A status with its reason, and how certain it is that the event happens or happened, -3 to 3.

    ``certainty`` is what the article itself vouches for, ``sourced`` what the nearest source does: "Kyiv said the
    bridge was hit" is the word of Kyiv (3), not of the article (2).
    """

    status: Status
    reason: str
    certainty: float = CERTAIN
    sourced: float = CERTAIN

    @property
    def polarity(self) -> str:
        """``negative`` for what is told not to be, else ``positive``."""
        return "negative" if self.sourced < 0 else "positive"

    def overruled(self, status: Status, by: str = "the typer's reading") -> Assessment:
        """Another status, found otherwise; the certainties stay where they fit it, else are the typical ones."""
        reason = f"{by} (the rules: {self.status})"
        if {self.status, status} <= REAL:
            return Assessment(status, reason, self.certainty, self.sourced)
        return Assessment(status, reason, _TYPICAL[status], _TYPICAL[status])


@dataclass(frozen=True, slots=True)
class Signature:
    """What a word does to what stands in its scope.

    ``certainty`` and ``sourced`` are the values given where the word's own clause is certain (see ``Assessment``),
    ``negated`` the value where that clause is negated (the implicative signatures of Nairn, Condoravdi and Karttunen
    2006, as numbers). ``effect`` is the status lent, None to leave it.
    """

    effect: Status | None
    certainty: float
    sourced: float
    negated: float
    reason: str

    def under(self, above: Assessment) -> Assessment:
        """The reading of what stands in the word's scope, given the reading of the word itself."""
        return Assessment(
            self._status(above),
            above.reason if self.effect is None else self.reason,
            _between(above.certainty, self.certainty, self.negated),
            _between(above.sourced, self.sourced, self.negated),
        )

    def _status(self, above: Assessment) -> Status:
        if above.status == "denied":
            return _of_negated(self.negated)
        if self.effect is None or above.status in REAL:
            return self.effect or above.status
        if self.effect in REAL:
            return "occurred" if self.negated >= PROBABLE else above.status
        return "possible" if above.status == "possible" and self.effect == "planned" else self.effect


def _of_negated(value: float) -> Status:
    if value >= PROBABLE:
        return "occurred"
    return "denied" if value <= DENIED else "possible"


def _between(above: float, affirmed: float, negated: float) -> float:
    """The value of what is embedded: a chain is as certain as its weakest link, with the sign of the signature.

    What the word takes for granted either way holds however uncertain its own clause is.
    """
    end = affirmed if above >= 0 else negated
    strength = min(abs(above), abs(end))
    if affirmed * negated > 0:
        strength = max(strength, min(abs(affirmed), abs(negated)))
    return strength if end >= 0 else -strength
