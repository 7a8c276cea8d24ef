"""How many: numbers, money, and the counts that belong to an event."""

import pytest

from dragoman.coding.magnitude import joined_counts, magnitude, number
from dragoman.coding.magnitude.money import sums_in
from dragoman.coding.magnitude.numbers import numbers_in
from dragoman.evaluate.sentencewise import as_article
from dragoman.language import predicate
from dragoman.records import Count, bounds_record, magnitude_record


@pytest.mark.parametrize(
    ("words", "value", "low", "high"),
    [
        ("4,512", 4512, 4512, 4512),
        ("1,25,000", 125000, 125000, 125000),
        ("forty-one", 41, 41, 41),
        ("three dozen", 36, 36, 36),
        ("a hundred and twelve", 112, 112, 112),
        ("two thousand three hundred", 2300, 2300, 2300),
        ("3.4 million", 3400000, 3400000, 3400000),
        ("half a million", 500000, 500000, 500000),
        ("two and a half million", 2500000, 2500000, 2500000),
        ("a third of a million", 333333, 333333, 333333),
        ("6 lakh", 600000, 600000, 600000),
        ("a couple", 2, 2, 2),
        ("30 to 40", 30, 30, 40),
        ("between 30 and 40", 30, 30, 40),
        ("30-40", 30, 30, 40),
        ("five or six", 5, 5, 6),
        ("1.5 to 2 million", 1500000, 1500000, 2000000),
        ("at least nine", 9, 9, None),
        ("no fewer than 70", 70, 70, None),
        ("more than a thousand", 1000, 1000, None),
        ("60 or more", 60, 60, None),
        ("up to 80", 80, None, 80),
        ("as many as 80", 80, None, 80),
        ("fewer than ten", 10, None, 10),
        ("nearly 300", 300, None, 300),
        ("some 5,000", 5000, None, None),
        ("dozens", None, 24, None),
        ("several hundred", None, 200, None),
        ("tens of thousands", None, 20000, None),
        ("a few", None, 3, None),
    ],
)
def test_numbers(words, value, low, high):
    (found,) = numbers_in(f"They saw {words} there.")
    rounded = tuple(None if x is None else round(x) for x in (found.value, found.low, found.high))
    assert rounded == (value, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "a 34-year-old nurse",
        "12 per cent",
        "12%",
        "the 15th victim",
        "the M23 and an F-16",
        "at 5 p.m.",
        "a two-day strike",
    ],
)
def test_what_counts_nothing(text):
    assert numbers_in(text) == ()


def test_absurd_numbers_do_no_harm():
    assert numbers_in("9" * 40 + " people") == ()
    assert number("a million billion trillion") is None
    assert number("of a") is None


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("a $300 million credit", 3e8, "USD"),
        ("US$2bn", 2e9, "USD"),
        ("A$45m", 45e6, "AUD"),
        ("C$1.5 million", 15e5, "CAD"),
        ("€20,000", 20000, "EUR"),
        ("two billion pounds", 2e9, "GBP"),
        ("70 billion yen", 7e10, "JPY"),
        ("9 million yuan", 9e6, "CNY"),
        ("50 crore rupees", 5e8, "INR"),
        ("Rs 3 lakh", 3e5, "INR"),
        ("40 million rupees from Islamabad", 4e7, "PKR"),
        ("6 billion roubles", 6e9, "RUB"),
        ("4 trillion won", 4e12, "KRW"),
        ("12 million riyals", 12e6, "SAR"),
        ("a 200-million-euro loan", 2e8, "EUR"),
        ("5 million pesos for Manila's police", 5e6, "PHP"),
    ],
)
def test_sums_of_money(text, value, currency):
    (found,) = sums_in(text)
    assert (found.number.value, found.currency) == (value, currency)


@pytest.mark.parametrize(
    "text", ["2,000 pounds of dynamite", "a 500-pound bomb", "Twelve won the race", "9 million pesos", "30 people"]
)
def test_what_is_no_sum(text):
    assert sums_in(text) == ()


@pytest.fixture(scope="module")
def counts_of(coder):
    def count(event_type, trigger, text):
        (sentence,) = coder.parser.parse_one(as_article(text)).sentences
        (token,) = (t for t in sentence.span if t.text == trigger)
        return magnitude(event_type, predicate(token), sentence)

    return count


@pytest.mark.parametrize(
    ("trigger", "text", "expected"),
    [
        ("attack", "The attack on the depot killed six guards and wounded nine.", {"dead": 6, "injured": 9}),
        ("attacked", "Rebels attacked the ferry, killing 14 passengers.", {"dead": 14}),
        ("raid", "The raid, in which three soldiers and five herders died, lasted an hour.", {"dead": 8}),
        ("killed", "A policeman was killed in the market of Bunia.", {"dead": 1}),
        ("killed", "Four people, two of them children, were killed.", {"dead": 4}),
        ("killed", "The bomb killed nine people, including four nurses.", {"dead": 9}),
        ("killed", "No civilians were killed.", {"dead": 0}),
        ("clashes", "The clashes left seven dead and at least 20 injured.", {"dead": 7, "injured": 20}),
        ("strike", "Eleven people were killed and 30 wounded in the strike.", {"dead": 11, "injured": 30}),
        ("shot", "Gunmen shot dead two brothers outside the court.", {"dead": 2}),
        ("bombing", "The death toll from the bombing rose to 52.", {"dead": 52}),
        ("killed", "The strike killed four people, bringing the toll of the week to 71.", {"dead": 4}),
        ("shelling", "The shelling forced 3,000 villagers to flee.", {"displaced": 3000}),
        ("kidnapped", "Pirates kidnapped a captain and six sailors off Bonny.", {"abducted": 7}),
        ("attacked", "Soldiers attacked the town where 50 people were hanged last year.", {}),
        ("attacked", "Troops attacked the camp two days after a mine killed eight.", {}),
        ("killed", "Troops killed or wounded 40 rebels.", {}),
        ("destroyed", "Raiders destroyed 40 houses and 12 boats.", {}),
        ("airstrike", "Al Qaeda's No. 3 leader was killed in the airstrike.", {"dead": 1}),
    ],
)
def test_which_count_belongs_to_an_assault(counts_of, trigger, text, expected):
    found = counts_of("ASSAULT", trigger, text)
    assert {kind: count.value for kind, count in found.items()} == expected


@pytest.mark.parametrize(
    ("event_type", "trigger", "text", "expected"),
    [
        ("COERCE", "arrested", "Police arrested 30 to 40 students.", {"arrested": (30, 30, 40)}),
        ("COERCE", "arrest", "The union denounced the arrest of 15 dockers.", {"arrested": (15, 15, 15)}),
        ("PROTEST", "marched", "About 7,000 people marched through Lima.", {"participants": (7000, None, None)}),
        ("PROTEST", "rally", "The 4,000-strong rally closed the bridge.", {"participants": (4000, 4000, 4000)}),
        (
            "PROTEST",
            "protest",
            "Hundreds joined a protest over the deaths of six miners.",
            {"participants": (None, 200, None)},
        ),
        ("MOBILIZE", "sent", "Nairobi sent up to 900 soldiers to the border.", {"troops": (900, None, 900)}),
        ("RETREAT", "freed", "The rebels freed 12 captured soldiers.", {}),
        ("ASSAULT", "killed", "Iraqi forces killed dozens of militants.", {"dead": (None, 24, None)}),
        ("ASSAULT", "killed", "Guards killed villagers near the mine.", {"dead": (None, 2, None)}),
    ],
)
def test_bounds_and_other_types(counts_of, event_type, trigger, text, expected):
    found = counts_of(event_type, trigger, text)
    assert {kind: (count.value, count.low, count.high) for kind, count in found.items()} == expected


def test_money_keeps_its_currency_and_dollars_stand_apart(counts_of):
    found = counts_of("AID", "lent", "The bank lent Ghana 80 million euros ($87 million).")
    assert (found["amount"].value, found["amount"].currency, found["amount_usd"].value) == (80000000, "EUR", 87000000)
    assert "amount_usd" not in counts_of("AID", "gave", "Oslo gave Malawi 90 million kroner of Norwegian money.")


def test_the_first_count_stays_unless_a_later_one_says_it_more_exactly():
    dozens, thirty, exact, other = Count(None, 24, None), Count(30, 30, None), Count(34, 34, 34), Count(3, 3, 3)
    assert joined_counts([{"dead": dozens}, {"dead": thirty}, {"dead": exact}, {"dead": other}]) == {"dead": exact}
    assert joined_counts([{"dead": exact}, {"dead": Count(40, 40, 40)}]) == {"dead": exact}
    assert joined_counts([{"dead": thirty}, {"injured": other}]) == {"dead": thirty, "injured": other}


def test_the_record_has_every_kind_and_the_bounds_beside():
    counts = {"dead": Count(22, 22, None, "at least 22"), "amount": Count(5, 5, 5, "5 euros", "EUR")}
    record = magnitude_record(counts)
    assert (record["dead"], record["injured"], record["amount"], record["currency"]) == (22, None, 5, "EUR")
    assert bounds_record(counts)["dead"] == {"low": 22, "high": None, "text": "at least 22"}


@pytest.mark.parametrize(
    "text",
    [
        "killed",
        "No. killed",
        "( $ killed € -",
        "killed 99999999999999999999 people",
        "arrest under number toll of 3",
        "½ killed 5/6",
        "dead to death 12",
    ],
)
def test_odd_input_does_no_harm(coder, text):
    for sentence in coder.parser.parse_one(as_article(text)).sentences:
        for token in sentence.span:
            for event_type in ("ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "AID"):
                for count in magnitude(event_type, predicate(token), sentence).values():
                    assert count.value is None or count.value < 2**54
