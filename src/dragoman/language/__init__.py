"""language/: from an article to sentences with parse, quotations and predicates."""

from dragoman.language.parsing import ParsedArticle, ParsedSentence, Parser, governing
from dragoman.language.pipeline import load_pipeline
from dragoman.language.predicates import Governor, Predicate, governors, predicate
from dragoman.language.quotations import quotations

__all__ = [
    "Governor",
    "ParsedArticle",
    "ParsedSentence",
    "Parser",
    "Predicate",
    "governing",
    "governors",
    "load_pipeline",
    "predicate",
    "quotations",
]
