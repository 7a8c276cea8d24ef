from dragoman.language import quotations


def texts(text):
    return [text[a:b] for a, b in quotations(text)]


def test_straight_and_curly():
    assert texts('He said "no" and “yes”.') == ['"no"', "“yes”"]


def test_runs_over_paragraphs_when_reopened():
    text = "“First part.\n\n“Second part,” he said."
    assert texts(text) == ["“First part.\n\n“Second part,”"]


def test_unclosed_ends_with_its_paragraph():
    assert texts("“Never closed.\n\nHe left.") == ["“Never closed."]


def test_no_quotes():
    assert texts("Plain text.") == []
