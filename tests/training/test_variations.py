"""Other words where triggers and sides stand."""

import pytest

from dragoman.coding.typer import Question
from dragoman.evaluate.schoolbook_examples import Answer, Example
from dragoman.training.variations import variations, vocabulary


def lesson(name, text, trigger, answer, tag, **sides):
    spans = {side: (text.index(phrase), text.index(phrase) + len(phrase)) for side, phrase in sides.items()}
    answer = Answer(answer, None, "occurred", **{side: (span,) for side, span in spans.items()})
    at = text.index(trigger)
    return Example(name, Question(text, ((at, at + len(trigger)),)), (answer,), start=7, tags=(tag,))


LESSONS = [
    lesson("a", "Tuvalu agreed to hold talks.", "agreed", "AGREE", "VBD", actors="Tuvalu"),
    lesson("b", "Kiribati threatened to leave.", "threatened", "THREATEN", "VBD", actors="Kiribati"),
    lesson("c", "The rebels refused to leave.", "refused", "REJECT", "VBD", actors="The rebels"),
    lesson("d", "Some farmers marched, and the mayor fled.", "marched", "PROTEST", "VBD", actors="Some farmers"),
]


@pytest.fixture(scope="module")
def varied():
    words = vocabulary(LESSONS)
    return words, list(variations(LESSONS, words, 40))


def test_triggers_give_way_to_those_of_like_form_alone(varied):
    words, found = varied
    assert words.triggers["VBD", "to"] == {"AGREE": ["agreed"], "REJECT": ["refused"], "THREATEN": ["threatened"]}
    told = {e.question.text[slice(*e.question.triggers[0])] for e in found if e.item_id.startswith("a~")}
    assert told == {"agreed", "refused", "threatened"}
    assert all("marched" in e.question.text for e in found if e.item_id.startswith("d~"))


def test_spans_move_with_the_words(varied):
    _, found = varied
    assert len({e.item_id for e in found}) == len(found)
    for example in found:
        text, (trigger,), (answer,) = example.question.text, example.question.triggers, example.answers
        original = next(e for e in LESSONS if e.item_id == example.item_id.partition("~")[0])
        same = text[slice(*trigger)] == original.question.text[slice(*original.question.triggers[0])]
        assert example.changed == (not same,) and example.start == 7
        assert text[slice(*answer.actors[0])] in {"Tuvalu", "Kiribati", "The rebels", "Some farmers"}


def test_variations_are_the_same_each_time(varied):
    words, found = varied
    assert list(variations(LESSONS, words, 40)) == found


def test_pairs_and_lessons_without_offers_have_none():
    pair = Example("p", Question("Fiji met Tonga.", (), ((0, 4),), ((9, 14),)), (Answer("CONSULT"),))
    alone = lesson("q", "It rained.", "rained", "NONE", "VBD")
    assert list(variations([pair, alone], vocabulary([pair, alone]), 3)) == []
