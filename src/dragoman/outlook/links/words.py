"""Rules in words: which there are, and which hold between two actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.outlook.links.history import Past
from dragoman.outlook.links.rules import AGES, NUMBERS, Rules, cell, kind

_LEAST_EVIDENCE = 1.0  # sum of squared gradients: how much a rule was put to the test


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule that holds between two actors.

    Attributes:
        before: the relation that was; from the number of relations on, turned.
        age: days since it was last.
        times: how often it was.
        weight: what the rule adds to the score.
    """

    before: int
    age: int
    times: int
    weight: float


def held(rules: Rules, past: Past, subject: int, relation: int, other: int) -> list[HeldRule]:
    """The rules that hold between two actors, the strongest first; their weights sum up to the feature ``rules``."""
    pairs = np.arange(past.pair_start[subject], past.pair_start[subject + 1])
    out = []
    for pair in pairs[(past.pair_object[pairs] == other) & (past.pair_first[pairs] < past.day)]:
        for t in range(past.triple_start[pair], past.triple_start[pair + 1]):
            if past.triple_first[t] < past.day:
                b, age = int(past.triple_relation[t]), int(past.day - past.triples.last[t])
                times = int(past.triples.counts[t, -1])
                out.append(HeldRule(b, age, times, _weight(rules, relation, b, cell(age, times))))
    return sorted(out, key=lambda rule: -rule.weight)


def _weight(rules: Rules, then: int, before: int, c: int) -> float:
    relations = len(rules.pair) // 2
    return float(rules.kind[kind(then, before, relations), c] + rules.pair[then, before] + rules.cell[then, before, c])


def strongest(rules: Rules, names: Sequence[str], most: int = 20) -> list[str]:
    """The strongest rules that were put to the test, one line of words each.

    Args:
        rules: learned.
        names: of the relations.
        most: how many.
    """
    then, before, c = np.nonzero(rules.cell_squares >= _LEAST_EVIDENCE)
    weights = np.array([_weight(rules, *key) for key in zip(then.tolist(), before.tolist(), c.tolist(), strict=True)])
    return [
        f"{_named(int(before[i]), names)} between the two {_age(int(c[i]))}, {_times(int(c[i]))} -> "
        f"{_named(int(then[i]), names)}: {weights[i]:+.2f}"
        for i in np.argsort(-weights, kind="stable")[:most]
    ]


def _named(relation: int, names: Sequence[str]) -> str:
    """A relation's name; turned, it goes from the answer to the one asked for."""
    return f'"{names[relation % len(names)]}"' + (" (by the other)" if relation >= len(names) else "")


def _age(c: int) -> str:
    """The class of an age in words.

    >>> _age(0), _age(4), _age(18)
    ('1 day ago', '2 to 3 days ago', 'over 100 days ago')
    """
    i = c // (len(NUMBERS) + 1)
    if i == len(AGES):
        return f"over {AGES[-1]} days ago"
    return "1 day ago" if i == 0 else f"{AGES[i - 1] + 1} to {AGES[i]} days ago"


def _times(c: int) -> str:
    """The class of a number of times in words.

    >>> _times(0), _times(1), _times(2)
    ('once', '2 to 4 times', '5 times or more')
    """
    return ("once", f"2 to {NUMBERS[1]} times", f"{NUMBERS[1] + 1} times or more")[c % (len(NUMBERS) + 1)]
