from dragoman.language.truecase import sentence_case


def test_names_stay_and_words_fall():
    body = "Democratic senators want sanctions on Russia. They seek a vote, said a Russia expert."
    title = "Dem Senators Seek Russia Sanctions After Vote"
    fixed = sentence_case(title, body, frozenset({"seek"}))
    assert fixed == "Dem senators seek Russia sanctions after vote"
    assert len(fixed) == len(title)


def test_sentence_case_titles_are_left_alone():
    title = "Modi to address rally in Delhi as protests rage"
    assert sentence_case(title, "rally Delhi", frozenset()) == title
