"""From marked articles and items to examples."""

import pytest

from dragoman.evaluate.schoolbook_examples import examples, examples_of_articles
from dragoman.schoolbook import Item, MarkedArticle, Telling

TEXT = "Quarry row\n\nThe Tuvan cabinet urged the miners to withdraw their lorries. Police arrested nine men.\n\nIt rained."


def told(word, event_type, status="occurred", **sides):
    at = TEXT.index(word)
    spans = {k: ((TEXT.index(v), TEXT.index(v) + len(v)),) for k, v in sides.items()}
    return Telling((at, at + len(word)), event_type, None, status, **spans)


@pytest.fixture
def article():
    tellings = (
        told("urged", "REQUEST", actors="The Tuvan cabinet", recipients="the miners"),
        told("withdraw", "RETREAT", "possible", actors="the miners"),
        told("arrested", "COERCE", actors="Police", recipients="nine men"),
    )
    return MarkedArticle(Item("a-1", "article", TEXT, (), date="2019-03-04"), tellings)


def answers_of(found):
    return {
        e.question.text[slice(*span)]: (a.event_type, [e.question.text[slice(*s)] for s in a.recipients])
        for e in found
        for span, a in zip(e.question.triggers, e.answers, strict=True)
    }


def test_what_is_asked_for_is_no_event_beside_the_asking(coder, article):
    told_of = answers_of(examples_of_articles([article], coder.parser, coder.frames))
    assert told_of["urged"] == ("REQUEST", ["the miners"])
    assert told_of["arrested"] == ("COERCE", ["nine men"])
    assert told_of["withdraw"] == ("NONE", [])


def test_a_passage_holds_the_sentences_of_its_paragraph(coder, article):
    alone = list(examples_of_articles([article], coder.parser, coder.frames))
    together = list(examples_of_articles([article], coder.parser, coder.frames, longest=480))
    assert answers_of(alone) == answers_of(together)
    (passage,) = [e for e in together if "urged" in e.question.text]
    assert "arrested nine men" in passage.question.text and "rained" not in passage.question.text
    assert all(TEXT[e.start :].startswith(e.question.text) for e in (*alone, *together))
    assert len(list(examples_of_articles([article], coder.parser, coder.frames, longest=70))) == len(alone)


def test_reports_give_passages_too(coder):
    item = Item("b-1", "report", TEXT, (), voice="wire", country="TUV", date="2019-03-04")
    together = list(examples([item], coder.parser, coder.frames, longest=480))
    assert any("withdraw" in e.question.text and "arrested" in e.question.text for e in together)
    assert all(a.event_type == "NONE" for e in together for a in e.answers)
