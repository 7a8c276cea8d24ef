"""The sides that the typer points at: those joined by "and" stay together."""

import datetime as dt

import numpy as np
import pytest

from dragoman.actors import ArticleActors
from dragoman.coding.participants import pointed, resolver
from dragoman.coding.typer import Judgement
from dragoman.evaluate.sentencewise import as_article

NOTHING = np.zeros(1, np.float32)
CASES = [
    # (rule, type, text, verb, pointed at as actors, as recipients, actors, recipients)
    ("the rest of a list", "RETREAT", "Canada lifted its embargo on Iran, Libya and Sudan.", "lifted",
     ["Canada"], ["Iran"], "CAN", "IRN LBY SDN"),
    ("a list on both sides", "RETREAT", "Canada lifted its embargo on Iran, Libya and Sudan.", "lifted",
     ["Canada", "Libya"], ["Iran"], "CAN", "IRN LBY SDN"),
    ("a mediator", "CONSULT", "Norway mediated between Chad and Sudan.", "mediated",
     ["Norway", "Chad"], ["Sudan"], "NOR", "SDN TCD"),
    ("joined subjects", "SUPPORT", "Chad and Sudan restored their ties.", "restored",
     ["Chad"], ["Sudan"], "SDN TCD", ""),
    ("two who do something mutual", "AGREE", "Chad and Sudan signed a treaty.", "signed",
     ["Chad"], ["Sudan"], "TCD", "SDN"),
    ("one of two who do something mutual", "CONSULT", "Chad and Sudan talked with Norway.", "talked",
     ["Chad"], ["Norway"], "TCD", "NOR"),
    ("a country behind a town", "CONSULT", "Chad met Sudan in Lyon, France.", "met",
     ["Chad", "France"], ["Sudan"], "TCD", "SDN"),
]  # fmt: skip


@pytest.mark.parametrize("case", [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_those_joined_stand_on_one_side(coder, case):
    kind, text, verb, doers, done_to, actors, recipients = case
    parsed = coder.parser.parse_one(as_article(text, dt.date(2016, 3, 22)))
    (sentence,) = parsed.sentences
    spans = [tuple((text.index(name), text.index(name) + len(name)) for name in names) for names in (doers, done_to)]
    judgement = Judgement(NOTHING, NOTHING, NOTHING, *spans)
    head = next(t for t in sentence.span if t.text == verb)
    resolve = resolver(ArticleActors(parsed, coder.gazetteer), sentence)
    sides = pointed(kind, head, judgement, sentence, resolve)
    assert sorted(a.country for a in sides.actors) == actors.split(), sides
    assert sorted(a.country for a in sides.recipients) == recipients.split(), sides
