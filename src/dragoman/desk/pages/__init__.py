"""The pages: one module each. Importing this registers all of them."""

from __future__ import annotations

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
from dragoman.desk.shelf import Opened

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
    "warm",
]


def warm(opened: Opened) -> None:
    """Finds, before anybody asks, what the pages show that most begin with."""
    events.warm(opened)
    overview.warm(opened)
    network.warm(opened)
