"""The candidates of every question of a day, and what speaks for each.

Candidates: all that the subject had to do with before; those that the relation befell most lately; what the subject's
strongest partners, and the actors most like it (reached by two steps), did by the relation; whom two steps reach.
Counts enter as log(1 + 20 c), ages as log(days). Questions are independent of one another, and run in parallel.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.caching import compiled
from dragoman.outlook.links import kin
from dragoman.outlook.links.history import COUNTS, Past
from dragoman.outlook.links.questions import Ints, Questions
from dragoman.outlook.links.rules import Rules, weigh
from dragoman.outlook.links.terms import FEATURES

KEPT = 100  # candidates of a question, the best by the additive model
_PARTNERS, _ALIKE, _BEFALLEN = 40, 60, 60
_CORES = os.cpu_count() or 1
_NO_AGE = np.float32(6.0)
_WIDTH = len(FEATURES)
_PAIR, _RULES, _ANSWER, _ACTIVE = COUNTS + 1, 2 * COUNTS + 2, 2 * COUNTS + 3, 3 * COUNTS + 4
_NEAR, _KIN = 4 * COUNTS + 4, 4 * COUNTS + 8
Floats = NDArray[np.float32]
Listed = tuple[Ints, NDArray[np.bool_]]  # actors, and which are among them


class Candidates(NamedTuple):
    """The candidates of each question, best first.

    Attributes:
        actor: shape (questions, KEPT), -1 behind the last candidate.
        rows: shape (questions, KEPT, features).
        score: the additive model's score, -inf behind the last candidate.
        context: shape (questions, contexts).
    """

    actor: NDArray[np.int32]
    rows: Floats
    score: NDArray[np.float64]
    context: Floats


def candidates(past: Past, asked: Questions, context: Floats, weights: NDArray[np.float64], rules: Rules) -> Candidates:
    """The candidates of a day's questions.

    Args:
        past: what was before the day.
        asked: the questions; their answers are not looked at.
        context: from :func:`contexts`.
        weights: the additive model's weights for each question, shape (questions, features).
        rules: the rules between pairs.
    """
    n = len(asked.subject)
    actor, rows = np.full((n, KEPT), -1, np.int32), np.zeros((n, KEPT, _WIDTH), np.float32)
    score = np.full((n, KEPT), -np.inf)
    relations, which = np.unique(asked.relation, return_inverse=True)
    befallen = np.stack([_befallen(past, int(h)) for h in relations]) if n else np.zeros((0, _BEFALLEN), np.int32)
    _, start = np.unique(asked.subject, return_index=True)
    start, out = np.append(start, n), (actor, rows, score)
    cuts = np.linspace(0, len(start) - 1, 4 * _CORES + 1).astype(int)
    with ThreadPoolExecutor(_CORES) as pool:
        parts = [start[a : b + 1] for a, b in pairwise(cuts)]
        list(pool.map(lambda part: _fill(past, rules, asked, part, befallen, which, weights, out), parts))
    return Candidates(actor, rows, score, context)


def contexts(past: Past, asked: Questions) -> Floats:
    """What is known of the questions themselves: log(1 + count), a column for each of ``CONTEXTS``."""
    turned = (asked.relation + past.relations) % (2 * past.relations)
    number = past.answer_id[turned, asked.subject]
    befell = np.where(number[:, None] >= 0, past.answers.counts[number], np.float32(0))
    active = past.activity.counts[asked.subject]
    partners = np.array([_known(past, int(s)) for s in asked.subject], np.float32)
    columns = np.stack([befell[:, 2], befell[:, -1], active[:, 1], active[:, 3], partners], axis=1)
    known: Floats = np.log1p(columns, dtype=np.float32)
    return known


def _known(past: Past, subject: int) -> int:
    """How many others a subject had to do with."""
    first, end = past.pair_start[subject], past.pair_start[subject + 1]
    return int(np.searchsorted(past.pair_first[first:end], past.day))


def _befallen(past: Past, relation: int) -> NDArray[np.int32]:
    """The actors that a relation befell most lately and often; -1 fills up."""
    first, end = past.answer_start[relation], past.answer_start[relation + 1]
    end = first + np.searchsorted(past.answer_first[first:end], past.day)
    value = past.answers.counts[first:end] @ np.array([0, 1, 0.3, 0.1, 0.001], np.float32)
    best = np.argsort(-value, kind="stable")[:_BEFALLEN]
    out = np.full(_BEFALLEN, -1, np.int32)
    out[: len(best)] = past.answer_object[first:end][best]
    return out


@compiled
def _log(count: float | np.float32) -> np.float32:
    return np.float32(np.log(np.float32(1) + np.float32(20) * np.float32(count)))


@compiled
def _tell(row: Floats, at: int, counts: Floats) -> None:
    for k in range(COUNTS):
        row[at + k] = _log(counts[k])


@compiled
def _strength(counts: Floats) -> np.float32:
    return np.float32(counts[2] + np.float32(0.1) * counts[3])


@compiled
def _best(value: NDArray[np.float64], most: int) -> Ints:
    """The places of the greatest values, greatest first; of equal ones the earlier is first."""
    return np.argsort(-value, kind="mergesort")[:most]


@compiled
def _partners(past: Past, first: int, end: int) -> tuple[Ints, Floats, Floats]:
    """The pairs of a subject's strongest partners, and their shares over weeks and over days."""
    strength = np.empty(end - first, np.float64)
    for i in range(end - first):
        strength[i] = _strength(past.pairs.counts[first + i])
    pairs = first + _best(strength, _PARTNERS)
    share, lately = np.empty(len(pairs), np.float32), np.empty(len(pairs), np.float32)
    total, total_lately = np.float32(1e-6), np.float32(1e-6)
    for i in range(len(pairs)):
        share[i], lately[i] = strength[pairs[i] - first], past.pairs.counts[pairs[i], 1]
        total, total_lately = total + share[i], total_lately + lately[i]
    return pairs, share / total, lately / total_lately


@compiled
def _two_steps(past: Past, s: int, start: tuple[Ints, Floats, Floats]) -> tuple[Floats, Floats, Ints]:
    """How likely two random steps lead from a subject to each actor, lately and over weeks; and the reached."""
    pairs, share, lately = start
    soon, late = np.zeros(past.actors, np.float32), np.zeros(past.actors, np.float32)
    reached, n = np.empty(past.actors, np.int64), 0
    for i in range(len(pairs)):
        x = past.pair_object[pairs[i]]
        around = past.activity.counts[x, 2] + np.float32(5)
        around_soon = past.activity.counts[x, 1] + np.float32(2)
        for p in range(past.pair_start[x], past.pair_start[x + 1]):
            if past.pair_first[p] >= past.day:
                break
            o, step = past.pair_object[p], share[i] * _strength(past.pairs.counts[p]) / around
            if o != s and step > 1e-6:
                if late[o] == 0:
                    reached[n] = o
                    n += 1
                late[o] += step
                soon[o] += lately[i] * past.pairs.counts[p, 1] / around_soon
    return soon, late, reached[:n]


@compiled
def _alike(past: Past, late: Floats, reached: Ints) -> tuple[Ints, Floats]:
    """The actors most like a subject: reached by two steps, for their size."""
    value = np.empty(len(reached), np.float64)
    for i in range(len(reached)):
        value[i] = late[reached[i]] / np.sqrt(past.activity.counts[reached[i], 2] + np.float32(1))
    best = _best(value, _ALIKE)
    who, likeness = np.empty(len(best), np.int64), np.empty(len(best), np.float32)
    for i in range(len(best)):
        who[i], likeness[i] = reached[best[i]], value[best[i]]
    return who, likeness


@compiled
def _add(o: int, found: Ints, n: int, seen: NDArray[np.bool_]) -> int:
    """Put an actor on the list unless it is there; returns how many there are."""
    if seen[o]:
        return n
    seen[o], found[n] = True, o
    return n + 1


@compiled
def _borrow(past: Past, x: int, h: int, share: float, answers: Floats, listed: Listed, n: int) -> int:
    """Add what another actor did by the relation; returns how many are on the list."""
    number = past.answer_id[(h + past.relations) % (2 * past.relations), x]
    if number < 0:
        return n
    for i in range(past.asked_start[number], past.asked_start[number + 1]):
        t = past.asked_triple[i]
        if past.triple_first[t] >= past.day:
            break
        o = past.triple_object[t]
        answers[o] += share * _strength(past.triples.counts[t])
        n = _add(o, listed[0], n, listed[1])
    return n


@compiled
def _between(row: Floats, past: Past, rules: Rules, pair: int, h: int) -> None:
    """What was between the two."""
    _tell(row, _PAIR, past.pairs.counts[pair])
    row[_PAIR + COUNTS] = np.log(np.float32(past.day - past.pairs.last[pair]))
    row[_RULES] = weigh(rules, past, pair, h)
    for t in range(past.triple_start[pair], past.triple_start[pair + 1]):
        if past.triple_first[t] < past.day and past.triple_relation[t] == h:
            _tell(row, 0, past.triples.counts[t])
            row[COUNTS] = np.log(np.float32(past.day - past.triples.last[t]))


@compiled
def _alone(row: Floats, past: Past, h: int, o: int) -> None:
    """What is known of the answer without the subject."""
    number = past.answer_id[h, o]
    if number >= 0 and past.answers.counts[number, -1] > 0:
        _tell(row, _ANSWER, past.answers.counts[number])
        row[_ANSWER + COUNTS] = np.log(np.float32(past.day - past.answers.last[number]))
    _tell(row, _ACTIVE, past.activity.counts[o])


@compiled
def _kin(row: Floats, past: Past, s: int, h: int, o: int) -> None:
    """What homes and roles tell."""
    at, to, known = past.kin.home[s], past.kin.home[o], past.kin
    if at >= 0:
        row[_KIN] = at == to
        fading, whole = kin.counted(known, past.day, kin.place(kin.HOME_TO_ACTOR, at, h, o))
        row[_KIN + 1], row[_KIN + 2] = _log(fading), _log(whole)
    if to >= 0:
        fading, whole = kin.counted(known, past.day, kin.place(kin.ACTOR_TO_HOME, s, h, to))
        row[_KIN + 3], row[_KIN + 4] = _log(fading), _log(whole)
    if at >= 0 and to >= 0:
        row[_KIN + 5] = _log(kin.counted(known, past.day, kin.place(kin.HOME_TO_HOME, at, h, to))[0])
    mine, other = known.role[s], known.role[o]
    row[_KIN + 6] = _log(kin.counted(known, past.day, kin.place(kin.ROLES, mine, 0, other))[1])
    row[_KIN + 7] = _log(kin.counted(known, past.day, kin.place(kin.ROLES_BY_RELATION, mine, h, other))[1])


@compiled
def _fill(past, rules, asked, start, befallen, which, weights, out):  # type: ignore[no-untyped-def]
    """All questions; those of one subject share its partners and its two steps."""
    subject, relation = asked.subject, asked.relation
    for g in range(len(start) - 1):
        s = subject[start[g]]
        first, end = past.pair_start[s], past.pair_start[s]
        while end < past.pair_start[s + 1] and past.pair_first[end] < past.day:
            end += 1
        near = _partners(past, first, end)
        soon, late, reached = _two_steps(past, s, near)
        alike, likeness = _alike(past, late, reached)
        pair_of = np.full(past.actors, -1, np.int64)
        for p in range(first, end):
            pair_of[past.pair_object[p]] = p
        for q in range(start[g], start[g + 1]):
            shared = (relation[q], past.pair_object[first:end], near, alike, likeness, befallen[which[q]])
            found, partners, similar = _gather(past, shared)
            rows = np.zeros((len(found), _WIDTH), np.float32)
            for i in range(len(found)):
                o = found[i]
                _row(rows[i], past, rules, s, relation[q], o, pair_of[o])
                rows[i, _NEAR], rows[i, _NEAR + 1] = _log(100 * soon[o]), _log(100 * late[o])
                rows[i, _NEAR + 2], rows[i, _NEAR + 3] = _log(10 * partners[o]), _log(10 * similar[o])
            _keep(q, found, rows, weights[q], out)


@compiled
def _gather(past, shared):  # type: ignore[no-untyped-def]
    """The candidates of a question, and what partners and those alike did by its relation."""
    h, known, near, alike, likeness, befallen = shared
    pairs, share, _ = near
    partners, similar = np.zeros(past.actors, np.float32), np.zeros(past.actors, np.float32)
    found, seen, n = np.empty(past.actors, np.int64), np.zeros(past.actors, np.bool_), 0
    for o in known:
        n = _add(o, found, n, seen)
    for o in befallen:
        if o >= 0:
            n = _add(o, found, n, seen)
    for i in range(len(pairs)):
        n = _borrow(past, past.pair_object[pairs[i]], h, share[i], partners, (found, seen), n)
    for i in range(len(alike)):
        n = _borrow(past, alike[i], h, likeness[i], similar, (found, seen), n)
    for o in alike:
        n = _add(o, found, n, seen)
    return found[:n].copy(), partners, similar


@compiled
def _row(row: Floats, past: Past, rules: Rules, s: int, h: int, o: int, pair: int) -> None:
    row[COUNTS], row[_PAIR + COUNTS], row[_ANSWER + COUNTS] = _NO_AGE, _NO_AGE, _NO_AGE
    if pair >= 0:
        _between(row, past, rules, pair, h)
    _alone(row, past, h, o)
    _kin(row, past, s, h, o)


@compiled
def _keep(q, found, rows, weights, out):  # type: ignore[no-untyped-def]
    """The best candidates of a question."""
    actor, kept, score = out
    scores = np.empty(len(found), np.float64)
    for i in range(len(found)):
        scores[i] = 0.0
        for k in range(_WIDTH):
            scores[i] += weights[k] * rows[i, k]
    best = _best(scores, KEPT)
    for i in range(len(best)):
        actor[q, i], score[q, i] = found[best[i]], scores[best[i]]
        for k in range(_WIDTH):
            kept[q, i, k] = rows[best[i], k]
