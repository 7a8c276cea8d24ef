"""Status and certainty: each sentence marks its event word with stars."""

import pytest

from dragoman.articles import article_from_text
from dragoman.coding.factuality import assess_word, plainly_unreal, still_to_come
from dragoman.coding.factuality.lexicon import embedders, hedges, modals
from dragoman.coding.factuality.scale import Assessment, Signature
from dragoman.records import STATUSES, event_record


@pytest.fixture
def read(coder):
    def reading(marked, title=False):
        before, word, after = marked.split("*")
        doc = coder.parser.nlp(before + word + after)
        return assess_word(next(t for t in doc if t.idx == len(before)), title)

    return reading


@pytest.mark.parametrize(
    ("marked", "status", "low", "high"),
    [
        # Told, negated.
        ("Two boats *reached* the port on Sunday.", "occurred", 3, 3),
        ("The two boats did not *reach* the port.", "denied", -3, -2),
        ("The minister never *signed* the paper.", "denied", -3, -2),
        ("Nobody *attacked* the convoy.", "denied", -3, -2),
        ("No country *recognised* the new rulers.", "denied", -3, -2),
        ("The police made no *arrests*.", "denied", -3, -2),
        ("The miners neither *marched* nor talked.", "denied", -3, -2),
        ("The army did not *leave* until June.", "occurred", 2.5, 3),
        ("Rebels no longer *hold* the bridge.", "denied", -3, -2),
        ("He left without *signing* the deal.", "denied", -3, -2),
        # Modals.
        ("The two armies may *clash* again.", "possible", 0.5, 1.5),
        ("The council may not *meet* this year.", "possible", -1.5, 0),
        ("The two leaders will *meet* in Oslo.", "planned", 2, 3),
        ("The two leaders will not *meet* in Oslo.", "denied", -3, -2),
        ("The queen said she would *visit* Kenya.", "planned", 2, 3),
        ("He would have *resigned* without the vote.", "denied", -3, -1.5),
        ("The soldiers must have *fled* at night.", "occurred", 1.5, 2.5),
        # Implicatives, both ways, and causatives.
        ("The crew managed to *land* the plane.", "occurred", 2.5, 3),
        ("The crew failed to *land* the plane.", "denied", -3, -2),
        ("The crew did not fail to *land* the plane.", "occurred", 2, 3),
        ("The guard forgot to *lock* the gate.", "denied", -3, -2),
        ("The general refused to *withdraw* his men.", "denied", -3, -2),
        ("The storm forced the ship to *return*.", "occurred", 2, 3),
        ("Officials did not hesitate to *arrest* him.", "occurred", 2, 3),
        ("The rebels were able to *take* the bridge.", "occurred", 2, 2.5),
        ("The rebels were not able to *take* the bridge.", "denied", -3, -2),
        ("The rebels are able to *take* the bridge.", "possible", 0.5, 1.5),
        ("The guards prevented the crowd from *storming* the hall.", "denied", -3, -2),
        # Intentions, arrangements, wishes, threats.
        ("Peru plans to *expel* the envoy.", "planned", 1, 2),
        ("The two sides agreed to *release* prisoners.", "planned", 1, 2.5),
        ("Oman is expected to *host* the talks.", "planned", 1, 2),
        ("The rebels threatened to *shell* the town.", "possible", 0.5, 1.5),
        ("The union hopes to *meet* the minister.", "possible", 0, 1),
        ("The rebels tried to *enter* the town.", "possible", 0.5, 1.5),
        ("They called for an *inquiry*.", "possible", 0, 1),
        ("There is a threat of *war*.", "possible", 0.5, 1.5),
        ("A plan to *invade* the island was drawn up.", "planned", 1, 2),
        ("The *attack* is likely to fail.", "occurred", 2.5, 3),
        # What is taken for granted.
        ("Kenya condemned the *attack*.", "occurred", 2.5, 3),
        ("Kenya did not condemn the *attack*.", "occurred", 2.5, 3),
        ("He knows that the ship *sank*.", "occurred", 2.5, 3),
        ("He does not know that the ship *sank*.", "occurred", 2.5, 3),
        # Conditions, questions, adverbs.
        ("If the talks *collapse*, trade will suffer.", "possible", -0.5, 0.5),
        ("Unless the army *leaves*, there will be no vote.", "possible", -1, 0),
        ("Did the army *shell* the village?", "possible", -0.5, 0.5),
        ("The army probably *shelled* the village.", "occurred", 1.5, 2.5),
        ("The army almost *captured* the village.", "denied", -3, -2),
        ("An alleged *assault* was filmed.", "occurred", 1, 2),
        ("Troops are *shelling* the village.", "ongoing", 2.5, 3),
        ("She criticised the prosecutor's *investigation* into the shipyard.", "ongoing", 2.5, 3),
        ("Detectives *investigating* the blast spoke to the guards.", "ongoing", 2.5, 3),
        ("The senate closed its *investigation* into the shipyard.", "occurred", 2.5, 3),
        ("They were *held* for nothing more than reading.", "occurred", 2.5, 3),
        # Semicolons: lists of what is asked for, and clauses told each for itself.
        ("The accord calls for a truce; the *release* of all prisoners; and talks in May.", "possible", 0, 1),
        ("The plan called for troops to leave; an end to raids; *opening* the border.", "possible", 0, 1),
        ("The decree demands that Iran halt its work; *admit* inspectors; and answer questions.", "possible", 0, 1),
        (
            "Miners *pelted* the consulate with eggs; Quito demanded that Peru find those who did it.",
            "occurred",
            2.5,
            3,
        ),
        ("In May, soldiers shelled the town; a *bombing* in the capital; arrests of students.", "occurred", 2.5, 3),
    ],
)
def test_readings(read, marked, status, low, high):
    found = read(marked)
    assert found.status == status, found
    assert low <= found.sourced <= high, found


@pytest.mark.parametrize(
    ("marked", "ahead"),
    [
        ("The army will *attack* the town.", True),
        ("The mayor asked the army to *leave* the town.", True),
        ("The rebels agreed to *free* the pilots and *leave* the town.", True),
        ("The plan called on troops to leave; to *open* the border; and to free prisoners.", True),
        ("The army had *left* the town.", False),
        ("The minister promised that they had *freed* the pilots.", False),
        ("The army tried to *leave* the town.", False),
    ],
)
def test_what_is_asked_for_or_promised_lies_ahead(coder, marked, ahead):
    parts = marked.split("*")
    doc = coder.parser.nlp("".join(parts))
    places = {sum(map(len, parts[:n])) for n in range(1, len(parts), 2)}
    found = {t.text: still_to_come(t) for t in doc if t.idx in places}
    assert set(found.values()) == {ahead}, found


@pytest.mark.parametrize(
    ("marked", "unreal"),
    [
        ("The rebels plotted to *kill* the mayor.", True),
        ("The law keeps the army from *shelling* the town.", True),
        ("The army managed to *leave* the town.", False),
        ("The mayor accused the army of *shelling* the town.", False),
    ],
)
def test_an_infinitive_and_what_is_ruled_out_have_plainly_not_occurred(coder, marked, unreal):
    before, word, after = marked.split("*")
    doc = coder.parser.nlp(before + word + after)
    (token,) = (t for t in doc if t.idx == len(before))
    assert plainly_unreal(token, assess_word(token)) is unreal


@pytest.mark.parametrize(
    "text",
    [
        "If the plan calls for a truce; an exchange of prisoners; opening the border.",
        "While the plan demands that troops leave; an end to raids; opening the border.",
        "Although ministers agreed a truce; a withdrawal of troops; an exchange of prisoners.",
        "With the plan, which calls for a truce; the release of prisoners; and talks.",
    ],
)
def test_lists_that_hang_on_their_own_items_end(coder, text):
    assert all(assess_word(t).status in STATUSES and still_to_come(t) in (True, False) for t in coder.parser.nlp(text))


def test_a_headlines_infinitive_is_its_future(read):
    assert read("Oman to *host* peace talks", title=True).status == "planned"


@pytest.mark.parametrize(
    ("marked", "certainty", "sourced"),
    [
        ("Kyiv said the army *shelled* the port.", (1.5, 2.5), (3, 3)),
        ("Kyiv claimed the army *shelled* the port.", (0.5, 1.5), (2, 3)),
        ("Moscow denied that the army *shelled* the port.", (-2, -1), (-3, -3)),
        ("Experts doubt that the army *shelled* the port.", (-1.5, -0.5), (-2, -1)),
        ("The army is believed to have *shelled* the port.", (1, 2), (1.5, 2.5)),
        ("Aides do not believe that the army *shelled* the port.", (-2, -1), (-2, -1)),
    ],
)
def test_the_articles_word_and_the_sources_are_kept_apart(read, marked, certainty, sourced):
    found = read(marked)
    assert certainty[0] <= found.certainty <= certainty[1], found
    assert sourced[0] <= found.sourced <= sourced[1], found


def test_polarity_is_the_sign(read):
    assert read("The ship never *sank*.").polarity == "negative"
    assert read("The ship may *sink*.").polarity == "positive"


@pytest.mark.parametrize("text", ["War", "?", "...", "Not", "No", "If", "Yes, no, never.", "Peace talks", "To go", "“"])
def test_fragments_get_a_reading(coder, text):
    for token in coder.parser.nlp(text):
        assert assess_word(token).status in STATUSES


def test_deep_nesting_is_bounded(coder):
    doc = coder.parser.nlp("He said " + "that she believed he hoped " * 60 + "they met.")
    assert all(-3 <= assess_word(t).sourced <= 3 for t in doc)


def test_chains_are_as_strong_as_their_weakest_link():
    fact = Assessment("occurred", "told")
    doubtful, sure = Signature("possible", 1, 1, -1, "doubt"), Signature("occurred", 3, 3, -3, "done")
    assert sure.under(doubtful.under(fact)).certainty == 1
    assert doubtful.under(sure.under(fact)).certainty == 1
    granted = Signature("occurred", 3, 3, 2.5, "granted")
    assert granted.under(doubtful.under(fact)).certainty == 2.5


def test_the_lexicons_keep_to_the_scale():
    signatures = [*embedders().values(), *(m.plain for m in modals().values()), *(m.perfect for m in modals().values())]
    for kind in ("adverb", "attribute", "determiner", "conjunction", "preposition"):
        assert hedges(kind)
        signatures += hedges(kind).values()
    for one in signatures:
        assert one.effect is None or one.effect in STATUSES
        assert all(-3 <= v <= 3 for v in (one.certainty, one.sourced, one.negated))


def test_records_keep_both_certainties(coder):
    text = "NAIROBI - Sudan claimed on Monday that Chad had attacked Sudanese villages near Tine."
    coded = coder.code_one(article_from_text(text, title=None, published="2019-03-04"))
    (assault,) = [event_record(e) for e in coded.events if e.event_type == "ASSAULT"]
    assert assault["status"] == "occurred"
    assert assault["certainty"] == assault["mentions"][0]["certainty"] < assault["source_certainty"]
