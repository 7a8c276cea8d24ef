"""The sides that the typer points at: those joined by "and" stay together."""

import datetime as dt

import numpy as np
import pytest

from dragoman.actors import ArticleActors
from dragoman.coding.participants import addressed, blaming, pointed, resolver
from dragoman.coding.typer import Judgement
from dragoman.evaluate.sentencewise import as_article
from dragoman.language import predicate

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
    ("the object of a verb", "COERCE", "Any attempt to ban Chad will hurt Sudan.", "ban", ["Chad"], [], "", "TCD"),
    ("no more than in reach", "MOBILIZE", "Chad fired a missile capable of hitting Sudan.", "fired",
     ["Chad"], ["Sudan"], "TCD", ""),
    ("against whom one is helped", "SUPPORT", "Chad supported Mali in its struggle against Sudan.", "supported",
     ["Chad"], ["Mali", "Sudan"], "TCD", "MLI"),
    ("against whom one acts", "ACCUSE", "Chad made a claim against Sudan.", "claim", ["Chad"], ["Sudan"], "TCD", "SDN"),
    ("the subject of a passive", "MOBILIZE", "Chad was surrounded by Sudan.", "surrounded",
     ["Chad", "Sudan"], [], "SDN", "TCD"),
    ("the subject of a passive that does harm", "SANCTION", "Chad was banned in Sudan.", "banned", ["Chad"], [], "", "TCD"),
    ("what a deed is done to", "ASSAULT", "The invasion of Iraq was a failure.", "invasion", ["Iraq"], [], "", "IRQ"),
    ("who does a deed", "ASSAULT", "The attacks of Iraq were a failure.", "attacks", ["Iraq"], [], "IRQ", ""),
    ("guests from a state", "ASSAULT", "Visitors from Chad are thought to have been killed.", "killed",
     ["Visitors", "Chad"], [], "", "TCD"),
    ("who belongs to whom", "SANCTION", "The coalition, which includes Chad, imposed sanctions on Sudan.", "sanctions",
     ["Chad"], ["Sudan"], "", "SDN"),
    ("whom a verb asks, named before", "REQUEST", "After Chad spoke, Norway asked Chad to wait.", "asked",
     ["Chad", "Norway"], ["Chad to"], "NOR", "TCD"),
    ("who is asked to do it", "REQUEST", "Chad asked Sudan to wait.", "asked", ["Chad", "Sudan"], [], "TCD", "SDN"),
    ("who can end it", "SANCTION", "The sanctions will stay until Sudan gives up its weapons.", "sanctions", ["Sudan"], [], "", "SDN"),
    ("who is to leave off, of another deed", "ASSAULT", "Chad will not talk until Mali stops bombing Sudan.", "bombing",
     ["Mali"], ["Sudan"], "MLI", "SDN"),
    ("who imposes by the subject's own words", "SANCTION", "New US sanctions were imposed on Sudan.", "imposed",
     ["US"], ["Sudan"], "USA", "SDN"),
    ("who only says so", "CONSULT", "Chad invited Sudan to talks, Norway says.", "invited", ["Norway", "Chad"], ["Sudan"],
     "TCD", "SDN"),
    ("doers behind a noun", "THREATEN", "There were threats from Chad and Sudan.", "threats", ["Chad"], ["Sudan"], "SDN TCD", ""),
    ("whom it is against", "PROTEST", "The anti-Chad protest in May grew.", "protest", ["Chad"], [], "", "TCD"),
    ("another item of a list", "ASSAULT", "It rose with a raid by Chad on Mali; and when Norway bombed Sudan.", "bombed",
     ["Chad", "Norway"], ["Mali", "Sudan"], "NOR", "SDN"),
    ("where the doer is", "ASSAULT", "Rockets from Chad in Sudan hit a school.", "hit", ["Chad"], ["Sudan"], "TCD", ""),
    ("where it is done", "ASSAULT", "There were attacks in Sudan.", "attacks", [], ["Sudan"], "", "SDN"),
    ("where it is done to others", "ASSAULT", "Attacks in Sudan hit Chad.", "Attacks", [], ["Sudan", "Chad"], "", "TCD"),
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


ADDRESSED = [
    # (rule, type, text, verb, recipients by the typer, recipients)
    ("who is to do it", "REQUEST", "Norway demanded that Israel ease its rules on Jordan.", "demanded", "Jordan", "ISR"),
    ("whose deed is asked", "REQUEST", "Norway demanded the withdrawal of Israel's forces from Jordan.", "demanded", "Jordan",
     "ISR"),
    ("who is to do it, of a noun", "REQUEST", "Norway repeated its demand that Israel ease its rules on Jordan.", "repeated",
     "Jordan", "ISR"),
    ("two who are to do it", "REQUEST", "Norway demanded that Israel and Egypt ease their rules on Jordan.", "demanded",
     "Jordan", "ISR EGY"),
    ("a question", "REQUEST", "Norway asked Jordan whether Israel would leave.", "asked", "Jordan", "JOR"),
    ("what is thought of it", "REQUEST", "Norway repeated its demand on Jordan, which Israel will reject.", "repeated",
     "Jordan", "JOR"),
    ("what is said to be so", "REQUEST", "Norway asked Jordan for help, saying that Israel had refused.", "asked",
     "Jordan", "JOR"),
    ("who hears of it", "ACCUSE", "Lebanon complained to the United Nations over two Israeli air raids.", "complained",
     "United Nations", "ISR"),
    ("a state that hears of its own deed", "ACCUSE", "Japan protested to China over the arrest of a Korean.", "protested",
     "China", "CHN"),
]  # fmt: skip


@pytest.mark.parametrize("case", [c[1:] for c in ADDRESSED], ids=[c[0] for c in ADDRESSED])
def test_who_is_meant_is_not_who_hears_of_it(coder, case):
    kind, text, verb, told, recipients = case
    parsed = coder.parser.parse_one(as_article(text, dt.date(2016, 3, 22)))
    (sentence,) = parsed.sentences
    people = ArticleActors(parsed, coder.gazetteer)
    resolve = blaming(kind, people, sentence, resolver(people, sentence))
    head = next(t for t in sentence.span if t.text == verb)
    judgement = Judgement(NOTHING, NOTHING, NOTHING, (), ((text.index(told), text.index(told) + len(told)),))
    sides = addressed(kind, predicate(head), pointed(kind, head, judgement, sentence, resolve), resolve)
    assert [a.country for a in sides.recipients] == recipients.split(), sides
