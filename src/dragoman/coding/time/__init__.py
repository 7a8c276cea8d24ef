"""Time: the expressions of an article with their TIMEX3 values, and the dates of its events."""

from dragoman.coding.time.document import Timex, timexes

__all__ = ["Timex", "timexes"]
