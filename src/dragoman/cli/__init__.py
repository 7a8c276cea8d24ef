"""cli: one verb per task."""

from dragoman.cli.app import main

__all__ = ["main"]
