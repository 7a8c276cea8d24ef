"""The pages: one module each. Importing this registers all of them."""

from dragoman.desk.pages import (
    actor,
    article,
    codebook,
    dyad,
    event,
    events,
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
    "article",
    "codebook",
    "dyad",
    "event",
    "events",
    "network",
    "outlook",
    "overview",
    "read",
    "runs",
    "search",
    "timeline",
]
