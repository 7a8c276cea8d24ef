"""What is known of an article's actors while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from dragoman.actors.context import MAIN, CountryContext
from dragoman.actors.coreference import History
from dragoman.actors.entries import Entry
from dragoman.actors.gazetteer import Gazetteer
from dragoman.actors.names import ArticleNames
from dragoman.actors.reference import Reference
from dragoman.language import ParsedArticle

# unnamed people of a place: told once where, they stay there
LOCALS = {"COP": "police", "CVL": "crowd", "OPP": "crowd", "EDU": "crowd", "LAB": "crowd"}
Key = tuple[int, int]  # paragraph and token


@dataclass
class Known:
    """The article, its names and day, and whom its words have been found to stand for so far.

    ``people`` by surname, ``offices`` by office, for later mentions; ``refs`` by token; ``locals`` the country (ISO3)
    in which the article's police and its crowd were told of last.
    """

    parsed: ParsedArticle
    gazetteer: Gazetteer
    day: str | None
    names: ArticleNames
    refs: dict[Key, Reference | None] = field(default_factory=dict)
    people: dict[str, Reference] = field(default_factory=dict)
    offices: dict[str, Reference] = field(default_factory=dict)
    locals: dict[str, str] = field(default_factory=dict)
    history: History = field(default_factory=History)

    @cached_property
    def of_police(self) -> bool:
        """Whether the article tells of police more than of soldiers: its "officers" are police."""
        text = self.parsed.article.text.lower()
        return text.count("polic") > sum(text.count(word) for word in ("army", "soldier", "troop", "militar"))

    @property
    def context(self) -> CountryContext:
        """The countries that the article is about."""
        return self.names.context

    def near(self, sentence: int, sector: str | None, besides: frozenset[str] = frozenset()) -> tuple[str | None, str]:
        """The country of unnamed people of a sector in a sentence (its index), and where that comes from.

        Args:
            sentence: its index.
            sector: PLOVER's sector of the people; police and crowds stay where the article told of them last.
            besides: countries (ISO3) that it cannot be.
        """
        country, reason = self.context.near(sentence, besides)
        before = self.locals.get(LOCALS.get(sector or "", ""))
        if before and before not in besides and reason == MAIN:
            return before, "where such people were told of before"
        return country, reason

    def holder(self, country: str, office: str) -> Entry | None:
        """Who holds an office of a country (ISO3) on the article's day."""
        return self.gazetteer.holder(country, office, self.day)
