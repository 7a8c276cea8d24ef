"""Variations of the lessons: other words where triggers and sides stand, for a teacher to answer and a student to copy.

A trigger gives way to a trigger of any type that has its tag and is followed by the same function word ("agreed to",
"threatened to"); a side to another side of like shape. What a variation tells nobody has annotated: its types and modes
are a teacher's; statuses and sides are kept for the words that have not been changed (compare the augmentation of
TinyBERT, Jiao et al. 2020).
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.coding.typer.labels import NONE
from dragoman.coding.typer.marking import Question, Span
from dragoman.evaluate.schoolbook_examples import Answer, Example

_TOLD, _UNTOLD, _SIDE = 0.5, 0.1, 0.5  # shares of the triggers, other candidates and sides that are changed
_FOLLOWING = re.compile(
    r"\W{0,2} (to|that|with|from|for|on|in|against|at|by|of|over|into|off|up|out|down|back|between|about|the|a|an)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PRONOUN = re.compile(
    r"(?i)(i|you|he|she|it|we|they|him|her|them|us|his|hers|its|their|who|whom|which|that|both|all)\b"
)
_DETERMINERS = frozenset(
    "the a an some two three four five six several many other another his her its their our".split()
)

Form = tuple[str, str]
Shape = tuple[bool, bool, int]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Triggers by tag and following word, then by type; sides by shape."""

    triggers: dict[Form, dict[str, list[str]]]
    sides: dict[Shape, list[str]]


def vocabulary(lessons: Iterable[Example]) -> Vocabulary:
    """The words that lessons offer for others' places."""
    triggers: dict[Form, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    sides: dict[Shape, set[str]] = defaultdict(set)
    for example in lessons:
        text = example.question.text
        for span, answer, tag in zip(example.question.triggers, example.answers, example.tags, strict=False):
            word = text[slice(*span)]
            if answer.event_type != NONE and _WORD.fullmatch(word) and word.islower():
                triggers[_form(text, span, tag)][answer.event_type].add(word)
            for side in _sides(answer):
                phrase = _uncapitalized(text[slice(*side)])
                if not _PRONOUN.match(phrase):
                    sides[_shape(phrase)].add(phrase)
    return Vocabulary(
        {form: {t: sorted(words) for t, words in sorted(types.items())} for form, types in triggers.items()},
        {shape: sorted(phrases) for shape, phrases in sides.items()},
    )


def variations(lessons: Iterable[Example], words: Vocabulary, number: int) -> Iterator[Example]:
    """``number`` variations of each lesson that asks about words, its item's id with ``~`` and a number; fewer where
    nothing could be changed."""
    for example in lessons:
        for n in range(1, number + 1) if example.question.triggers else ():
            name = f"{example.item_id}~{n}"
            seed = hashlib.sha256(f"{name} {example.start}".encode()).digest()
            varied = _varied(example, words, random.Random(seed))
            if varied is not None:
                yield replace(varied, item_id=name)


def _varied(example: Example, words: Vocabulary, rng: random.Random) -> Example | None:
    text, triggers = example.question.text, example.question.triggers
    new: dict[Span, str] = {}
    changed = [False] * len(triggers)
    for n, (span, answer, tag) in enumerate(zip(triggers, example.answers, example.tags, strict=True)):
        if rng.random() < (_UNTOLD if answer.event_type == NONE else _TOLD):
            word = _other_trigger(text, span, tag, words, rng)
            if word:
                new[span], changed[n] = word, True
    taken = list(triggers)
    for side in sorted({s for a in example.answers for s in _sides(a)}, key=lambda s: (s[0] - s[1], s)):
        if any(_meet(side, t) for t in taken):
            continue
        taken.append(side)
        phrase = _other_side(text, side, words, rng) if rng.random() < _SIDE else None
        if phrase:
            new[side] = phrase
    return _with(example, new, tuple(changed)) if new else None


def _other_trigger(text: str, span: Span, tag: str, words: Vocabulary, rng: random.Random) -> str | None:
    """A trigger of a type drawn evenly from those that have words of this form."""
    own = text[slice(*span)]
    types = words.triggers.get(_form(text, span, tag))
    if not types or not own.islower() or not _WORD.fullmatch(own) or text.startswith("n't", span[1]):
        return None
    word = rng.choice(types[rng.choice(list(types))])
    return word if word != own else None


def _other_side(text: str, span: Span, words: Vocabulary, rng: random.Random) -> str | None:
    own = text[slice(*span)]
    phrase = _uncapitalized(own)
    if _PRONOUN.match(phrase) or _shape(phrase) not in words.sides:
        return None
    other = rng.choice(words.sides[_shape(phrase)])
    return other[0].upper() + other[1:] if phrase != own else other


def _with(example: Example, new: dict[Span, str], changed: tuple[bool, ...]) -> Example:
    """The example with other words in some places, and all its spans moved accordingly."""
    text, out, at = example.question.text, [], 0
    for (start, end), word in sorted(new.items()):
        out += [text[at:start], word]
        at = end
    out.append(text[at:])

    def place(at: int) -> int:
        return at + sum(len(word) - (end - start) for (start, end), word in new.items() if end <= at)

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        # a span that begins within a changed one was dropped with the words that it held
        return tuple((place(a), place(b)) for a, b in spans if not any(s < a < e or s < b < e for s, e in new))

    answers = tuple(
        replace(a, actors=moved(a.actors), recipients=moved(a.recipients), sources=moved(a.sources))
        for a in example.answers
    )
    question = Question("".join(out), moved(example.question.triggers))
    return replace(example, question=question, answers=answers, taught=(), changed=changed)


def _sides(answer: Answer) -> tuple[Span, ...]:
    return (*answer.actors, *answer.recipients, *answer.sources)


def _form(text: str, span: Span, tag: str) -> Form:
    following = _FOLLOWING.match(text, span[1])
    return tag, following[1] if following else ""


def _shape(phrase: str) -> Shape:
    """Whether it begins with a capital, whether it may be a plural or genitive, and its words, at most four."""
    return phrase[0].isupper(), phrase.endswith("s"), min(4, len(phrase.split()))


def _uncapitalized(phrase: str) -> str:
    first = phrase.split()[0]
    return phrase[0].lower() + phrase[1:] if first.lower() in _DETERMINERS else phrase


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
