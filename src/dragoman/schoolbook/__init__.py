"""schoolbook/: the project's own annotated news text, from which the learned parts are trained and tested."""

from dragoman.schoolbook.articles import MarkedArticle, Telling, read_articles, write_articles
from dragoman.schoolbook.items import Event, Item, Party, Place, Quote, read_items, write_items
from dragoman.schoolbook.notation import read_notation
from dragoman.schoolbook.split import Part, part_of

__all__ = [
    "Event",
    "Item",
    "MarkedArticle",
    "Part",
    "Party",
    "Place",
    "Quote",
    "Telling",
    "part_of",
    "read_articles",
    "read_items",
    "read_notation",
    "write_articles",
    "write_items",
]
