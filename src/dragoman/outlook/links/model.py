"""Links: given actor and event type, who is next. Fitting, and the answers to a day's questions.

Fitted on the past alone, in the order of the days. Over the first part of the days the rules learn, several times
through. Over the rest, each day is first forecast with the rules as they are, then learned from: the additive
model and the ranker see rules that had never seen the day, as they will when they are used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import InputError
from dragoman.outlook.links.additive import Additive, Examples
from dragoman.outlook.links.features import Candidates, candidates, contexts
from dragoman.outlook.links.history import History, Past
from dragoman.outlook.links.questions import Questions, questions
from dragoman.outlook.links.ranker import Ranker
from dragoman.outlook.links.rules import Rules

FIRST_SHARE = 0.7  # of the days, for the rules alone
TURNS = 3
MOST_QUESTIONS = 40_000  # that the additive model and the ranker learn from, spread over their days
FEWEST_DAYS = 10


@dataclass(frozen=True, slots=True)
class LinkModel:
    """A fitted model.

    Attributes:
        rules: between pairs of relations.
        additive: weights of the terms.
        ranker: trees, where they were asked for.
    """

    rules: Rules
    additive: Additive
    ranker: Ranker | None = None

    def answers(self, past: Past, asked: Questions) -> Candidates:
        """The candidates of a day's questions, the likeliest first by the additive model.

        Args:
            past: what was before the day.
            asked: questions of the day; their answers are not looked at.
        """
        return _answers(past, asked, self.additive, self.rules)


def day_questions(history: History, day: int) -> Questions:
    """The questions that the facts of a day answer, both directions."""
    first, end = np.searchsorted(history.facts[:, 3], [day, day + 1])
    return questions(history.facts[first:end])


def fit(history: History, until: int, with_ranker: bool = False, seed: int = 1) -> LinkModel:
    """Fit on all days before one.

    Args:
        history: facts; those of ``until`` and later are not looked at.
        until: the first day that is not learned from.
        with_ranker: fit the trees as well (needs LightGBM).
        seed: of the choice of questions.

    Raises:
        InputError: fewer than ``FEWEST_DAYS`` days of facts.
    """
    days = [d for d in history.days() if d < until]
    if len(days) < FEWEST_DAYS:
        raise InputError(f"{len(days)} days of facts before day {until}; links need {FEWEST_DAYS} to learn from")
    split = int(FIRST_SHARE * len(days))
    rules = Rules.blank(history.relations)
    for _ in range(TURNS):
        for day in days[:split]:
            rules.learn(history.before(day), day_questions(history, day))
    examples = _gather(history, days[split:], rules, _Chooser(history, days[split], until, seed))
    additive = Additive.fit(examples)
    return LinkModel(rules, additive, _ranker(additive, examples) if with_ranker else None)


class _Chooser:
    """Chooses questions to learn from, each with the same chance, by a fixed seed."""

    def __init__(self, history: History, first: int, until: int, seed: int) -> None:
        begin, end = np.searchsorted(history.facts[:, 3], [first, until])
        self._share, self._draw = MOST_QUESTIONS / max(1, end - begin), np.random.default_rng(seed)

    def __call__(self, asked: Questions) -> Questions:
        chosen = np.flatnonzero(self._draw.random(len(asked.subject)) < self._share)
        answers = [asked.answer[asked.answer_start[q] : asked.answer_start[q + 1]] for q in chosen]
        start = np.cumsum([0, *map(len, answers)])
        return Questions(
            asked.subject[chosen], asked.relation[chosen], start, np.concatenate([asked.answer[:0], *answers])
        )


def _answers(past: Past, asked: Questions, additive: Additive, rules: Rules) -> Candidates:
    context = contexts(past, asked)
    return candidates(past, asked, context, additive.weights_for(context), rules)


def _gather(history: History, days: list[int], rules: Rules, choose: _Chooser) -> Examples:
    """Examples of all days: a guess chooses the candidates of the first half, what was learned there of the second."""
    middle = len(days) // 2
    early = _examples(history, days[:middle], rules, Additive.guess(), choose)
    return _joined(early + _examples(history, days[middle:], rules, Additive.fit(_joined(early)), choose))


def _examples(history: History, days: list[int], rules: Rules, additive: Additive, choose: _Chooser) -> list[Examples]:
    """Examples of some days; the rules learn on behind them."""
    out = []
    for day in days:
        past, asked = history.before(day), day_questions(history, day)
        chosen = choose(asked)
        out.append(_of_day(chosen, _answers(past, chosen, additive, rules)))
        rules.learn(past, asked)
    return out


def _of_day(asked: Questions, found: Candidates) -> Examples:
    """The questions of a day whose candidates hold an answer and something else.

    An answer that is no candidate is left out: forced in, it would teach that what has no history is likely.
    """
    right = right_ones(asked, found.actor)
    there = found.actor >= 0
    usable: NDArray[np.bool_] = np.any(right, axis=1) & np.any(there & ~right, axis=1)
    kept = there & usable[:, None]
    start = np.cumsum([0, *there[usable].sum(axis=1)])
    return Examples(found.rows[kept], right[kept], start, found.context[usable])


def right_ones(asked: Questions, actor: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which candidates are answers, shape (questions, KEPT)."""
    most = int(max(asked.answer.max(initial=0), actor.max(initial=0))) + 2
    question = np.repeat(np.arange(len(actor)), np.diff(asked.answer_start))
    given = np.arange(len(actor))[:, None] * most + actor
    right: NDArray[np.bool_] = np.isin(given, question * most + asked.answer) & (actor >= 0)
    return right


def _joined(parts: list[Examples]) -> Examples:
    sizes = np.concatenate([np.diff(p.start) for p in parts])
    return Examples(
        np.concatenate([p.rows for p in parts]),
        np.concatenate([p.right for p in parts]),
        np.append(0, np.cumsum(sizes)),
        np.concatenate([p.context for p in parts]),
    )


def _ranker(additive: Additive, examples: Examples) -> Ranker:
    weights = additive.weights_for(examples.context)
    score = np.empty(len(examples.rows))
    for q, (first, end) in enumerate(zip(examples.start, examples.start[1:], strict=False)):
        score[first:end] = examples.rows[first:end] @ weights[q]
    return Ranker.fit(examples, score)
