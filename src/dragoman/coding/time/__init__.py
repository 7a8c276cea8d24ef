"""Time: the expressions of an article with their TIMEX3 values, and the dates of its events."""

from dragoman.coding.time.dating import lies_ahead, when
from dragoman.coding.time.document import Timex, timexes, written_on
from dragoman.coding.time.placing import Placed, placed_by_sentence

__all__ = ["Placed", "Timex", "lies_ahead", "placed_by_sentence", "timexes", "when", "written_on"]
