"""Articles: whatever holds news, read into ``Article`` records; what cannot be read, into ``LeftOut``."""

from dragoman.articles.build import article_from_text
from dragoman.articles.reader import Unread, count_documents, finish_reading, read, read_many, read_unread
from dragoman.articles.reasons import REASONS

__all__ = [
    "REASONS",
    "Unread",
    "article_from_text",
    "count_documents",
    "finish_reading",
    "read",
    "read_many",
    "read_unread",
]
