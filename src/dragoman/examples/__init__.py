"""Bundled examples: twelve news reports written for this project, with the events an analyst expects of them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder() -> Path:
    """The folder that holds the reports (``*.txt``) and their expected events (``*.json``)."""
    return Path(str(files("dragoman.examples"))) / "reports"
