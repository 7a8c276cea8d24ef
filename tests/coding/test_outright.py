"""The noun's own phrase says who does a deed, wherever the typer points."""

import datetime as dt

import pytest

from dragoman.actors import ArticleActors
from dragoman.coding.outright import with_outright
from dragoman.coding.participants import Sides, actors_at, resolver
from dragoman.evaluate.sentencewise import as_article
from dragoman.language import predicate

CASES = [
    # (rule, type, text, noun, pointed at as actors, as recipients, actors, recipients)
    ("owner", "ASSAULT", "Sudan was hit in Chad's attack.", "attack", "Sudan", "", "TCD", "SDN"),
    ("owner of a call", "CONSULT", "Sudan was glad of Chad's call.", "call", "Sudan", "", "TCD", "SDN"),
    ("from", "PROTEST", "Chad has faced protests from Sudan.", "protests", "Chad", "", "SDN", "TCD"),
    ("by", "ACCUSE", "Chad heard of complaints by Sudan.", "complaints", "Chad", "", "SDN", "TCD"),
    ("against", "ASSAULT", "Chad heard of a strike against Sudan.", "strike", "Chad", "", "TCD", "SDN"),
    ("adjective", "ASSAULT", "Chad gains ground amid Russian air strikes.", "strikes", "Chad", "", "RUS", "TCD"),
    ("abbreviation", "ASSAULT", "Chad gains ground amid US strikes.", "strikes", "Chad", "", "USA", "TCD"),
    ("armed men", "ASSAULT", "Chad was hit in a Taliban attack.", "attack", "Chad", "", "AFG", "TCD"),
    ("a target", "ASSAULT", "Chad heard of the embassy attack.", "attack", "", "Chad", "", "TCD"),
    ("a bridge", "ASSAULT", "Chad heard of the attack by the London Bridge.", "attack", "", "Chad", "", "TCD"),
    ("two adjectives", "ASSAULT", "American and British airstrikes hit Chad.", "airstrikes", "", "Chad", "GBR USA", "TCD"),
    ("who before whence", "ASSAULT", "Hezbollah's attacks from Syria hit Chad.", "attacks", "Syria", "Chad", "LBN", "TCD"),
    ("a state's name", "ASSAULT", "Mali spoke of the Chad strike.", "strike", "Chad", "", "", "TCD"),
    ("two, mutual", "CONSULT", "Norway spoke of talks by Chad and Sudan.", "talks", "Norway", "", "TCD", "SDN"),
    ("who draws it", "ACCUSE", "Chad drew criticism over a dam.", "criticism", "Chad", "", "", "TCD"),
    ("of another noun", "ASSAULT", "Chad heard of a Turkish nightclub attack.", "attack", "", "Chad", "", "TCD"),
    ("what is suffered", "ASSAULT", "Chad spoke of Sudan's murder.", "murder", "Chad", "Sudan", "TCD", "SDN"),
    ("a verb", "ASSAULT", "Chad attacked Sudan.", "attacked", "Sudan", "Chad", "SDN", "TCD"),
]  # fmt: skip


@pytest.mark.parametrize("case", [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_the_phrase_says_holds(coder, case):
    kind, text, word, doers, done_to, actors, recipients = case
    parsed = coder.parser.parse_one(as_article(text, dt.date(2016, 3, 22)))
    (sentence,) = parsed.sentences
    resolve = resolver(ArticleActors(parsed, coder.gazetteer), sentence)
    sides = [actors_at([t for t in sentence.span if t.text == name], resolve) for name in (doers, done_to)]
    head = next(t for t in sentence.span if t.text == word)
    found = with_outright(kind, predicate(head), Sides(*sides, True, True), resolve)
    assert sorted(a.country for a in found.actors) == actors.split(), found
    assert sorted(a.country for a in found.recipients) == recipients.split(), found
