"""From articles to parsed sentences whose offsets point into the article's text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from dragoman.language.quotations import quotations
from dragoman.language.truecase import is_title_case, sentence_case
from dragoman.records import Article, Block, Sentence

CODED = frozenset({"title", "heading", "paragraph"})
Names = Sequence[tuple[int, int]]
_BATCH_BLOCKS = 96  # about eight articles of paragraphs


def governing(tokens: Sequence[Token]) -> Token | None:
    """Of some words, the first that hangs on none of the others; None of none."""
    return next((t for t in tokens if t.head not in tokens or t.head == t), None)


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its parse. ``offset`` is where the parsed block begins in the article's text."""

    record: Sentence
    span: Span
    offset: int
    paragraph: int

    def start_of(self, token: Token) -> int:
        """Offset of the token's first character in the article's text."""
        return self.offset + int(token.idx)

    def end_of(self, token: Token) -> int:
        """Offset behind the token's last character in the article's text."""
        return self.offset + int(token.idx) + len(token)

    def place_of(self, token: Token) -> tuple[int, int]:
        """Character span of the token in the sentence's own text."""
        return self.start_of(token) - self.record.start, self.end_of(token) - self.record.start

    def tokens_in(self, span: tuple[int, int]) -> list[Token]:
        """Tokens that a character span of the sentence's own text touches."""
        places = [(t, self.place_of(t)) for t in self.span]
        return [t for t, (start, end) in places if start < span[1] and end > span[0]]


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """An article with its parsed sentences and the spans of direct speech in its text."""

    article: Article
    sentences: tuple[ParsedSentence, ...]
    quotes: tuple[tuple[int, int], ...]

    def quote_at(self, offset: int) -> tuple[int, int] | None:
        """The quotation that holds this offset, if any."""
        for start, end in self.quotes:
            if start <= offset < end:
                return start, end
            if start > offset:
                return None
        return None


class Parser:
    """Parses articles with one spaCy pipeline, block by block.

    Blocks (title, headings, paragraphs) are parsed apart: a parser given the whole text runs the title, the
    byline and the first sentence together.
    """

    def __init__(
        self, nlp: Language, common: Set[str] = frozenset(), names: Callable[[str], Names] = lambda _: ()
    ) -> None:
        """What parses, and two things that headlines need.

        Args:
            nlp: the pipeline.
            common: lower-case words that are no names.
            names: where in a text known names stand, as character spans.
        """
        self.nlp = nlp
        self.common = common
        self.names = names

    def parse(self, articles: Iterable[Article]) -> Iterator[ParsedArticle]:
        """The articles in their order, parsed; memory holds a few at a time."""
        pending: list[tuple[Article, list[tuple[int, str]]]] = []
        count = 0
        for article in articles:
            blocks = self._blocks(article)
            pending.append((article, blocks))
            count += len(blocks)
            if count >= _BATCH_BLOCKS:
                yield from self._flush(pending)
                pending, count = [], 0
        yield from self._flush(pending)

    def parse_one(self, article: Article) -> ParsedArticle:
        """One article, parsed."""
        return next(iter(self.parse([article])))

    def parse_words(self, paragraphs: Sequence[Sequence[str]]) -> ParsedArticle:
        """A text whose words are given, as corpora give them: one paragraph each, words apart by blanks.

        Args:
            paragraphs: the words of each paragraph; they stay the parse's tokens.
        """
        docs = list(self.nlp.pipe([Doc(self.nlp.vocab, words=list(words)) for words in paragraphs], batch_size=64))
        texts = [" ".join(words) for words in paragraphs]
        starts = [sum(len(t) + 2 for t in texts[:n]) for n in range(len(texts))]
        blocks = tuple(Block(s, s + len(t), "paragraph") for s, t in zip(starts, texts, strict=True))
        text = "\n\n".join(texts)
        article = Article("", "", text, blocks)
        sentences: list[ParsedSentence] = []
        for number, doc in enumerate(docs):
            self._add(article, number, doc, sentences)
        return ParsedArticle(article, tuple(sentences), tuple(quotations(text)))

    def _blocks(self, article: Article) -> list[tuple[int, str]]:
        out = []
        for number, block in enumerate(article.blocks):
            if block.kind in CODED:
                text = article.text[block.start : block.end]
                if block.kind in ("title", "heading") and is_title_case(text):
                    body = "\n".join(article.text[b.start : b.end] for b in article.blocks if b.kind == "paragraph")
                    text = sentence_case(text, body, self.common, self.names(text))
                out.append((number, text))
        return out

    def _flush(self, pending: list[tuple[Article, list[tuple[int, str]]]]) -> Iterator[ParsedArticle]:
        texts = [text for _, blocks in pending for _, text in blocks]
        docs = iter(self.nlp.pipe(texts, batch_size=64))
        for article, blocks in pending:
            sentences: list[ParsedSentence] = []
            for number, _ in blocks:
                self._add(article, number, next(docs), sentences)
            yield ParsedArticle(article, tuple(sentences), tuple(quotations(article.text)))

    def _add(self, article: Article, number: int, doc: Doc, out: list[ParsedSentence]) -> None:
        block = article.blocks[number]
        for span in doc.sents:
            start, end = block.start + span.start_char, block.start + span.end_char
            raw = article.text[start:end]
            text = raw.strip()
            if not any(c.isalpha() for c in text):
                continue
            start += len(raw) - len(raw.lstrip())
            record = Sentence(len(out), start, start + len(text), text, block.kind)
            out.append(ParsedSentence(record, span, block.start, number))
