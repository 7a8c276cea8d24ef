"""What is known of an article's actors while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.actors.context import CountryContext
from dragoman.actors.coreference import History
from dragoman.actors.entries import Entry
from dragoman.actors.gazetteer import Gazetteer
from dragoman.actors.names import ArticleNames
from dragoman.actors.reference import Reference
from dragoman.language import ParsedArticle

Key = tuple[int, int]  # paragraph and token


@dataclass(slots=True)
class Known:
    """The article, its names and day, and whom its words have been found to stand for so far.

    ``people`` by surname, ``offices`` by office, for later mentions; ``refs`` by token.
    """

    parsed: ParsedArticle
    gazetteer: Gazetteer
    day: str | None
    names: ArticleNames
    refs: dict[Key, Reference | None] = field(default_factory=dict)
    people: dict[str, Reference] = field(default_factory=dict)
    offices: dict[str, Reference] = field(default_factory=dict)
    history: History = field(default_factory=History)

    @property
    def context(self) -> CountryContext:
        """The countries that the article is about."""
        return self.names.context

    def holder(self, country: str, office: str) -> Entry | None:
        """Who holds an office of a country (ISO3) on the article's day."""
        return self.gazetteer.holder(country, office, self.day)
