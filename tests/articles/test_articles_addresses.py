import pytest

from dragoman.articles import article_from_text

TEXT = "Police in {} arrested three protesters on Monday after a march against the government, a minister said."


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", " "])
def test_only_addresses_of_the_web_are_stored(url):
    assert article_from_text(TEXT.format("Lima"), url=url).url is None


@pytest.mark.parametrize(
    "url", ["https://example.org/a", "http://example.org:8080/a", "example.org/a", "example.org:8080/a"]
)
def test_web_addresses_are_kept(url):
    assert article_from_text(TEXT.format("Lima"), url=url).url == url


def test_a_front_page_is_no_identity():
    one = article_from_text(TEXT.format("Lima"), url="https://example.org/")
    other = article_from_text(TEXT.format("Cairo"), url="https://www.example.org")
    assert one.article_id != other.article_id


def test_an_article_page_is():
    one = article_from_text(TEXT.format("Lima"), url="https://example.org/a")
    other = article_from_text(TEXT.format("Cairo"), url="http://www.example.org/a/")
    assert one.article_id == other.article_id
