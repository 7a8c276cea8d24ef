"""Dragoman: from news articles to political events one can trace."""

__version__ = "0.1.0"
