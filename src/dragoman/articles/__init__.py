"""Articles: whatever holds news, read into ``Article`` records; what cannot be read, into ``LeftOut``."""

from dragoman.articles.build import article_from_text
from dragoman.articles.reader import count_documents, read, read_many
from dragoman.articles.reasons import REASONS

__all__ = ["REASONS", "article_from_text", "count_documents", "read", "read_many"]
