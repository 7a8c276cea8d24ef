"""What has been between actors before a day: decayed counts of triples, pairs, answers and actors.

Every fact "subject, relation, object" is also kept the other way round, as "object, relation + R, subject", so that one
question, "who is the object?", covers both directions. Pairs and triples are numbered in order of their first day
within their subject: what is known before a day is always the beginning of a list, and a fact of a later day changes
nothing before it. Counts fade day by day, by one factor a day, so that a state does not depend on how it was reached.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled
from dragoman.outlook.links.kin import Kin, KinCounts

Ints = NDArray[np.int64]
HALF_LIVES = (1.5, 6.0, 24.0, 96.0)  # days; one more count never fades
COUNTS = len(HALF_LIVES) + 1
NEVER = -100_000  # the last day of what never was
_FADING = np.append(0.5 ** (1 / np.array(HALF_LIVES)), 1.0).astype(np.float32)


class Tally(NamedTuple):
    """Counts of shape (things, ``COUNTS``) and the last day of each thing."""

    counts: NDArray[np.float32]
    last: NDArray[np.int32]


class Past(NamedTuple):
    """All that was before ``day``, in the form that compiled code reads."""

    day: int
    relations: int  # in one direction
    actors: int
    pair_start: Ints  # of a subject: its pairs, in order of first day
    pair_object: Ints
    pair_first: Ints
    triple_start: Ints  # of a pair: its triples
    triple_relation: Ints
    triple_object: Ints
    triple_first: Ints
    answer_id: NDArray[np.int32]  # (relation, object) -> answer, or -1
    answer_start: Ints  # of a relation: its answers
    answer_object: Ints
    answer_first: Ints
    asked_start: Ints  # of an answer (relation turned, subject): the triples of that subject and relation
    asked_triple: Ints
    pairs: Tally
    triples: Tally
    answers: Tally
    activity: Tally
    kin: KinCounts


def both_ways(facts: Ints, relations: int) -> Ints:
    """Facts and the same facts turned, in order of time.

    >>> both_ways(np.array([[4, 0, 7, 2]]), 3).tolist()
    [[4, 0, 7, 2], [7, 3, 4, 2]]
    """
    turned = np.stack([facts[:, 2], facts[:, 1] + relations, facts[:, 0], facts[:, 3]], axis=1)
    both = np.concatenate([facts, turned])
    return both[np.argsort(both[:, 3], kind="stable")]


class History:
    """Facts of many days, read day by day.

    Args:
        facts: int64 array of shape (n, 4): subject, relation, object, day.
        actors: how many actors there are; subjects and objects lie below it.
        relations: how many relations there are.
        kin: where the actors are at home and what they are.
    """

    def __init__(self, facts: Ints, actors: int, relations: int, kin: Kin) -> None:
        self.facts = both_ways(facts, relations)
        self.actors, self.relations, self.kin = actors, relations, kin
        self._lists = self._number()
        self.rewind()

    def _number(self) -> dict[str, Any]:
        """Pairs, triples and answers with their numbers."""
        subject, relation, object_, day = self.facts.T
        self._pair, pair = _numbers(subject * self.actors + object_, subject)
        self._triple, triple = _numbers(self._pair * 2 * self.relations + relation, self._pair)
        self._answer, answer = _numbers(relation * self.actors + object_, relation)
        answer_id = np.full((2 * self.relations, self.actors), -1, np.int32)
        answer_id[relation[answer], object_[answer]] = np.arange(len(answer))
        turned = (relation[triple] + self.relations) % (2 * self.relations)
        asked = answer_id[turned, subject[triple]]
        order = np.lexsort((triple, asked))
        return {
            "pair_start": np.searchsorted(subject[pair], np.arange(self.actors + 1)),
            "pair_object": object_[pair],
            "pair_first": day[pair],
            "triple_start": np.searchsorted(self._pair[triple], np.arange(len(pair) + 1)),
            "triple_relation": relation[triple],
            "triple_object": object_[triple],
            "triple_first": day[triple],
            "answer_id": answer_id,
            "answer_start": np.searchsorted(relation[answer], np.arange(2 * self.relations + 1)),
            "answer_object": object_[answer],
            "answer_first": day[answer],
            "asked_start": np.searchsorted(asked[order], np.arange(len(answer) + 1)),
            "asked_triple": order,
        }

    def rewind(self) -> None:
        """Back to before the first fact."""
        sizes = (len(self._lists["pair_object"]), len(self._lists["triple_object"]), len(self._lists["answer_object"]))
        self._tallies = [
            Tally(np.zeros((n, COUNTS), np.float32), np.full(n, NEVER, np.int32)) for n in (*sizes, self.actors)
        ]
        self._counted = self.kin.counts()
        self._day, self._read = int(self.facts[0, 3]) if len(self.facts) else 0, 0

    def before(self, day: int) -> Past:
        """All that was before a day, which must not lie before the day asked for last.

        Args:
            day: the day of the questions; nothing of that day or later is in the state.
        """
        if day < self._day:
            self.rewind()
        while self._day < day:
            self._take_day()
        return Past(self._day, self.relations, self.actors, **self._lists, **self._named())

    def _named(self) -> dict[str, Any]:
        names = ("pairs", "triples", "answers", "activity")
        return dict(zip(names, self._tallies, strict=True)) | {"kin": self._counted}

    def _take_day(self) -> None:
        """Count the facts of the present day, and let all fade by one."""
        end = int(np.searchsorted(self.facts[:, 3], self._day, side="right"))
        rows = slice(self._read, end)
        subject, relation, object_, _ = self.facts[rows].T
        things = (self._pair[rows], self._triple[rows], self._answer[rows], object_)
        for tally, numbers in zip(self._tallies, things, strict=True):
            _count(tally, numbers, self._day, _FADING)
        self.kin.count(self._counted, self._day, subject, relation, object_)
        self._day, self._read = self._day + 1, end

    def days(self) -> list[int]:
        """The days that have facts."""
        return [int(d) for d in np.unique(self.facts[:, 3])]


def _numbers(keys: Ints, major: Ints) -> tuple[Ints, Ints]:
    """Numbers for keys, by ``major`` and within it by first appearance; and the first row of each number."""
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.lexsort((first, major[first]))
    number = np.empty(len(first), np.int64)
    number[order] = np.arange(len(first))
    return number[inverse], first[order]


@compiled
def _count(tally: Tally, things: Ints, day: int, fading: NDArray[np.float32]) -> None:
    counts, last = tally.counts, tally.last
    for i in things:
        counts[i] += np.float32(1)
        last[i] = day
    for i in range(len(counts)):
        if counts[i, -1] > 0:
            for k in range(len(fading) - 1):
                counts[i, k] *= fading[k]
