"""actors/: from names in text to actors with country, sector, office and identity, at the article's date."""

from dragoman.actors.coreference import is_definite
from dragoman.actors.entries import Entry, fold, on_day
from dragoman.actors.gazetteer import Gazetteer, Match, load_gazetteer
from dragoman.actors.reference import Reference
from dragoman.actors.references import DEEDS, ArticleActors
from dragoman.actors.roles import Role, role_of, role_words, roles
from dragoman.actors.rosters import countries_by_cow, country_names

__all__ = [
    "DEEDS",
    "ArticleActors",
    "Entry",
    "Gazetteer",
    "Match",
    "Reference",
    "Role",
    "countries_by_cow",
    "country_names",
    "fold",
    "is_definite",
    "load_gazetteer",
    "on_day",
    "role_of",
    "role_words",
    "roles",
]
