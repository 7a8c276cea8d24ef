"""The pages: one module each. Importing this registers all of them."""

from dragoman.desk.pages import (
    actor,
    agreements,
    article,
    codebook,
    dyad,
    event,
    events,
    map,
    network,
    outlook,
    overview,
    read,
    runs,
    search,
    timeline,
)

__all__ = [
    "actor",
    "agreements",
    "article",
    "codebook",
    "dyad",
    "event",
    "events",
    "map",
    "network",
    "outlook",
    "overview",
    "read",
    "runs",
    "search",
    "timeline",
]
