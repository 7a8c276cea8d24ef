"""Who belongs together: the home of an actor (mostly a country) and its role (what it is there).

"Police (Chad)" is at home in Chad and is "Police"; "Chad" is at home in Chad as well. Of an actor whose name tells no
home, the home is that of most of its events' other sides so far. Counts by home and role tell something of pairs that
never met: what the police of Chad do to others is likely to be done to citizens of Chad.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled

Ints = NDArray[np.int64]
HALF_LIFE = 24.0  # days
_PLACES = 1 << 22  # of the table of counts; keys are hashed, so two may share a place
_BRACKETS = re.compile(r"(.+?)[\s_]*\(([^()]+)\)")
HOME_TO_ACTOR, ACTOR_TO_HOME, HOME_TO_HOME, ROLES, ROLES_BY_RELATION = range(5)


class KinCounts(NamedTuple):
    """Homes as known so far, roles, and the table of counts."""

    home: Ints  # -1: unknown
    role: Ints
    votes: NDArray[np.int32]  # (actors, homes): events with others of that home, of actors whose name tells none
    fading: NDArray[np.float32]  # fading, not fading: shape (places, 2)
    last: NDArray[np.int32]


class Kin:
    """Homes and roles of actors.

    Args:
        home: number of the home of each actor, -1 where its name tells none.
        role: number of the role of each actor.
    """

    def __init__(self, home: Ints, role: Ints) -> None:
        self.home, self.role = home, role

    @classmethod
    def of_names(cls, names: Sequence[str]) -> Kin:
        """Homes and roles from names of the form "role (home)"; a name that is a home is at home there.

        >>> kin = Kin.of_names(["Police (Chad)", "Chad", "Citizen (Chad)", "Ann Lee", "Citizen_(Fiji)"])
        >>> kin.home.tolist(), kin.role.tolist()
        ([0, 0, 0, -1, 1], [3, 1, 2, 0, 2])
        """
        found = [_BRACKETS.fullmatch(n) for n in names]
        homes = {h: i for i, h in enumerate(sorted({m[2] for m in found if m}))}
        parts = [
            (m[1], m[2]) if m else (("home", n) if n in homes else ("", n)) for m, n in zip(found, names, strict=True)
        ]
        roles = {
            r: i for i, r in enumerate(sorted({role for role, _ in parts}, key=lambda r: (r != "", r != "home", r)))
        }
        home = np.array([homes.get(h, -1) for _, h in parts], np.int64)
        return cls(home, np.array([roles[r] for r, _ in parts], np.int64))

    def counts(self) -> KinCounts:
        """Counts before the first day."""
        votes = np.zeros((len(self.home), max(1, int(self.home.max(initial=-1)) + 1)), np.int32)
        table, last = np.zeros((_PLACES, 2), np.float32), np.full(_PLACES, -1, np.int32)
        return KinCounts(self.home.copy(), self.role, votes, table, last)

    def count(self, counts: KinCounts, day: int, subject: Ints, relation: Ints, object_: Ints) -> None:
        """Add the facts of a day, then let homes follow."""
        _count(counts, day, subject, relation, object_)
        _settle(counts, self.home, subject, object_)


@compiled
def place(kind: int, first: int, relation: int, second: int) -> np.int64:
    """The place of a key in the table (multiplicative hashing, Knuth, TAOCP 3, 6.4)."""
    x = np.uint64(kind + 1) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(first + 1) * np.uint64(0xBF58476D1CE4E5B9)
    x += np.uint64(relation + 1) * np.uint64(0x94D049BB133111EB) + np.uint64(second + 1) * np.uint64(0xD6E8FEB86659FD93)
    x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.int64((x ^ (x >> np.uint64(32))) & np.uint64(_PLACES - 1))


@compiled
def counted(counts: KinCounts, day: int, i: np.int64) -> tuple[np.float32, np.float32]:
    """What a place holds on a day: fading and whole count."""
    if counts.last[i] < 0:
        return np.float32(0), np.float32(0)
    age = np.float32(day - counts.last[i])
    return counts.fading[i, 0] * np.exp2(-age / np.float32(HALF_LIFE)), counts.fading[i, 1]


@compiled
def _add(counts: KinCounts, day: int, i: np.int64) -> None:
    fading, whole = counted(counts, day, i)
    counts.fading[i, 0], counts.fading[i, 1] = fading + np.float32(1), whole + np.float32(1)
    counts.last[i] = day


@compiled
def _count(counts: KinCounts, day: int, subject: Ints, relation: Ints, object_: Ints) -> None:
    for i in range(len(subject)):
        s, h, o = subject[i], relation[i], object_[i]
        at, to = counts.home[s], counts.home[o]
        if at >= 0:
            _add(counts, day, place(HOME_TO_ACTOR, at, h, o))
        if to >= 0:
            _add(counts, day, place(ACTOR_TO_HOME, s, h, to))
        if at >= 0 and to >= 0:
            _add(counts, day, place(HOME_TO_HOME, at, h, to))
        _add(counts, day, place(ROLES, counts.role[s], 0, counts.role[o]))
        _add(counts, day, place(ROLES_BY_RELATION, counts.role[s], h, counts.role[o]))


@compiled
def _settle(counts: KinCounts, told: Ints, subject: Ints, object_: Ints) -> None:
    home, votes = counts.home, counts.votes
    for i in range(len(subject)):
        s, other = subject[i], told[object_[i]]
        if told[s] < 0 and other >= 0:
            votes[s, other] += 1
            if home[s] < 0 or votes[s, other] > votes[s, home[s]]:
                home[s] = other
