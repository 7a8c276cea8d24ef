from dragoman.evaluate.schoolbook_examples import as_article as item_as_article
from dragoman.language.truecase import sentence_case
from dragoman.schoolbook import Item


def test_names_stay_and_words_fall():
    body = "Democratic senators want sanctions on Russia. They seek a vote, said a Russia expert."
    title = "Dem Senators Seek Russia Sanctions After Vote"
    fixed = sentence_case(title, body, frozenset({"seek"}))
    assert fixed == "Dem senators seek Russia sanctions after vote"
    assert len(fixed) == len(title)


def test_sentence_case_titles_are_left_alone():
    title = "Modi to address rally in Delhi as protests rage"
    assert sentence_case(title, "rally Delhi", frozenset()) == title


def test_words_that_news_writes_small_fall_without_the_body():
    title = "Ukraine Opens Talks After Fight Over Strategic Town, U.S. Official Says"
    assert (
        sentence_case(title, "", frozenset())
        == "Ukraine opens talks after fight over strategic town, U.S. official says"
    )
    assert sentence_case("Mr. Gates Opens Talks With Beijing Hosts", "Mr. Gates came.", frozenset()).startswith(
        "Mr. Gates opens"
    )


def test_a_headlines_own_words_are_no_evidence_for_names(coder):
    text = (
        "Obama Ends Silence With Allies, Calling Merkel\n\nThe president called her on Friday, after weeks of silence."
    )
    title = coder.parser.parse_one(item_as_article(Item("x", "report", text, ()))).sentences[0]
    assert [t.text for t in title.span if t.pos_ == "PROPN"] == ["Obama", "Merkel"]


def test_parts_of_names_stay(coder):
    title = "Turkey and the United Nations Agree, Human Rights Watch Says"
    assert (
        sentence_case(title, "", coder.parser.common, coder.parser.names(title))
        == "Turkey and the United Nations agree, Human Rights Watch says"
    )
