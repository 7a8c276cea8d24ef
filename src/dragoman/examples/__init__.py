"""Bundled examples: twelve news reports written for this project, with the events an analyst expects of them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder() -> Path:
    """The folder of reports: one JSON file each, with ``text`` and the ``events`` expected of it."""
    return Path(str(files("dragoman.examples"))) / "reports"
